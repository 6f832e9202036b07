"""A theme is tried on the conversations before it is saved: hits, yes and no, what would be coded, and then coding."""

from __future__ import annotations

import re

import pytest

from narratief.pipeline.request_work import EVALUATE
from narratief.store.accounts.access import Role
from narratief.store.jobs.queue import jobs_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import accept_reading
from tests.web.researcher.chromium import too_wide, violations
from tests.web.researcher.conftest import ANNA

COFFEE = "De koffie was goed en de zaal was warm."
NEW = {
    "act": "toevoegen",
    "label": "Gastvrijheid",
    "definition": "De inwoner vertelt over koffie, thee en de zaal.",
    "goal": "clarity",
    "valence": "positive",
    "examples": "De koffie stond klaar.\nHet was een fijne zaal met lekkere thee.",
}
RADIO = re.compile(r'name="(oordeel\.[\d.]+)" value="(ja|nee)"( checked)?')


def preview(client, plein, **more):
    shown = client.post(f"{plein.path}/codeboek/voorbeeld", data=NEW | more)
    assert shown.status_code == 200, shown.text
    return shown.text


def hits(page):
    """Names of the fields of hits, in order."""
    return list(dict.fromkeys(name for name, _, _ in RADIO.findall(page)))


def named(plein, words):
    """Field of the fragment with these words."""
    return next(
        f"oordeel.{number}.{f.start}.{f.end}"
        for number, state in plein.state().interviews.items()
        for f in state.fragments
        if f.text == words
    )


def test_the_likest_fragments_come_first_and_nothing_is_saved(embedded, log_in):
    page = preview(log_in(), embedded)
    assert hits(page)[0] == named(embedded, COFFEE)
    assert len(hits(page)) == 8  # all fragments of the project
    given = page.count("de computer zou dit thema geven")
    assert 0 < given < 8
    assert f"Zo zou de computer {given} fragmenten in" in page
    assert page.index("de computer zou dit thema geven") < page.index("de computer zou dit thema niet geven")
    with embedded.store.reading() as session:
        assert "gastvrijheid" not in codebook_of(session, embedded.project_id).theme_ids


def test_a_yes_becomes_an_example_and_both_answers_are_decisions(embedded, log_in):
    client = log_in(name="Anna")
    yes, no = named(embedded, COFFEE), named(embedded, "Niemand belde terug na de avond.")
    answers = {yes: "ja", no: "nee"}
    first = preview(client, embedded)
    was = re.findall(r'name="was" value="([^"]+)"', first)
    again = preview(client, embedded, was=was, **answers)
    assert "Wat u al zei (2)" in again
    assert yes.removeprefix("oordeel.") in was
    seen = sum(name.removeprefix("oordeel.") in was for name in answers)
    assert f"U bekeek {seen} fragment" in again
    assert "bij 1 klopte dat" in again
    assert "Bij 1 daarvan zei een mens zelf al ja" in again
    assert {name for name, value, checked in RADIO.findall(again) if checked} == set(answers)
    assert client.post(f"{embedded.path}/codeboek", data=NEW | answers).status_code == 303
    with embedded.store.reading() as session:
        theme = codebook_of(session, embedded.project_id).theme("gastvrijheid")
    assert theme.examples == ("De koffie stond klaar.", "Het was een fijne zaal met lekkere thee.", COFFEE)
    given = {code.fragment.text: code.status for code in embedded.state().codes if code.theme == "gastvrijheid"}
    assert given == {COFFEE: "added", "Niemand belde terug na de avond.": "rejected"}
    later = client.get(f"{embedded.path}/codeboek").text
    assert "Nieuw: ‘Gastvrijheid’." in later


def test_what_was_answered_before_is_not_asked_again(embedded, log_in):
    client = log_in(name="Anna")
    client.post(f"{embedded.path}/codeboek", data=NEW | {named(embedded, COFFEE): "nee"})
    page = preview(client, embedded, act="wijzigen", theme="gastvrijheid")
    assert named(embedded, COFFEE) not in hits(page)
    assert "een mens zelf al ja" not in page


def test_coding_all_conversations_is_asked_for_with_the_theme(embedded, log_in):
    with embedded.store.writing() as session:
        accept_reading(session, ANNA, embedded.ids["gesprek-4.txt"])
    client = log_in(name="Anna")
    assert "Codeer meteen alle gesprekken" in preview(client, embedded)
    client.post(f"{embedded.path}/codeboek", data=NEW | {"coderen": "1"})
    with embedded.store.reading() as session:
        assert [job.kind for job in jobs_of(session, embedded.project_id)] == [EVALUATE]


