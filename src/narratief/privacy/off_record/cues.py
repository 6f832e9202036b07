"""Words that stand in whatever the patterns find; a sentence without them needs no pattern, which saves most time."""

from __future__ import annotations

Cues = tuple[tuple[str, ...], ...]
"""Groups of beginnings or parts of words, in lower case and with single spaces; of each group one must be there."""

RECORDER_CUES: Cues = (
    (
        "uit", "af", "stil", "stop", "pauz", "paus", "onderbr",
    ),
    (
        "band", "opname", "opneme", "recorder", "ding", "apparaat", "geval", "hem", "'m", "’m", "die", "hij",
        "micro", "mic", "dictafoon", "filmen",
    ),
)  # fmt: skip
WRITE_CUES: Cues = (
    (
        "niet", "niks", "nergens", "geen", "uit", "weg", "schrap", "wis", "verwijder", "streep", "vergeet",
        "record", "buiten", "niemand", "wist", "overslaan",
    ),
    (
        "schr", "note", "record", "papier", "verslag", "stuk", "rapport", "notulen", "krant", "aantekeningen",
        "artikel", "transcript", "onderzoek", "band", "opname", "erbij", "erin", " er ", "uit", "weg", "vast",
        "vermeld", "public", "citeer", "citere", "quote", "typ", "over", "teken", "vertel", "rondbaz", "buiten",
        "openbaar", "schrap", "wis ", "verwijder", "streep", "vergeet", "gehoord", "gezien", "gezegd", "mee",
        "microfoon", "bühne", " door", " bij", "gebruik", "doe", "noem", "staan", "anderen", "niemand", "brengen",
        "lezen", "zien", "vinden", "horen", "boek", "blad", "blaadje", "tijdschrift", "magazine", "dossier",
        "document", "uitwerking", "zeg", "stuk",
    ),
)  # fmt: skip
BETWEEN_CUES: Cues = (
    (
        "tussen", "onder ons", "muren", "kamer", "tafel", "binnenskamers", "vertrouw", "mondje", "niemand",
        "niet te ", "zeg ", "alleen", "voor ons",
    ),
)  # fmt: skip
NAMELESS_CUES: Cues = (
    (
        "naam", "namen", "noem", "vermeld", "gebruik", "zet", "schrijf", "anoniem", "mij", "ons", " me ",
        "gezegd", "zeg", "zei", "verteld",
    ),
    (
        "zonder", "niet", "geen", "anoniem",
    ),
)  # fmt: skip


def has_cues(low: str, cues: Cues) -> bool:
    """Tell whether a text has a word of every group.

    Parameters
    ----------
    low
        The text in lower case, with single spaces.
    """
    return all(any(cue in low for cue in group) for group in cues)
