"""The researcher and the participation team in a real Chromium."""

from __future__ import annotations

import pytest

from narratief.domain.actions import Confirm, Reject
from narratief.pipeline.request_work import EVALUATE
from narratief.privacy.vault.vault import Vault
from narratief.store.accounts.access import Role
from narratief.store.coding.projects import get_project
from narratief.store.jobs.queue import add_job, finish_job, take_job
from tests.web.researcher.chromium import too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def project_key(plein):
    """What the vault of the project is called."""
    with plein.store.reading() as session:
        return get_project(session, plein.project_id).key


def settled(plein, expected, within=40):
    """Wait until the store has so many decisions about codes."""
    import time

    end = time.monotonic() + within
    while time.monotonic() < end:
        found = [code.status for code in plein.state().codes if code.status != "machine"]
        if len(found) == expected:
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def test_reviewing_with_the_keyboard_alone(plein, open_page):
    page = open_page(f"{plein.path}/nakijken")
    heading = page.locator("#kaart-thema")
    page.wait_for_selector("#ander-open:not([hidden])")
    page.keyboard.press("j")
    page.wait_for_function("() => document.activeElement.id === 'kaart'")
    page.keyboard.press("n")
    second = heading.inner_text()
    page.keyboard.press("l")
    page.keyboard.press("a")
    page.keyboard.type("verbeelding")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ander:not([open])", state="attached")
    assert sorted(settled(plein, 4)) == ["changed", "confirmed", "rejected", "rejected"]
    page.keyboard.press("u")
    assert sorted(settled(plein, 2)) == ["confirmed", "rejected"]
    assert "Ongedaan gemaakt" in page.locator("#verteld").inner_text()
    page.keyboard.press("u")  # the one put off
    page.wait_for_function("label => document.getElementById('kaart-thema').textContent === label", arg=second)
    for _ in range(6):
        page.keyboard.press("j")
    page.wait_for_selector("#klaar:not([hidden])")
    settled(plein, 8)
    assert "8 van 8" in page.locator("#voortgang").inner_text()
    assert page.problems == []


def test_an_answer_before_the_next_codes_are_there_keeps_the_focus(plein, open_page):
    held = []

    def hold(route):
        held.append(route)

    page = open_page(f"{plein.path}/nakijken")
    page.wait_for_load_state("networkidle")
    page.route("**/nakijken/volgende*", hold)
    page.reload()
    page.wait_for_selector("#ander-open:not([hidden])")
    page.keyboard.press("j")
    page.wait_for_selector("#kaart", state="hidden")
    for route in held:
        route.continue_()
    page.unroute("**/nakijken/volgende*")
    page.wait_for_function("() => document.activeElement.id === 'kaart'")
    page.keyboard.press("n")
    assert sorted(settled(plein, 2)) == ["confirmed", "rejected"]


def test_single_keys_can_be_switched_off_and_never_work_while_typing(plein, open_page):
    page = open_page(f"{plein.path}/nakijken")
    page.wait_for_selector("#ander-open:not([hidden])")
    page.locator("#toetsen").uncheck()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert page.locator("#terug").is_hidden()
    assert all(code.status == "machine" for code in plein.state().codes)


