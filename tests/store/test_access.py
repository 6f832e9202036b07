"""Who may do what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narratief.store.accounts.access import ALLOWED, ROLE_LABELS, WITHOUT_PROJECT, Act, Actor, Role, may

ALL = {role: Actor(1, "P", role, projects=frozenset({1})) for role in Role}


def test_every_role_has_rights_and_a_dutch_name():
    assert set(ALLOWED) == set(ROLE_LABELS) == set(Role)


@pytest.mark.parametrize("act", Act)
def test_nobody_and_closed_accounts_may_nothing(act):
    assert not may(None, act, 1)
    assert not any(may(replace(actor, active=False), act, 1) for actor in ALL.values())


def test_an_evaluator_sees_own_projects_only():
    evaluator = ALL[Role.EVALUATOR]
    for act in ALLOWED[Role.EVALUATOR] - WITHOUT_PROJECT:
        assert may(evaluator, act, 1)
        assert not may(evaluator, act, 2)
        assert not may(evaluator, act)
    assert may(evaluator, Act.CREATE_PROJECT)
    assert not may(evaluator, Act.REVIEW, 1)


def test_the_participation_team_sees_results_not_interviews():
    team = ALL[Role.PARTICIPATION]
    allowed = {act for act in Act if may(team, act, 2)}
    assert allowed == {Act.SEE_PROJECT, Act.SEE_RESULTS, Act.CHOOSE_QUOTES, Act.EXPORT}


def test_only_the_administrator_and_a_researcher_with_that_right_may_open_the_vault():
    can = {
        (role, right)
        for role in Role
        for right in (True, False)
        if may(replace(ALL[role], may_open_vault=right), Act.OPEN_VAULT, 1)
    }
    assert can == {(Role.ADMINISTRATOR, True), (Role.ADMINISTRATOR, False), (Role.RESEARCHER, True)}


def test_only_the_administrator_manages_people_and_erases():
    for act in (Act.MANAGE_PEOPLE, Act.SEE_AUDIT, Act.ERASE):
        assert {role for role in Role if may(ALL[role], act, 1)} == {Role.ADMINISTRATOR}
