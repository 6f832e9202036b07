"""A codebook as a REFI-QDA file (.qdc)."""

from __future__ import annotations

from pathlib import Path

from narratief import __version__
from narratief.files.atomic import write_atomic
from narratief.publish.refi.codes import add_codes, code_sets
from narratief.publish.refi.xml import CODEBOOK, add_child, new_document, serialise
from narratief.publish.results import CombinedCodebook, Results, combine_codebooks, project_results


def write_qdc(results: Results, path: Path) -> Path:
    """Write the combined codebook of projects as .qdc.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    found = project_results(results)
    core = tuple(dict.fromkeys(theme for result in found for theme in result.codebook.core_themes))
    return write_atomic(path, _bytes(combine_codebooks(found), core))


def _bytes(book: CombinedCodebook, core: tuple[str, ...]) -> bytes:
    """Make the document; without sets the element Sets is left out, as the schema allows no empty one."""
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
