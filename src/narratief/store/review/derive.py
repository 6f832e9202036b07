"""What holds now: the machine's codes with people's decisions applied in order, as a pure function.

A decision is about words at a place. It is laid on the fragments as they are now: on the fragment that shares most
of its words with it, or else on a fragment of its own, so that a new division into fragments, or a machine that
changed its mind, never takes a person's decision away. Only when the words are gone from the interview, or the theme
from the codebook, the decision is an orphan: shown, not applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from narratief.domain.actions import (
    Action,
    Add,
    Adjudicate,
    Change,
    CodeAction,
    CodeStatus,
    Confirm,
    FragmentAction,
    HoldBack,
    Merge,
    Postpone,
    Reject,
    SetWords,
)
from narratief.domain.code import Code
from narratief.domain.decision import Decision
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.spans import Span, find_words, home_of, overlap, shared_enough
from narratief.store.review.off_record import off_record_of
from narratief.store.review.review_state import CurrentCode, InterviewState, Orphan

WORDS_GONE = "Deze woorden staan niet meer in het gesprek."
THEME_GONE = "Dit thema staat niet meer in het codeboek."
PARTS_UNFIT = "De tekst is intussen anders verdeeld."


def derive(
    interview: Interview,
    fragments: Sequence[Fragment],
    codes: Iterable[Code],
    decisions: Iterable[Decision[Action]],
    *,
    themes: Mapping[str, str | None] | None = None,
    project: str | None = None,
) -> InterviewState:
    """Apply people's decisions to the machine's codes of one interview.

    Parameters
    ----------
    interview
        As it is stored now.
    fragments, codes
        Of the current machine run.
    decisions
        Those about this interview that hold (`narratief.domain.decision.holding`), oldest first.
    themes
        Every theme id that may occur → the id it has in the present codebook, None when it is not in it. Without it
        every theme counts as it is.
    project
        Name of the project; by default that of the fragments.
    """
    board = _Board(interview, fragments, codes, themes, project)
    held = list(decisions)
    for decision in held:
        if not isinstance(decision.action, CodeAction | FragmentAction | HoldBack):
            continue
        span = find_words(interview.text, decision.span, decision.text)
        reason = WORDS_GONE if span is None else board.apply(decision, span)
        if reason:
            board.orphans.append(Orphan(decision, reason))
    return replace(board.state(), off_record=off_record_of(interview, held))


@dataclass(slots=True)
class _Slot:
    """A code while decisions are applied to it.

    Attributes
    ----------
    votes
        Per author what they said last.
    """

    status: CodeStatus
    score: float
    coder: str
    evidence: tuple[Span, ...] = ()
    was: str | None = None
    decided: list[int] = field(default_factory=list)
    votes: dict[int | str, bool] = field(default_factory=dict)
    later: bool = False
    by_machine: bool = False
    in_bulk: bool = False
    at: datetime | None = None
    unasked: bool = False

    def decide(self, decision: Decision[Action], status: CodeStatus, *, holds: bool) -> None:
        """Let a decision hold until the next one."""
        self.status, self.coder, self.later = status, decision.author.name, False
        self.at = decision.at
        self.decided.append(decision.id)
        self.votes[decision.author.identity] = holds
        if isinstance(decision.action, CodeAction):
            before = decision.action.before
            self.in_bulk = decision.action.bulk is not None
            self.unasked = self.unasked or (before is not None and before.status is None)
        else:
            self.in_bulk = False

    @property
    def contested(self) -> bool:
        """Whether people's last words about it differ."""
        return len(set(self.votes.values())) > 1


_Slots = dict[str, _Slot]


