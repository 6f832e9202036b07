from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.codebook_file import default_codebook, load_codebook, project_codebook
from narratief.domain.errors import InputError

OWN = """
extends: standaard
remove: [independent_facilitator]
themes:
  - id: never_reached
    goal: relationship
    valence: negative
    label: Niet bereikt
    definition: De inwoner wist van niets en is nooit uitgenodigd.
    examples: [Wij hebben nooit een brief gehad.]
"""


def test_default_has_three_goals_each_with_both_valences() -> None:
    book = default_codebook()
    assert [goal.number for goal in book.goals] == [1, 2, 3]
    assert len(book.themes) == 13
    for goal in book.goals:
        assert book.themes_of(goal.id, "positive")
        assert book.themes_of(goal.id, "negative")
    assert set(book.core_themes) == {"influence_doubt", "feedback_silence", "participation_paradox"}


def test_extending_adds_replaces_and_removes(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(OWN, "utf-8")
    book = project_codebook(tmp_path)
    assert "never_reached" in book.theme_ids
    assert "independent_facilitator" not in book.theme_ids
    assert book.theme("never_reached").examples == ("Wij hebben nooit een brief gehad.",)
    assert len(book.themes) == 13


def test_replacing_part_of_a_theme_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text("extends: standaard\nthemes:\n  - id: active_role\n    label: Zelf doen\n", "utf-8")
    theme = load_codebook(path).theme("active_role")
    assert theme.label == "Zelf doen"
    assert theme.definition == default_codebook().theme("active_role").definition


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("themes: [", "YAML"),
        ("", "leeg"),
        ("- a\n- b\n", "vorm"),
        (
            "extends: standaard\nthemes:\n  - {id: active_role, label: ' twijfel over mate  van INVLOED '}\n",
            "dezelfde naam",
        ),
        (
            "extends: standaard\nthemes:\n  - {id: x, goal: nergens, valence: positive, label: X, definition: Y}\n",
            "nergens",
        ),
        (
            "extends: standaard\nthemes:\n  - {id: x, goal: clarity, valence: soms, label: X, definition: Y}\n",
            "valence",
        ),
        ("extends: standaard\ncore_themes: [bestaat_niet]\n", "bestaat_niet"),
    ],
)
def test_a_broken_codebook_is_told_in_dutch(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as error:
        load_codebook(path)
    assert "codebook.yaml" in str(error.value)
    assert said in str(error.value)
