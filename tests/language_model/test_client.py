"""Asking a model over HTTP: what is sent where, what comes back, and how it ends when nothing useful does."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from narratief.domain.errors import InputError, NarratiefError, Stopped
from narratief.language_model import client as module
from narratief.language_model.asking import GIVES_UP_AFTER, answers
from narratief.language_model.client import TRIES, Answer, Client, ServerAway, body_of
from narratief.language_model.prompts import Prompt
from narratief.language_model.server import Server
from tests.language_model.servers import Handler, Model, apart, envelope, give, nothing, serving

SCHEMA = {"type": "object", "properties": {"codes": {"type": "array"}}}
PROMPT = Prompt("coderen", 1, (("system", "Je bent een codeur."), ("user", '{"vraag": "Hoe ging het?"}')), SCHEMA)
PROMPTS = [replace(PROMPT, messages=(("user", f"vraag {number}"),)) for number in range(8)]


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(module, "_PAUSE", 0.0)


@pytest.fixture
def model() -> Iterator[Model]:
    with serving(Model(nothing)) as made:
        yield made


def server_of(model: Model, **more: Any) -> Server:
    return Server(model.address, "proef", seconds=more.pop("seconds", 30), **more)


def ask(server: Server, prompt: Prompt = PROMPT) -> Answer:
    """Put one question, with a client that is closed afterwards."""

    async def once() -> Answer:
        client = Client(server)
        try:
            return await client.ask(prompt)
        finally:
            await client.close()

    return apart(lambda: asyncio.run(once()))


def test_the_question_goes_out_as_the_api_wants_it(model: Model) -> None:
    assert ask(server_of(model, key="geheim")) == Answer('{"codes": []}', True)
    assert model.paths == ["/v1/chat/completions"]
    (body,), (headers,) = model.bodies, model.headers
    assert json.loads(body) == {
        "model": "proef",
        "messages": [
            {"role": "system", "content": "Je bent een codeur."},
            {"role": "user", "content": '{"vraag": "Hoe ging het?"}'},
        ],
        "temperature": 0,
        "seed": 1,
        "max_tokens": 2048,
        "stream": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "coderen", "strict": True, "schema": SCHEMA},
        },
    }
    assert headers["Host"] == model.address.split("/")[2]
    assert headers["Authorization"] == "Bearer geheim"
    assert headers["Content-Type"] == "application/json"


def test_the_same_question_is_the_same_to_the_byte(model: Model) -> None:
    ask(server_of(model))
    ask(server_of(model))
    assert model.bodies[0] == model.bodies[1]
    assert json.loads(model.bodies[0]) == body_of(PROMPT, "proef")
    assert "Authorization" not in model.headers[0]


def test_a_name_is_kept_in_the_headers_while_the_number_is_connected_to(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = model.address.split(":")[2].split("/")[0]
    calls = []

    def found(host: str, *_: object, **__: object) -> list[Any]:
        calls.append(host)
        assert host == "model.gemeente.lan"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(module, "place_of_server", _looked_up(found))
    ask(Server(f"http://model.gemeente.lan:{port}/v1", "proef", seconds=30))
    assert model.headers[0]["Host"] == f"model.gemeente.lan:{port}"
    assert calls == ["model.gemeente.lan"]


def _looked_up(found: Callable[..., list[Any]]) -> Callable[[Server], Any]:
    """`place_of_server` with names that lead where a test wants; other look-ups stay as they are."""
    from narratief.language_model.server import place_of_server

    def place(server: Server) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", found)
            return place_of_server(server)

    return place


def test_an_address_that_is_not_allowed_gets_nothing(model: Model) -> None:
    with pytest.raises(InputError, match="NARRATIEF_LANGUAGE_MODEL"):
        ask(Server("http://10.20.0.7/v1", "proef"))
    assert model.bodies == []


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_in_the_environment_is_not_used(model: Model, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Model(nothing)) as proxy:
        monkeypatch.setenv(name, proxy.address.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert ask(server_of(model)).whole
        assert proxy.paths == []
    assert len(model.bodies) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(model: Model, status: int) -> None:
    with serving(Model(nothing)) as elsewhere:
        model.handle = lambda handler, body: give(handler, b"", status, Location=f"{elsewhere.address}/x")
        with pytest.raises(ServerAway, match=f"weigert de vraag \\(HTTP {status}\\)"):
            ask(server_of(model))
        assert elsewhere.bodies == []
    assert len(model.bodies) == 1


def _statuses(model: Model, *statuses: int) -> None:
    """Answer with these statuses in turn; the last one stays."""
    turn = count()

    def handle(handler: Handler, body: bytes) -> None:
        status = statuses[min(next(turn), len(statuses) - 1)]
        give(handler, envelope(nothing({})) if status == 200 else b"{}", status)

    model.handle = handle


@pytest.mark.parametrize("first", [408, 425, 429, 500, 502, 503, 504])
def test_who_is_busy_for_a_moment_is_asked_again(model: Model, first: int) -> None:
    _statuses(model, first, 200)
    assert ask(server_of(model)) == Answer('{"codes": []}', True)
    assert len(model.bodies) == 2


def test_who_stays_away_is_given_up(model: Model) -> None:
    _statuses(model, 503)
    with pytest.raises(ServerAway, match="nu niet bereikbaar \\(HTTP 503\\)") as error:
        ask(server_of(model))
    assert len(model.bodies) == TRIES
    assert not error.value.problem.fatal
    assert "Controleer of het taalmodel draait" in error.value.remedy


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 204])
def test_who_refuses_is_not_asked_again(model: Model, status: int) -> None:
    _statuses(model, status)
    with pytest.raises(ServerAway, match=f"weigert de vraag \\(HTTP {status}\\)") as error:
        ask(server_of(model, key="geheim"))
    assert len(model.bodies) == 1
    assert "sleutel" in error.value.remedy
    assert "geheim" not in str(error.value)


OLDER = b'{"error": {"message": "response_format: Input should be text or json_object"}}'


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_takes_schemas_in_the_older_form_gets_them_so(model: Model, status: int) -> None:
    def handle(handler: Handler, body: bytes) -> None:
        known = json.loads(body)["response_format"]["type"] == "json_object"
        give(handler, envelope(nothing({})) if known else OLDER, 200 if known else status)

    model.handle = handle
    found = everything(server_of(model))
    assert [answer.whole for _, answer in found] == [True] * 8
    forms = [json.loads(body)["response_format"] for body in model.bodies]
    assert [form["type"] for form in forms] == ["json_schema", *["json_object"] * 8]  # it is asked once
    assert forms[-1]["schema"] == SCHEMA


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_takes_neither_form_refuses(model: Model, status: int) -> None:
    model.handle = lambda handler, body: give(handler, OLDER, status)
    with pytest.raises(ServerAway, match=f"weigert de vraag \\(HTTP {status}\\)"):
        ask(server_of(model))
    assert len(model.bodies) == 2


def test_characters_that_no_database_keeps_are_taken_out(model: Model) -> None:
    model.handle = lambda handler, body: give(handler, envelope("a\ud800b\0c"))
    assert ask(server_of(model)).text == "a?b?c"


NO_ENVELOPE = {
    "html": b"<!doctype html><title>Inloggen</title>",
    "empty": b"",
    "no choices": b'{"object": "chat.completion"}',
    "choices empty": b'{"choices": []}',
    "choices none": b'{"choices": null}',
    "a list": b"[1, 2]",
    "a number": b"3",
    "a choice that is text": b'{"choices": ["tekst"]}',
    "no message": b'{"choices": [{"text": "tekst"}]}',
    "deep": b'{"choices": ' + b"[" * 100_000,
    "not utf-8": b'{"choices": "\xff\xfe"}',
}


@pytest.mark.parametrize("data", NO_ENVELOPE.values(), ids=NO_ENVELOPE)
def test_what_is_not_of_the_api_is_told(model: Model, data: bytes) -> None:
    model.handle = lambda handler, body: give(handler, data)
    with pytest.raises(ServerAway, match="geeft geen leesbaar antwoord") as error:
        ask(server_of(model))
    assert "API van OpenAI" in error.value.remedy


@pytest.mark.parametrize("content", [None, 7, ["a"], {"a": 1}])
def test_no_words_are_an_empty_answer(model: Model, content: Any) -> None:
    model.handle = lambda handler, body: give(handler, envelope(content))
    assert ask(server_of(model)) == Answer("", True)


def test_an_answer_that_was_cut_off_says_so(model: Model) -> None:
    model.handle = lambda handler, body: give(handler, envelope('{"codes": [{"frag', "length"))
    assert ask(server_of(model)) == Answer('{"codes": [{"frag', False)


def test_an_answer_that_drips_on_for_ever_ends(model: Model) -> None:
    """Each letter comes in time; the answer as a whole does not."""
    over = threading.Event()

    def handle(handler: Handler, body: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.05):
            handler.wfile.write(b" ")

    model.handle = handle
    try:
        with pytest.raises(ServerAway, match="antwoordt niet op tijd"):
            ask(server_of(model, seconds=1))
    finally:
        over.set()
    assert len(model.bodies) == TRIES


def test_who_says_nothing_at_all_is_given_up(model: Model) -> None:
    over = threading.Event()

    def handle(handler: Handler, body: bytes) -> None:
        over.wait(60)

    model.handle = handle
    try:
        with pytest.raises(ServerAway, match="antwoordt niet op tijd"):
            ask(server_of(model, seconds=1))
    finally:
        over.set()


def test_an_answer_without_end_is_not_read_on(model: Model) -> None:
    written = [0]

    def handle(handler: Handler, body: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(2000):  # 200 MB
            handler.wfile.write(b"x" * 100_000)
            written[0] += 100_000

    model.handle = handle
    with pytest.raises(ServerAway, match="te lang"):
        ask(server_of(model))
    assert written[0] < 50_000_000
    assert len(model.bodies) == 1


def test_an_answer_that_is_packed_small_is_not_unpacked_without_end(model: Model) -> None:
    import gzip

    packed = gzip.compress(b" " * 200_000_000, 1)
    model.handle = lambda handler, body: give(handler, packed, **{"Content-Encoding": "gzip"})
    with pytest.raises(ServerAway, match="te lang"):
        ask(server_of(model))


def test_nobody_at_the_address_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(ServerAway, match="niet bereikbaar"):
        ask(Server(f"http://127.0.0.1:{port}/v1", "proef", seconds=30))


def test_who_hangs_up_is_told(model: Model) -> None:
    def handle(handler: Handler, body: bytes) -> None:
        handler.close_connection = True

    model.handle = handle
    with pytest.raises(ServerAway, match="niet bereikbaar"):
        ask(server_of(model))


def everything(server: Server, tell: Callable[[int], None] = lambda done: None) -> list[tuple[int, Any]]:
    return apart(lambda: list(answers(Client(server), PROMPTS, tell)))


def test_every_question_is_answered_with_its_own_index(model: Model) -> None:
    model.answer = lambda body: body["messages"][0]["content"]
    told: list[int] = []
    found = everything(server_of(model), told.append)
    assert {index: answer.text for index, answer in found} == {number: f"vraag {number}" for number in range(8)}
    assert told[-1] == 8
    assert told == sorted(told)
    assert model.busiest == 1


def test_several_are_asked_at_once_and_no_more_than_may_be(model: Model) -> None:
    together = threading.Barrier(3)

    def answer(body: dict[str, Any]) -> str:
        if body["messages"][0]["content"] in {"vraag 0", "vraag 1", "vraag 2"}:
            together.wait(30)  # goes on only when three are there
        return body["messages"][0]["content"]

    model.answer = answer
    found = everything(server_of(model, at_once=3))
    assert {index: answer.text for index, answer in found} == {number: f"vraag {number}" for number in range(8)}
    assert model.busiest == 3


def test_after_failures_in_a_row_nothing_more_is_asked(model: Model) -> None:
    _statuses(model, 401)
    found = everything(server_of(model))
    assert [index for index, _ in found] == list(range(GIVES_UP_AFTER))
    assert all(isinstance(each, ServerAway) for _, each in found)
    assert len(model.bodies) == GIVES_UP_AFTER


def test_a_failure_between_answers_ends_nothing(model: Model) -> None:
    _statuses(model, 401, 200, 401, 200, 200, 401, 200, 200)
    found = everything(server_of(model))
    assert [isinstance(each, NarratiefError) for _, each in found] == [True, False, True, False, False, True, False,
                                                                       False]  # fmt: skip


def test_work_that_is_stopped_ends_while_the_model_thinks(model: Model) -> None:
    over, asked = threading.Event(), threading.Event()

    def handle(handler: Handler, body: bytes) -> None:
        asked.set()
        over.wait(60)

    def tell(done: int) -> None:
        if asked.is_set():
            raise Stopped

    model.handle = handle
    client = Client(server_of(model, seconds=600))
    try:
        with pytest.raises(Stopped):
            apart(lambda: list(answers(client, PROMPTS, tell)))
        assert client._http.is_closed
    finally:
        over.set()
    assert len(model.bodies) == 1


def test_who_stops_reading_leaves_nothing_open(model: Model) -> None:
    client = Client(server_of(model))

    def first() -> int:
        asking = answers(client, PROMPTS)
        index, _ = next(asking)
        asking.close()
        return index

    assert apart(first) == 0
    assert client._http.is_closed


def test_no_questions_need_no_server() -> None:
    assert apart(lambda: list(answers(Client(Server("http://10.20.0.7/v1", "proef")), []))) == []
