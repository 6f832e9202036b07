"""Which interviews of a project count as reviewed, by what people decided.

An interview in which a resident speaks is reviewed when

- somebody did something with it that cannot be done without having its text in sight (`_LOOKING`), and
- no suggestion of the machine in it waits: none that nobody judged (looking at it later is not judging), and none that
  two people differ about.

So one confirmed theme does not make its interview reviewed, and an interview in which the machine found nothing is not
reviewed either until somebody looked at it. Many suggestions decided at one press make no interview reviewed, unless
the person says to have read it. A decision that came from a file counts: a person took it there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from narratief.domain.actions import (
    AcceptReading,
    Action,
    ChooseQuote,
    CodeAction,
    FragmentAction,
    OffRecordAction,
    WriteMemo,
)
from narratief.domain.decision import Decision
from narratief.store.decision_log import holding_decisions
from narratief.store.review.review_state import CurrentCode, InterviewState

_LOOKING = (CodeAction, FragmentAction, OffRecordAction, WriteMemo, ChooseQuote, AcceptReading)
"""Acts on an interview for which a person has its text before them."""


def reviewed_interviews(
    session: Session, project_id: int, states: Sequence[InterviewState], themes: Collection[str]
) -> tuple[frozenset[str], int]:
    """Find which interviews were reviewed, and count the suggestions that wait.

    Parameters
    ----------
    states
        Of the interviews that are published about.
    themes
        Ids of the codebook that counts: a theme that is gone from it waits for nobody.
    """
    seen = {
        decision.interview for decision in holding_decisions(session, project_id, *_LOOKING) if _was_looking(decision)
    }
    open_in = {state.interview.id: sum(waits(code) for code in state.codes if code.theme in themes) for state in states}
    done = {
        state.interview.id
        for state in states
        if state.interview.resident_turns and state.interview.id in seen and not open_in[state.interview.id]
    }
    return frozenset(done), sum(open_in.values())


def _was_looking(decision: Decision[Action]) -> bool:
    """Tell whether a person had the text before them: for decisions in bulk only when they said so.

    Who says of words as such whether they may be printed had one answer before them.
    """
    action = decision.action
    if isinstance(action, ChooseQuote):
        return decision.theme is not None
    return not isinstance(action, CodeAction) or action.bulk is None or action.bulk.read


def waits(code: CurrentCode) -> bool:
    """Tell whether a theme still asks for somebody's judgement."""
    return code.status == "machine" or code.contested or code.later
