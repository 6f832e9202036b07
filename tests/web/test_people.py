"""Administration: people, the log, the vault."""

from __future__ import annotations

import re

import pytest

from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.database import Store
from narratief.store.schema import Person
from tests.web.conftest import PASSWORD, LogIn
from tests.web.test_projects import made
from tests.web.test_reading_check import Case, case  # noqa: F401 - a fixture


def test_an_administrator_invites_somebody_who_then_logs_in(log_in: LogIn, visitor, store: Store) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    form = {"name": "Dirk", "email": "Dirk@Gemeente.nl", "role": "researcher", "vault": "1"}
    page = boss.post("/beheer/mensen/nieuw", data=form).text
    link = re.search(r'value="(http://narratief\.test/link/[^"]+)"', page)[1]
    assert visitor.post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert "Onderzoeker" in visitor.get("/account").text
    assert "Er is al een account" in boss.post("/beheer/mensen/nieuw", data=form).text
    with store.reading() as session:
        assert audit_log(session, act="person_added")[0].details["vault"] is True


def test_changing_a_role_logs_the_person_out_and_is_noted(log_in: LogIn) -> None:
    boss, other = log_in(Role.ADMINISTRATOR), log_in(Role.RESEARCHER)
    form = {"name": "Ria", "role": "evaluator", "active": "1"}
    assert boss.post(f"/beheer/mensen/{other.person}", data=form).status_code == 303
    assert other.get("/account").status_code == 303
    log = boss.get("/beheer/logboek").text
    assert "Rechten veranderd" in log
    assert "rol: Evaluator" in log


def test_the_last_administrator_stays(log_in: LogIn) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    answer = boss.post(f"/beheer/mensen/{boss.person}", data={"name": "Bea", "role": "evaluator", "active": "1"})
    assert answer.status_code == 422
    assert "laatste beheerder" in answer.text


@pytest.mark.parametrize("form", [{"role": "administrator"}, {"role": "researcher"}])
def test_the_last_administrator_cannot_be_closed(log_in: LogIn, form: dict[str, str]) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    answer = boss.post(f"/beheer/mensen/{boss.person}", data={"name": "Bea"} | form)
    assert answer.status_code == 422
    assert "laatste beheerder" in answer.text
    assert boss.get("/beheer/mensen").status_code == 200  # still there, and still logged in


def test_an_administrator_goes_once_there_is_another(log_in: LogIn) -> None:
    boss, other = log_in(Role.ADMINISTRATOR, name="Bea"), log_in(Role.ADMINISTRATOR, name="Bob")
    assert boss.post(f"/beheer/mensen/{boss.person}", data={"name": "Bea", "role": "administrator"}).status_code == 303
    assert boss.get("/account").status_code == 303
    answer = other.post(f"/beheer/mensen/{other.person}", data={"name": "Bob", "role": "evaluator", "active": "1"})
    assert answer.status_code == 422  # the closed account does not count


def test_only_losing_a_right_logs_out(log_in: LogIn) -> None:
    boss, other = log_in(Role.ADMINISTRATOR), log_in(Role.RESEARCHER, vault=True)
    path, form = f"/beheer/mensen/{other.person}", {"name": "Ria", "role": "researcher", "active": "1"}
    boss.post(path, data=form | {"vault": "1"})
    assert other.get("/account").status_code == 200
    boss.post(path, data=form)
    assert other.get("/account").status_code == 303


def test_who_never_had_the_vault_stays_logged_in(log_in: LogIn) -> None:
    boss, other = log_in(Role.ADMINISTRATOR), log_in(Role.RESEARCHER)
    boss.post(f"/beheer/mensen/{other.person}", data={"name": "Ria", "role": "researcher", "active": "1"})
    assert other.get("/account").status_code == 200


def test_an_evaluator_gets_and_loses_projects(log_in: LogIn) -> None:
    boss, evaluator = log_in(Role.ADMINISTRATOR), log_in(Role.EVALUATOR)
    number = made(boss)
    form = {"name": "Eva", "role": "evaluator", "active": "1"}
    assert evaluator.get(f"/projecten/{number}").status_code == 403
    boss.post(f"/beheer/mensen/{evaluator.person}", data=form | {"projects": [str(number), "999"]})
    assert evaluator.get(f"/projecten/{number}").status_code == 200
    boss.post(f"/beheer/mensen/{evaluator.person}", data=form)
    assert evaluator.get(f"/projecten/{number}").status_code == 403


def test_a_new_link_lets_a_person_choose_another_password(log_in: LogIn, visitor) -> None:
    boss, other = log_in(Role.ADMINISTRATOR), log_in(Role.RESEARCHER)
    page = boss.post(f"/beheer/mensen/{other.person}/link").text
    link = re.search(r'value="(http://[^"]+)"', page)[1]
    assert visitor.post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert other.get("/account").status_code == 303  # logged out by the new password


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.RESEARCHER, Role.PARTICIPATION])
@pytest.mark.parametrize("path", ["/beheer/mensen", "/beheer/mensen/nieuw", "/beheer/mensen/1", "/beheer/logboek"])
def test_others_do_not_administer(log_in: LogIn, role: Role, path: str) -> None:
    assert log_in(role).get(path).status_code == 403


def test_the_vault_opens_only_by_right_with_a_reason_and_each_time_is_noted(case: Case, log_in: LogIn) -> None:  # noqa: F811
    path = f"/projecten/{case.project}/kluis"
    for nobody in (case.client, log_in(Role.RESEARCHER), log_in(Role.PARTICIPATION)):
        assert nobody.get(path).status_code == 403
        assert nobody.post(path, data={"reason": "nieuwsgierig"}).status_code == 403
    keeper = log_in(Role.RESEARCHER, name="Kluis", vault=True)
    assert "Stichting De Linde" not in keeper.get(path).text
    assert "Stichting De Linde" not in keeper.post(path, data={"reason": " "}).text
    assert "Stichting De Linde" in keeper.post(path, data={"reason": "Verzoek van een bewoner"}).text
    assert keeper.post(path, data={"reason": "Nog een keer"}).headers["cache-control"] == "no-store"
    with case.store.reading() as session:
        opened = audit_log(session, act="vault_opened")
        keeper_id = session.get_one(Person, keeper.person).id
    assert [entry.details["reason"] for entry in opened] == ["Nog een keer", "Verzoek van een bewoner"]
    assert {entry.person_id for entry in opened} == {keeper_id}
