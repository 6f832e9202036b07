"""What a new or changed theme would find, as the page before saving shows it, and what a person said of some of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from narratief.domain.codebook import Theme
from narratief.domain.dutch import counted, listed, number
from narratief.domain.errors import Refusal
from narratief.domain.fragment import Fragment
from narratief.domain.spans import Span
from narratief.nlp.figures import theme_thresholds
from narratief.pipeline.request_work import THEME_HITS
from narratief.store.jobs.queue import jobs_of
from narratief.store.review.project_state import ProjectState
from narratief.web.forms.codebook import ThemeFields
from narratief.web.language_model import lost_in_words
from narratief.web.views.background import told_problems
from narratief.web.views.codebook_changes import Change
from narratief.web.views.reading import Piece, cut

if TYPE_CHECKING:  # the networks' libraries take seconds to load, and what asks a language model only where one is set
    from narratief.pipeline.theme_hits import Opinion, Opinions
    from narratief.pipeline.theme_trial import Hit, Trial

SHOWN = 20
ANSWER = "oordeel."
"""Beginning of the name of the field with what a person said of a hit; its key follows."""
_DEFINITION = {"label", "definition", "include", "exclude"}
"""What a theme is; its examples change with each yes."""
_QUOTED = "aangehaald door het taalmodel"
_SURE, _LIKELY = 0.9, 0.7  # chosen, not measured: three groups by which a reader sees where the doubt lies


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of a hit: whether its words tell of the theme."""

    interview_id: int
    fragment: Fragment
    yes: bool

    @property
    def key(self) -> str:
        """As `Hit.key`."""
        return f"{self.interview_id}.{self.fragment.start}.{self.fragment.end}"


@dataclass(frozen=True, slots=True)
class HitLine:
    """A hit as a reader sees it; ``answer`` is "ja", "nee" or empty.

    Attributes
    ----------
    pieces
        Its words, cut up: what a language model quoted is marked.
    reason
        Why a language model finds that it tells of the theme; empty when it does not, or was not asked.
    """

    key: str
    pieces: tuple[Piece, ...]
    question: str
    score: str
    given: bool
    file: str
    path: str
    answer: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownTrial:
    """What a theme would find.

    Attributes
    ----------
    lines
        The likest fragments that nobody said anything of; first those that a language model finds to tell of it.
    answered
        Those that this person said yes or no to on the pages before.
    told
        What the machine would code, and how sure that is; Dutch sentences.
    was_given
        Keys of hits that the machine would have coded when they were first shown.
    by_model
        What a language model read and found; empty when none was asked.
    lost
        What of its answers did not count; a line for each reason.
    """

    lines: tuple[HitLine, ...]
    answered: tuple[HitLine, ...]
    told: tuple[str, ...]
    was_given: tuple[str, ...]
    by_model: str = ""
    lost: tuple[str, ...] = ()


def tried_theme(change: Change) -> Theme | None:
    """Find the theme of a change that can be tried; None when there is none, or the machine does not read its words."""
    if not change.theme or change.theme in theme_thresholds():
        return None
    return change.codebook.theme(change.theme)


def answers_in(fields: Mapping[str, object], state: ProjectState) -> list[Answer]:
    """Read what a person said of hits.

    Raises
    ------
    Refusal
        When the words of one are not a fragment any more.
    """
    found = []
    for name, said in fields.items():
        if not name.startswith(ANSWER) or said not in ("ja", "nee"):
            continue
        interview, fragment = _fragment_of(name.removeprefix(ANSWER), state)
        found.append(Answer(interview, fragment, said == "ja"))
    return found


def with_examples(fields: ThemeFields, fragments: Sequence[Fragment]) -> ThemeFields:
    """The fields with these fragments' words among the examples."""
    listed_now = [line.strip() for line in fields.examples.splitlines() if line.strip()]
    more = [" ".join(fragment.text.split()) for fragment in fragments]
    return fields.model_copy(update={"examples": "\n".join(dict.fromkeys([*listed_now, *more]))})


def shown_trial(
    trial: Trial,
    answers: Sequence[Answer],
    was_given: Collection[str],
    project_id: int,
    opinions: Opinions | None = None,
) -> ShownTrial:
    """Make a trial readable.

    Parameters
    ----------
    opinions
        What a language model said of the theme; None when none is set.
    """
    said = {answer.key: answer.yes for answer in answers}
    found = opinions.hits if opinions else {}
    fresh = [hit for hit in trial.hits if hit.key not in said and hit.said is None]
    fresh = sorted(fresh, key=lambda hit: _place(hit) not in found)[:SHOWN]
    own = [hit for hit in trial.hits if hit.key in said]
    before = {*(key for key in was_given if key in said), *(hit.key for hit in fresh if hit.given)}
    return ShownTrial(
        tuple(_line(hit, project_id, "", found.get(_place(hit))) for hit in fresh),
        tuple(_line(hit, project_id, "ja" if said[hit.key] else "nee", found.get(_place(hit))) for hit in own),
        tuple(_told(trial, said, [said[key] for key in was_given if key in said])),
        tuple(sorted(before)),
        _by_model(opinions, trial) if opinions and opinions.model else "",
        lost_in_words(opinions.dropped) if opinions else (),
    )


