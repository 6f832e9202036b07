"""Reading view: codes in the margin, words highlighted, themes and memos added to words."""

from __future__ import annotations

import re

import pytest

from narratief.domain.actions import Confirm, Reject
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.store.accounts.access import Role
from narratief.store.review.memos import memos
from narratief.web.views.reading import read_turns


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_rows_of_an_interview_are_exactly_its_words(plein):
    for state in plein.state().interviews.values():
        for item in read_turns(state, default_codebook()):
            shown = " ".join("".join(piece.text for piece in row.pieces) for row in item.rows)
            assert shown.split() == item.turn.text.split()


def test_words_that_carried_a_theme_are_marked(plein):
    state = plein.state().interviews[plein.ids["gesprek-1.txt"]]
    rows = [row for item in read_turns(state, default_codebook()) for row in item.rows if row.codes]
    marked = [piece.text for piece in rows[1].pieces if piece.themes]
    assert marked == ["Maar volgens"]
    assert len(rows[1].codes) == 2


def test_overlapping_fragments_share_a_row(plein, log_in):
    client = log_in()
    number = plein.ids["gesprek-1.txt"]
    code = plein.code("influence_doubt")
    add(client, plein, "allang beslist", "decision_opacity", code)
    state = plein.state().interviews[number]
    rows = [row for item in read_turns(state, default_codebook()) for row in item.rows if row.codes]
    assert [entry.words for entry in rows[1].codes if entry.code.status == "added"] == ["allang beslist"]


def add(client, plein, words, theme, code):
    """Add a theme to words that were typed."""
    fields = {"kind": "add", "theme": theme, "words": words, "start": code.fragment.start, "end": code.fragment.end}
    return client.post(f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}/codes", data=fields)


def test_a_selection_with_emoji_gets_its_theme_at_the_right_words(plein, log_in):
    client, number = log_in(), plein.ids["gesprek-1.txt"]
    text = plein.state().interviews[number].interview.text
    row = text.index("Ik vond het fijn")
    words = "👍🏽 dat we mochten meedenken"
    start = text.index(words) - row
    fields = {
        "kind": "add",
        "theme": "decision_opacity",
        "from_at": row,
        "from_units": utf16(text[row : row + start]),
        "to_at": row,
        "to_units": utf16(text[row : row + start + len(words)]),
        "words": words,
    }
    page = f"{plein.path}/gesprekken/{number}"
    answer = client.post(f"{page}/codes", data=fields, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    added = [code for code in plein.state().codes if code.status == "added"]
    assert [code.fragment.text for code in added] == [words]
    shown = client.get(page).text
    assert f'<mark class="evidence" title="Ondoorzichtige besluitvorming">{words}</mark>' in shown


def test_decisions_in_the_margin_and_back(plein, log_in):
    client, code = log_in(name="Anna"), plein.code("influence_doubt")
    page = f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}"
    place = {"theme": code.theme, "start": code.fragment.start, "end": code.fragment.end}
    answer = client.post(f"{page}/codes", data={"kind": "reject", **place}, headers={"Accept": "application/json"})
    assert plein.code("influence_doubt").status == "rejected"
    undo = client.post(f"{plein.path}/beslissingen/{answer.json()['decision']}/ongedaan", data={"back": page})
    assert (undo.status_code, undo.headers["location"]) == (303, page)
    assert plein.code("influence_doubt").status == "machine"
    changed = client.post(f"{page}/codes", data={"kind": "change", "new_theme": "participation_valued", **place})
    assert changed.headers["location"].endswith(f"#r{code.fragment.start}")
    assert plein.code("influence_doubt").status == "rejected"
    history = client.get(f"{plein.path}/beslissingen").text
    assert "koos een ander thema" in history
    assert "maakte een beslissing ongedaan" in history


@pytest.mark.parametrize(("whose", "left"), [({}, ["influence_doubt"]), ({"wie": "allen"}, [])])
def test_going_back_to_a_moment_takes_back_ones_own_unless_one_says_else(plein, log_in, whose, left):
    client = log_in(name="Anna")
    anna, bram = Author(client.person, "Anna"), Author(log_in(name="Bram").person, "Bram")
    first = plein.decide(Confirm(), "decision_opacity", who=bram)
    plein.decide(Confirm(), "influence_doubt", who=bram)
    last = plein.decide(Reject(), "participation_valued", who=anna)
    page = client.get(f"{plein.path}/beslissingen").text
    assert "Na dit moment besliste u 1 keer iets, Bram 1 keer." in page
    answer = client.post(f"{plein.path}/beslissingen/{first.id}/terug", data={"seen": last.id, **whose})
    assert answer.status_code == 303
    decided = sorted(code.theme for code in plein.state().codes if code.status != "machine")
    assert decided == sorted(["decision_opacity", *left])


