"""A language model as a test wants it: what it answers stands in the test, and nothing goes over a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx

from narratief.language_model.client import Client
from narratief.language_model.server import Server

T = TypeVar("T")
ADDRESS, NAME = "http://127.0.0.1:9/v1", "proef"


class Model:
    """A model that answers with what `reply` makes of a question's last message; an HTTP status in place of words too.

    Attributes
    ----------
    asked
        What residents' words were sent with each question.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], str | int]) -> None:
        self.reply = reply
        self.asked: list[dict[str, Any]] = []

    def _handle(self, request: httpx.Request) -> httpx.Response:
        said = json.loads(json.loads(request.content)["messages"][-1]["content"])
        self.asked.append(said)
        given = self.reply(said)
        if isinstance(given, int):
            return httpx.Response(given)
        return httpx.Response(200, json={"choices": [{"message": {"content": given}, "finish_reason": "stop"}]})

    def ask(self, work: Callable[..., T], *parts: object) -> T:
        """Let work ask it: in a thread of its own, for a browser's driver may have an event loop in this one."""

        def run() -> T:
            client = Client(Server(ADDRESS, NAME), transport=httpx.MockTransport(self._handle))
            return work(*parts, client=client)

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(run).result(timeout=60)
