"""Every route as everybody: one table of who may do what, and every route must be in it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from narratief.store.accounts.people import give_project
from narratief.store.schema import ProjectRow
from tests.web.trust.conftest import Town
from tests.web.trust.routes import Way, ways_of

# Letters as in conftest: V visitor, C closed account, E evaluator of the project, S evaluator of another one,
# R researcher, K researcher with the vault, P participation team, A administrator.
EVERYBODY, LOGGED_IN = "VCESRKPA", "ESRKPA"
MAKES = "ESRKA"  # takes projects in, not about one that exists
TAKES_IN = READS = "ERKA"
STUDIES, SEES, PUBLISHES = "RKA", "ERKPA", "RKPA"
KEEPS_NAMES, ADMINISTERS, SHARES = "KA", "A", "EA"

P, G = "/projecten/{project_id}", "/projecten/{project_id}/gesprekken/{interview_id}"
SAMPLE = P + "/tweede-codeur/{sample_id}"
MAY: dict[tuple[str, str], str] = {
    ("GET", "/"): LOGGED_IN,
    ("GET", "/inloggen"): EVERYBODY,
    ("POST", "/inloggen"): EVERYBODY,
    ("POST", "/uitloggen"): EVERYBODY,
    ("GET", "/inloggen/gemeente"): EVERYBODY,
    ("GET", "/inloggen/gemeente/terug"): EVERYBODY,
    ("GET", "/link/{token}"): EVERYBODY,
    ("POST", "/link/{token}"): EVERYBODY,
    ("GET", "/account"): LOGGED_IN,
    ("POST", "/account/wachtwoord"): LOGGED_IN,
    ("POST", "/account/sessies"): LOGGED_IN,
    ("GET", "/inloggen/code"): EVERYBODY,
    ("POST", "/inloggen/code"): EVERYBODY,
    ("GET", "/account/tweede-stap"): LOGGED_IN,
    ("POST", "/account/tweede-stap/beginnen"): LOGGED_IN,
    ("POST", "/account/tweede-stap/aanzetten"): LOGGED_IN,
    ("POST", "/account/tweede-stap/uitzetten"): LOGGED_IN,
    ("POST", "/account/tweede-stap/herstelcodes"): LOGGED_IN,
    ("GET", "/beheer/mensen"): ADMINISTERS,
    ("GET", "/beheer/mensen/nieuw"): ADMINISTERS,
    ("POST", "/beheer/mensen/nieuw"): ADMINISTERS,
    ("GET", "/beheer/mensen/{person_id}"): ADMINISTERS,
    ("POST", "/beheer/mensen/{person_id}"): ADMINISTERS,
    ("POST", "/beheer/mensen/{person_id}/link"): ADMINISTERS,
    ("POST", "/beheer/mensen/{person_id}/uitloggen"): ADMINISTERS,
    ("POST", "/beheer/mensen/{person_id}/tweede-stap"): ADMINISTERS,
    ("GET", "/beheer/logboek"): ADMINISTERS,
    # these show each person only the projects that they may see
    ("GET", "/projecten"): LOGGED_IN,
    ("GET", "/synthese"): LOGGED_IN,
    ("GET", "/citaten"): LOGGED_IN,
    ("GET", "/synthese/citaten"): LOGGED_IN,
    ("GET", "/zoeken"): LOGGED_IN,
    ("GET", "/zekerheid"): LOGGED_IN,
    ("GET", "/werk"): LOGGED_IN,
    ("GET", "/projecten/nieuw"): MAKES,
    ("POST", "/projecten/nieuw"): MAKES,
    ("GET", P): SEES,
    ("GET", P + "/gegevens"): TAKES_IN,
    ("POST", P + "/gegevens"): TAKES_IN,
    ("GET", P + "/activiteit"): SEES,
    ("GET", P + "/toegang"): SHARES,
    ("POST", P + "/toegang"): SHARES,
    ("GET", P + "/bestanden"): TAKES_IN,
    ("POST", P + "/bestanden"): TAKES_IN,
    ("POST", P + "/bestanden/verwijderen"): TAKES_IN,
    ("POST", P + "/bestanden/goedkeuren"): TAKES_IN,
    ("GET", P + "/verwerking"): TAKES_IN,
    ("POST", P + "/verwerking"): TAKES_IN,
    ("POST", P + "/verwerking/{job_id}/opnieuw"): TAKES_IN,
    ("POST", P + "/verwerking/{job_id}/stoppen"): TAKES_IN,
    ("GET", G + "/inlezen"): TAKES_IN,
    ("POST", G + "/inlezen/sprekers"): TAKES_IN,
    ("POST", G + "/inlezen/wisselen"): TAKES_IN,
    ("POST", G + "/inlezen/beurten"): TAKES_IN,
    ("POST", G + "/inlezen/verbergen"): TAKES_IN,
    ("POST", G + "/inlezen/terugzetten"): TAKES_IN,
    ("POST", G + "/inlezen/goedkeuren"): TAKES_IN,
    ("GET", G + "/inlezen/opname"): TAKES_IN,
    ("POST", G + "/inlezen/opname"): TAKES_IN,
    ("POST", G + "/inlezen/opname/verwijderen"): TAKES_IN,
    ("GET", P + "/woorden"): TAKES_IN,
    ("POST", P + "/woorden"): TAKES_IN,
    ("POST", P + "/woorden/opslaan"): TAKES_IN,
    ("GET", P + "/kenmerken"): TAKES_IN,
    ("POST", P + "/kenmerken"): TAKES_IN,
    ("POST", P + "/kenmerken/kolom"): TAKES_IN,
    ("POST", P + "/kenmerken/bestand"): TAKES_IN,
    ("POST", P + "/kenmerken/bestand/overnemen"): TAKES_IN,
    ("GET", P + "/kluis"): KEEPS_NAMES,
    ("POST", P + "/kluis"): KEEPS_NAMES,
    ("POST", P + "/kluis/persoon"): KEEPS_NAMES,
    ("GET", P + "/wissen"): ADMINISTERS,
    ("POST", P + "/wissen/gesprek"): ADMINISTERS,
    ("POST", P + "/wissen/kluis"): ADMINISTERS,
    ("POST", P + "/wissen/project"): ADMINISTERS,
    ("GET", P + "/gesprekken"): READS,
    ("GET", G): READS,
    ("GET", P + "/zoeken"): SEES,
    ("GET", P + "/beslissingen"): READS,
    ("GET", P + "/codeboek"): READS,
    ("GET", P + "/clusters/{topic}/thema"): STUDIES,
    ("GET", P + "/clusters/{topic}/splitsen"): STUDIES,
    ("POST", P + "/clusters/{topic}/splitsen"): STUDIES,
    ("GET", P + "/verzadiging"): READS,
    ("POST", G + "/codes"): STUDIES,
    ("POST", G + "/notities"): STUDIES,
    ("POST", G + "/verdeling"): STUDIES,
    ("POST", G + "/woorden"): STUDIES,
    ("POST", G + "/publicatie"): STUDIES,
    ("POST", G + "/toewijzen"): STUDIES,
    ("POST", P + "/beslissingen/{decision_id}/ongedaan"): STUDIES,
    ("POST", P + "/beslissingen/{decision_id}/terug"): STUDIES,
    ("GET", P + "/nakijken"): STUDIES,
    ("POST", P + "/nakijken"): STUDIES,
    ("GET", P + "/nakijken/volgende"): STUDIES,
    ("POST", P + "/nakijken/ongedaan"): STUDIES,
    ("GET", P + "/nakijken/zeker"): STUDIES,
    ("POST", P + "/nakijken/zeker"): STUDIES,
    ("POST", P + "/nakijken/zeker/ongedaan"): STUDIES,
    ("GET", P + "/leren"): STUDIES,
    ("POST", P + "/leren"): STUDIES,
    ("POST", P + "/leren/{version_id}/{act}"): STUDIES,
    ("GET", P + "/clusters"): STUDIES,
    ("GET", P + "/clusters/{topic}"): STUDIES,
    ("POST", P + "/clusters/{topic}"): STUDIES,
    ("POST", P + "/clusters/maken"): STUDIES,
    ("POST", P + "/clusters/ongedaan"): STUDIES,
    ("POST", P + "/clusters/titels"): STUDIES,
    ("POST", P + "/codeboek"): STUDIES,
    ("GET", P + "/codeboek/nieuw"): STUDIES,
    ("GET", P + "/codeboek/thema/{theme}"): STUDIES,
    ("POST", P + "/codeboek/voorbeeld"): STUDIES,
    ("POST", P + "/codeboek/versies/{number}"): STUDIES,
    ("GET", P + "/tweede-codeur"): STUDIES,
    ("POST", P + "/tweede-codeur"): STUDIES,
    ("GET", P + "/tweede-blik"): STUDIES,
    ("POST", P + "/tweede-blik"): STUDIES,
    ("POST", P + "/tweede-blik/vergeten"): STUDIES,
    ("GET", SAMPLE + "/coderen"): STUDIES,
    ("POST", SAMPLE + "/coderen"): STUDIES,
    ("POST", SAMPLE + "/afronden"): STUDIES,
    ("GET", SAMPLE + "/vergelijken"): STUDIES,
    ("POST", SAMPLE + "/beslechten"): STUDIES,
    ("GET", P + "/importeren"): STUDIES,
    ("POST", P + "/importeren"): STUDIES,
    ("POST", P + "/importeren/overnemen"): STUDIES,
    ("POST", P + "/momenten/{moment}"): STUDIES,
    ("POST", P + "/momenten/ongedaan"): STUDIES,
    ("GET", P + "/synthese"): SEES,
    ("GET", P + "/zekerheid"): SEES,
    ("GET", P + "/synthese/citaten"): SEES,
    ("GET", P + "/synthese/gekozen"): SEES,
    ("GET", P + "/momenten"): SEES,
    ("GET", P + "/momenten/{moment}"): SEES,
    ("GET", P + "/matrices"): SEES,
    ("GET", P + "/kruistabellen"): SEES,
    ("GET", P + "/exporteren/citaten"): PUBLISHES,
    ("POST", P + "/exporteren/citaten"): PUBLISHES,
    ("POST", P + "/exporteren/citaten/ongedaan"): PUBLISHES,
    ("GET", P + "/exporteren/samenvatting"): PUBLISHES,
    ("POST", P + "/exporteren/samenvatting"): PUBLISHES,
    ("POST", P + "/exporteren/samenvatting/vragen"): STUDIES,
    ("GET", P + "/vraag"): READS,
    ("POST", P + "/vraag"): READS,
    ("POST", P + "/vraag/verwijderen"): READS,
    ("GET", P + "/citaten"): SEES,
    ("POST", P + "/citaten"): PUBLISHES,
    ("GET", P + "/weergaven"): SEES,
    ("POST", P + "/weergaven"): SEES,
    ("GET", P + "/weergaven/{view_id}"): SEES,
    ("POST", P + "/weergaven/{view_id}"): SEES,
    ("GET", P + "/exporteren"): PUBLISHES,
    ("POST", P + "/exporteren"): PUBLISHES,
}
# What a form must say to get as far as the right to do it, and to change as little as possible.
FORMS = {
    ("POST", P + "/exporteren"): {"formaat": "csv"},
    ("POST", G + "/codes"): {"kind": "confirm", "theme": "influence_doubt"},
    ("POST", P + "/codeboek"): {"act": "x"},
    ("POST", P + "/toegang"): {"voor": "iedereen"},
    ("POST", P + "/codeboek/voorbeeld"): {"act": "x"},
}
QUERY = {"thema": "influence_doubt"}
NUMBERED = ("interview_id", "decision_id", "job_id", "sample_id", "version_id", "view_id")
# It ends the session that the walk needs, so it is walked last.
LAST = ("POST", "/uitloggen")


def asked(client: TestClient, way: Way, values: dict[str, object]) -> int | str:
    """What somebody is told: a status, or "login" when they are led to the login page."""
    if way.method == "GET":
        answer = client.get(way.to(**values), params=QUERY if "thema" in way.query else {})
    else:
        form = way.form() | FORMS.get((way.method, way.path), {})
        answer = client.post(way.to(**values), data=form, files=way.files() or None)
    if answer.status_code == 303 and answer.headers["location"].startswith("/inloggen?"):
        return "login"
    if answer.status_code == 303 and answer.headers["location"] == "/inloggen" and way.path != "/uitloggen":
        return "login"
    return answer.status_code


def test_every_route_is_in_the_table_and_nothing_else_is(app: FastAPI) -> None:
    assert {(way.method, way.path) for way in ways_of(app)} == set(MAY)


@pytest.mark.slow
def test_everybody_may_do_what_the_table_says_and_nothing_more(app: FastAPI, town: Town) -> None:
    values, wrong = town.own.as_path(town.somebody), []
    for way in sorted(ways_of(app), key=lambda way: (way.method, way.path) == LAST):
        for letter, client in town.clients.items():
            told = asked(client, way, values)
            if letter in MAY[way.method, way.path]:
                right = told not in ("login", 401, 403) and int(told) < 500
            else:
                right = told == ("login" if letter in "VC" else 403)
            if not right:
                wrong.append((letter, way.method, way.path, told))
    assert wrong == []


@pytest.mark.slow
def test_what_belongs_to_another_project_does_not_exist_in_ones_own(app: FastAPI, town: Town) -> None:
    own, other, wrong = town.own.as_path(town.somebody), town.other.as_path(town.somebody), []
    for way in ways_of(app):
        for name in NUMBERED:
            if "{" + name + "}" not in way.path:
                continue
            letter = "E" if "E" in MAY[way.method, way.path] else "A"
            told = asked(town.clients[letter], way, own | {name: other[name]})
            # a decision to go back to is a place in time: only decisions of one's own project are taken back
            if told != 404 and not way.path.endswith("/terug"):
                wrong.append((letter, way.method, way.path, told))
    assert wrong == []


@pytest.mark.slow
def test_a_project_that_does_not_exist_is_told_no_different_from_one_of_others(app: FastAPI, town: Town) -> None:
    other, none = town.other.as_path(town.somebody), town.other.as_path(town.somebody) | {"project_id": 4711}
    for way in ways_of(app):
        if "{project_id}" in way.path:
            assert asked(town.clients["S"], way, other) == asked(town.clients["S"], way, none) == 403, way.path


@pytest.mark.slow
def test_a_project_for_named_people_does_not_exist_for_others_whose_role_sees_all(app: FastAPI, town: Town) -> None:
    with town.store.writing() as session:
        session.get_one(ProjectRow, town.other.project_id).named_only = True
        give_project(session, town.clients["K"].person, town.other.project_id)
    other, none = town.other.as_path(town.somebody), town.other.as_path(town.somebody) | {"project_id": 4711}
    wrong = []
    for way in ways_of(app):
        if "{project_id}" not in way.path:
            continue
        for letter in "RP":
            told = asked(town.clients[letter], way, other)
            right = 404 if letter in MAY[way.method, way.path] else 403
            if told != right or asked(town.clients[letter], way, none) != right:
                wrong.append((letter, way.method, way.path, told))
        for letter in set("KA") & set(MAY[way.method, way.path]):
            told = asked(town.clients[letter], way, other)
            if told in ("login", 401, 403) or int(told) >= 500:
                wrong.append((letter, way.method, way.path, told))
    assert wrong == []


def test_other_methods_are_not_answered(app: FastAPI, town: Town) -> None:
    ways, values = ways_of(app), town.own.as_path(town.somebody)
    for path in sorted({way.path for way in ways}):
        for method in ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"):
            answer = town.clients["P"].request(method, path.format(**values), headers={"accept": "application/json"})
            assert answer.status_code == 405, (method, path)


def test_a_right_that_was_taken_away_is_gone_at_once(town: Town) -> None:
    path = f"/projecten/{town.own.project_id}"
    assert town.clients["E"].get(path).status_code == 200
    form = {"name": "Evaluator", "role": "evaluator", "active": "1"}
    town.clients["A"].post(f"/beheer/mensen/{town.clients['E'].person}", data=form)
    assert town.clients["E"].get(path).status_code == 403


def test_attempts_at_what_one_may_not_are_in_the_log(town: Town) -> None:
    town.clients["P"].get(f"/projecten/{town.own.project_id}/kluis")
    log = town.clients["A"].get("/beheer/logboek?soort=refused").text
    assert "Toegang geweigerd" in log
    assert "/projecten/{project_id:int}/kluis" in log
