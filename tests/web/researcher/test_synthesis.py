"""Synthesis, its filters and quotes; matrices, saturation, search and downloads."""

from __future__ import annotations

import io

import openpyxl
import pytest

from narratief.domain.actions import Confirm
from narratief.domain.project import ProjectFacts
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.review.memos import quotes_of
from narratief.store.review.result import result_of
from narratief.web.views.filters import Filters, narrowed
from narratief.web.views.matrices import cooccurrence, theme_by_interview
from narratief.web.views.saturation import chart, in_words, steps


def result(plein, **more):
    with plein.store.reading() as session:
        return result_of(session, plein.project_id, **more)


def test_each_number_opens_its_quotes(plein, log_in):
    client = log_in()
    page = client.get(f"{plein.path}/synthese").text
    link = f"{plein.path}/citaten?thema=influence_doubt"
    assert link in page
    assert "3 van 4 bewoners" in page
    quotes = client.get(link).text
    assert "Maar volgens" in quotes
    assert "3 citaten van 3 bewoners" in quotes


def test_the_participation_team_sees_what_is_confirmed_only(plein, log_in):
    client = log_in(Role.PARTICIPATION)
    assert "Er zijn nog geen bevestigde thema" in client.get(f"{plein.path}/synthese?bevestigd=nee").text
    plein.decide(Confirm(), "influence_doubt")
    page = client.get(f"{plein.path}/synthese").text
    assert "niet nagekeken (4 gesproken); wel bevestigd in 1 gesprek dat nog niet helemaal is nagekeken" in page
    assert "van 4 bewoners" not in page
    quotes = client.get(f"{plein.path}/citaten?thema=influence_doubt").text
    assert "1 citaat van 1 bewoner" in quotes
    assert "/gesprekken/" not in quotes
    over = client.get("/synthese").text
    assert "wel bevestigd in 1 gesprek" in over
    assert "Niet vergeleken: " in over


@pytest.mark.parametrize(
    ("query", "themes"),
    [
        ({"kant": "positive"}, {"participation_valued"}),
        ({"thema": "influence_doubt"}, {"influence_doubt"}),
        ({"doel": "relationship"}, {"personal_approach", "feedback_silence"}),
        ({"kant": "onzin", "doel": ""}, {"participation_valued", "influence_doubt", "decision_opacity"}),
    ],
)
def test_filters_leave_out_themes_but_no_residents(plein, query, themes):
    found = narrowed(result(plein), Filters.read(query, confirmed_only=False))
    told = {code.theme for code in found.codes}
    assert told <= themes or query.get("kant") == "onzin"
    assert found.residents == 4
    assert {t.id for t in found.codebook.themes} & themes == themes & set(plein.themes) & {
        t.id for t in found.codebook.themes
    }


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        ("", "", True),
        ("2025-09", "", True),
        ("2025-10", "", False),
        ("", "2024-12", False),
        ("2024-01", "2026-01", True),
    ],
)
def test_projects_by_period(since, until, shown):
    facts = ProjectFacts(title="Het plein", period="2025-01/2025-09", participation_level="adviseren")
    assert Filters(since=since, until=until).takes_project(facts) is shown
    assert Filters(level="adviseren").takes_project(facts)
    assert not Filters(level="informeren").takes_project(facts)


def test_a_filter_survives_the_way_through_an_address():
    filters = Filters("g", "positive", "t", "2025-01", "2025-02", "adviseren", True)
    query = dict(pair.split("=") for pair in filters.query.lstrip("?").split("&"))
    assert Filters.read(query, confirmed_only=False) == filters


def test_over_projects_with_filters(plein, log_in):
    client = log_in()
    page = client.get("/synthese").text
    assert "in 1 van 1 project" in page
    assert "Er is geen project met deze keuze" in client.get("/synthese?niveau=informeren").text
    assert "3 van 4" in client.get("/synthese?van=2025-02&kant=negative").text
    assert "Maar volgens" in client.get("/citaten?thema=influence_doubt").text


def test_who_reads_no_interviews_cannot_read_them_by_choosing_words(plein, log_in):
    team, code = log_in(Role.PARTICIPATION), plein.code("influence_doubt")
    place = {"interview": plein.ids["gesprek-1.txt"], "theme": code.theme, "chosen": "ja"}
    for start, end in ((0, 60), (code.fragment.start, code.fragment.end)):  # any words; a quote that nobody confirmed
        answer = team.post(f"{plein.path}/citaten", data=place | {"start": start, "end": end})
        assert answer.status_code == 404
    assert "Hoe kijkt u terug" not in team.get(f"{plein.path}/citaten?gekozen=ja").text


