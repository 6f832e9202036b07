from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.store.database import Store, make_engine
from narratief.store.migrate import upgrade
from narratief.store.project_repository import ProjectRepository

FILES = {
    "a.txt": [
        ("Het bleef daarna 😀 maanden stil.", ["feedback_silence"]),
        ("Mijn buurvrouw ken ik nu echt goed.", ["community_cohesion"]),
    ],
    "b.docx": [("Het was allang beslist.", ["influence_doubt"]), ("De koffie was lekker.", [])],
}


def fill(work: ProjectRepository, files: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = FILES) -> None:
    """Put coded interviews into a project: per file its answers, each with its themes."""
    for file, answers in files.items():
        talk = []
        for words, _ in answers:
            talk += [Utterance("Vrager", "Hoe ging dat?", "interviewer"), Utterance("Bewoner", words, "resident")]
        interview = Interview.build(file, talk)
        work.save_interview(interview, "k1")
        fragments = tuple(
            Fragment("plein", file, turn.index, at, at, turn.start, turn.end, turn.text, "Hoe ging dat?")
            for at, turn in enumerate(interview.resident_turns)
        )
        codes = tuple(
            Code(fragment.id, theme, 0.8)
            for fragment, (_, themes) in zip(fragments, answers, strict=True)
            for theme in themes
        )
        work.save_coding(file, "k1", fragments, codes)


@pytest.fixture
def work(tmp_path: Path, own_home: Path) -> Iterator[ProjectRepository]:
    """A project with two interviews that the machine coded, in a store of its own."""
    folder = tmp_path / "plein"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Het plein\nparticipation_level: raadplegen\n", "utf-8")
    engine = make_engine(f"sqlite:///{tmp_path / 'eigen.sqlite3'}")
    upgrade(engine)
    made = ProjectRepository.for_project(Store(engine), load_project(folder))
    fill(made)
    yield made
    engine.dispose()
