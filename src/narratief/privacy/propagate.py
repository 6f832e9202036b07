"""Carries a name found once to every place in the interview where it is said, whole or in part, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narratief.domain.entities import GUESS_PRIORITY, MODEL_PRIORITY, PSEUDONYM_NAMES, Entity, EntityType
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Words, split_words
from narratief.privacy.things import means_nothing_elsewhere

PROPAGATED_PRIORITY = MODEL_PRIORITY + 5
_LONGEST = 200
"""Characters of what is looked for again: nobody says a longer name or address twice in the same words."""
_WORD_BEGIN = re.compile(r"(?<![\w@.])\S")
_WORD_END = re.compile(r"s?(?![\w@])")
_FIRST_WORD = re.compile(r"\w+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to say something found elsewhere.

    Attributes
    ----------
    type
        Kind of personal data.
    ordinary
        True when it is an ordinary word too, so that only a capital inside a sentence tells.
    """

    type: EntityType
    ordinary: bool


def propagate(texts: Sequence[str], found: Sequence[Iterable[Entity]], names: Iterable[str] = ()) -> list[list[Entity]]:
    """Find every other mention of what was found.

    Parameters
    ----------
    texts
        The turns.
    found
        What was found in each.
    names
        Full names known from elsewhere, such as speaker labels.

    Returns
    -------
    list[list[Entity]]
        For each turn the further mentions, found ones perhaps included.
    """
    forms: dict[str, _Form] = {}
    for name in names:
        _add_person(forms, name)
    for text, entities in zip(texts, found, strict=True):
        for entity in entities:
            said = text[entity.start : entity.end]
            if entity.type not in PSEUDONYM_NAMES or len(said) < 2:
                continue
            if entity.type == "person" and entity.priority > GUESS_PRIORITY:
                _add_person(forms, said)
            elif entity.type != "address" or not means_nothing_elsewhere(said):
                _add(forms, said, entity.type)
    if not forms:
        return [[] for _ in texts]
    phrases = _Phrases(forms)
    return [list(_mentions(text, phrases, forms)) for text in texts]


class _Phrases:
    """Ways of saying something, to find in a text; the time that takes does not grow with how many there are.

    Parameters
    ----------
    phrases
        In lower case, their words one space apart.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_opening: dict[str, dict[int, set[str]]] = {}
        for phrase in phrases:
            if len(phrase) <= _LONGEST:
                by_length = self._by_opening.setdefault(_opening(phrase), {})
                by_length.setdefault(len(phrase), set()).add(phrase)
        self._lengths = {opening: sorted(lengths, reverse=True) for opening, lengths in self._by_opening.items()}

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Find the places where a phrase is said as whole words, perhaps with an s behind it; the longest counts.

        Yields
        ------
        tuple
            Where it begins, and the phrase.
        """
        lower = _lower(text)
        position = 0
        for match in _WORD_BEGIN.finditer(lower):
            if match.start() < position:
                continue
            phrase = self._at(lower, match.start())
            if phrase is not None:
                yield match.start(), phrase
                position = match.start() + len(phrase)

    def _at(self, lower: str, start: int) -> str | None:
        """Find the longest phrase that begins at a place."""
        opening = _opening(lower, start)
        found = ""
        for first in {opening, opening.removesuffix("s")}:
            for length in self._lengths.get(first, ()):
                said = lower[start : start + length]
                if length <= len(found):
                    break
                if said in self._by_opening[first][length] and _WORD_END.match(lower, start + length):
                    found = said
                    break
        return found or None


def _opening(text: str, start: int = 0) -> str:
    """First word of what begins at a place, or the first character when that is none."""
    match = _FIRST_WORD.match(text, start)
    return match.group() if match else ""


def _lower(text: str) -> str:
    """Write a text in lower case, every character at its place ("İ" has no single lower-case letter and stays)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def _mentions(text: str, phrases: _Phrases, forms: dict[str, _Form]) -> Iterator[Entity]:
    """Find the places in one turn where something known is said."""
    matches = list(phrases.find(text))
    if not matches:
        return
    words = split_words(text)
    at = {token.start: index for index, token in enumerate(words.tokens)}
    for start, phrase in matches:
        form = forms[phrase]
        if form.ordinary and not _stands_out(words, at.get(start)):
            continue
        if form.type == "person" and _is_thing(words, at.get(start)):
            continue
        yield Entity(start, start + len(phrase), form.type, PROPAGATED_PRIORITY + (" " in phrase))


def _is_thing(words: Words, index: int | None) -> bool:
    """Tell whether a first name is the word that it also is: in lower case behind "een", where capitals mark names."""
    if index is None or not words.reliable or words.tokens[index].capital or not words.joined(index):
        return False
    return words.lower(index - 1) in ("een", "geen", "elke") and words.lower(index) in lexicon().words


def _stands_out(words: Words, index: int | None) -> bool:
    """Tell whether an ordinary word is a name here: a capital inside a sentence, or before "zei" at its begin."""
    if index is None or not words.reliable or not words.tokens[index].capital:
        return False
    following = words.lower(index + 1) if words.joined(index + 1) else ""
    return not words.tokens[index].first or following in cue("after_name")


def _add_person(forms: dict[str, _Form], said: str) -> None:
    """Add a name, its surname with prefixes, and each of its parts."""
    words = [t for t in split_words(said).tokens if t.lower not in cue("titles") | cue("weak_titles") or t.capital]
    if not words:
        return
    known = lexicon()
    _add(forms, said, "person")
    if (len(words) > 2 and all(len(word.text) == 1 for word in words)) or re.fullmatch(r"\w(?:-\w){2,}", said):
        _add(forms, re.sub(r"[\W_]", "", said), "person")  # spelled letter by letter
        return
    for position, token in enumerate(words):
        if token.lower in cue("name_prefixes"):
            if position and words[position - 1].lower not in cue("name_prefixes") and len(words) > position + 1:
                _add(forms, said[token.start :], "person")
            continue
        if len(token.text) < 3 and not (len(token.text) == 2 and known.is_first_name(token.lower)):
            continue
        _add(forms, token.text, "person")


def _add(forms: dict[str, _Form], said: str, kind: EntityType) -> None:
    """Add one way of saying something, unless it is function words only."""
    key = _lower(" ".join(said.split()))
    words = [t.lower for t in split_words(key).tokens]
    if not key or (words and all(word in cue("no_name") or word in cue("name_prefixes") for word in words)):
        return
    known = lexicon()
    plain = [w for w in words if w not in cue("name_prefixes")]
    ordinary = kind in ("person", "organisation") and all(known.is_listed(w) for w in plain)
    forms.setdefault(key, _Form(kind, ordinary))
