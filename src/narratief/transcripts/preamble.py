"""What stands around the talk and is no speech: titles, "Datum: 3 maart", page numbers, "[opname stopt]"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from narratief.transcripts.document import Paragraph
from narratief.transcripts.labels import LabelledLine, label_key, label_words, looks_like_name
from narratief.transcripts.timestamps import is_only_time, without_times
from narratief.transcripts.vocabulary import INTERVIEWER_WORDS, METADATA_WORDS, PERSON_WORDS, SECTION_WORDS

_LONGEST_ASIDE = 500  # characters; chosen: a note between brackets is shorter, and the patterns stay cheap
_LONGEST_HEAD = 60  # lines that may stand before the talk; chosen, as a page holds about so many
_FACT = re.compile(r"\s*+(?P<key>[^:\t?!.]{1,45}?)\s*(?::|\t)\s*(?P<value>.*)$")
_PAGE = re.compile(
    r"\W*(?:pagina|page|blz\.?|bladzijde)\s*\d{1,4}(?:\s*(?:van|of|/)\s*\d{1,4})?\W*$"
    r"|\s*[-–—]\s*\d{1,4}\s*[-–—]\s*$",
    re.IGNORECASE,
)
_BOXED = re.compile(r"\s*[\[(<{*_]+\s*(?P<note>[^\[\](){}<>]*?)\s*[\])>}*_]+\s*[.]?\s*$")
_ABOUT_RECORDING = re.compile(
    r"\b(opname|opnames|recorder|band|bandje|einde|begin|start|gestart|gestopt|stopt|pauze|gepauzeerd|onderbreking"
    r"|onderbroken|vervolg|transcript\w*|recording|end of|fragment|geluid valt|audio)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\W*(?:(?:einde?|begin|start|stop|slot)(?:\s+van)?(?:\s+(?:het|de|dit))?\s+"
    r"(?:interview|opname|gesprek|transcri\w+|bestand|band|fragment)|end of (?:transcript|interview|recording)"
    r"|(?:de )?opname (?:stopt|start|gestopt|gestart|be[eë]indigd|eindigt)|einde"
    r"|.{0,60}\b(?:started|stopped) transcription"
    r"|.{0,60}\b(?:heeft|is|de) (?:de )?transcriptie (?:gestart|gestopt|be[eë]indigd)|(?:transcri\w+|uitgewerkt|"
    r"getranscribeerd) (?:door|met|by) .{0,60}|transcription ended after .*)\W*$",
    re.IGNORECASE,
)


def is_page_number(line: Paragraph) -> bool:
    """Whether a line is a page number ("Pagina 3 van 9")."""
    return len(line.text) <= _LONGEST_ASIDE and line.voice is None and bool(_PAGE.match(line.text))


def is_aside(line: Paragraph) -> bool:
    """Whether a line without a label is no speech: a page number, a rule, a bare time, a note on the recording."""
    text = line.text
    if not any(letter.isalnum() for letter in text):
        return True
    if len(text) > _LONGEST_ASIDE:
        return False
    if _PAGE.match(text) or is_only_time(text) or _CLOSING.match(text):
        return True
    boxed = _BOXED.match(text)
    if boxed and _ABOUT_RECORDING.search(boxed["note"]):
        return True
    words = label_words(text)
    return bool(
        words
        and words[0] in SECTION_WORDS
        and len(words) <= 10
        and re.match(r"\s*\w+\s*(\d|[IVX]+\b|:)", text)
        and not re.search(r"[.?!…]\s*$", text)
    )


def is_heading(line: Paragraph, after: Paragraph | None) -> bool:
    """Whether a line is a heading between turns: styled as one, or a short bold line of its own."""
    if line.heading:
        return True
    bold = all("bold" in run.marks or "underline" in run.marks for run in line.runs if run.text.strip())
    alone = line.starts and (after is None or after.starts)
    short = len(line.text.split()) <= 8 and not re.search(r"[.?!…,:;\])\"”’]\s*$", line.text)
    return bold and alone and short


def speech_begins(lines: Sequence[LabelledLine]) -> int:
    """Index of the first line with speech; the number of lines when no label stands before speech."""
    counts = Counter(line.label.name for line in lines if line.label)
    head = lines[:_LONGEST_HEAD]
    facts = [is_fact(line.paragraph) for line in head]
    for at, line in enumerate(head):
        if line.label is not None and not _is_header_line(at, head, facts, counts):
            return at
    return next((at for at in range(len(head), len(lines)) if lines[at].label), len(lines))


def is_fact(line: Paragraph) -> bool:
    """Whether a line is a fact about the interview, by its key ("Datum:", "Locatie:")."""
    match = _FACT.match(line.text)
    if match is None or line.voice:
        return False
    words = label_words(match["key"])
    return bool(words) and (words[0] in METADATA_WORDS or label_key(match["key"]) in METADATA_WORDS) and len(words) <= 5


def _is_header_line(at: int, lines: Sequence[LabelledLine], facts: list[bool], counts: Counter[str]) -> bool:
    """Whether "Respondent: 4" is a fact about the interview and not something said."""
    label, value = lines[at].label, lines[at].words
    if label is None or label.kind == "voice" or not _fact_value(value):
        return False
    if any(facts[near] for near in (at - 1, at + 1) if 0 <= near < len(facts)):
        return True
    if counts[label.name] == 1 and sum(counts.values()) >= 4:
        return True
    plain = len(value.split()) >= 2 or any(letter.isdigit() for letter in value)
    return plain and any(_fact_neighbour(near, lines) for near in (at - 1, at + 1))


def _fact_neighbour(at: int, lines: Sequence[LabelledLine]) -> bool:
    """Whether a nearby line has a label with a bare name or number after it."""
    label = lines[at].label if 0 <= at < len(lines) else None
    return label is not None and label.kind == "colon" and _fact_value(lines[at].words)


def _fact_value(value: str) -> bool:
    """Whether words are a name, a number or a date, and not a sentence."""
    value = without_times(value).strip()
    words = value.split()
    if not words or len(words) > 8 or re.search(r"[?!…]|[^\W\d_]{3}\.(?:\s|$)", value):
        return False
    if any(letter.isdigit() for letter in value) and len(words) <= 5:
        return True
    bare = [word for word in re.split(r"[\s,/&+]+", value) if word.rstrip(".") not in PERSON_WORDS and word != "en"]
    return looks_like_name(" ".join(bare)) or value.casefold() in ("onbekend", "anoniem", "n.v.t.")


def named_interviewers(lines: Sequence[Paragraph]) -> tuple[str, ...]:
    """Names that the header gives for the interviewer ("Interviewer: Sanne de Vries")."""
    names: list[str] = []
    for line in lines:
        match = _FACT.match(line.text)
        if match and set(label_words(match["key"])) & INTERVIEWER_WORDS and _fact_value(match["value"]):
            names.extend(name.strip() for name in re.split(r"[,/&+]| en ", match["value"]) if name.strip())
    return tuple(names)
