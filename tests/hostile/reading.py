"""Reading one file in a process of its own: within memory and time, to a result or a Dutch message."""

from __future__ import annotations

import json
import multiprocessing
import resource
from multiprocessing.connection import Connection
from pathlib import Path

from narratief.cli.jsonl import read_lines
from narratief.domain.codebook_file import load_codebook
from narratief.domain.errors import InputError
from narratief.domain.project import load_facts
from narratief.metrics.gold import load_gold
from narratief.publish.refi import read_qdc, read_qdpx
from narratief.transcripts.read import read_transcript

MEMORY = 1536 * 1024 * 1024
"""More than what reading takes; the address space of the libraries is in it."""

SECONDS = 30
"""Of the processor, so that a busy computer fails no test; WAIT is for what waits without working."""

WAIT = 180


def read(reader: str, path: Path) -> None:
    """Read a file as narratief does, and make sure that what comes out can be written."""
    if reader == "transcripts":
        interview = read_transcript(path)
        assert interview.turns
        assert all(interview.text[turn.start : turn.end] == turn.text for turn in interview.turns)
        _writable(interview.text)
    elif reader == "exchange" and path.suffix == ".qdc":
        _writable(read_qdc(path).codebook.model_dump_json())
    elif reader == "exchange":
        for result in read_qdpx(path).results:
            for interview in result.interviews:
                _writable(interview.text)
    elif reader == "settings" and path.name.startswith("codebook"):
        _writable(load_codebook(path).model_dump_json())
    elif reader == "settings":
        (folder := path.with_suffix("")).mkdir()
        (folder / "project.yaml").write_bytes(path.read_bytes())
        _writable(load_facts(folder).model_dump_json())
    else:
        load_gold(path)
        _writable(json.dumps(read_lines(path), ensure_ascii=False))


def _writable(text: str) -> None:
    """No half characters, and no null bytes, which PostgreSQL refuses."""
    assert "\x00" not in text
    text.encode("utf-8")


def _work(reader: str, path: Path, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        read(reader, path)
        answer.send(("read", ""))
    except InputError as error:
        answer.send(("refused", str(error)))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must tell
        answer.send(("crash", repr(error)[:500]))


def read_apart(reader: str, path: Path) -> tuple[str, str]:
    """Read a file in a process of its own; gives read, refused, crash, died (too long at work) or hang, with words."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.hostile.reading"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(reader, path, theirs))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(WAIT) else ("hang", "")
    except EOFError:
        return "died", ""
    finally:
        process.kill()
        process.join()
