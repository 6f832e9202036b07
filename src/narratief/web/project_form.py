"""The form with a project's facts: from fields to `ProjectFacts` with messages per field, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

from starlette.datastructures import FormData

from narratief.domain.dutch import number
from narratief.domain.project import LEVELS, Level, Phase, ProjectFacts, read_retention

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
PHASE_ROWS = 6
FIELDS = ("title", "start", "end", "participation_level", "scale", "description", "costs", "interviewers", "retention")


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """What somebody filled in.

    Attributes
    ----------
    values
        Field name → text as filled in.
    phases
        Rows of label, start and end as filled in.
    errors
        Field name → Dutch sentence; empty when the facts are good.
    facts
        None when there are errors.
    """

    values: dict[str, str]
    phases: list[tuple[str, str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    facts: ProjectFacts | None = None


def empty_form(facts: ProjectFacts | None = None) -> ProjectForm:
    """Give the form as it is opened: empty, or with the facts that a project has."""
    given = facts or ProjectFacts()
    start, _, end = given.period.partition("/")
    labels = given.interviewers
    pairs = labels.items() if isinstance(labels, dict) else ()
    lines = [f"{file}: {label}" for file, label in pairs] or list(labels)
    values = {
        "title": given.title,
        "start": start,
        "end": end,
        "participation_level": given.participation_level or "",
        "scale": given.scale,
        "description": given.description,
        "costs": "" if given.costs is None else _amount(given.costs),
        "interviewers": "\n".join(lines),
        "retention": "" if given.retention is None else str(given.retention),
    }
    return ProjectForm(values, [(phase.label, phase.start, phase.end) for phase in given.phases])


def read_form(form: FormData, known: ProjectFacts | None = None) -> ProjectForm:
    """Check what was filled in.

    Parameters
    ----------
    known
        The facts before: interviews that a phase names are kept as long as its label stays.
    """
    values = {name: str(form.get(name) or "").strip() for name in FIELDS}
    phases = [
        tuple(str(form.get(f"phase_{part}_{row}") or "").strip() for part in ("label", "start", "end"))
        for row in range(PHASE_ROWS)
    ]
    rows = cast(list[tuple[str, str, str]], [phase for phase in phases if any(phase)])
    errors = _period_errors(values) | _phase_errors(rows)
    if not values["title"]:
        errors["title"] = "Vul een titel in."
    elif len(values["title"]) > 200:
        errors["title"] = "Deze titel is te lang (hoogstens 200 tekens)."
    if values["participation_level"] and values["participation_level"] not in LEVELS:
        errors["participation_level"] = "Kies een niveau uit de lijst."
    costs = _costs(values["costs"])
    if values["costs"] and costs is None:
        errors["costs"] = "Vul een bedrag in met alleen cijfers, bijvoorbeeld 12500."
    try:
        read_retention(values["retention"])
    except ValueError:
        errors["retention"] = "Vul een aantal dagen in, zoals 365, of een datum, zoals 2027-06-30."
    if errors:
        return ProjectForm(values, rows, errors)
    return ProjectForm(values, rows, {}, _facts(values, rows, costs, known))


def _facts(
    values: dict[str, str], rows: list[tuple[str, str, str]], costs: float | None, known: ProjectFacts | None
) -> ProjectFacts:
    """Put checked fields together."""
    interviews = {phase.label: phase.interviews for phase in known.phases} if known else {}
    return ProjectFacts(
        title=values["title"],
        period="/".join(part for part in (values["start"], values["end"]) if part),
        participation_level=cast(Level, values["participation_level"]) or None,
        scale=values["scale"],
        description=values["description"],
        costs=costs,
        interviewers=_interviewers(values["interviewers"]),
        retention=read_retention(values["retention"]),
        phases=tuple(Phase(label=a, start=b, end=c, interviews=interviews.get(a, ())) for a, b, c in rows),
    )


def _interviewers(text: str) -> dict[str, str] | tuple[str, ...]:
    """Read one label a line, or "file: label" when every line says so."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pairs = [line.rpartition(":") for line in lines]
    if lines and all("." in file and label.strip() for file, _, label in pairs):
        return {file.strip(): label.strip() for file, _, label in pairs}
    return tuple(lines)


def _amount(costs: float) -> str:
    """Write an amount as the form shows it and can read it again: 12500 or 12500,50."""
    return number(costs, 0 if costs.is_integer() else 2, grouped=False)


def _costs(text: str) -> float | None:
    """Read an amount as people write it (€ 12.500,50 or 12500); None when it is none."""
    plain = re.sub(r"[€\s]", "", text).removesuffix(",-")
    plain = re.sub(r"\.(?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,12}(\.\d{1,2})?", plain) else None


def _period_errors(values: dict[str, str]) -> dict[str, str]:
    """Check that months are months and come in order."""
    errors = {
        name: "Vul een jaar en een maand in, bijvoorbeeld 2026-03."
        for name in ("start", "end")
        if values[name] and not _MONTH.fullmatch(values[name])
    }
    if values["end"] and not values["start"]:
        errors["start"] = "Vul ook in wanneer het begon."
    elif not errors and values["end"] and values["end"] < values["start"]:
        errors["end"] = "Het einde ligt voor het begin."
    return errors


def _phase_errors(rows: list[tuple[str, str, str]]) -> dict[str, str]:
    """Check that each phase has a name, and dates in order."""
    errors = {}
    for at, (label, start, end) in enumerate(rows):
        if not label:
            errors[f"phase_label_{at}"] = f"Geef fase {at + 1} een naam."
        elif any(day and not _DAY.fullmatch(day) for day in (start, end)):
            errors[f"phase_start_{at}"] = f"Schrijf de datums van fase {at + 1} als 2026-03 of 2026-03-15."
        elif start and end and end < start:
            errors[f"phase_end_{at}"] = f"Fase {at + 1} eindigt voor zij begint."
    return errors
