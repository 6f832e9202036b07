"""Each command that changes what is kept: a disk or database that fails at any write is told, and nothing is half done.

Every command is tried from the same state, which is put back before each fault. A command that told of a fault, given
again where all works, ends well; then, as after one that went on, there is what it would have left at once.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from narratief.data_protection.backup.database import UNPACKED
from narratief.pipeline.open_project import OpenProject
from narratief.pipeline.take_in import take_in
from narratief.publish.review_table.rows import DECISION, YES
from narratief.store import database
from narratief.store.database import open_store
from narratief.store.schema import DecisionRow, InterviewRow, TurnRow
from tests.crash import failing
from tests.crash.commands import DATABASE_WORDS, WORDS, command, spread
from tests.hostile.other import project, selection, source
from tests.transcripts.builders import zipped

EVENT = "Bewoner: In maart kregen wij de brief van de gemeente en op de bewonersavond zei niemand iets.\n"

pytestmark = pytest.mark.slow


@dataclass
class Kept:
    """All that is kept, and a way back to how it was.

    Attributes
    ----------
    folders
        The home folder, that of the project, the vault, and where commands write.
    """

    opened: OpenProject
    folders: tuple[Path, ...]
    copy: Path

    @property
    def path(self) -> str:
        return str(self.opened.project.path)

    @property
    def out(self) -> Path:
        return self.folders[-1]

    def keep(self) -> None:
        """Remember how it is now."""
        _let_go()
        for number, folder in enumerate(self.folders):
            shutil.copytree(folder, self.copy / str(number), symlinks=True)

    def put_back(self) -> None:
        """Make it again as it was."""
        _let_go()
        for number, folder in enumerate(self.folders):
            shutil.rmtree(folder)
            shutil.copytree(self.copy / str(number), folder, symlinks=True)

    def state(self) -> object:
        """Interviews and people's work, in an order that does not depend on ids, and the files beside the database."""
        with open_store().reading() as session:
            texts = sorted((row.file, row.text) for row in session.scalars(select(InterviewRow)))
            decisions = sorted((row.kind, row.text or "", row.who) for row in session.scalars(select(DecisionRow)))
            turns = len(session.scalars(select(TurnRow)).all())
        files = [path.relative_to(folder) for folder in self.folders[1:] for path in folder.rglob("*")]
        return texts, decisions, turns, sorted(str(file) for file in files if not _passes(file))


def _passes(file: Path) -> bool:
    """Whether a file is no outcome: a disk that does not delete keeps drafts and what was unpacked beside its place.

    The next writer clears the first, a restore an hour later the second. Locks and the key's mark hold no words.
    """
    return file.suffix in (".tmp", ".lock", ".kenmerk") or file.parts[0].startswith(UNPACKED)


def _let_go() -> None:
    """Close the database: its file is put in the place of another one, and nobody may hold the old one."""
    open_store().close()
    database._opened.cache_clear()


@pytest.fixture
def kept(plein: OpenProject, own_home: Path, tmp_path: Path) -> Kept:
    out = tmp_path / "uit"
    out.mkdir()
    return Kept(plein, (own_home, plein.project.path, tmp_path / "vault", out), tmp_path / "zoals-het-was")


def check(kept: Kept, act: Callable[[], int], capsys: pytest.CaptureFixture[str], *, disk: bool = True) -> None:
    """Try faults at writes spread over the whole command, on the disk and in the database."""
    kept.keep()
    assert act() == 0, capsys.readouterr().err
    after = kept.state()
    places = (["disk"] if disk else []) + ["database"]
    assert sum(_check_faults(kept, act, after, where, capsys) for where in places), "no fault was told"


def _check_faults(
    kept: Kept, act: Callable[[], int], after: object, where: str, capsys: pytest.CaptureFixture[str]
) -> int:
    """Let each write that is tried fail in the next way; returns how many faults ended the command."""
    kept.put_back()
    with _faulty(kept, where) as whole:
        assert act() == 0
    told, ways = 0, cycle((WORDS if where == "disk" else DATABASE_WORDS).items())
    for place, (error, words) in zip(spread(whole.seen), ways, strict=False):
        kept.put_back()
        capsys.readouterr()
        with _faulty(kept, where, place, error) as faulty:
            status = act()
        said = " ".join(capsys.readouterr().err.split())
        assert status in (0, 2), (faulty.refused, said)
        assert status == 0 or words in said, (faulty.refused, said)
        assert "Traceback" not in said
        if status:
            told += 1
            assert act() == 0, (faulty.refused, capsys.readouterr().err)
        assert kept.state() == after, faulty.refused
    return told


