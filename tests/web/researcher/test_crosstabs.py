"""Crosstabs in the workspace: numbers open their quotes, files hold what is seen, and small groups are nowhere."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from narratief.domain.actions import Confirm
from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.files.csv_table import read_csv_table
from narratief.store.accounts.access import Role
from narratief.store.attributes import AttributeChange, change_attributes
from narratief.store.coding.interviews import interviews_of
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide
from narratief.store.review.project_state import project_state
from tests.web.researcher.chromium import too_wide, violations
from tests.web.researcher.conftest import Plein

LINK = re.compile(r'<td><a href="([^"]*citaten[^"]*)">(\d+)<')
BOOK = default_codebook()
A, B, C = BOOK.theme_ids[:3]
# of each resident: role, age group, themes
PEOPLE = [
    *(("huurder", "18-34" if n < 7 else "35-49", {A} if n < 6 else {B}) for n in range(8)),
    *(("eigenaar", "65 en ouder" if n < 6 else "35-49", {A, C} if n < 7 else {B}) for n in range(8)),
]


@pytest.fixture
def wijk(store, tmp_path):
    """A project with sixteen residents, who have a role and an age group."""
    folder = tmp_path / "wijk"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: De wijk\n", "utf-8")
    work = ProjectRepository.for_project(store, load_project(folder))
    work.codebook(BOOK)
    for number, (_, _, themes) in enumerate(PEOPLE):
        said = [
            Utterance("Interviewer", "Hoe was het?", "interviewer"),
            Utterance("Bewoner", f"Bewoner {number} was er blij mee.", "resident"),
        ]
        talk = Interview.build(f"g{number:02}.txt", said)
        turn = talk.resident_turns[0]
        fragment = Fragment("wijk", talk.file, turn.index, 0, 0, turn.start, turn.end, turn.text, "Hoe was het?")
        work.save_interview(talk, talk.file)
        work.save_coding(talk.file, "run", (fragment,), tuple(Code(fragment.id, theme, 0.9) for theme in themes))
    with store.writing() as session:
        ids = {row.file: row.id for row in interviews_of(session, work.project_id)}
        changes = [
            AttributeChange(ids[f"g{number:02}.txt"], name, value, "")
            for number, (role, age, _) in enumerate(PEOPLE)
            for name, value in (("rol", role), ("leeftijdsgroep", age))
        ]
        change_attributes(session, "Anna", work.project_id, changes)
    return Plein(store, work.project_id, ids, BOOK.theme_ids)


def confirm(wijk, files):
    """Let somebody confirm all that the machine found in some interviews."""
    state = wijk.state()
    with wijk.store.writing() as session:
        for file in files:
            for code in state.interviews[wijk.ids[file]].codes:
                span = (code.fragment.start, code.fragment.end)
                decide(session, Author(None, "Anna"), wijk.ids[file], Confirm(), span=span, theme=code.theme)


def table(page):
    """Cells of each row of the table, as they are seen."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    hidden = re.compile(r'<span class="visually-hidden">.*?</span>')
    found = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in rows]
    return [[re.sub(r"<[^>]+>", "", hidden.sub("", cell)) for cell in cells] for cells in found]


def headings(page):
    """Headings of its columns, but for the first."""
    return re.findall(r'<th scope="col">([^<]*)</th>', page)[1:]


def opened(client, path):
    """Number of residents of the quotes that a number opens."""
    page = client.get(unescape(path)).text
    return int(re.search(r'<h2 id="gevonden">.*? van (\d+) bewoner', page)[1])


def label(theme):
    return BOOK.theme(theme).label


def test_each_number_opens_its_quotes_and_hidden_ones_are_nowhere(wijk, log_in):
    client = log_in()
    page = client.get(f"{wijk.path}/kruistabellen?kenmerk=rol").text
    assert headings(page) == ["huurder (8)", "eigenaar (8)", "Alle bewoners (16)"]
    # C is told by seven owners and no tenant: the zero is hidden, and with it the seven that it would follow from
    assert table(page) == [[label(A), "6", "7", "13"], [label(C), "–", "–", "7"]]
    assert f"door minder dan 5 bewoners: {unescape(label(B))}" in unescape(page)
    links = LINK.findall(page)
    assert [(int(number), opened(client, path)) for path, number in links] == [(n, n) for n in (6, 7, 13, 7)]
    assert "Van de 16 gesprekken is er nog geen nagekeken." in page


def test_small_values_stand_together(wijk, log_in):
    client = log_in()
    page = client.get(f"{wijk.path}/kruistabellen?kenmerk=leeftijdsgroep").text
    assert headings(page)[:-1] == ["18-34 (7)", "andere antwoorden samen (9)"]
    assert table(page)[0] == [label(A), "6", "7", "13"]
    assert [opened(client, path) for path, _ in LINK.findall(page)][:3] == [6, 7, 13]


def test_confirmed_numbers_are_about_reviewed_interviews_and_say_so(wijk, log_in):
    client = log_in()
    confirm(wijk, [f"g{number:02}.txt" for number in (*range(5), *range(8, 14))])
    with wijk.store.reading() as session:  # one theme confirmed where another still waits: not reviewed
        (first, *_) = project_state(session, wijk.project_id).interviews[wijk.ids["g14.txt"]].codes
    with wijk.store.writing() as session:
        span = (first.fragment.start, first.fragment.end)
        decide(session, Author(None, "Anna"), wijk.ids["g14.txt"], Confirm(), span=span, theme=first.theme)
    page = client.get(f"{wijk.path}/kruistabellen?kenmerk=rol&bevestigd=ja").text
    assert headings(page) == ["huurder (5)", "eigenaar (6)", "Alle bewoners (11)"]
    assert table(page)[0] == [label(A), "5", "6", "11"]
    assert [opened(client, path) for path, _ in LINK.findall(page)][:3] == [5, 6, 11]
    assert "Van de 16 gesprekken zijn er 11 nagekeken." in page
    assert "tellen hier niet mee" in page


