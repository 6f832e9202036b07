"""After a run names are nowhere but in the encrypted vault; an interview that is erased is nowhere at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from narratief.domain.errors import InputError
from narratief.store.database import Store, make_engine
from tests.data_protection.talks import OTHER_SECRETS, OTHER_SENTENCES, SECRETS, SENTENCES, project
from tests.data_protection.traces import files_with

pytestmark = pytest.mark.slow

FILE = "Interview naam.txt"
_RUN = """
import json, sys
from narratief.cli.app import app
for words in json.load(sys.stdin):
    if (code := app(words, standalone_mode=False)):
        sys.exit(f"{words}: {code}")
"""


class Ran:
    """A project that was run and exported by the commands, with Prefect and all folders of its own."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.home, self.vault, self.out = root, root / "home", root / "kluis", root / "uit"
        self.home.mkdir()
        (self.home / "cache").symlink_to(cache, target_is_directory=True)
        self.project = project(root / "pleintje")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.environment = kept | {
            "NARRATIEF_HOME": str(self.home),
            "NARRATIEF_VAULT": str(self.vault),
            "NARRATIEF_VAULT_KEY_FILE": str(root / "sleutel/kluis.sleutel"),
            "TMPDIR": str(root / "tmp"),
        }
        (root / "tmp").mkdir()

    def commands(self, *commands: list[str]) -> str:
        """Run commands in one process; gives what they printed."""
        done = subprocess.run(
            [sys.executable, "-c", _RUN],
            input=json.dumps(commands),
            capture_output=True,
            text=True,
            env=self.environment,
            check=False,
            timeout=900,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr

    def found(self, words: tuple[str, ...]) -> list[tuple[str, str]]:
        return files_with(words, self.root, without=[self.project, self.home / "cache"])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    cache = Path(os.environ["NARRATIEF_HOME"]) / "cache"
    made = Ran(tmp_path_factory.mktemp("overal"), cache)
    name, exports = str(made.project), made.root / "gedeeld"
    printed = made.commands(
        ["run", name, "--out", str(made.out)],
        ["export", name, "--format", "verslag-docx", "--draft", "--out", str(exports / "verslag.docx")],
        ["export", name, "--format", "qdpx", "--out", str(exports / "atlas.qdpx")],
    )
    assert not any(secret in printed for secret in SECRETS)
    return made


def test_after_a_run_names_are_in_the_encrypted_vault_only(ran: Ran) -> None:
    assert len(list(ran.home.glob("prefect-*"))) == 1
    assert list(ran.vault.glob("*.kluis"))
    assert ran.found((*SECRETS, *OTHER_SECRETS)) == []
    assert len({path for path, _ in ran.found(SENTENCES)}) >= 6  # the search does find what is there


def test_an_interview_that_is_erased_is_in_no_file_any_more(ran: Ran) -> None:
    store = Store(make_engine(f"sqlite:///{ran.home / 'narratief.sqlite3'}"))  # as the workspace, with a journal open
    try:
        with store.reading() as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM interviews")
        ran.commands(["erase", str(ran.project), FILE, "--yes"])
        assert files_with((*SECRETS, *SENTENCES, FILE), ran.root, without=[ran.home / "cache"]) == []
        assert sorted(path.name for path in ran.project.iterdir()) == [
            "gesprek-b.txt",
            "narratief-project.yaml",
            "project.yaml",
        ]
        assert len({path for path, _ in ran.found(OTHER_SENTENCES)}) >= 1
    finally:
        store.close()


@pytest.mark.postgres
def test_on_postgresql_no_row_and_no_statistic_has_it(
    request: pytest.FixtureRequest, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narratief.data_protection.erasure import erase_interview_everywhere
    from narratief.pipeline.coding import code_interviews
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.outputs import write_outputs
    from narratief.pipeline.take_in import take_in
    from narratief.store.coding.interviews import interview_row
    from narratief.store.coding.projects import find_project
    from narratief.store.database import open_store
    from tests.databases import a_database

    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    with a_database(server, template.database) as url:
        monkeypatch.setenv("NARRATIEF_DATABASE_URL", url.render_as_string(hide_password=False))
        folder, store = project(tmp_path / "pleintje"), open_store()
        taken = take_in(open_folder(folder))
        code_interviews(open_folder(folder), taken.files)
        write_outputs(open_folder(folder), taken.files, taken.problems, tmp_path / "uit")
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        assert any(sentence in _dump(store) for sentence in SENTENCES)
        assert not any(secret in _dump(store) for secret in (*SECRETS, *OTHER_SECRETS))
        with store.reading() as session:
            row = find_project(session, str(folder))
            number = interview_row(session, row.id, FILE).id
        assert erase_interview_everywhere(store, row.id, number, None, {}, original=True)
        left = _dump(store)
        assert not any(word in left for word in (*SECRETS, *SENTENCES, "kikkerpoel", FILE))
        assert "egeltunnel" in left
        assert files_with((*SECRETS, *SENTENCES), tmp_path, without=[own_home / "cache"]) == []
        store.close()


def _dump(store: Store) -> str:
    """All rows of all tables, and the samples of values that the server keeps for its planner."""
    from narratief.store.schema import Base

    with store.engine.connect() as connection:
        tables = [f'SELECT t::text FROM "{table.name}" t' for table in Base.metadata.sorted_tables]
        tables.append("SELECT concat(most_common_vals::text, histogram_bounds::text) FROM pg_stats")
        return "\n".join(str(row[0]) for query in tables for row in connection.exec_driver_sql(query))


def test_with_a_lost_key_a_run_tells_once_and_overwrites_nothing(own_home: Path, tmp_path: Path) -> None:
    from narratief.domain.locations import vault_key_file
    from narratief.domain.project import load_project
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.take_in import take_in
    from narratief.privacy.vault.vault import Vault

    folder = tmp_path / "pleintje"
    project(folder)
    assert len(take_in(open_folder(folder)).files) == 2
    vault = Vault(load_project(folder).key)
    before = vault.path.read_bytes()
    vault_key_file().unlink()
    for name in ("nieuw-1.txt", "nieuw-2.txt"):
        (folder / name).write_text((folder / "gesprek-b.txt").read_text("utf-8"), "utf-8")
    again = take_in(open_folder(folder))
    assert len(again.files) == 2  # those that were read before go on
    told = [problem for problem in again.problems if "sleutel" in problem.message]
    assert len(told) == 1
    assert vault.path.read_bytes() == before
    with pytest.raises(InputError):
        vault.interviews()
