"""What stands before the first label: mostly facts and titles, but sometimes the first words of the talk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narratief.domain.interview import Utterance
from narratief.transcripts.document import Paragraph, tidy
from narratief.transcripts.labels import LabelledLine
from narratief.transcripts.manner import asks
from narratief.transcripts.preamble import is_aside, is_fact

_SENTENCE_END = re.compile(r"[.?!…][\"'”“’»)\]]*\s*$")
_SELF = re.compile(r"\b(?:ik|mij|mijn|m'n|wij|we|ons|onze)\b", re.IGNORECASE)
_ABOUT_THE_TALK = re.compile(
    r"\b(?:interviews?|ge[iï]nterviewden?|respondent\w*|gesprek\w*|verslag\w*|transcri\w+|bijlage|evaluatie\w*"
    r"|geanonimiseerd\w*|letterlijk\w*|woordelijk\w*|uitgewerkt\w*)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 12  # words; chosen: a line without a full stop that is longer is speech without punctuation


@dataclass(slots=True)
class Opening:
    """The lines before the first label: turns for those that are speech, and the texts of the others."""

    turns: list[Utterance] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> tuple[str, ...]:
        """A Dutch sentence when the talk begins with an answer that has no label; a question is no surprise."""
        if not self.turns or asks(self.turns[-1].text):
            return ()
        return (f"De eerste woorden hebben geen label; ze zijn gelezen als beurt van '{self.turns[-1].speaker}'.",)


def read_opening(before: Sequence[LabelledLine], next_speaker: str, other: str) -> Opening:
    """Tell what of the lines before the first label is said.

    The last paragraph is the other's when it asks, or tells of the speaker himself and not of the interview; the one
    before it likewise, and is the first speaker's where it asks what the last one answers.

    Parameters
    ----------
    before
        The lines before the first label that stands before speech.
    next_speaker
        Who has the first label.
    other
        Who else speaks; empty when nobody, or more than one, may be meant.
    """
    paragraphs = _paragraphs([line for line in before if other])
    spoken: list[Utterance] = []
    speaker, follows = other, ""
    while paragraphs:
        text = " ".join(line.paragraph.text for line in paragraphs[-1])
        if any(not _may_be_said(line) for line in paragraphs[-1]) or not _sounds_said(text):
            break
        if follows and asks(text) and not asks(follows):
            speaker = next_speaker if speaker == other else other
        spoken.insert(0, Utterance(speaker, tidy(text)))
        follows = text
        paragraphs.pop()
    said = sum(map(len, _paragraphs([line for line in before if other])[len(paragraphs) :]))
    return Opening(spoken, [line.paragraph.text for line in before[: len(before) - said]])


def first_question(before: Sequence[LabelledLine], other: str) -> Opening:
    """The last paragraph before the first label, where the other speaker never has one, when it is a sentence."""
    paragraphs = _paragraphs(before)
    last = paragraphs[-1] if paragraphs else []
    text = " ".join(line.paragraph.text for line in last)
    if not last or any(line.paragraph.heading for line in last) or not is_sentence(text):
        return Opening([], [line.paragraph.text for line in before])
    return Opening([Utterance(other, tidy(text))], [line.paragraph.text for line in before[: len(before) - len(last)]])


def _paragraphs(lines: Sequence[LabelledLine]) -> list[list[LabelledLine]]:
    """Lines that go on with each other, together."""
    found: list[list[LabelledLine]] = []
    for line in lines:
        if found and not line.paragraph.starts:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _may_be_said(line: LabelledLine) -> bool:
    """Whether a line is no title, fact or note."""
    paragraph: Paragraph = line.paragraph
    return line.label is None and not paragraph.heading and not is_aside(paragraph) and not is_fact(paragraph)


def is_sentence(text: str) -> bool:
    """Whether text is a sentence and no title."""
    return bool(_SENTENCE_END.search(text)) or len(text.split()) > _LONGEST_TITLE


def _sounds_said(text: str) -> bool:
    """Whether a sentence is said in the talk, and does not tell of it."""
    if re.search(r"\?\s*$", text):
        return True
    return is_sentence(text) and bool(_SELF.search(text)) and not _ABOUT_THE_TALK.search(text)
