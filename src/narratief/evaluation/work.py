"""What is kept between runs: per file its pseudonymised interview and its codes, each under a key of all it depends on.

A key is a hash of the content and of every version that matters, so a second run with one new transcript does only
that one, and nothing stale is ever used.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from narratief.language.fragment import Fragment
from narratief.project import Project
from narratief.settings import home_dir
from narratief.synthesis.atomic import write_whole
from narratief.themes.code import Code
from narratief.transcripts.interview import Interview, Turn


def key_of(*parts: str | bytes) -> str:
    """Hash parts into a key; order and boundaries count."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


class WorkFolder:
    """Kept work of one project.

    Parameters
    ----------
    project
        Its key names the folder, so projects with the same name at other places stay apart.
    root
        Folder of all kept work; by default below NARRATIEF_HOME.
    """

    def __init__(self, project: Project, root: Path | None = None) -> None:
        self.folder = (root or home_dir() / "werk") / project.key

    def interview(self, file: str, key: str | None = None) -> Interview | None:
        """Kept interview of a file; None when there is none, or none with this key."""
        data = self._read("interviews", file, key)
        if data is None:
            return None
        turns = tuple(Turn(**turn) for turn in data["turns"])
        return Interview(data["file"], data["text"], turns, tuple(data["warnings"]), data["role_confidence"])

    def keep_interview(self, interview: Interview, key: str) -> None:
        """Keep a pseudonymised interview under a key."""
        self._write("interviews", interview.file, key, asdict(interview))

    def interview_key(self, file: str) -> str | None:
        """Key of the kept interview of a file; None when there is none."""
        data = self._read("interviews", file, None)
        return data["key"] if data else None

    def coding(self, file: str, key: str | None = None) -> tuple[tuple[Fragment, ...], tuple[Code, ...]] | None:
        """Kept fragments and codes of a file; None when there are none, or none with this key."""
        data = self._read("codes", file, key)
        if data is None:
            return None
        codes = (Code(**code | {"evidence": tuple(map(tuple, code["evidence"]))}) for code in data["codes"])
        return tuple(Fragment(**fragment) for fragment in data["fragments"]), tuple(codes)

    def keep_coding(self, file: str, key: str, fragments: tuple[Fragment, ...], codes: tuple[Code, ...]) -> None:
        """Keep an interview's fragments and codes under a key."""
        rows = {"fragments": [asdict(f) for f in fragments], "codes": [asdict(c) for c in codes]}
        self._write("codes", file, key, rows)

    def _path(self, kind: str, file: str) -> Path:
        return self.folder / kind / f"{file}.json"

    def _read(self, kind: str, file: str, key: str | None) -> dict[str, Any] | None:
        try:
            data = json.loads(self._path(kind, file).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(data, dict) or (key is not None and data.get("key") != key):
            return None
        return data

    def _write(self, kind: str, file: str, key: str, data: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path(kind, file), json.dumps({"key": key} | data, ensure_ascii=False).encode())
