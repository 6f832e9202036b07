"""The form with a project's words that stay and words that go: one on each line, with a message per list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from narratief.domain.entities import PSEUDONYM_NAMES
from narratief.domain.word_lists import KINDS, read_hidden, read_kept
from narratief.privacy.word_lists import is_plainly_personal
from narratief.store.review.word_lists import Hidden, ListedWords
from narratief.web.forms import FormModel

T = TypeVar("T")
_MOST = 200
"""Entries of one list: chosen, far more than a project has names; what is longer is a text by mistake."""


class WordListFields(FormModel):
    """The lists as filled in.

    Attributes
    ----------
    blijft
        Words that stay, one entry on a line.
    weg
        Words that go, one entry on a line; "organisatie: Het Baken" for what is no person.
    gezien
        Mark of the changes that were shown; empty when none were yet.
    """

    blijft: str = ""
    weg: str = ""
    gezien: str = ""


@dataclass(frozen=True, slots=True)
class WordListForm:
    """What somebody filled in, and what is wrong with it.

    Attributes
    ----------
    errors
        Field name → Dutch sentence, without the words themselves.
    """

    values: WordListFields
    lists: ListedWords
    errors: dict[str, str] = field(default_factory=dict)


def form_of_lists(lists: ListedWords) -> WordListForm:
    """The form as it is opened."""
    hide = "\n".join(
        words if kind == "person" else f"{PSEUDONYM_NAMES[kind].lower()}: {words}" for kind, words in lists.hide
    )
    return WordListForm(WordListFields(blijft="\n".join(lists.keep), weg=hide), lists)


def check_lists(fields: WordListFields) -> WordListForm:
    """Check what was filled in: a number never stays, and no words are in both lists."""
    errors: dict[str, str] = {}
    keep = _read(fields.blijft, "blijft", read_kept, errors)
    hide = _read(fields.weg, "weg", _hidden, errors)
    if "blijft" not in errors:
        going = {words.casefold() for _, words in hide}
        for number, words in enumerate(keep, 1):
            if is_plainly_personal(words):
                errors["blijft"] = f"Naam {number} is een nummer, e-mailadres of webadres. Zoiets gaat altijd weg."
            elif words.casefold() in going:
                errors["blijft"] = f"Naam {number} staat ook bij wat weggaat. Haal die uit een van beide lijsten."
    return WordListForm(fields, ListedWords(keep, hide), errors)


def _read(text: str, name: str, read: Callable[[str], tuple[T, ...]], errors: dict[str, str]) -> tuple[T, ...]:
    """Read the lines of a list; notes which line is wrong."""
    found: dict[T, None] = {}
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            found.update(dict.fromkeys(read(line)))
        except ValueError:
            errors[name] = f"Regel {number} is geen naam: schrijf hoogstens 100 tekens, met een letter of cijfer erin."
    if len(found) > _MOST:
        errors[name] = f"Dit zijn er te veel: hoogstens {_MOST}."
    return tuple(found)


def _hidden(line: str) -> Hidden:
    """Read "kind: words", or words of a person."""
    kind, colon, words = line.partition(":")
    if colon and kind.strip().lower() in KINDS:
        return read_hidden({kind: words.strip()})
    return read_hidden(line)
