"""Views of the page of citations under a name: the address stays, and nobody sees what is not shared."""

from __future__ import annotations

from html import unescape

import pytest

from narratief.store.accounts.access import Role
from narratief.store.erase import erase_interview
from narratief.store.saved_views import views_of
from tests.web.researcher.chromium import too_wide, violations

QUERY = "?q=avond&thema=influence_doubt&thema=decision_opacity&samen=gesprek&nagekeken=ja&kenmerk=rol%3Dhuurder"


def saved(plein, client, name="Mijn lijst", query=QUERY, **more):
    """Save a view; gives its address."""
    answer = client.post(f"{plein.path}/weergaven", data={"naam": name, "vraag": query, **more})
    assert answer.status_code == 303
    return answer.headers["location"]


def mine(plein, client):
    """Names of the views that somebody may open."""
    with plein.store.reading() as session:
        return [view.name for view in views_of(session, plein.project_id, client.person)]


def test_a_view_brings_back_what_was_chosen_and_its_address_stays(plein, log_in):
    client = log_in(name="Anna")
    address = saved(plein, client)
    assert client.get(address).headers["location"] == f"{plein.path}/citaten{QUERY}"
    page = client.get(f"{plein.path}/citaten{QUERY}").text
    assert f'<a href="{address}" aria-current="true">Mijn lijst</a>' in page
    assert "Deze keuzes bewaren" not in page  # they are saved
    other = client.get(f"{plein.path}/citaten?thema=influence_doubt&pagina=1").text
    assert "Deze keuzes bewaren" in other
    assert "‘Mijn lijst’ vervangen door deze keuzes" in other
    client.post(address, data={"doen": "keuzes", "vraag": "?thema=influence_doubt"})
    client.post(address, data={"doen": "naam", "naam": " Invloed  "})
    assert client.get(address).headers["location"] == f"{plein.path}/citaten?thema=influence_doubt"
    assert mine(plein, client) == ["Invloed"]


def test_one_name_in_a_project_and_nothing_that_means_nothing(plein, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    saved(plein, anna)
    for client in (anna, bram):
        assert saved(plein, client, "mijn LIJST ") == f"{plein.path}/citaten{QUERY}"
        assert "Er is al een weergave met deze naam" in client.get(f"{plein.path}/weergaven").text
    assert saved(plein, bram, "", "?thema=a&onzin=1") == f"{plein.path}/citaten?thema=a"
    assert saved(plein, bram, "Leeg", "?onzin=1&pagina=3") == f"{plein.path}/citaten"
    assert mine(plein, bram) == []
    address = saved(plein, bram, "Ander")
    answer = bram.post(address, data={"doen": "naam", "naam": "MIJN lijst"})
    assert answer.status_code == 422
    assert 'value="MIJN lijst"' in answer.text
    assert mine(plein, bram) == ["Ander"]


def test_what_is_not_shared_is_nobody_elses(plein, log_in):
    anna, team, boss = log_in(name="Anna"), log_in(Role.PARTICIPATION), log_in(Role.ADMINISTRATOR)
    address = saved(plein, anna)
    for client in (team, boss):
        assert client.get(address).status_code == 404
        assert client.post(address, data={"doen": "weg"}).status_code == 404
        assert "Mijn lijst" not in client.get(f"{plein.path}/citaten").text + client.get(f"{plein.path}/weergaven").text
    anna.post(address, data={"doen": "delen"})
    assert team.get(address).headers["location"] == f"{plein.path}/citaten{QUERY}"
    page = team.get(f"{plein.path}/weergaven").text
    assert f'value="http://narratief.test{address}"' in page
    assert "Van Anna, gedeeld" in page
    assert "Verwijderen" not in page
    refused = team.post(address, data={"doen": "naam", "naam": "Van mij"})
    assert "Alleen Anna kan deze weergave veranderen." in unescape(refused.text)
    assert mine(plein, anna) == ["Mijn lijst"]
    assert boss.post(address, data={"doen": "weg"}).status_code == 303  # people leave
    assert mine(plein, anna) == []
    assert anna.get(address).status_code == 404
    assert saved(plein, anna) != address  # an address is never another view's


def test_a_view_goes_with_the_interview_that_it_names_or_quotes(plein, log_in):
    client = log_in(name="Anna")
    saved(plein, client, "Eén gesprek", "?gesprek=gesprek-1.txt")
    saved(plein, client, "Een zin", '?q="Niemand belde terug na de avond"')
    saved(plein, client, "Ander gesprek", "?gesprek=gesprek-2.txt&q=avond")
    with plein.store.writing() as session:
        erase_interview(session, plein.ids["gesprek-1.txt"], None)
    assert mine(plein, client) == ["Ander gesprek"]


@pytest.mark.browser
@pytest.mark.slow
def test_saving_and_sharing_a_view(plein, open_page):
    page = open_page(f"{plein.path}/citaten?thema=influence_doubt", name="Anna", width=1366)
    page.get_by_text("Deze keuzes bewaren als weergave").click()
    page.get_by_label("Naam van de weergave").fill("Lijst over invloed")
    page.get_by_label("Delen met collega's").check()
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_text("De weergave is bewaard.").wait_for()
    assert violations(page) == []
    page.get_by_role("link", name="Link delen").click()
    link = page.get_by_label("Link om te delen").input_value()
    assert violations(page) == []
    assert link.startswith("http://narratief.test/")  # the first name that the workspace answers to
    bram = open_page(link.removeprefix("http://narratief.test"), name="Bram", width=390)
    bram.get_by_role("heading", name="3 citaten van 3 bewoners").wait_for()
    assert (too_wide(bram), violations(bram)) == (0, [])
    bram.goto(f"{plein.path}/weergaven")
    assert (too_wide(bram), violations(bram), bram.problems, page.problems) == (0, [], [], [])
