"""The frame of a project: its places, the pages of the place one is at, and the marks that say where that is."""

from __future__ import annotations

import re

import pytest

from narratief.store.accounts.access import Role

NAV = re.compile(r'<nav class="(places|pages)[^>]*>(.*?)</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)"[^>]*?(?: aria-current="(\w+)")?>([^<]*)</a>')
SEEN = {
    Role.RESEARCHER: ["Overzicht", "Gesprekken", "Nakijken", "Ontdekken", "Uitkomsten"],
    Role.ADMINISTRATOR: ["Overzicht", "Gesprekken", "Nakijken", "Ontdekken", "Uitkomsten"],
    Role.PARTICIPATION: ["Overzicht", "Ontdekken", "Uitkomsten"],
}


def rows_of(page: str) -> dict[str, list[tuple[str, str, str]]]:
    """Path, mark and label of each link of the rows of places and of pages."""
    return {name: LINK.findall(inside) for name, inside in NAV.findall(page)}


@pytest.mark.parametrize("role", SEEN)
def test_each_page_of_a_place_marks_itself_and_its_place(plein, log_in, role):
    client = log_in(role)
    places = rows_of(client.get(plein.path).text)["places"]
    assert [label for _, _, label in places] == SEEN[role]
    for path, _, label in places:
        first = rows_of(client.get(path).text)
        assert [(mark, at) for _, mark, at in first["places"] if mark] == [("true", label)]
        for page, _, named in first.get("pages", []):
            rows = rows_of(client.get(page).text)
            assert [(at, mark) for at, mark, _ in rows["pages"] if mark] == [(page, "page")], named
            assert [at for _, mark, at in rows["places"] if mark] == [label], named


def test_a_page_within_another_marks_the_one_it_belongs_to(plein, log_in):
    client = log_in()
    for below, page in {
        f"gesprekken/{plein.ids['gesprek-1.txt']}": "gesprekken",
        "codeboek/thema/influence_doubt": "codeboek",
    }.items():
        rows = rows_of(client.get(f"{plein.path}/{below}").text)
        assert [(at, mark) for at, mark, _ in rows["pages"] if mark] == [(f"{plein.path}/{page}", "true")]


def test_pages_of_no_project_have_no_places(log_in):
    assert rows_of(log_in().get("/projecten").text) == {}
