"""Words that a speaker asked not to write down, and a project without them: the form in which anything leaves.

Such words count like all others and are never quoted: a fragment that shares a character with them is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span, SpanIndex, union

_MASK = "█████ "
"""What comes for words, over and over: as long as they were, with spaces, so that no program takes it for one word."""
_LEAST_WORDS = 4
"""Words in a row that are their speaker's own. Chosen, not measured: fewer could be anybody's ("Ja, dat klopt.")."""
_SENTENCE_END = re.compile(r"[.!?…\n]++")
_LINE_ENDS = re.compile(r"(\n++)")


@dataclass(frozen=True, slots=True)
class OffRecord:
    """Words within one turn that are not for publication.

    Attributes
    ----------
    start, end
        Position in the interview's stored text, in code points, end exclusive.
    reason
        Why, a Dutch sentence.
    by
        Who marked them; empty when a rule found them.
    """

    start: int
    end: int
    reason: str
    by: str = ""

    @property
    def span(self) -> Span:
        """Place of the words."""
        return self.start, self.end


def with_withheld(interview: Interview, fragments: Iterable[Fragment], spans: Iterable[Span]) -> tuple[Fragment, ...]:
    """Mark the fragments that share a character with words that are off the record; all words stay as they are.

    A question that has such words is taken from the fragments that answer it.

    Parameters
    ----------
    fragments
        Of this interview.
    spans
        Words that are off the record, in any order.
    """
    places = union(spans)
    if not places:
        return tuple(fragments)
    index = SpanIndex(places)
    asked = {turn.index + 1 for turn in interview.turns if index.overlaps(turn.start, turn.end)}
    made = []
    for fragment in fragments:
        withheld = index.overlaps(fragment.start, fragment.end)
        question = "" if withheld or fragment.turn in asked else fragment.question
        made.append(replace(fragment, withheld=withheld, question=question))
    return tuple(made)


def with_withheld_codes(
    before: Iterable[Fragment], after: Iterable[Fragment], codes: Iterable[Code]
) -> tuple[Code, ...]:
    """Let codes go along with the ids that fragments have got since they were withheld.

    Parameters
    ----------
    before, after
        The same fragments in the same order, as they were and as `with_withheld` gave them.
    """
    renamed = {old.id: new.id for old, new in zip(before, after, strict=True) if new.withheld}
    return tuple(replace(code, fragment=renamed.get(code.fragment, code.fragment)) for code in codes)


def masked(interview: Interview, spans: Iterable[Span]) -> Interview:
    """Put a mask of the same length in the place of words; every other character stays at its place."""
    places = union(spans)
    if not places:
        return interview
    text = masked_text(interview.text, places)
    turns = tuple(replace(turn, text=text[turn.start : turn.end]) for turn in interview.turns)
    return replace(interview, text=text, turns=turns)


def masked_text(text: str, spans: Iterable[Span]) -> str:
    """Put a mask of the same length in the place of words of a text, line ends excepted."""
    parts, at = [], 0
    for start, end in union(spans):
        parts += [text[at:start], *(_mask(each) for each in _LINE_ENDS.split(text[start:end]))]
        at = end
    return "".join([*parts, text[at:]])


def for_outside(result: ProjectResult, off_record: Mapping[str, Sequence[Span]]) -> ProjectResult:
    """Take the words that are off the record out of a project; every code, count and position stays.

    Parameters
    ----------
    result
        Its fragments marked by `with_withheld`.
    off_record
        Interview → such words; interviews without any may be left out.
    """
    if not any(off_record.values()):
        return result
    words = OwnWords.of(result.interviews, off_record, result.fragments)
    interviews = tuple(
        replace(masked(each, off_record.get(each.id, ())), warnings=words.not_in(each.warnings))
        for each in result.interviews
    )
    texts = {each.id: each.text for each in interviews}
    return replace(
        result,
        codebook=without_examples(result.codebook, words),
        interviews=interviews,
        fragments=tuple(
            replace(each, text=texts[each.interview][each.start : each.end]) if each.withheld else each
            for each in result.fragments
        ),
    )


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Sentences and fragments that are off the record, to know them again where somebody copied them.

    Attributes
    ----------
    texts
        With one space between words, in lower case.
    """

    texts: tuple[str, ...]

    @classmethod
    def of(
        cls, interviews: Iterable[Interview], off_record: Mapping[str, Sequence[Span]], fragments: Iterable[Fragment]
    ) -> OwnWords:
        """Collect those of interviews, and of fragments that are marked as withheld and have their words still."""
        stretches = [each.text[start:end] for each in interviews for start, end in off_record.get(each.id, ())]
        sentences = [each for text in stretches for each in _SENTENCE_END.split(text)]
        plain = (_plain(each) for each in (*sentences, *(each.text for each in fragments if each.withheld)))
        return cls(tuple(dict.fromkeys(each for each in plain if each.count(" ") >= _LEAST_WORDS - 1)))

    def are_in(self, text: str) -> bool:
        """Tell whether a text repeats any of them."""
        plain = _plain(text)
        return any(each in plain for each in self.texts)

    def not_in(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Select the texts that repeat none of them."""
        return tuple(each for each in texts if not self.are_in(each))


def without_examples(codebook: Codebook, words: OwnWords) -> Codebook:
    """Take examples out of a codebook that repeat words: a cluster that became a theme left its fragments there."""
    themes = []
    for theme in codebook.themes:
        kept = words.not_in(theme.examples)
        themes.append(theme if len(kept) == len(theme.examples) else theme.model_copy(update={"examples": kept}))
    return codebook.model_copy(update={"themes": tuple(themes)})


def _mask(text: str) -> str:
    """Mask of the length of a text; line ends as they are."""
    if text.startswith("\n"):
        return text
    mask = (_MASK * (len(text) // len(_MASK) + 1))[: len(text)]
    return mask[:-1] + "█" if mask else mask


def _plain(text: str) -> str:
    """Text with one space between words, in lower case, without the marks at its end."""
    return " ".join(text.split()).rstrip(".!?…").casefold()
