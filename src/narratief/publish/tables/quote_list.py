"""The flat list of quotes: one line per code, with the path of its theme and the facts of its project."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.codebook import VALENCE_LABELS, Valence
from narratief.publish.results import Results, project_results
from narratief.synthesis.records import code_records

BETWEEN = " › "
"""Separator of the parts of a code path."""


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """A quote with one theme by one coder; the fields are the columns, in this order.

    Attributes
    ----------
    text
        The resident's words: the stored text from start to end; a note when these are not for publication.
    code_path
        Goal, side and theme by the labels that readers know.
    turn
        0-based position among the resident's turns of the interview.
    start, end
        Position in the stored text of the interview, in code points, end exclusive.
    fragment
        Id of the fragment.
    score
        0..1, to four decimals.
    """

    project: str
    title: str
    interview: str
    text: str
    code_path: str
    goal: str
    valence: Valence
    theme: str
    coder: str
    score: float
    question: str
    turn: int
    start: int
    end: int
    fragment: str
    level: str
    scale: str
    period: str


def quote_records(results: Results) -> tuple[QuoteRecord, ...]:
    """List the codes of projects as quotes, in reading order."""
    records = []
    for result in project_results(results):
        for code in code_records(result):
            goal, theme = result.codebook.goal(code.goal), result.codebook.theme(code.theme)
            path = (f"{goal.number}. {goal.label}", VALENCE_LABELS[theme.valence], theme.label)
            records.append(
                QuoteRecord(
                    project=code.project,
                    title=result.title,
                    interview=code.interview,
                    text=code.text,
                    code_path=BETWEEN.join(path),
                    goal=code.goal,
                    valence=code.valence,
                    theme=code.theme,
                    coder=code.coder,
                    score=code.score,
                    question=code.question,
                    turn=code.turn,
                    start=code.start,
                    end=code.end,
                    fragment=code.fragment,
                    level=result.facts.participation_level or "",
                    scale=result.facts.scale,
                    period=result.facts.period,
                )
            )
    return tuple(records)
