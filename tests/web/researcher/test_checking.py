"""Checking transcripts: the most doubtful first, several approved at once, and nothing lost without a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event

from narratief.domain.interview import SPEAKERS_GUESSED, Interview, Utterance
from narratief.pipeline.folders import project_on_disk
from narratief.pipeline.request_work import EVALUATE
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.coding.interviews import interviews_of, load_interview
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import jobs_of
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import accepted_readings
from narratief.web.views.doubts import Doubt, approval_key, counted_in
from tests.web.researcher.chromium import too_wide, violations
from tests.web.test_projects import made

SAID = {
    "b-zeker.txt": "Ja, het was een fijne avond.",
    "c-twijfel.txt": "Ja, naast Kees Bakker en Wim Zwart. En bij Qrtvz.",
    "a-zeker.txt": "Nee, er kwam nooit een brief.",
}
BOX = re.compile(r'card__title">([^<]+\.txt)<.*?(?:name="gesprek" value="([^"]+)"|</li>)', re.DOTALL)


@dataclass
class Folder:
    """A project with transcripts that wait for approval, their uploads still there."""

    store: Store
    project: int
    path: Path

    def accepted(self) -> set[str]:
        with self.store.reading() as session:
            return set(accepted_readings(session, self.project))

    def roles(self, file: str) -> list[str]:
        with self.store.reading() as session:
            row = next(row for row in interviews_of(session, self.project) if row.file == file)
            return [turn.role for turn in load_interview(session, row).turns]

    def page_of(self, file: str) -> str:
        with self.store.reading() as session:
            number = next(row.id for row in interviews_of(session, self.project) if row.file == file)
        return f"/projecten/{self.project}/gesprekken/{number}/inlezen"


@pytest.fixture
def folder(log_in, store: Store) -> Folder:
    number = made(log_in(Role.RESEARCHER, name="Maker"))
    with store.reading() as session:
        project = project_on_disk(get_project(session, number))
    for file, words in SAID.items():
        talk = Interview.build(
            file, [Utterance("Interviewer", "Hoe was het?", "interviewer"), Utterance("Bewoner", words, "resident")]
        )
        ProjectRepository.for_project(store, project).save_interview(talk, f"k {file}")
        (project.path / file).write_text("Interviewer: Hoe was het? …", "utf-8")
    return Folder(store, number, project.path)


def look(client, folder, query="") -> tuple[dict[str, str], str]:
    """Values of the boxes by file, in the order of the list, and the page."""
    page = client.get(f"/projecten/{folder.project}/bestanden{query}").text
    return dict(BOX.findall(page)), page


def approve(client, folder, *boxes):
    return client.post(f"/projecten/{folder.project}/bestanden/goedkeuren", data={"gesprek": boxes})


def test_the_most_doubtful_come_first_and_by_name_on_request(folder, log_in):
    client = log_in(name="Anna")
    boxes, page = look(client, folder)
    assert list(boxes) == ["c-twijfel.txt", "a-zeker.txt", "b-zeker.txt"]
    assert "mogelijke namen" in page
    assert page.count("Niets om aan te twijfelen gevonden.") == 2
    assert list(look(client, folder, "?volgorde=naam")[0]) == ["a-zeker.txt", "b-zeker.txt", "c-twijfel.txt"]


def test_what_weighs_is_told():
    doubt = Doubt(*counted_in([SAID["c-twijfel.txt"]]))
    assert doubt.names >= 2
    assert doubt.weight >= 3 * doubt.names
    assert f"{doubt.names} mogelijke namen" in doubt.told
    assert counted_in([SAID["a-zeker.txt"]])[0] == 0


def test_more_transcripts_take_no_more_questions_to_the_database(folder, log_in):
    client, asked = log_in(name="Anna"), []
    event.listen(folder.store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def asks() -> int:
        look(client, folder)
        asked.clear()
        look(client, folder)
        return len(asked)

    before = asks()
    with folder.store.reading() as session:
        project = project_on_disk(get_project(session, folder.project))
    for number in range(5):
        talk = Interview.build(f"d-{number}.txt", [Utterance("Bewoner", f"Kees {number} zei van wel.", "resident")])
        ProjectRepository.for_project(folder.store, project).save_interview(talk, f"k d-{number}")

    assert asks() == before


def test_those_without_doubt_are_ticked_only_when_asked(folder, log_in):
    client, ticked = log_in(name="Anna"), re.compile(r'name="gesprek" value="[^"]+" form="samen-goedkeuren" checked')
    assert not ticked.findall(look(client, folder)[1])
    assert len(ticked.findall(look(client, folder, "?kies=zonder-twijfel")[1])) == 2


def test_several_are_approved_and_their_uploads_erased(folder, log_in):
    client = log_in(name="Anna")
    boxes, _ = look(client, folder)
    assert approve(client, folder, boxes["a-zeker.txt"], boxes["b-zeker.txt"]).status_code == 303
    assert folder.accepted() == {"a-zeker.txt", "b-zeker.txt"}
    assert sorted(path.name for path in folder.path.glob("*.txt")) == ["c-twijfel.txt"]
    page = look(client, folder)[1]
    assert "2 gesprekken zijn goedgekeurd. 2 bestanden met echte namen gewist." in page
    with folder.store.reading() as session:
        assert len(audit_log(session, act="upload_erased")) == 2
        assert jobs_of(session, folder.project) == []  # one still waits
    assert "samen-goedkeuren" not in page  # one alone is approved on its own page


def test_one_in_which_it_was_guessed_who_speaks_comes_first_and_is_never_approved_with_others(folder, log_in):
    client, file = log_in(name="Anna"), "z-geraden.txt"
    said = [Utterance("Interviewer", "hoe was het", "interviewer"), Utterance("Inwoner", "ja goed hoor", "resident")]
    with folder.store.reading() as session:
        project = project_on_disk(get_project(session, folder.project))
    guess = Interview.build(file, said, [SPEAKERS_GUESSED], 0.5)
    ProjectRepository.for_project(folder.store, project).save_interview(guess, "k z")

    page = look(client, folder)[1]
    assert re.findall(r'card__title">([^<]+)<', page)[1:] == [file, "c-twijfel.txt", "a-zeker.txt", "b-zeker.txt"]
    assert page.count(SPEAKERS_GUESSED) == 1
    with folder.store.reading() as session:
        row = next(row for row in interviews_of(session, folder.project) if row.file == file)
        forged = approval_key(row)
    assert forged not in page
    approve(client, folder, forged)
    assert folder.accepted() == set()

    check = client.get(folder.page_of(file)).text
    assert SPEAKERS_GUESSED in check
    assert "beurten=1" in check
    assert client.post(folder.page_of(file) + "/beurten", data={"turn_0": "resident"}).status_code == 303
    assert folder.roles(file) == ["resident", "resident"]
    assert client.post(folder.page_of(file) + "/goedkeuren").status_code == 303
    assert folder.accepted() == {file}


def test_after_the_last_the_themes_are_looked_for(folder, log_in):
    client = log_in(name="Anna")
    approve(client, folder, *look(client, folder)[0].values())
    with folder.store.reading() as session:
        assert [job.kind for job in jobs_of(session, folder.project)] == [EVALUATE]


def test_what_changed_since_it_was_shown_is_not_approved(folder, log_in):
    client = log_in(name="Anna")
    boxes, _ = look(client, folder)
    client.post(f"{folder.page_of('c-twijfel.txt')}/verbergen", data={"words": "Kees Bakker", "kind": "person"})
    approve(client, folder, *boxes.values())
    assert folder.accepted() == {"a-zeker.txt", "b-zeker.txt"}
    told = "1 gesprek is niet goedgekeurd: de tekst is intussen veranderd. Bekijk het opnieuw."
    assert told in look(client, folder)[1]
    empty = approve(client, folder)
    assert (empty.status_code, "Kies eerst" in empty.text) == (409, True)


def test_done_saves_and_saving_on_the_way_stays(folder, log_in):
    client, here = log_in(name="Anna"), folder.page_of("a-zeker.txt")
    stays = client.post(f"{here}/beurten", data={"turn_0": "other", "turn_1": "resident"})
    assert stays.headers["location"] == f"{here}?beurten=1#tekst"
    done = client.post(f"{here}/beurten", data={"turn_0": "interviewer", "turn_1": "resident", "klaar": "1"})
    assert done.headers["location"] == f"{here}#tekst"
    assert folder.roles("a-zeker.txt") == ["interviewer", "resident"]


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_is_lost_without_a_question(folder, open_page):
    page = open_page(f"{folder.page_of('c-twijfel.txt')}?beurten=1", name="Anna", width=1366)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    turn = page.locator("#turn_0")
    turn.select_option("other")
    page.locator("#words").fill("Wim Zwart")  # another act on the page keeps what was chosen
    page.get_by_role("button", name="Verbergen", exact=True).first.click()
    page.locator("#talk .pseudonym").first.wait_for()
    assert (turn.input_value(), page.locator("#words").input_value()) == ("other", "")
    page.get_by_role("link", name="Stoppen zonder opslaan").click()
    page.get_by_role("button", name="Goedkeuren", exact=True).click()
    assert asked == ["1 wijziging is nog niet opgeslagen. Wilt u weggaan zonder op te slaan?"] * 2
    assert turn.input_value() == "other"
    assert folder.accepted() == set()
    page.get_by_role("button", name="Klaar met aanpassen").first.click()
    page.get_by_text("1 beurt is veranderd.").wait_for()
    assert folder.roles("c-twijfel.txt") == ["other", "resident"]
    assert len(asked) == 2
    assert violations(page) == []

    page.goto(f"/projecten/{folder.project}/bestanden")
    assert violations(page) == []
    page.get_by_role("link", name="Kies die gesprekken").click()
    page.set_viewport_size({"width": 390, "height": 844})
    assert (too_wide(page), violations(page)) == (0, [])
    page.get_by_role("button", name="Gekozen gesprekken goedkeuren").click()
    assert folder.accepted() == set()  # the question was answered with no
    assert asked[-1].startswith("Wilt u de gekozen gesprekken goedkeuren?")
    assert page.problems == []
