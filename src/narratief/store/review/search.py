"""Full-text search over fragments: all words of the query, by their Dutch stems.

The same stems are indexed on both databases (FTS5 on SQLite, a tsvector on PostgreSQL), and words are highlighted by
comparing stems with the stored text, so that both give the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from narratief.domain.spans import Span
from narratief.store.coding.stems import without_accents, words_of
from narratief.store.schema import InterviewRow, ProjectRow, SearchEntry

_TOKEN = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_MAX_TERMS = 20
"""Words of a query that are looked for. Chosen, not measured: more than anybody types, and a bound for the database."""
_SIMPLE: ColumnElement[str] = literal_column("'simple'")  # the stems are stems already
_FTS = table("search_fts", column("rowid"), column("search_fts"), column("rank"))


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query.

    Attributes
    ----------
    stems
        Of one word, or of the words of a phrase in their order.
    prefix
        What the last word may begin with (``verkeer*``); empty when it must be the word itself.
    without
        True when fragments that have it are left out: ``-parkeren``.
    """

    stems: tuple[str, ...]
    prefix: str = ""
    without: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A fragment that was found.

    Attributes
    ----------
    start, end
        Its place in the interview's text.
    terms
        What was looked for.
    """

    project_id: int
    project: str
    interview_id: int
    file: str
    start: int
    end: int
    text: str
    terms: tuple[Term, ...]

    @property
    def highlights(self) -> tuple[Span, ...]:
        """Places of the found words within `text`."""
        return highlights(self.text, self.terms)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of hits, the nearest first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def parse(query: str) -> tuple[Term, ...]:
    """Read what a person typed: words, "a phrase", prefix*, -without; whatever else is in it is passed over."""
    terms: list[Term] = []
    for minus, phrase, word in _TOKEN.findall(query):
        typed = phrase or word
        places = list(words_of(typed))
        if not places:
            continue
        start, end, _ = places[-1]
        goes_on = bool(word) and word.rstrip('",.;:!?)').endswith("*")
        prefix = without_accents(typed[start:end]) if goes_on else ""
        terms.append(Term(tuple(found for _, _, found in places), prefix, without=minus == "-"))
    return tuple(terms[:_MAX_TERMS])


def search(
    session: Session,
    query: str,
    project: int | Collection[int] | None = None,
    *,
    limit: int | None = 20,
    offset: int = 0,
) -> SearchResults:
    """Find fragments of the runs that count that have all words of a query.

    Parameters
    ----------
    query
        See `parse`; a query without any word to look for finds nothing. Nothing typed here can be an error.
    project
        One project, or those that the person may see; None for all.
    limit
        Most hits to give; None for all.
    """
    terms = parse(query)
    if all(term.without for term in terms):
        return SearchResults(0, ())
    chosen = _matching(session, terms)
    if project is not None:
        ids = [project] if isinstance(project, int) else list(project)
        chosen = chosen.where(InterviewRow.project_id.in_(ids))
    rows = list(session.execute(chosen if limit is None else chosen.limit(limit).offset(offset)))
    if limit is None:
        total = len(rows)
    else:
        total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    return SearchResults(total, tuple(_hit(row, terms) for row in rows))


def _matching(session: Session, terms: Sequence[Term]) -> Select[tuple[int, int, int, str, int, str, str]]:
    """Select entries that match, the nearest first."""
    columns = (
        SearchEntry.interview_id,
        SearchEntry.start,
        SearchEntry.end,
        InterviewRow.file,
        InterviewRow.project_id,
        ProjectRow.name,
        func.substr(InterviewRow.text, SearchEntry.start + 1, SearchEntry.end - SearchEntry.start).label("words"),
    )
    query = (
        select(*columns)
        .join(InterviewRow, InterviewRow.id == SearchEntry.interview_id)
        .join(ProjectRow, ProjectRow.id == InterviewRow.project_id)
    )
    rank: ColumnElement[float]
    if session.get_bind().dialect.name == "postgresql":
        vector, sought = func.to_tsvector(_SIMPLE, SearchEntry.stems), func.to_tsquery(_SIMPLE, _tsquery(terms))
        query, rank = query.where(vector.bool_op("@@")(sought)), -func.ts_rank(vector, sought)
    else:
        query = query.join(_FTS, _FTS.c.rowid == SearchEntry.id)
        query = query.where(_FTS.c.search_fts.bool_op("MATCH")(_fts5(terms)))
        rank = _FTS.c.rank
    return query.order_by(rank, InterviewRow.project_id, InterviewRow.file, SearchEntry.start)


def _fts5(terms: Sequence[Term]) -> str:
    """Write terms in FTS5's language; stems hold letters and digits only, so quotes make it safe."""

    def one(term: Term) -> str:
        whole = " ".join(term.stems)
        if not term.prefix:
            return f'"{whole}"'
        return f'("{whole}" OR "{" ".join((*term.stems[:-1], term.prefix))}"*)'

    query = " AND ".join(one(term) for term in terms if not term.without)
    for term in terms:
        if term.without:
            query = f"({query}) NOT {one(term)}"
    return query


def _tsquery(terms: Sequence[Term]) -> str:
    """Write terms in PostgreSQL's language."""

    def one(term: Term) -> str:
        words = [f"'{word}'" for word in term.stems]
        if term.prefix:
            words[-1] = f"({words[-1]} | '{term.prefix}':*)"
        return ("!" if term.without else "") + "(" + " <-> ".join(words) + ")"

    return " & ".join(one(term) for term in terms)


def _hit(row: Row[Any], terms: tuple[Term, ...]) -> Hit:
    """Make a hit of a row."""
    return Hit(row.project_id, row.name, row.interview_id, row.file, row.start, row.end, row.words, terms)


def matches(words: str, terms: Sequence[Term]) -> bool:
    """Tell whether a text has all words that terms look for, and none that they leave out."""
    return all(bool(_places(words, term)) != term.without for term in terms)


def highlights(words: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """Find the places in a text of the words that terms look for."""
    return tuple(sorted({place for term in terms if not term.without for place in _places(words, term)}))


def _places(words: str, term: Term) -> set[Span]:
    """Find the places of a term's words in a text."""
    found = list(words_of(words))
    places: set[Span] = set()
    size = len(term.stems)
    for at in range(len(found) - size + 1):
        run = found[at : at + size]
        same = all(word == looked for (_, _, word), looked in zip(run[:-1], term.stems, strict=False))
        if same and _ends_right(run[-1][2], term):
            places |= {(start, end) for start, end, _ in run}
    return places


def _ends_right(word: str, term: Term) -> bool:
    """Tell whether a word is the last one of a term, or begins with what it may begin with."""
    return word == term.stems[-1] or (bool(term.prefix) and word.startswith(term.prefix))
