"""What a project's overview asks of each role: one act, with how much work it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from narratief.domain.actions import Confirm, Reject
from narratief.store.accounts.access import Role
from narratief.store.review.pace import ENOUGH, seconds_per_decision
from narratief.store.schema import DecisionRow
from narratief.store.schema.base import now
from narratief.web.views.next_step import Abilities, Standing, milestones, minutes_in_words, next_steps
from tests.web.researcher.test_certainty import main, words

EVERYTHING = Abilities(take_in=True, review=True, publish=True)


def standing(**known) -> Standing:
    zero = {"waiting": 0, "unreadable": 0, "read": 0, "accepted": 0, "coded": 0, "busy": False}
    return Standing(**(zero | known))


@pytest.mark.parametrize(
    ("known", "path"),
    [
        ({}, "/bestanden"),
        ({"waiting": 2, "busy": True}, "/verwerking"),
        ({"read": 2}, "/bestanden"),
        ({"accepted": 2}, "/verwerking"),
        ({"coded": 2, "searched": 2, "open_codes": 9, "open_interviews": 2}, "/nakijken"),
        ({"coded": 2, "searched": 2, "confirmed": 9}, "/synthese"),
        ({"coded": 2, "searched": 2, "confirmed": 9, "few": True}, "/exporteren/citaten"),
        ({"coded": 2, "searched": 2, "confirmed": 9, "chosen": 1}, "/exporteren"),
        ({"coded": 2, "searched": 2}, "/synthese"),
    ],
)
def test_the_next_act_follows_from_how_far_the_project_is(known, path):
    assert next_steps(standing(**known), EVERYTHING)[0].path == path


def test_nobody_is_asked_for_what_they_may_not_do():
    now_ = standing(coded=2, searched=2, open_codes=9, open_interviews=2, confirmed=1)
    evaluator = next_steps(now_, Abilities(take_in=True, review=False, publish=False))
    team = next_steps(now_, Abilities(take_in=False, review=False, publish=True))
    assert [step.path for step in evaluator] == ["/gesprekken"]
    assert [step.path for step in team] == ["/synthese"]


def test_a_file_that_cannot_be_read_keeps_no_step_open():
    done = [step.done for step in milestones(standing(coded=3, unreadable=1, searched=3))]
    assert done == [True, True, True, True, False]


def test_how_long_it_takes_is_called_a_guess_until_it_was_measured(plein, log_in):
    told = words(main(log_in(Role.RESEARCHER).get(plein.path).text))
    assert "8 voorstellen in 3 gesprekken, ongeveer 2 minuten (een schatting)" in told


def test_how_long_it_takes_is_measured_from_past_decisions(plein, log_in):
    client, begun = log_in(Role.RESEARCHER), now() - timedelta(hours=1)
    for number in range(ENOUGH + 1):
        plein.decide((Confirm, Reject)[number % 2](), "influence_doubt")
    with plein.store.writing() as session:
        for number, row in enumerate(session.scalars(select(DecisionRow).order_by(DecisionRow.id)).all()):
            row.at = begun + timedelta(seconds=60 * number)
    with plein.store.reading() as session:
        assert seconds_per_decision(session, plein.project_id) == 60
    assert "7 voorstellen in 3 gesprekken, ongeveer 7 minuten (zo snel ging het tot nu toe)" in words(
        main(client.get(plein.path).text)
    )


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.PARTICIPATION, Role.ADMINISTRATOR])
def test_there_is_one_button_and_it_leads_somewhere(plein, log_in, role):
    client = log_in(role)
    buttons = re.findall(r'<a class="button" href="([^"]+)"|<button', main(client.get(plein.path).text))
    assert len(buttons) == 1
    assert client.get(buttons[0]).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (20, "minder dan een minuut"),
        (60, "ongeveer 1 minuut"),
        (570, "ongeveer 10 minuten"),
        (1000, "ongeveer 15 minuten"),
        (7200, "ongeveer 2 uur"),
    ],
)
def test_minutes_are_told_roughly(seconds, told):
    assert minutes_in_words(seconds) == told
