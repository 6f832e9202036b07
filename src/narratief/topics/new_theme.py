"""A codebook theme made of a cluster."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from narratief.domain.codebook import Codebook, Theme, Valence
from narratief.domain.errors import InputError
from narratief.topics.topic import Topic, Topics

_EXAMPLES = 8
"""Most fragments that become a theme's examples. Chosen, not measured: three examples already find a third of a new
subject (docs/measurements.md, "Added themes"), and a codebook must stay readable."""
_ID_LENGTH = 40  # characters of an id made from a name; chosen, so that ids fit a column of a table


def theme_of(
    found: Topics,
    topic: Topic,
    codebook: Codebook,
    goal: str,
    valence: Valence,
    label: str,
    definition: str,
    chosen: Sequence[str] = (),
) -> Theme:
    """Make a codebook theme of a cluster.

    Parameters
    ----------
    chosen
        Ids of fragments that a person gives the theme: the first become examples, by which it is recognised. When
        there are none, the cluster's most typical fragments do.

    Raises
    ------
    InputError
        When the codebook has no such goal, or the theme has no name or definition.
    """
    if goal not in {each.id for each in codebook.goals}:
        known = ", ".join(each.id for each in codebook.goals)
        raise InputError(goal, "Dit doel staat niet in het codeboek.", f"Kies uit: {known}.")
    if not definition.strip():
        raise InputError(topic.id, "Een thema heeft een omschrijving nodig.", "Zeg in één zin wat eronder valt.")
    name = tidy_name(label)
    return Theme(
        id=_theme_id(name, codebook.theme_ids),
        goal=goal,
        valence=valence,
        label=name,
        definition=definition.strip(),
        examples=tuple(found.passages[member].text for member in (chosen or topic.quotes)[:_EXAMPLES]),
    )


def tidy_name(label: str) -> str:
    """Take superfluous blanks out of a name that a person typed.

    Raises
    ------
    InputError
        When nothing is left.
    """
    name = " ".join(label.split())
    if not name:
        raise InputError("naam", "De naam is leeg.", "Geef een naam van een paar woorden.")
    return name


def _theme_id(label: str, taken: Collection[str]) -> str:
    """Make an id of a name: lower case, without accents, with a number where a theme has it already."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_ID_LENGTH] or "thema"
    base = base if base[0].isalpha() else f"t_{base}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
