"""The process of the small server beside a run: Prefect's own application, on a port that it tells its parent.

Run as a module with the port to take, 0 for any that is free. It is started by `flows.server`, which also sets the
password (``PREFECT_SERVER_API_AUTH_STRING``).
"""

from __future__ import annotations

import os
import socket
import sys

_OPEN_CONNECTIONS = 5
"""Seconds that it waits for connections when it is asked to end. Chosen: requests take milliseconds."""


def main() -> None:
    """Take a port of this computer, tell it in one line, and serve until asked to end."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", int(sys.argv[1])))  # whoever asks before the server listens is refused, and asks again
    print(taken.getsockname()[1], flush=True)  # noqa: T201 - read by the parent
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the parent reads no further

    import uvicorn
    from prefect.server.api.server import create_app  # takes seconds

    app = create_app(ephemeral=True, final=True)
    config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=_OPEN_CONNECTIONS)
    uvicorn.Server(config).run(sockets=[taken])


if __name__ == "__main__":
    main()
