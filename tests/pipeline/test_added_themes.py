"""A theme that is added or defined anew is looked for without coding everything again, with the same outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.project import Project, load_project
from narratief.pipeline import coding, tagging
from narratief.pipeline.open_project import OpenProject, open_folder
from narratief.pipeline.take_in import take_in
from narratief.store.database import open_store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.codebooks import change_codebook
from narratief.store.review.project_state import project_state

TALK = """Interviewer: Hoe bent u erbij gekomen?
Bewoner: Er kwam een brief in de bus, en toen ben ik naar die avond gegaan. Ze hebben nooit meer iets laten horen. \
Dat vond ik jammer, want we hadden met de hele straat ideeën opgeschreven en ingeleverd.
Interviewer: En was er iets lastig?
Bewoner: Er was geen kinderopvang bij en mijn man werkt.
Interviewer: En het weer?
Bewoner: Het regende.
"""
FILE = "gesprek-1.txt"
CHILDCARE = Theme(
    id="oppas",
    label="Geen oppas",
    definition="Iemand kan niet komen omdat er geen oppas of kinderopvang is.",
    examples=(
        "Ik heb twee kleintjes, dus een avond weg is voor mij niet te doen.",
        "Er was geen kinderopvang bij en mijn man werkt.",
    ),
    goal=default_codebook().themes[0].goal,
    valence="negative",
)


@pytest.fixture
def project(tmp_path: Path, own_home: Path) -> Project:
    folder = tmp_path / "plein"
    folder.mkdir()
    (folder / FILE).write_text(TALK, "utf-8")
    take_in(open_folder(folder))
    return load_project(folder)


def with_themes(*themes: Theme, **changes: str) -> Codebook:
    book = default_codebook()
    changed = tuple(t.model_copy(update={"definition": changes[t.id]}) if t.id in changes else t for t in book.themes)
    return book.model_copy(update={"themes": (*changed, *themes)})


def code(project: Project, book: Codebook) -> tuple[bool, object]:
    opened = OpenProject(project, ProjectRepository.for_project(open_store(), project))
    new = coding.code_interview(opened, FILE, book)
    return new, opened.kept.coding(FILE)


@pytest.fixture
def no_second_coding(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that was coded once, and must not be as a whole again."""
    code(project, with_themes())

    def refuse(*_: object) -> None:
        raise AssertionError("everything was coded again")

    monkeypatch.setattr(coding, "analyse", refuse)
    return project


def test_another_definition_of_a_theme_that_the_head_knows_changes_nothing(no_second_coding: Project) -> None:
    before = ProjectRepository.for_project(open_store(), no_second_coding).coding(FILE)

    new, after = code(no_second_coding, with_themes(feedback_silence="Iets heel anders."))

    assert not new
    assert after == before


def test_an_added_theme_is_found_as_if_all_were_coded_anew(no_second_coding: Project) -> None:
    book = with_themes(CHILDCARE)

    new, (fragments, codes) = code(no_second_coding, book)

    interview = ProjectRepository.for_project(open_store(), no_second_coding).interview(FILE)
    expected = set(_fresh(interview, tagging.tagger_for(book), fragments))
    assert new
    assert "oppas" in {one.theme for one in codes}
    assert {(next(f.text for f in fragments if f.id == one.fragment), one.theme) for one in codes} == expected


def _fresh(interview, tagger, fragments):
    """Themes per fragment when the whole interview is tagged with the codebook."""
    _, taggings = tagging.tag_interview(interview, tagger)
    found = [themes for each in taggings for themes in each.by_fragment]
    for fragment, themes in zip(fragments, found, strict=True):
        yield from ((fragment.text, theme) for theme in themes)


def test_a_new_definition_of_an_added_theme_counts_and_the_old_coding_comes_back(no_second_coding: Project) -> None:
    _, first = code(no_second_coding, with_themes(CHILDCARE))
    other = CHILDCARE.model_copy(
        update={"definition": "Het was slecht weer.", "examples": ("Het stormde die avond.", "Het regende.")}
    )

    new, second = code(no_second_coding, with_themes(other))
    back, third = code(no_second_coding, with_themes(CHILDCARE))

    assert new
    assert second != first
    assert not back
    assert third == first


def test_a_theme_taken_out_of_the_codebook_is_coded_anew(project: Project) -> None:
    code(project, with_themes())
    book = default_codebook()
    less = book.model_copy(update={"themes": tuple(t for t in book.themes if t.id != "feedback_silence")})

    new, (_, codes) = code(project, less)

    assert new
    assert "feedback_silence" not in {one.theme for one in codes}


def test_a_merged_theme_keeps_its_codes_when_all_is_coded_anew(project: Project) -> None:
    opened = open_folder(project.path)
    coding.code_interviews(opened, [FILE])
    book = opened.codebook()
    with opened.store.reading() as session:
        before = {(c.fragment.text, c.theme) for c in project_state(session, opened.id).codes}
    gone = next(theme for _, theme in before)
    into = next(theme.id for theme in book.themes if theme.id not in {theme for _, theme in before})
    left = book.model_copy(
        update={"themes": tuple(theme for theme in book.themes if theme.id != gone), "core_themes": ()}
    )
    with opened.store.writing() as session:
        change_codebook(session, Author(None, "Anna"), opened.id, left, moves={gone: into})

    coding.code_interviews(opened, [FILE])

    with opened.store.reading() as session:
        after = {(c.fragment.text, c.theme) for c in project_state(session, opened.id).codes}
    assert after == {(text, into if theme == gone else theme) for text, theme in before}
