"""What was done in another program comes back through the browser."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from narratief.domain.code import Code
from narratief.domain.errors import StepError, place_of
from narratief.publish.refi import write_qdc, write_qdpx
from narratief.store.accounts.access import Role
from narratief.store.review.result import result_of
from narratief.web import read_upload
from narratief.web.routes import imports


@pytest.fixture
def returned(plein, store, tmp_path):
    """The project as another program gives it back, with two codes more, by two people."""
    with store.reading() as session:
        result = result_of(session, plein.project_id)
    first, last = result.fragments[0], result.fragments[-1]
    more = (Code(first.id, "active_role", 1.0, "Ilse"), Code(last.id, "personal_approach", 1.0, "Joost"))
    path = tmp_path / "terug.qdpx"
    write_qdpx(replace(result, codes=(*result.codes, *more)), path)
    return path.read_bytes()


def post(client, plein, data: bytes, name: str = "terug.qdpx"):
    return client.post(f"/projecten/{plein.project_id}/importeren", files={"bestand": (name, data)})


def agree(client, plein, page):
    """Send the form on the page that shows what would change."""
    fields = dict(re.findall(r'<input type="hidden" name="(woord|gezien)" value="([^"]+)"', page.text))
    return client.post(f"/projecten/{plein.project_id}/importeren/overnemen", data=fields)


def test_codes_come_back_under_the_names_of_who_gave_them(plein, store, log_in, returned):
    client = log_in(Role.RESEARCHER)
    assert "Bekijken" in client.get(f"/projecten/{plein.project_id}/importeren").text
    shown = post(client, plein, returned)
    assert "1 code van Ilse erbij" in shown.text
    with store.reading() as session:
        assert "Ilse" not in {code.coder for code in result_of(session, plein.project_id).codes}

    page = agree(client, plein, shown)

    assert page.status_code == 200
    assert "1 code van Ilse overgenomen." in page.text
    assert "1 code van Joost overgenomen." in page.text
    with store.reading() as session:
        coders = {code.coder for code in result_of(session, plein.project_id, confirmed_only=True).codes}
    assert {"Ilse", "Joost"} <= coders
    again = post(client, plein, returned)
    assert "Er verandert niets" in again.text
    assert "/overnemen" not in again.text
    assert agree(client, plein, shown).status_code == 422  # that page was used


def test_a_list_that_is_true_no_more_is_shown_anew(plein, store, log_in, returned):
    client, other = log_in(Role.RESEARCHER), log_in(Role.RESEARCHER, name="Ander")
    shown = post(client, plein, returned)
    assert agree(other, plein, shown).status_code == 422  # another person's file
    agree(other, plein, post(other, plein, returned))

    again = agree(client, plein, shown)

    assert "Het project is intussen veranderd" in again.text
    assert "Er verandert niets" in again.text


def test_a_codebook_shows_field_by_field_what_becomes_of_it(plein, store, log_in, tmp_path):
    with store.reading() as session:
        result = result_of(session, plein.project_id)
    book = result.codebook
    first = book.themes[0].model_copy(update={"definition": "Iets heel anders."})
    changed = book.model_copy(update={"themes": (first, *book.themes[1:]), "core_themes": ()})
    write_qdc(replace(result, codes=(), codebook=changed), tmp_path / "x.qdc")
    client = log_in(Role.RESEARCHER)

    shown = post(client, plein, (tmp_path / "x.qdc").read_bytes(), "x.qdc")

    assert "Iets heel anders." in shown.text
    assert first.label in shown.text
    page = agree(client, plein, shown)
    assert f"Aangepast in het codeboek: {first.label}." in page.text


def test_a_file_that_asks_for_too_much_is_told_and_ends_nothing_else(plein, log_in, returned, monkeypatch):
    client = log_in(Role.RESEARCHER)
    monkeypatch.setenv("NARRATIEF_FILES_APART", "ja")
    monkeypatch.setenv("NARRATIEF_FILE_MEMORY", "60")
    notes = "".join(f"<Note guid='{n}' name='n{n}'/>" for n in range(400_000))
    many = f"<Project><Notes>{notes}</Notes></Project>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", many)

    page = post(client, plein, packed.getvalue(), "groot.qdpx")

    assert page.status_code == 422
    assert "groot.qdpx: Dit bestand vraagt meer dan 60 MB geheugen" in page.text
    assert "1 code van Ilse erbij" in post(client, plein, returned).text


def test_an_unforeseen_error_in_a_file_is_told_without_its_words(plein, log_in, monkeypatch):
    def stumble(path):
        raise KeyError("wat de bewoner zei")

    monkeypatch.setattr(imports, "read_qdpx", stumble)
    monkeypatch.setattr(read_upload, "apart_once", lambda name, task, path: told(task, path))
    page = post(log_in(Role.RESEARCHER), plein, b"PK", "vreemd.qdpx")

    assert page.status_code == 422
    assert "onverwachte fout: KeyError" in page.text
    assert "wat de bewoner zei" not in page.text


def told(task, path):
    """What a task raises, as it comes back from the other process."""
    try:
        return task(path)
    except KeyError as error:
        raise StepError(place_of(error)) from None


def test_what_is_no_exchange_file_is_refused_in_dutch(plein, log_in):
    client = log_in(Role.RESEARCHER)
    for name, data in (
        ("a.txt", b"x"),
        ("a.qdpx", b"geen zip"),
        ("a.qdc", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    ):
        page = post(client, plein, data, name)
        assert page.status_code == 422
        assert f"{name}: " in page.text


def test_a_bomb_is_not_unpacked(plein, log_in):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"0" * (300 * 1024 * 1024))
    page = post(log_in(Role.RESEARCHER), plein, out.getvalue())
    assert page.status_code == 422
    assert "te groot om veilig te openen" in page.text


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.PARTICIPATION])
def test_only_who_may_change_the_codebook_imports(plein, log_in, returned, role):
    assert post(log_in(role), plein, returned).status_code in (403, 404)
