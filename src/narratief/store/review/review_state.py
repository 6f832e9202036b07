"""What holds now: the machine's codes with people's decisions applied in order, as a pure function.

A decision is about words at a place. It is laid on the fragments as they are now: on the fragment that shares most
of its words with it, or else on a fragment of its own, so that a new division into fragments, or a machine that
changed its mind, never takes a person's decision away. Only when the words are gone from the interview, or the theme
from the codebook, the decision is an orphan: shown, not applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from narratief.domain.code import MACHINE, Code
from narratief.domain.decision import Event
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span, find_words, home_of, overlap, shared_enough

Status = Literal["machine", "confirmed", "rejected", "added", "changed"]
SETTLED: frozenset[str] = frozenset({"confirmed", "added", "changed"})
WORDS_GONE = "Deze woorden staan niet meer in het gesprek."
THEME_GONE = "Dit thema staat niet meer in het codeboek."
PARTS_UNFIT = "De tekst is intussen anders verdeeld."


@dataclass(frozen=True, slots=True)
class CurrentCode:
    """A theme on a fragment, with what people decided about it.

    Attributes
    ----------
    status
        machine (nobody looked yet), confirmed, rejected, added (by a person) or changed (a person put it in the place
        of another theme).
    score
        The machine's probability; 1.0 when only a person gave it.
    coder
        Who gave it or decided last: ``narratief`` as long as nobody did.
    was
        The theme it replaced, when changed; the theme that replaced it, when rejected for another one.
    decided
        Ids of the decisions about it that hold, oldest first.
    contested
        True when two people decided differently and nobody adjudicated.
    later
        True when somebody wants to look at it later and nobody decided since.
    by_machine
        Whether the machine gave it, whatever people said since; `score` is then the machine's.
    """

    fragment: Fragment
    theme: str
    status: Status
    score: float
    coder: str
    evidence: tuple[Span, ...] = ()
    was: str | None = None
    decided: tuple[int, ...] = ()
    contested: bool = False
    later: bool = False
    by_machine: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts in a draft: everything that was not rejected."""
        return self.status != "rejected"

    @property
    def settled(self) -> bool:
        """Whether a person stands behind it: what counts in a publication."""
        return self.status in SETTLED


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that holds but cannot be shown at its place, and why (Dutch)."""

    event: Event
    reason: str


@dataclass(frozen=True, slots=True)
class InterviewState:
    """Fragments and codes of one interview as they are now.

    Attributes
    ----------
    fragments
        In reading order; people's own (a selection, the parts of a split) among the machine's.
    codes
        In order of fragment, then of first appearance; rejected ones too.
    orphans
        Decisions that could not be applied.
    """

    interview: Interview
    fragments: tuple[Fragment, ...]
    codes: tuple[CurrentCode, ...]
    orphans: tuple[Orphan, ...] = ()


@dataclass(slots=True)
class _Slot:
    """A code while decisions are applied to it; votes holds per person what they said last."""

    status: Status
    score: float
    coder: str
    evidence: tuple[Span, ...] = ()
    was: str | None = None
    decided: list[int] = field(default_factory=list)
    votes: dict[object, bool] = field(default_factory=dict)
    later: bool = False
    by_machine: bool = False

    def decide(self, event: Event, status: Status, *, holds: bool) -> None:
        """Let a decision hold until the next one."""
        self.status, self.coder, self.later = status, event.who, False
        self.decided.append(event.id)
        self.votes[event.person or event.who] = holds

    @property
    def contested(self) -> bool:
        """Whether people's last words about it differ."""
        return len(set(self.votes.values())) > 1


_Slots = dict[str, _Slot]


def derive(
    interview: Interview,
    fragments: Sequence[Fragment],
    codes: Iterable[Code],
    events: Iterable[Event],
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
    events
        Decisions about this interview that hold (`events.holding`), oldest first.
    themes
        Every theme id that may occur → the id it has in the present codebook, None when it is not in it. Without it
        every theme counts as it is.
    project
        Name of the project; by default that of the fragments.
    """
    board = _Board(interview, fragments, codes, themes, project)
    for event in events:
        act = _ACTS.get(event.kind)
        if act is None:
            continue
        span = find_words(interview.text, event.span, event.text)
        if span is None:
            board.orphans.append(Orphan(event, WORDS_GONE))
            continue
        reason = act(board, event, span)
        if reason:
            board.orphans.append(Orphan(event, reason))
    return board.state()


class _Board:
    """The fragments and codes of one interview while decisions are applied."""

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
        self._themes = themes
        self._machine = {(f.start, f.end): f for f in fragments}
        self.places: dict[Span, _Slots] = {span: {} for span in self._machine}
        spans = {fragment.id: (fragment.start, fragment.end) for fragment in fragments}
        for code in codes:
            theme = self.theme(code.theme)
            if theme is None:
                continue
            slots = self.places[spans[code.fragment]]
            if theme not in slots or slots[theme].score < code.score:
                slots[theme] = _Slot("machine", code.score, code.coder, code.evidence, by_machine=True)

    def theme(self, theme: str | None) -> str | None:
        """Give a theme's id in the present codebook; None when it has none."""
        if theme is None or self._themes is None:
            return theme
        return self._themes.get(theme)

    def slots_at(self, span: Span, theme: str) -> _Slots:
        """Give the codes of the fragment that a decision about these words and this theme is laid on."""
        carrying = [place for place, slots in self.places.items() if theme in slots]
        home = home_of(span, list(self.places), carrying) or span
        return self.places.setdefault(home, {})

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
            )
            for fragment in made
            for theme, slot in self.places[(fragment.start, fragment.end)].items()
        )
        return InterviewState(self.interview, tuple(made), codes, tuple(self.orphans))

    def _fragment(self, index: int, span: Span) -> Fragment:
        """Give a machine's fragment its new number, or make a person's fragment."""
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


