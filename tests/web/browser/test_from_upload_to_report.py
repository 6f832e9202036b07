"""The way of all three users in one go: a transcript is uploaded, its themes are confirmed, a quote is published."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person
from narratief.store.database import Store
from tests.web.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUOTE = "Het was allemaal voor de bühne, wat wij zeiden deed er niet toe."
TALK = f"""Interviewer: Had u invloed op het plan?
Bewoner: {QUOTE} Volgens mij was het allang beslist.
Interviewer: En daarna?
Bewoner: Daarna hoorden we nooit meer iets terug, het bleef gewoon stil.
"""


def test_from_upload_to_a_report_with_the_chosen_quote(screen: Open, store: Store) -> None:
    with store.writing() as session:
        for name, role in (("eva", Role.EVALUATOR), ("anna", Role.RESEARCHER), ("petra", Role.PARTICIPATION)):
            add_person(session, f"{name}@gemeente.nl", name.title(), role)
    project = _upload_and_accept(screen)
    _confirm_all_by_keys(screen, project)
    assert QUOTE in _words_of(_export_with_quote(screen, project))


def _upload_and_accept(screen: Open) -> str:
    """Let the evaluator make a project, upload a transcript and accept it; gives the path of the project."""
    eva = screen("eva@gemeente.nl")
    page = eva.page
    eva.open("/projecten/nieuw")
    page.get_by_label("Titel").fill("Het plein")
    page.get_by_label("Begin").fill("2026-01")
    page.get_by_label("Niveau van participatie").select_option("adviseren")
    page.get_by_role("button", name="Project maken").click()
    transcript = {"name": "gesprek.txt", "mimeType": "text/plain", "buffer": TALK.encode()}
    page.get_by_label("Transcripten uploaden").set_input_files([transcript])
    page.get_by_role("link", name="Controleren: gesprek.txt").click(timeout=240_000)
    project = re.search(r"/projecten/\d+", page.url)
    assert project
    expect(page.locator("#talk")).to_contain_text(QUOTE)
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_text("Verwerkt", exact=True)).to_have_count(1, timeout=240_000)
    assert eva.troubles == []
    return project.group()


def _confirm_all_by_keys(screen: Open, project: str) -> None:
    """Let the researcher say yes to every code, with one key."""
    anna = screen("anna@gemeente.nl")
    anna.open(f"{project}/nakijken")
    page = anna.page
    expect(page.locator("#ander-open")).to_be_visible()
    for _ in range(_left(page)):
        expect(page.locator("#kaart")).to_be_visible()  # a key does nothing while the next code is still fetched
        before = page.locator("#voortgang").inner_text()
        page.keyboard.press("j")
        expect(page.locator("#voortgang")).not_to_have_text(before)
    expect(page.locator("#klaar")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert anna.troubles == []


def _left(page: Page) -> int:
    """How many codes wait to be reviewed."""
    told = re.search(r"van (\d+)", page.locator("#voortgang").inner_text())
    assert told
    assert int(told[1]) > 0
    return int(told[1])


def _export_with_quote(screen: Open, project: str) -> Path:
    """Let the participation team follow a number to the quote, choose it, and download a report."""
    petra = screen("petra@gemeente.nl")
    page = petra.page
    petra.open(f"{project}/synthese")
    page.get_by_role("link", name="1 van 1 bewoner").first.click()
    quote = page.locator("li", has_text=QUOTE).first
    expect(quote).to_contain_text("klopt")
    quote.get_by_role("button", name="Kies voor publicatie").click()
    expect(page.locator("li", has_text=QUOTE).get_by_text("gekozen voor publicatie").first).to_be_visible()
    petra.open(f"{project}/exporteren")
    page.get_by_label(re.compile("Word")).first.check()
    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("button", name="Downloaden").click()
    assert download.value.suggested_filename.endswith(".docx")
    assert petra.troubles == []
    return download.value.path()


def _words_of(document: Path) -> str:
    """The words of a Word document."""
    with zipfile.ZipFile(document) as opened:
        return re.sub(r"<[^>]+>", "", opened.read("word/document.xml").decode())