def test_an_answer_that_could_not_be_kept_comes_back(plein, open_page):
    page = open_page(f"{plein.path}/nakijken")
    page.wait_for_function("document.getElementById('voortgang').textContent.includes('0 van 8')")
    page.wait_for_load_state("networkidle")
    label = page.locator("#kaart-woorden").inner_text()
    page.route("**/nakijken", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.keyboard.press("j")
    page.wait_for_selector("#meldingen .notice--error", timeout=120_000)
    assert page.locator("#kaart-woorden").inner_text() == label
    page.unroute("**/nakijken")
    page.keyboard.press("j")
    settled(plein, 1)


@pytest.mark.postgres
def test_two_researchers_at_the_same_code(plein, open_page):
    anna = open_page(f"{plein.path}/nakijken", name="Anna")
    bram = open_page(f"{plein.path}/nakijken", name="Bram")
    for page in (anna, bram):
        page.wait_for_load_state("networkidle")
    anna.keyboard.press("j")
    settled(plein, 1)
    bram.keyboard.press("n")
    bram.wait_for_selector("#meldingen .notice--info")
    assert "Anna besliste intussen ook" in bram.locator("#meldingen").inner_text()
    assert sum(code.contested for code in plein.state().codes) == 1


def test_a_selection_with_emoji_gets_a_theme(plein, open_page):
    page = open_page(f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}")
    page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll(".row__text[data-resident]")]
            .find((row) => row.textContent.includes("👍🏽"));
          const last = piece.lastChild;
          const range = document.createRange();
          range.setStart(last, last.data.indexOf("👍🏽"));
          range.setEnd(last, last.data.indexOf("meedenken"));
          document.getSelection().addRange(range);
        }"""
    )
    page.wait_for_selector("#selectie:not([hidden])")
    page.locator("#selectie-thema").select_option("decision_opacity")
    page.locator("#selectie-vorm").get_by_role("button", name="Thema toevoegen").click()
    page.wait_for_selector(".notice--success")
    added = [code.fragment.text for code in plein.state().codes if code.status == "added"]
    assert added == ["👍🏽 dat we mochten"]
    assert page.problems == []


def test_a_selection_is_held_back_and_released_on_the_spot(plein, open_page):
    page = open_page(f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}")
    page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll(".row__text[data-resident]")]
            .find((row) => row.textContent.includes("Niemand belde"));
          document.getSelection().selectAllChildren(piece);
        }"""
    )
    page.wait_for_selector("#selectie:not([hidden])")
    page.locator("#selectie-vorm").get_by_role("button", name="Niet voor publicatie").click()
    page.wait_for_selector(".held-back")
    assert "Anna hield deze woorden buiten publicatie." in page.locator(".held-back").inner_text()
    assert page.locator(".off-record").all_inner_texts() == ["Niemand belde", " terug na de avond."]
    # where the bar with the way back lies in the page: elsewhere it covers what one scrolls past
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert violations(page) == []
    state = plein.state().interviews[plein.ids["gesprek-1.txt"]]
    assert [state.interview.text[each.start : each.end] for each in state.off_record] == [
        "Niemand belde terug na de avond."
    ]
    page.on("dialog", lambda question: question.accept())
    page.locator(".held-back").get_by_role("button", name="Vrijgeven").click()
    page.wait_for_selector(".held-back", state="detached")
    assert page.problems == []


def test_the_participation_team_from_a_number_to_a_chosen_quote(plein, open_page):
    plein.decide(Confirm(), "influence_doubt")
    page = open_page(f"{plein.path}/synthese", role=Role.PARTICIPATION, name="Petra")
    page.get_by_role("link", name="wel bevestigd in 1 gesprek").click()
    page.get_by_role("button", name="Kies voor publicatie").click()
    page.wait_for_selector(".tag:has-text('gekozen voor publicatie')")
    page.get_by_text("Meer keuzes").click()
    page.get_by_label("Alleen gekozen voor publicatie").check()
    page.get_by_role("button", name="Toon", exact=True).click()
    page.wait_for_url("**gekozen=ja**")
    assert "allang beslist" in page.locator("main").inner_text()
    page.goto(f"{plein.path}/exporteren")
    page.get_by_label("CSV-bestand").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Downloaden").click()
    assert "allang beslist" in download.value.path().read_text("utf-8")


def test_without_scripts_the_review_goes_on(plein, open_page):
    page = open_page(f"{plein.path}/nakijken", java_script_enabled=False)
    page.get_by_role("button", name="Ja", exact=True).click()
    assert sorted(settled(plein, 1)) == ["confirmed"]
    page.get_by_role("button", name="Laatste ongedaan maken").click()
    settled(plein, 0)


PAGES = [
    "",
    "zekerheid",
    "gesprekken",
    "gesprekken/{talk}",
    "gesprekken/{talk}?bij={place}&afgewezen=1",
    "beslissingen",
    "nakijken",
    "nakijken/zeker?grens=80",
    "leren",
    "clusters",
    "codeboek",
    "codeboek/nieuw",
    "codeboek/thema/influence_doubt",
    "tweede-codeur",
    "verzadiging",
    "synthese",
    "citaten?thema=influence_doubt&gekozen=ja",
    "momenten",
    "matrices",
    "kruistabellen",
    "kenmerken",
    "weergaven",
    "citaten?q=avond",
    "exporteren",
    "exporteren/citaten",
]


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(plein, open_page, width):
    plein.decide(Confirm(), "influence_doubt")
    plein.decide(Reject(), "participation_valued")
    code = plein.code("influence_doubt")
    filled = {"talk": plein.ids["gesprek-1.txt"], "place": f"{code.fragment.start}-{code.fragment.end}"}
    page = open_page("/synthese", width=width)
    wrong = {}
    for path in [*PAGES, "/synthese", "/citaten?q=avond"]:
        page.goto(path if path.startswith("/") else f"{plein.path}/{path.format(**filled)}")
        found = violations(page)
        if too_wide(page) > 0:
            found.append(f"{too_wide(page)} pixels too wide")
        if found:
            wrong[path] = found
    assert wrong == {}
    assert page.problems == []