def _confirm(board: _Board, event: Event, span: Span) -> str:
    """Let a theme hold; makes the code when the machine does not give it (any more)."""
    theme = board.theme(event.theme)
    if theme is None:
        return THEME_GONE
    slot = board.slots_at(span, theme).setdefault(theme, _Slot("machine", 1.0, event.who))
    slot.decide(event, slot.status if slot.status in ("added", "changed") else "confirmed", holds=True)
    return ""


def _reject(board: _Board, event: Event, span: Span) -> str:
    """Let a theme not hold on any fragment that shares enough of the words."""
    theme = board.theme(event.theme)
    if theme is None:
        return ""  # a theme that is gone is as good as rejected
    hit = [slots[theme] for place, slots in board.places.items() if theme in slots and shared_enough(span, place)]
    if not hit and home_of(span, list(board.places), ()):
        hit = [board.slots_at(span, theme).setdefault(theme, _Slot("rejected", 0.0, event.who))]
    for slot in hit:
        slot.decide(event, "rejected", holds=False)
    return ""


def _change(board: _Board, event: Event, span: Span) -> str:
    """Put a theme in the place of another one."""
    old, new = board.theme(event.theme), board.theme(event.after.get("theme"))
    if new is None:
        return THEME_GONE
    if old == new:
        return _confirm(board, event, span)
    slots = board.slots_at(span, old or new)
    if old is not None and old in slots:
        slots[old].decide(event, "rejected", holds=False)
        slots[old].was = new
    slot = slots.setdefault(new, _Slot("changed", 1.0, event.who, slots[old].evidence if old in slots else ()))
    slot.decide(event, "changed", holds=True)
    slot.was = old
    return ""


def _add(board: _Board, event: Event, span: Span) -> str:
    """Give a theme to exactly the selected words; a fragment of their own when no fragment is the same."""
    theme = board.theme(event.theme)
    if theme is None:
        return THEME_GONE
    slot = board.places.setdefault(span, {}).setdefault(theme, _Slot("added", 1.0, event.who))
    slot.decide(event, "confirmed" if slot.status in ("machine", "confirmed") else "added", holds=True)
    return ""


def _later(board: _Board, event: Event, span: Span) -> str:
    """Mark a code to be looked at later."""
    theme = board.theme(event.theme)
    if theme is None:
        return ""
    slot = board.slots_at(span, theme).get(theme)
    if slot is not None:
        slot.later = True
        slot.decided.append(event.id)
    return ""


def _adjudicate(board: _Board, event: Event, span: Span) -> str:
    """Decide as confirm or reject do, and end the dispute."""
    reason = _confirm(board, event, span) if event.after.get("present") else _reject(board, event, span)
    theme = board.theme(event.theme)
    if theme is not None:
        for place, slots in board.places.items():
            if theme in slots and event.id in slots[theme].decided and shared_enough(span, place):
                slots[theme].votes = {event.who: bool(event.after.get("present"))}
    return reason


def _divide(board: _Board, event: Event, span: Span) -> str:
    """Put a split or a merge in the place of the fragments it is about; each code goes where its evidence lies."""
    shift = span[0] - (event.start or 0)
    parts = [(start + shift, end + shift) for start, end in event.after.get("spans", ())]
    if not parts or any(not span[0] <= a < b <= span[1] for a, b in parts):
        return PARTS_UNFIT
    if event.kind == Kind.MERGE:
        inside = [place for place in board.places if span[0] <= place[0] and place[1] <= span[1]]
    else:
        inside = [home] if (home := home_of(span, list(board.places), ())) else []
    if not inside:
        return PARTS_UNFIT
    for place in inside:
        for theme, slot in board.places.pop(place).items():
            _hand_over(board, [part for part in parts if overlap(part, place)] or parts, theme, slot)
    for part in parts:
        board.places.setdefault(part, {})
    return ""


def _hand_over(board: _Board, parts: Sequence[Span], theme: str, slot: _Slot) -> None:
    """Give a code to the parts that hold its evidence (all, without evidence); what two parts bring is joined."""
    carried = [part for part in parts if any(a < part[1] and part[0] < b for a, b in slot.evidence)]
    for part in carried or parts:
        evidence = tuple((max(a, part[0]), min(b, part[1])) for a, b in slot.evidence if a < part[1] and part[0] < b)
        present = board.places.setdefault(part, {}).get(theme)
        if present is None:
            board.places[part][theme] = replace(
                slot, evidence=evidence, decided=list(slot.decided), votes=dict(slot.votes)
            )
            continue
        first, second = sorted((present, slot), key=lambda s: s.decided[-1:] or [0])
        board.places[part][theme] = replace(
            second,
            score=max(first.score, second.score),
            by_machine=first.by_machine or second.by_machine,
            evidence=tuple(sorted({*present.evidence, *evidence})),
            decided=sorted({*first.decided, *second.decided}),
            votes=first.votes | second.votes,
        )


_ACTS: dict[str, Callable[[_Board, Event, Span], str]] = {
    Kind.CONFIRM: _confirm,
    Kind.REJECT: _reject,
    Kind.CHANGE: _change,
    Kind.ADD: _add,
    Kind.LATER: _later,
    Kind.ADJUDICATE: _adjudicate,
    Kind.SPLIT: _divide,
    Kind.MERGE: _divide,
}


def code_of(current: CurrentCode) -> Code:
    """Give a code as the synthesis takes it: a person's where a person decided, else the machine's."""
    settled = current.settled
    return Code(
        current.fragment.id,
        current.theme,
        1.0 if settled else current.score,
        current.coder if settled else MACHINE,
        current.evidence,
    )
