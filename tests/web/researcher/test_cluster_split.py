"""A cluster divided by examples: shown first, corrected, saved at one press and undone at one."""

from __future__ import annotations

import re

import numpy as np
import pytest

from narratief.domain.actions import Add
from narratief.store.accounts.access import Role
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.current_topics import found_topics
from narratief.store.review.decide import decide
from narratief.store.review.result import result_of
from narratief.store.review.topic_edits import StoredEditLog
from narratief.store.review.topic_runs import save_topics
from narratief.topics.apply_edits import apply_edits
from narratief.topics.passage import passages_of
from narratief.topics.split_by_examples import divide
from narratief.topics.topic import Topic, Topics
from tests.web.researcher.chromium import too_wide, violations
from tests.web.researcher.conftest import ANNA, TALKS

PEOPLE = ("Niemand belde", "De wethouder", "Maar volgens", "Wie dat")  # one meaning; the others are the other one

OTHERS = {"Ik vond", "Het was", "We stonden", "De koffie"}


def keep_vectors(plein) -> None:
    """Keep embeddings with each coding in which the two meanings lie apart."""
    work = ProjectRepository(plein.store, plein.project_id)
    for number, file in enumerate(TALKS):
        fragments, codes = work.coding(file)
        side = np.array([each.text.startswith(PEOPLE) for each in fragments], dtype=np.float32)
        noise = np.random.default_rng(number).normal(0, 0.1, (len(fragments), 8)).astype(np.float32)
        rows = noise + 0.5
        rows[:, 0] += side
        rows[:, 1] += 1 - side
        work.save_coding(file, "with vectors", fragments, codes, rows)


@pytest.fixture
def one_cluster(plein):
    """All fragments in one cluster of two meanings."""
    keep_vectors(plein)
    return clustered_as_one(plein)


def clustered_as_one(plein):
    with plein.store.writing() as session:
        result = result_of(session, plein.project_id)
        passages = {p.id: p for p in passages_of(result.fragments, result.codes, result.facts)}
        ids = [fragment.id for fragment in result.fragments]
        topic = Topic("c-aaaa", "avond, brief", ("avond", "brief"), tuple(ids), tuple(ids), 4, ("plein",), (), new=True)
        save_topics(session, plein.project_id, [plein.project_id], Topics(passages, (topic,), ()), "key")
    plein.texts = {fragment.id: fragment.text for fragment in result.fragments}
    plein.id_of = {begin(text): key for key, text in plein.texts.items()}
    return plein


def begin(text: str) -> str:
    """The first two words, by which each fragment is known here."""
    return " ".join(text.split()[:2])


def now(plein):
    with plein.store.reading() as session:
        found = found_topics(session, plein.project_id)
    topics = apply_edits(found, StoredEditLog(plein.store, plein.project_id).edits()).topics
    return {topic.label: {begin(plein.texts[member]) for member in topic.members} for topic in topics}


def on_page(text: str) -> dict[str, str]:
    """Fields of the form as a browser would send them."""
    radios = dict(re.findall(r'type="radio" name="([^"]+)" value="(\w*)" checked', text))
    hidden = dict(re.findall(r'type="hidden" name="(voorbeeld[^"]+)" value="(\w+)"', text))
    return radios | hidden


def test_rows_go_to_the_part_that_they_are_like_and_examples_stay():
    chance = np.random.default_rng(1)
    middles = chance.normal(0, 1, (3, 16))
    rows = np.repeat(middles, 20, axis=0) + chance.normal(0, 0.4, (60, 16)) + 5  # what all have in common says nothing
    found = divide(rows.astype(np.float32), [[0], [20], [40]])
    assert (found.parts == np.repeat([0, 1, 2], 20)).mean() > 0.95
    wrong = divide(rows.astype(np.float32), [[0, 21], [20], [40]])
    assert wrong.parts[21] == 0
    assert (found.margins >= 0).all()


def test_a_division_is_shown_before_it_is_saved_and_undone_at_one_press(one_cluster, log_in):
    client, here = log_in(name="Anna"), f"{one_cluster.path}/clusters/c-aaaa"
    assert "Splitsen met voorbeelden" in client.get(here).text
    picked = on_page(client.get(f"{here}/splitsen").text)
    assert set(picked.values()) == {""}
    picked |= {f"deel.{one_cluster.id_of['Niemand belde']}": "A", f"deel.{one_cluster.id_of['Ik vond']}": "B"}
    shown = client.post(f"{here}/splitsen", data=picked | {"act": "bekijken"})
    assert shown.status_code == 200
    assert "Er is nog niets bewaard." in shown.text
    assert list(now(one_cluster)) == ["avond, brief"]
    saved = client.post(
        f"{here}/splitsen", data=on_page(shown.text) | {"act": "bewaren", "naam.A": " Wie  belde? ", "naam.B": ""}
    )
    assert saved.headers["location"] == f"{one_cluster.path}/clusters#beslissingen"
    assert now(one_cluster) == {"Wie belde?": set(PEOPLE), "Afgesplitst van ‘avond, brief’": OTHERS}
    log = client.get(f"{one_cluster.path}/clusters").text.partition('id="beslissingen"')[2]
    assert "4 fragmenten afgesplitst van ‘avond, brief’" in log
    client.post(f"{one_cluster.path}/clusters/ongedaan")
    assert list(now(one_cluster)) == ["avond, brief"]


