"""Who may do what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narratief.store.accounts.access import ALLOWED, ROLE_LABELS, WITHOUT_PROJECT, Actor, Permission, Role, may

ALL = {role: Actor(1, "P", role, projects=frozenset({1})) for role in Role}


def test_every_role_has_rights_and_a_dutch_name():
    assert set(ALLOWED) == set(ROLE_LABELS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_and_closed_accounts_may_nothing(permission):
    assert not may(None, permission, 1)
    assert not any(may(replace(actor, active=False), permission, 1) for actor in ALL.values())


def test_an_evaluator_sees_own_projects_only():
    evaluator = ALL[Role.EVALUATOR]
    for permission in ALLOWED[Role.EVALUATOR] - WITHOUT_PROJECT:
        assert may(evaluator, permission, 1)
        assert not may(evaluator, permission, 2)
        assert not may(evaluator, permission)
    assert may(evaluator, Permission.CREATE_PROJECT)
    assert not may(evaluator, Permission.REVIEW, 1)


def test_the_participation_team_sees_results_not_interviews():
    team = ALL[Role.PARTICIPATION]
    allowed = {permission for permission in Permission if may(team, permission, 2)}
    assert allowed == {Permission.SEE_PROJECT, Permission.SEE_RESULTS, Permission.CHOOSE_QUOTES, Permission.EXPORT}


def test_only_the_administrator_and_a_researcher_with_that_right_may_open_the_vault():
    can = {
        (role, right)
        for role in Role
        for right in (True, False)
        if may(replace(ALL[role], may_open_vault=right), Permission.OPEN_VAULT, 1)
    }
    assert can == {(Role.ADMINISTRATOR, True), (Role.ADMINISTRATOR, False), (Role.RESEARCHER, True)}


def test_only_the_administrator_manages_people_and_erases():
    for permission in (Permission.MANAGE_PEOPLE, Permission.SEE_AUDIT, Permission.ERASE):
        assert {role for role in Role if may(ALL[role], permission, 1)} == {Role.ADMINISTRATOR}
