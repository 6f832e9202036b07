"""Filter forms: a browser sends every field of a form, also the empty ones, and each of them must be borne."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from narratief.store.review.samples import items_of
from narratief.web.pages import environment
from tests.web.trust.conftest import Town
from tests.web.trust.routes import ways_of

GET_FORM = re.compile(r"""<form\b[^>]*\bmethod=["']?get\b""", re.IGNORECASE)
TYPED = {"month": "2025-01"}  # what a browser lets one type in an input of this type; plain words in any other


@dataclass
class Filter:
    """A form that is sent by GET.

    Attributes
    ----------
    fields
        Name → the first value that a person can choose or type.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)

    def queries(self) -> list[dict[str, str]]:
        """Everything empty, and each field alone."""
        empty = dict.fromkeys(self.fields, "")
        return [empty, *({**empty, name: value} for name, value in self.fields.items())]


class Filters(HTMLParser):
    """Collects the filter forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self._select = path, [], ""
        self._form: Filter | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form" and (told.get("method") or "get").lower() == "get":
            self._form = Filter(urljoin(self.path, told.get("action") or self.path))
        elif self._form is None:
            return
        elif tag == "input" and told.get("name"):
            typed = TYPED.get(told.get("type") or "text", "plein")
            self._form.fields[told["name"]] = told.get("value") or typed
        elif tag == "select":
            self._select = told["name"]
            self._form.fields[self._select] = ""
        elif tag == "option" and not self._form.fields[self._select]:
            self._form.fields[self._select] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.found.append(self._form)
            self._form = None


def filters_of(client: TestClient, path: str, query: dict[str, str]) -> list[Filter]:
    """The filter forms of a page, none where there is no page."""
    answer = client.get(path, params=query)
    parser = Filters(path)
    if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
        parser.feed(answer.text)
    return parser.found


def finish_sample(town: Town) -> None:
    """Let the boss code the sample of `own`."""
    path = f"/projecten/{town.own.project_id}/tweede-codeur/{town.own.sample_id}"
    with town.store.reading() as session:
        items = [item.id for item in items_of(session, town.own.sample_id)]
    for item in items:
        town.clients["A"].post(f"{path}/coderen", data={"item": item, "themes": "influence_doubt"})
    assert town.clients["A"].post(f"{path}/afronden").headers["location"] == f"{path}/vergelijken"


@pytest.mark.slow
def test_every_filter_form_bears_fields_that_are_empty(app: FastAPI, town: Town) -> None:
    boss, values = town.clients["A"], town.own.as_path(town.somebody)
    finish_sample(town)  # else nothing is there to compare
    found, wrong = [], []
    for way in ways_of(app):
        if way.method == "GET":
            query = {"thema": "influence_doubt"} if "thema" in way.query else {}
            found += filters_of(boss, way.to(**values), query)
    for form in found:
        for query in form.queries():
            answer = boss.get(form.action, params=query)
            if answer.status_code != 200:
                wrong.append((answer.status_code, form.action, query))
    assert wrong == []
    # each template with such a form was walked over; those of the synthesis and of search serve two pages each
    templates = sum(len(GET_FORM.findall(source_of(name))) for name in environment().list_templates())
    assert len({form.action for form in found}) == templates + 2
    assert all(all(form.fields.values()) for form in found)


def source_of(name: str) -> str:
    return environment().loader.get_source(environment(), name)[0]
