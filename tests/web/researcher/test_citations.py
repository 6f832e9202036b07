"""One page for citations: what is looked for stands in the address, and files hold exactly what is seen."""

from __future__ import annotations

import io
import re
from urllib.parse import urlencode

import openpyxl
import pytest
from starlette.datastructures import QueryParams

from narratief.domain.actions import Add, Confirm
from narratief.files.csv_table import read_csv_table
from narratief.store.accounts.access import Role
from narratief.store.review.decide import decide, split
from narratief.web.views.finding import Wanted
from tests.web.researcher.chromium import too_wide, violations
from tests.web.researcher.conftest import ANNA

HEADING = re.compile(r'<h2 id="gevonden">(.*?)</h2>')
PLACE = re.compile(r"(gesprek-\d\.txt), antwoord (\d+)")


def look(client, plein, **query):
    """Heading, and the place of each citation in order."""
    page = client.get(f"{plein.path}/citaten?{urlencode(query, doseq=True)}")
    assert page.status_code == 200, page.text
    body = page.text[page.text.index('<ol class="quote-list"') :]
    places = re.findall(r"#r\d+\">\s*(gesprek-\d\.txt, antwoord \d+)", body)
    return HEADING.search(page.text)[1], places, page.text


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ({}, "8 citaten van 4 bewoners"),
        ({"stand": "met"}, "7 citaten van 3 bewoners"),
        ({"stand": "zonder"}, "1 citaat van 1 bewoner"),
        ({"thema": "influence_doubt"}, "3 citaten van 3 bewoners"),
        ({"thema": ["influence_doubt", "decision_opacity"]}, "4 citaten van 3 bewoners"),
        ({"thema": ["influence_doubt", "decision_opacity"], "samen": "ja"}, "1 citaat van 1 bewoner"),
        ({"thema": "influence_doubt", "gesprek": "gesprek-2.txt"}, "1 citaat van 1 bewoner"),
        ({"thema": "influence_doubt", "score_van": "0,8"}, "2 citaten van 2 bewoners"),
        ({"score_tot": "0.5"}, "1 citaat van 1 bewoner"),
        ({"stand": "bevestigd"}, "2 citaten van 1 bewoner"),
        ({"stand": "open"}, "7 citaten van 3 bewoners"),
        ({"door": "Anna"}, "2 citaten van 1 bewoner"),
        ({"door": "Anna", "score_van": "0.1"}, "1 citaat van 1 bewoner"),
        ({"q": "avonden"}, "1 citaat van 1 bewoner"),
        ({"q": "avonden", "thema": "influence_doubt"}, "0 citaten van 0 bewoners"),
        ({"q": '"de koffie"'}, "1 citaat van 1 bewoner"),
        ({"q": "!!"}, "0 citaten van 0 bewoners"),
        ({"stand": "onzin", "volgorde": "x", "score_van": "veel", "pagina": "99"}, "8 citaten van 4 bewoners"),
    ],
)
def test_each_choice_narrows(plein, log_in, query, heading):
    plein.decide(Confirm(), "influence_doubt")
    fragment = plein.state().interviews[plein.ids["gesprek-1.txt"]].fragments[0]
    with plein.store.writing() as session:
        decide(
            session, ANNA, plein.ids["gesprek-1.txt"], Add(), span=(fragment.start, fragment.end), theme="active_role"
        )
    assert look(log_in(), plein, **query)[0] == heading


def test_orders(plein, log_in):
    client = log_in()
    plein.decide(Confirm(), "influence_doubt", "gesprek-3.txt")
    one = {"thema": "influence_doubt"}
    assert look(client, plein, **one, volgorde="hoog")[1] == [
        "gesprek-2.txt, antwoord 1", "gesprek-3.txt, antwoord 1", "gesprek-1.txt, antwoord 1"
    ]  # fmt: skip
    assert look(client, plein, **one, volgorde="laag")[1][0] == "gesprek-1.txt, antwoord 1"
    assert look(client, plein, **one, volgorde="plek")[1][0] == "gesprek-1.txt, antwoord 1"
    assert look(client, plein, **one, volgorde="nieuw")[1][0] == "gesprek-3.txt, antwoord 1"
    best = look(client, plein)[1]
    assert best[-1] == "gesprek-4.txt, antwoord 1"  # without a theme it is the last of the best


