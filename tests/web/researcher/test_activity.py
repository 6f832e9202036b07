"""What happened in a project: counted by person and hour, a day at a time, and nothing of what one may not see."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pytest
from sqlalchemy import update

from narratief.domain.actions import Action, Confirm, Reject
from narratief.domain.decision import Author, Decision
from narratief.domain.kinds import Kind
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import note
from narratief.store.activity import DECIDED, HAPPENINGS, Happening
from narratief.store.database import Store
from narratief.store.jobs.queue import add_job, fail_job, finish_job
from narratief.store.review.codebooks import change_codebook, codebook_of, use_version
from narratief.store.review.memos import write_memo
from narratief.store.schema import DecisionRow, Person
from narratief.store.schema.base import now
from narratief.web.views.activity import KINDS, activity_line
from tests.web.researcher.chromium import too_wide, violations

BRAM = "Bram besliste 2 keer over thema's bij woorden"
LINE = re.compile(r'<li class="activity__line">.*?<span>(.*?)</span></li>', re.DOTALL)


def told(client, plein, **query) -> list[str]:
    """Lines of the page as a reader sees them."""
    answer = client.get(f"{plein.path}/activiteit", params=query)
    assert answer.status_code == 200
    return [unescape(re.sub(r"<[^>]+>", "", line)) for line in LINE.findall(answer.text)]


def at(moment: str, decision: Decision[Action], store: Store) -> None:
    """Let a decision have been made at another time."""
    with store.writing() as session:
        moved = update(DecisionRow).where(DecisionRow.id == decision.id)
        session.execute(moved.values(at=datetime.fromisoformat(moment)))


@pytest.fixture
def anna(plein, log_in):
    """The project after some work of Anna and Bram, Bram's decisions on an earlier day; gives Anna's browser."""
    client, bram = log_in(name="Anna"), Author(None, "Bram")
    anna = Author(client.person, "Anna")
    for theme, file, moment in (
        ("influence_doubt", "gesprek-1.txt", "2026-11-03T00:20:00+01:00"),  # in UTC the day before
        ("decision_opacity", "gesprek-1.txt", "2026-11-03T00:50:00+01:00"),
        ("influence_doubt", "gesprek-3.txt", "2026-11-03T01:05:00+01:00"),
    ):
        at(moment, plein.decide(Reject(), theme, file, who=bram), plein.store)
    plein.decide(Confirm(), "influence_doubt", "gesprek-2.txt", who=anna)
    with plein.store.writing() as session:
        write_memo(session, anna, plein.project_id, "Bel mevrouw Jansen")
        account = session.get_one(Person, client.person)
        for act, details in (
            ("uploaded", {"files": 3}),
            ("upload_erased", {"file": "mevrouw-jansen.docx"}),
            ("exported", {"format": "verslag-docx", "confirmed": True}),
            ("vault_opened", {"reason": "geheim"}),
            ("member_added", {"person": client.person}),
        ):
            note(session, act, account, project_id=plein.project_id, address="10.1.2.3", details=details)
        failed, done = (add_job(session, kind, "Bram", plein.project_id, {}) for kind in ("read", "clusters"))
        fail_job(session, failed.id, "De schijf is vol.", "Maak ruimte.")
        finish_job(session, done.id)
        add_job(session, "evaluate", "Bram", plein.project_id, {})
        change_codebook(session, anna, plein.project_id, codebook_of(session, plein.project_id))
        use_version(session, anna, plein.project_id, 1)
    return client


def test_work_is_counted_by_person_and_hour_and_stands_under_its_day(plein, anna):
    lines = told(anna, plein)
    assert lines[-2:] == ["Bram besliste één keer over een thema bij woorden", BRAM]
    assert set(lines[:-2]) == {
        "Anna besliste één keer over een thema bij woorden",
        "Anna schreef een notitie",
        "Anna uploadde 3 bestanden",
        "Anna wiste het bestand met namen van een gesprek",
        "Anna maakte een bestand: Verslag (Word)",
        "Anna gaf Anna toegang tot dit project",
        "Niet gelukt Transcripten lezen, gestart door Bram. De schijf is vol. Maak ruimte.",
        "Klaar: Clusters maken, gestart door Bram.",
        "codebook.yaml maakte versie 1 van het codeboek",
        "Anna maakte versie 2 van het codeboek",
        "Anna ging terug naar versie 1 van het codeboek",
        "narratief maakte het project",
    }
    page = anna.get(f"{plein.path}/activiteit").text
    days = re.findall(r'<h2 class="activity__day"[^>]*>([^<]*)</h2>', page)
    assert days[-1] == "3 november 2026"
    assert len(days) == 2
    assert re.findall(r"<time[^>]*>([^<]*)</time>", page)[-2:] == ["01:05", "00:50"]
    for kept_in in ("Jansen", "jansen", "10.1.2.3", "geheim", "gesprek-1", "bühne"):
        assert kept_in not in page


def test_by_person_and_kind(plein, anna):
    assert all(line.startswith("Bram ") or "gestart door Bram" in line for line in told(anna, plein, wie="Bram"))
    assert len(told(anna, plein, wie="Bram")) == 4
    assert told(anna, plein, wie="Bram", soort="nakijken")[-1] == BRAM
    assert told(anna, plein, wie="Niemand") == []
    assert "Hier is niets gedaan dat bij uw keuze past." in anna.get(f"{plein.path}/activiteit?wie=Niemand").text
    page = anna.get(f"{plein.path}/activiteit?soort=codeboek").text
    assert '<option value="codeboek" selected>Codeboek</option>' in page
    assert re.findall(r'<option value="(Anna|Bram|codebook.yaml)"', page) == ["Anna", "Bram", "codebook.yaml"]


def test_pages_hold_all_once(plein, anna, monkeypatch):
    every = told(anna, plein)
    monkeypatch.setattr("narratief.web.routes.activity._PAGE", 5)
    pages = [told(anna, plein, pagina=number) for number in range(1, 5)]
    assert [len(page) for page in pages] == [5, 5, 4, 0]
    assert [line for page in pages for line in page] == every
    second = anna.get(f"{plein.path}/activiteit?wie=Anna&pagina=2").text
    assert f'rel="prev" href="{plein.path}/activiteit?wie=Anna"' in second
    assert told(anna, plein, pagina=-3) == told(anna, plein, pagina="") == pages[0]


def test_nobody_sees_kinds_of_work_whose_pages_they_may_not_open(plein, anna, log_in):
    petra = log_in(Role.PARTICIPATION, name="Petra")
    seen = ["Anna gaf Anna toegang tot dit project", "Anna maakte een bestand: Verslag (Word)"]
    assert sorted(told(petra, plein)) == [*seen, "narratief maakte het project"]
    assert told(petra, plein, soort="verwerking") == told(petra, plein)
    assert "Bram" not in petra.get(f"{plein.path}/activiteit").text


def test_every_kind_of_decision_can_be_chosen_and_told():
    of_kinds = [what for kind in KINDS for what in kind.what]
    assert sorted(of_kinds) == sorted(HAPPENINGS)
    assert set(Kind) - set(DECIDED) == {Kind.CODEBOOK}
    for what in HAPPENINGS:
        details = {"version": 1, "name": "s", "kind": "read", "error": "", "remedy": ""}
        one, many = (activity_line(Happening(now(), "Anna", what, n, details), {}).text for n in (1, 4))
        assert one
        assert what not in set(DECIDED.values()) or "4" in many


def test_the_page_is_clean_and_fits(open_page, plein, anna):
    page = open_page(f"{plein.path}/activiteit", name="Bea", width=390)
    assert page.locator(".places [aria-current]").inner_text() == "Overzicht"
    assert violations(page) == []
    assert too_wide(page) <= 0
    page.get_by_label("Wie").select_option("Bram")
    page.get_by_role("button", name="Tonen").click()
    assert page.locator(".activity__line").count() == 4
    assert page.problems == []
