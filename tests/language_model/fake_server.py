"""A server on loopback that speaks the API and answers what a test says, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], "str | int"]
"""Body of a question → what the model writes, or the status of an error."""


@dataclass
class FakeServer:
    """Where it listens, and what it was asked."""

    address: str
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sent(self) -> str:
        """All that was sent, as one text."""
        return json.dumps(self.asked, ensure_ascii=False)


def said_in(body: dict[str, Any]) -> dict[str, Any]:
    """What residents said, out of a question: the JSON of its last message."""
    return json.loads(body["messages"][-1]["content"])


@contextmanager
def fake_server(reply: Reply) -> Iterator[FakeServer]:
    """Serve for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append(body)
            made = reply(body)
            status = made if isinstance(made, int) else 200
            choice = {"message": {"role": "assistant", "content": made}, "finish_reason": "stop"}
            data = json.dumps({"choices": [choice]}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = FakeServer(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