def test_conversations_that_were_not_embedded_are_told(plein, log_in):
    page = preview(log_in(), plein)
    assert "In 4 gesprekken kan de computer nu nog niet zoeken" in page
    assert hits(page) == []


def test_of_a_theme_that_the_machine_knows_nothing_is_tried(embedded, log_in):
    with embedded.store.reading() as session:
        theme = codebook_of(session, embedded.project_id).theme("influence_doubt")
    fields = {"label": theme.label, "definition": "Anders.", "goal": theme.goal, "valence": theme.valence}
    page = preview(log_in(), embedded, act="wijzigen", theme=theme.id, **fields)
    assert "Dit thema kent de computer al" in page
    assert hits(page) == []


def test_words_off_the_record_are_no_hit(embedded, log_in):
    from narratief.domain.actions import HoldBack
    from narratief.store.decision_log import record

    state = embedded.state().interviews[embedded.ids["gesprek-4.txt"]]
    span = (state.fragments[0].start, state.fragments[0].end)
    with embedded.store.writing() as session:
        record(session, ANNA, embedded.project_id, HoldBack(), interview_id=embedded.ids["gesprek-4.txt"], span=span)
    assert COFFEE not in preview(log_in(), embedded)


def test_two_themes_never_have_the_same_name(plein, log_in):
    client = log_in(name="Anna")
    with plein.store.reading() as session:
        taken = codebook_of(session, plein.project_id).themes[0].label
    fields = NEW | {"label": f" {taken.upper()} "}
    for path in ("codeboek/voorbeeld", "codeboek"):
        answer = client.post(f"{plein.path}/{path}", data=fields)
        assert answer.status_code == 409
        assert "twee thema&#39;s met de naam" in answer.text


def test_the_fragments_of_a_split_become_examples(embedded, log_in):
    client, code = log_in(name="Anna"), embedded.code("influence_doubt")
    choice = f"{embedded.ids['gesprek-1.txt']}.{code.fragment.start}.{code.fragment.end}"
    fields = {"act": "splitsen", "theme": "influence_doubt", "label": "Beslist", "definition": "Het was al beslist."}
    shown = client.post(f"{embedded.path}/codeboek/voorbeeld", data=fields).text
    offered = re.findall(r'name="recode" value="([^"]+)"', shown)
    assert (offered[0], len(offered)) == (choice, 3)  # the one that says so comes first
    client.post(f"{embedded.path}/codeboek", data=fields | {"recode": [choice]})
    with embedded.store.reading() as session:
        assert codebook_of(session, embedded.project_id).theme("beslist").examples == (code.fragment.text,)


@pytest.mark.browser
@pytest.mark.slow
def test_from_a_new_theme_to_coding(embedded, open_page):
    with embedded.store.writing() as session:
        accept_reading(session, ANNA, embedded.ids["gesprek-4.txt"])
    page = open_page(f"{embedded.path}/codeboek/nieuw", Role.RESEARCHER)
    for name in ("label", "definition", "examples"):
        page.locator(f"#{name}").fill(NEW[name])
    page.locator("#goal").select_option(NEW["goal"])
    page.locator("#valence").select_option(NEW["valence"])
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    page.get_by_role("heading", name="Wat zou de computer vinden?").wait_for()
    assert violations(page) == []
    page.get_by_role("group", name="Gaat fragment 1 over dit thema?").get_by_label("Ja", exact=True).check()
    page.get_by_role("group", name="Gaat fragment 2 over dit thema?").get_by_label("Nee", exact=True).check()
    page.get_by_role("button", name="Kijk opnieuw").click()
    page.get_by_text("Wat u al zei (2)").click()
    assert page.get_by_text(COFFEE).is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert (too_wide(page), violations(page)) == (0, [])
    page.get_by_label("Codeer meteen alle gesprekken").check()
    page.get_by_role("button", name="Wijziging doorvoeren").click()
    page.get_by_text("Alle gesprekken worden nu gecodeerd.").wait_for()
    assert violations(page) == []
    given = {code.fragment.text: code.status for code in embedded.state().codes if code.theme == "gastvrijheid"}
    assert given[COFFEE] == "added"
    assert sorted(given.values()) == ["added", "rejected"]
    assert page.problems == []
