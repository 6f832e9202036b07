"""Saturation: how many new themes each further interview brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.result import ProjectResult

# Interviews in a row without a new theme after which more add little: the stopping criterion of Francis et al. (2010),
# "What is an adequate sample size?", Psychology & Health 25(10).
_LAST = 3
_NARROW, _WIDE, _PAGE = 34.0, 90.0, 680.0  # least and most room for an interview, and for all; a layout choice


@dataclass(frozen=True, slots=True)
class Step:
    """An interview in its turn.

    Attributes
    ----------
    themes
        Themes told in it.
    new
        Those that no interview before it told, in the codebook's order.
    sofar
        Themes told up to and with this one.
    """

    number: int
    interview: str
    themes: int
    new: tuple[str, ...]
    sofar: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: place and sizes in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    step: Step


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for new themes and a line for all themes so far.

    Attributes
    ----------
    line
        Points of the line, as SVG takes them.
    ticks
        Height and label of each line across.
    """

    width: float
    height: float
    left: float
    bottom: float
    bars: tuple[Bar, ...]
    line: str
    ticks: tuple[tuple[float, int], ...]


def steps(result: ProjectResult, order: Sequence[str] | None = None) -> tuple[Step, ...]:
    """Go through a project's interviews.

    Parameters
    ----------
    order
        File names in the order of talking; default that of the project.
    """
    fragments = {fragment.id: fragment.interview for fragment in result.fragments}
    told: dict[str, set[str]] = {interview.id: set() for interview in result.interviews}
    for code in result.codes:
        told[fragments[code.fragment]].add(code.theme)
    place = {name: number for number, name in enumerate(order or ())}
    names = sorted(told, key=lambda name: place.get(name, len(place)))
    known: set[str] = set()
    made = []
    for number, name in enumerate(names, start=1):
        new = told[name] - known
        known |= new
        labels = tuple(theme.label for theme in result.codebook.themes if theme.id in new)
        made.append(Step(number, name, len(told[name]), labels, len(known)))
    return tuple(made)


def in_words(found: Sequence[Step]) -> str:
    """Say in a sentence or two what the last interviews added."""
    if len(found) <= _LAST:
        return "Er zijn nog te weinig gesprekken om te zien of nieuwe gesprekken nog nieuwe thema's brengen."
    last = [label for step in found[-_LAST:] for label in step.new]
    total = found[-1].sofar
    if not last:
        return (
            f"De laatste {_LAST} gesprekken brachten geen nieuw thema. Alle {total} thema's kwamen al eerder voor. "
            "Meer gesprekken voegen waarschijnlijk weinig thema's toe."
        )
    many = "1 nieuw thema" if len(last) == 1 else f"{len(last)} nieuwe thema's"
    told = f"De laatste {_LAST} gesprekken brachten nog {many} van de {total}."
    return f"{told} Nieuwe gesprekken kunnen nog iets toevoegen."


def chart(found: Sequence[Step], *, height: float = 220, left: float = 40) -> Chart:
    """Lay the chart out: wide enough to read with many interviews, and not lost on the page with few.

    Parameters
    ----------
    left
        Room for the numbers of the scale.
    """
    step = max(_NARROW, min(_WIDE, _PAGE / max(len(found), 1)))
    most = max((entry.sofar for entry in found), default=0) or 1
    unit = height / most
    bars = tuple(
        Bar(
            left + place * step + step * 0.2,
            round(height - len(entry.new) * unit, 2) + 10,
            round(step * 0.6, 2),
            round(len(entry.new) * unit, 2),
            entry,
        )
        for place, entry in enumerate(found)
    )
    points = [
        f"{round(left + (place + 0.5) * step, 2)},{round(height - entry.sofar * unit, 2) + 10}"
        for place, entry in enumerate(found)
    ]
    every = max(1, round(most / 4))
    ticks = tuple((round(height - value * unit, 2) + 10, value) for value in range(0, most + 1, every))
    return Chart(left + step * len(found) + 10, height + 40, left, height + 10, bars, " ".join(points), ticks)


def rows(found: Sequence[Step]) -> list[dict[str, object]]:
    """Table under the chart."""
    return [
        {
            "Nummer": step.number,
            "Gesprek": step.interview,
            "Thema's in dit gesprek": step.themes,
            "Nieuwe thema's": len(step.new),
            "Welke": "; ".join(step.new),
            "Thema's tot en met dit gesprek": step.sofar,
        }
        for step in found
    ]
