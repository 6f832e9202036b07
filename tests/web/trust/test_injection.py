"""Words that mean something to a database, a header, a template, a folder or a workbook: everywhere only words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from sqlalchemy import func, select

from narratief.domain.locations import vault_dir
from narratief.domain.trust import Trust
from narratief.privacy.vault.vault import Vault
from narratief.store.database import Store
from narratief.store.schema import Base
from narratief.web.safe_redirect import safe_redirect
from narratief.web.views.workbook import attachment, workbook
from tests.web.trust.conftest import Town
from tests.web.trust.routes import Way, is_file, ways_of

TEMPLATE = "{{ 6999 + 1 }}${6999+1}{% raw %}#{6999+1}<%= 6999+1 %>"
HOSTILE = {
    "sql": "x' OR '1'='1'; DROP TABLE people; -- %_\\%\" MATCH NEAR(a b) AND * ^ (" + TEMPLATE,
    "header": "x\r\nX-Boos: ja\r\n\r\n<b>",
    "folder": "../../../../../../etc/passwd",
    "zero": "x\x00y",
    "number": "9" * 40,
}


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.reading() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}


def sent(town: Town, way: Way, words: str):
    """Send a way with the same words in each of its fields, a file's name among them."""
    client, values = town.clients["A"], town.own.as_path(town.somebody)
    if way.method == "GET":
        return client.get(way.to(**values), params=dict.fromkeys(way.query, words))
    form = {name: words for name, kind in way.fields.items() if not is_file(kind)} | {"act": words, "label": words}
    files = [(name, (f"{words[:50]}.txt", data)) for name, (_, data) in way.files()]
    return client.post(way.to(**values), data=form, files=files or None)


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_words_are_only_words_in_every_query_and_form(app: FastAPI, town: Town, kind: str) -> None:
    before = rows(town.store)
    for way in ways_of(app):
        if way.path == "/uitloggen":
            continue
        answer = sent(town, way, HOSTILE[kind])
        assert answer.status_code < 500, (way.method, way.path)
        assert "x-boos" not in answer.headers, way.path
        assert "7000" not in answer.text, way.path
        assert "root:x:" not in answer.text, way.path
        assert answer.headers.get("location", "/").startswith("/"), way.path
    after = rows(town.store)
    kept = {"decisions", "codebook_versions", "audit_entries", "jobs", "one_time_links", "login_attempts"}
    kept |= {"installation"}  # which key names are encrypted with, noted when the first name is
    kept |= {"second_factors"}  # begun, not on: the words became the password just before
    assert {n: c for n, c in after.items() if n not in kept} == {n: c for n, c in before.items() if n not in kept}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["thema", "topic", "theme", "moment", "token", "act"])
def test_words_are_only_words_in_addresses(app: FastAPI, town: Town, name: str) -> None:
    for way in ways_of(app):
        if "{" + name + "}" not in way.path:
            continue
        for words in ("..%2f..%2fetc%2fpasswd", "%00", "'%20OR%201=1--", "%7B%7B6999+1%7D%7D", "%0d%0aX-Boos:%20ja"):
            path = way.to(**town.own.as_path(town.somebody) | {name: words})
            answer = town.clients["A"].request(way.method, path)
            assert answer.status_code < 500, path
            assert "x-boos" not in answer.headers
            assert "root:x:" not in answer.text
            assert "7000" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "https://boos.nl",
        "//boos.nl",
        "/\\boos.nl",
        "/\t/boos.nl",
        "\\\\boos.nl",
        "/x\r\nSet-Cookie: a=b",
        "http://[",
        "javascript:x",
    ],
)
def test_every_way_back_leads_to_a_page_of_ours(town: Town, path: str) -> None:
    assert safe_redirect(path, "/hier") == "/hier"
    number = town.own
    back = town.clients["A"].post(
        f"/projecten/{number.project_id}/beslissingen/{number.decision_id}/ongedaan", data={"back": path}
    )
    assert back.headers["location"] == f"/projecten/{number.project_id}/beslissingen"


@pytest.mark.parametrize("name", ['a"; filename=x.html', "a\r\nX-Boos: ja", "../../a.xlsx", "é/ü.csv", ""])
def test_the_name_of_a_download_cannot_break_its_header(name: str) -> None:
    told = attachment(name)["Content-Disposition"]
    assert told.startswith('attachment; filename="')
    assert told.count('"') == 2
    assert not {"\r", "\n", "/", "\\"} & set(told)


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", '=HYPERLINK("http://boos.nl")']
)
def test_a_workbook_holds_words_and_no_formulas(words: str) -> None:
    book = load_workbook(io.BytesIO(workbook(words, {"Blad": [{words: words}]}, Trust(1, 1, 1, 1, 0))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) >= 3
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("project", ["../../x", "/etc/x", "a\x00b", ".."])
def test_a_vault_stays_in_its_folder(own_home: Path, project: str) -> None:
    assert Vault(project).path.parent == vault_dir()
