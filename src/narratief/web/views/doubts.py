"""How much there is to doubt in a transcript that waits for approval, so that people begin where it matters most."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import AssignRoles
from narratief.domain.dutch import counted, listed
from narratief.domain.interview import SPEAKERS_GUESSED
from narratief.pipeline.transcript_status import Step, Transcript
from narratief.privacy.unsure import unsure_words
from narratief.store.decision_log import holding_decisions
from narratief.store.schema import InterviewRow, TurnRow

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
        Empty for one that cannot be approved now, or never with others.
    guessed
        Whether it was guessed who speaks: it is then approved on its own page only.
    """

    transcript: Transcript
    doubt: Doubt = NONE
    key: str = ""
    guessed: bool = False


def with_doubts(session: Session, project_id: int, transcripts: Sequence[Transcript]) -> list[Waiting]:
    """Add to a project's transcripts that wait for approval what is doubtful in them."""
    numbers = [each.interview_id for each in transcripts if each.step == Step.READ]
    rows = {row.id: row for row in session.scalars(select(InterviewRow).where(InterviewRow.id.in_(numbers)))}
    counts = _counts_of(session, rows)
    roles_fixed = {fix.interview for fix in holding_decisions(session, project_id, AssignRoles)}
    made = []
    for transcript in transcripts:
        row = rows.get(transcript.interview_id or 0)
        if row is None:
            made.append(Waiting(transcript))
            continue
        unclear = row.role_confidence < UNCLEAR_ROLES and row.file not in roles_fixed
        guessed = SPEAKERS_GUESSED in row.warnings
        doubt = Doubt(*counts[row.id], len(row.warnings), unclear)
        key = approval_key(row) if transcript.residents and not guessed else ""
        made.append(Waiting(transcript, doubt, key, guessed))
    return made


def doubtful_first(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Put what a guess was made of first, what cannot be read, what waits with the most doubt, and the rest by name."""
    order = {Step.UNREADABLE: 0, Step.READ: 1, Step.WAITING: 2}
    by_name = sorted(waiting, key=lambda each: each.transcript.file.casefold())
    return sorted(by_name, key=lambda each: (not each.guessed, order.get(each.transcript.step, 3), -each.doubt.weight))


def approval_key(row: InterviewRow) -> str:
    """Words that stand for an interview as it is now: they differ once it was read anew or edited."""
    return f"{row.id}.{row.edits}.{row.key[:16]}"


_MOST_KEPT = 4000
"""Interviews whose counts are held per process. Chosen, not measured: several large projects."""
_kept: OrderedDict[str, tuple[int, int]] = OrderedDict()
_lock = Lock()


def _counts_of(session: Session, rows: Mapping[int, InterviewRow]) -> dict[int, tuple[int, int]]:
    """Give what `counted_in` finds in each interview; those that were counted before are not read again."""
    keys = {number: f"{session.get_bind().engine.url} {approval_key(row)}" for number, row in rows.items()}
    with _lock:
        known = {number: _kept[key] for number, key in keys.items() if key in _kept}
    left = [number for number in rows if number not in known]
    turns = select(TurnRow).where(TurnRow.interview_id.in_(left)).order_by(TurnRow.interview_id, TurnRow.index)
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for turn in session.scalars(turns):
        texts[turn.interview_id].append(rows[turn.interview_id].text[turn.start : turn.end])
    fresh = {number: counted_in(texts[number]) for number in left}
    with _lock:
        _kept.update({keys[number]: counts for number, counts in fresh.items()})
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return known | fresh


def counted_in(texts: Sequence[str]) -> tuple[int, int]:
    """Count the words in the turns of an interview that may be a name, and those that no list knows."""
    found = unsure_words(texts)
    return sum(each.doubt > 1 for each in found), sum(each.doubt == 1 for each in found)
