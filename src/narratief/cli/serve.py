"""`narratief serve`: the workspace in the browser."""

from __future__ import annotations

import os
import warnings
from typing import Annotated

import typer

from narratief.cli.console import output, warn
from narratief.domain.errors import InputError


def serve(
    host: Annotated[str, typer.Option("--host", help="Adres waarop de werkplek luistert.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Poort waarop de werkplek luistert.")] = 8000,
    proxy: Annotated[
        str, typer.Option("--proxy", help="IP-adres van de proxy ervoor, die https verzorgt (X-Forwarded-*).")
    ] = "127.0.0.1",
) -> None:
    """Start de werkplek: uploaden, nakijken en uitkomsten bekijken in de browser.

    Bij de eerste start staat hier een link waarmee u de eerste beheerder wordt. Gegevens staan in NARRATIEF_HOME, of in
    de database die NARRATIEF_DATABASE_URL noemt.
    """
    import uvicorn
    from authlib.deprecate import AuthlibDeprecationWarning

    warnings.simplefilter("ignore", AuthlibDeprecationWarning)  # says nothing to who starts the workspace
    from narratief.store.accounts.login import first_administrator
    from narratief.store.database import open_store
    from narratief.web.app import create_app
    from narratief.web.logs import configure_logging

    # the work goes on without Prefect when its server does not start; nobody should wait three minutes for that
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "60")
    try:
        store = open_store()
        app = create_app(store)
    except ValueError as error:
        raise InputError("instellingen", str(error), "Controleer de omgevingsvariabelen.") from error
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"  # noqa: S104 - only compared
    with store.writing() as session:
        token = first_administrator(session)
    output.print(f"De werkplek staat op [bold]{address}[/]. Stoppen: Ctrl+C.")
    if token is not None:
        output.print("Er is nog geen account. Open deze link om beheerder te worden (werkt één keer, 24 uur lang):")
        output.print(f"  {address}/link/{token}", soft_wrap=True)
    if host not in ("127.0.0.1", "localhost", "::1"):
        warn("anderen op het netwerk kunnen nu bij de werkplek. Zorg voor https ervoor.")
    configure_logging()
    uvicorn.run(
        app, host=host, port=port, log_config=None, server_header=False, proxy_headers=True, forwarded_allow_ips=proxy
    )
