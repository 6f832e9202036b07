"""A cluster that becomes a theme of the project's codebook."""

from __future__ import annotations

import pytest

from narratief.domain.codebook import Theme
from narratief.domain.codebook_file import project_codebook
from narratief.domain.errors import InputError
from narratief.topics.promote import add_theme

THEME = Theme(
    id="niet_bereikt",
    goal="democratic_quality",
    valence="negative",
    label="Niet bereikt",
    definition="De inwoner wist van niets.",
    examples=("Ik heb nooit een brief gehad.",),
)


def test_a_project_without_codebook_gets_one(tmp_path):
    add_theme(tmp_path, THEME)

    book = project_codebook(tmp_path)
    assert book.theme("niet_bereikt") == THEME
    assert "influence_doubt" in book.theme_ids


def test_an_own_codebook_keeps_what_it_has(tmp_path):
    (tmp_path / "codebook.yaml").write_text("extends: standaard\nremove: [active_role]\n", "utf-8")

    add_theme(tmp_path, THEME)

    book = project_codebook(tmp_path)
    assert "active_role" not in book.theme_ids
    assert "niet_bereikt" in book.theme_ids
    assert (tmp_path / "codebook.yaml.vorige").read_text("utf-8").startswith("extends")


def test_a_broken_codebook_is_left_alone(tmp_path):
    (tmp_path / "codebook.yaml").write_text("themes: [{id: X}]\n", "utf-8")

    with pytest.raises(InputError):
        add_theme(tmp_path, THEME)
    assert (tmp_path / "codebook.yaml").read_text("utf-8") == "themes: [{id: X}]\n"
