"""Words of a theme made longer or shorter, a fragment split between words, one selection over two answers."""

from __future__ import annotations

import re

import pytest

from narratief.store.accounts.access import Role
from tests.web.researcher.chromium import too_wide, violations

JSON = {"Accept": "application/json"}
FIRST, SECOND = (
    "Ik vond het fijn 👍🏽 dat we mochten meedenken over het plein.",
    "Maar volgens mij was het allang beslist.",
)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def talk(plein) -> tuple[str, str]:
    number = plein.ids["gesprek-1.txt"]
    return f"{plein.path}/gesprekken/{number}", plein.state().interviews[number].interview.text


def fragments(plein) -> list[str]:
    return [fragment.text for fragment in plein.state().interviews[plein.ids["gesprek-1.txt"]].fragments]


def over_two_answers(plein, text: str) -> dict[str, object]:
    """What the page sends of a selection from the end of the first answer into the second one."""
    first, second = text.index(SECOND), text.index("Niemand belde")
    asked = text.index("En daarna?")
    return {
        "kind": "add",
        "theme": "decision_opacity",
        "from_at": first,
        "from_units": utf16("Maar volgens mij was het "),
        "to_at": second,
        "to_units": utf16("Niemand belde"),
        "words": f"allang beslist. {text[asked : asked + 10]} Niemand belde",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"words": "mij was het allang beslist."}, "mij was het allang beslist."),
        ({"words": "over het plein. Maar volgens mij"}, "over het plein. Maar volgens mij"),
        ({"from_place": 13, "to_place": 29, "words": "mij was het allang"}, None),
    ],
)
def test_words_are_typed_or_pointed_out(plein, log_in, fields, expected):
    (page, text), code = talk(plein), plein.code("influence_doubt")
    at = code.fragment.start
    if "from_place" in fields:
        wanted = text.index(fields["words"])
        fields, expected = fields | {"from_place": wanted, "to_place": wanted + len(fields["words"])}, fields["words"]
    client = log_in()
    answer = client.post(f"{page}/woorden", data={"theme": code.theme, "start": at, "end": code.fragment.end, **fields})
    assert answer.headers["location"].startswith(f"{page}#r")
    assert (plein.code("influence_doubt").fragment.text, plein.code("influence_doubt").status) == (
        expected,
        "confirmed",
    )
    shown = client.get(page).text
    assert "Het thema staat nu bij deze woorden." in shown
    assert "U koos andere woorden bij een thema: Twijfel over mate van invloed" in shown


def test_words_that_stand_elsewhere_by_now_are_refused(plein, log_in):
    (page, text), code = talk(plein), plein.code("influence_doubt")
    place = {"theme": code.theme, "start": code.fragment.start, "end": code.fragment.end, "words": "mij was"}
    pointed = {"from_place": text.index("mij was") + 1, "to_place": text.index("mij was") + 8}
    assert log_in().post(f"{page}/woorden", data=place | pointed, headers=JSON).status_code == 409
    assert log_in(name="Bram").post(f"{page}/woorden", data=place | {"words": " "}, headers=JSON).status_code == 409
    assert plein.code("influence_doubt").status == "machine"


def test_a_selection_over_the_interviewer_becomes_two_codes_and_says_so(plein, log_in):
    (page, text), client = talk(plein), log_in()
    answer = client.post(f"{page}/codes", data=over_two_answers(plein, text))
    assert answer.status_code == 303, answer.text
    assert [c.fragment.text for c in plein.state().codes if c.status == "added"] == ["allang beslist.", "Niemand belde"]
    shown = client.get(page).text
    assert "Het thema staat nu bij 2 antwoorden. Wat de interviewer ertussen zegt, hoort er niet bij." in shown
    bar = shown[shown.index('class="undo-bar"') :]
    assert "U voegde een thema toe: Ondoorzichtige besluitvorming (2 tegelijk)" in bar
    form = re.search(
        r'action="([^"]+/ongedaan)".*?name="samen" value="1".*?name="back" value="([^"]+)"', bar, re.DOTALL
    )
    client.post(form[1], data={"samen": 1, "back": form[2]})
    assert "added" not in {code.status for code in plein.state().codes}
    assert "Ongedaan gemaakt." in client.get(page).text