@pytest.mark.parametrize("name", ["rol", "leeftijdsgroep"])
def test_files_hold_exactly_what_is_seen(wijk, log_in, name):
    client = log_in()
    address = f"{wijk.path}/kruistabellen?kenmerk={name}"
    page = client.get(address).text
    shown = ["Thema", *headings(page)]
    seen = [[unescape(cell) for cell in row] for row in table(page)]
    told = read_csv_table(client.get(f"{address}&vorm=csv").content)
    assert [list(line.values()) for line in told] == seen
    assert list(told[0]) == shown
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&vorm=xlsx").content))
    rows = [[str(cell) for cell in row if cell is not None] for row in book["Kruistabel"].iter_rows(values_only=True)]
    assert [row for row in rows if len(row) == len(shown)] == [shown, *seen]
    assert "niet getoond" in rows[0][0]


def test_the_team_sees_numbers_but_never_whose_quote_it_is(wijk, log_in):
    confirm(wijk, wijk.ids)
    team = log_in(Role.PARTICIPATION)
    page = team.get(f"{wijk.path}/kruistabellen?kenmerk=rol").text
    assert table(page)[0] == [label(A), "6", "7", "13"]
    for path, _ in LINK.findall(page):
        assert "kenmerk" not in parse_qs(urlsplit(unescape(path)).query)
        assert opened(team, path) > 0
    found = team.get(f"{wijk.path}/citaten?thema={A}&kenmerk=rol%3Dhuurder").text
    assert "0 citaten van 0 bewoners" in found
    assert "Zoeken op kenmerken van bewoners kan alleen" in found
    every = team.get(f"{wijk.path}/citaten").text + team.get(f"{wijk.path}/citaten?vorm=csv").text
    assert "huurder" not in every
    assert "Kenmerken van de bewoner" not in every


def test_citations_by_attribute_and_their_file(wijk, log_in):
    client = log_in()
    both = f"{wijk.path}/citaten?kenmerk=rol%3Dhuurder&kenmerk=leeftijdsgroep%3D35-49"
    page = client.get(both).text
    assert "1 citaat van 1 bewoner" in page
    assert "leeftijdsgroep: 35-49; rol: huurder" in page
    assert 'value="rol=huurder" checked' in page
    either = client.get(f"{wijk.path}/citaten?kenmerk=leeftijdsgroep%3D35-49&kenmerk=leeftijdsgroep%3D65%20en%20ouder")
    assert "van 9 bewoners" in either.text
    assert "0 citaten" in client.get(f"{wijk.path}/citaten?kenmerk=rol%3D").text
    (line,) = read_csv_table(client.get(f"{both}&vorm=csv").content)
    assert line["Kenmerken van de bewoner"] == "leeftijdsgroep: 35-49; rol: huurder"
    assert "van 16 bewoners" in client.get("/citaten").text
    assert "van 8 bewoners" in client.get("/citaten?kenmerk=ROL%3DHuurder").text


def test_of_fewer_than_five_residents_nothing_stands_beside_a_quote(plein, log_in):
    client, number = log_in(), plein.ids["gesprek-1.txt"]
    with plein.store.writing() as session:
        change_attributes(session, "Anna", plein.project_id, [AttributeChange(number, "rol", "huurder", "")])
    page = client.get(f"{plein.path}/citaten?kenmerk=rol%3Dhuurder").text
    assert "3 citaten van 1 bewoner" in page
    assert "rol: huurder" not in page[page.index('<ol class="quote-list"') :]
    assert "Kenmerken van de bewoner" not in client.get(f"{plein.path}/citaten?vorm=csv").text
    assert "Te weinig bewoners om te verdelen" in client.get(f"{plein.path}/kruistabellen").text


def test_without_attributes_the_page_leads_to_them(plein, log_in):
    assert f'href="{plein.path}/kenmerken"' in log_in().get(f"{plein.path}/kruistabellen").text
    assert "/kenmerken" not in log_in(Role.PARTICIPATION).get(f"{plein.path}/kruistabellen").text


def test_every_number_of_the_matrices_opens_its_quotes(plein, log_in):
    client = log_in()
    for unit in ("fragment", "gesprek"):
        page = client.get(f"{plein.path}/matrices?samen={unit}").text
        cells = re.findall(r'<td class="(?:shade-\d|matrix__diagonal)">(.*?)</td>', page)
        links = [re.match(r'<a href="([^"]*)">(\d+)<', cell) for cell in cells if not cell.startswith("0")]
        assert len(links) > 8
        for link in links:
            found = client.get(unescape(link[1])).text
            numbers = re.search(r'<h2 id="gevonden">(\d+) citat?\w+ van (\d+) ', found)
            of_talk = unit == "gesprek" and "gesprek=" not in link[1].replace("samen=gesprek", "")
            assert link[2] == numbers[2 if of_talk else 1], (unit, link[1])


@pytest.mark.browser
@pytest.mark.slow
def test_from_a_crosstab_to_its_quotes(wijk, open_page):
    page = open_page(f"{wijk.path}/kruistabellen?kenmerk=rol", width=1366)
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("^7 bewoners, eigenaar")).click()
    page.get_by_role("heading", name="7 citaten van 7 bewoners").wait_for()
    page.get_by_text("Kenmerken van bewoners: rol: eigenaar").click()
    assert page.get_by_label("eigenaar", exact=True).is_checked()
    page.set_viewport_size({"width": 390, "height": 844})
    assert (too_wide(page), violations(page), page.problems) == (0, [], [])
