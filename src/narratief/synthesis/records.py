"""One line per code: what codes.csv and codes.parquet hold."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.codebook import Valence
from narratief.domain.result import ProjectResult


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """A code with everything needed to read it on its own; the fields are the columns, in this order.

    Attributes
    ----------
    turn
        0-based position among the resident's turns of the interview.
    fragment
        Stable id of the fragment.
    start, end
        Position in the stored text of the interview, in code points, end exclusive.
    question
        What the interviewer said right before; empty when nothing.
    text
        The resident's words: stored text from start to end; a note when these are not for publication.
    score
        0..1, to four decimals.
    coder
        ``narratief`` for the machine, else a person's name.
    """

    project: str
    interview: str
    turn: int
    fragment: str
    start: int
    end: int
    question: str
    text: str
    theme: str
    goal: str
    valence: Valence
    score: float
    coder: str


def code_records(result: ProjectResult) -> tuple[CodeRecord, ...]:
    """Lay a project's codes out as records, in reading order, whatever the order of the codes.

    Within a fragment the order is that of the codebook, then of the coders' names.
    """
    fragments = {fragment.id: fragment for fragment in result.fragments}
    rank = {theme: place for place, theme in enumerate(result.codebook.theme_ids)}
    records = []
    for code in result.codes:
        fragment = fragments[code.fragment]
        theme = result.codebook.theme(code.theme)
        records.append(
            CodeRecord(
                project=result.name,
                interview=fragment.interview,
                turn=fragment.resident_turn,
                fragment=fragment.id,
                start=fragment.start,
                end=fragment.end,
                question=fragment.question,
                text=fragment.shown,
                theme=theme.id,
                goal=theme.goal,
                valence=theme.valence,
                score=round(code.score, 4),
                coder=code.coder,
            )
        )
    return tuple(sorted(records, key=lambda r: (r.interview, r.start, r.end, rank[r.theme], r.coder, r.score)))
