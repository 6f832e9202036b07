"""Employers, schools and clubs whose name tells what they are: "Stichting Ons Erf", "Van Leur Afbouw"."""

from __future__ import annotations

from collections.abc import Iterator

from narratief.domain.entities import ORGANISATION_PRIORITY, Entity
from narratief.privacy.detectors.capitals import LINKS, MOST_WORDS, capitals_from
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Token, Words, split_words
from narratief.privacy.detectors.workplaces import find_workplaces

_COMPOUND_HEADS = tuple(head for head in cue("organisation_heads") if len(head) > 6)
_LONGEST_HEAD = 28  # characters of a word such as "bewonersvereniging"; chosen
_NOT_AFTER_HEAD = frozenset(("van", "voor", "op", "in", "en", "der"))
_ARTICLES = LINKS - {"en"} | {"ons", "onze", "sint", "st"}
_SURNAME_LINKS = frozenset(("der", "den", "ter", "de", "en"))
_TAIL_ENDINGS = (
    "college", "lyceum", "techniek", "bedrijf", "transporten", "bouwmaterialen", "installaties", "verzekeringen",
    "architecten", "schilderwerken", "ziekenhuis", "hogeschool", "makelaardij", "kliniek",
)  # fmt: skip


def find_organisations(text: str) -> Iterator[Entity]:
    """Find organisations in the words of one turn.

    Parameters
    ----------
    text
        Words of one turn.
    """
    words = split_words(text)
    for index, token in enumerate(words.tokens):
        compound = token.lower.endswith(_COMPOUND_HEADS) and len(token.lower) < _LONGEST_HEAD
        if compound or token.lower in cue("organisation_heads"):
            last = _after_head(words, index)
            if last is not None:
                yield Entity(token.start, words.tokens[last].end, "organisation", ORGANISATION_PRIORITY)
        if token.lower in cue("organisation_tails") or token.lower.endswith(_TAIL_ENDINGS):
            begin = _before_tail(words, index)
            if begin is not None:
                yield Entity(words.tokens[begin].start, token.end, "organisation", ORGANISATION_PRIORITY + 1)
        if token.lower == "by" and 0 < index < len(words.tokens) - 1 and _is_called_after(words, index):
            last = capitals_from(words, index + 1) if words.reliable else index + 1
            begin = _capitals_before(words, index) if words.reliable else index - 1
            if begin is not None and last is not None:
                yield Entity(words.tokens[begin].start, words.tokens[last].end, "organisation", ORGANISATION_PRIORITY)
    yield from find_workplaces(words)


def _is_called_after(words: Words, index: int) -> bool:
    """Tell whether a "by" joins what a firm does to a first name: "Hair by Marijke"."""
    known, name = lexicon(), words.lower(index + 1)
    return words.joined(index) and words.joined(index + 1) and known.is_first_name(name) and not known.is_word(name)


def _after_head(words: Words, index: int) -> int | None:
    """Read on from a word such as "stichting" or "bakkerij"; give the last word of the name."""
    if index + 1 >= len(words.tokens) or words.lower(index + 1) in _NOT_AFTER_HEAD:
        return None
    if not words.reliable:
        return _name_in_lower_case(words, index)
    token = words.tokens[index]
    if token.lower in cue("weak_organisation_heads") and not token.capital and words.tokens[index + 1].first:
        return None
    return capitals_from(words, index + 1)


def _name_in_lower_case(words: Words, index: int) -> int | None:
    """Read an organisation's name without capitals: perhaps an article, then a word or two."""
    known = lexicon()
    determined = words.joined(index) and words.lower(index - 1) in cue("determiners") - {"dat"}
    position = index + 1
    while words.joined(position + 1) and words.joined(position) and words.lower(position) in _ARTICLES:
        position += 1
    first = words.lower(position)
    if not words.joined(position) or first in cue("no_name"):
        return None
    article, common = position > index + 1, first in known.common
    ordinary = common or (first in known.words and first not in known.first_names)
    unsure = words.lower(index) in cue("weak_organisation_heads") or (determined and not article)
    if unsure and ordinary and (determined or not article or common):
        return None
    second = words.lower(position + 1) if words.joined(position + 1) else ""
    if not second or second in cue("no_name") or second in known.common:
        return position
    adjective = ordinary and first.endswith(("e", "en"))
    return position + 1 if adjective or not known.is_word(second) else position


def _before_tail(words: Words, index: int) -> int | None:
    """Read back from a word such as "transport" or "college"; give the first word of the name."""
    if not words.joined(index):
        return None
    if words.reliable:
        return _capitals_before(words, index) if words.tokens[index].capital else None
    known, before = lexicon(), words.lower(index - 1)
    ordinary = before in cue("no_name") or before in known.common or known.is_word(before)
    surname = before in known.surnames and words.lower(index - 2) in ("de", "van") and index > 1
    if ordinary and not surname:
        return None
    begin = index - 1
    while words.joined(begin) and words.lower(begin - 1) in ("van", "der", "den", "ter", "de"):
        begin -= 1
    return begin


def _capitals_before(words: Words, index: int) -> int | None:
    """The first of the capitalised words before a tail; None when there is none."""
    begin = index
    while begin > max(0, index - MOST_WORDS):
        gap = words.text[words.tokens[begin - 1].end : words.tokens[begin].start]
        if not (words.tokens[begin].adjacent or gap in (" & ", "-", ". ")) or not _belongs_before(words, begin - 1):
            break
        begin -= 1
    while begin < index and not words.tokens[begin].capital:
        begin += 1
    return begin if begin < index else None


def _belongs_before(words: Words, position: int) -> bool:
    """Judge whether a word belongs to the name that ends on a tail behind it."""
    token: Token = words.tokens[position]
    if token.capital:
        return not (token.first and token.lower in lexicon().common)
    return token.lower in _SURNAME_LINKS and position > 0 and words.tokens[position - 1].capital
