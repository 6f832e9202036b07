"""Titles of clusters: a clause of a resident that tells one cluster from the others, or none."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from narratief.domain.codebook import Codebook
from narratief.domain.vectors import Array
from narratief.nlp.clauses import Clause
from narratief.topics.apply_edits import apply_edits, with_members
from narratief.topics.discover import discover
from narratief.topics.edits import new_edit
from narratief.topics.map_page import map_page
from narratief.topics.map_svg import map_svg
from narratief.topics.material import Material
from narratief.topics.space import Space
from narratief.topics.titles import LONGEST, SHORTEST, with_titles
from narratief.topics.topic import Topics
from narratief.topics.wording import OFF_TOPIC
from narratief.topics.workbook import topics_workbook
from narratief.topics.write import topics_page
from tests.topics.conftest import SUBJECTS, WIDTH, make_material

TEXT = "De {0} van de {0}dag kwam veel te laat binnen. Ja, dat was het wel zo'n beetje hier in de buurt."
FIRST = "De {0} van de {0}dag kwam veel te laat binnen"


def clauses(texts: Sequence[str]) -> list[tuple[Clause, ...]]:
    """Both sentences of each text, the first with its subject as content."""
    found: list[tuple[Clause, ...]] = []
    for text in texts:
        end = text.find(".")
        words = tuple(text[:end].split())
        content = (words[1], words[4]) if end > 0 and len(words) > 4 else ()
        found.append((Clause((0, end), content), Clause((end + 2, len(text) - 1), ("buurt",), 1)) if end > 0 else ())
    return found


def embed(texts: Sequence[str]) -> Array:
    """A subject's own direction; of words on no subject the middle of all."""
    rows = [[float(f" {subject}" in text) for subject in SUBJECTS] + [0.0] * (WIDTH - len(SUBJECTS)) for text in texts]
    return np.array([row if any(row) else [1.0] * WIDTH for row in rows], dtype=np.float32)


def told(material: Material, template: str = TEXT) -> Material:
    """The same material, in other words."""
    subjects = [lemmas[0] for lemmas in material.words.lemmas]
    passages = [
        replace(passage, text=template.format(subject))
        for passage, subject in zip(material.passages, subjects, strict=True)
    ]
    return replace(material, passages=passages)


def titled(material: Material, codebook: Codebook, space: Space) -> Topics:
    ordered = material.ordered()
    return with_titles(discover(ordered, codebook, space).topics, ordered, space, clauses, embed)


@pytest.fixture
def material() -> Material:
    return told(make_material({"brief": 12, "toren": 10, "markt": 8}))


@pytest.fixture
def found(material: Material, codebook: Codebook, space: Space) -> Topics:
    return titled(material, codebook, space)


def test_each_cluster_gets_the_clause_that_says_what_it_is_about(found: Topics) -> None:
    assert {topic.title for topic in found.topics} == {FIRST.format(each) for each in ("brief", "toren", "markt")}
    for topic in found.topics:
        assert topic.label == topic.title
        assert topic.heading == f"“{topic.title}”"
        assert any(topic.title in found.passages[member].text for member in topic.members)
        assert SHORTEST <= len(topic.title.split()) <= LONGEST


def test_words_that_every_cluster_has_make_no_title(codebook: Codebook, space: Space, material: Material) -> None:
    same = told(material, "Dat zeg ik nu al heel lang tegen ze. Dat is alles wat ik daar verder van weet.")
    found = titled(same, codebook, space)
    assert {topic.title for topic in found.topics} == {""}
    assert all(topic.label and topic.heading == topic.label for topic in found.topics)


@pytest.mark.parametrize("words", ["[PERSOON-1] kreeg op de {0} de {0}dag", "De {0} van [PERSOON-2] heet {0}dag nu"])
def test_no_title_has_a_pseudonym(codebook: Codebook, space: Space, material: Material, words: str) -> None:
    found = titled(told(material, f"{words}. Ja, dat was het wel zo'n beetje."), codebook, space)
    assert not any("PERSOON" in topic.label for topic in found.topics)


def test_words_off_the_record_make_no_title(codebook: Codebook, space: Space, material: Material) -> None:
    hidden = replace(material, passages=[replace(each, withheld=True) for each in material.passages])
    assert {topic.title for topic in titled(hidden, codebook, space).topics} == {""}


def test_a_title_goes_when_its_words_went_off_the_record_later(found: Topics) -> None:
    topic = found.topics[0]
    passages = {key: replace(each, withheld=True) for key, each in found.passages.items()}
    now = with_members(topic, topic.members, passages)
    assert now.title == ""
    assert now.label == ", ".join(topic.keywords[:3])
    assert topic.title not in f"{now.label} {now.heading}"


def test_a_persons_name_goes_before_a_title(found: Topics) -> None:
    topic = found.topics[0]
    named = apply_edits(found, [new_edit("Anna", "rename", topic=topic.id, members=topic.members, label="Post")])
    assert (named.topic(topic.id).heading, named.topic(topic.id).own_name) == ("Post", "Post")
    assert topic.own_name == ", ".join(topic.keywords[:3])  # what may be kept elsewhere repeats nobody


def off(material: Material) -> Material:
    """The same material, in which only the brief tells of the process."""
    about = [0.9 if lemmas[0] == "brief" else 0.1 for lemmas in material.words.lemmas]
    return replace(material, process=np.array(about, dtype=np.float32))


def test_talk_of_something_else_stands_after_the_rest_everywhere(
    codebook: Codebook, space: Space, material: Material
) -> None:
    found = titled(off(material), codebook, space)
    assert [topic.off_topic for topic in found.topics] == [False, True, True]
    assert [topic.new for topic in found.topics] == [True, False, False]
    first, *others = (topic.title for topic in found.topics)
    book = openpyxl.load_workbook(io.BytesIO(topics_workbook(found, codebook, "Plan")))
    column = [row[0].value for row in book["Clusters"].iter_rows(min_row=4)]
    assert column == [f"“{first}”"]
    assert [row[0].value for row in book[OFF_TOPIC].iter_rows(min_row=4)] == [f"“{each}”" for each in others]
    page = topics_page(found, codebook, "Plan").decode()
    places = [page.index(f'<section id="{topic.id}"') for topic in found.topics]
    assert places == sorted(places)
    assert places[0] < page.index('<section id="verder"') < places[1]
    assert OFF_TOPIC in map_svg(found, "Plan").decode()
    assert OFF_TOPIC in map_page(found, codebook, "Plan").decode()


def test_a_theme_is_never_off_topic(codebook: Codebook, space: Space, material: Material) -> None:
    found = titled(off(material), codebook, space)
    topic = found.off_topic[0]
    edit = new_edit("Anna", "promote", topic=topic.id, members=topic.members, theme="x")
    assert not apply_edits(found, [edit]).topic(topic.id).off_topic
    split = new_edit(
        "Anna", "split", topic=topic.id, members=topic.members, parts=(topic.members[:4], topic.members[4:]),
        ids=(topic.id, "nieuw1"),
    )  # fmt: skip
    assert apply_edits(found, [split]).topic("nieuw1").off_topic  # a part is about what the whole was about
