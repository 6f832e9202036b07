"""Decisions in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from narratief.domain.actions import Action, Adjudicate, Change, CodeAction, EditCluster, InBulk, Rewind, Undo
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author, Decision
from narratief.domain.kinds import DONE
from narratief.store.review.words import together_of


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A decision as a reader sees it.

    Attributes
    ----------
    what
        What was done, a Dutch phrase after the person's name.
    holds
        Whether it still holds.
    can_undo
        Whether it can be undone (or, when it was undone, be restored by undoing that).
    later
        Who decided how much since, of what still holds and can be undone: what going back to this moment takes back.
    """

    decision: Decision[Action]
    what: str
    holds: bool
    can_undo: bool
    later: tuple[tuple[Author, int], ...] = ()

    def later_of(self, identity: int) -> int:
        """Count what a person decided since."""
        return sum(number for author, number in self.later if author.identity == identity)

    def later_of_others(self, identity: int) -> tuple[tuple[str, int], ...]:
        """Names and numbers of what others decided since."""
        return tuple((author.name, number) for author, number in self.later if author.identity != identity)


def history_lines(decisions: Iterable[tuple[Decision[Action], bool]], codebook: Codebook) -> list[HistoryLine]:
    """Describe decisions, in the order given.

    Parameters
    ----------
    decisions
        The newest first, each with whether it holds, as `narratief.store.review.history` gives them.
    """
    labels = {theme.id: theme.label for theme in codebook.themes}
    lines = []
    since: dict[int | str, tuple[Author, int]] = {}
    for decision, holds in decisions:
        undoing = isinstance(decision.action, Undo | Rewind)
        can = (holds or undoing) and decision.action.undoable
        lines.append(HistoryLine(decision, _what(decision, labels), holds, can, tuple(since.values())))
        if holds and decision.action.undoable:
            author = decision.author
            since[author.identity] = (author, since.get(author.identity, (author, 0))[1] + 1)
    return lines


def by_press(lines: Iterable[HistoryLine]) -> Iterator[HistoryLine]:
    """Take decisions that one press made as one: the newest of them, which says how many there are."""
    presses: dict[str | int, list[HistoryLine]] = {}
    for line in lines:
        presses.setdefault(together_of(line.decision) or line.decision.id, []).append(line)
    for own in presses.values():
        many = f" ({len(own)} tegelijk)" if len(own) > 1 else ""
        yield replace(own[0], what=own[0].what + many)


def _what(decision: Decision[Action], labels: dict[str, str]) -> str:
    """Describe what a decision did, with the labels of its themes."""
    told, themes = DONE[decision.kind], [decision.theme]
    match decision.action:
        case Change(theme=new_theme):
            themes.append(new_theme)
        case EditCluster(theme=new_theme):
            themes.append(new_theme)
        case Adjudicate(present=present):
            told += " (het thema klopt)" if present else " (het thema klopt niet)"
        case CodeAction(bulk=InBulk()):
            told += " (met andere tegelijk)"
    names = [labels.get(theme, theme) for theme in themes if theme]
    return f"{told}: {' → '.join(dict.fromkeys(names))}" if names else told