@pytest.mark.parametrize("width", [1280, 390])
def test_erasing_is_accessible_and_fits(plein, open_page, width):
    Vault(project_key(plein)).store("gesprek-1.txt", {"[PERSOON-1]": ["Kwast"]})
    page = open_page(f"{plein.path}/wissen", role=Role.ADMINISTRATOR, name="Bea", width=width)
    assert page.get_by_role("button", name="Namen wissen").is_visible()
    assert (violations(page), too_wide(page)) == ([], 0)
    page.get_by_role("button", name="Namen wissen").evaluate("button => button.form.noValidate = true")
    page.get_by_role("button", name="Namen wissen").click()
    page.get_by_role("link", name="Vul in waarom u dit wist.").wait_for()
    assert (violations(page), too_wide(page)) == ([], 0)


@pytest.mark.parametrize("width", [1280, 390])
def test_work_under_way_is_accessible_and_fits(clustered, open_page, width):
    plein = clustered
    page = open_page(f"{plein.path}/clusters", width=width)
    wrong = {}

    def look(name):
        found = violations(page)
        if too_wide(page) > 0:
            found.append(f"{too_wide(page)} pixels too wide")
        wrong.update({name: found} if found else {})

    look("clusters")
    page.goto(f"{plein.path}/clusters/c-aaaa")
    look("cluster")
    page.get_by_label("Naam", exact=True).fill("Geen antwoord")
    page.get_by_role("button", name="Naam geven").click()
    page.wait_for_selector("h1:has-text('Geen antwoord')")
    page.goto(f"{plein.path}/codeboek/thema/influence_doubt")
    page.locator("#split-label").fill("Schijn")
    page.locator("#split-definition").fill("Meedoen voor de vorm.")
    page.locator("form:has(#split-label) button").click()
    page.wait_for_selector("text=Welke fragmenten gaan naar het nieuwe thema?")
    look("codebook preview")
    page.goto(f"{plein.path}/tweede-codeur")
    page.get_by_label("Aantal fragmenten").fill("2")
    page.get_by_role("button", name="Steekproef trekken").click()
    page.get_by_role("link", name="Begin met coderen").click()
    look("blind coding")
    for _ in range(2):
        page.get_by_label("Twijfel over mate van invloed").check()
        page.get_by_role("button", name="Bewaren en verder").click()
    page.get_by_role("button", name="Afronden").click()
    page.wait_for_selector("#verschillen")
    look("agreement")
    page.goto(f"{plein.path}/nakijken")
    page.wait_for_selector("#ander-open:not([hidden])")
    page.keyboard.press("a")
    page.wait_for_selector("#ander[open]")
    look("choosing another theme")
    assert wrong == {}
    assert page.problems == []


def test_a_conversation_by_keyboard_alone(plein, open_page):
    page = open_page(f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}")
    presses = 0
    while page.evaluate("document.activeElement.textContent") != "Naar het eerste thema":
        page.keyboard.press("Tab")
        presses += 1
        assert presses <= 4
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    presses += 1
    assert page.evaluate("document.activeElement.closest('.codes') !== null")
    assert presses <= 5
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Toetsen op deze pagina").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/nakijken")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("j Ja").wait_for()
    page.get_by_label("Sneltoetsen gebruiken op deze computer").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.keyboard.press("j")
    assert page.url.endswith("/nakijken")
    assert page.locator("#voortgang").inner_text() == "0 van 8 nagekeken"
    assert page.problems == []


def test_the_end_of_work_is_told_where_one_is(plein, open_page):
    with plein.store.writing() as session:
        add_job(session, EVALUATE, "Anna", plein.project_id, {"files": []})
        job = take_job(session, "worker").id
    page = open_page(f"{plein.path}/codeboek")
    page.get_by_text("Thema's zoeken en tabellen maken (Het plein): bezig.").wait_for()
    assert violations(page) == []
    with plein.store.writing() as session:
        finish_job(session, job)
    page.get_by_role("status").get_by_text("Klaar: Thema's zoeken en tabellen maken (Het plein).").wait_for()
    assert (violations(page), page.problems) == ([], [])