def test_the_form_to_go_back_works_as_the_page_has_it(plein, log_in):
    client = log_in(name="Anna")
    anna = Author(client.person, "Anna")
    plein.decide(Confirm(), "decision_opacity", who=anna)
    plein.decide(Reject(), "participation_valued", who=anna)
    page = client.get(f"{plein.path}/beslissingen").text
    form = re.search(r'action="([^"]+/terug)"(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    assert client.post(form[1], data=fields).status_code == 303
    assert plein.code("participation_valued").status == "machine"


def test_the_last_decisions_of_a_conversation_are_undone_in_it(plein, log_in):
    client = log_in(name="Anna")
    plein.decide(Confirm(), "influence_doubt", "gesprek-2.txt")
    plein.decide(Reject(), "influence_doubt", who=Author(client.person, "Anna"))
    plein.decide(Confirm(), "participation_valued")  # of somebody else: below one's own, and without the key
    page = client.get(f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}").text
    bar = page[page.index('class="undo-bar"') :]
    assert "U zei dat het thema niet klopt" in bar
    assert (bar.count("/ongedaan"), bar.count('id="ongedaan"')) == (2, 1)
    assert bar.index('id="ongedaan"') < bar.index("Eerdere beslissingen")
    form = re.search(r'action="([^"]+/ongedaan)".*?name="back" value="([^"]+)"', bar, re.DOTALL)
    answer = client.post(form[1], data={"back": form[2]})
    assert answer.headers["location"] == form[2]
    assert plein.code("influence_doubt").status == "machine"
    assert 'id="ongedaan"' not in client.get(f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}").text


def test_memos_on_words_a_theme_and_the_interview(plein, log_in):
    client, code = log_in(name="Anna"), plein.code("influence_doubt")
    number = plein.ids["gesprek-1.txt"]
    page = f"{plein.path}/gesprekken/{number}"
    place = {"start": code.fragment.start, "end": code.fragment.end}
    client.post(f"{page}/notities", data={"text": "Over het hele gesprek"})
    client.post(f"{page}/notities", data={"text": "Bij deze woorden", **place})
    client.post(f"{page}/notities", data={"text": "Twijfel bij dit thema", "theme": code.theme, **place})
    shown = client.get(page).text
    assert all(words in shown for words in ("Over het hele gesprek", "Bij deze woorden", "Twijfel bij dit thema"))
    with plein.store.reading() as session:
        first = memos(session, plein.project_id, number)[0]
    client.post(f"{page}/notities", data={"text": "", "memo": first.id})
    assert "Over het hele gesprek" not in client.get(page).text


def test_splitting_and_joining_a_fragment(plein, log_in):
    client, number = log_in(), plein.ids["gesprek-1.txt"]
    code = plein.code("influence_doubt")
    page = f"{plein.path}/gesprekken/{number}"
    place = {"start": code.fragment.start, "end": code.fragment.end}
    client.post(f"{page}/verdeling", data={"act": "splitsen", "words": "was het allang", **place})
    texts = [f.text for f in plein.state().interviews[number].fragments]
    assert texts[1:3] == ["Maar volgens mij", "was het allang beslist."]
    client.post(
        f"{page}/verdeling",
        data={"act": "samenvoegen", "start": code.fragment.start, "end": code.fragment.start + len(texts[1])},
    )
    assert plein.state().interviews[number].fragments[1].text == code.fragment.text


def test_who_may_read_and_who_may_change(plein, log_in):
    page = f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}"
    assert log_in(Role.PARTICIPATION).get(page).status_code == 403
    evaluator = log_in(Role.EVALUATOR)
    assert evaluator.get(page).status_code == 403
    assert evaluator.post(f"{page}/codes", data={"kind": "confirm", "theme": "influence_doubt"}).status_code == 403


def test_an_interview_of_another_project_is_not_shown(plein, log_in):
    assert log_in().get(f"{plein.path}/gesprekken/9999").status_code == 404


def test_leading_back_goes_to_this_server_only(plein, log_in):
    decision = plein.decide(Confirm(), "influence_doubt")
    url = f"{plein.path}/beslissingen/{decision.id}/ongedaan"
    answer = log_in().post(url, data={"back": "//elders.nl"})
    assert answer.headers["location"] == f"{plein.path}/beslissingen"
