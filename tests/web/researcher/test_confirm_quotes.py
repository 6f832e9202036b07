"""Of few residents a person says of each quote whether a publication may print it, and can take that back."""

from __future__ import annotations

import re

import pytest

from narratief.domain.actions import Confirm
from narratief.store.accounts.access import Role
from narratief.store.review.decide import accept_reading
from narratief.store.review.memos import choose_quote
from narratief.store.review.quote_answers import quote_answers
from tests.web.researcher.chromium import too_wide, violations
from tests.web.researcher.conftest import ANNA

SETTLED, VINKJE = (
    "Maar volgens mij was het allang beslist.",
    "We stonden met een vinkje op de lijst en dat was het dan.",
)


@pytest.fixture
def reviewed(plein):
    """Every theme in two of the four interviews is confirmed."""
    for file in ("gesprek-1.txt", "gesprek-3.txt"):
        for code in plein.state().interviews[plein.ids[file]].codes:
            plein.decide(Confirm(), code.theme, file)
        with plein.store.writing() as session:
            accept_reading(session, ANNA, plein.ids[file])
    return plein


def place(plein, theme="influence_doubt", file="gesprek-1.txt") -> dict[str, int]:
    fragment = plein.code(theme, file).fragment
    return {"interview": plein.ids[file], "start": fragment.start, "end": fragment.end}


def lists(page: str) -> tuple[str, str]:
    """What waits, and what a person spoke of."""
    waits, _, said = page.partition('id="wachten"')[2].partition('id="beslist"')
    return waits, said


def test_each_quote_is_confirmed_or_refused_and_that_is_undone(reviewed, log_in):
    client, path = log_in(), f"{reviewed.path}/exporteren/citaten"
    waits, said = lists(client.get(path).text)
    assert waits.count("Mag erin") == 4
    assert said == ""
    assert 'mochten meedenken over het plein. <mark class="around__own">' + SETTLED in waits  # in its answer
    assert "4 citaten wachten op u" in client.get(f"{reviewed.path}/exporteren").text

    assert client.post(path, data=place(reviewed) | {"mag": "ja"}).status_code == 303
    other = place(reviewed, file="gesprek-3.txt")
    assert client.post(path, data=other | {"mag": "nee"}).status_code == 303
    waits, said = lists(client.get(path).text)
    assert waits.count("Mag erin") == 2
    assert re.findall(r">(mag erin|niet gebruiken)<", said) == ["niet gebruiken", "mag erin"]  # the last one first
    assert "2 citaten wachten op u" in client.get(f"{reviewed.path}/exporteren").text

    (undo, *_) = re.findall(r'name="decision" value="(\d+)"', said)
    assert client.post(f"{path}/ongedaan", data={"decision": undo}).status_code == 303
    waits, said = lists(client.get(path).text)
    assert VINKJE in waits
    assert "niet gebruiken" not in said


def test_the_participation_team_confirms_without_reading_interviews(reviewed, log_in):
    team, path = log_in(Role.PARTICIPATION), f"{reviewed.path}/exporteren/citaten"
    page = team.get(path).text
    assert SETTLED in page
    assert "around__own" not in page
    assert "/gesprekken/" not in page.partition('id="wachten"')[2]
    assert team.post(path, data=place(reviewed) | {"mag": "ja"}).status_code == 303
    for wrong in (
        place(reviewed) | {"end": place(reviewed)["end"] - 3},  # other words than a quote
        place(reviewed, "influence_doubt", "gesprek-2.txt"),  # nobody confirmed a theme there
        place(reviewed) | {"interview": 999},
    ):
        assert team.post(path, data=wrong | {"mag": "ja"}).status_code == 404
    assert team.post(path, data=place(reviewed) | {"mag": "misschien"}).status_code == 409
    with reviewed.store.reading() as session:
        assert len(quote_answers(session, reviewed.project_id).by_interview) == 1


def test_only_what_was_said_of_a_quote_is_undone_here(reviewed, log_in):
    client, path = log_in(), f"{reviewed.path}/exporteren/citaten/ongedaan"
    theme = reviewed.decide(Confirm(), "influence_doubt", "gesprek-2.txt")
    assert client.post(path, data={"decision": theme.id}).status_code == 404
    assert client.post(path, data={"decision": 999}).status_code == 404
    span = (place(reviewed)["start"], place(reviewed)["end"])
    with reviewed.store.writing() as session:
        number = reviewed.ids["gesprek-1.txt"]
        said = choose_quote(session, ANNA, reviewed.project_id, number, span, theme=None, chosen=True)
    assert client.post(path, data={"decision": said.id}).status_code == 303
    assert client.post(path, data={"decision": said.id}).status_code == 404  # once


def test_confirming_in_a_browser(reviewed, open_page):
    page = open_page(f"{reviewed.path}/exporteren", width=390)
    page.get_by_role("link", name="Citaten bevestigen").click()
    assert (violations(page), too_wide(page)) == ([], 0)
    for name in ("Mag erin", "Niet gebruiken"):
        page.get_by_role("button", name=name).first.click()
        page.locator(".notice", has_text="citaat").first.wait_for()
    assert page.get_by_role("button", name="Ongedaan maken").count() == 2
    assert (violations(page), too_wide(page)) == ([], 0)
    page.get_by_role("button", name="Ongedaan maken").first.click()
    page.get_by_text("ongedaan gemaakt").wait_for()
    assert page.get_by_role("button", name="Mag erin").count() == 3
    assert page.problems == []
