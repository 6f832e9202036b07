"""How much there is to doubt in a transcript that waits for approval, so that people begin where it matters most."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy.orm import Session

from narratief.domain.dutch import counted, listed
from narratief.domain.interview import Interview
from narratief.files.content_hash import key_of
from narratief.pipeline.transcript_status import Step, Transcript
from narratief.privacy.unsure import unsure_words
from narratief.store.coding.interviews import load_interview
from narratief.store.schema import InterviewRow

UNCLEAR_ROLES = 0.7
"""Below this it is not sure who is who; what the page of a transcript warns of."""
_NAME, _WARNING, _ROLES = 3, 5, 10
"""Weights against an unknown word's 1. Chosen, not measured: by what harms most when it is wrong."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful in one transcript.

    Attributes
    ----------
    names, words
        Words that may well be a person's name, and those that no list knows.
    warnings
        Remarks of the reader.
    unclear
        Whether it is not sure who is who.
    """

    names: int = 0
    words: int = 0
    warnings: int = 0
    unclear: bool = False

    @property
    def weight(self) -> int:
        """The more, the sooner somebody should look."""
        return _NAME * self.names + self.words + _WARNING * self.warnings + _ROLES * self.unclear

    @property
    def told(self) -> str:
        """The same in Dutch; empty when there is nothing to doubt."""
        parts = ["wie wie is"] if self.unclear else []
        parts += [counted(self.warnings, "opmerking", "opmerkingen")] if self.warnings else []
        parts += [counted(self.names, "mogelijke naam", "mogelijke namen")] if self.names else []
        parts += [counted(self.words, "onbekend woord", "onbekende woorden")] if self.words else []
        return listed(parts)


NONE = Doubt()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transcript in the list, with what is doubtful in it, and what stands for it in the form that approves several.

    Attributes
    ----------
    key
        Empty for one that cannot be approved now.
    """

    transcript: Transcript
    doubt: Doubt = NONE
    key: str = ""


def with_doubts(session: Session, transcripts: Sequence[Transcript]) -> list[Waiting]:
    """Add to transcripts that wait for approval what is doubtful in them."""
    made = []
    for transcript in transcripts:
        row = session.get(InterviewRow, transcript.interview_id) if transcript.step == Step.READ else None
        if row is None:
            made.append(Waiting(transcript))
            continue
        key = approval_key(row) if transcript.residents else ""
        made.append(Waiting(transcript, doubt_of(load_interview(session, row)), key))
    return made


def doubtful_first(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Put what cannot be read first, then what waits for approval with the most doubt, then the rest by name."""
    order = {Step.UNREADABLE: 0, Step.READ: 1, Step.WAITING: 2}
    by_name = sorted(waiting, key=lambda each: each.transcript.file.casefold())
    return sorted(by_name, key=lambda each: (order.get(each.transcript.step, 3), -each.doubt.weight))


def approval_key(row: InterviewRow) -> str:
    """Words that stand for an interview as it is now: they differ once it was read anew or edited."""
    return f"{row.id}.{row.edits}.{row.key[:16]}"


def doubt_of(interview: Interview) -> Doubt:
    """Find what is doubtful in an interview as it was read."""
    names, words = _counted([turn.text for turn in interview.turns])
    return Doubt(names, words, len(interview.warnings), interview.role_confidence < UNCLEAR_ROLES)


_MOST_KEPT = 4000
"""Interviews whose counts are held per process. Chosen, not measured: several large projects."""
_kept: OrderedDict[str, tuple[int, int]] = OrderedDict()
_lock = Lock()


def _counted(texts: Sequence[str]) -> tuple[int, int]:
    """Count the words that may be a name and those that no list knows; of a text that was counted only that is kept."""
    key = key_of(*texts)
    with _lock:
        if key in _kept:
            return _kept[key]
    found = unsure_words(texts)
    counts = sum(each.doubt > 1 for each in found), sum(each.doubt == 1 for each in found)
    with _lock:
        _kept[key] = counts
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return counts
