"""The form that divides a cluster: which fragment belongs to which meaning; one field for each fragment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

LETTERS = ("A", "B", "C", "D")
"""Meanings to choose from. Chosen: with four on one page a person still knows which is which."""
PART, EXAMPLE, NAME = "deel.", "voorbeeld.", "naam."
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class SplitForm:
    """What a person chose.

    Attributes
    ----------
    save
        Whether the cluster is to be divided; else only shown.
    part
        Per fragment the letter of its meaning; those without one are not in it.
    example
        The same for the fragments by which the division that was on the page was made; empty at first.
    names
        Per letter the name of what becomes of it; empty when none was given.
    """

    save: bool = False
    part: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: FormData) -> SplitForm:
        """Read the form; fields that it does not have are passed over."""
        found: dict[str, dict[str, str]] = {PART: {}, EXAMPLE: {}, NAME: {}}
        for key, value in sent.multi_items():
            for start, kept in found.items():
                if key.startswith(start) and isinstance(value, str):
                    kept[key.removeprefix(start)] = value
        part, example = ({k: v for k, v in found[start].items() if v in LETTERS} for start in (PART, EXAMPLE))
        names = {letter: " ".join(found[NAME].get(letter, "").split())[:LONGEST_NAME] for letter in LETTERS}
        return cls(sent.get("act") == "bewaren", part, example, names)


def by_letter(part: Mapping[str, str], order: Sequence[str]) -> dict[str, list[str]]:
    """Group fragments by their letter, letters and groups in order; what `order` lacks is left out."""
    found = {letter: [each for each in order if part.get(each) == letter] for letter in LETTERS}
    return {letter: own for letter, own in found.items() if own}
