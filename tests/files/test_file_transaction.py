"""A journal that no writer of narratief wrote moves nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narratief.files.file_transaction import JOURNAL, recover_transaction, write_transaction

DRAFT = f".a.csv.{'0' * 32}.tmp"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "uit").mkdir()
    (tmp_path / "brief.txt").write_text("van iemand anders", "utf-8")
    (tmp_path / "uit" / DRAFT).write_text("nieuw", "utf-8")
    return tmp_path / "uit"


@pytest.mark.parametrize(
    "plan",
    [
        {DRAFT: "../brief.txt"},
        {DRAFT: "{root}/brief.txt"},
        {"../brief.txt": "a.csv"},
        {"{root}/brief.txt": "a.csv"},
        {DRAFT: "..\\brief.txt"},
        {DRAFT: "b.csv"},
        {DRAFT: 5},
        {f".../brief.txt.{'0' * 32}.tmp": "../brief.txt"},
        [DRAFT],
        "tekst",
        None,
    ],
)
def test_a_journal_with_names_that_lead_elsewhere_is_passed_over(folder: Path, plan: object) -> None:
    data = json.dumps(plan).replace("{root}", str(folder.parent))
    (folder / JOURNAL).write_text(data, "utf-8")
    recover_transaction(folder)
    assert (folder.parent / "brief.txt").read_text("utf-8") == "van iemand anders"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["brief.txt", "uit"]
    assert not (folder / "a.csv").exists()
    assert not (folder / JOURNAL).exists()


def test_a_journal_that_is_no_json_is_passed_over(folder: Path) -> None:
    (folder / JOURNAL).write_bytes(b"\x00half")
    write_transaction(folder, {"a.csv": b"a"})
    assert (folder / "a.csv").read_bytes() == b"a"


def test_a_journal_of_a_killed_writer_is_carried_out(folder: Path) -> None:
    (folder / JOURNAL).write_text(json.dumps({DRAFT: "a.csv"}), "utf-8")
    recover_transaction(folder)
    assert [path.name for path in folder.iterdir()] == ["a.csv"]
    assert (folder / "a.csv").read_text("utf-8") == "nieuw"
