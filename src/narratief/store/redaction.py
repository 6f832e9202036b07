"""Words of an erased interview taken out of where people or the machine copied them: memos, codebooks, logs."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from narratief.domain.kinds import Kind
from narratief.store.schema import AuditEntry, Base, CodebookVersion, DecisionRow, InterviewRow, Job, TopicEditRow

ERASED = "(gewist)"
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_LEAST_WORDS = 4
"""Words of a sentence that is its speaker's own. Chosen, not measured: fewer could be anybody's ("Ja, dat klopt.")."""


def sentences_of(row: InterviewRow) -> list[str]:
    """Collect the sentences and turns of an interview that are long enough to be its own, the longest first."""
    turns = [row.text[turn.start : turn.end] for turn in row.turns]
    parts = [part.strip() for turn in turns for part in (turn, *_SENTENCE.findall(turn))]
    own = {part.rstrip(".!?…") for part in parts if len(part.split()) >= _LEAST_WORDS}
    return sorted(own, key=lambda part: (-len(part), part))


def redacted(value: Any, words: Collection[str]) -> Any:
    """Take words out of a JSON value: an item of a list that has them goes, elsewhere "(gewist)" comes instead.

    Returns the value itself when none of them is in it.
    """
    if isinstance(value, str):
        return _blotted(value, words)
    if isinstance(value, dict):
        changed = {key: redacted(item, words) for key, item in value.items()}
        return changed if changed != value else value
    if isinstance(value, list):
        kept = [item for item in value if not (isinstance(item, str) and _blotted(item, words) != item)]
        changed_list = [redacted(item, words) for item in kept]
        return changed_list if changed_list != value else value
    return value


def redact_copies(session: Session, row: InterviewRow) -> None:
    """Take an interview's sentences out of everything that is not about it and may quote it.

    That are memos and decisions about other things in its project, examples in codebooks of any project (a cluster over
    all projects gives them), acts on clusters, what was typed for work that waits or failed, and the log.
    """
    words = sentences_of(row)
    elsewhere = or_(DecisionRow.interview_id.is_(None), DecisionRow.kind == Kind.MEMO)
    here = DecisionRow.project_id == row.project_id
    _clean(session, DecisionRow, ("text", "before", "after"), words, elsewhere & here)
    _clean(session, CodebookVersion, ("codebook", "moves", "note"), words)
    _clean(session, TopicEditRow, ("edit",), words)
    _clean(session, Job, ("settings",), words, Job.project_id == row.project_id)
    _clean(session, AuditEntry, ("details",), words)


def _clean(
    session: Session, table: type[Base], columns: Collection[str], words: Collection[str], *where: ColumnElement[bool]
) -> None:
    """Take words out of columns, changing only rows that have them."""
    for row in session.scalars(select(table).where(*where)):
        for column in columns:
            value = getattr(row, column)
            changed = redacted(value, words)
            if changed is not value and changed != value:
                setattr(row, column, changed)


def _blotted(text: str, words: Collection[str]) -> str:
    """Put "(gewist)" in the place of words, however the spaces between them are."""
    plain = " ".join(text.split())
    found = [part for part in words if " ".join(part.split()) in plain]
    if not found:
        return text
    for part in found:
        plain = plain.replace(" ".join(part.split()), ERASED)
    return plain
