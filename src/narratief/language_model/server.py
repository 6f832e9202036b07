"""Where the language model may be asked: on this machine, or at an address that an administrator listed.

Residents' words go there, so an address is looked at anew each time: a name is turned into numbers once, these are
judged, and one of them is what is connected to. A name that points elsewhere a moment later changes nothing.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from narratief.domain.errors import InputError, Refusal
from narratief.domain.settings import get_settings, variable_of

LEAVES = "woorden-gaan-naar-buiten"
"""Value of the setting `language_model_public` that lets a public address be used: it says what that means."""
_ADDRESS = variable_of("language_model")
_LISTED = variable_of("language_model_hosts")
_PUBLIC = variable_of("language_model_public")
_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Server:
    """A server that speaks the OpenAI-compatible API, and the model on it.

    Attributes
    ----------
    address
        Its base, such as ``http://127.0.0.1:11434/v1``.
    model
        Name of the model.
    key
        Secret that it asks for; empty when none.
    seconds
        Longest that one answer may take.
    at_once
        How many questions it gets at the same time.
    listed
        Names and networks that an administrator listed.
    public
        Whether a public address may be used.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    seconds: int = 120
    at_once: int = 1
    listed: tuple[str, ...] = ()
    public: bool = False

    @property
    def parts(self) -> SplitResult:
        """The address in parts."""
        return urlsplit(self.address)

    @property
    def host(self) -> str:
        """Name or number of the machine that it runs on."""
        return self.parts.hostname or ""


@dataclass(frozen=True, slots=True)
class Place:
    """A machine that may be connected to.

    Attributes
    ----------
    number
        Its IP address; for a network of version 6 in brackets, as in an address of the web.
    here
        Whether it is this machine.
    public
        Whether it is outside of every private network: then words leave the municipality's own machines.
    """

    number: str
    here: bool
    public: bool


def server_in_use() -> Server | None:
    """The server that is set; None when none is, which is the default.

    Raises
    ------
    InputError
        When the settings cannot be.
    """
    names = ("language_model", "language_model_name", "language_model_hosts", "language_model_public",
             "language_model_seconds", "language_model_at_once")  # fmt: skip
    settings = get_settings(*names)
    if not settings.language_model:
        return None
    if not settings.language_model_name:
        raise InputError(
            variable_of("language_model_name"), "Er is geen taalmodel gekozen.", "Vul de naam van het model in."
        )
    _look_at(settings.language_model)
    key = settings.language_model_key
    return Server(
        settings.language_model.rstrip("/"),
        settings.language_model_name,
        key.get_secret_value() if key else "",
        settings.language_model_seconds,
        settings.language_model_at_once,
        tuple(part.strip().lower() for part in settings.language_model_hosts.split(",") if part.strip()),
        settings.language_model_public == LEAVES,
    )


def _look_at(address: str) -> None:
    """Refuse an address with a part that cannot be, or with a password in it."""
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that cannot be
        whole = False
    if not whole:
        raise InputError(
            _ADDRESS, "Dit adres kan niet.", "Vul een adres in zoals http://127.0.0.1:11434/v1. Kijk naar de poort."
        )
    if parts.username is not None:
        raise InputError(
            _ADDRESS, "In dit adres staat een wachtwoord.", f"Zet het in {variable_of('language_model_key')}."
        )


def server_to_ask(given: Server | None = None) -> Server:
    """The server that questions go to, when residents' words may go there.

    Parameters
    ----------
    given
        Another one than is set.

    Raises
    ------
    Refusal
        When none is set.
    InputError
        When residents' words may not go to its address.
    """
    server = given or server_in_use()
    if server is None:
        raise Refusal(
            "Er is geen taalmodel ingesteld.",
            "Vraag de beheerder. Zie 'Een taalmodel als tweede codeur' in beheerder.md.",
        )
    place_of_server(server)
    return server


def place_of_server(server: Server) -> Place:
    """Find the machine of a server, and judge whether residents' words may go there.

    Raises
    ------
    InputError
        When they may not, or the machine's name is not known.
    """
    numbers = _numbers_of(server)
    allowed = [number for number in numbers if _allowed(server, number)]
    if len(allowed) < len(numbers):  # one that is allowed beside one that is not: nobody knows which answers
        raise _not_allowed(server, numbers)
    first = allowed[0]
    return Place(f"[{first}]" if first.version == 6 else str(first), first.is_loopback, not _own(first))


def _numbers_of(server: Server) -> list[_Address]:
    """IP addresses of a server's machine."""
    try:
        return [_bare(ip_address(server.host))]
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(server.host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise InputError(_ADDRESS, f"De machine '{server.host}' is niet te vinden.", "Controleer het adres.")
    return list(dict.fromkeys(_bare(ip_address(str(each[4][0]).split("%")[0])) for each in found))


def _bare(number: _Address) -> _Address:
    """Take the version 4 address out of one of version 6 that only wraps it."""
    return getattr(number, "ipv4_mapped", None) or number


def _own(number: _Address) -> bool:
    """Whether a number is of this machine or of a network that the internet does not reach."""
    return number.is_loopback or (number.is_private and not number.is_unspecified and not number.is_multicast)


def _allowed(server: Server, number: _Address) -> bool:
    """Whether words may go to a number."""
    if number.is_loopback:
        return True
    listed = server.host.lower() in server.listed or any(number in network for network in _networks(server))
    return listed and (_own(number) or server.public)


def _networks(server: Server) -> list[_Network]:
    """Networks among what an administrator listed."""
    found = []
    for part in server.listed:
        try:
            found.append(ip_network(part, strict=False))
        except ValueError:  # a name
            continue
    return found


def _not_allowed(server: Server, numbers: list[_Address]) -> InputError:
    """Say why words may not go to a server, and what would have to be set."""
    if all(_own(number) for number in numbers) or server.public:
        return InputError(
            _ADDRESS,
            f"Het taalmodel op '{server.host}' staat niet op deze computer.",
            f"Is het een eigen computer van de gemeente? Zet de naam of het IP-adres dan in {_LISTED}.",
        )
    return InputError(
        _ADDRESS,
        f"Het adres '{server.host}' ligt buiten de gemeente. Woorden van bewoners gaan daar niet heen.",
        f"Kies een model op een eigen computer. Of zet het adres in {_LISTED}, en {_PUBLIC} op '{LEAVES}'.",
    )
