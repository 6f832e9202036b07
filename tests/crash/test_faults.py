"""A disk that is full, read-only or broken at any write: every command says so at once, in Dutch, and ends."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from narratief.domain.errors import NarratiefError
from narratief.pipeline.evaluate import evaluate
from narratief.pipeline.open_project import OpenProject, open_folder
from narratief.pipeline.take_in import take_in
from narratief.publish.formats import format_named
from narratief.store.coding.interviews import interviews_of
from narratief.store.faults import fault_of
from tests.crash import failing
from tests.crash.commands import TALK, WORDS, command, faults


def check_commands(
    act: Callable[[], int], folder: Path, capsys: pytest.CaptureFixture[str], before: Callable[[], object] | None = None
) -> None:
    """Every fault ends the command with what is the matter; afterwards it works as ever."""
    told = 0
    for disk, error in faults(act, folder):
        if before is not None:
            before()
        capsys.readouterr()
        with failing.on(disk):
            status = act()
        said = " ".join(capsys.readouterr().err.split())
        assert status in (0, 2), said
        assert status == 0 or WORDS[error] in said, (disk.refused, said)
        assert "Traceback" not in said
        told += status == 2
    assert told
    if before is not None:
        before()
    assert act() == 0


@pytest.mark.parametrize("form", ["xlsx", "verslag-docx", "qdpx", "open-data"])
def test_export(plein: OpenProject, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "uit"
    target = out / f"plein{format_named(form).suffix}"

    def act() -> int:
        return command("export", str(plein.project.path), "--format", form, "--out", str(target), "--draft")

    check_commands(act, out, capsys)


def test_backup(plein: OpenProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "weg"

    def act() -> int:
        return command("backup", str(out / "kopie.zip"))

    check_commands(act, out, capsys, before=lambda: (out / "kopie.zip").unlink(missing_ok=True))


def test_erasing_tells_that_it_could_not_delete(
    plein: OpenProject, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables with residents' words may not stay while it says that they are gone."""
    with plein.store.reading() as session:
        interview = interviews_of(session, plein.id)[0].file
    table = own_home / "uitkomsten" / plein.project.name / "synthese.html"
    table.parent.mkdir(parents=True)
    table.write_text("Geen brief, geen mail.", "utf-8")
    for error, words in WORDS.items():
        with failing.on(failing.Disk((str(table.parent),), 0, error, removes=True)) as disk:
            assert command("erase", str(plein.project.path), interview, "--yes") == 2
        assert disk.refused
        assert words in " ".join(capsys.readouterr().err.split())
    assert table.exists()
    assert command("erase", str(plein.project.path), interview, "--yes") == 0
    assert not table.exists()


def test_tag_and_segment(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "uit"
    source.write_text(json.dumps({"text": "Wij hoorden er nooit meer iets van."}) + "\n", "utf-8")
    for name in ("tag", "segment"):
        check_commands(lambda name=name: command(name, "--in", str(source), "--out", str(out / "x.jsonl")), out, capsys)


def test_the_main_job(plein: OpenProject, tmp_path: Path) -> None:
    out = tmp_path / "uit"

    def act() -> str:
        try:
            [outcome] = evaluate([str(plein.project.path)], str(out))
        except NarratiefError as error:
            return str(error)
        return " ".join(map(str, outcome.problems))

    told = 0
    for disk, error in faults(act, out):
        with failing.on(disk):
            said = act()
        assert not disk.refused or WORDS[error] in said, (disk.refused, said)
        told += bool(disk.refused)
    assert told
    assert act() == ""


def test_taking_in_and_the_vault(plein: OpenProject, tmp_path: Path) -> None:
    new, vault = plein.project.path / "nieuw.txt", tmp_path / "vault"
    for number, error in enumerate(WORDS):
        new.write_text(TALK.format("Aaltje Berkhout") + f"Bewoner: Dit was {number}.\n", "utf-8")
        with failing.on(failing.Disk((str(vault),), 0, error)) as disk, pytest.raises(NarratiefError) as caught:
            take_in(open_folder(plein.project.path))
        assert disk.refused
        assert WORDS[error] in str(caught.value)
    assert "nieuw.txt" in take_in(open_folder(plein.project.path)).files


@pytest.mark.parametrize("error", WORDS)
@pytest.mark.parametrize("where", ["home", "vault", "uit"])
def test_a_run_says_it_before_anything_is_started(
    own_home: Path, tmp_path: Path, where: str, error: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plein").mkdir()
    begun = time.monotonic()
    with failing.on(failing.Disk((str(tmp_path / where),), 0, error)):
        assert command("run", str(tmp_path / "plein"), "--out", str(tmp_path / "uit")) == 2
    assert WORDS[error] in " ".join(capsys.readouterr().err.split())
    assert time.monotonic() - begun < 30, "it asked Prefect's server first"


def test_a_full_database_is_told(plein: OpenProject) -> None:
    (plein.project.path / "nieuw.txt").write_text(TALK.format("Aaltje Berkhout") * 400, "utf-8")
    with plein.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    from sqlalchemy import event

    @event.listens_for(plein.store.engine, "begin")
    def small(connection):  # a limit of each connection, as a full disk is one of the file
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(NarratiefError, match="De schijf is vol"):
        take_in(open_folder(plein.project.path))


def test_a_file_that_is_open_in_excel_is_told_by_its_name() -> None:
    """As Windows says it: a file that a program has open cannot be replaced."""
    for code in (5, 32):
        error = PermissionError(errno.EACCES, "Access is denied", "C:/uit/.synthese.tmp", None, "C:/uit/synthese.xlsx")
        error.winerror = code
        told = fault_of(error)
        assert told is not None
        assert str(told).startswith("synthese.xlsx: Dit bestand is nog open in een ander programma, zoals Excel")


def test_a_folder_that_may_not_be_written_is_told() -> None:
    told = fault_of(PermissionError(errno.EACCES, "Permission denied", "/uit/x"))
    assert "mag een map of bestand niet gebruiken" in str(told)
    assert fault_of(PermissionError(errno.EACCES, "Permission denied")) is None
