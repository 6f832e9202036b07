"""Questions to the interviews as their page shows them: residents' own words, and what is still being asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from narratief.domain.dutch import counted
from narratief.files.content_hash import key_of
from narratief.pipeline.request_work import jobs_asking
from narratief.store.accounts.access import Actor, Permission, may
from narratief.store.schema import Job
from narratief.web.language_model import lost_in_words
from narratief.web.views.background import told_problems
from narratief.web.views.reading import Piece, cut

if TYPE_CHECKING:  # loaded only where a model is set
    from narratief.pipeline.question import AnsweredQuestion, Quoted

SHOWN = 10
"""Questions on the page. Chosen: who looks for an older one asks it again, which costs nothing."""
_STOPPED = "Deze vraag is gestopt."
_MARK = "beantwoordt de vraag, volgens het taalmodel"


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A fragment as a reader sees it; the words that answer the question are marked."""

    pieces: tuple[Piece, ...]
    file: str
    start: int
    path: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its answers; ``told`` says how much was read and found, ``lost`` what did not count."""

    number: int
    question: str
    asked: str
    at: datetime
    quotes: tuple[ShownQuote, ...]
    told: str
    lost: tuple[str, ...]
    removable: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that is not answered, or not wholly, and that nobody puts now."""

    question: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """What the page shows.

    Attributes
    ----------
    mark
        Differs when anything on the page does.
    """

    answered: tuple[ShownQuestion, ...]
    busy: tuple[Job, ...]
    failed: tuple[Unanswered, ...]
    mark: str


def questions_page(session: Session, project_id: int, actor: Actor, *, model: bool) -> QuestionsPage:
    """Collect what the page shows.

    Parameters
    ----------
    model
        Whether a language model is set; without one nothing that it said is shown.
    """
    if not model:
        return QuestionsPage((), (), (), "")
    from narratief.pipeline.question import answered_questions

    answered = answered_questions(session, project_id)[:SHOWN]
    jobs = jobs_asking(session, project_id)
    busy = [job for job in jobs if job.state in ("queued", "running")]
    failed = {
        job.settings["vraag"]: Unanswered(job.settings["vraag"], told_problems(job) or (_STOPPED,))
        for job in reversed(jobs)
    }
    for job in busy:
        failed.pop(job.settings["vraag"], None)
    mark = key_of(*(f"{job.id}{job.state}{job.done}" for job in jobs), *(str(each.number) for each in answered))
    return QuestionsPage(
        tuple(_shown(each, project_id, removable=may_remove(actor, project_id, each.made_by)) for each in answered),
        tuple(reversed(busy)),
        tuple(failed.values()),
        mark[:16],
    )


def may_remove(actor: Actor, project_id: int, made_by: str) -> bool:
    """Whether a person may delete a question: their own, or any where they may erase."""
    return made_by == actor.name or may(actor, Permission.ERASE, project_id)


def _shown(each: AnsweredQuestion, project_id: int, *, removable: bool) -> ShownQuestion:
    """Write a question with its answers."""
    return ShownQuestion(
        each.number,
        each.question,
        f"Gevraagd door {each.made_by}",
        each.made_at,
        tuple(_quote(quote, project_id) for quote in each.quotes),
        _told(each),
        lost_in_words(each.dropped),
        removable,
    )


def _quote(quote: Quoted, project_id: int) -> ShownQuote:
    """Write a fragment."""
    pieces = cut(quote.words, (0, len(quote.words)), [(start, end, _MARK) for start, end in quote.marked])
    path = f"/projecten/{project_id}/gesprekken/{quote.interview_id}#r{quote.start}"
    return ShownQuote(pieces, quote.file, quote.start, path)


def _told(each: AnsweredQuestion) -> str:
    """Say how much was read and what was found."""
    read = f"{each.model} las {counted(each.read, 'fragment', 'fragmenten')}"
    if not each.quotes:
        return f"{read} en vond geen antwoord. Dat zegt niet dat niemand er iets over zei."
    talks = len({quote.interview_id for quote in each.quotes})
    found = counted(len(each.quotes), "citaat", "citaten")
    return f"{read} en wees {found} aan, uit {counted(talks, 'gesprek', 'gesprekken')}."
