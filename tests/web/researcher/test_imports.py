"""What was done in another program comes back through the browser."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from narratief.domain.code import Code
from narratief.publish.refi import write_qdpx
from narratief.store.accounts.access import Role
from narratief.store.review.result import result_of


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


def test_codes_come_back_under_the_names_of_who_gave_them(plein, store, log_in, returned):
    client = log_in(Role.RESEARCHER)
    assert "Overnemen" in client.get(f"/projecten/{plein.project_id}/importeren").text

    page = post(client, plein, returned)

    assert page.status_code == 200
    assert "1 code van Ilse overgenomen." in page.text
    assert "1 code van Joost overgenomen." in page.text
    with store.reading() as session:
        coders = {code.coder for code in result_of(session, plein.project_id, confirmed_only=True).codes}
    assert {"Ilse", "Joost"} <= coders
    again = post(client, plein, returned)
    assert "overgenomen." not in again.text.partition("Let op")[0].partition("<form")[0]


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