def test_words_are_marked_and_what_was_said_around_is_at_hand(plein, log_in):
    _, _, page = look(log_in(), plein, q="avonden")
    assert '<mark class="evidence" title="gevonden">avond</mark>' in page
    assert "Wat eromheen is gezegd" in page
    assert "<strong>Interviewer:</strong> En daarna?" in page


def test_words_are_found_in_a_fragment_that_a_person_made(plein, log_in):
    number = plein.ids["gesprek-2.txt"]
    fragment = next(f for f in plein.state().interviews[number].fragments if "bühne" in f.text)
    cut = fragment.start + fragment.text.index("wat wij")
    with plein.store.writing() as session:
        split(session, ANNA, number, (fragment.start, fragment.end), [cut])
    heading, _, page = look(log_in(), plein, q="bühne")
    assert heading == "1 citaat van 1 bewoner"
    assert "Het was voor de" in page
    assert "deed er niet toe" not in re.findall(r'<blockquote class="quote">.*?</blockquote>', page)[0]


@pytest.mark.parametrize("query", [{"thema": "influence_doubt", "volgorde": "laag"}, {"q": "de"}, {"q": "xyzzy"}])
def test_a_file_holds_exactly_what_is_seen(plein, log_in, query):
    client = log_in()
    _, places, _ = look(client, plein, **query)
    address = f"{plein.path}/citaten?{urlencode(query)}"
    told = read_csv_table(client.get(f"{address}&vorm=csv").content)
    assert [f"{line['Gesprek']}, antwoord {line['Antwoord']}" for line in told] == places
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&vorm=xlsx").content))
    rows = (row for row in book["Citaten"].iter_rows(values_only=True) if len(row) > 2)
    cells = [row for row in rows if re.match(r"gesprek-\d", str(row[1]))]
    assert [f"{row[1]}, antwoord {row[2]}" for row in cells] == places


def test_the_address_brings_the_same_view_again():
    query = "q=avond&thema=a&thema=b&samen=ja&project=3&gesprek=x.txt&stand=open&door=Anna&score_van=0.5&volgorde=laag"
    wanted = Wanted.read(QueryParams(query))
    assert Wanted.read(QueryParams(wanted.query().lstrip("?"))) == wanted
    assert QueryParams(wanted.query().lstrip("?")).multi_items() == QueryParams(query).multi_items()
    assert not Wanted.read(QueryParams("volgorde=laag")).narrow


def test_the_participation_team_finds_confirmed_citations_only(plein, log_in):
    team = log_in(Role.PARTICIPATION)
    assert look(team, plein)[0] == "0 citaten van 0 bewoners"
    plein.decide(Confirm(), "influence_doubt")
    heading, _, page = look(team, plein, stand="open")
    assert heading == "0 citaten van 0 bewoners"
    heading, _, page = look(team, plein, q="beslist")
    assert heading == "1 citaat van 1 bewoner"
    assert "/gesprekken/" not in page
    assert "Wat eromheen" not in page
    assert "1 citaat van 1 bewoner" in team.get("/citaten?thema=influence_doubt").text


def test_over_projects(plein, log_in):
    client = log_in()
    assert "8 citaten van 4 bewoners" in client.get("/citaten").text
    assert "0 citaten van 0 bewoners" in client.get(f"/citaten?project={plein.project_id + 1}").text
    one = client.get(f"/citaten?project={plein.project_id}&door=Anna&score_van=0.5").text
    assert "Meer keuzes: Het plein; beslist door Anna; score vanaf 0,50" in one
    assert "0 citaten van 0 bewoners" in log_in(Role.EVALUATOR).get("/citaten?q=avonden").text


