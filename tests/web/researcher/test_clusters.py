"""Clusters: shown with what people decided since, and every act on them."""

from __future__ import annotations

import re

import pytest

from narratief.store.accounts.access import Role
from narratief.store.jobs.queue import jobs_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.current_topics import found_topics
from narratief.store.review.result import result_of
from narratief.store.review.topic_edits import StoredEditLog
from narratief.topics.apply_edits import apply_edits
from narratief.web.views.clusters import dots
from tests.web.researcher.chromium import too_wide, violations


def now(plein):
    with plein.store.reading() as session:
        return apply_edits(
            found_topics(session, plein.project_id), StoredEditLog(plein.store, plein.project_id).edits()
        )


def members(plein):
    return {topic.id: set(topic.members) for topic in now(plein).topics}


def post(client, plein, topic, **fields):
    return client.post(f"{plein.path}/clusters/{topic}", data=fields)


def test_what_was_kept_comes_back(clustered):
    topics = now(clustered)
    assert {topic.id: len(topic.members) for topic in topics.topics} == {"c-aaaa": 3, "c-bbbb": 3}
    assert len(topics.left_out) == 2
    assert topics.topic("c-aaaa").keywords == ("avond", "brief")
    assert topics.topic("c-aaaa").residents == 1
    assert len(dots(topics)) == 8


def test_pages(clustered, log_in):
    client = log_in()
    page = client.get(f"{clustered.path}/clusters").text
    assert "label c-aaaa" in page
    assert page.count('class="dot') >= 8
    one = client.get(f"{clustered.path}/clusters/c-aaaa").text
    assert "Niemand belde terug na de avond." in one
    assert client.get(f"{clustered.path}/clusters?vorm=xlsx").content[:2] == b"PK"
    assert client.get(f"{clustered.path}/clusters/c-zzzz").status_code == 404


def test_renaming_merging_and_undoing(clustered, log_in):
    client = log_in(name="Anna")
    post(client, clustered, "c-aaaa", act="hernoemen", label="Geen antwoord")
    assert now(clustered).topic("c-aaaa").label == "Geen antwoord"
    post(client, clustered, "c-aaaa", act="samenvoegen", other="c-bbbb")
    assert members(clustered) == {"c-aaaa": set(clustered.fragments[:6])}
    client.post(f"{clustered.path}/clusters/ongedaan")
    assert set(members(clustered)) == {"c-aaaa", "c-bbbb"}
    assert "samengevoegd" in client.get(f"{clustered.path}/clusters").text


def test_splitting_moving_and_taking_out(clustered, log_in):
    client, ids = log_in(name="Anna"), clustered.fragments
    answer = post(client, clustered, "c-aaaa", act="splitsen", fragment=ids[2], label="Terugbellen")
    made = answer.headers["location"].rsplit("/", 1)[-1]
    assert members(clustered)[made] == {ids[2]}
    assert now(clustered).topic(made).label == "Terugbellen"
    post(client, clustered, "c-aaaa", act="verplaatsen", fragment=ids[1], to="c-bbbb")
    assert members(clustered)["c-bbbb"] == {ids[1], *ids[3:6]}
    post(client, clustered, "c-bbbb", act="verplaatsen", fragment=ids[4], to="")
    assert ids[4] in now(clustered).left_out
    assert post(client, clustered, "c-aaaa", act="splitsen", fragment=ids[0]).status_code == 409


def test_a_split_without_a_name_and_the_log_speak_of_names(clustered, log_in):
    client, ids = log_in(name="Anna"), clustered.fragments
    post(client, clustered, "c-aaaa", act="splitsen", fragment=ids[2])
    assert "Afgesplitst van ‘label c-aaaa’" in [topic.label for topic in now(clustered).topics]
    post(client, clustered, "c-aaaa", act="samenvoegen", other="c-bbbb")
    client.post(f"{clustered.path}/clusters/ongedaan")
    log = client.get(f"{clustered.path}/clusters").text.partition('id="beslissingen"')[2]
    assert "1 fragment afgesplitst van ‘label c-aaaa’" in log
    assert "ongedaan gemaakt: ‘label c-bbbb’ samengevoegd met ‘label c-aaaa’" in log


def test_without_fragments_there_is_a_way_back(clustered, log_in):
    client, came = log_in(), f"{clustered.path}/clusters/c-aaaa"
    for act in ("splitsen", "verplaatsen"):
        answer = client.post(came, data={"act": act}, headers={"referer": f"http://narratief.test{came}"})
        assert answer.status_code == 409
        assert f'<a href="{came}">Terug naar de vorige pagina</a>' in answer.text
    elsewhere = client.post(came, data={"act": "splitsen"}, headers={"referer": "http://elders.test/x"})
    assert "Terug naar de vorige pagina" not in elsewhere.text


