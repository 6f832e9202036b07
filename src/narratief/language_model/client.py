"""Asking a language model: over HTTP, with time limits and a few tries, and never by way of a proxy or elsewhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httpx

from narratief.domain.errors import NarratiefError, Problem
from narratief.language_model.prompts import Prompt
from narratief.language_model.server import Server, place_of_server

TRIES = 3
"""How often one question is put when the server is away or busy. Chosen, not measured."""
_PAUSE = 1.0  # seconds before the second try, twice as many before the third; chosen
_CONNECT = 5.0  # seconds to be connected in; chosen: the machine is near
_MOST_BYTES = 2_000_000  # of one answer; chosen: a hundred times the longest that a prompt asks for
_MOST_TOKENS = 2048  # that the model may write; chosen: some 1,500 words, several times the longest reply wanted
_START_IT = "Controleer of het taalmodel draait. Daarna kunt u het opnieuw vragen."
_TOO_LATE = "Het taalmodel antwoordt niet op tijd."
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


_REFUSED = frozenset({400, 422, 500})
_NAMES_OF_FORM = (b"response_format", b"json_schema")
Form = Callable[[Prompt], dict[str, Any]]
"""How a server is told the schema of the answer."""


class ServerAway(NarratiefError):
    """The server does not answer, or refuses; the work goes on without what it would have said."""

    def __init__(self, message: str, remedy: str = _START_IT) -> None:
        super().__init__(Problem("taalmodel", message, remedy, fatal=False))

    def __reduce__(self) -> tuple[type[ServerAway], tuple[str, str]]:
        """Pickle by both sentences."""
        return type(self), (self.message, self.remedy)


class Answer(NamedTuple):
    """What a model said.

    Attributes
    ----------
    text
        Its words.
    whole
        False when it was cut off at the longest that it may write.
    """

    text: str
    whole: bool


class Client:
    """Puts questions to one server; to be closed after use.

    Parameters
    ----------
    transport
        What carries requests, for tests; by default the network.
    """

    def __init__(self, server: Server, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.server = server
        self._forms: tuple[Form, ...] = (_named_schema, _bare_schema)
        # trust_env: a proxy in the environment would get residents' words; redirects could lead anywhere
        self._http = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(server.seconds, connect=_CONNECT),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def ask(self, prompt: Prompt) -> Answer:
        """Put one question.

        Raises
        ------
        ServerAway
            When the server does not answer in time, refuses, or its answer is not that of the API.
        InputError
            When residents' words may not go to its address.
        """
        for attempt in range(1, TRIES + 1):
            try:
                async with asyncio.timeout(self.server.seconds):  # httpx counts from each letter that comes in
                    return await self._once(prompt)
            except (_Passing, TimeoutError) as error:
                if attempt == TRIES:
                    raise ServerAway(str(error) or _TOO_LATE) from None
            await asyncio.sleep(_PAUSE * attempt)
        raise AssertionError("the last try returns or raises")

    async def _once(self, prompt: Prompt) -> Answer:
        """Put a question once, in each form that the server may know."""
        forms = self._forms
        for form in forms:
            status, data = await self._post(prompt, form)
            if status in _REFUSED and form is not forms[-1] and any(name in data for name in _NAMES_OF_FORM):
                continue
            if status in _PASSING:
                raise _Passing(f"Het taalmodel is nu niet bereikbaar (HTTP {status}).")
            if status != httpx.codes.OK:
                raise ServerAway(
                    f"Het taalmodel weigert de vraag (HTTP {status}).",
                    "Controleer het adres, de naam van het model en de sleutel.",
                )
            self._forms = (form,)
            return _answer(data)
        raise AssertionError("the last form returns or raises")

    async def _post(self, prompt: Prompt, form: Form) -> tuple[int, bytes]:
        """Send a question, and read what comes back, whatever its status."""
        try:
            async with self._http.stream("POST", **self._request(prompt, form)) as response:
                data = bytearray()
                async for part in response.aiter_bytes():
                    data += part
                    if len(data) > _MOST_BYTES:
                        raise ServerAway("Het antwoord van het taalmodel is te lang.")
        except httpx.TimeoutException:
            raise _Passing(_TOO_LATE) from None
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL):
            raise _Passing("Het taalmodel is niet bereikbaar.") from None
        return response.status_code, bytes(data)

    def _request(self, prompt: Prompt, form: Form) -> dict[str, Any]:
        """What is sent, and to which machine: the number that was judged, under the server's own name."""
        server = self.server
        place = place_of_server(server)
        parts = server.parts
        port = f":{parts.port}" if parts.port else ""
        headers = {"Host": parts.netloc, "Accept": "application/json", "Content-Type": "application/json"}
        if server.key:
            headers["Authorization"] = f"Bearer {server.key}"
        return {
            "url": f"{parts.scheme}://{place.number}{port}{parts.path}/chat/completions",
            "headers": headers,
            "extensions": {"sni_hostname": server.host},
            "content": json.dumps(body_of(prompt, server.model, form), ensure_ascii=False).encode(),
        }


class _Passing(Exception):
    """What may go better in a moment."""


def _named_schema(prompt: Prompt) -> dict[str, Any]:
    """The answer's schema as the API has it now: OpenAI, Ollama, vLLM, llama.cpp."""
    return {"type": "json_schema", "json_schema": {"name": prompt.name, "strict": True, "schema": prompt.schema}}


def _bare_schema(prompt: Prompt) -> dict[str, Any]:
    """The same as servers took it before, and that of llama-cpp-python still does."""
    return {"type": "json_object", "schema": prompt.schema}


def body_of(prompt: Prompt, model: str, form: Form = _named_schema) -> dict[str, Any]:
    """What is asked, in the words of the API; the same prompt gives the same body to the byte."""
    return {
        "model": model,
        "messages": [{"role": role, "content": text} for role, text in prompt.messages],
        "temperature": 0,
        "seed": 1,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
        "response_format": form(prompt),
    }


def _answer(data: bytes) -> Answer:
    """Take the model's words out of the API's envelope."""
    try:
        envelope = json.loads(data)
        choice = envelope["choices"][0]
        text = choice["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ServerAway(
            "Het taalmodel geeft geen leesbaar antwoord.",
            "Controleer of op dit adres een server draait die met de API van OpenAI werkt.",
        ) from None
    if not isinstance(text, str):
        text = ""
    text = text.encode("utf-8", "replace").decode().replace("\0", "?")  # what no database keeps
    finished = choice.get("finish_reason") if isinstance(choice, Mapping) else None
    return Answer(text, finished != "length")
