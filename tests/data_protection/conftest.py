"""A store of its own per test, and a project in it with two interviews whose names are in the vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from narratief.domain.code import Code
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.privacy.vault.vault import Vault
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from narratief.store.schema import ProjectRow
from tests.databases import a_store
from tests.store.talk import codebook, fragment


class Plein:
    """A project folder with two transcripts, read and coded by hand."""

    ANSWERS = ("Met [PERSOON-1] ging ik erheen, ik ben [PERSOON-2].", "Niemand belde terug.", "[PERSOON-1] was boos.")

    def __init__(self, store: Store, folder: Path, retention: str) -> None:
        folder.mkdir()
        (folder / "project.yaml").write_text(f"title: Plein\nretention: {retention}\n", "utf-8")
        self.store, self.folder = store, folder
        for file in ("a.txt", "b.txt"):
            (folder / file).write_text("Interviewer: Hoe?\nBewoner: Ik ben Fenna Kwast.\n", "utf-8")
        self.project = load_project(folder)
        self.work, self.vault = ProjectRepository.for_project(store, self.project), Vault(self.project.key)
        self.work.codebook(codebook())
        for file in ("a.txt", "b.txt"):
            asked = [Utterance("Interviewer", "Hoe ging het?", "interviewer")]
            said = [Utterance("Bewoner", answer, "resident") for answer in self.ANSWERS]
            talk = Interview.build(file, [part for one in said for part in (*asked, one)])
            self.work.save_interview(talk, file)
            angry = fragment(talk, self.ANSWERS[0])
            self.work.save_coding(file, "r1", (angry,), (Code(angry.id, "anger", 0.8),))
        self.vault.store("a.txt", {"[PERSOON-1]": ["Gerrit Wiersma", "Gerrit"], "[PERSOON-2]": ["Fenna Kwast"]})
        self.vault.store("b.txt", {"[PERSOON-1]": ["Fenna Kwast", "Kwast"], "[TELEFOON-1]": ["06-38219457"]})

    def row(self) -> ProjectRow:
        with self.store.reading() as session:
            return session.get_one(ProjectRow, self.work.project_id)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, own_home: Path) -> Iterator[Store]:
    with a_store("sqlite", request, tmp_path / "winkel.sqlite3") as opened:
        yield opened


@pytest.fixture
def plein(store: Store, tmp_path: Path) -> Plein:
    return Plein(store, tmp_path / "plein", "30")
