"""The kinds of decisions that people make, as databases and pages call them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a person did; `narratief.domain.actions` has a class for each, which says what it means."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"
    WORDS = "words"
    LATER = "later"
    ADJUDICATE = "adjudicate"
    SPLIT = "split"
    MERGE = "merge"
    MEMO = "memo"
    SUMMARY = "summary"
    QUOTE = "quote"
    MOMENT = "moment"
    SPEAKERS = "speakers"
    ACCEPT_READING = "accept_reading"
    PRIVACY_MISSED = "privacy_missed"
    PRIVACY_RESTORED = "privacy_restored"
    HOLD_BACK = "hold_back"
    RELEASE = "release"
    CODEBOOK = "codebook"
    TOPIC = "topic"
    TAGGER = "tagger"
    ASSIGN = "assign"
    UNDO = "undo"
    REWIND = "rewind"


DONE: dict[Kind, str] = {
    Kind.CONFIRM: "zei dat het thema klopt",
    Kind.REJECT: "zei dat het thema niet klopt",
    Kind.CHANGE: "koos een ander thema",
    Kind.ADD: "voegde een thema toe",
    Kind.WORDS: "koos andere woorden bij een thema",
    Kind.LATER: "wil hier later naar kijken",
    Kind.ADJUDICATE: "besliste bij een verschil van mening",
    Kind.SPLIT: "splitste een fragment",
    Kind.MERGE: "voegde fragmenten samen",
    Kind.MEMO: "schreef een notitie",
    Kind.SUMMARY: "schreef aan de samenvatting",
    Kind.QUOTE: "koos een citaat, of koos het niet meer",
    Kind.MOMENT: "keek een bepalend moment na",
    Kind.SPEAKERS: "verbeterde wie er spreekt",
    Kind.ACCEPT_READING: "keurde de tekst goed",
    Kind.PRIVACY_MISSED: "verborg persoonsgegevens",
    Kind.PRIVACY_RESTORED: "haalde een vervangende naam weg",
    Kind.HOLD_BACK: "hield woorden buiten publicatie",
    Kind.RELEASE: "gaf woorden vrij voor publicatie",
    Kind.CODEBOOK: "veranderde het codeboek",
    Kind.TOPIC: "veranderde een cluster",
    Kind.TAGGER: "koos een versie van de herkenning",
    Kind.ASSIGN: "verdeelde het werk aan dit gesprek",
    Kind.UNDO: "maakte een beslissing ongedaan",
    Kind.REWIND: "ging terug naar een eerder moment",
}
"""What a decision of each kind did, a Dutch phrase after the person's name."""