def model_work(session: Session, project_id: int, theme: Theme) -> tuple[bool, tuple[str, ...]]:
    """Tell whether a language model is reading for a theme, else why it did not read all when it was last asked."""
    about = theme.model_dump(mode="json", include=_DEFINITION)
    for job in jobs_of(session, project_id):
        wanted = job.settings.get("thema", {})
        if job.kind == THEME_HITS and wanted and {name: wanted.get(name) for name in about} == about:
            return job.state in ("queued", "running"), told_problems(job)
    return False, ()


def _fragment_of(key: str, state: ProjectState) -> tuple[int, Fragment]:
    """Find a fragment by its key in a form."""
    numbers = key.split(".")
    if len(numbers) == 3 and all(part.isdecimal() and len(part) < 10 for part in numbers):
        interview, start, end = (int(part) for part in numbers)
        own = state.interviews.get(interview)
        for fragment in own.fragments if own is not None and not own.withholds((start, end)) else ():
            if (fragment.start, fragment.end) == (start, end):
                return interview, fragment
    raise Refusal("De tekst is intussen anders verdeeld.", "Laad de pagina opnieuw en doe het nog eens.")


def _place(hit: Hit) -> tuple[int, Span]:
    """Interview and place of a hit."""
    return hit.interview_id, (hit.fragment.start, hit.fragment.end)


def _by_model(opinions: Opinions, trial: Trial) -> str:
    """Say what a language model read and found among the fragments that are there still."""
    present = {_place(hit) for hit in trial.hits}
    read, found = len(opinions.read & present), len(opinions.hits.keys() & present)
    fit = "hoort" if found == 1 else "horen"
    told = f"{opinions.model} las {counted(read, 'fragment', 'fragmenten')} en zegt dat er {found} bij dit thema {fit}."
    if not found:
        return told
    return f"{told} {'Dat staat' if found == 1 else 'Die staan'} vooraan. U beslist."


def _line(hit: Hit, project_id: int, answer: str, opinion: Opinion | None) -> HitLine:
    """Write one hit."""
    words = hit.fragment.text
    marked = [(*opinion.evidence, _QUOTED)] if opinion else []
    place = f"/projecten/{project_id}/gesprekken/{hit.interview_id}#r{hit.fragment.start}"
    return HitLine(
        hit.key,
        cut(words, (0, len(words)), marked),
        hit.fragment.question,
        number(hit.score, 2),
        hit.given,
        hit.fragment.interview,
        place,
        answer,
        opinion.reason if opinion else "",
    )


def _told(trial: Trial, said: Mapping[str, bool], judged: Sequence[bool]) -> list[str]:
    """Say what the machine would code, and how sure that is.

    Parameters
    ----------
    judged
        What the person said of hits that the machine would have coded when they were shown.
    """
    given = [hit for hit in trial.given if said.get(hit.key) is not False and hit.said is not False]
    talks = len({hit.interview_id for hit in given})
    told = []
    if given:
        where = f"{counted(len(given), 'fragment', 'fragmenten')} in {counted(talks, 'gesprek', 'gesprekken')}"
        told.append(f"Zo zou de computer {where} dit thema geven.")
    else:
        told.append("Zo zou de computer dit thema nergens geven. Zeg ja bij fragmenten die er wel over gaan.")
    own = [hit for hit in given if said.get(hit.key) or hit.said]
    rest = [hit.score for hit in given if not (said.get(hit.key) or hit.said)]
    if own:
        told.append(f"Bij {len(own)} daarvan zei een mens zelf al ja.")
    if rest:
        groups = (
            (sum(score >= _SURE for score in rest), f"heel zeker (score vanaf {number(_SURE, 1)})"),
            (sum(_LIKELY <= score < _SURE for score in rest), "redelijk zeker"),
            (sum(score < _LIKELY for score in rest), f"onzeker (score onder {number(_LIKELY, 1)})"),
        )
        which = f"Van de {len(rest)} andere" if own else "Daarvan"
        told.append(f"{which}: {listed(f'{count} {word}' for count, word in groups if count)}.")
    if judged:
        right = sum(judged)
        told.append(
            f"U bekeek {counted(len(judged), 'fragment', 'fragmenten')} waaraan de computer dit thema wilde geven, "
            f"vóór hij van uw antwoord leerde: bij {right} {'klopte' if right == 1 else 'klopten'} dat."
        )
    if trial.unread:
        told.append(
            f"In {counted(trial.unread, 'gesprek', 'gesprekken')} kan de computer nu nog niet zoeken: "
            f"{'dat moet' if trial.unread == 1 else 'die moeten'} eerst worden verwerkt."
        )
    return told
