"""Turning points: shown with who tells what, every act on them, and two researchers at once."""

from __future__ import annotations

import re

import pytest

from narratief.domain.actions import Confirm, ConfirmTurningPoint, TurningPointAction
from narratief.domain.project import load_project
from narratief.store.accounts.access import Role
from narratief.store.coding.interviews import interviews_of
from narratief.store.decision_log import holding_decisions, record
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.result import result_of
from narratief.store.review.turning_points import order_of, order_turning_points, timeline_for
from tests.web.researcher import conftest
from tests.web.researcher.chromium import served, too_wide, violations
from tests.web.researcher.conftest import ANNA, coding, interview

TOLD = {
    "avond-1.txt": [
        ("De eerste avond was gezellig en open.", {"participation_valued": 0.9}),
        ("De brief van maart kwam veel te laat.", {"decision_opacity": 0.8}),
        ("De schouw door het park was leerzaam.", {"participation_valued": 0.7}),
    ],
    "avond-2.txt": [
        ("Op de eerste avond stond alles al vast.", {"influence_doubt": 0.9}),
        ("In de brief van maart stond niets over ons.", {"decision_opacity": 0.9}),
        ("Tijdens de schouw luisterde de wethouder.", {"participation_valued": 0.9}),
    ],
    "avond-3.txt": [("Bij de eerste avond was ik er ook bij.", {}), ("De excursie regende uit.", {})],
}


LETTERS = {
    "brief-1.txt": [("Op 12 mei 2024 kwam er een brief.", {"decision_opacity": 0.9})],
    "brief-2.txt": [("De brief van 12 mei 2024 was lang.", {"decision_opacity": 0.9})],
}
MORE_LETTERS = {
    "brief-3.txt": [("Op 5 maart 2024 kwam er een brief.", {"influence_doubt": 0.9})],
    "brief-4.txt": [("De brief van 5 maart 2024 was kort.", {"influence_doubt": 0.9})],
    "brief-5.txt": [("Ik kreeg op 5 maart 2024 een brief.", {"influence_doubt": 0.9})],
}
"""More residents tell of this letter, so that it gets the id that the other one had."""


@pytest.fixture
def come_in(plein, tmp_path, monkeypatch):
    """Lets more interviews come in: file → what is told, and the themes of it."""
    work = ProjectRepository.for_project(plein.store, load_project(tmp_path / "plein"))
    themes = {theme: theme for theme in plein.themes}

    def come(told):
        for file, answers in told.items():
            monkeypatch.setitem(conftest.TALKS, file, [("Wat weet u nog?", [answer]) for answer in answers])
            talk = interview(file)
            work.save_interview(talk, f"key of {file}")
            work.save_coding(file, "run", *coding(talk, themes))

    return come


@pytest.fixture
def avonden(plein, come_in):
    """The project with three more interviews, of which residents tell about the same moments."""
    come_in(TOLD)
    return plein


def now(plein):
    with plein.store.reading() as session:
        return timeline_for(session, plein.project_id, result_of(session, plein.project_id))


def labels(plein):
    return [moment.label for moment in now(plein).turning_points]


def named(plein, label):
    timeline = now(plein)
    return next(each.id for each in (*timeline.turning_points, *timeline.others) if each.label == label)


def seen(client, plein):
    """What the page's forms send back now."""
    page = client.get(f"{plein.path}/momenten/{now(plein).turning_points[0].id}").text
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def post(client, plein, moment, known=None, **fields):
    fields = {"seen": seen(client, plein) if known is None else known, **fields}
    return client.post(f"{plein.path}/momenten/{moment}", data=fields)


def test_the_list_and_a_page(avonden, log_in):
    client = log_in()
    before = labels(avonden)
    assert len(before) >= 3
    page = client.get(f"{avonden.path}/momenten").text
    assert [page.index(label[1:]) for label in before] == sorted(page.index(label[1:]) for label in before)
    assert "4 van 7 bewoners" in page  # the question names it to the fourth
    assert "bewoners verschillen" in page
    assert "maart" in page
    one = client.get(f"{avonden.path}/momenten/{named(avonden, 'de eerste avond')}").text
    assert "Op <mark" in one
    assert '<mark class="evidence">de eerste avond</mark>' in one
    for tone in ("gaat goed", "kan beter", "geen oordeel"):
        assert tone in one
    assert client.get(f"{avonden.path}/momenten/000000000000").status_code == 404


