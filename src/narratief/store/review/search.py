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

from narratief.domain.spans import Span, shared_enough
from narratief.store.coding.stems import without_accents, words_of
from narratief.store.review.project_state import project_state
from narratief.store.review.review_state import InterviewState
from narratief.store.schema import InterviewRow, ProjectRow, SearchEntry

_TOKEN = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_MAX_TERMS = 20
"""Words of a query that are looked for. Chosen, not measured: more than anybody types, and a bound for the database."""
_FEW = 5
"""Up to so many interviews are worked out one by one, more with their whole project. Chosen, not measured."""
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
    highlights
        Places of the found words within `text`.
    themes
        Themes on it that count, when they were asked for.
    withheld
        Whether its words are not for publication, in whole or in part.
    """

    project_id: int
    project: str
    interview_id: int
    file: str
    start: int
    end: int
    text: str
    highlights: tuple[Span, ...]
    themes: tuple[str, ...] = ()
    withheld: bool = False


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
    theme: str | None = None,
    interview: int | None = None,
    limit: int = 20,
    offset: int = 0,
) -> SearchResults:
    """Find fragments that have all words of a query.

    Parameters
    ----------
    query
        See `parse`; a query without any word to look for finds nothing. Nothing typed here can be an error.
    project
        One project, or those that the person may see; None for all.
    theme
        Only fragments on which this theme counts now.
    interview
        Only this interview.
    """
    terms = parse(query)
    wanted = [term for term in terms if not term.without]
    if not wanted:
        return SearchResults(0, ())
    chosen = _matching(session, terms)
    if project is not None:
        ids = [project] if isinstance(project, int) else list(project)
        chosen = chosen.where(InterviewRow.project_id.in_(ids))
    if interview is not None:
        chosen = chosen.where(SearchEntry.interview_id == interview)
    if theme is not None:
        rows = list(session.execute(chosen))
        states = _states(session, rows)
        rows = [row for row in rows if theme in _themes(states[row.interview_id], row)]
        total, rows = len(rows), rows[offset : offset + limit]
    else:
        total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
        rows = list(session.execute(chosen.limit(limit).offset(offset)))
        states = _states(session, rows)
    return SearchResults(total, tuple(_hit(states[row.interview_id], row, wanted) for row in rows))


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


def _hit(state: InterviewState, row: Row[Any], wanted: Sequence[Term]) -> Hit:
    """Make a hit of a row: with the found words' places and the themes that count there."""
    words: str = row.words
    return Hit(
        row.project_id,
        row.name,
        row.interview_id,
        row.file,
        row.start,
        row.end,
        words,
        highlights(words, wanted),
        tuple(sorted(_themes(state, row))),
        state.withholds((row.start, row.end)),
    )


def highlights(words: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """Find the places in a text of the words that terms look for."""
    found = list(words_of(words))
    places: set[Span] = set()
    for term in terms:
        size = len(term.stems)
        for at in range(len(found) - size + 1):
            run = found[at : at + size]
            same = all(word == looked for (_, _, word), looked in zip(run[:-1], term.stems, strict=False))
            if same and _ends_right(run[-1][2], term):
                places |= {(start, end) for start, end, _ in run}
    return tuple(sorted(places))


def _ends_right(word: str, term: Term) -> bool:
    """Tell whether a word is the last one of a term, or begins with what it may begin with."""
    return word == term.stems[-1] or (bool(term.prefix) and word.startswith(term.prefix))


def _states(session: Session, rows: Sequence[Row[Any]]) -> dict[int, InterviewState]:
    """Work out the interviews that rows are from, whole projects at once when there are many."""
    found: dict[int, InterviewState] = {}
    alone = len({row.interview_id for row in rows}) <= _FEW
    for row in rows:
        if row.interview_id not in found:
            found |= project_state(session, row.project_id, row.interview_id if alone else None).interviews
    return found


def _themes(state: InterviewState, place: Row[Any]) -> set[str]:
    """Collect the themes that count on the fragments around a found place."""
    return {
        code.theme
        for code in state.codes
        if code.counts and shared_enough((code.fragment.start, code.fragment.end), (place.start, place.end))
    }
