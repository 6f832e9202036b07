"""The kinds of decisions that people make, and what each says in `theme`, `target` and `after`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a person did.

    Attributes
    ----------
    CONFIRM, REJECT
        A theme on words is right, or is not.
    CHANGE
        A theme on words must be another one: ``after["theme"]``.
    ADD
        A theme on words that the person selected.
    LATER
        Look at a theme on words again later (changes no code).
    ADJUDICATE
        Two coders differ; the theme holds or not: ``after["present"]``. Ends the dispute.
    SPLIT, MERGE
        A fragment becomes several, or several become one: ``after["spans"]``, positions in the interview's text.
    MEMO
        A remark: ``after["text"]``. A later memo with ``target`` = id of the first one replaces its text; an empty text
        takes it away. About words, a theme, an interview or the whole project, as far as these are given.
    QUOTE
        Words to publish (``after["chosen"]`` true) or not any more (false).
    MOMENT
        A turning point is looked at: ``target`` is its id, ``after["act"]`` is rename (``label``), merge (``with``: ids
        of moments that are the same one), reject, or order (``ids``: all in the order in which they happened;
        ``moved``: the two that changed places, when that is what was done).
    SPEAKERS
        Who is who in an interview: ``after["roles"]``: speaker label → role, and ``after["turns"]``: number of a turn
        (as text) → role.
    ACCEPT_READING
        An interview was read and pseudonymised well; the evaluation may go on.
    PRIVACY_MISSED
        Words were replaced by a pseudonym by hand: ``after["pseudonym"]``. The words are in the vault only.
    PRIVACY_RESTORED
        A pseudonym was taken away by hand: ``before["pseudonym"]``, ``after["text"]``.
    CODEBOOK
        Another version of the codebook counts: ``after["version"]``.
    TOPIC
        An act on a cluster: ``target`` is the cluster, ``after`` the act in the form of the topics package.
    TAGGER
        A learned tagger version was accepted or withdrawn: ``target`` its id, ``after["state"]``.
    UNDO
        One decision does not hold any more: column ``undoes``. Undoing an undo makes the decision hold again.
    REWIND
        All decisions after ``after["to"]`` up to ``after["until"]`` do not hold any more, those of
        ``after["interview"]`` or ``after["person"]`` only when these are given.
    """

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"
    LATER = "later"
    ADJUDICATE = "adjudicate"
    SPLIT = "split"
    MERGE = "merge"
    MEMO = "memo"
    QUOTE = "quote"
    MOMENT = "moment"
    SPEAKERS = "speakers"
    ACCEPT_READING = "accept_reading"
    PRIVACY_MISSED = "privacy_missed"
    PRIVACY_RESTORED = "privacy_restored"
    CODEBOOK = "codebook"
    TOPIC = "topic"
    TAGGER = "tagger"
    UNDO = "undo"
    REWIND = "rewind"


ON_CODES = frozenset({Kind.CONFIRM, Kind.REJECT, Kind.CHANGE, Kind.ADD, Kind.LATER, Kind.ADJUDICATE})
ON_FRAGMENTS = frozenset({Kind.SPLIT, Kind.MERGE})
# These changed the stored text itself or rows of their own; they are taken back by their own opposite, not by undo.
NOT_UNDOABLE = frozenset({Kind.PRIVACY_MISSED, Kind.PRIVACY_RESTORED, Kind.TOPIC, Kind.TAGGER})
DONE: dict[str, str] = {
    Kind.CONFIRM: "zei dat het thema klopt",
    Kind.REJECT: "zei dat het thema niet klopt",
    Kind.CHANGE: "koos een ander thema",
    Kind.ADD: "voegde een thema toe",
    Kind.LATER: "wil hier later naar kijken",
    Kind.ADJUDICATE: "besliste bij een verschil van mening",
    Kind.SPLIT: "splitste een fragment",
    Kind.MERGE: "voegde fragmenten samen",
    Kind.MEMO: "schreef een notitie",
    Kind.QUOTE: "koos een citaat, of koos het niet meer",
    Kind.MOMENT: "keek een bepalend moment na",
    Kind.SPEAKERS: "verbeterde wie er spreekt",
    Kind.ACCEPT_READING: "keurde de tekst goed",
    Kind.PRIVACY_MISSED: "verborg persoonsgegevens",
    Kind.PRIVACY_RESTORED: "haalde een vervangende naam weg",
    Kind.CODEBOOK: "veranderde het codeboek",
    Kind.TOPIC: "veranderde een cluster",
    Kind.TAGGER: "koos een versie van de herkenning",
    Kind.UNDO: "maakte een beslissing ongedaan",
    Kind.REWIND: "ging terug naar een eerder moment",
}
"""What a decision of each kind did, a Dutch phrase after the person's name."""