def test_rejecting(clustered, log_in):
    post(log_in(), clustered, "c-bbbb", act="verwerpen")
    assert [topic.id for topic in now(clustered).shown] == ["c-aaaa"]


def test_a_cluster_becomes_a_theme(clustered, log_in):
    client = log_in(name="Anna")
    fields = {
        "label": "Niet teruggebeld",
        "definition": "Niemand belde.",
        "goal": "relationship",
        "valence": "negative",
    }
    assert post(client, clustered, "c-aaaa", act="thema", **fields).status_code == 303
    with clustered.store.reading() as session:
        theme = codebook_of(session, clustered.project_id).themes[-1]
    assert (theme.label, len(theme.examples)) == ("Niet teruggebeld", 3)
    assert now(clustered).topic("c-aaaa").theme == theme.id
    client.post(f"{clustered.path}/clusters/ongedaan")
    assert now(clustered).topic("c-aaaa").theme == ""
    assert "Het thema staat nog in het codeboek." in client.get(f"{clustered.path}/clusters").text
    assert post(client, clustered, "c-bbbb", act="thema", **fields | {"valence": ""}).status_code == 409


@pytest.mark.parametrize("ticked", [(), (0, 2)])
def test_only_the_ticked_fragments_get_a_new_theme(clustered, log_in, ticked):
    client = log_in(name="Anna")
    topic = now(clustered).topic("c-aaaa")
    page = client.get(f"{clustered.path}/clusters/c-aaaa/thema").text
    boxes = re.findall(r'name="fragment" value="(\w+)"( checked)?', page)
    assert boxes == [(member, "") for member in topic.members]  # none is ticked beforehand, the most typical first
    chosen = [topic.members[place] for place in ticked]
    fields = {"label": "Niet teruggebeld", "definition": "Niemand belde.", "goal": "relationship"}
    post(client, clustered, "c-aaaa", act="thema", valence="negative", fragment=chosen, **fields)
    with clustered.store.reading() as session:
        theme = codebook_of(session, clustered.project_id).themes[-1]
        result = result_of(session, clustered.project_id, confirmed_only=True)
    assert {code.fragment for code in result.codes if code.theme == theme.id} == set(chosen)
    texts = [now(clustered).passages[member].text for member in chosen or topic.members]
    assert list(theme.examples) == texts
    shown = client.get(f"{clustered.path}/clusters/c-aaaa").text
    assert ("2 fragmenten kregen het thema" in shown) == bool(ticked)


def test_a_theme_with_a_name_that_is_taken_is_refused_as_a_whole(clustered, log_in):
    client = log_in(name="Anna")
    with clustered.store.reading() as session:
        label = codebook_of(session, clustered.project_id).themes[0].label
    fields = {"label": label, "definition": "Iets.", "goal": "relationship", "valence": "negative"}
    chosen = now(clustered).topic("c-aaaa").members[0]
    assert post(client, clustered, "c-aaaa", act="thema", fragment=chosen, **fields).status_code == 409
    assert now(clustered).topic("c-aaaa").theme == ""
    assert all(code.status == "machine" for code in clustered.state().codes)


@pytest.mark.browser
@pytest.mark.slow
def test_making_a_theme_of_a_cluster(clustered, open_page):
    page = open_page(f"{clustered.path}/clusters/c-aaaa", name="Anna", width=1366)
    assert violations(page) == []
    page.get_by_role("link", name="Thema maken").click()
    page.get_by_label("Naam van het thema").fill("Niet teruggebeld")
    page.get_by_label("Omschrijving").fill("Niemand belde.")
    page.set_viewport_size({"width": 390, "height": 844})
    assert (too_wide(page), violations(page)) == (0, [])
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Thema maken").click()
    page.get_by_text("1 fragment kreeg het thema.").wait_for()
    assert [code.status for code in clustered.state().codes if code.theme == "niet_teruggebeld"] == ["added"]
    assert page.problems == []


def test_before_the_first_run(plein, log_in):
    client = log_in()
    assert "Clusters maken" in client.get(f"{plein.path}/clusters").text
    client.post(f"{plein.path}/clusters/maken")
    with plein.store.reading() as session:
        assert [job.kind for job in jobs_of(session, plein.project_id)] == ["clusters"]
    assert log_in(Role.EVALUATOR).get(f"{plein.path}/clusters").status_code == 403
