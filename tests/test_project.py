from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.errors import InputError
from narratief.domain.project import load_facts, load_project


def test_files_are_the_transcripts_only(tmp_path: Path) -> None:
    for name in ("b.txt", "a.DOCX", "gold.jsonl", "README.md", ".verborgen.txt", "~$a.docx", "foto.png"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in load_project(tmp_path).files] == ["a.DOCX", "b.txt"]


def test_facts_are_read(samples: Path) -> None:
    facts = load_project(samples / "vernieuwing-beekpark").facts
    assert (facts.title, facts.participation_level) == ("Vernieuwing Beekpark", "adviseren")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title: [", "YAML"),
        ("- x\n", "vorm"),
        ("participation_level: een beetje\n", "informeren, raadplegen"),
        ("costs: -5\n", "costs"),
    ],
)
def test_broken_facts_are_a_problem_and_the_project_goes_on(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "project.yaml").write_text(content, "utf-8")
    (tmp_path / "a.txt").write_text("x", "utf-8")
    project = load_project(tmp_path)
    assert len(project.files) == 1
    assert said in str(project.problems[0])
    assert "project.yaml" in str(project.problems[0])


def test_level_may_be_written_with_a_capital(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("participation_level: Raadplegen\ntitle: 12\n", "utf-8")
    assert load_facts(tmp_path).participation_level == "raadplegen"
    assert load_facts(tmp_path).title == "12"


def test_interviewer_may_be_given_for_all_or_for_one_file(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("interviewers: Marit\n", "utf-8")
    assert load_facts(tmp_path).interviewer_in("x.txt") == ("Marit",)
    (tmp_path / "project.yaml").write_text("interviewers:\n  x: Spreker 2\n", "utf-8")
    assert load_facts(tmp_path).interviewer_in("x.txt") == ("Spreker 2",)
    assert load_facts(tmp_path).interviewer_in("y.txt") == ()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bestaat niet"):
        load_project(tmp_path / "weg")


def test_projects_of_one_name_at_two_places_have_different_keys(tmp_path: Path) -> None:
    for place in ("een", "twee"):
        (tmp_path / place / "straat").mkdir(parents=True)
    assert load_project(tmp_path / "een/straat").key != load_project(tmp_path / "twee/straat").key
