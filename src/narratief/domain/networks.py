"""Settings that name several things with commas between them: hosts, and addresses and networks of other computers."""

from __future__ import annotations

import ipaddress

from narratief.domain.errors import InputError
from narratief.domain.settings import get_settings, variable_of


def listed(text: str) -> tuple[str, ...]:
    """Parts of a value with commas between them."""
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def networks(field: str, given: str | None = None) -> tuple[str, ...]:
    """Addresses and networks that a setting names.

    Parameters
    ----------
    given
        What goes before the environment variable.

    Raises
    ------
    InputError
        When one of them is neither.
    """
    named = listed(getattr(get_settings(field), field) if given is None else given)
    for each in named:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            raise InputError(
                variable_of(field),
                f"'{each}' is geen IP-adres en geen netwerk.",
                "Noem elk IP-adres, zoals 127.0.0.1, of netwerk, zoals 10.0.0.0/24, met komma's ertussen.",
            ) from None
    return named


def trusted_proxies(given: str | None = None) -> tuple[str, ...]:
    """Addresses and networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.

    Parameters
    ----------
    given
        What goes before NARRATIEF_PROXIES.

    Raises
    ------
    InputError
        When one of them is neither.
    """
    return networks("proxies", given)
