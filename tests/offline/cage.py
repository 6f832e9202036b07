"""Runs a program where nothing outside can be reached, and notes everything that tries.

Two watchers: an audit hook in every Python process (guard/sitecustomize.py) and, where Linux lets us make a network
namespace, one that has loopback only and hands every packet for any other address to a listener, so that code without
Python (the drawing and typesetting libraries) is seen too.
"""

from __future__ import annotations

import functools
import ipaddress
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LOOPBACK_ONLY = (
    "ip link set lo up && ip route add local default dev lo && (ip -6 route add local default dev lo || true) "
    '&& exec "$@"'
)
_OUTGOING = 4
_EVERY_PROTOCOL = 0x0003


@dataclass(frozen=True, slots=True)
class Attempts:
    """What tried to get out.

    Attributes
    ----------
    calls
        Attempts that Python's audit hook saw: what was asked, by which program, at which place.
    packets
        Addresses that packets were sent to, each with the words in it; empty where there is no namespace.
    """

    calls: tuple[str, ...]
    packets: tuple[str, ...]


@functools.cache
def has_namespace() -> bool:
    """Tell whether a network namespace with loopback only can be made here."""
    try:
        done = subprocess.run([*_caged([]), "true"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def run_caged(arguments: list[str], folder: Path, environment: Mapping[str, str], timeout: float) -> Attempts:
    """Run Python with these arguments without a network.

    Parameters
    ----------
    folder
        For the notes of what tried to get out.

    Raises
    ------
    AssertionError
        When the program fails; with what it printed.
    """
    calls, packets = folder / "calls.txt", folder / "packets.txt"
    path = os.pathsep.join([str(ROOT / "tests/offline/guard"), str(ROOT)])
    watched = dict(environment) | {"PYTHONPATH": path, "NARRATIEF_ATTEMPTS": str(calls)}
    command = [sys.executable, *arguments]
    if has_namespace():
        watched["NARRATIEF_PACKETS"] = str(packets)
        command = _caged(command)
    done = subprocess.run(
        command,
        env=watched,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, f"{_lines(calls)}\n{done.stdout[-4000:]}"
    return Attempts(_lines(calls), _lines(packets))


@contextmanager
def noting_packets() -> Iterator[None]:
    """Within a cage: note the address of every packet that is meant for another machine."""
    place = os.environ.get("NARRATIEF_PACKETS")
    if place is None:
        yield
        return
    listener = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_PROTOCOL))
    listener.settimeout(0.5)
    done = threading.Event()
    thread = threading.Thread(target=_note, args=(listener, Path(place), done))
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        listener.close()


def _caged(command: list[str]) -> list[str]:
    """Give the command that runs another one in a namespace of its own."""
    return ["unshare", "-rn", "sh", "-c", _LOOPBACK_ONLY, "sh", *command]


def _note(listener: socket.socket, place: Path, done: threading.Event) -> None:
    """Write down where packets go until there are no more."""
    seen: set[str] = set()
    while True:
        try:
            packet, about = listener.recvfrom(512)
        except TimeoutError:
            if done.is_set():
                return
            continue
        raw = packet[16:20] if packet[0] >> 4 == 4 else packet[24:40]
        address = ipaddress.ip_address(raw)
        text = f"{address} {_readable(packet)}".strip()
        if about[2] == _OUTGOING and not address.is_loopback and text not in seen:
            seen.add(text)
            with place.open("a") as notes:
                notes.write(f"{text}\n")


def _readable(packet: bytes) -> str:
    """Give what can be read in a packet, such as the name that a name server is asked for."""
    return " ".join(part.decode() for part in re.findall(rb"[A-Za-z0-9_-]{4,}", packet[28:]))


def _lines(path: Path) -> tuple[str, ...]:
    """Give the lines of notes; none when nothing was noted."""
    return tuple(path.read_text("utf-8").splitlines()) if path.exists() else ()
