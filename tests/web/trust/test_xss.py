"""Stored script: words of residents, names of files and all that people type are text on every page and in files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from sqlalchemy import update
from starlette.testclient import TestClient

from narratief.domain.actions import Confirm
from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.pipeline.folders import projects_dir
from narratief.publish.formats import FORMATS
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import note
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store
from narratief.store.jobs.queue import add_job, fail_job
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide
from narratief.store.review.memos import choose_quote, write_memo
from narratief.store.review.result import result_of
from narratief.store.review.samples import assign, draw_sample
from narratief.store.schema import AttributeRow, Person, SavedViewRow
from tests.web.conftest import LogIn
from tests.web.researcher.chromium import served

EVIL = """<script>window.hacked=1</script><img src=x onerror="window.hacked=2">'"><svg/onload=window.hacked=3>"""
FILE = """a'"><img src=x onerror=window.hacked=4>.txt"""
MOST_PAGES = 70


@pytest.fixture
def evil(store: Store, log_in: LogIn) -> TestClient:
    """An administrator in a workspace in which everything that people can name or say is hostile."""
    boss = log_in(Role.ADMINISTRATOR)
    who = Author(boss.person, EVIL)
    folder = projects_dir() / "boos"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: boos\n", "utf-8")
    project = load_project(folder)
    words = f"Wij werden niet gehoord {EVIL} en in maart 2025 was het besluit al genomen."
    facts = replace_facts(project.facts)
    work = ProjectRepository.for_project(store, replace(project, facts=facts))
    book = default_codebook()
    themes = [
        theme.model_copy(update={"label": f"{n} {EVIL}", "definition": EVIL}) for n, theme in enumerate(book.themes)
    ]
    book = book.model_copy(update={"themes": tuple(themes)})
    work.codebook(book)
    talk = Interview.build(FILE, [Utterance(EVIL, f"Hoe {EVIL}?", "interviewer"), Utterance("B", words, "resident")])
    work.save_interview(talk, "key")
    turn = talk.resident_turns[0]
    start = talk.text.index("Wij werden")
    text = talk.text[start : turn.end].rstrip()
    fragment = Fragment("boos", talk.id, turn.index, 0, 0, start, start + len(text), text, talk.question_before(turn))
    work.save_coding(
        FILE, "run", (fragment,), (Code(fragment.id, book.theme_ids[0], 0.9, evidence=((start, start + 9),)),)
    )
    with store.writing() as session:
        number = work.project_id
        one = interviews_of(session, number)[0].id
        span = (fragment.start, fragment.end)
        decide(session, who, one, Confirm(), span=span, theme=book.theme_ids[0])
        write_memo(session, who, number, EVIL, interview_id=one, span=span)
        write_memo(session, who, number, EVIL)
        choose_quote(session, who, number, one, span, theme=book.theme_ids[0], chosen=True)
        job = add_job(session, "read", EVIL, number, {"files": [FILE]})
        fail_job(session, job.id, EVIL, EVIL)
        session.add(AttributeRow(interview_id=one, name=EVIL, value=EVIL, who=EVIL))
        asked = {"q": [EVIL], "kenmerk": [f"{EVIL}={EVIL}"]}
        view = SavedViewRow(project_id=number, person_id=boss.person, name=EVIL, key=EVIL, asked=asked, shared=True)
        session.add(view)
        sample = draw_sample(session, who, number, 1, seed=1, name=EVIL)
        assign(session, sample.id, boss.person)
        session.execute(update(Person).values(name=EVIL))
        note(session, "vault_opened", who, project_id=number, address=EVIL, details={"reason": EVIL, "file": FILE})
    boss.number = number
    return boss


def replace_facts(facts):
    """Facts with hostile words wherever a person fills in words."""
    phases = [{"label": EVIL, "start": "2025-01", "end": "2025-09"}]
    told = {"title": EVIL, "scale": EVIL, "description": EVIL, "interviewers": [EVIL], "period": "2025-01/2025-09"}
    return type(facts).model_validate(facts.model_dump() | told | {"phases": phases})


class Scripts(HTMLParser):
    """Collects what a browser would run: scripts that are not ours, handlers, addresses that are code."""

    def __init__(self, ours: bool) -> None:
        super().__init__()
        self.ours, self.found = ours, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not (self.ours and (given.get("src") or "").startswith("/static/")):
            self.found.append((tag, given))
        if tag in ("iframe", "object", "embed") or (
            tag in ("img", "svg") and "x" in (given.get("src"), given.get("onload"))
        ):
            self.found.append((tag, given))
        self.found += [(tag, n, v) for n, v in attrs if n.startswith("on")]
        self.found += [
            (tag, n, v)
            for n, v in attrs
            if n in ("href", "src", "action") and scheme(v) not in ("", "http", "https", "data")
        ]


