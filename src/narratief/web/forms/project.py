"""The form with a project's facts: from fields to `ProjectFacts` with a message per field, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import ConfigDict

from narratief.domain.dutch import number
from narratief.domain.project import LEVELS, Level, Phase, ProjectFacts, read_retention
from narratief.web.forms import FormModel

PHASE_ROWS = 6
"""Rows for phases in the form, a fixed number so that it needs no script; chosen, not measured."""
_LONGEST_TITLE = 200  # chosen, not measured: it stands in headings, menus and the name of the folder
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


class PhaseFields(NamedTuple):
    """A row for a phase, as filled in."""

    label: str
    start: str
    end: str


class ProjectFields(FormModel):
    """The fields as filled in, without spaces around them.

    Rows for phases come as ``phase_label_0``, ``phase_start_0``, ``phase_end_0`` and so on.
    """

    model_config = ConfigDict(str_strip_whitespace=True, extra="allow")

    title: str = ""
    start: str = ""
    end: str = ""
    talks_start: str = ""
    talks_end: str = ""
    participation_level: str = ""
    scale: str = ""
    description: str = ""
    costs: str = ""
    interviewers: str = ""
    retention: str = ""

    @property
    def phases(self) -> list[PhaseFields]:
        """The rows in which anything was filled in."""
        more = self.model_extra or {}
        rows = (
            PhaseFields(*(str(more.get(f"phase_{part}_{row}") or "").strip() for part in PhaseFields._fields))
            for row in range(PHASE_ROWS)
        )
        return [row for row in rows if any(row)]


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """What somebody filled in, and what is wrong with it.

    Attributes
    ----------
    errors
        Field name → Dutch sentence; empty when the facts are good.
    facts
        None when there are errors.
    """

    values: ProjectFields
    phases: list[PhaseFields] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    facts: ProjectFacts | None = None


def empty_form(facts: ProjectFacts | None = None) -> ProjectForm:
    """The form as it is opened: empty, or with the facts that a project has."""
    given = facts or ProjectFacts()
    start, _, end = given.period.partition("/")
    talks_start, _, talks_end = given.talks.partition("/")
    labels = given.interviewers
    pairs = labels.items() if isinstance(labels, dict) else ()
    lines = [f"{file}: {label}" for file, label in pairs] or list(labels)
    fields = ProjectFields(
        title=given.title,
        start=start,
        end=end,
        talks_start=talks_start,
        talks_end=talks_end,
        participation_level=given.participation_level or "",
        scale=given.scale,
        description=given.description,
        costs="" if given.costs is None else _amount(given.costs),
        interviewers="\n".join(lines),
        retention="" if given.retention is None else str(given.retention),
    )
    return ProjectForm(fields, [PhaseFields(phase.label, phase.start, phase.end) for phase in given.phases])


def check_form(fields: ProjectFields, known: ProjectFacts | None = None) -> ProjectForm:
    """Check what was filled in.

    Parameters
    ----------
    known
        The facts before: interviews that a phase names are kept as long as its label stays.
    """
    rows = fields.phases
    errors = _period_errors(fields, "") | _period_errors(fields, "talks_") | _phase_errors(rows)
    if not fields.title:
        errors["title"] = "Vul een titel in."
    elif len(fields.title) > _LONGEST_TITLE:
        errors["title"] = "Deze titel is te lang (hoogstens 200 tekens)."
    level = next((each for each in LEVELS if each == fields.participation_level), None)
    if fields.participation_level and level is None:
        errors["participation_level"] = "Kies een niveau uit de lijst."
    costs = _costs(fields.costs)
    if fields.costs and costs is None:
        errors["costs"] = "Vul een bedrag in met alleen cijfers, bijvoorbeeld 12500."
    try:
        read_retention(fields.retention)
    except ValueError:
        errors["retention"] = "Vul een aantal dagen in, zoals 365, of een datum, zoals 2027-06-30."
    if errors:
        return ProjectForm(fields, rows, errors)
    return ProjectForm(fields, rows, {}, _facts(fields, rows, level, costs, known))


def _facts(
    fields: ProjectFields, rows: list[PhaseFields], level: Level | None, costs: float | None, known: ProjectFacts | None
) -> ProjectFacts:
    """Put checked fields together."""
    interviews = {phase.label: phase.interviews for phase in known.phases} if known else {}
    return ProjectFacts(
        title=fields.title,
        period="/".join(part for part in (fields.start, fields.end) if part),
        talks="/".join(part for part in (fields.talks_start, fields.talks_end) if part),
        participation_level=level,
        scale=fields.scale,
        description=fields.description,
        costs=costs,
        interviewers=_interviewers(fields.interviewers),
        retention=read_retention(fields.retention),
        keep=known.keep if known else (),
        phases=tuple(
            Phase(label=row.label, start=row.start, end=row.end, interviews=interviews.get(row.label, ()))
            for row in rows
        ),
    )


def _amount(costs: float) -> str:
    """Write an amount as the form shows it and can read it again: 12500 or 12500,50."""
    return number(costs, 0 if costs.is_integer() else 2, grouped=False)


def _interviewers(text: str) -> dict[str, str] | tuple[str, ...]:
    """Read one label a line, or "file: label" when every line says so."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pairs = [line.rpartition(":") for line in lines]
    if lines and all("." in file and label.strip() for file, _, label in pairs):
        return {file.strip(): label.strip() for file, _, label in pairs}
    return tuple(lines)


def _costs(text: str) -> float | None:
    """Read an amount as people write it (€ 12.500,50 or 12500); None when it is none."""
    plain = re.sub(r"[€\s]", "", text).removesuffix(",-")
    plain = re.sub(r"\.(?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,12}(\.\d{1,2})?", plain) else None


def _period_errors(fields: ProjectFields, before: str) -> dict[str, str]:
    """What is wrong with the months of a period, whose fields start with this: their form, or their order."""
    first, last = f"{before}start", f"{before}end"
    months = {first: getattr(fields, first), last: getattr(fields, last)}
    errors = {
        name: "Vul een jaar en een maand in, bijvoorbeeld 2026-03."
        for name, month in months.items()
        if month and not _MONTH.fullmatch(month)
    }
    if months[last] and not months[first]:
        errors[first] = "Vul ook in wanneer het begon."
    elif not errors and months[last] and months[last] < months[first]:
        errors[last] = "Het einde ligt voor het begin."
    return errors


def _phase_errors(rows: list[PhaseFields]) -> dict[str, str]:
    """What is wrong with phases: a name that lacks, or dates in their form or order."""
    errors = {}
    for at, (label, start, end) in enumerate(rows):
        if not label:
            errors[f"phase_label_{at}"] = f"Geef fase {at + 1} een naam."
        elif any(day and not _DAY.fullmatch(day) for day in (start, end)):
            errors[f"phase_start_{at}"] = f"Schrijf de datums van fase {at + 1} als 2026-03 of 2026-03-15."
        elif start and end and end < start:
            errors[f"phase_end_{at}"] = f"Fase {at + 1} eindigt voor zij begint."
    return errors
