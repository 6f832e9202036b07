"""Where a language model may be asked: on this machine, where an administrator said so, and nowhere else."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from narratief.domain.errors import InputError
from narratief.language_model.server import LEAVES, Server, place_of_server, server_in_use

NAMES = {
    "model.gemeente.lan": ["10.20.0.7"],
    "twee.gemeente.lan": ["10.20.0.7", "10.20.0.8", "fd00::8"],
    "half.gemeente.lan": ["127.0.0.1", "93.184.215.14"],
    "half.prive.lan": ["10.20.0.7", "10.99.0.7"],
    "api.elders.nl": ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    "localhost": ["::1", "127.0.0.1"],
    "zone.lan": ["fe80::1%eth0"],
}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names lead to what `NAMES` says, and no other name is known."""

    def found(host: str, port: object, *_: object, **__: object) -> list[Any]:
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0))
            for each in NAMES[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize(
    ("host", "number"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.8.9.1", "127.8.9.1"),
        ("[::1]", "[::1]"),
        ("[::ffff:127.0.0.1]", "127.0.0.1"),
        ("localhost", "[::1]"),
        ("LOCALHOST", "[::1]"),
    ],
)
def test_this_machine_needs_no_permission(host: str, number: str) -> None:
    place = place_of_server(Server(f"http://{host}:11434/v1", "proef"))
    assert (place.number, place.here, place.public) == (number, True, False)


PRIVATE = ["10.20.0.7", "192.168.1.5", "172.16.3.4", "[fd00::8]", "[::ffff:10.20.0.7]", "model.gemeente.lan"]
PUBLIC = ["93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "[::ffff:93.184.215.14]", "api.elders.nl"]
ODD = ["0.0.0.0", "[::]", "224.0.0.1", "[ff02::1]"]


@pytest.mark.parametrize("host", [*PRIVATE, *PUBLIC, *ODD])
def test_another_machine_is_refused_unless_it_is_listed(host: str) -> None:
    with pytest.raises(InputError) as error:
        place_of_server(Server(f"http://{host}/v1", "proef"))
    assert error.value.problem.file == "NARRATIEF_LANGUAGE_MODEL"
    assert "NARRATIEF_LANGUAGE_MODEL_HOSTS" in error.value.remedy


@pytest.mark.parametrize(
    ("host", "listed"),
    [
        ("10.20.0.7", "10.20.0.7"),
        ("10.20.0.7", "10.20.0.0/16"),
        ("10.20.0.7", "10.20.0.1/16"),
        ("[::ffff:10.20.0.7]", "10.20.0.7"),
        ("[fd00::8]", "fd00::/8"),
        ("model.gemeente.lan", "model.gemeente.lan"),
        ("Model.Gemeente.lan", "model.gemeente.lan"),
        ("model.gemeente.lan", "10.20.0.7"),
        ("twee.gemeente.lan", "twee.gemeente.lan"),
    ],
)
def test_a_listed_machine_of_the_municipality_is_used(host: str, listed: str) -> None:
    NAMES.setdefault("Model.Gemeente.lan", NAMES["model.gemeente.lan"])
    place = place_of_server(Server(f"https://{host}/v1", "proef", listed=(listed,)))
    assert (place.here, place.public) == (False, False)


@pytest.mark.parametrize(
    ("host", "listed"),
    [
        ("10.20.0.7", "10.20.0.70"),
        ("10.20.0.7", "10.21.0.0/16"),
        ("10.20.0.7", "fd00::/8"),
        ("model.gemeente.lan", "gemeente.lan"),
        ("twee.gemeente.lan", "10.20.0.0/16"),  # has an address of version 6 beside
        ("half.prive.lan", "10.20.0.0/16"),
    ],
)
def test_a_machine_that_is_listed_in_part_or_by_another_name_is_refused(host: str, listed: str) -> None:
    with pytest.raises(InputError, match="NARRATIEF_LANGUAGE_MODEL_HOSTS"):
        place_of_server(Server(f"http://{host}/v1", "proef", listed=(listed,)))


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_machine_must_be_listed_and_meant(host: str) -> None:
    bare = host.strip("[]").removeprefix("::ffff:")
    with pytest.raises(InputError, match="buiten de gemeente") as error:
        place_of_server(Server(f"https://{host}/v1", "proef", listed=(bare,)))
    assert f"NARRATIEF_LANGUAGE_MODEL_PUBLIC op '{LEAVES}'" in error.value.remedy
    with pytest.raises(InputError, match="NARRATIEF_LANGUAGE_MODEL_HOSTS"):
        place_of_server(Server(f"https://{host}/v1", "proef", public=True))
    place = place_of_server(Server(f"https://{host}/v1", "proef", listed=(bare,), public=True))
    assert (place.here, place.public) == (False, True)


def test_a_name_that_leads_here_and_elsewhere_is_refused() -> None:
    with pytest.raises(InputError, match=r"half\.gemeente\.lan"):
        place_of_server(Server("http://half.gemeente.lan/v1", "proef"))
    with pytest.raises(InputError, match=r"half\.gemeente\.lan"):
        place_of_server(Server("http://half.gemeente.lan/v1", "proef", listed=("half.gemeente.lan",)))


def test_a_name_is_judged_anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server("http://model.gemeente.lan/v1", "proef", listed=("10.20.0.7",))
    assert place_of_server(server).number == "10.20.0.7"
    monkeypatch.setitem(NAMES, "model.gemeente.lan", ["93.184.215.14"])
    with pytest.raises(InputError):
        place_of_server(server)


def test_a_number_with_a_zone_is_read() -> None:
    server = Server("http://zone.lan/v1", "proef", listed=("fe80::/10",))
    assert place_of_server(server).number == "[fe80::1]"


def test_a_name_that_nobody_knows_is_told() -> None:
    with pytest.raises(InputError, match=r"NARRATIEF_LANGUAGE_MODEL: De machine 'weg\.lan' is niet te vinden"):
        place_of_server(Server("http://weg.lan/v1", "proef", listed=("weg.lan",)))


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Set what is given, after NARRATIEF_LANGUAGE_MODEL, and nothing else of it."""
    for name in ("", "_NAME", "_KEY", "_HOSTS", "_PUBLIC", "_SECONDS", "_AT_ONCE"):
        monkeypatch.delenv(f"NARRATIEF_LANGUAGE_MODEL{name}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"NARRATIEF_LANGUAGE_MODEL{name}", value)


def test_none_is_set_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch)
    assert server_in_use() is None
    settings(monkeypatch, _NAME="proef", _KEY="geheim")
    assert server_in_use() is None


def test_what_is_set_is_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    settings(
        monkeypatch,
        **{"": "https://model.gemeente.lan/v1/"},
        _NAME="proef:8b",
        _KEY="geheim",
        _HOSTS=" 10.0.0.0/8, Model.gemeente.lan ,",
        _PUBLIC=LEAVES,
        _SECONDS="7",
        _AT_ONCE="3",
    )
    server = server_in_use()
    assert server == Server(
        "https://model.gemeente.lan/v1", "proef:8b", "geheim", 7, 3, ("10.0.0.0/8", "model.gemeente.lan"), True
    )
    assert "geheim" not in repr(server)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "NARRATIEF_LANGUAGE_MODEL_NAME: Er is geen taalmodel gekozen. Vul de naam van het model in."),
        ({"_NAME": "p", "": "http://anna:geheim@127.0.0.1/v1"}, "NARRATIEF_LANGUAGE_MODEL_KEY"),
        ({"_NAME": "p", "": "http://:geheim@127.0.0.1/v1"}, "NARRATIEF_LANGUAGE_MODEL_KEY"),
        ({"_NAME": "p", "": "127.0.0.1:11434"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "": "ftp://127.0.0.1/v1"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "": "file:///etc/passwd"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "": "http://"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "": "http://127.0.0.1:poort/v1"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "": "http://127.0.0.1:99999/v1"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "": "http://[::1/v1"}, "NARRATIEF_LANGUAGE_MODEL: "),
        ({"_NAME": "p", "_SECONDS": "0"}, "NARRATIEF_LANGUAGE_MODEL_SECONDS: '0' is geen aantal."),
        ({"_NAME": "p", "_AT_ONCE": "veel"}, "NARRATIEF_LANGUAGE_MODEL_AT_ONCE: 'veel' is geen aantal."),
        (
            {"_NAME": "p", "_PUBLIC": "ja"},
            "NARRATIEF_LANGUAGE_MODEL_PUBLIC: 'ja' is geen keuze. Kies: nee of woorden-gaan-naar-buiten.",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], told: str) -> None:
    settings(monkeypatch, **{"": "http://127.0.0.1:11434/v1"} | values)
    with pytest.raises(InputError) as error:
        server_in_use()
    assert told in str(error.value)
    assert error.value.remedy
    assert "geheim" not in str(error.value)
