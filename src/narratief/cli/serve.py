"""`narratief serve`: the workspace in the browser."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from narratief.cli.console import output, warn
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from narratief.store.database import Store
    from narratief.web.hosts import Hosts

_PATIENCE = 10
"""Seconds that requests under way get to end when the server is asked to stop. Chosen, not measured: a page takes less
than one, and what stops servers (systemd, containers) waits at least as long before it kills."""


def serve(
    host: Annotated[str, typer.Option("--host", help="Adres waarop de werkplek luistert.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Poort waarop de werkplek luistert.")] = 8000,
    proxy: Annotated[
        str | None,
        typer.Option(
            "--proxy",
            show_default=False,
            help="IP-adres van de proxy ervoor, die https verzorgt (X-Forwarded-*). Gaat voor op NARRATIEF_PROXIES.",
        ),
    ] = None,
) -> None:
    """Start de werkplek: uploaden, nakijken en uitkomsten bekijken in de browser.

    Bij de eerste start staat hier een link waarmee u de eerste beheerder wordt. Gegevens staan in NARRATIEF_HOME, of in
    de database die NARRATIEF_DATABASE_URL noemt.
    """
    from narratief.domain.networks import networks, trusted_proxies
    from narratief.store.accounts.login import first_administrator
    from narratief.store.database import open_store
    from narratief.web.hosts import hosts_of_settings

    store, hosts, proxies = open_store(), hosts_of_settings(host), trusted_proxies(proxy)
    networks("metrics_from")  # told here, and not when the first page is asked for
    app = workspace(store, hosts)
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"  # noqa: S104 - only compared
    if hosts.first:  # it answers to no other name
        address = f"{'https' if proxies else 'http'}://{hosts.first}"
    with store.writing() as session:
        token = first_administrator(session)
    output.print(f"De werkplek staat op [bold]{address}[/]. Stoppen: Ctrl+C.")
    if token is not None:
        output.print("Er is nog geen account. Open deze link om beheerder te worden (werkt één keer, 24 uur lang):")
        output.print(f"  {address}/link/{token}", soft_wrap=True)
    if host not in ("127.0.0.1", "localhost", "::1"):
        warn("anderen op het netwerk kunnen nu bij de werkplek. Zorg voor https ervoor.")
    if proxies and not hosts.first:
        warn("zet in NARRATIEF_HOSTS de naam waarmee mensen bij de werkplek komen. Andere namen weigert zij.")
    listen(app, host, port, proxies)


def workspace(store: Store, hosts: Hosts) -> FastAPI:
    """Make the workspace on a store.

    Raises
    ------
    InputError
        When a setting has a value that it cannot have.
    """
    from authlib.deprecate import AuthlibDeprecationWarning

    warnings.simplefilter("ignore", AuthlibDeprecationWarning)  # says nothing to who starts the workspace
    from narratief.web.app import create_app

    # the work goes on without Prefect when its server does not start; nobody should wait three minutes for that
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "60")
    try:
        return create_app(store, hosts)
    except ValueError as error:
        raise InputError("instellingen", str(error), "Controleer de omgevingsvariabelen.") from error


def listen(app: FastAPI, host: str, port: int, proxies: Sequence[str] = ()) -> None:
    """Answer browsers until somebody stops the program."""
    import uvicorn

    from narratief.web.logs import configure_logging

    configure_logging()
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=_PATIENCE,
    )
