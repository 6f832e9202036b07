"""In the workspace: words that are not for publication are shown as such, released, and held back."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from narratief.domain.off_record import OffRecord
from narratief.store.accounts.access import Role
from narratief.store.review.codebooks import change_codebook, codebook_of
from narratief.web.views.reading import who_kept_back
from tests.web.researcher.conftest import ANNA

TAG = "Niet voor publicatie"
WORDS = "Het was voor de bühne, wat wij zeiden deed er niet toe."
FILE = "gesprek-2.txt"


def page_of(plein, file: str = FILE) -> str:
    return f"{plein.path}/gesprekken/{plein.ids[file]}"


def place(plein, words: str = WORDS, file: str = FILE) -> dict[str, int]:
    at = plein.state().interviews[plein.ids[file]].interview.text.index(words)
    return {"start": at, "end": at + len(words)}


def held(plein, file: str = FILE) -> list[str]:
    state = plein.state().interviews[plein.ids[file]]
    return [state.interview.text[each.start : each.end] for each in state.off_record]


def post(client, plein, **fields):
    return client.post(f"{page_of(plein)}/publicatie", data=place(plein) | fields)


def test_words_are_held_back_shown_released_and_the_release_is_undone(plein, log_in):
    client = log_in(name="Els")
    assert TAG not in re.sub(r"<button.*?</button>", "", client.get(page_of(plein)).text, flags=re.DOTALL)

    assert post(client, plein, act="achterhouden").status_code == 303
    assert held(plein) == [WORDS]
    shown = client.get(page_of(plein)).text
    assert f'<strong class="tag tag--warn">{TAG}</strong> Els hield deze woorden buiten publicatie.' in shown
    assert '<span class="off-record"><mark class="evidence"' in shown
    assert "Op 1 plek hield Els woorden buiten publicatie." in shown
    assert "vroeg iemand" not in shown
    assert 'value="vrijgeven"' in shown

    assert post(client, plein, act="vrijgeven").status_code == 303
    assert held(plein) == []
    decisions = client.get(f"{plein.path}/beslissingen").text
    assert "gaf woorden vrij voor publicatie" in decisions
    assert "hield woorden buiten publicatie" in decisions
    last = max(int(number) for number in re.findall(r'id="b(\d+)"', decisions))
    assert client.post(f"{plein.path}/beslissingen/{last}/ongedaan").status_code == 303
    assert held(plein) == [WORDS]


def test_typed_words_of_a_fragment_are_held_back(plein, log_in):
    post(log_in(), plein, act="achterhouden", words="wat wij zeiden")
    assert held(plein) == ["wat wij zeiden"]


def test_the_form_for_it_is_open_beside_a_fragment(plein, log_in):
    at = place(plein)
    shown = log_in().get(f"{page_of(plein)}?bij={at['start']}-{at['end']}").text
    assert "Niet publiceren, of juist vrijgeven" in shown
    assert 'name="act" value="achterhouden"' in shown


def test_what_is_open_cannot_be_released(plein, log_in):
    answer = log_in().post(
        f"{page_of(plein)}/publicatie",
        data=place(plein) | {"act": "vrijgeven"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert "mogen al gepubliceerd worden" in answer.text


def test_who_may_not_review_sees_it_and_cannot_change_it(plein, log_in):
    post(log_in(), plein, act="achterhouden")
    reader = log_in(Role.PARTICIPATION)
    assert reader.post(f"{page_of(plein)}/publicatie", data=place(plein) | {"act": "vrijgeven"}).status_code == 403
    assert held(plein) == [WORDS]


def test_the_tables_count_them_without_a_quote(plein, log_in):
    client = log_in()
    before = client.get(f"{plein.path}/synthese").text
    assert "voor de bühne" in before
    post(client, plein, act="achterhouden")
    after = client.get(f"{plein.path}/synthese").text
    assert "voor de bühne" not in after
    assert "Hiervan is 1 fragment niet voor publicatie." in after
    count = re.compile(r"(\d+ van \d+ bewoners?)")
    assert count.findall(after) == count.findall(before)
    quotes = client.get(f"{plein.path}/citaten", params={"thema": "influence_doubt"}).text
    assert "voor de bühne" not in quotes
    assert "(niet voor publicatie)" in quotes
    item = quotes[quotes.index("(niet voor publicatie)") :]
    assert "Kies voor publicatie" not in item[: item.index("</li>")]


def test_no_download_of_the_workspace_holds_them(plein, log_in):
    client = log_in()
    post(client, plein, act="achterhouden")
    with plein.store.writing() as session:
        book = codebook_of(session, plein.project_id)
        theme = book.theme("influence_doubt").model_copy(update={"examples": (WORDS,)})
        themes = tuple(theme if each.id == theme.id else each for each in book.themes)
        change_codebook(session, ANNA, plein.project_id, book.model_copy(update={"themes": themes}), note="voorbeeld")
    for path in (
        f"{plein.path}/nakijken?vorm=xlsx",
        f"{plein.path}/citaten?q=b%C3%BChne&vorm=xlsx",
        f"{plein.path}/synthese?vorm=xlsx",
        f"{plein.path}/citaten?gekozen=ja&vorm=xlsx",
        f"{plein.path}/codeboek?vorm=xlsx",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        told = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        assert "wat wij zeiden deed" not in told, path
    assert "niet voor publicatie" in client.get(f"{plein.path}/citaten?q=b%C3%BChne").text


ASKED = "vroeg iemand in het gesprek om het niet op te schrijven."


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ([""], f"Op 1 plek {ASKED}"),
        (["Els", "Els"], "Op 2 plekken hield Els woorden buiten publicatie."),
        (
            ["", "Els", "", "Bo"],
            f"Op 2 plekken {ASKED} Op 2 plekken hielden Els en Bo woorden buiten publicatie.",
        ),
    ],
)
def test_the_notice_says_who_wants_words_out_of_publication(by, told):
    assert who_kept_back([OffRecord(10 * n, 10 * n + 5, "reden", name) for n, name in enumerate(by)]) == told
