"""Forms of the reading view: themes and memos on words of an interview."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.errors import Refusal
from narratief.domain.spans import Span
from narratief.web.forms import FormModel
from narratief.web.forms.positions import Mark, same_words, selected_span, typed_span


class WordsForm(FormModel):
    """A form about words of an interview.

    Attributes
    ----------
    start, end
        Place of the fragment that the form stands beside, in code points.
    words
        What a person typed to narrow the fragment down, or what the browser says is selected.
    from_at, from_units, to_at, to_units
        Both ends of a selection, as `narratief.web.forms.positions.Mark` has them; no ``from_at`` without a selection.
    """

    start: int | None = None
    end: int | None = None
    words: str = ""
    from_at: int | None = None
    from_units: int = 0
    to_at: int = -1
    to_units: int = 0

    @property
    def names_words(self) -> bool:
        """Whether it is about words at all."""
        return self.start is not None or self.from_at is not None

    def span_in(self, text: str, turns: Sequence[Span] = (), *, narrowed: bool = True) -> Span:
        """Place of the words in an interview's text.

        Parameters
        ----------
        turns
            Places of what people say in it, for a selection over more than one turn.
        narrowed
            False for a form that is about the whole fragment, whatever was typed.

        Raises
        ------
        Refusal
            When the words are not there.
        """
        if self.from_at is not None:
            start, end = Mark(self.from_at, self.from_units), Mark(self.to_at, self.to_units)
            return selected_span(text, start, end, self.words if narrowed else "", turns)
        if self.start is None or self.end is None or not 0 <= self.start < self.end <= len(text):
            raise Refusal("Deze woorden staan niet in het gesprek.", "Laad de pagina opnieuw.")
        fragment = (self.start, self.end)
        return typed_span(text, fragment, self.words) if narrowed else fragment


class DecisionForm(WordsForm):
    """A decision about a theme on words.

    Attributes
    ----------
    kind
        A `narratief.domain.kinds.Kind`.
    new_theme
        The right theme, when the kind is "change".
    seen
        Last decision that the page knew of.
    asked
        Id of this request: sent twice, it is carried out once.
    """

    kind: str
    theme: str
    new_theme: str = ""
    seen: int | None = None
    asked: str | None = None


class MemoForm(WordsForm):
    """A memo about words, about a theme on them, or about the interview.

    Attributes
    ----------
    text
        Empty to take the memo away.
    memo
        The memo that gets another text; None for a new one.
    """

    text: str = ""
    theme: str | None = None
    memo: int | None = None


class PublicationForm(WordsForm):
    """Words that may be published after all, or may not.

    Attributes
    ----------
    act
        "vrijgeven", or anything else to hold them back.
    seen, asked
        As `DecisionForm` has them.
    """

    act: str
    seen: int | None = None
    asked: str | None = None


class DivisionForm(FormModel):
    """A fragment that is split before words, or joined with the next one.

    Attributes
    ----------
    act
        "splitsen", or anything else to join.
    words
        Where the second part begins.
    place
        Where it begins, in code points of the interview's text, when a person pointed there.
    """

    act: str
    start: int
    end: int
    words: str = ""
    place: int | None = None
    seen: int | None = None


class ThemeWordsForm(FormModel):
    """Other words for a theme on a fragment.

    Attributes
    ----------
    start, end
        Place of the fragment that carries the theme, in code points.
    from_place, to_place
        Place of the new words, when a person pointed them out; else they were typed.
    words
        The new words.
    seen, asked
        As `DecisionForm` has them.
    """

    theme: str
    start: int
    end: int
    words: str
    from_place: int | None = None
    to_place: int | None = None
    seen: int | None = None
    asked: str | None = None

    def span_in(self, text: str, turns: Sequence[Span]) -> Span:
        """Place of the new words; typed ones are looked for in the fragment, and else in the whole answer.

        Raises
        ------
        Refusal
            When they are not there.
        """
        if self.from_place is not None and self.to_place is not None:
            return same_words(text, (self.from_place, self.to_place), self.words)
        if not self.words.split():
            raise Refusal("Vul in bij welke woorden het thema hoort.")
        answer = next((turn for turn in turns if turn[0] <= self.start < turn[1]), (self.start, self.end))
        try:
            return typed_span(text, (self.start, self.end), self.words)
        except Refusal:
            return typed_span(text, answer, self.words)
