"""Themes as REFI-QDA codes: goals are codes that cannot be assigned, with their themes nested in them.

Code names are unique in the whole document, since QualCoder identifies a code by its name alone. What REFI-QDA has no
place for (a theme's stable id, its side, what it includes and excludes) is written readably in the description.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping, Sequence

from narratief.domain.codebook import VALENCE_LABELS, Goal, Theme
from narratief.publish.refi.guids import guid
from narratief.publish.refi.xml import add_child
from narratief.publish.results import CombinedCodebook, theme_key

INCLUDE, EXCLUDE, EXAMPLE, MARK = "Wel: ", "Niet: ", "Voorbeeld: ", "Kenmerk in narratief: "
CORE_SET = "Kernthema's"
COLOURS = {"positive": "#0072B2", "negative": "#E69F00"}
"""Blue and orange of Okabe and Ito's palette: they differ to colour-blind readers and in greyscale."""


def goal_guid(goal: Goal) -> str:
    """GUID of a goal, computed from its id, so that it survives a change of label."""
    return guid("goal", goal.id)


def theme_guid(theme: Theme) -> str:
    """GUID of a theme, computed from its id, goal and side."""
    return guid("theme", *theme_key(theme))


def goal_name(goal: Goal) -> str:
    """Name of a goal's code."""
    return f"Doel {goal.number}: {goal.label}"


def theme_names(themes: Sequence[Theme]) -> dict[tuple[str, str, str], str]:
    """Name of each theme's code: its label, followed by its id where two themes have the same label."""
    counts = Counter(theme.label.casefold() for theme in themes)
    names: dict[tuple[str, str, str], str] = {}
    for theme in themes:
        name = theme.label if counts[theme.label.casefold()] == 1 else f"{theme.label} [{theme.id}]"
        while name.casefold() in {used.casefold() for used in names.values()}:
            name += "'"
        names[theme_key(theme)] = name
    return names


def add_codes(parent: ET.Element, book: CombinedCodebook, notes: Mapping[str, Sequence[str]] | None = None) -> None:
    """Add the element Codes.

    Parameters
    ----------
    notes
        Per GUID of a code, the GUIDs of the notes on it.
    """
    codes = add_child(parent, "Codes")
    names = theme_names(book.themes)
    for goal in book.goals:
        outer = add_child(codes, "Code", guid=goal_guid(goal), name=goal_name(goal), isCodable="false")
        add_child(outer, "Description", f"{MARK}{goal.id}")
        for theme in book.themes_of(goal):
            identity = theme_guid(theme)
            inner = add_child(
                outer,
                "Code",
                guid=identity,
                name=names[theme_key(theme)],
                isCodable="true",
                color=COLOURS[theme.valence],
            )
            add_child(inner, "Description", theme_description(theme))
            for note in (notes or {}).get(identity, ()):
                add_child(inner, "NoteRef", targetGUID=note)


def theme_description(theme: Theme) -> str:
    """Everything that a coder must know of a theme, as text that `read_codes` can read back."""
    lines = [theme.definition, ""]
    if theme.include:
        lines.append(INCLUDE + theme.include)
    if theme.exclude:
        lines.append(EXCLUDE + theme.exclude)
    lines += [EXAMPLE + example for example in theme.examples]
    lines.append(f"{MARK}{theme.id} ({VALENCE_LABELS[theme.valence].lower()})")
    return "\n".join(lines)


def code_sets(book: CombinedCodebook, core: Sequence[str] = ()) -> list[tuple[str, str, list[str]]]:
    """Sets of codes per side and goal, for tools that drop codes which cannot be assigned.

    Returns
    -------
    list
        GUID, name and the GUIDs of the members of each set.
    """
    sets = [(f"valence:{valence}", label, _side(book, valence)) for valence, label in VALENCE_LABELS.items()]
    sets += [(f"goal:{goal.id}", goal_name(goal), [theme_guid(t) for t in book.themes_of(goal)]) for goal in book.goals]
    sets.append(("core", CORE_SET, [theme_guid(theme) for theme in book.themes if theme.id in core]))
    return [(guid("set", key), name, members) for key, name, members in sets if members]


def _side(book: CombinedCodebook, valence: str) -> list[str]:
    """GUIDs of the themes of one side."""
    return [theme_guid(theme) for theme in book.themes if theme.valence == valence]
