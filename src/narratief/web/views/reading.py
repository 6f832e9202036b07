"""The reading view: an interview as rows of words, with what was coded in the margin of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.dutch import counted, listed
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Turn
from narratief.domain.off_record import OffRecord
from narratief.domain.spans import Span, overlap
from narratief.store.review.memos import Memo
from narratief.store.review.review_state import CurrentCode, InterviewState

STATUS_WORDS = {
    "machine": "nog niet beoordeeld",
    "confirmed": "klopt",
    "rejected": "klopt niet",
    "added": "toegevoegd",
    "changed": "ander thema gekozen",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that look alike.

    Attributes
    ----------
    themes
        Labels of the themes that these words carried; empty for plain words.
    memo
        Whether a memo is about these very words.
    withheld
        Whether these words are not for publication.
    """

    text: str
    themes: tuple[str, ...] = ()
    memo: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class MarginCode:
    """A code in the margin.

    Attributes
    ----------
    words
        The fragment's words when it is not the whole row; empty otherwise.
    memos
        Memos about this theme on these words.
    """

    code: CurrentCode
    theme: Theme
    was: str
    words: str
    memos: tuple[Memo, ...]

    @property
    def status_words(self) -> str:
        """What people decided, in Dutch."""
        if self.code.contested:
            return "verschil van mening"
        bulk = ", met andere tegelijk" if self.code.in_bulk else ""
        return STATUS_WORDS[self.code.status] + bulk

    @property
    def span(self) -> Span:
        """Place of the fragment."""
        return self.code.fragment.start, self.code.fragment.end


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of a turn: one fragment (or several that share words), or words outside every fragment.

    Attributes
    ----------
    start, end
        Place in the interview's text, in code points.
    spans
        Its fragments.
    off_record
        Words in it that are not for publication.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...]
    codes: tuple[MarginCode, ...]
    memos: tuple[Memo, ...]
    spans: tuple[Span, ...]
    off_record: tuple[OffRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """A turn with its rows."""

    turn: Turn
    rows: tuple[Row, ...]


def read_turns(
    state: InterviewState, codebook: Codebook, memos: Sequence[Memo] = (), *, rejected: bool = False
) -> tuple[ReadTurn, ...]:
    """Lay an interview out for reading.

    Parameters
    ----------
    memos
        Those about this interview.
    rejected
        Whether codes that a person rejected are shown too.
    """
    known = set(codebook.theme_ids)
    codes = [c for c in state.codes if c.theme in known and (rejected or c.counts or c.contested)]
    about_words = [memo for memo in memos if memo.about.span is not None]
    made = []
    for turn in state.interview.turns:
        own = [f for f in state.fragments if turn.start <= f.start < turn.end]
        rows = [
            _row(state.interview.text, span, fragments, codes, codebook, about_words, state.off_record)
            for span, fragments in _divided(turn, own, state.interview.text)
        ]
        made.append(ReadTurn(turn, tuple(rows)))
    return tuple(made)


def _divided(turn: Turn, fragments: Sequence[Fragment], text: str) -> Iterable[tuple[Span, list[Fragment]]]:
    """Divide a turn: fragments that share words go together, and what lies between them is a piece of its own."""
    groups: list[tuple[int, int, list[Fragment]]] = []
    for fragment in sorted(fragments, key=lambda f: (f.start, -f.end)):
        if groups and fragment.start < groups[-1][1]:
            start, end, members = groups.pop()
            groups.append((start, max(end, fragment.end), [*members, fragment]))
        else:
            groups.append((fragment.start, fragment.end, [fragment]))
    at = turn.start
    for start, end, members in groups:
        if text[at:start].strip():
            yield (at, start), []
        yield (start, end), members
        at = end
    if text[at : turn.end].strip():
        yield (at, turn.end), []


def _row(
    text: str,
    span: Span,
    fragments: Sequence[Fragment],
    codes: Sequence[CurrentCode],
    codebook: Codebook,
    memos: Sequence[Memo],
    off_record: Sequence[OffRecord],
) -> Row:
    """Lay out one piece of a turn, with what belongs in its margin."""
    places = {(f.start, f.end) for f in fragments}
    own = [code for code in codes if (code.fragment.start, code.fragment.end) in places]
    here = [memo for memo in memos if memo.about.span and span[0] <= memo.about.span[0] < span[1]]
    margin = [_margin(code, span, codebook, here) for code in own]
    taken = {memo.id for entry in margin for memo in entry.memos}
    marked = [(a, b, codebook.theme(code.theme).label) for code in own if code.counts for a, b in _words_of(code, span)]
    noted = [memo.about.span for memo in here if memo.about.span and memo.about.span not in places]
    held = tuple(each for each in off_record if overlap(each.span, span))
    pieces = cut(text, span, marked, noted, [each.span for each in held])
    left = tuple(memo for memo in here if memo.id not in taken)
    return Row(*span, pieces, tuple(margin), left, tuple(sorted(places)), held)


def _words_of(code: CurrentCode, row: Span) -> tuple[Span, ...]:
    """Words that a code rests on: its evidence, or a person's selection when that is less than the row."""
    place = (code.fragment.start, code.fragment.end)
    return code.evidence or ((place,) if place != row else ())


def _margin(code: CurrentCode, row: Span, codebook: Codebook, memos: Sequence[Memo]) -> MarginCode:
    """A code as the margin shows it, with the memos about this very theme."""
    place = (code.fragment.start, code.fragment.end)
    about = tuple(m for m in memos if m.about.theme == code.theme and m.about.span == place)
    was = codebook.theme(code.was).label if code.was in codebook.theme_ids else ""
    return MarginCode(code, codebook.theme(code.theme), was, "" if place == row else code.fragment.text, about)


def cut(
    text: str,
    span: Span,
    marked: Sequence[tuple[int, int, str]],
    noted: Sequence[Span] = (),
    withheld: Sequence[Span] = (),
) -> tuple[Piece, ...]:
    """Cut words at every border of a highlight; the pieces together are exactly the words.

    Parameters
    ----------
    marked
        Start, end and label of each highlight; they may overlap.
    noted
        Places of memos.
    withheld
        Places of words that are not for publication.
    """
    borders = {*span}
    for start, end in (*((a, b) for a, b, _ in marked), *noted, *withheld):
        borders |= {min(max(edge, span[0]), span[1]) for edge in (start, end)}
    edges = sorted(borders)
    pieces = []
    for start, end in pairwise(edges):
        labels = dict.fromkeys(label for a, b, label in marked if a <= start and end <= b)
        memo = any(a <= start and end <= b for a, b in noted)
        held = any(a <= start and end <= b for a, b in withheld)
        pieces.append(Piece(text[start:end], tuple(labels), memo, held))
    return tuple(pieces)


def added_to(answers: int) -> str:
    """Tell that a selection became several codes; empty for one."""
    if answers < 2:
        return ""
    return f"Het thema staat nu bij {answers} antwoorden. Wat de interviewer ertussen zegt, hoort er niet bij."


def who_kept_back(off_record: Sequence[OffRecord]) -> str:
    """Tell who wants words out of publication: somebody in the conversation, or colleagues who marked them."""
    asked = sum(not each.by for each in off_record)
    people = list(dict.fromkeys(each.by for each in off_record if each.by))
    told = []
    if asked:
        told.append(f"Op {_places(asked)} vroeg iemand in het gesprek om het niet op te schrijven.")
    if people:
        kept = "hield" if len(people) == 1 else "hielden"
        told.append(f"Op {_places(len(off_record) - asked)} {kept} {listed(people)} woorden buiten publicatie.")
    return " ".join(told)


def _places(number: int) -> str:
    """Number of places in a conversation."""
    return counted(number, "plek", "plekken")
