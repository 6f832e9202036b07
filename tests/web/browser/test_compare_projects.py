"""The overview of many projects as a file in a real Chromium: it fits, sorts, filters, and works from the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from narratief.domain.project import ProjectFacts
from narratief.synthesis import overall_synthesis, project_synthesis
from narratief.synthesis.html import overall_page
from tests.synthesis.conftest import make_result

from .conftest import AXE

pytestmark = pytest.mark.browser

SILENCE = ("Daarna hoorden we nooit meer iets terug van de gemeente.", ["feedback_silence"])
VALUED = ("Dat we mee mochten praten vond ik heel fijn.", ["participation_valued"])
ROWS = "#vergelijking tbody tr:visible"


def written(folder: Path, number: int) -> str:
    """Write an overview: all tell of silence, in every other project two residents value taking part; its address."""
    projects = [
        make_result(
            {"a.txt": [SILENCE, VALUED][: 1 + at % 2], "b.txt": [SILENCE, VALUED][: 1 + at % 2], "c.txt": [SILENCE]},
            name=f"park-{at}",
            facts=ProjectFacts(title=f"Herontwikkeling wijkvoorzieningencentrum park {at}", scale="klein"),
        )
        for at in range(number)
    ]
    page = folder / "overzicht.html"
    page.write_bytes(overall_page(overall_synthesis([project_synthesis(project) for project in projects])))
    return page.as_uri()


def told(page: Page) -> list[int]:
    """How many residents tell each theme that shows, from top to bottom."""
    return [int(row.get_attribute("data-told") or -1) for row in page.locator(ROWS).all()]


@pytest.mark.parametrize("number", [6, 12])
@pytest.mark.parametrize("width", [1280, 390])
def test_many_projects_fit_sort_and_filter_from_the_keyboard(
    chromium: Browser, tmp_path: Path, number: int, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", bypass_csp=False)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(written(tmp_path, number))

    in_order = told(page)
    assert len(in_order) == 13
    page.get_by_role("combobox", name="Kant").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Volgorde")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(ROWS).first).to_contain_text("Radiostilte")
    assert told(page) == sorted(in_order, reverse=True) != in_order

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#aantal-themas")).to_have_text("7 thema's")
    assert {row.get_attribute("data-side") for row in page.locator(ROWS).all()} == {"positive"}
    page.get_by_role("combobox", name="Kant").select_option("")
    page.get_by_role("combobox", name="Doel").select_option(index=2)
    [goal] = {row.get_attribute("data-goal") for row in page.locator(ROWS).all()}
    assert goal == page.get_by_role("combobox", name="Doel").input_value()
    page.get_by_role("combobox", name="Doel").select_option("")
    page.get_by_role("combobox", name="Volgorde").select_option(index=4)
    second = [int(row.locator("td").nth(2).get_attribute("data-told") or -1) for row in page.locator(ROWS).all()]
    assert second == sorted(second, reverse=True)
    page.get_by_role("combobox", name="Volgorde").select_option("place")
    assert told(page) == in_order

    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    context.close()
    assert troubles == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_table_of_many_projects_meets_the_rules_for_all_readers(
    chromium: Browser, tmp_path: Path, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.goto(written(tmp_path, 12))
    page.evaluate(AXE)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", rules)["violations"]
    context.close()
    assert [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found] == []


def test_the_page_reads_without_a_script(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written(tmp_path, 6))

    expect(page.locator("#keuzes")).to_be_hidden()
    assert len(page.locator(ROWS).all()) == 13
    context.close()
