"""The table of attributes: typed, taken from a sheet that was shown first, and never lost or overwritten unseen."""

from __future__ import annotations

import html
import re

import pytest

from narratief.store.accounts.audit import audit_log
from narratief.store.attributes import attributes_of
from narratief.store.coding.projects import get_project
from tests.web.researcher.chromium import too_wide, violations


def held(plein):
    """File → attributes as they are now."""
    with plein.store.reading() as session:
        known = attributes_of(session, plein.project_id)
    return {file: dict(known.of(number)) for file, number in plein.ids.items() if known.of(number)}


def fields_of(page):
    """All fields of the table's form as a browser would send them."""
    form = page.text[page.text.index('id="kenmerken"') :]
    form = form[: form.index("</form>")]
    found = []
    for tag in re.findall(r"<input [^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found.append((told["name"], html.unescape(told.get("value", ""))))
    return found


def post(client, plein, fields, **more):
    """Send the form with some fields otherwise."""
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return client.post(f"{plein.path}/kenmerken", data=data | more)


def test_what_is_typed_is_kept_and_a_column_comes_along(plein, log_in):
    client = log_in()
    page = client.get(f"{plein.path}/kenmerken")
    assert re.findall(r'id="kolom-\d">([^<]+)<', page.text) == ["leeftijdsgroep", "rol", "kant van de straat"]
    one, two = plein.ids["gesprek-1.txt"], plein.ids["gesprek-2.txt"]
    typed = {f"k{one}-0": "35-49", f"k{two}-1": " huurder ", "nieuw": "woont er sinds", "kolom-erbij": "ja"}
    answer = post(client, plein, fields_of(page), **typed)
    assert answer.status_code == 303
    assert held(plein) == {"gesprek-1.txt": {"leeftijdsgroep": "35-49"}, "gesprek-2.txt": {"rol": "huurder"}}
    page = client.get(answer.headers["location"])
    assert "woont er sinds" in re.findall(r'id="kolom-\d">([^<]+)<', page.text)
    assert "Opgeslagen: 2 waarden veranderd." in page.text
    post(client, plein, fields_of(page), **{f"k{one}-0": ""})
    assert held(plein) == {"gesprek-2.txt": {"rol": "huurder"}}
    with plein.store.reading() as session:
        entries = [entry for entry in audit_log(session) if entry.act == "attributes_changed"]
    assert [entry.details for entry in entries] == [{"values": 1}, {"values": 2}]


def test_a_wrong_value_is_told_at_its_cell_and_nothing_typed_is_lost(plein, log_in):
    client, one, two = log_in(), plein.ids["gesprek-1.txt"], plein.ids["gesprek-2.txt"]
    fields = fields_of(client.get(f"{plein.path}/kenmerken"))
    answer = post(client, plein, fields, **{f"k{one}-1": "0612345678", f"k{two}-1": "huurder"})
    assert answer.status_code == 422
    assert f'<p class="field__error" id="k{one}-1-error">Deze waarde lijkt een nummer' in answer.text
    assert 'value="huurder"' in answer.text
    assert held(plein) == {}
    answer = post(client, plein, fields, nieuw="Achternaam", **{"kolom-erbij": "ja"})
    assert "wijst één persoon aan" in html.unescape(answer.text)


def test_a_colleague_is_not_overwritten(plein, log_in):
    anna, bram, one = log_in(name="Anna"), log_in(name="Bram"), plein.ids["gesprek-1.txt"]
    fields = fields_of(anna.get(f"{plein.path}/kenmerken"))
    post(bram, plein, fields_of(bram.get(f"{plein.path}/kenmerken")), **{f"k{one}-1": "eigenaar"})
    answer = post(anna, plein, fields, **{f"k{one}-1": "huurder", f"k{one}-0": "35-49"})
    assert "u schreef ‘huurder’, Bram maakte er ‘eigenaar’ van" in answer.text
    assert held(plein) == {"gesprek-1.txt": {"leeftijdsgroep": "35-49", "rol": "eigenaar"}}


def test_a_sheet_is_shown_first_and_then_taken_over(plein, log_in, monkeypatch):
    monkeypatch.setenv("NARRATIEF_FILES_APART", "ja")  # it is read by another process
    client = log_in()
    data = "gesprek;rol;e-mail\ngesprek-1;huurder;x\ngesprek-7;huurder;\n".encode("cp1252")
    shown = client.post(f"{plein.path}/kenmerken/bestand", files={"bestand": ("Bewoners.csv", data)})
    text = html.unescape(shown.text)
    assert "1 waarde komt erbij." in text
    assert "Bewoners.csv</strong>, rij 3: Er is geen gesprek 'gesprek-7' in dit project." in text
    assert "Bewoners.csv</strong>, rij 1, kolom 'e-mail': 'e-mail' wijst één persoon aan." in text
    assert held(plein) == {}
    agreed = dict(re.findall(r'<input type="hidden" name="(woord|gezien)" value="([^"]+)"', shown.text))
    assert client.post(f"{plein.path}/kenmerken/bestand/overnemen", data=agreed | {"gezien": "x"}).status_code == 200
    assert client.post(f"{plein.path}/importeren/overnemen", data=agreed).status_code == 422  # it is no such file
    assert client.post(f"{plein.path}/kenmerken/bestand/overnemen", data=agreed).status_code == 303
    assert held(plein) == {"gesprek-1.txt": {"rol": "huurder"}}
    again = client.post(f"{plein.path}/kenmerken/bestand/overnemen", data=agreed)
    assert "Dit bestand is niet meer open" in again.text
    refused = client.post(f"{plein.path}/kenmerken/bestand", files={"bestand": ("a.xlsx", b"x")})
    assert refused.status_code == 422
    assert "a.xlsx: Dit is geen geldig werkboek" in refused.text


def test_a_column_is_renamed_and_taken_away(plein, log_in):
    client, one = log_in(), plein.ids["gesprek-1.txt"]
    post(client, plein, fields_of(client.get(f"{plein.path}/kenmerken")), **{f"k{one}-1": "huurder"})
    client.post(f"{plein.path}/kenmerken/kolom", data={"kenmerk": "rol", "naam": "woont er als"})
    assert held(plein) == {"gesprek-1.txt": {"woont er als": "huurder"}}
    client.post(f"{plein.path}/kenmerken/kolom", data={"kenmerk": "woont er als", "doen": "weg"})
    assert held(plein) == {}
    assert client.post(f"{plein.path}/kenmerken/kolom", data={"kenmerk": "rol", "doen": "weg"}).status_code == 422


def test_nothing_is_noted_after_the_retention_period(plein, log_in):
    client, one = log_in(), plein.ids["gesprek-1.txt"]
    fields = fields_of(client.get(f"{plein.path}/kenmerken"))
    with plein.store.writing() as session:
        project = get_project(session, plein.project_id)
        project.facts = project.facts | {"retention": "2020-01-01"}
    answer = post(client, plein, fields, **{f"k{one}-1": "huurder"})
    assert answer.status_code == 422
    assert "bewaartermijn van dit project is voorbij" in answer.text
    assert held(plein) == {}


def test_a_later_page_keeps_what_is_typed_there(plein, log_in, monkeypatch):
    monkeypatch.setattr("narratief.web.routes.attributes.ROWS", 2)
    client, last = log_in(), plein.ids["gesprek-4.txt"]
    page = client.get(f"{plein.path}/kenmerken?pagina=2")
    assert [name for name, _ in fields_of(page) if name.startswith("was-")] == [
        f"was-{plein.ids[file]}" for file in ("gesprek-3.txt", "gesprek-4.txt")
    ]
    assert f'action="{plein.path}/kenmerken?pagina=2"' in page.text
    data = dict(fields_of(page)) | {"kolom": ["leeftijdsgroep", "rol", "kant van de straat"], f"k{last}-1": "huurder"}
    answer = client.post(f"{plein.path}/kenmerken?pagina=2", data=data)
    assert answer.headers["location"].endswith("pagina=2")
    assert held(plein) == {"gesprek-4.txt": {"rol": "huurder"}}


@pytest.mark.browser
@pytest.mark.slow
def test_typing_down_a_column_with_the_keyboard(plein, open_page):
    page = open_page(f"{plein.path}/kenmerken", width=1366)
    first = page.locator('[data-column="1"]').first
    first.focus()
    page.keyboard.type("huurder")
    page.keyboard.press("Enter")
    page.keyboard.type("eigenaar")
    page.keyboard.press("Shift+Enter")
    assert first.evaluate("each => each === document.activeElement")
    assert violations(page) == []
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Opgeslagen: 2 waarden veranderd.").wait_for()
    assert held(plein) == {"gesprek-1.txt": {"rol": "huurder"}, "gesprek-2.txt": {"rol": "eigenaar"}}
    page.set_viewport_size({"width": 390, "height": 844})
    assert (too_wide(page), violations(page), page.problems) == (0, [], [])
