"""What a run leaves for the next: which clusters there were, and what it computed on the way."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from narratief.domain.locations import home_dir
from narratief.files.file_transaction import recover_transaction, write_transaction
from narratief.topics.passage import Passage
from narratief.topics.run_history import EarlierTopic, RunHistory
from narratief.topics.topic import Merge, NearTheme, Topic, Topics

ALL_PROJECTS = "alle-projecten"
"""Key of the collection of all projects."""
_DECIMALS = 5  # of a kept centroid: a cosine moves by less than 1e-4, far less than identity.py's bounds tell apart


class TopicCache:
    """Files kept between runs of one project, or of all projects together; people's edits are kept elsewhere.

    Parameters
    ----------
    key
        Name that tells this project (or collection of projects) apart.
    root
        By default NARRATIEF_HOME.

    Attributes
    ----------
    embeddings_path, words_path
        Where `EmbeddingStore` and `TextStore` keep what was computed per passage.
    clauses_path, clause_embeddings_path
        Where they keep what titles are chosen from.
    definitions_path
        Where the embeddings of the themes' definitions are kept.
    """

    def __init__(self, key: str, root: Path | None = None) -> None:
        self.folder = (root or home_dir()) / "werk" / key / "clusters"
        self.embeddings_path = self.folder / "vectoren.npz"
        self.words_path = self.folder / "woorden.json"
        self.clauses_path = self.folder / "zinsdelen.json"
        self.clause_embeddings_path = self.folder / "zinsdelen.npz"
        self.definitions_path = self.folder / "definities.npz"
        self._history = self.folder / "clusters.json"
        self._last = self.folder / "laatste.json"

    def history(self) -> RunHistory:
        """Read what is known of earlier runs; an empty history when there was no run."""
        data = _read(self._history)
        if not data:
            return RunHistory()
        topics = tuple(
            EarlierTopic(c["id"], frozenset(c["members"]), np.array(c["centre"], dtype=np.float32), c["present"])
            for c in data["clusters"]
        )
        points = {key: (x, y) for key, (x, y) in data.get("points", {}).items()}
        rows, clusters = data.get("counted", (0, 0))
        return RunHistory(topics, frozenset(data["seen"]), points, (rows, clusters))

    def last(self, key: str | None = None) -> Topics | None:
        """Read what the last run found; None when there was no run, or when it was kept under another key."""
        data = _read(self._last)
        if not data or (key is not None and data.get("key") != key):
            return None
        return Topics(
            passages={p["id"]: Passage(**p) for p in data["passages"]},
            topics=tuple(_topic(topic) for topic in data["topics"]),
            left_out=tuple(data["left_out"]),
            merges=tuple(Merge(tuple(m["left"]), tuple(m["right"]), m["distance"], m["label"]) for m in data["merges"]),
            points={key: (x, y) for key, (x, y) in data["points"].items()},
            phases=tuple(data["phases"]),
        )

    def keep(self, topics: Topics, history: RunHistory, key: str = "") -> None:
        """Keep a run's outcome, under a key of all that it depends on."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        clusters = [
            {
                "id": old.id,
                "members": sorted(old.members),
                "centre": [round(float(x), _DECIMALS) for x in old.centroid],
                "present": old.present,
            }
            for old in history.topics
        ]
        passages = [asdict(passage) for passage in topics.passages.values()]
        last = asdict(replace(topics, passages={})) | {"passages": passages, "key": key}
        known = {
            "clusters": clusters,
            "seen": sorted(history.seen),
            "points": history.points,
            "counted": history.counted,
        }
        kept = {self._history.name: known, self._last.name: last}
        write_transaction(self.folder, {name: _bytes(data) for name, data in kept.items()})


def _topic(data: dict[str, Any]) -> Topic:
    """Rebuild a cluster from its JSON."""
    tuples = {key: tuple(data[key]) for key in ("keywords", "members", "quotes", "projects")}
    return Topic(**data | tuples | {"near": tuple(NearTheme(**near) for near in data["near"])})


def _read(path: Path) -> dict[str, Any]:
    """Read a file that was kept; nothing when it is missing or damaged."""
    recover_transaction(path.parent)
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _bytes(data: dict[str, Any]) -> bytes:
    """Write JSON in UTF-8."""
    return json.dumps(data, ensure_ascii=False).encode()