def test_a_chosen_quote_stays_in_sight_when_its_fragment_is_gone(plein, log_in):
    client, code = log_in(name="Anna"), plein.code("influence_doubt")
    number, span = plein.ids["gesprek-1.txt"], (code.fragment.start, code.fragment.end)
    place = {"interview": number, "start": span[0], "end": span[1], "theme": code.theme}
    client.post(f"{plein.path}/citaten", data=place | {"chosen": "ja"})
    heading, _, page = look(client, plein, gekozen="ja")
    assert heading == "1 citaat van 1 bewoner"
    assert "gekozen voor publicatie door Anna" in page
    with plein.store.writing() as session:
        split(session, ANNA, number, span, [span[0] + code.fragment.text.index("was het")])
    heading, _, page = look(client, plein, gekozen="ja")
    assert heading == "0 citaten van 0 bewoners"
    assert "Ook gekozen" in page
    assert code.fragment.text in page
    (line,) = read_csv_table(client.get(f"{plein.path}/citaten?gekozen=ja&vorm=csv").content)
    assert (line["Citaat"], line["Gekozen voor publicatie door"]) == (code.fragment.text, "Anna")
    client.post(f"{plein.path}/citaten", data=place | {"chosen": "nee"})
    assert "Ook gekozen" not in look(client, plein, gekozen="ja")[2]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{p}/zoeken?q=avond&thema=x&pagina=2", "{p}/citaten?q=avond&thema=x"),
        (
            "{p}/synthese/citaten?thema=x&gesprek=a.txt&bevestigd=ja",
            "{p}/citaten?thema=x&gesprek=a.txt&stand=bevestigd",
        ),
        ("{p}/synthese/citaten?thema=x&samen=y", "{p}/citaten?thema=x&thema=y&samen=ja"),
        ("{p}/synthese/gekozen?vorm=xlsx", "{p}/citaten?gekozen=ja&vorm=xlsx"),
        ("/zoeken?q=avond", "/citaten?q=avond"),
        ("/synthese/citaten?thema=x&niveau=adviseren", "/citaten?thema=x&project={n}"),
        ("/synthese/citaten?thema=x&niveau=informeren", "/citaten?thema=x&project=0"),
    ],
)
def test_old_addresses_lead_to_the_same_view(plein, log_in, old, new):
    fill = {"p": plein.path, "n": plein.project_id}
    answer = log_in().get(old.format(**fill))
    assert (answer.status_code, answer.headers["location"]) == (301, new.format(**fill))


@pytest.mark.browser
@pytest.mark.slow
def test_finding_by_theme_alone_and_sharing_the_view(plein, open_page):
    plein.decide(Confirm(), "influence_doubt")
    page = open_page(f"{plein.path}/citaten", name="Anna", width=1366)
    assert violations(page) == []
    page.get_by_text("Welke thema's", exact=True).first.click()
    with plein.store.reading() as session:
        from narratief.store.review.codebooks import codebook_of

        label = codebook_of(session, plein.project_id).theme("influence_doubt").label
    page.get_by_label(label, exact=True).check()
    page.get_by_label("Volgorde").select_option("laag")
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("heading", name="3 citaten van 3 bewoners").wait_for()
    shared = page.url
    first = page.locator(".quote").first.inner_text()
    page.get_by_role("button", name="Kies voor publicatie").first.click()
    page.get_by_text("Gekozen voor publicatie.", exact=True).wait_for()
    assert QueryParams(page.url.split("?")[1].split("#")[0])["volgorde"] == "laag"
    colleague = open_page(shared, name="Bram", width=390)
    assert colleague.locator(".quote").first.inner_text() == first
    assert colleague.get_by_text("gekozen voor publicatie door Anna").is_visible()
    colleague.get_by_text("Wat eromheen is gezegd").first.click()
    assert (too_wide(colleague), violations(colleague)) == (0, [])
    assert page.problems == colleague.problems == []
