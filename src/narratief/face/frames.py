"""Tables for pandas: of one project, and over projects. The figures are those of codes.csv and overzicht.csv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import pandas as pd

from narratief.domain.codebook import VALENCE_LABELS, Codebook
from narratief.domain.errors import InputError
from narratief.face.coded import Coded
from narratief.synthesis.overview import OverviewRecord, overview_records
from narratief.synthesis.records import CodeRecord, code_records
from narratief.synthesis.synthesise import overall_synthesis, project_synthesis

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TYPES = {"int": "int64", "float": "float64", "float | None": "float64", "int | None": "Int64", "bool": "bool"}
"""Types of columns by the annotation of a field; everything else is text."""
_SHOWN = ["theme", "label", "residents", "of", "fragments", "quote"]
_SIDES = ["goal", "valence"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Tables of one project.

    Attributes
    ----------
    themes
        One row per theme of the codebook, also for themes that nobody told; index: goal and side ("Wat gaat goed",
        "Wat kan beter"), both in Dutch. Columns: theme (id), label, residents (who told it), of (residents spoken to),
        fragments, quote (a representative one, pseudonymised; empty when there is none that may be shown).
    goals
        Residents who told at least one theme; a row per goal, a column per side.
    codes
        One row per code, with the columns of codes.csv: project, interview, turn, fragment, start, end, question, text,
        theme, goal, valence, score, coder.
    """

    themes: pd.DataFrame
    goals: pd.DataFrame
    codes: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Tables over projects.

    Attributes
    ----------
    themes
        One row per theme; index: goal, side and label, in Dutch. A column per project with the number of its residents
        who told the theme (missing where its codebook lacks the theme), then residents, of (over all projects) and
        told_in (number of projects in which a resident told it).
    overview
        One row per project and theme, with the columns of overzicht.csv.
    """

    themes: pd.DataFrame
    overview: pd.DataFrame


def analyse(coded: Coded) -> Analysis:
    """Make the tables of one project: themes per goal, going well or open to improvement.

    What counts is residents, not mentions: a resident who tells a theme five times counts once.

    Returns
    -------
    Analysis
        `themes` (a row per theme of the codebook), `goals` (goals x 2) and `codes` (a row per code).

    Raises
    ------
    InputError
        When given something else than what `tag` gave.
    """
    _refuse_uncoded("narratief.analyse", [coded])
    result = coded.result
    codes = _frame(code_records(result), CodeRecord)
    lines = _frame(overview_records(overall_synthesis([project_synthesis(result)])), OverviewRecord)
    told = codes.groupby(_SIDES)["interview"].nunique().to_dict()
    order = sorted(result.codebook.goals, key=lambda goal: goal.number)
    goals = pd.DataFrame(
        [[int(told.get((goal.id, side), 0)) for side in VALENCE_LABELS] for goal in order],
        index=pd.Index([goal.label for goal in order], name="goal"),
        columns=list(VALENCE_LABELS.values()),
    )
    return Analysis(_in_words(lines, [result.codebook]).set_index(_SIDES)[_SHOWN], goals, codes)


def synthesise(projects: Iterable[Coded]) -> Synthesis:
    """Lay projects side by side, in the order given.

    Parameters
    ----------
    projects
        Each with another name; a theme that one of them defines under another goal or side gets a row of its own.

    Returns
    -------
    Synthesis
        `themes` (a row per theme, a column per project) and `overview` (a row per project and theme).

    Raises
    ------
    InputError
        When there is none, one is something else than what `tag` gave, or two have the same name.
    """
    given = list(projects)
    _refuse_uncoded("narratief.synthesise", given)
    names = [each.result.name for each in given]
    if len(set(names)) < len(names) or not names:
        message = "Geef een of meer projecten met verschillende namen." if names else "Er is geen project gegeven."
        raise InputError("narratief.synthesise", message, "Geef een lijst met uitkomsten van narratief.tag.")
    overall = overall_synthesis([project_synthesis(each.result) for each in given])
    overview = _frame(overview_records(overall), OverviewRecord)
    rows = [
        [
            *(part.goal.label, VALENCE_LABELS[row.theme.valence], row.theme.label),
            *(cell.residents if cell else None for cell in row.cells),
            *(row.residents, row.of, row.told_in),
        ]
        for part in overall.goals
        for row in part.themes
    ]
    counted = [*names, "residents", "of", "told_in"]
    themes = pd.DataFrame(rows, columns=[*_SIDES, "label", *counted])
    return Synthesis(themes.astype(dict.fromkeys(counted, "Int64")).set_index([*_SIDES, "label"]), overview)


def _frame(records: Sequence[DataclassInstance], kind: type[DataclassInstance]) -> pd.DataFrame:
    """Records of one dataclass as rows; its fields are the columns, also when there are no records."""
    names = [field.name for field in fields(kind)]
    frame = pd.DataFrame([asdict(record) for record in records], columns=names)
    return frame.astype({field.name: _TYPES.get(str(field.type), "object") for field in fields(kind)})


def _in_words(lines: pd.DataFrame, codebooks: Iterable[Codebook]) -> pd.DataFrame:
    """Rows with labels of goals and sides in the place of their ids."""
    labels = {goal.id: goal.label for book in codebooks for goal in book.goals}
    return lines.assign(goal=lines["goal"].map(labels), valence=lines["valence"].map(dict(VALENCE_LABELS)))


def _refuse_uncoded(asked: str, given: Iterable[Coded]) -> None:
    """Refuse what `tag` did not make.

    Raises
    ------
    InputError
        When there is any.
    """
    if not all(isinstance(each, Coded) for each in given):
        raise InputError(asked, "Hierin zijn nog geen thema's gezocht.", "Gebruik eerst narratief.tag.")
