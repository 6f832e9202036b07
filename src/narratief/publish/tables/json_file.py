"""Everything of projects as one JSON document: facts, codebook, texts, fragments, codes with evidence, memos."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from narratief import __version__
from narratief.domain.code import Code
from narratief.domain.result import ProjectResult
from narratief.files.atomic import write_atomic
from narratief.publish.memo import ExchangeMemo
from narratief.publish.results import Results, project_results

VERSION = 1
"""Version of the format; it goes up when a field changes its meaning or is removed."""


def write_json(results: Results, path: Path, *, memos: Iterable[ExchangeMemo] = ()) -> Path:
    """Write projects as JSON; positions count code points in the interview's text, end exclusive.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    found = project_results(results)
    document = {
        "format": "narratief",
        "version": VERSION,
        "origin": f"narratief {__version__}",
        "projects": [_project(result) for result in found],
        "memos": sorted((_memo(memo) for memo in memos), key=lambda memo: json.dumps(memo, sort_keys=True)),
    }
    return write_atomic(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _project(result: ProjectResult) -> dict[str, object]:
    """Turn a project into JSON data; the names of interviewers in project.yaml are left out."""
    facts = result.facts.model_dump(mode="json", exclude={"interviewers"})
    fragments = sorted(result.fragments, key=lambda each: (each.interview, each.start, each.end, each.id))
    codes = sorted(result.codes, key=lambda code: (code.fragment, code.theme, code.coder, code.score))
    return {
        "name": result.name,
        "title": result.title,
        "residents": result.residents,
        "reviewed": sorted(result.reviewed_talks),
        "waiting": result.waiting,
        "trust": asdict(result.trust) | {"error": result.trust.error, "kept": result.trust.kept},
        "facts": facts,
        "codebook": result.codebook.model_dump(mode="json"),
        "interviews": [asdict(interview) for interview in result.interviews],
        "fragments": [{"id": fragment.id} | asdict(fragment) for fragment in fragments],
        "codes": [_code(code) for code in codes],
    }


def _code(code: Code) -> dict[str, object]:
    """Turn a code into JSON data, without its time: the format has no field for it."""
    data = asdict(code)
    del data["at"]
    return data


def _memo(memo: ExchangeMemo) -> dict[str, object]:
    """Turn a memo into JSON data, its time in ISO 8601."""
    return asdict(memo) | {"time": memo.time.isoformat() if memo.time else None}