def test_quotes_are_chosen_and_not_chosen_any_more(plein, log_in):
    plein.decide(Confirm(), "influence_doubt")
    client, code = log_in(Role.PARTICIPATION), plein.code("influence_doubt")
    place = {"interview": plein.ids["gesprek-1.txt"], "start": code.fragment.start, "end": code.fragment.end}
    fields = {**place, "theme": code.theme, "chosen": "ja"}
    answer = client.post(f"{plein.path}/citaten", data=fields, headers={"Accept": "application/json"})
    assert answer.json()["chosen"] is True
    with plein.store.reading() as session:
        assert [quote.text for quote in quotes_of(session, plein.project_id)] == [code.fragment.text]
    assert "gekozen voor publicatie door Participation" in client.get(f"{plein.path}/citaten?gekozen=ja").text
    client.post(f"{plein.path}/citaten", data=fields | {"chosen": "nee"})
    with plein.store.reading() as session:
        assert quotes_of(session, plein.project_id) == []
    assert log_in(Role.EVALUATOR).post(f"{plein.path}/citaten", data=fields).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "synthese?vorm=xlsx",
        "citaten?gekozen=ja&vorm=xlsx",
        "matrices?vorm=xlsx",
        "verzadiging?vorm=xlsx",
        "citaten?q=avond&vorm=xlsx",
    ],
)
def test_every_view_as_a_workbook(plein, log_in, path):
    answer = log_in().get(f"{plein.path}/{path}")
    assert answer.status_code == 200
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


def test_matrices_count_right(plein):
    found = theme_by_interview(result(plein))
    row = [label for label, _ in found.rows].index("influence_doubt")
    assert [cell.value for cell in found.cells[row]] == [1, 1, 1, 0]
    together = cooccurrence(result(plein))
    ids = [label for label, _ in together.rows]
    a, b = ids.index("influence_doubt"), ids.index("decision_opacity")
    assert together.cells[a][b].value == together.cells[b][a].value == 1
    assert together.cells[a][a].value == 3
    by_talk = cooccurrence(result(plein), "gesprek")
    assert by_talk.cells[a][b].value == 2


def test_matrices_page(plein, log_in):
    page = log_in().get(f"{plein.path}/matrices").text
    assert "thema=decision_opacity&samen=ja" in page


def test_saturation(plein, log_in):
    found = steps(result(plein))
    assert [len(step.new) for step in found] == [4, 0, 0, 0]
    assert found[-1].sofar == 4
    assert "geen nieuw thema" in in_words(found)
    assert "te weinig" in in_words(found[:2])
    drawn = chart(found)
    assert drawn.bars[0].y == 10
    assert drawn.bars[0].height == 220
    backwards = steps(result(plein), [f"gesprek-{n}.txt" for n in (4, 3, 2, 1)])
    assert [len(step.new) for step in backwards] == [0, 1, 2, 1]
    assert "<svg" in log_in().get(f"{plein.path}/verzadiging?volgorde=inlezen").text


def test_downloads_by_role_are_noted(plein, log_in):
    client = log_in(Role.PARTICIPATION)
    page = client.get(f"{plein.path}/exporteren").text
    assert 'value="csv"' in page
    assert 'value="qdpx"' not in page
    plein.decide(Confirm(), "influence_doubt")
    answer = client.post(f"{plein.path}/exporteren", data={"formaat": "csv"})
    assert answer.status_code == 200
    assert "Maar volgens" in answer.text
    assert "Het was voor de" not in answer.text
    assert client.post(f"{plein.path}/exporteren", data={"formaat": "json"}).status_code == 403
    with plein.store.reading() as session:
        entry = audit_log(session, act="exported")[0]
    assert (entry.project_id, entry.details) == (plein.project_id, {"format": "csv", "confirmed": True})


def test_a_researcher_downloads_everything_with_memos(plein, log_in):
    client, number = log_in(name="Anna"), plein.ids["gesprek-1.txt"]
    client.post(f"{plein.path}/gesprekken/{number}/notities", data={"text": "Een notitie bij het gesprek"})
    answer = client.post(f"{plein.path}/exporteren", data={"formaat": "json"})
    assert "Een notitie bij het gesprek" in answer.text
    assert "Het was voor de" in answer.text
