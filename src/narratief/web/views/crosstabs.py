"""A crosstab as the page and its files show it: the same cells, and where each number leads."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.publish.crosstab import Crosstab, Group
from narratief.web.views.finding import Wanted
from narratief.web.views.matrices import unique

HIDDEN = "–"
"""What stands in the place of a number that is not shown."""
ALL = "Alle bewoners"


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A cell.

    Attributes
    ----------
    text
        The number, or `HIDDEN`.
    path
        Query of the page of citations that it opens; empty for what is not shown.
    about
        Whose it is, for who hears the page.
    """

    text: str
    path: str
    about: str


@dataclass(frozen=True, slots=True)
class ShownCrosstab:
    """The table: headings (theme first), and per theme its label and cells, the one for all residents last."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShownNumber, ...]], ...]

    @property
    def lines(self) -> list[tuple[str | int, ...]]:
        """The rows as those of a file, exactly as they are seen."""
        return [
            (label, *(int(cell.text) if cell.text != HIDDEN else cell.text for cell in cells))
            for label, cells in self.rows
        ]


def shown_crosstab(table: Crosstab, *, stand: str, reviewed: bool, by_group: bool) -> ShownCrosstab:
    """Lay a crosstab out.

    Parameters
    ----------
    stand
        As in `Wanted`: which codes were counted.
    reviewed
        Whether only reviewed interviews were.
    by_group
        Whether a number opens the quotes of its group; else those of all residents, for who may not see who has which
        attribute.
    """
    headings = unique([*(f"{group.label} ({group.residents})" for group in table.groups), f"{ALL} ({table.residents})"])
    rows = []
    for row in table.rows:
        base = Wanted(themes=(row.theme.id,), stand=stand, reviewed=reviewed)
        cells = []
        for group, count in zip(table.groups, row.cells, strict=True):
            path = _of_group(base, table.attribute, group) if by_group else base
            cells.append(_cell(count, path, f"{group.label}: {row.theme.label}"))
        cells.append(_cell(row.total, base, f"alle bewoners: {row.theme.label}"))
        rows.append((row.theme.label, tuple(cells)))
    return ShownCrosstab(("Thema", *headings), tuple(rows))


def _cell(count: int | None, opens: Wanted, about: str) -> ShownNumber:
    """One cell."""
    if count is None:
        return ShownNumber(HIDDEN, "", about)
    return ShownNumber(str(count), opens.query(), about)


def _of_group(base: Wanted, attribute: str, group: Group) -> Wanted:
    """What to look for to find the quotes of a group."""
    return Wanted(
        themes=base.themes,
        stand=base.stand,
        reviewed=base.reviewed,
        attributes=tuple((attribute, value) for value in group.values),
    )
