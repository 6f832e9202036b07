"""Made-up material: clear groups of passages in a small space, without any model."""

from __future__ import annotations

import numpy as np
import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.nlp.lemmas import Words
from narratief.topics.material import Material
from narratief.topics.passage import Passage
from narratief.topics.space import Layer, Space

WIDTH = 24
SUBJECTS = ("brief", "toren", "buren", "verkeer", "speeltuin", "markt", "tekening", "voorzitter")


def plain_space() -> Space:
    """A space that changes nothing but the middle."""
    return Space((Layer(np.eye(WIDTH, dtype="f4"), np.zeros(WIDTH, "f4"), np.eye(WIDTH, dtype="f4") / WIDTH),))


def make_material(sizes: dict[str, int], seed: int = 0, themes: dict[str, str] | None = None) -> Material:
    """Passages on subjects, each with a direction of its own; `themes` gives subjects a codebook theme."""
    generator = np.random.default_rng(seed)
    passages, rows, lemmas = [], [], []
    for subject, size in sizes.items():
        direction = np.eye(WIDTH)[SUBJECTS.index(subject)]
        for number in range(size):
            theme = (themes or {}).get(subject)
            passages.append(
                Passage(
                    id=f"{abs(hash_of(subject, number)):016x}",
                    text=f"Het ging over de {subject} en nog iets, nummer {number} van wat ik daarover te zeggen heb.",
                    project="plan-a" if number % 2 else "plan-b",
                    interview=f"interview-{number % 7}.txt",
                    place=f"antwoord {number + 1}, tekens {number}–{number + 9}",
                    phase="begin" if number % 3 else "eind",
                    themes={theme: 0.9} if theme else {},
                )
            )
            rows.append(direction + generator.normal(0, 0.08, WIDTH))
            lemmas.append((subject, f"woord{number % 3}", f"{subject}dag"))
    words = Words(tuple(lemmas), {}, frozenset(SUBJECTS))
    return Material(passages, np.array(rows, dtype=np.float32).reshape(-1, WIDTH), words)


def hash_of(subject: str, number: int) -> int:
    """A number that looks like a hash but is the same in every process."""
    import hashlib

    return int(hashlib.sha256(f"{subject}{number}".encode()).hexdigest()[:15], 16)


@pytest.fixture
def space() -> Space:
    return plain_space()


@pytest.fixture
def codebook():
    return default_codebook()


@pytest.fixture
def material() -> Material:
    sizes = {"brief": 40, "toren": 30, "buren": 25, "verkeer": 20, "speeltuin": 15}
    return make_material(sizes, themes={"brief": "feedback_silence", "buren": "community_cohesion"})
