"""What is computed per passage and kept between runs, so that a run with one new interview does only that interview."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from pydantic import TypeAdapter

from narratief.domain.codebook import Codebook
from narratief.domain.vectors import Array
from narratief.files.atomic import write_atomic

if TYPE_CHECKING:
    from narratief.nlp.encoder import Encoder

Found = TypeVar("Found")
_BLOCK = 2_000
"""Texts that are encoded at a time: 300 interviews peak at 1.55 instead of 2.18 GiB (docs/performance.md)."""


Embedder = Callable[[Sequence[str]], Array]
"""Embeds texts for clustering: the encoder's exported layers side by side (n x layers·width)."""


def embed_passages(texts: Sequence[str], encoder: Encoder) -> Array:
    """Embed texts for clustering with an encoder (n x layers·width)."""
    return encoder.embed_layers(texts)


def embed_definitions(codebook: Codebook, embed: Embedder) -> dict[str, Array]:
    """Embed each theme's label and definition (layers·width,), by theme id."""
    embeddings = embed([f"{theme.label}. {theme.definition}" for theme in codebook.themes])
    return dict(zip(codebook.theme_ids, embeddings, strict=True))


class EmbeddingStore:
    """Kept embeddings of texts, in one file.

    Parameters
    ----------
    path
        The file; made when something is kept.
    version
        Of the encoder; embeddings of another one are not used.
    precision
        Of the numbers that are kept.
    """

    def __init__(self, path: Path, version: str, precision: type[np.floating] = np.float16) -> None:
        self.path = path
        self.version = version
        self._precision = precision

    def of_texts(self, texts: Sequence[str], embed: Embedder) -> Array:
        """As `embeddings`, under keys made of the texts."""
        return self.embeddings([text_key(text) for text in texts], texts, embed)

    def embeddings(self, ids: Sequence[str], texts: Sequence[str], embed: Embedder) -> Array:
        """Look up embeddings of texts, encoding only those that are not kept under their id; keeps exactly these.

        Parameters
        ----------
        ids
            Ids that stand for the texts' content: another text has another id.

        Returns
        -------
        array
            One row per text (n x layers·width), in the precision in which they are kept, given as single precision.
        """
        kept = self._read()
        missing = [place for place, key in enumerate(ids) if key not in kept]
        width = len(next(iter(kept.values()))) if kept else embed([]).shape[1]
        result = np.zeros((len(ids), width), dtype=self._precision)
        for place, key in enumerate(ids):
            if key in kept:
                result[place] = kept[key]
        for start in range(0, len(missing), _BLOCK):  # all at once, the halves would stand beside the wholes
            some = missing[start : start + _BLOCK]
            result[some] = embed([texts[place] for place in some])
        changed = bool(missing) or len(kept) > len(set(ids))
        del kept
        if changed and ids:
            self._write(ids, result)
        return result.astype(np.float32)

    def _read(self) -> dict[str, Array]:
        """Read what was kept, by id; nothing when it is of another version or damaged."""
        try:
            with np.load(self.path) as arrays:
                if str(arrays["version"]) != self.version:
                    return {}
                return dict(zip(arrays["ids"].tolist(), arrays["vectors"], strict=True))
        except (OSError, ValueError, KeyError):
            return {}

    def _write(self, ids: Sequence[str], embeddings: Array) -> None:
        """Keep everything, whole or not at all."""
        data = io.BytesIO()
        np.savez(data, ids=np.array(ids), vectors=embeddings, version=np.array(self.version))
        write_atomic(self.path, data.getbuffer())


class TextStore(Generic[Found]):
    """What was found in texts and kept, in one file.

    Parameters
    ----------
    path
        The file; made when something is kept.
    version
        Of what finds it; what another one found is not used.
    kind
        What is found in a text, of types that JSON can hold.
    """

    def __init__(self, path: Path, version: str, kind: type[Found]) -> None:
        self.path = path
        self.version = version
        self._kept: TypeAdapter[dict[str, Found]] = TypeAdapter(dict[str, kind])  # type: ignore[valid-type]

    def of(self, texts: Sequence[str], find: Callable[[list[str]], Sequence[Found]]) -> list[Found]:
        """Look up what texts hold, finding it only in those not kept; keeps exactly these."""
        kept = self._read()
        keys = [text_key(text) for text in texts]
        missing = [place for place, key in enumerate(keys) if key not in kept]
        for place, found in zip(missing, find([texts[place] for place in missing]) if missing else (), strict=True):
            kept[keys[place]] = found
        if missing:
            self._write({key: kept[key] for key in keys})
        return [kept[key] for key in keys]

    def _read(self) -> dict[str, Found]:
        """Read what was kept, by hash of the text; nothing when it is of another version or damaged."""
        try:
            data = json.loads(self.path.read_text("utf-8"))
            return self._kept.validate_python(data["texts"]) if data["version"] == self.version else {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self, found: dict[str, Found]) -> None:
        """Keep everything, whole or not at all."""
        data = {"version": self.version, "texts": self._kept.dump_python(found, mode="json")}
        write_atomic(self.path, json.dumps(data, ensure_ascii=False).encode())


def text_key(text: str) -> str:
    """Key of a text's content."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
