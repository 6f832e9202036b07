"""Keeps the search index in step with the fragments of the runs that count."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from narratief.domain.spans import Span
from narratief.store.coding.stems import stems_of
from narratief.store.schema import InterviewRow, SearchEntry


def index_fragments(session: Session, row: InterviewRow, spans: Iterable[Span]) -> None:
    """Let the index of an interview hold exactly these fragments of its present text."""
    session.execute(delete(SearchEntry).where(SearchEntry.interview_id == row.id))
    entries = [
        {"interview_id": row.id, "start": start, "end": end, "stems": stems_of(row.text[start:end])}
        for start, end in sorted(set(spans))
        if start < end
    ]
    if entries:
        session.execute(insert(SearchEntry), entries)
