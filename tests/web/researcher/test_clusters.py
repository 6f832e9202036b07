"""Clusters: shown with what people decided since, and every act on them."""

from __future__ import annotations

import pytest

from narratief.store.accounts.access import Role
from narratief.store.jobs.queue import jobs_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.result import result_of
from narratief.store.review.topic_edits import StoredEditLog
from narratief.topics.apply_edits import apply_edits
from narratief.web.views.clusters import dots, found_topics


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


@pytest.mark.parametrize("wanted", ["ja", ""])
def test_the_fragments_of_a_new_theme_are_coded_when_asked(clustered, log_in, wanted):
    client = log_in(name="Anna")
    members = set(now(clustered).topic("c-aaaa").members)
    fields = {"label": "Niet teruggebeld", "definition": "Niemand belde.", "goal": "relationship"}
    post(client, clustered, "c-aaaa", act="thema", valence="negative", coderen=wanted, **fields)
    with clustered.store.reading() as session:
        theme = codebook_of(session, clustered.project_id).themes[-1].id
        result = result_of(session, clustered.project_id, confirmed_only=True)
    coded = {code.fragment for code in result.codes if code.theme == theme}
    assert coded == (members if wanted else set())
    assert ("fragmenten kregen het thema" in client.get(f"{clustered.path}/clusters/c-aaaa").text) == bool(wanted)


def test_before_the_first_run(plein, log_in):
    client = log_in()
    assert "Clusters maken" in client.get(f"{plein.path}/clusters").text
    client.post(f"{plein.path}/clusters/maken")
    with plein.store.reading() as session:
        assert [job.kind for job in jobs_of(session, plein.project_id)] == ["clusters"]
    assert log_in(Role.EVALUATOR).get(f"{plein.path}/clusters").status_code == 403
