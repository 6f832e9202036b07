"""Carries a name found once to every place in the interview where it is said, whole or in part, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratief.domain.entities import GUESS_PRIORITY, MODEL_PRIORITY, PSEUDONYM_NAMES, Entity, EntityType
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Words, split_words

PROPAGATED_PRIORITY = MODEL_PRIORITY + 5


_STREETLESS = re.compile(r"(?:op|huis|nummer|\d|[^\W\d_]+ [a-d]$)", re.IGNORECASE)
"""An address that means nothing elsewhere, being a number only."""


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
            elif entity.type != "address" or not _STREETLESS.match(said):
                _add(forms, said, entity.type)
    if not forms:
        return [[] for _ in texts]
    longest_first = sorted(forms, key=len, reverse=True)
    said_so = "|".join(map(re.escape, longest_first))
    pattern = re.compile(rf"(?<![\w@.])(?:{said_so})(?=s?(?![\w@]))", re.IGNORECASE)
    return [list(_mentions(text, pattern, forms)) for text in texts]


def _mentions(text: str, pattern: re.Pattern[str], forms: dict[str, _Form]) -> Iterable[Entity]:
    """Find the places in one turn where something known is said."""
    matches = list(pattern.finditer(text))
    if not matches:
        return
    words = split_words(text)
    at = {token.start: index for index, token in enumerate(words.tokens)}
    for match in matches:
        form = forms[match.group().lower()]
        if form.ordinary and not _stands_out(words, at.get(match.start())):
            continue
        yield Entity(match.start(), match.end(), form.type, PROPAGATED_PRIORITY + (" " in match.group()))


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
    key = " ".join(said.split()).lower()
    words = [t.lower for t in split_words(key).tokens]
    if not key or (words and all(word in cue("no_name") or word in cue("name_prefixes") for word in words)):
        return
    known = lexicon()
    plain = [w for w in words if w not in cue("name_prefixes")]
    ordinary = kind in ("person", "organisation") and all(known.is_listed(w) for w in plain)
    forms.setdefault(key, _Form(kind, ordinary))
