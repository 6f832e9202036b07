"""`narratief demo`: the workspace on the sample projects, to try."""

from __future__ import annotations

import os
import socket
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars
from narratief.cli.serve import listen, workspace
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from narratief.pipeline.demonstration import Account, DemoHome

_HOST = "127.0.0.1"
"""Passwords are shown on the screen and the accounts are known: nobody but who sits at this computer may come in.
Another name than that of `narratief serve` (localhost), too: browsers share cookies between ports of one name."""
_WAIT_SECONDS = 60
"""How long to wait for the server before the browser is opened. Chosen: it takes seconds."""


def demo(
    home: Annotated[Path, typer.Option("--home", metavar="MAP", help="Map van de demonstratie.")] = Path(
        "~/.local/share/narratief-demo"
    ),
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Poort waarop de demonstratie luistert.")
    ] = 8010,
    reset: Annotated[bool, typer.Option("--reset", help="Begin opnieuw: wat u in de demonstratie deed, gaat weg.")] = (
        False
    ),
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open de browser, als die er is.")] = True,
) -> None:
    """Probeer de werkplek op de voorbeeldprojecten, die voor de helft zijn nagekeken.

    U krijgt drie accounts: evaluator, onderzoeker en participatieteam. De bewoners zijn verzonnen. De demonstratie
    heeft een eigen map en raakt uw echte projecten niet. Alleen deze computer kan erbij. De eerste keer duurt het een
    paar minuten.
    """
    from narratief.pipeline.demonstration import DemoHome

    _check_port(port)
    place = DemoHome(home.expanduser().resolve())
    place.isolate(os.environ)
    address = f"http://{_HOST}:{port}"
    if reset or not place.ready:
        accounts = _prepare(place)
        output.print("De demonstratie is klaar. Log in met een van deze accounts. [bold]Noteer de wachtwoorden[/]:")
        output.print("u ziet ze alleen nu.")
        for account in accounts:
            line = f"  {account.label}: {account.email}   wachtwoord: {account.password}"
            output.print(line, highlight=False, soft_wrap=True)
    else:
        output.print("De demonstratie van de vorige keer gaat verder, met dezelfde wachtwoorden.")
        output.print("Wachtwoorden kwijt, of opnieuw beginnen? Gebruik [bold]narratief demo --reset[/].")
    _serve(address, port, browser=browser)


def _prepare(place: DemoHome) -> list[Account]:
    """Make the demonstration in a home that is empty afterwards of what was there."""
    from narratief.pipeline.demonstration import prepare, sample_projects
    from narratief.pipeline.folders import all_projects
    from narratief.store.database import open_store

    samples = all_projects(sample_projects())
    place.take()
    output.print(f"De demonstratie wordt gemaakt in {escape(str(place.root))}.", soft_wrap=True)
    with progress_bars():
        accounts = prepare(open_store(), samples)
    place.finish()
    return accounts


def _serve(address: str, port: int, *, browser: bool) -> None:
    """Open the workspace, and the browser once it answers."""
    from narratief.store.database import open_store
    from narratief.web.hosts import hosts_of_settings

    app = workspace(open_store(), hosts_of_settings(_HOST))
    output.print(f"De werkplek staat op [bold]{address}[/]. Stoppen: Ctrl+C.")
    if browser and _has_browser():
        threading.Thread(target=_open_when_up, args=(address, port), daemon=True).start()
    listen(app, _HOST, port)


def _check_port(port: int) -> None:
    """Refuse a port that another program has, before anything is made or wiped: that may be this demonstration.

    Raises
    ------
    InputError
        When the port is taken.
    """
    with socket.socket() as probe:
        if os.name != "nt":  # a port that was just left is free; on Windows this would take one that is in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            message = "Deze poort is bezet. Misschien draait de demonstratie al."
            raise InputError(
                f"poort {port}", message, "Sluit het andere programma, of kies een andere --port."
            ) from error


def _has_browser() -> bool:
    """Tell whether a browser with a window can be opened; one in the terminal would take the place of our messages."""
    if os.name == "posix" and os.uname().sysname == "Linux" and not ({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _open_when_up(address: str, port: int) -> None:
    """Open the browser as soon as the server answers; when it never does, there is nothing to see."""
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end:
        try:
            with socket.create_connection((_HOST, port), timeout=1):
                break
        except OSError:
            time.sleep(0.2)
    else:
        return
    webbrowser.open(address)
