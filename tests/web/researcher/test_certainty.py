"""Every page and workbook: where it says how sure its numbers are; below five interviews no percentages.

The walk goes over the routes of the app, so that a new page or workbook must either say it or be named here.
"""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest

from narratief.domain.actions import Confirm
from narratief.domain.decision import Author
from narratief.metrics.wording import MARGIN, ONE_INTERVIEW
from narratief.store.accounts.access import Role
from narratief.store.review.result import result_of
from narratief.store.review.samples import assign, code_blind, draw_sample, finish_assignment, items_of
from narratief.store.saved_views import save_view
from narratief.synthesis.trust_words import HEADING, brief, explained, sections
from tests.web.trust.routes import ways_of

P, G, SAMPLE = "/projecten/{project_id}", "/projecten/{project_id}/gesprekken/{interview_id}", "/tweede-codeur/"
WITHOUT = {
    P + "/nakijken/zeker",
    P + "/woorden",
    # about people, files and the work itself, not about what residents told
    "/inloggen", "/inloggen/code", "/inloggen/gemeente", "/inloggen/gemeente/terug", "/link/{token}",
    "/account", "/account/tweede-stap",
    "/beheer/mensen", "/beheer/mensen/nieuw", "/beheer/mensen/{person_id}", "/beheer/logboek",
    "/", "/projecten", "/projecten/nieuw", P, P + "/gegevens", P + "/bestanden", P + "/verwerking",
    P + "/activiteit", P + "/toegang",
    P + "/kluis", P + "/wissen", P + "/importeren", P + "/beslissingen",
    # one interview, or a list to read or decide from, without counts of what residents told
    P + "/exporteren/citaten", P + "/gesprekken", G, G + "/inlezen", P + "/nakijken", P + "/nakijken/volgende",
    P + "/codeboek/nieuw", P + "/codeboek/thema/{theme}", P + "/clusters/{topic}/thema",
    P + SAMPLE[:-1], P + SAMPLE + "{sample_id}/coderen",
    # these only lead to the page of citations
    "/zoeken", P + "/zoeken", "/synthese/citaten", P + "/synthese/citaten", P + "/synthese/gekozen",
    P + "/kenmerken", P + "/weergaven", P + "/weergaven/{view_id}", P + "/clusters/{topic}/splitsen",
    G + "/inlezen/opname", P + "/activiteit", P + "/toegang",
    # of fewer than five residents it counts nothing
    P + "/kruistabellen",
    # their own measurements: on decisions that were kept apart, of two machines on the same fragments
    P + "/leren", P + "/tweede-blik",
    # residents' words without counts; of them it says that they are not to be counted
    P + "/vraag",
}  # fmt: skip
PERCENT = re.compile(r"\d\s*%|\bprocent|percentage(?!s\.)|aandeel", re.IGNORECASE)


@pytest.fixture
def walked(clustered, app, log_in):
    """Every GET route with what it answers, as a page and, where there is one, as a workbook; and the project's line.

    Project of four interviews with clusters, confirmed codes, a chosen quote and a sample that two people coded.
    """
    client, other = log_in(Role.ADMINISTRATOR), log_in(Role.RESEARCHER)
    clustered.decide(Confirm(), "influence_doubt")
    with clustered.store.writing() as session:
        sample = draw_sample(session, Author(None, "Anna"), clustered.project_id, 6, seed=1)
        for person in (client.person, other.person):
            task = assign(session, sample.id, person)
            for place, item in enumerate(items_of(session, sample.id)):
                code_blind(session, task.id, item.id, ["influence_doubt"] if place % 2 else [])
            finish_assignment(session, task.id)
        number = sample.id
        view_id = save_view(session, clustered.project_id, client.person, "avond", {"q": ["avond"]}, shared=True)
    code = clustered.code("influence_doubt")
    quote = {
        "interview": clustered.ids["gesprek-1.txt"], "start": code.fragment.start, "end": code.fragment.end,
        "theme": "influence_doubt", "chosen": "ja",
    }  # fmt: skip
    assert client.post(f"{clustered.path}/citaten", data=quote).status_code == 303
    moment = re.search(r"/momenten/(\w{12})", client.get(f"{clustered.path}/momenten").text)
    assert moment, "the interviews tell of no moment"
    values = {
        "project_id": clustered.project_id, "interview_id": clustered.ids["gesprek-1.txt"], "sample_id": number,
        "topic": "c-aaaa", "theme": "influence_doubt", "moment": moment[1], "person_id": other.person, "token": "geen",
        "view_id": view_id,
    }  # fmt: skip
    with clustered.store.reading() as session:
        trust = result_of(session, clustered.project_id).trust
    pages, books = {}, {}
    for way in ways_of(app):
        if way.method != "GET":
            continue
        query = {"thema": "influence_doubt"} if "thema" in way.query else {}
        query |= {"q": "avond"} if "q" in way.query else {}
        answer = client.get(way.to(**values), params=query)
        pages[way.path] = answer
        if "vorm" in way.query and way.path != P + "/kruistabellen":
            books[way.path] = client.get(way.to(**values), params=query | {"vorm": "xlsx"})
    return pages, books, trust


