"""The evaluator's journey: from the first administrator's link to coded interviews, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from narratief.store.accounts.access import Role
from narratief.store.accounts.login import first_administrator
from narratief.store.accounts.people import add_person
from narratief.store.database import Store
from tests.web.browser.conftest import Open
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.browser


def test_the_first_administrator_invites_an_evaluator_who_logs_in(screen: Open, store: Store) -> None:
    with store.writing() as session:
        token = first_administrator(session)
    boss = screen()
    boss.open(f"/link/{token}")
    boss.check()
    boss.page.get_by_label("Uw naam").fill("Bea Beheer")
    boss.page.get_by_label("E-mailadres").fill("bea@gemeente.nl")
    boss.page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    boss.page.get_by_label("Wachtwoord nog een keer").fill(PASSWORD)
    boss.page.get_by_role("button", name="Account maken").click()
    expect(boss.page.get_by_text("Welkom, Bea Beheer")).to_be_visible()
    boss.page.get_by_role("link", name="Mensen").click()
    expect(boss.page.get_by_role("heading", name="Mensen")).to_be_visible()
    boss.check()
    boss.page.get_by_role("link", name="Iemand uitnodigen").click()
    expect(boss.page.get_by_role("heading", name="Iemand uitnodigen")).to_be_visible()
    boss.check()
    boss.page.get_by_label("Naam", exact=True).fill("Eva")
    boss.page.get_by_label("E-mailadres").fill("eva@gemeente.nl")
    boss.page.get_by_role("button", name="Uitnodigen").click()
    link = boss.page.get_by_label("Link").input_value()
    boss.check()
    boss.page.get_by_role("link", name="Logboek").click()
    expect(boss.page.get_by_role("rowheader", name="Iemand uitgenodigd")).to_be_visible()
    boss.check()
    eva = screen()
    assert link.startswith("http://narratief.test/link/"), "the first of the names that the workspace answers to"
    eva.open(urlsplit(link).path)
    eva.page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    eva.page.get_by_label("Wachtwoord nog een keer").fill(PASSWORD)
    eva.page.get_by_role("button", name="Wachtwoord opslaan").click()
    expect(eva.page.get_by_role("heading", name="Projecten")).to_be_visible()
    eva.page.get_by_role("button", name="Uitloggen").click()
    expect(eva.page.get_by_role("heading", name="Inloggen")).to_be_visible()
    eva.check()
    eva.page.get_by_label("E-mailadres").fill("eva@gemeente.nl")
    eva.page.get_by_label("Wachtwoord").fill(PASSWORD)
    eva.page.keyboard.press("Enter")
    expect(eva.page.get_by_role("link", name="Nieuw project")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_new_project_to_coded_interviews(screen: Open, store: Store, samples: Path, width: int) -> None:
    with store.writing() as session:
        add_person(session, "eva@gemeente.nl", "Eva", Role.EVALUATOR)
    eva = screen("eva@gemeente.nl", width)
    page = eva.page
    eva.open("/projecten")
    eva.check()
    page.get_by_role("link", name="Nieuw project").click()
    page.get_by_role("button", name="Project maken").click()
    expect(page.get_by_role("link", name="Vul een titel in.")).to_be_visible()
    eva.check()
    page.get_by_label("Titel").fill("Herinrichting Lindenlaan")
    page.get_by_label("Begin").fill("2026-01")
    page.get_by_label("Niveau van participatie").select_option("raadplegen")
    page.get_by_role("button", name="Project maken").click()
    expect(page.get_by_role("heading", name="Transcripten", exact=True)).to_be_visible()
    eva.check()

    folder = samples / "herinrichting-lindenlaan"
    photo = {"name": "foto.txt", "mimeType": "text/plain", "buffer": b"\x89PNG\r\n"}
    page.get_by_label("Transcripten uploaden").set_input_files(
        [folder / "interview-08.srt", folder / "interview-09.txt"]
    )
    expect(page.locator(".upload.is-good")).to_have_count(2)
    page.get_by_label("Transcripten uploaden").set_input_files([photo])
    expect(page.locator(".upload.is-bad")).to_contain_text("een plaatje")
    expect(page.get_by_role("link", name=re.compile("^Controleren"))).to_have_count(2, timeout=240_000)
    eva.check()

    page.get_by_role("link", name="Controleren: interview-08.srt").click()
    expect(page.get_by_role("heading", name="interview-08.srt")).to_be_visible()
    eva.check()
    page.get_by_role("button", name="Interviewer en bewoner omwisselen").click()
    expect(page.get_by_text("Interviewer en bewoner zijn omgewisseld.")).to_be_visible()
    page.get_by_role("button", name="Interviewer en bewoner omwisselen").click()
    expect(page.locator(".turn--resident").first).to_be_visible()
    _hide_by_selecting(page)
    page.get_by_role("link", name="Per beurt aanpassen").click()
    expect(page.get_by_role("button", name="Klaar met aanpassen").first).to_be_visible()
    eva.check()
    page.get_by_role("button", name="Klaar met aanpassen").first.click()
    expect(page.get_by_role("button", name="Beurten opslaan")).to_have_count(0)
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_role("heading", name="interview-09.txt")).to_be_visible()
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_text("de computer zoekt nu de thema's")).to_be_visible()
    eva.check()
    expect(page.get_by_text("Verwerkt", exact=True)).to_have_count(2, timeout=240_000)
    eva.check()
    page.get_by_role("link", name="Alle verwerking van dit project").click()
    expect(page.get_by_text("2 gesprekken gebruikt")).to_be_visible()
    eva.check()


def _hide_by_selecting(page) -> None:
    """Select the first word of what a resident says, and hide it as an organisation."""
    page.evaluate(
        """() => {
          const words = document.querySelector(".turn--resident .turn__words > span").firstChild;
          const range = document.createRange();
          range.setStart(words, 0);
          range.setEnd(words, words.data.search(/\\\\W/));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""".replace("\\\\", "\\")
    )
    page.locator("#selection-kind").select_option("organisation")
    page.get_by_role("button", name="Verbergen").last.click()
    expect(page.get_by_text(re.compile(r"Vervangen door \[ORGANISATIE-\d+\], op \d+ plek"))).to_be_visible()