def test_every_act_and_its_undo(avonden, log_in):
    client = log_in(name="Anna")
    evening, before = named(avonden, "de eerste avond"), labels(avonden)
    post(client, avonden, evening, act="hernoemen", label="de avond in de kantine")
    assert "de avond in de kantine" in labels(avonden)
    other = next(moment.id for moment in now(avonden).turning_points if moment.id != evening)
    post(client, avonden, evening, act="samenvoegen", other=other)
    assert len(labels(avonden)) == len(before) - 1
    page = client.get(f"{avonden.path}/momenten").text
    assert "Anna</strong> voegde ‘de eerste avond’ samen met" in page
    last = re.search(r'name="event" value="(\d+)"', page)[1]
    assert client.post(f"{avonden.path}/momenten/ongedaan", data={"event": last}).status_code == 303
    assert len(labels(avonden)) == len(before)
    assert client.post(f"{avonden.path}/momenten/ongedaan", data={"event": last}).status_code == 409
    post(client, avonden, other, act="verwerpen")
    assert len(labels(avonden)) == len(before) - 1
    assert post(client, avonden, evening, act="hernoemen", label=" ").status_code == 409
    assert post(client, avonden, evening, act="samenvoegen", other=evening).status_code == 409
    assert post(client, avonden, evening, act="weg").status_code == 409


def test_a_moment_is_confirmed_and_that_is_undone(avonden, log_in):
    client = log_in(name="Anna")
    evening = named(avonden, "de eerste avond")
    address = f"{avonden.path}/momenten"
    before = client.get(address).text
    assert ">bevestigd<" not in before
    assert before.count(">nog niet bevestigd<") == len(labels(avonden))
    assert 'value="bevestigen"' in client.get(f"{address}/{evening}").text

    assert post(client, avonden, evening, act="bevestigen").headers["location"] == f"{address}#m-{evening}"
    assert [moment.id for moment in now(avonden).turning_points if moment.confirmed] == [evening]
    page = client.get(address).text
    assert page.count(">bevestigd<") == 1
    assert f'id="bevestigen-{evening}"' not in page
    assert "Anna</strong> bevestigde ‘de eerste avond’" in page
    assert 'value="bevestigen"' not in client.get(f"{address}/{evening}").text
    assert post(client, avonden, evening, act="bevestigen").status_code == 409

    event = re.search(r'name="event" value="(\d+)"', page)[1]
    client.post(f"{address}/ongedaan", data={"event": event})
    assert not any(moment.confirmed for moment in now(avonden).turning_points)


def letters(plein):
    """The letters that several residents tell of: by the files they are told in."""
    return {frozenset(f for f, _ in each.places): each for each in now(plein).turning_points if each.event == "letter"}


@pytest.mark.parametrize(
    "fields", [{"act": "bevestigen"}, {"act": "hernoemen", "label": "de lange brief"}, {"act": "verwerpen"}]
)
def test_a_decision_does_not_pass_to_another_moment_that_gets_the_id(plein, come_in, log_in, fields):
    come_in(LETTERS)
    client = log_in(name="Anna")
    [old] = letters(plein).values()
    assert post(client, plein, old.id, **fields).status_code == 303

    come_in(MORE_LETTERS)

    other = letters(plein)[frozenset(MORE_LETTERS)]
    assert other.id == old.id
    assert (other.confirmed, other.label) == (False, old.label)
    assert post(client, plein, old.id, act="bevestigen").status_code == 303  # not confirmed already
    assert [each.confirmed for each in letters(plein).values() if each.id == old.id] == [True]


def test_a_decision_holds_when_one_more_resident_tells_of_the_same(plein, come_in, log_in):
    come_in(LETTERS)
    [old] = letters(plein).values()
    post(log_in(name="Anna"), plein, old.id, act="hernoemen", label="de lange brief")

    come_in({"brief-6.txt": [("Die brief van 12 mei 2024 kwam laat.", {})]})

    [moment] = letters(plein).values()
    assert (moment.residents, moment.label, moment.confirmed) == (3, "de lange brief", True)


