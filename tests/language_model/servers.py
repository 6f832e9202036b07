"""A server on this computer that answers as a test wants, in place of one with a language model."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

T = TypeVar("T")
Reply = Callable[[dict[str, Any]], "str | int"]
"""Body of a question → what the model writes, or the status of an error."""


def said_in(body: dict[str, Any]) -> dict[str, Any]:
    """What residents said, with what goes with it, out of a question: the JSON of its last message."""
    return json.loads(body["messages"][-1]["content"])


class Model:
    """What the server got, and how it answers.

    Attributes
    ----------
    address
        As it is set for narratief.
    bodies, headers, paths
        Of each question, in the order in which they came.
    busiest
        How many questions it had at the same time, at most.
    answer
        What it gives for a question's body.
    """

    def __init__(self, answer: Reply) -> None:
        self.answer = answer
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.busy = self.busiest = 0
        self.address = ""
        self.lock = threading.Lock()

    @property
    def sent(self) -> str:
        """All that was sent, as text."""
        return b"\n".join(self.bodies).decode("utf-8")

    @property
    def said(self) -> list[dict[str, Any]]:
        """What residents said, in each question."""
        return [said_in(json.loads(body)) for body in self.bodies]

    def handle(self, handler: Handler, body: bytes) -> None:
        """Answer as the API does."""
        made = self.answer(json.loads(body))
        if isinstance(made, int):
            give(handler, b"{}", made)
        else:
            give(handler, envelope(made))


class Handler(BaseHTTPRequestHandler):
    """Notes what comes, and lets the model answer."""

    model: Model
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        model = self.model
        with model.lock:
            model.bodies.append(body)
            model.headers.append(dict(self.headers.items()))
            model.paths.append(self.path)
            model.busy += 1
            model.busiest = max(model.busiest, model.busy)
        try:
            model.handle(self, body)
        except (BrokenPipeError, ConnectionResetError):  # who asked went away
            self.close_connection = True
        finally:
            with model.lock:
                model.busy -= 1

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def envelope(text: str | None, finish: str = "stop") -> bytes:
    """An answer as the API gives it."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    return json.dumps({"id": "x", "choices": [choice]}).encode()


def give(handler: Handler, data: bytes, status: int = 200, **headers: str) -> None:
    """Send an answer whole."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


@contextmanager
def serving(model: Model) -> Iterator[Model]:
    """Let a model be asked on a free port of this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"model": model}))
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def nothing(body: dict[str, Any]) -> str:
    """The answer of a model that finds no theme."""
    return '{"codes": []}'


def apart(act: Callable[[], T]) -> T:
    """Do something in a thread: a browser's test may have left its loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()
