"""The lists of a project in project.yaml: words that stay in every transcript, and words that go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narratief.domain.entities import KIND_OF_NAME, PSEUDONYM_NAMES, EntityType

KEEP_HINT = " (schrijf woorden of hele namen onder elkaar, elk achter een streepje)"
KINDS: dict[str, EntityType] = {name.lower(): kind for name, kind in KIND_OF_NAME.items()}
"""Kinds of words to hide, as users write them."""
HIDE_HINT = (
    f" (schrijf namen onder elkaar, elk achter een streepje, of soort: woorden, met als soort {', '.join(KINDS)})"
)
_LONGEST = 100
"""Characters of one entry: chosen, longer than any name; what is longer is a sentence by mistake."""


def read_kept(value: object) -> tuple[str, ...]:
    """Read the words to keep: one, or a list.

    Raises
    ------
    ValueError
        When there is anything else in it than words.
    """
    return tuple(dict.fromkeys(_words(each) for each in _several(value)))


def read_hidden(value: object) -> tuple[tuple[EntityType, str], ...]:
    """Read the words to hide with what they are: names of people, and others as "adres: Molenpad".

    Raises
    ------
    ValueError
        When there is anything else in it, or a kind that does not exist.
    """
    return tuple(dict.fromkeys(pair for each in _several(value) for pair in _with_kind(each)))


def hidden_as_written(hide: Iterable[tuple[EntityType, str]]) -> list[dict[str, str]]:
    """Write words to hide as `read_hidden` reads them."""
    return [{PSEUDONYM_NAMES[kind].lower(): words} for kind, words in hide]


def _with_kind(entry: object) -> Iterator[tuple[EntityType, str]]:
    """What an entry of the list to hide stands for."""
    if isinstance(entry, dict):
        for kind, words in entry.items():
            if str(kind).strip().lower() not in KINDS:
                raise ValueError("unknown kind")
            for each in _several(words):
                yield KINDS[str(kind).strip().lower()], _words(each)
    elif isinstance(entry, (list, tuple)):
        kind, words = entry
        yield kind, _words(words)
    else:
        yield "person", _words(entry)


def _several(value: object) -> Iterable[object]:
    """A list as it is, and anything else as a list of one."""
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else (value,)


def _words(entry: object) -> str:
    """Words of an entry, one space apart.

    Raises
    ------
    ValueError
        When it is no words, or far too many.
    """
    words = " ".join(str(entry).split()) if isinstance(entry, (str, int, float)) else ""
    if not words or len(words) > _LONGEST or not any(letter.isalnum() for letter in words):
        raise ValueError("no words")
    return words
