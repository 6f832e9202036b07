"""The review card in a real Chromium: what was said around the words, and keys that stay in sight."""

from __future__ import annotations

import pytest

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.nlp.figures import theme_thresholds
from narratief.store.project_repository import ProjectRepository
from tests.web.researcher.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = "Eerst dachten we nog dat er naar ons geluisterd werd, maar de tekening lag al klaar. " * 12


@pytest.fixture
def long_answer(plein, tmp_path):
    """A code on a very long fragment, below the score at which the machine gives its theme, in a fifth interview."""
    said = [
        Utterance("Interviewer", "Hoe ging het toen verder? " * 15, "interviewer"),
        Utterance("Bewoner", f"Laat me even denken. {LONG}Dat was het.", "resident"),
        Utterance("Interviewer", "Dank u wel voor uw tijd.", "interviewer"),
    ]
    talk = Interview.build("gesprek-5.txt", said)
    words = LONG.strip()
    start = talk.text.index(words)
    own = Fragment("plein", talk.id, 1, 0, 0, start, start + len(words), words, talk.turns[0].text)
    work = ProjectRepository.for_project(plein.store, load_project(tmp_path / "plein"))
    work.save_interview(talk, "key of gesprek-5.txt")
    work.save_coding(
        talk.file, "run", (own,), (Code(own.id, "dissent_handling", theme_thresholds()["dissent_handling"] - 0.05),)
    )
    return plein


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_keys_are_in_sight_with_a_long_answer_and_all_around_it(long_answer, open_page, width, height):
    plein = long_answer
    page = open_page(f"{plein.path}/nakijken?thema=dissent_handling", width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.reload()
    page.wait_for_selector("#ander-open:not([hidden])")
    more = page.locator("#kaart-rond")
    assert not page.locator("#kaart-rond-tekst").is_visible()
    for opened in (False, True):
        assert more.evaluate("each => each.open") == opened
        for name in ("Ja", "Nee", "Later", "Ander thema"):
            box = page.get_by_role("button", name=name, exact=True).bounding_box()
            assert page.evaluate("window.scrollY") == 0
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height
        page.keyboard.press("m")
    page.keyboard.press("m")
    told = page.locator("#kaart-rond-tekst").inner_text()
    assert "Laat me even denken. Eerst dachten" in told
    assert "Interviewer: Dank u wel voor uw tijd." in told
    assert page.locator(".around__own").inner_text() == LONG.strip()
    assert page.get_by_text("Zwak onderbouwd").is_visible()
    assert page.get_by_text("Waarom nu dit voorstel?").count() == 1
    assert (violations(page), page.problems) == ([], [])