def test_what_a_person_moves_is_an_example_of_the_next_division(one_cluster, log_in):
    client, here = log_in(name="Anna"), f"{one_cluster.path}/clusters/c-aaaa/splitsen"
    ids = one_cluster.id_of
    picked = {f"deel.{ids['Niemand belde']}": "A", f"deel.{ids['Ik vond']}": "C", "act": "bekijken"}
    first = client.post(here, data=picked).text
    sent = on_page(first) | {f"deel.{ids['De wethouder']}": "C", "act": "bekijken", "naam.C": "Anders"}
    second = on_page(client.post(here, data=sent).text)
    assert second[f"voorbeeld.{ids['De wethouder']}"] == "C"
    assert {key for key in second if key.startswith("voorbeeld.")} == {
        f"voorbeeld.{ids[each]}" for each in ("Niemand belde", "Ik vond", "De wethouder")
    }
    # a meaning that lost its example keeps what stands with it
    swapped = second | {f"deel.{ids['Niemand belde']}": "C", "act": "bekijken"}
    third = on_page(client.post(here, data=swapped).text)
    assert third[f"voorbeeld.{ids['Maar volgens']}"] == "A"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"Niemand belde": "A"}, "Splitsen vraagt voorbeelden van twee betekenissen."),
        ({"Niemand belde": "A", "Ik vond": "X"}, "Splitsen vraagt voorbeelden van twee betekenissen."),
    ],
)
def test_what_cannot_be_divided_is_told_on_the_page_and_what_was_picked_stays(one_cluster, log_in, part, told):
    here = f"{one_cluster.path}/clusters/c-aaaa/splitsen"
    fields = {f"deel.{one_cluster.id_of[key]}": letter for key, letter in part.items()}
    answer = log_in().post(here, data=fields | {"act": "bekijken"})
    assert answer.status_code == 409
    assert told in answer.text
    assert on_page(answer.text)[f"deel.{one_cluster.id_of['Niemand belde']}"] == "A"
    assert log_in(name="Bram").post(here, data=fields | {"act": "bewaren"}).status_code == 409
    assert list(now(one_cluster)) == ["avond, brief"]


def test_a_selection_of_a_person_is_compared_by_the_fragment_that_it_is_in(plein, log_in):
    keep_vectors(plein)
    code = plein.code("influence_doubt")
    span = (code.fragment.start, code.fragment.end - len(" beslist."))
    with plein.store.writing() as session:
        decide(session, ANNA, plein.ids["gesprek-1.txt"], Add(), span=span, theme="decision_opacity")
    project = clustered_as_one(plein)
    picked = {f"deel.{project.id_of['Niemand belde']}": "A", f"deel.{project.id_of['Ik vond']}": "B"}
    shown = log_in().post(f"{plein.path}/clusters/c-aaaa/splitsen", data=picked | {"act": "bekijken"}).text
    own = next(key for key, text in project.texts.items() if text == "Maar volgens mij was het allang")
    assert on_page(shown)[f"deel.{own}"] == "A"


def test_without_kept_embeddings_it_is_told(plein, log_in):
    project = clustered_as_one(plein)
    picked = {f"deel.{project.id_of['Niemand belde']}": "A", f"deel.{project.id_of['Ik vond']}": "B"}
    answer = log_in().post(f"{plein.path}/clusters/c-aaaa/splitsen", data=picked | {"act": "bekijken"})
    assert answer.status_code == 409
    assert "Verwerk de gesprekken opnieuw" in answer.text


def test_who_may_divide(one_cluster, log_in):
    here = f"{one_cluster.path}/clusters/c-aaaa/splitsen"
    assert log_in(Role.PARTICIPATION).get(here).status_code == 403
    assert log_in(Role.EVALUATOR).post(here, data={"act": "bewaren"}).status_code == 403
    assert log_in().get(here.replace("c-aaaa", "c-zzzz")).status_code == 404


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_is_accessible_and_fits(one_cluster, open_page):
    page = open_page(f"{one_cluster.path}/clusters/c-aaaa/splitsen", width=390)
    assert (violations(page), too_wide(page)) == ([], 0)
    page.locator(".sorted", has_text="Niemand belde").get_by_label("A", exact=True).check()
    page.locator(".sorted", has_text="Ik vond").get_by_label("B", exact=True).check()
    page.get_by_role("button", name="Bekijk de verdeling").click()
    page.wait_for_selector(".meaning")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert (violations(page), too_wide(page), page.problems) == ([], 0, [])