def test_letters_that_are_one_stay_one_only_as_the_person_saw_them(plein, come_in, log_in):
    come_in(LETTERS | {"brief-7.txt": [("De brief van 9 juni 2024 was raar.", {"decision_opacity": 0.9})]})
    [old] = letters(plein).values()
    third = next(each for each in now(plein).others if each.event == "letter")
    assert post(log_in(name="Anna"), plein, old.id, act="samenvoegen", other=third.id).status_code == 303
    assert [each.residents for each in letters(plein).values()] == [3]

    come_in(MORE_LETTERS)

    other = letters(plein)[frozenset(MORE_LETTERS)]
    assert (other.id, other.confirmed) == (old.id, False)


def test_a_decision_from_before_places_were_kept_holds_as_ever(plein, come_in):
    come_in(LETTERS)
    [old] = letters(plein).values()
    with plein.store.writing() as session:
        record(session, ANNA, plein.project_id, ConfirmTurningPoint(old.id))
    come_in(MORE_LETTERS)
    assert letters(plein)[frozenset(MORE_LETTERS)].confirmed


def test_moving_keeps_the_focus_on_a_button_that_is_there(avonden, log_in):
    client = log_in(name="Anna")
    before = [moment.id for moment in now(avonden).turning_points]
    for _ in before[1:]:
        answer = post(client, avonden, before[-1], act="eerder")
        page, _, button = answer.headers["location"].partition("#")
        assert f'id="{button}"' in client.get(page).text
    assert [moment.id for moment in now(avonden).turning_points] == [before[-1], *before[:-1]]
    assert post(client, avonden, before[-1], act="eerder").status_code == 409
    page = client.get(f"{avonden.path}/momenten").text
    assert "vervangen door een latere wijziging" in page
    assert page.count(">Ongedaan maken<") == 1


def test_a_place_that_is_not_shown_now_is_kept(avonden, log_in):
    client, timeline = log_in(name="Anna"), now(avonden)
    hidden, shown = timeline.others[0].id, [moment.id for moment in timeline.turning_points]
    with avonden.store.writing() as session:
        order_turning_points(session, ANNA, avonden.project_id, [shown[0], hidden, *shown[1:]])
    post(client, avonden, shown[-1], act="eerder")
    with avonden.store.reading() as session:
        order = order_of(session, avonden.project_id)
    assert order.index(hidden) == order.index(shown[0]) + 1