def scheme(address: str | None) -> str:
    return urlsplit((address or "").strip()).scheme


def run_by(page: str, ours: bool = True) -> list[object]:
    parser = Scripts(ours)
    parser.feed(page)
    return parser.found


def pages(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links, with its address."""
    todo, seen = ["/projecten", "/beheer/logboek", "/citaten?q=gehoord", "/account"], set()
    while todo and len(seen) < MOST_PAGES:
        path = todo.pop(0)
        if path in seen or path == "/" or "vorm=" in path:  # a file to keep, no page
            continue
        seen.add(path)
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        yield path, answer.text
        found = [link.replace("&amp;", "&").split("#")[0] for link in re.findall(r'href="(/[^"]*)"', answer.text)]
        todo += [link for link in dict.fromkeys(found) if not link.startswith("/static")]


@pytest.mark.slow
def test_on_no_page_a_word_becomes_a_script(evil: TestClient) -> None:
    shown = 0
    for path, page in pages(evil):
        assert run_by(page) == [], path
        assert "<script>window" not in page, path
        shown += "window.hacked" in page
    assert shown > 25  # the words are there, as words


def test_messages_repeat_what_was_typed_as_text(evil: TestClient) -> None:
    start = f"/projecten/{evil.number}"
    for path, form in (
        ("/projecten/nieuw", {"title": "", "scale": EVIL, "description": EVIL}),
        (f"{start}/wissen/project", {"titel": EVIL, "reden_project": EVIL}),
        (f"{start}/kluis", {"reason": ""}),
        (
            f"{start}/codeboek/voorbeeld",
            {"act": "nieuw", "label": EVIL, "definition": EVIL, "goal": EVIL, "valence": EVIL},
        ),
        ("/beheer/mensen/nieuw", {"name": EVIL, "email": EVIL, "role": EVIL}),
    ):
        assert run_by(evil.post(path, data=form).text) == [], path
    files = [("files", (EVIL.replace("/", "") + ".exe", b"x"))]
    assert run_by(evil.post(f"{start}/bestanden", files=files).text) == []


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.suffix == ".html"])
def test_in_no_exported_page_a_word_becomes_a_script(evil: TestClient, name: str) -> None:
    answer = evil.post(f"/projecten/{evil.number}/exporteren", data={"formaat": name})
    assert answer.status_code == 200
    assert "window.hacked" in answer.text
    assert [each for each in run_by(answer.text, ours=False) if "hacked" in str(each)] == []


@pytest.mark.browser
def test_a_real_browser_runs_no_word(app: FastAPI, evil: TestClient, chromium: Browser, tmp_path: Path) -> None:
    start = f"/projecten/{evil.number}"
    with app.state.store.reading() as session:
        one = interviews_of(session, evil.number)[0].id
        theme = result_of(session, evil.number).codebook.theme_ids[0]
    visited = [
        "/projecten", start, f"{start}/bestanden", f"{start}/gesprekken", f"{start}/gesprekken/{one}",
        f"{start}/gesprekken/{one}/inlezen", f"{start}/nakijken", f"{start}/beslissingen", f"{start}/codeboek",
        f"{start}/citaten?thema={theme}", f"{start}/momenten", f"{start}/matrices", f"{start}/verwerking",
        f"{start}/kenmerken", f"{start}/kruistabellen", f"{start}/weergaven",
        f"{start}/tweede-codeur", "/citaten?q=gehoord", "/beheer/logboek",
    ]  # fmt: skip
    exported = evil.post(f"{start}/exporteren", data={"formaat": "verslag-html"}).content
    (tmp_path / "verslag.html").write_bytes(exported)
    context = chromium.new_context()
    context.set_default_timeout(30_000)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    with served(app) as address:
        context.add_cookies([{"name": "narratief", "value": evil.cookies["narratief"], "url": address}])
        for path in [*(address + path for path in visited), (tmp_path / "verslag.html").as_uri()]:
            page.goto(path)
            assert page.evaluate("window.hacked") is None, path
            assert "window.hacked" in page.content(), path
    context.close()
    # the policy had nothing to stop either: the words never were a script
    assert [line for line in said if "Content Security Policy" in line] == []