def test_a_note_belongs_to_one_answer(plein, log_in):
    page, text = talk(plein)
    fields = over_two_answers(plein, text) | {"act": "achterhouden"}
    answer = log_in().post(f"{page}/publicatie", data=fields, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (409, "Selecteer woorden binnen één antwoord.")


def test_a_fragment_is_split_at_a_place(plein, log_in):
    (page, text), code = talk(plein), plein.code("influence_doubt")
    place = {"act": "splitsen", "start": code.fragment.start, "end": code.fragment.end}
    answer = log_in().post(f"{page}/verdeling", data=place | {"place": text.index("was het")}, headers=JSON)
    assert answer.json()["told"] == "Het fragment is gesplitst."
    assert fragments(plein)[1:3] == ["Maar volgens mij", "was het allang beslist."]
    inside = log_in(name="Bram").post(f"{page}/verdeling", data=place | {"place": text.index("as het")}, headers=JSON)
    assert inside.status_code == 409


@pytest.mark.parametrize("path", ["woorden", "verdeling"])
def test_only_who_reviews_changes_words(plein, log_in, path):
    page, _ = talk(plein)
    fields = {"theme": "influence_doubt", "act": "splitsen", "start": 0, "end": 5, "words": "Maar"}
    assert log_in(Role.EVALUATOR).post(f"{page}/{path}", data=fields).status_code == 403


def middle(page, words: str, side: str = "right") -> tuple[float, float]:
    """Where words end (or begin) on the screen."""
    box = page.evaluate(
        """([words, side]) => {
          for (const piece of document.querySelectorAll(".row__text")) {
            const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(words);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + words.length);
              const box = range.getBoundingClientRect();
              return [box[side], (box.top + box.bottom) / 2];
            }
          }
        }""",
        [words, side],
    )
    return box[0] + (-2 if side == "right" else 2), box[1]


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def grip(page, which: str) -> tuple[float, float]:
    box = page.locator(f".handle--{which}").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 8


@pytest.mark.browser
@pytest.mark.slow
def test_dragging_splitting_and_undoing_in_the_conversation_itself(plein, open_page):
    path, _ = talk(plein)
    page = open_page(path, width=1366)
    page.wait_for_load_state("networkidle")
    doubt = page.locator("[data-words][data-theme=influence_doubt]")

    def told(words: str) -> None:
        page.wait_for_selector(f"#meldingen .notice:has-text('{words}')")

    def undo() -> None:
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("u")
        told("Ongedaan gemaakt.")

    def now() -> tuple[str, str]:
        code = plein.code("influence_doubt")
        return code.fragment.text, code.status

    # by dragging: the end shorter, then the begin longer, into the fragment before it
    doubt.click()
    page.wait_for_selector(".handle--to")
    drag(page, grip(page, "to"), middle(page, "allang"))
    told("Het thema staat nu bij deze woorden.")
    assert now() == ("Maar volgens mij was het allang", "confirmed")
    page.wait_for_selector(".handle--from")
    drag(page, grip(page, "from"), middle(page, "over het plein", "left"))
    page.wait_for_selector(".codes :text('over het plein. Maar volgens mij was het allang')")
    assert now()[0] == "over het plein. Maar volgens mij was het allang"
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector(".handle", state="detached")

    # undone by the key, one at a time
    undo()
    assert now()[0] == "Maar volgens mij was het allang"
    undo()
    assert now() == (SECOND, "machine")

    # by the keyboard
    doubt.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.handle--from')")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".handle--from").get_attribute("aria-valuetext") == "mij"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    told("Het thema staat nu bij deze woorden.")
    assert now()[0] == "mij was het allang"
    undo()

    # a fragment split by a click between words, and by the keyboard
    page.locator(".row", has_text="Niemand belde").locator("[data-cut]").click()
    page.wait_for_selector(".cut-line")
    assert violations(page) == []
    page.mouse.click(*middle(page, "terug na"))
    told("Het fragment is gesplitst.")
    assert fragments(plein)[2:] == ["Niemand belde terug na", "de avond."]
    page.wait_for_function("document.activeElement.dataset.cut !== undefined")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.cut-line')")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_selector(".row__text:text-is('avond.')")
    assert fragments(plein)[3:] == ["de", "avond."]
    undo()
    undo()
    assert fragments(plein) == [FIRST, SECOND, "Niemand belde terug na de avond."]

    # one selection over two answers, both of which are on the screen
    page.set_viewport_size({"width": 1366, "height": 1600})
    page.goto(path)
    drag(page, middle(page, "allang", "left"), middle(page, "Niemand belde"))
    page.wait_for_selector("#selectie-uitleg:has-text('Het worden 2 codes')")
    page.locator("#selectie-thema").select_option("decision_opacity")
    assert violations(page) == []
    page.locator("#selectie-vorm").get_by_role("button", name="Thema toevoegen").click()
    told("Het thema staat nu bij 2 antwoorden.")
    added = [code.fragment.text for code in plein.state().codes if code.status == "added"]
    assert added == ["allang beslist.", "Niemand belde"]
    undo()
    assert "added" not in {code.status for code in plein.state().codes}

    page.set_viewport_size({"width": 390, "height": 844})
    doubt.click()
    page.wait_for_selector(".handle--to")
    assert (violations(page), too_wide(page)) == ([], 0)
    assert page.problems == []
