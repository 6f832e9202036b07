"""What came of a run, as the state that Prefect's users see: a colour, a name and one sentence.

A sentence has titles of projects, counts, and what narratief itself says of an error; never a file's name, which a
resident may be in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.run_names import title_of
from narratief.domain.errors import NarratiefError, Problem, StepError
from narratief.pipeline.evaluate import ProjectOutcome

P = ParamSpec("P")
T = TypeVar("T")

WITH_PROBLEMS = "Met problemen"
"""Name of the state of a run that is done, and in which some files could not be used."""


class NotProcessed(NarratiefError):
    """Projects of which some were not processed; raised to whoever called the flow.

    Parameters
    ----------
    sentence
        What is told, without words of residents.
    outcomes
        Of all projects of the run.
    """

    def __init__(self, sentence: str, outcomes: Sequence[ProjectOutcome]) -> None:
        super().__init__(Problem("", sentence, ""))
        self.outcomes = list(outcomes)

    def __reduce__(self) -> tuple[type[NotProcessed], tuple[str, list[ProjectOutcome]]]:
        """Pickle by both parts."""
        return type(self), (self.message, self.outcomes)


def failing_as_state(step: Callable[P, T]) -> Callable[P, T]:
    """Let a flow that an error ends be Failed with a sentence, and its caller get the error itself."""

    @functools.wraps(step)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return step(*args, **kwargs)
        except NarratiefError as error:
            failed: T = in_state(Failed(message=sentence_of(error), data=error))
            return failed

    return told


def in_state(state: State[Any]) -> Any:
    """What a flow returns for its run to end in a state: Prefect gives the state's data to who called the flow."""
    return state


def sentence_of(error: NarratiefError) -> str:
    """What is told to Prefect of an error: its words without the file that it names."""
    place = f" ({error.place})" if isinstance(error, StepError) else ""
    return " ".join(part for part in (f"{error.message}{place}", error.remedy) if part)


def one_as_state(outcome: ProjectOutcome) -> State[Any]:
    """State of a run over one project."""
    title, refused = title_of(outcome.project), refused_files(outcome)
    if not outcome.files:
        why = {0: "er is geen gesprek", 1: "het bestand was niet te gebruiken"}.get(
            refused, f"geen van de {refused} bestanden was te gebruiken"
        )
        sentence = f"{title} is niet verwerkt: {why}."
        return Failed(message=sentence, data=NotProcessed(sentence, [outcome]))
    return _done(f"{title}: {_talks([outcome])} verwerkt, {outcome.taken_in} nieuw.", refused, outcome)


def all_as_state(outcomes: list[ProjectOutcome]) -> State[Any]:
    """State of a run over several projects: failed when one of them was not processed."""
    failed = [title_of(outcome.project) for outcome in outcomes if not outcome.files]
    if failed:
        sentence = f"Niet verwerkt, {len(failed)} van de {len(outcomes)} projecten: {', '.join(failed)}."
        return Failed(message=sentence, data=NotProcessed(sentence, outcomes))
    many = "1 project" if len(outcomes) == 1 else f"{len(outcomes)} projecten"
    return _done(f"{many} verwerkt, {_talks(outcomes)}.", sum(map(refused_files, outcomes)), outcomes)


def _done(sentence: str, refused: int, data: object) -> State[Any]:
    """State of a run that is done, and that says so when something could not be used."""
    if not refused:
        return Completed(message=sentence, data=data)
    return Completed(name=WITH_PROBLEMS, message=f"{sentence} {refused} keer is iets niet gelukt.", data=data)


def _talks(outcomes: Sequence[ProjectOutcome]) -> str:
    """How many interviews were used, in words."""
    number = sum(len(outcome.files) for outcome in outcomes)
    return "1 gesprek" if number == 1 else f"{number} gesprekken"


def refused_files(outcome: ProjectOutcome) -> int:
    """How often something could not be used."""
    return sum(problem.fatal for problem in outcome.problems)
