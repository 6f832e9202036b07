"""A codebook as a REFI-QDA file (.qdc)."""

from __future__ import annotations

from pathlib import Path

from narratief import __version__
from narratief.domain.codebook import Codebook
from narratief.files.atomic import write_atomic
from narratief.publish.refi.codes import add_codes, code_sets
from narratief.publish.refi.xml import CODEBOOK, add_child, new_document, serialise
from narratief.publish.results import CombinedCodebook, Results, combine_codebooks, project_results


def write_qdc(results: Results, path: Path) -> Path:
    """Write the codebook of projects as .qdc.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    found = project_results(results)
    core = tuple(dict.fromkeys(theme for result in found for theme in result.codebook.core_themes))
    return write_atomic(path, _bytes(combine_codebooks(found), core))


def codebook_bytes(codebook: Codebook) -> bytes:
    """Make a .qdc of one codebook; themes come in the order of goals, what goes well first."""
    goals = tuple(sorted(codebook.goals, key=lambda goal: (goal.number, goal.id)))
    themes = [
        theme for goal in goals for side in ("positive", "negative") for theme in codebook.themes_of(goal.id, side)
    ]
    return _bytes(CombinedCodebook(goals, tuple(themes)), codebook.core_themes)


def _bytes(book: CombinedCodebook, core: tuple[str, ...]) -> bytes:
    """The document, sets left out when there are none (an empty list would not be valid)."""
    element = new_document("CodeBook", CODEBOOK, origin=f"narratief {__version__}")
    add_codes(element, book)
    sets = code_sets(book, core)
    if sets:
        parent = add_child(element, "Sets")
        for identity, name, members in sets:
            group = add_child(parent, "Set", guid=identity, name=name)
            for member in members:
                add_child(group, "MemberCode", guid=member)
    return serialise(element)
