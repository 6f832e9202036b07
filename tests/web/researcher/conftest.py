"""A project with four coded interviews, one of them with emoji, as researchers find it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from narratief.domain.actions import CodeAction
from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.store.accounts.access import Role
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.review.topic_runs import save_topics
from narratief.topics.passage import passages_of
from narratief.topics.topic import Topic, Topics
from tests.web.researcher.chromium import served

ANNA = Author(None, "Anna")
# per interview: question, then the resident's sentences, each a fragment with themes and scores
TALKS: dict[str, list[tuple[str, list[tuple[str, dict[str, float]]]]]] = {
    "gesprek-1.txt": [
        (
            "Hoe kijkt u terug op de eerste avond? 😀",
            [
                ("Ik vond het fijn 👍🏽 dat we mochten meedenken over het plein.", {"participation_valued": 0.93}),
                ("Maar volgens mij was het allang beslist.", {"influence_doubt": 0.55, "decision_opacity": 0.41}),
            ],
        ),
        ("En daarna?", [("Niemand belde terug na de avond.", {"no_feedback": 0.62})]),
    ],
    "gesprek-2.txt": [
        (
            "Wat ging er goed?",
            [
                ("De wethouder luisterde echt naar ons verhaal.", {"participation_valued": 0.88}),
                ("Het was voor de bühne, wat wij zeiden deed er niet toe.", {"influence_doubt": 0.97}),
            ],
        ),
        ("Nog iets?", [("Wie dat nou besloten heeft, geen idee.", {"decision_opacity": 0.71})]),
    ],
    "gesprek-3.txt": [
        ("Hoe was het?", [("We stonden met een vinkje op de lijst en dat was het dan.", {"influence_doubt": 0.83})]),
    ],
    "gesprek-4.txt": [
        ("En bij u?", [("De koffie was goed en de zaal was warm.", {})]),
    ],
}


@dataclass
class Plein:
    """The project, with the numbers of its interviews by file name."""

    store: Store
    project_id: int
    ids: dict[str, int]
    themes: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where its pages begin."""
        return f"/projecten/{self.project_id}"

    def state(self):
        """What holds now."""
        with self.store.reading() as session:
            return project_state(session, self.project_id)

    def code(self, theme: str, file: str = "gesprek-1.txt"):
        """The present code with a theme in an interview."""
        return next(c for c in self.state().interviews[self.ids[file]].codes if c.theme == theme)

    def decide(self, action: CodeAction, theme: str, file: str = "gesprek-1.txt", who: Author = ANNA, **more):
        """Let somebody decide."""
        code = self.code(theme, file)
        with self.store.writing() as session:
            span = (code.fragment.start, code.fragment.end)
            return decide(session, who, self.ids[file], action, span=span, theme=theme, **more)


def interview(file: str) -> Interview:
    """An interview of TALKS."""
    said = []
    for question, answers in TALKS[file]:
        said.append(Utterance("Interviewer", question, "interviewer"))
        said.append(Utterance("Bewoner", " ".join(words for words, _ in answers), "resident"))
    return Interview.build(file, said)


def coding(of: Interview, themes: dict[str, str]) -> tuple[tuple[Fragment, ...], tuple[Code, ...]]:
    """The fragments and codes of TALKS."""
    fragments, codes = [], []
    for _, answers in TALKS[of.file]:
        for words, given in answers:
            start = of.text.index(words)
            turn = next(t for t in of.turns if t.start <= start < t.end)
            place = (turn.index, of.resident_turns.index(turn), len(fragments), start, start + len(words))
            fragment = Fragment("plein", of.id, *place, words, of.question_before(turn))
            fragments.append(fragment)
            first_word = (start, start + len(words.split()[0]) + 1 + len(words.split()[1]))
            codes += [Code(fragment.id, themes[t], s, evidence=(first_word,)) for t, s in given.items()]
    return tuple(fragments), tuple(codes)


@pytest.fixture
def plein(store: Store, tmp_path: Path) -> Plein:
    """Project 'Het plein' with the default codebook."""
    folder = tmp_path / "plein"
    folder.mkdir()
    facts = "title: Het plein\nperiod: 2025-01/2025-09\nparticipation_level: adviseren\nscale: wijk\n"
    (folder / "project.yaml").write_text(facts, "utf-8")
    work = ProjectRepository.for_project(store, load_project(folder))
    codebook = default_codebook()
    work.codebook(codebook)
    ids = codebook.theme_ids
    negative = [theme.id for theme in codebook.themes if theme.goal == "relationship" and theme.valence == "negative"]
    themes = {theme: theme for theme in ids} | {"no_feedback": negative[0]}
    for file in TALKS:
        talk = interview(file)
        work.save_interview(talk, f"key of {file}")
        work.save_coding(file, "run", *coding(talk, themes))
    with store.reading() as session:
        numbers = {row.file: row.id for row in interviews_of(session, work.project_id)}
    return Plein(store, work.project_id, numbers, ids)


@pytest.fixture
def clustered(plein):
    """Two clusters of three fragments each, and two fragments in none."""
    with plein.store.writing() as session:
        result = result_of(session, plein.project_id)
        passages = {p.id: p for p in passages_of(result.fragments, result.codes, result.facts)}
        ids = [fragment.id for fragment in result.fragments]
        groups = {"c-aaaa": ids[:3], "c-bbbb": ids[3:6]}
        topics = tuple(
            Topic(key, f"label {key}", ("avond", "brief"), tuple(own), tuple(own), 1, ("plein",), (), new=True)
            for key, own in groups.items()
        )
        points = {passage: (number * 0.1, 0.5) for number, passage in enumerate(ids)}
        save_topics(
            session, plein.project_id, [plein.project_id], Topics(passages, topics, tuple(ids[6:]), (), points), "key"
        )
    plein.fragments = ids
    return plein


@pytest.fixture
def address(app):
    """Where the workspace is served."""
    with served(app) as url:
        yield url


@pytest.fixture
def open_page(chromium, address, log_in):
    """Opens a page as somebody; fails when the page's scripts do."""
    contexts = []

    def opened(path, role=Role.RESEARCHER, name="Anna", width=1280, **more):
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=address, **more)
        context.set_default_timeout(30_000)
        client = log_in(role, name=name)
        token = client.cookies["narratief"]
        context.add_cookies([{"name": "narratief", "value": token, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.problems, page.person = [], client.person
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def embedded(plein):
    """The same project, with what the encoder made of its fragments kept beside their codes."""
    from narratief.nlp.encoder import load_encoder

    work = ProjectRepository(plein.store, plein.project_id)
    for file in TALKS:
        fragments, codes = work.coding(file)
        work.save_coding(
            file, "embedded", fragments, codes, load_encoder().embed_mid_layer([each.text for each in fragments])
        )
    return plein