def main(page: str) -> str:
    """What stands on a page between its frame."""
    return page.partition("<main")[2].partition("</main>")[0]


def words(page: str) -> str:
    """What a reader reads of a page, with single spaces."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(text))


def test_every_page_with_numbers_leads_to_the_one_that_says_how_sure_they_are(walked):
    pages, _, _ = walked
    inside = {path: main(answer.text) for path, answer in pages.items() if "<main" in answer.text}
    lacking = {path for path, shown in inside.items() if '/zekerheid">Hoe zeker is dit?</a>' not in shown}
    assert lacking == (WITHOUT | {P + "/zekerheid", "/zekerheid"}) & inside.keys()


def test_one_page_explains_it_and_no_other_repeats_it(walked):
    pages, _, trust = walked
    for path in (P + "/zekerheid", "/zekerheid"):
        told = words(pages[path].text)
        assert pages[path].status_code == 200, path
        assert [line for _, line in sections(trust) if line not in told] == [], path
    repeated = {path for path, answer in pages.items() if sections(trust)[-1][1] in words(answer.text)}
    assert repeated == {P + "/zekerheid", "/zekerheid"}


def test_scores_are_not_explained_to_who_sees_none(clustered, log_in):
    told = words(log_in(Role.PARTICIPATION).get(f"{clustered.path}/zekerheid").text)
    assert "Wat is er gelezen?" in told
    assert "Score van de computer" not in told


def test_every_workbook_says_it_above_each_table(walked):
    _, books, trust = walked
    assert len(books) >= 10
    for path, answer in books.items():
        assert answer.status_code == 200, path
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        texts = [[str(cell.value) for row in sheet for cell in row if cell.value is not None] for sheet in book]
        every = [text for sheet in texts for text in sheet]
        assert HEADING in every, path
        assert set(explained(trust)) <= set(every), path
        assert any(text.startswith(brief(trust)) for text in texts[0]), path


def test_below_five_interviews_no_page_and_no_workbook_has_a_percentage(walked):
    pages, books, trust = walked
    assert trust.interviews < 5
    found = {path: PERCENT.search(words(answer.text)) for path, answer in pages.items()}
    for path, answer in books.items():
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert not [cell for cell in cells if "%" in cell.number_format], path
        text = " ".join(str(cell.value) for cell in cells if cell.value is not None)
        found[f"{path} (xlsx)"] = PERCENT.search(text)
    assert {path: hit[0] for path, hit in found.items() if hit} == {}


def test_the_preview_of_a_change_of_the_codebook_says_it_too(plein, log_in):
    form = {"act": "verwijderen", "theme": "influence_doubt"}
    answer = log_in().post(f"{plein.path}/codeboek/voorbeeld", data=form)
    assert answer.status_code == 200
    assert "Hoe zeker is dit?" in main(answer.text)


def test_a_margin_is_told_as_what_happens_over_repeats(walked):
    pages, _, _ = walked
    told = words(pages[P + SAMPLE + "{sample_id}/vergelijken"].text)
    assert MARGIN in told
    assert ONE_INTERVIEW not in told
    assert "zekerheid ligt" not in told
