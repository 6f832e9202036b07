"""Have Prefect's server send a message when a run of narratief fails: ``python -m flows.alarm``, once per server.

An automation of Prefect waits for runs that failed, crashed or took too long, and sends their sentence to the address
in NARRATIEF_ALARM. The server sends it itself, so a worker that is down stops no message. Run it again after the
address changed: it changes what is there.

An address of http or https gets the message as JSON (``subject``, ``body``). Any other is one of Apprise, the library
by which Prefect sends messages: ``mailtos://`` for a mail server, ``mmosts://`` for Mattermost. Prefect has no block
for those by name; its block for Slack hands every address that is not Slack's to Apprise.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import cast

from prefect.automations import Automation, EventTrigger, Posture, SendNotification
from prefect.blocks.core import Block
from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
from prefect.settings import PREFECT_API_URL
from pydantic import SecretStr

from narratief.domain.errors import InputError
from narratief.domain.settings import get_settings, variable_of

NAME = "narratief: verwerking mislukt"
"""Of the automation."""
BLOCK = "narratief-alarm"
"""Name under which Prefect keeps the address."""
FLOWS = ("evaluate-project", "evaluate-all", "evaluate-accepted", "publish", "retention", "resume-runs")
"""Whose runs are told of; a project within a run of several is in the sentence of that run."""
STATES = ("Failed", "TimedOut", "Crashed")
"""Names of the states that are told of."""
SUBJECT = "narratief: {{ flow_run.name }} is niet gelukt"
BODY = "{{ flow_run.state.message }}\n\nRun: {{ flow_run.name }} ({{ flow_run.state.name }})\n{{ flow_run|ui_url }}"
"""What is sent; a state's message has no words of residents (`flows.outcome`)."""


def main() -> None:
    """Make or change the automation, and say so; ends with 2 when the address is no address."""
    try:
        made = set_alarm(_address())
    except InputError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command
        sys.exit(2)
    print(f"Automation '{made.name}' staat aan.")  # noqa: T201


def set_alarm(address: str) -> Automation:
    """Have the server that Prefect's settings name send messages to an address.

    Parameters
    ----------
    address
        Of http(s), or one of Apprise.

    Raises
    ------
    InputError
        When Apprise knows no such address.
    """
    block = _block(address)
    action = SendNotification(block_document_id=block.save(BLOCK, overwrite=True), subject=SUBJECT, body=BODY)
    wanted = Automation(
        name=NAME, description="Een run van narratief is mislukt.", trigger=_trigger(), actions=[action]
    )
    try:
        there = cast("Automation", Automation.read(name=NAME))
    except ValueError:  # none of this name
        return cast("Automation", wanted.create())
    wanted.id = there.id
    wanted.update()
    return wanted


def _address() -> str:
    """Where messages go.

    Raises
    ------
    InputError
        When the setting is empty, or there is no server that stays to do it.
    """
    if not PREFECT_API_URL.value():
        raise InputError("PREFECT_API_URL", "Er is geen eigen Prefect-server.", "Geef het adres van uw server op.")
    alarm = get_settings("alarm").alarm
    if alarm is None:
        raise InputError(
            variable_of("alarm"), "Er is geen adres opgegeven.", "Bijvoorbeeld mailtos://smtp.example.nl?to=..."
        )
    return alarm.get_secret_value()


def _block(address: str) -> Block:
    """What Prefect sends messages with.

    Raises
    ------
    InputError
        When Apprise knows no such address.
    """
    if address.startswith(("http://", "https://")):
        told = {"subject": "{{subject}}", "body": "{{body}}"}
        return CustomWebhookNotificationBlock(name="narratief", url=address, json_data=told)
    from apprise import Apprise

    if not Apprise().add(address):
        raise InputError(
            variable_of("alarm"), "Dit is geen adres dat Apprise kent.", "Kijk op github.com/caronc/apprise/wiki."
        )
    return SlackWebhook(url=SecretStr(address))


def _trigger() -> EventTrigger:
    """When: each time that a run of one of the flows comes into one of the states."""
    return EventTrigger(
        expect={f"prefect.flow-run.{state}" for state in STATES},
        match={"prefect.resource.id": "prefect.flow-run.*"},
        match_related={"prefect.resource.role": "flow", "prefect.resource.name": list(FLOWS)},
        for_each={"prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(0),
    )


if __name__ == "__main__":
    main()
