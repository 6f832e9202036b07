"""The names that the workspace answers to: a request for another one is refused, and links are made with ours.

Without this check whoever can choose the Host header of a request chooses where links in pages lead (OWASP ASVS 4.1.4
and 13.2), and a page of another site can reach a workspace on this computer by a name that it lets lead here (DNS
rebinding).
"""

from __future__ import annotations

import logging
import re
import socket
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from narratief.domain.errors import InputError
from narratief.domain.networks import listed
from narratief.domain.settings import get_settings, variable_of
from narratief.web.plain_page import plain_page

_NAME = re.compile(
    r"(?P<name>[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?|\[[0-9a-f:.]{2,45}\])\.?(?::(?P<port>[0-9]{1,5}))?"
)
_THIS_COMPUTER = ("localhost", "127.0.0.1", "[::1]")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hosts:
    """Names of the workspace.

    Attributes
    ----------
    names
        All, in lower case and without ports.
    first
        What links are made with, with its port if it has one; empty when nobody said so: then that of the request.
    """

    names: frozenset[str]
    first: str = ""

    def have(self, headers: Headers) -> bool:
        """Tell whether a request is for one of them; one without a name, or with two, is for none."""
        asked = headers.getlist("host")
        return len(asked) == 1 and name_of(asked[0]) in self.names


def hosts_of_settings(listening: str = "") -> Hosts:
    """Names that NARRATIEF_HOSTS gives; without it those of this computer.

    Parameters
    ----------
    listening
        Address that the server listens on; one of this computer's names too.

    Raises
    ------
    InputError
        When one of them is no name of a computer.
    """
    given = listed(get_settings("hosts").hosts.lower())
    for each in given:
        if not _NAME.fullmatch(each):
            raise InputError(
                variable_of("hosts"),
                f"'{each}' is geen naam van een computer.",
                "Geef namen zonder https://, met komma's ertussen: narratief.uw-gemeente.nl, localhost.",
            )
    if given:
        return Hosts(frozenset(map(name_of, given)), given[0])
    own = f"[{listening}]" if ":" in listening else listening
    return Hosts(frozenset(filter(None, map(name_of, (*_THIS_COMPUTER, own.lower(), socket.gethostname().lower())))))


def name_of(host: str) -> str:
    """Name in a Host header, in lower case and without its port; empty when it is none."""
    found = _NAME.fullmatch(host.lower())
    return found["name"] if found else ""


class HostMiddleware:
    """Refuses requests for a name that is not the workspace's (400), before anything else looks at them."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http" or self._hosts.have(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        log.warning("request for a name that is not the workspace's refused; see NARRATIEF_HOSTS")
        answer = plain_page(
            Headers(scope=scope),
            400,
            "Op dit adres is de werkplek er niet",
            "Gebruik het adres dat u van de beheerder kreeg. Bent u de beheerder? Zet dan de naam van dit adres in "
            "NARRATIEF_HOSTS.",
        )
        await answer(scope, receive, send)
