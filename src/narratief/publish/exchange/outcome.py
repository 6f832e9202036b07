"""What an import did, told to the person who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from narratief.domain.dutch import counted
from narratief.domain.errors import Problem


@dataclass(slots=True)
class ImportOutcome:
    """What an import did to one project.

    Attributes
    ----------
    codes
        Per coder the number of codes that are new.
    known
        Codes that the project had already from the same coder.
    by_machine
        Codes by narratief itself in the file; the project has these already, so they change nothing.
    themes
        Labels of themes that are new in the codebook.
    changed
        Labels of themes whose label or description the file changed (codebook files only).
    memos
        Number of memos that are new.
    interviews
        Interviews that were added as transcripts.
    missing
        Interviews of the file that the project does not have.
    """

    project: str
    codes: dict[str, int] = field(default_factory=dict)
    known: int = 0
    by_machine: int = 0
    themes: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    memos: int = 0
    interviews: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def lines(self) -> Sequence[str]:
        """What was done, in Dutch, one sentence a line."""
        told = [f"{counted(number, 'code', 'codes')} van {coder} overgenomen." for coder, number in self.codes.items()]
        if self.interviews:
            told.append(f"{counted(len(self.interviews), 'gesprek', 'gesprekken')} toegevoegd.")
        if self.themes:
            themes = counted(len(self.themes), "nieuw thema", "nieuwe thema's")
            told.append(f"{themes} in het codeboek: {'; '.join(self.themes)}.")
        if self.changed:
            told.append(f"Aangepast in het codeboek: {'; '.join(self.changed)}.")
        if self.memos:
            told.append(f"{counted(self.memos, 'notitie', 'notities')} overgenomen.")
        if self.known:
            told.append(f"{counted(self.known, 'code stond', 'codes stonden')} al in het project.")
        if self.by_machine:
            codes = counted(self.by_machine, "code", "codes")
            told.append(f"{codes} van narratief zelf in het bestand: die heeft het project al.")
        if not told:
            told.append("Er stond niets nieuws in het bestand.")
        return told
