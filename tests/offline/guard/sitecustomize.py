"""Loaded by every Python that has this folder on PYTHONPATH: refuses and notes each attempt to leave this machine.

Children inherit the variable, so Prefect's own server is watched too. NARRATIEF_ATTEMPTS names the file that gets a
line per attempt, also when the program swallows the error.
"""

from __future__ import annotations

import ipaddress
import os
import sys
import traceback

_ADDRESSED = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getnameinfo": 0}
_LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _is_here(host: object) -> bool:
    """Tell whether a host is this machine, without looking anything up."""
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple) -> None:
    """Refuse what would leave this machine."""
    if event in _ADDRESSED:
        target = arguments[_ADDRESSED[event]]
        if not isinstance(target, tuple) or _is_here(target[0]):  # no tuple: a socket in the file system
            return
    elif event in _LOOKED_UP:
        target = arguments[0]
        if _is_here(target) or _is_number(target):  # a number needs no name server
            return
    else:
        return
    place = " < ".join(f"{frame.name} {frame.filename}:{frame.lineno}" for frame in traceback.extract_stack()[-8:-1])
    with open(os.environ["NARRATIEF_ATTEMPTS"], "a", encoding="utf-8") as notes:  # noqa: PTH123 - as little as possible
        notes.write(f"{event} {target!r} by {' '.join(sys.argv)[:120]} at {place}\n")
    raise PermissionError(f"{event} {target!r}: nothing may leave this machine")


def _is_number(host: object) -> bool:
    """Tell whether a host is an address in digits."""
    try:
        ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return True


if "NARRATIEF_ATTEMPTS" in os.environ:
    sys.addaudithook(_watch)