@contextmanager
def _faulty(kept: Kept, where: str, place: int = -1, error: int = 0) -> Iterator[failing.Disk | failing.Database]:
    """A disk or database that refuses from a write on, by default never."""
    if where == "disk":
        with failing.on(failing.Disk(tuple(map(str, kept.folders)), place, error, removes=True)) as disk:
            yield disk
    else:
        with failing.in_database(failing.Database(open_store().engine, place, error)) as refusing:
            yield refusing


def test_import(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    talk = "Interviewer: Hoe ging dat?\n\nInwoner: Er kwam nooit meer een brief.\n"
    file = kept.out.parent / "terug.qdpx"
    file.write_bytes(zipped({"project.qde": project(source(talk, selection(1, 36, 60), "nieuw.txt"))}))
    check(kept, lambda: command("import", str(file), "--project", kept.path, "--yes"), capsys)


def test_erase(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    """What is made of interviews goes too: nothing of it may stay without a word."""
    with kept.opened.store.reading() as session:
        interview = session.scalars(select(InterviewRow.file).order_by(InterviewRow.file)).all()[0]
    made = kept.folders[0] / "uitkomsten" / kept.opened.project.name
    made.mkdir(parents=True)
    (made / "synthese.html").write_text("Geen brief, geen mail.", "utf-8")

    def act() -> int:
        status = command("erase", kept.path, interview, "--yes")
        left = (made / "synthese.html").exists() or len(list(Path(kept.path).glob("*.txt"))) > 1
        assert status or not left, "told as erased"
        return status

    check(kept, act, capsys)


def test_restore(kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "kopie.zip"
    assert command("backup", str(copy)) == 0

    check(kept, lambda: command("restore", str(copy), "--overwrite"), capsys)


def test_moments(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    for path in kept.opened.project.files:
        path.write_text(path.read_text("utf-8") + EVENT, "utf-8")
    take_in(kept.opened)
    assert command("moments", kept.path, "--all") == 0
    found = re.search(r"\b\w{12}\b(?=  )", capsys.readouterr().out)
    assert found
    moment = found.group()
    check(kept, lambda: command("moments", kept.path, "--rename", moment, "De brief van maart"), capsys, disk=False)


def test_topics(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    texts = kept.out.parent / "in.jsonl"
    rows = [f"Er kwam nooit meer een brief over {what}." for what in ("het plein", "de bomen", "het pad", "de bank")]
    texts.write_text("".join(json.dumps({"text": row}) + "\n" for row in rows), "utf-8")
    out, files = str(kept.out / "x.jsonl"), str(kept.out / "clusters")
    check(kept, lambda: command("topics", "--in", str(texts), "--out", out, "--files", files), capsys)


def test_person(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(kept.out / "overzicht.docx")
    check(kept, lambda: command("person", "Wubbo Schelvisch", "--out", out), capsys)


def test_retention(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    (Path(kept.path) / "project.yaml").write_text(yaml.safe_dump({"retention": "2020-01-01"}), "utf-8")
    take_in(kept.opened)
    assert command("review", kept.path, "--out", str(kept.out / "x.csv")) == 0  # so that the store knows the period

    def act() -> int:
        status = command("retention", "--yes")
        assert status or not list(Path(kept.path).glob("*.txt")), "told as deleted"
        return status

    check(kept, act, capsys)


def test_vault_destroy(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    def act() -> int:
        status = command("vault", "destroy", kept.path, "--yes")
        assert status or not list(kept.folders[2].glob("*.kluis")), "told as destroyed"
        return status

    check(kept, act, capsys)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_review_out(kept: Kept, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(kept.out / f"nakijken.{form}")
    check(kept, lambda: command("review", kept.path, "--out", out), capsys)


def test_review_in(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    table = kept.out / "nakijken.csv"
    assert command("review", kept.path, "--out", str(table)) == 0
    with table.open(encoding="utf-8-sig", newline="") as lines:
        first, *rows = csv.reader(lines, delimiter=";")
    with table.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, delimiter=";").writerows(
            [
                first,
                *([YES if name == DECISION else cell for name, cell in zip(first, row, strict=True)] for row in rows),
            ]
        )
    check(kept, lambda: command("review", kept.path, "--in", str(table)), capsys, disk=False)


def test_privacy_writes_nothing(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    """It keeps nothing, so that it also works where nothing can be written."""
    for error in WORDS:
        with failing.on(failing.Disk(tuple(map(str, kept.folders)), 0, error, removes=True)) as disk:
            assert command("privacy", kept.path, "--hide", "een brief") == 0, capsys.readouterr().err
        assert not disk.refused