def test_two_researchers_lose_no_decision(avonden, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    evening = named(avonden, "de eerste avond")
    first, second, third = [moment.id for moment in now(avonden).turning_points][:3]
    known = seen(bram, avonden)
    post(anna, avonden, evening, known, act="hernoemen", label="de avond van Anna")
    answer = post(bram, avonden, evening, known, act="hernoemen", label="de avond van Bram")
    assert answer.status_code == 409
    assert "Anna paste dit moment intussen ook aan" in answer.text
    assert 'value="de avond van Bram"' in answer.text  # nothing to type again
    assert "de avond van Anna" in labels(avonden)
    fresh = re.search(r'name="seen" value="(\d+)"', answer.text)[1]
    assert post(bram, avonden, evening, fresh, act="hernoemen", label="de avond van Bram").status_code == 303
    # about something else: both hold
    known = seen(bram, avonden)
    post(anna, avonden, first, known, act="later")
    assert post(bram, avonden, first, known, act="hernoemen", label="begin").status_code == 303
    assert post(bram, avonden, second, known, act="later").status_code == 409
    known = seen(bram, avonden)
    post(anna, avonden, third, known, act="verwerpen")
    answer = post(bram, avonden, first, known, act="samenvoegen", other=third)
    assert answer.status_code == 409
    assert "samengevoegd of verworpen" in answer.text
    with avonden.store.reading() as session:
        held = holding_decisions(session, avonden.project_id, TurningPointAction)
    assert [decision.author.name for decision in held] == ["Anna", "Bram", "Anna", "Bram", "Anna"]


def test_an_undo_by_somebody_else_counts_too(avonden, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    evening = named(avonden, "de eerste avond")
    post(bram, avonden, evening, act="hernoemen", label="de avond")
    known, page = seen(bram, avonden), anna.get(f"{avonden.path}/momenten").text
    event = re.search(r'name="event" value="(\d+)"', page)[1]
    anna.post(f"{avonden.path}/momenten/ongedaan", data={"event": event})
    assert post(bram, avonden, evening, known, act="verwerpen").status_code == 409


def test_the_participation_team_only_reads(avonden, log_in):
    with avonden.store.reading() as session:
        avonden.ids |= {row.file: row.id for row in interviews_of(session, avonden.project_id)}
    for file in TOLD:
        for code in list(avonden.state().interviews[avonden.ids[file]].codes):
            avonden.decide(Confirm(), code.theme, file)
    client = log_in(Role.PARTICIPATION)
    page = client.get(f"{avonden.path}/momenten").text
    assert "De eerste avond" in page
    assert "die een onderzoeker heeft bevestigd" in page
    evening = named(avonden, "de eerste avond")
    for text in (page, client.get(f"{avonden.path}/momenten/{evening}").text):
        assert 'action="/projecten' not in text
        assert "/gesprekken" not in text
        assert f'href="{avonden.path}/momenten"' in text  # in the row of pages of Ontdekken
    place = re.search(r'href="([^"]+)"[^>]*>\s*Ontdekken', client.get(avonden.path).text)[1]
    assert f'href="{avonden.path}/momenten"' in client.get(place).text
    assert post(client, avonden, evening, 0, act="verwerpen").status_code == 403
    assert client.post(f"{avonden.path}/momenten/ongedaan", data={"event": 1}).status_code == 403
    assert log_in(Role.EVALUATOR).get(f"{avonden.path}/momenten").status_code == 403


def test_another_site_cannot_send_a_form(avonden, log_in):
    client = log_in()
    answer = client.post(
        f"{avonden.path}/momenten/{named(avonden, 'de eerste avond')}",
        data={"act": "verwerpen", "seen": "0"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert "de eerste avond" in labels(avonden)


def test_a_moment_that_nobody_names_has_no_row_of_what_it_is_called(plein, come_in, log_in):
    told = "Toen viel de stroom uit en stonden we met zaklampen bij de kantine te kijken."
    come_in({f"stroom-{at}.txt": [(told, {"decision_opacity": 0.9})] for at in (1, 2)})
    page = log_in().get(f"{plein.path}/momenten").text

    rows = [dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", each)) for each in re.findall(r"(?s)<dl.*?</dl>", page)]
    unnamed = [row for row in rows if "Bewoners zeggen" not in row]
    assert unnamed
    assert unnamed[0]["Genoemd door"].startswith("2 van")
    assert all(value.strip() for row in rows for value in row.values())


def test_without_moments(plein, log_in):
    assert "nog geen moment" in log_in().get(f"{plein.path}/momenten").text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_with_the_keyboard_accessible_and_fitting(avonden, app, chromium, log_in, width):
    token, wrong, problems = log_in(name="Anna").cookies["narratief"], {}, []
    with served(app) as address:
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=address)
        context.add_cookies([{"name": "narratief", "value": token, "url": address}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{avonden.path}/momenten")

        def look(name):
            found = violations(page) + ([f"{too_wide(page)} pixels too wide"] if too_wide(page) > 0 else [])
            wrong.update({name: found} if found else {})

        look("the list")
        second = now(avonden).turning_points[1].id
        page.locator(f"#eerder-{second}").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#wijzigingen")
        page.wait_for_function(f"document.activeElement.id === 'later-{second}'")
        assert now(avonden).turning_points[0].id == second
        look("the list after a move")
        page.goto(f"{avonden.path}/momenten/{second}")
        look("a moment")
        page.get_by_label("Naam", exact=True).fill("het eerste begin")
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('Het eerste begin')")
        look("a moment with another name")
        context.close()
    assert wrong == {}
    assert problems == []
