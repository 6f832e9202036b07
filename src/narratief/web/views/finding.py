"""What somebody looks for among citations, as the address of the page holds it: a link brings the same view again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from narratief.domain.attributes import alike, plain
from narratief.domain.dutch import number

STANDS: dict[str, str] = {
    "": "Alle fragmenten",
    "met": "Met een thema",
    "bevestigd": "Met een bevestigd thema",
    "open": "Met een voorstel dat nog open is",
    "zonder": "Zonder thema",
}
SORTS: dict[str, str] = {
    "": "Beste eerst",
    "hoog": "Hoogste score eerst",
    "laag": "Laagste score eerst",
    "plek": "Op plek in het gesprek",
    "nieuw": "Laatst beslist eerst",
}
TOGETHER: dict[str, str] = {
    "": "Een van deze thema's",
    "ja": "Alle thema's, in hetzelfde fragment",
    "gesprek": "Alle thema's, door dezelfde bewoner",
}
NOT_FILLED_IN = "niet ingevuld"
_YES = "ja"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show; an empty field shows everything.

    Attributes
    ----------
    words
        See `narratief.store.review.search.parse`.
    themes
        Ids: fragments with one of these.
    together
        Key of `TOGETHER`: only fragments with all of the themes, or of residents who told all of them.
    projects
        Numbers of projects.
    interview
        File name of one.
    stand, sort
        Keys of `STANDS` and `SORTS`.
    by
        Name of the person who decided.
    least, most
        Bounds (0..1) of the machine's score; what only a person gave has none, and is left out by either.
    chosen
        Only what is chosen for publication.
    attributes
        Name and value of attributes of residents: those who have one of the values of each name; an empty value is
        that it is not filled in.
    reviewed
        Only from interviews that were reviewed.
    """

    words: str = ""
    themes: tuple[str, ...] = ()
    together: str = ""
    projects: tuple[int, ...] = ()
    interview: str = ""
    stand: str = ""
    by: str = ""
    least: float | None = None
    most: float | None = None
    chosen: bool = False
    sort: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    reviewed: bool = False

    @classmethod
    def read(cls, query: QueryParams) -> Wanted:
        """Read the query of an address; a value without meaning counts as not given."""
        stand, sort = query.get("stand", ""), query.get("volgorde", "")
        together = query.get("samen", "")
        projects = (each for each in query.getlist("project") if each.isdecimal() and len(each) < 10)
        pairs = (each.partition("=") for each in query.getlist("kenmerk"))
        return cls(
            words=query.get("q", "").strip(),
            themes=tuple(dict.fromkeys(each for each in query.getlist("thema") if each)),
            together=together if together in TOGETHER else "",
            projects=tuple(dict.fromkeys(int(each) for each in projects)),
            interview=query.get("gesprek", ""),
            stand=stand if stand in STANDS else "",
            by=query.get("door", ""),
            least=_score(query.get("score_van", "")),
            most=_score(query.get("score_tot", "")),
            chosen=query.get("gekozen", "") == _YES,
            sort=sort if sort in SORTS else "",
            attributes=tuple(dict.fromkeys((plain(name), plain(value)) for name, _, value in pairs if plain(name))),
            reviewed=query.get("nagekeken", "") == _YES,
        )

    def query(self, **more: object) -> str:
        """The same as the query of an address, with its question mark; empty when there is nothing.

        Parameters
        ----------
        more
            Fields that are no part of what is looked for, such as the page.
        """
        told: list[tuple[str, object]] = [
            ("q", self.words),
            *(("thema", theme) for theme in self.themes),
            ("samen", self.together),
            *(("project", number) for number in self.projects),
            ("gesprek", self.interview),
            ("stand", self.stand),
            ("door", self.by),
            ("score_van", "" if self.least is None else f"{self.least:g}"),
            ("score_tot", "" if self.most is None else f"{self.most:g}"),
            ("gekozen", _YES if self.chosen else ""),
            ("nagekeken", _YES if self.reviewed else ""),
            *(("kenmerk", f"{name}={value}") for name, value in self.attributes),
            ("volgorde", self.sort),
            *more.items(),
        ]
        given = urlencode([(name, value) for name, value in told if value != ""])
        return f"?{given}" if given else ""

    def in_words(self, titles: Mapping[int, str]) -> list[str]:
        """What is chosen besides words, themes and order, in Dutch.

        Parameters
        ----------
        titles
            Of projects, by number.
        """
        told = [titles[each] for each in self.projects if each in titles]
        told += [self.interview] if self.interview else []
        told += [f"beslist door {self.by}"] if self.by else []
        told += [f"score vanaf {number(self.least, 2)}"] if self.least is not None else []
        told += [f"score tot en met {number(self.most, 2)}"] if self.most is not None else []
        told += ["nagekeken gesprekken"] if self.reviewed else []
        return [*told, "gekozen voor publicatie"] if self.chosen else told

    def attributes_in_words(self) -> list[str]:
        """Which attributes residents must have, in Dutch: one text for each attribute."""
        values: dict[str, list[str]] = {}
        for name, value in self.attributes:
            values.setdefault(name, []).append(value or NOT_FILLED_IN)
        return [f"{name}: {' of '.join(each)}" for name, each in values.items()]

    def fits_resident(self, attributes: Mapping[str, str]) -> bool:
        """Whether a resident with these attributes is looked for."""
        have = {alike(name): alike(value) for name, value in attributes.items()}
        wanted: dict[str, set[str]] = {}
        for name, value in self.attributes:
            wanted.setdefault(alike(name), set()).add(alike(value))
        return all(have.get(name, "") in values for name, values in wanted.items())

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return replace(self, sort="") != Wanted()

    @property
    def about_codes(self) -> bool:
        """Whether a fragment without any code cannot be what is looked for."""
        bounded = self.least is not None or self.most is not None
        return bool(self.themes or self.by or self.chosen or bounded) or self.stand in ("met", "bevestigd", "open")


def _score(typed: str) -> float | None:
    """A score (0..1) as somebody typed it; None when it is none."""
    try:
        score = float(typed.replace(",", "."))
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None