class _Board:
    """The fragments and codes of one interview while decisions are applied.

    The methods that apply a decision return why they could not, in Dutch; an empty text when they did.
    """

    def __init__(
        self,
        interview: Interview,
        fragments: Sequence[Fragment],
        codes: Iterable[Code],
        themes: Mapping[str, str | None] | None,
        project: str | None,
    ) -> None:
        """Lay the machine's codes out on its fragments, under the themes' present names."""
        self.interview = interview
        self.project = project or (fragments[0].project if fragments else "")
        self.orphans: list[Orphan] = []
        self.put_off: set[tuple[Span, str]] = set()
        self._themes = themes
        self._machine = {(f.start, f.end): f for f in fragments}
        self.places: dict[Span, _Slots] = {span: {} for span in self._machine}
        self._selections: set[Span] = set()  # fragments that are there only because a person gave these words a theme
        spans = {fragment.id: (fragment.start, fragment.end) for fragment in fragments}
        for code in codes:
            theme = self._present(code.theme)
            if theme is None:
                continue
            slots = self.places[spans[code.fragment]]
            if theme not in slots or slots[theme].score < code.score:
                slots[theme] = _Slot("machine", code.score, code.coder, code.evidence, by_machine=True)

    def apply(self, decision: Decision[Action], span: Span) -> str:
        """Apply a decision to the words at a span."""
        theme = self._present(decision.theme)
        match decision.action:
            case FragmentAction() as division:
                return self._divide(division, decision.span or span, span)
            case Change(theme=new_theme):
                return self._change(decision, span, theme, self._present(new_theme))
            case Confirm() | Adjudicate(present=True):
                reason = THEME_GONE if theme is None else self._confirm(decision, span, theme)
            case Add() | SetWords():
                return THEME_GONE if theme is None else self._put(decision, span, theme)
            case Reject() | Adjudicate(present=False) if theme is not None:  # one that is gone is as good as rejected
                reason = self._reject(decision, span, theme)
            case Postpone() if theme is not None:
                return self._postpone(decision, span, theme)
            case _:
                return ""
        if isinstance(decision.action, Adjudicate) and theme is not None:
            self._settle(decision, span, theme, present=decision.action.present)
        return reason

    def state(self) -> InterviewState:
        """Freeze what is on the board."""
        spans = sorted(self.places)
        known = self._machine if len(spans) == len(self._machine) and set(spans) == set(self._machine) else None
        made = [known[s] if known else self._fragment(i, s) for i, s in enumerate(spans)]
        codes = tuple(
            CurrentCode(
                fragment,
                theme,
                slot.status,
                slot.score,
                slot.coder,
                slot.evidence,
                slot.was,
                tuple(slot.decided),
                slot.contested,
                slot.later,
                slot.by_machine,
                slot.in_bulk,
                slot.at,
                slot.unasked,
            )
            for fragment in made
            for theme, slot in self.places[(fragment.start, fragment.end)].items()
        )
        state = InterviewState(self.interview, tuple(made), codes, tuple(self.orphans))
        return replace(state, put_off=frozenset(self.put_off)) if self.put_off else state

    def _present(self, theme: str | None) -> str | None:
        """Id of a theme in the present codebook; None when it has none."""
        if theme is None or self._themes is None:
            return theme
        return self._themes.get(theme)

    def _slots_at(self, span: Span, theme: str) -> _Slots:
        """Codes of the fragment that a decision about these words and this theme is laid on."""
        carrying = [place for place, slots in self.places.items() if theme in slots]
        home = home_of(span, list(self.places), carrying) or span
        return self.places.setdefault(home, {})

    def _fragment(self, index: int, span: Span) -> Fragment:
        """Number a machine's fragment anew, or make a person's fragment."""
        if span in self._machine:
            return replace(self._machine[span], index=index)
        turns = self.interview.turns
        turn = next((t for t in turns if t.end > span[0]), turns[-1])
        resident_turn = sum(t.role == "resident" for t in turns[: turn.index])
        text = self.interview.text[slice(*span)]
        question = self.interview.question_before(turn)
        return Fragment(
            self.project, self.interview.id, turn.index, resident_turn, index, span[0], span[1], text, question
        )

    def _confirm(self, decision: Decision[Action], span: Span, theme: str) -> str:
        """Let a theme hold; makes the code when the machine does not give it (any more)."""
        slot = self._slots_at(span, theme).setdefault(theme, _Slot("machine", 1.0, decision.author.name))
        slot.decide(decision, slot.status if slot.status in ("added", "changed") else "confirmed", holds=True)
        return ""

    def _reject(self, decision: Decision[Action], span: Span, theme: str) -> str:
        """Let a theme not hold on any fragment that shares enough of the words."""
        hit = [slots[theme] for place, slots in self.places.items() if theme in slots and shared_enough(span, place)]
        if not hit and home_of(span, list(self.places), ()):
            slots = self._slots_at(span, theme)
            hit = [slots.setdefault(theme, _Slot("rejected", 0.0, decision.author.name))]
        for slot in hit:
            slot.decide(decision, "rejected", holds=False)
        return ""

    def _change(self, decision: Decision[Action], span: Span, old: str | None, new: str | None) -> str:
        """Put a theme in the place of another one."""
        if new is None:
            return THEME_GONE
        if old == new:
            return self._confirm(decision, span, new)
        slots = self._slots_at(span, old or new)
        replaced = slots.get(old) if old is not None else None
        if replaced is not None:
            replaced.decide(decision, "rejected", holds=False)
            replaced.was = new
        made = _Slot("changed", 1.0, decision.author.name, replaced.evidence if replaced is not None else ())
        slot = slots.setdefault(new, made)
        slot.decide(decision, "changed", holds=True)
        slot.was = old
        return ""

    def _put(self, decision: Decision[Action], span: Span, theme: str) -> str:
        """Put a theme on words that a person chose."""
        if isinstance(decision.action, SetWords):
            return self._set_words(decision, decision.action, span, theme)
        return self._add(decision, span, theme)

    def _add(self, decision: Decision[Action], span: Span, theme: str) -> str:
        """Put a theme on exactly the selected words; a fragment of their own when no fragment is the same."""
        slot = self._selected(span).setdefault(theme, _Slot("added", 1.0, decision.author.name))
        slot.decide(decision, "confirmed" if slot.status in ("machine", "confirmed") else "added", holds=True)
        return ""

    def _selected(self, span: Span) -> _Slots:
        """Codes on exactly these words, which become a fragment of their own when no fragment is the same."""
        if span not in self.places:
            self._selections.add(span)
        return self.places.setdefault(span, {})

    def _set_words(self, decision: Decision[Action], chosen: SetWords, span: Span, theme: str) -> str:
        """Move a theme to the words that a person chose for it, and let it hold there.

        The same theme that the machine gave to words within them, and that nobody judged, is one with it.
        """
        shift = span[0] - (decision.span or span)[0]
        was, words = ((start + shift, end + shift) for start, end in (chosen.was, chosen.words))
        if not span[0] <= words[0] < words[1] <= span[1]:
            return WORDS_GONE
        carrying = {place: slots[theme] for place, slots in self.places.items() if theme in slots}
        from_there = {was} & carrying.keys() or {
            place for place, slot in carrying.items() if slot.by_machine and shared_enough(was, place)
        }
        within = {p for p, slot in carrying.items() if not slot.decided and words[0] <= p[0] and p[1] <= words[1]}
        carried = [self._taken(place, theme) for place in sorted(from_there | within)]
        slots = self._selected(words)
        for slot in carried:
            self._hand_over([words], theme, slot)
        slot = slots.setdefault(theme, _Slot("machine", 1.0, decision.author.name))
        slot.evidence = ()  # what the machine went by: these words were chosen by a person
        slot.decide(decision, slot.status if slot.status in ("added", "changed") else "confirmed", holds=True)
        return ""

    def _taken(self, place: Span, theme: str) -> _Slot:
        """Take a code off a fragment; a person's selection that has no other code is no fragment any more."""
        slot = self.places[place].pop(theme)
        if place in self._selections and not self.places[place]:
            del self.places[place]
            self._selections.discard(place)
        return slot

    def _postpone(self, decision: Decision[Action], span: Span, theme: str) -> str:
        """Mark a code to be looked at later."""
        slot = self._slots_at(span, theme).get(theme)
        if slot is None:
            self.put_off.add((span, theme))
        else:
            slot.later = True
            slot.decided.append(decision.id)
        return ""

    def _settle(self, decision: Decision[Action], span: Span, theme: str, *, present: bool) -> None:
        """End the dispute about a theme: only the last word counts from here on."""
        for place, slots in self.places.items():
            if theme in slots and decision.id in slots[theme].decided and shared_enough(span, place):
                slots[theme].votes = {decision.author.identity: present}

    def _divide(self, division: FragmentAction, before: Span, span: Span) -> str:
        """Put a split or a merge in the place of the fragments it is about; each code goes where its evidence lies.

        Parameters
        ----------
        before
            Where the words stood when the person decided, which the parts are counted from.
        span
            Where they stand now.
        """
        shift = span[0] - before[0]
        parts = [(start + shift, end + shift) for start, end in division.parts]
        if not parts or any(not span[0] <= start < end <= span[1] for start, end in parts):
            return PARTS_UNFIT
        if isinstance(division, Merge):
            inside = [place for place in self.places if span[0] <= place[0] and place[1] <= span[1]]
        else:
            home = home_of(span, list(self.places), ())
            inside = [] if home is None else [home]
        if not inside:
            return PARTS_UNFIT
        for place in inside:
            for theme, slot in self.places.pop(place).items():
                self._hand_over([part for part in parts if overlap(part, place)] or parts, theme, slot)
        for part in parts:
            self.places.setdefault(part, {})
            self._selections.discard(part)
        return ""

    def _hand_over(self, parts: Sequence[Span], theme: str, slot: _Slot) -> None:
        """Move a code to the parts that hold its evidence (all, without evidence); what two parts bring is joined."""
        carried = [part for part in parts if any(a < part[1] and part[0] < b for a, b in slot.evidence)]
        for part in carried or parts:
            evidence = tuple(
                (max(a, part[0]), min(b, part[1])) for a, b in slot.evidence if a < part[1] and part[0] < b
            )
            present = self.places.setdefault(part, {}).get(theme)
            if present is None:
                self.places[part][theme] = replace(
                    slot, evidence=evidence, decided=list(slot.decided), votes=dict(slot.votes)
                )
                continue
            first, second = sorted((present, slot), key=lambda s: s.decided[-1:] or [0])
            self.places[part][theme] = replace(
                second,
                score=max(first.score, second.score),
                by_machine=first.by_machine or second.by_machine,
                evidence=tuple(sorted({*present.evidence, *evidence})),
                decided=sorted({*first.decided, *second.decided}),
                votes=first.votes | second.votes,
            )
