"""The run's report (verslag.md): which files were used, what was unsure, what could not be used and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narratief.domain.dutch import counted
from narratief.domain.errors import Problem
from narratief.domain.project import Project
from narratief.domain.result import ProjectResult
from narratief.synthesis.trust_words import HEADING, brief, explained

REPORT = "verslag.md"
_SURE_OF_ROLES = 0.6  # chosen, not measured: below it a person looks at who speaks


def report_bytes(
    project: Project,
    result: ProjectResult | None,
    problems: Sequence[Problem],
    standing: Sequence[str] = (),
    file_names: Mapping[str, str] | None = None,
) -> bytes:
    """Make a project's report in Dutch, in Markdown.

    Parameters
    ----------
    result
        None when nothing could be used.
    problems
        All that went wrong or was unsure, of this run.
    standing
        How it stands with the names of this project; see `narratief.data_protection.retention_status`.
    file_names
        Neutral name → name that the file had. The latter is not told; its place among the project's files is.
    """
    lines = [f"# Verslag van de verwerking: {_plain(project.title)}", ""]
    lines += _not_used([problem for problem in problems if problem.fatal])
    lines += _used(result)
    lines += _renamed(project, result, file_names or {})
    lines += _unsure([problem for problem in problems if not problem.fatal], result)
    lines += ["## Namen en bewaartermijn", "", *(f"- {sentence}" for sentence in standing), ""] if standing else []
    return ("\n".join(lines).rstrip() + "\n").encode()


def _not_used(fatal: Sequence[Problem]) -> list[str]:
    """List the files that could not be used, each with what to do."""
    if not fatal:
        return []
    rows = [f"- **{_plain(p.file)}**: {_plain(p.message)} *Wat kunt u doen?* {_plain(p.remedy)}" for p in fatal]
    return ["## Niet gelukt", "", *rows, ""]


def _used(result: ProjectResult | None) -> list[str]:
    """Table of the interviews, with how much of each has a theme."""
    if result is None or not result.interviews:
        return ["## Verwerkte gesprekken", "", "Er is geen gesprek verwerkt.", ""]
    coded = {code.fragment for code in result.codes}
    lines = [
        "## Verwerkte gesprekken",
        "",
        "| Gesprek | Beurten | Beurten van bewoner | Fragmenten | Fragmenten met thema |",
        "|---|---:|---:|---:|---:|",
    ]
    for interview in result.interviews:
        own = [fragment for fragment in result.fragments if fragment.interview == interview.id]
        with_theme = sum(fragment.id in coded for fragment in own)
        lines.append(
            f"| {_cell(interview.file)} | {len(interview.turns)} | {len(interview.resident_turns)} "
            f"| {len(own)} | {with_theme} |"
        )
    note = (
        "De thema's zijn door de computer toegekend. Laat een onderzoeker ze nakijken voordat u ze gebruikt. "
        "Namen, adressen en andere persoonsgegevens zijn vervangen; controleer ook dat."
    )
    certain = [f"## {HEADING}", "", brief(result.trust), "", *(f"- {line}" for line in explained(result.trust)), ""]
    return [*lines, "", note, "", *certain]


def _renamed(project: Project, result: ProjectResult | None, file_names: Mapping[str, str]) -> list[str]:
    """Say which file got which neutral name, by its place in the folder: its own name has a person's name in it."""
    places = {path.name: place for place, path in enumerate(sorted(project.files, key=lambda path: path.name), 1)}
    rows = []
    for interview in result.interviews if result else ():
        if interview.file in file_names:
            place = places.get(file_names[interview.file])
            where = f"bestand {place} van {len(places)} in de map, op naam gesorteerd" if place else "niet in de map"
            rows.append(f"- **{_plain(interview.file)}**: {where}")
    note = (
        "In de naam van deze bestanden stond de naam van een persoon. Daarom heten ze in alle uitkomsten anders. De "
        "eigen naam staat in de naamkluis, en op de pagina Transcripten voor wie daarbij mag."
    )
    return ["## Bestanden met een andere naam", "", note, "", *rows, ""] if rows else []


def _unsure(warnings: Sequence[Problem], result: ProjectResult | None) -> list[str]:
    """List what is unsure: warnings, and interviews whose roles are in doubt."""
    rows = [f"- **{_plain(p.file)}**: {_plain(p.message)} {_plain(p.remedy)}" for p in warnings]
    for interview in result.interviews if result else ():
        told = {p.message for p in warnings if p.file == interview.file}
        rows += [f"- **{_plain(interview.file)}**: {_plain(w)}" for w in interview.warnings if w not in told]
        if interview.role_confidence < _SURE_OF_ROLES and not interview.guessed:
            rows.append(
                f"- **{_plain(interview.file)}**: narratief weet niet zeker wie de interviewer is. Bekijk het met "
                f"`narratief read` en zet zo nodig `interviewers` in project.yaml."
            )
        withheld = sum(each.withheld for each in result.fragments if each.interview == interview.id) if result else 0
        if withheld:
            rows.append(
                f"- **{_plain(interview.file)}**: iemand vroeg om iets niet op te schrijven. "
                f"Niet voor publicatie: {counted(withheld, 'fragment', 'fragmenten')}. Het telt wel mee. "
                f"Kijk met `narratief serve` of dat klopt."
            )
    return ["## Let op", "", *rows, ""] if rows else []


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Make text that Markdown shows as it is: names of files and speakers may hold HTML or links."""
    return re.sub(r"[\\<>\[\]*`]", r"\\\g<0>", " ".join(text.split()))
