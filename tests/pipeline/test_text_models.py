"""Clusters read and embed texts in the process that has the models loaded, with the same outcome as here."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from narratief.pipeline import text_models as beside
from narratief.topics.features import EmbeddingStore
from narratief.topics.text_models import HERE

TEXTS = ["De bus rijdt niet meer langs onze straat.", "Wij hebben de brief nooit gekregen, en dat is jammer.", "Ja."]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Texts that the other process was asked about; a stand-in for it takes and gives what can be pickled."""
    seen: list[list[str]] = []

    def run(file: str, task: Callable[[list[str]], object], texts: list[str]) -> object:
        seen.append(texts)
        task, texts = pickle.loads(pickle.dumps((task, texts)))
        return pickle.loads(pickle.dumps(task(texts)))

    monkeypatch.setattr(beside, "WITH_MODELS", SimpleNamespace(runs=True, run=run))
    monkeypatch.setattr(beside, "_AT_A_TIME", 2)
    monkeypatch.setenv("NARRATIEF_FILES_APART", "ja")
    return seen


def test_the_other_process_gives_what_this_one_would(asked: list[list[str]]) -> None:
    models = beside.text_models()
    assert models.words(TEXTS) == HERE.words(TEXTS)
    assert models.clauses(TEXTS) == HERE.clauses(TEXTS)
    assert np.array_equal(models.embeddings(TEXTS), HERE.embeddings(TEXTS))
    assert asked == [TEXTS[:2], TEXTS[2:]] * 3
    assert models.embeddings([]).shape == (0, HERE.embeddings(TEXTS).shape[1])


def test_models_are_loaded_here_when_no_other_process_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "WITH_MODELS", SimpleNamespace(runs=False))
    assert beside.text_models() is HERE
    monkeypatch.setattr(beside, "WITH_MODELS", SimpleNamespace(runs=True))
    monkeypatch.setenv("NARRATIEF_FILES_APART", "nee")
    assert beside.text_models() is HERE


@pytest.mark.parametrize("precision", [np.float16, np.float32])
def test_what_is_kept_is_not_asked_again(precision: type[np.floating], tmp_path: Path) -> None:
    told: list[str] = []

    def embed(texts: list[str]) -> np.ndarray:
        told.extend(texts)
        return np.array([[len(text) / 3, 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)

    store = EmbeddingStore(tmp_path / "v.npz", "1", precision)
    first = store.of_texts(TEXTS, embed)
    assert np.array_equal(first, embed(TEXTS).astype(precision).astype(np.float32))
    told.clear()
    assert np.array_equal(store.of_texts(TEXTS[1:], embed), first[1:])
    assert told == []
    assert store.of_texts([], embed).shape == (0, 2)
    store.of_texts([*TEXTS[1:], "Nieuw."], embed)
    assert told == ["Nieuw."]
