"""A project for named people: they see it, administrators see it, and for everybody else it is nowhere."""

from __future__ import annotations

import re
from html import unescape

import pytest

from narratief.domain.project import ProjectFacts
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.people import give_project, members_of
from narratief.store.coding.projects import new_project
from tests.web.researcher.chromium import too_wide, violations

OVER_PROJECTS = ("/projecten", "/synthese", "/citaten", "/citaten?q=avond", "/zekerheid", "/werk")


def save(client, plein, named=(), voor="genoemd"):
    """Fill the form in as its page shows it."""
    page = client.get(f"{plein.path}/toegang").text
    seen = re.search(r'name="gezien" value="([^"]*)"', page).group(1)
    return client.post(f"{plein.path}/toegang", data={"voor": voor, "mensen": list(named), "gezien": seen})


@pytest.fixture
def people(plein, log_in):
    """Browsers of an evaluator of the project, two researchers, the participation team and an administrator."""
    eva, rik, ria = log_in(Role.EVALUATOR, name="Eva"), log_in(name="Rik"), log_in(name="Ria")
    with plein.store.writing() as session:
        give_project(session, eva.person, plein.project_id)
    return eva, rik, ria, log_in(Role.PARTICIPATION, name="Pim"), log_in(Role.ADMINISTRATOR, name="Ab")


def test_only_named_people_find_a_project_anywhere(plein, people):
    eva, rik, ria, pim, ab = people
    assert all("Het plein" in client.get("/projecten").text for client in people)
    assert save(eva, plein, [rik.person]).status_code == 303
    for client in (eva, rik, ab):
        assert client.get(plein.path).status_code == 200
        assert "Het plein" in client.get("/projecten").text
    assert "gesprek-1" in rik.get("/citaten?thema=influence_doubt").text
    for client in (ria, pim):
        for path in OVER_PROJECTS:
            answer = client.get(path)
            assert answer.status_code == 200
            assert "Het plein" not in answer.text, path
        assert "gesprek-1" not in client.get("/citaten?thema=influence_doubt").text
        assert "gesprek-1" not in client.get(f"/citaten?thema=influence_doubt&project={plein.project_id}").text
        assert client.get(plein.path).status_code == 404
    assert save(eva, plein, [rik.person], "iedereen").status_code == 303
    assert ria.get(plein.path).status_code == pim.get(plein.path).status_code == 200


def test_work_is_given_to_people_who_see_the_project(plein, people):
    eva, rik, ria, _, ab = people
    save(eva, plein, [rik.person])
    talk = f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}"
    assert ab.post(f"{talk}/toewijzen", data={"person": ria.person}).status_code == 409
    assert ab.post(f"{talk}/toewijzen", data={"person": rik.person}).status_code == 303
    coders = ab.get(f"{plein.path}/tweede-codeur").text
    assert "Rik" in coders
    assert "Ria" not in coders


def test_an_export_takes_no_project_along_that_one_may_not_see(plein, people):
    eva, rik, _, _, _ = people
    with plein.store.writing() as session:
        second_project = new_project(session, ProjectFacts(title="Ander")).id
    save(eva, plein)
    form = {"formaat": "csv", "bevestigd": "1"}
    page = rik.get(f"/projecten/{second_project}/exporteren").text
    assert "Het plein" not in page
    for hidden in (plein.project_id, 4711):
        answer = rik.post(f"/projecten/{second_project}/exporteren", data=form | {"ook": hidden})
        assert answer.status_code == 404


def test_each_change_is_in_the_log_and_in_the_activity(plein, people):
    eva, rik, ria, _, ab = people
    save(eva, plein, [rik.person])
    save(ab, plein, [eva.person, ria.person], "iedereen")
    told = unescape(re.sub(r"<[^>]+>", "", eva.get(f"{plein.path}/activiteit?soort=project").text))
    for line in (
        "Eva gaf Rik toegang tot dit project",
        "Eva maakte dit project zichtbaar voor alleen genoemde mensen",
        "Ab nam Rik de toegang tot dit project af",
        "Ab maakte dit project zichtbaar voor iedereen",
    ):
        assert line in told
    with plein.store.reading() as session:
        acts = [entry.act for entry in audit_log(session) if entry.project_id == plein.project_id]
    assert sorted(acts) == ["member_added"] * 2 + ["member_removed", "project_closed", "project_opened"]
    assert "Project alleen voor genoemde mensen" in ab.get("/beheer/logboek").text


def test_nobody_shuts_themselves_out_or_overwrites_what_they_did_not_see(plein, people):
    eva, rik, ria, _, ab = people
    save(eva, plein, [])
    late = {"voor": "iedereen", "mensen": [ria.person], "gezien": "0:"}
    answer = ab.post(f"{plein.path}/toegang", data=late)
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen veranderd." in answer.text
    save(ab, plein, [eva.person, rik.person, ab.person, 4711])
    with plein.store.reading() as session:
        assert [person.name for person in members_of(session, plein.project_id)] == ["Eva", "Rik"]
    assert ria.get(plein.path).status_code == 404
    assert eva.post(f"{plein.path}/toegang", data={"voor": "niemand", "gezien": ""}).status_code == 422
    assert rik.get(f"{plein.path}/toegang").status_code == 403


def test_the_page_is_clean_and_fits(open_page, plein, people):
    page = open_page(f"{plein.path}/toegang", Role.ADMINISTRATOR, "Bea", width=390)
    assert violations(page) == []
    assert too_wide(page) <= 0
    page.get_by_label("Alleen de mensen die hieronder zijn aangevinkt").check()
    page.get_by_label("Rik").check()
    page.get_by_role("button", name="Opslaan").click()
    assert page.get_by_label("Rik").is_checked()
    assert page.get_by_label("Eva").is_checked()
    assert not page.get_by_label("Ria").is_checked()
    assert page.get_by_label("Alleen de mensen").is_checked()
    assert page.problems == []
