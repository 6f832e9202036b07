"""What an import did or would do, told to the person who asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from narratief.domain.dutch import counted
from narratief.domain.errors import Problem
from narratief.publish.exchange.merge import WORDING, MergedCodebook, ThemeChange

_SHOWN = 160
"""Characters of a changed text that are shown: enough to know which text it is."""


@dataclass(slots=True)
class ImportOutcome:
    """What an import does to one project.

    Attributes
    ----------
    by_theme
        Per coder the number of new codes per theme, by its label.
    known
        Codes that the project had already from the same coder.
    undone
        Codes that were imported before and that somebody took away here since: they stay away.
    by_machine
        Codes by narratief itself in the file; the project has these already, so they change nothing.
    themes
        Labels of themes that are new in the codebook.
    changed
        Themes whose wording the file changes (codebook files only).
    memos
        Number of memos that are new.
    interviews
        Interviews that are added as transcripts.
    missing
        Interviews of the file that the project does not have.
    problems
        What was guessed, not taken over, or kept as it was.
    """

    project: str
    by_theme: dict[str, Counter[str]] = field(default_factory=dict)
    known: int = 0
    undone: int = 0
    by_machine: int = 0
    themes: list[str] = field(default_factory=list)
    changed: list[ThemeChange] = field(default_factory=list)
    memos: int = 0
    interviews: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def codes(self) -> dict[str, int]:
        """Per coder the number of codes that are new."""
        return {coder: themes.total() for coder, themes in self.by_theme.items()}

    @property
    def changes(self) -> bool:
        """Whether anything in the project is or becomes other than it was."""
        return bool(self.codes or self.interviews or self.themes or self.changed or self.memos)

    @property
    def lines(self) -> Sequence[str]:
        """What was done, in Dutch, one sentence a line."""
        told = [f"{counted(number, 'code', 'codes')} van {coder} overgenomen." for coder, number in self.codes.items()]
        if self.interviews:
            told.append(f"{counted(len(self.interviews), 'gesprek', 'gesprekken')} toegevoegd.")
        if self.themes:
            told.append(f"{self._new_themes()} in het codeboek: {'; '.join(self.themes)}.")
        if self.changed:
            told.append(f"Aangepast in het codeboek: {'; '.join(each.after.label for each in self.changed)}.")
        if self.memos:
            told.append(f"{counted(self.memos, 'notitie', 'notities')} overgenomen.")
        return [*told, *self._same()] or ["Er stond niets nieuws in het bestand."]

    @property
    def planned(self) -> Sequence[str]:
        """What would change, in Dutch, one change a line; what stays the same follows."""
        told = [f"Gesprek erbij: {name}." for name in self.interviews]
        if self.themes:
            told.append(f"{self._new_themes()} in het codeboek: {'; '.join(self.themes)}.")
        told += [line for change in self.changed for line in _change_lines(change)]
        for coder, number in self.codes.items():
            themes = "; ".join(f"{label} {times}" for label, times in sorted(self.by_theme[coder].items()))
            told.append(f"{counted(number, 'code', 'codes')} van {coder} erbij{f' ({themes})' if themes else ''}.")
        if self.memos:
            told.append(f"{counted(self.memos, 'notitie', 'notities')} erbij.")
        return [*(told or ["Er verandert niets: dit bestand heeft niets nieuws."]), *self._same()]

    def add_code(self, coder: str, label: str) -> None:
        """Count a code that is new."""
        self.by_theme.setdefault(coder, Counter())[label] += 1

    def _new_themes(self) -> str:
        """Say how many themes are new."""
        return counted(len(self.themes), "nieuw thema", "nieuwe thema's")

    def _same(self) -> list[str]:
        """Say what the project has already."""
        told = []
        if self.known:
            told.append(f"{counted(self.known, 'code stond', 'codes stonden')} al in het project.")
        if self.undone:
            codes = counted(self.undone, "code kwam", "codes kwamen")
            told.append(f"{codes} al eerder binnen en is hier later weggehaald: dat blijft zo.")
        if self.by_machine:
            codes = counted(self.by_machine, "code", "codes")
            told.append(f"{codes} van narratief zelf in het bestand: die heeft het project al.")
        return told


def codebook_problems(book: MergedCodebook, source: str) -> list[Problem]:
    """Tell what a file does not say of themes, or says otherwise than the codebook: all of that stays as it is."""
    found = [
        _problem(
            source,
            f"Van {_themes(book.unsure)} is niet bekend of het over iets goeds of iets beters gaat",
            "Het staat nu onder 'Wat kan beter'; zet het zo nodig om in het codeboek.",
            book.unsure,
        ),
        _problem(
            source,
            f"Van {_themes(book.undefined)} staat geen omschrijving in het bestand",
            "De naam staat er nu als omschrijving; vul die aan in het codeboek.",
            book.undefined,
        ),
        _problem(
            source,
            f"De tekst van {_themes(book.differing, new=False)} is in het bestand anders",
            "Die van narratief blijft. Wilt u de tekst uit het bestand? Importeer dan het codeboek (.qdc).",
            book.differing,
        ),
        _problem(
            source,
            f"{_themes(book.other_side, new=False)} staat in het bestand aan de andere kant (goed of beter)",
            "In narratief verandert dat niet; zet het zo nodig om in het codeboek.",
            book.other_side,
        ),
        _problem(
            source,
            f"{_themes(book.other_goal, new=False)} staat in het bestand onder een ander doel",
            "In narratief verandert dat niet; zet het zo nodig om in het codeboek.",
            book.other_goal,
        ),
    ]
    return [*_lacking(book.lacking, source), *(each for each in found if each is not None)]


def _lacking(lacking: Mapping[str, Sequence[str]], source: str) -> list[Problem]:
    """Tell which fields a file lacks, those of themes that lack the same together."""
    by_fields: dict[tuple[str, ...], list[str]] = {}
    for label, fields in lacking.items():
        by_fields.setdefault(tuple(fields), []).append(label)
    return [
        Problem(
            source,
            f"Bij {_labels(labels)} ontbreekt in het bestand: {', '.join(WORDING[name] for name in fields)}.",
            "Wat narratief had, blijft staan.",
            fatal=False,
        )
        for fields, labels in by_fields.items()
    ]


def _problem(source: str, message: str, remedy: str, themes: Sequence[object]) -> Problem | None:
    """Tell something about themes, with their labels; None when there are none."""
    if not themes:
        return None
    labels = [getattr(theme, "label", "") for theme in themes]
    return Problem(source, f"{message}: {_labels(labels)}.", remedy, fatal=False)


def _themes(themes: Sequence[object], *, new: bool = True) -> str:
    """Count themes."""
    kind = ("nieuw thema", "nieuwe thema's") if new else ("thema", "thema's")
    return counted(len(themes), *kind)


def _labels(labels: Sequence[str]) -> str:
    """Name themes, at most five of them."""
    return ", ".join(f"'{label}'" for label in labels[:5]) + (f" en nog {len(labels) - 5}" if len(labels) > 5 else "")


def _change_lines(change: ThemeChange) -> list[str]:
    """Tell field by field what becomes of a theme."""
    return [
        f"Thema '{change.before.label}', {WORDING[name]}: '{_short(getattr(change.before, name))}' wordt "
        f"'{_short(getattr(change.after, name))}'."
        for name in change.fields
    ]


def _short(value: str | Sequence[str]) -> str:
    """Begin of a text, on one line; of examples all of them."""
    text = " ".join((value if isinstance(value, str) else " / ".join(value)).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
