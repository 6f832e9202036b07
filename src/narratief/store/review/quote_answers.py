"""What people said of quotes: whether a publication may print these words.

An act without a theme is about the words as such: they may be printed, or they may not, whatever theme they were chosen
for before. Choosing words for a theme says that they may be printed too; choosing them for it no more takes only that
back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, ChooseQuote
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone
from narratief.domain.fragment import Fragment, Printing
from narratief.store.decision_log import decision_of, holding_decisions, undo
from narratief.store.schema import DecisionRow


@dataclass(frozen=True, slots=True)
class QuoteAnswers:
    """What people said of a project's quotes.

    Attributes
    ----------
    by_interview
        File of an interview → decisions about its words that hold, oldest first.
    """

    by_interview: dict[str, tuple[Decision[ChooseQuote], ...]]

    def answer(self, fragment: Fragment) -> Decision[ChooseQuote] | None:
        """Find the decision that says whether a fragment may be printed; None when nobody said so.

        It is about the fragment's words, or about longer ones that they are part of. That words may be printed does not
        hold for what came in their place.
        """
        chosen: dict[str | None, Decision[ChooseQuote]] = {}
        refused: Decision[ChooseQuote] | None = None
        for decision in self.by_interview.get(fragment.interview, ()):
            if not _about(decision, fragment):
                continue
            if decision.action.chosen:
                if not decision.action.changed:
                    chosen[decision.theme], refused = decision, None
            elif decision.theme is None:
                chosen, refused = {}, decision
            else:
                chosen.pop(decision.theme, None)
        return refused or max(chosen.values(), key=lambda each: each.id, default=None)

    def printing(self, fragment: Fragment, *, few: bool) -> Printing:
        """Tell whether a publication may print a fragment.

        Parameters
        ----------
        few
            Whether so few residents were spoken to that a person must say so of each quote.
        """
        said = self.answer(fragment)
        if said is None:
            return "asked" if few else "yes"
        return "yes" if said.action.chosen else "refused"

    def marked(self, fragments: Iterable[Fragment], *, few: bool) -> tuple[Fragment, ...]:
        """Tell of each fragment whether a publication may print it."""
        said = ((each, self.printing(each, few=few)) for each in fragments)
        return tuple(each if each.printing == printing else replace(each, printing=printing) for each, printing in said)


def _about(decision: Decision[ChooseQuote], fragment: Fragment) -> bool:
    """Tell whether a decision is about the words of a fragment, still at their place."""
    if decision.span is None:
        return False
    start, end = decision.span
    if not (start <= fragment.start and fragment.end <= end):
        return False
    return decision.text[fragment.start - start : fragment.end - start] == fragment.text


def quote_answers(session: Session, project_id: int) -> QuoteAnswers:
    """Collect what people said of a project's quotes and did not undo."""
    found: defaultdict[str, list[Decision[ChooseQuote]]] = defaultdict(list)
    for decision in holding_decisions(session, project_id, ChooseQuote):
        if decision.interview is not None and decision.span is not None:
            found[decision.interview].append(decision)
    return QuoteAnswers({file: tuple(decisions) for file, decisions in found.items()})


def undo_answer(session: Session, author: Author, project_id: int, decision_id: int) -> Decision[Action]:
    """Undo what was said of a quote.

    Raises
    ------
    Gone
        When the decision is not there, or is about something else.
    """
    row = session.get(DecisionRow, decision_id)
    if (
        row is None
        or row.project_id != project_id
        or not isinstance(decision_of(row, None).action, ChooseQuote)
        or all(each.id != decision_id for each in holding_decisions(session, project_id, ChooseQuote))
    ):
        raise Gone("Dit besluit bestaat niet (meer).")
    return undo(session, author, decision_id)
