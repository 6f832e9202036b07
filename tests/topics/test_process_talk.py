"""Clusters that are small talk are never flagged as new."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.nlp.encoder import load_encoder
from narratief.topics.discover import discover
from narratief.topics.features import embed_passages
from narratief.topics.process_talk import is_about_process, load_process_talk
from tests.topics.conftest import make_material, plain_space

MODELS = Path(__file__).parents[2] / "models"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er was een avond in het buurthuis waar wij onze mening over het plan konden geven.", True),
        ("De gemeente stuurde een brief met een uitnodiging voor een gesprek over de straat.", True),
        ("Mijn hond heet Boef en die loopt elke ochtend met mij langs het water.", False),
        ("De auto's rijden hier veel te hard en de kinderen steken zomaar over.", False),
    ],
)
def test_talk_about_the_process_is_told_from_other_talk(text: str, expected: bool) -> None:
    (chance,) = load_process_talk().probabilities(embed_passages([text], load_encoder()))
    assert (chance >= 0.5) == expected


def test_a_cluster_is_about_the_process_when_enough_of_it_is() -> None:
    assert is_about_process(np.array([0.9, 0.8, 0.1]))
    assert not is_about_process(np.array([0.9, 0.2, 0.1, 0.3, 0.4, 0.1]))


def test_only_clusters_about_the_process_are_new() -> None:
    material = make_material({"brief": 30, "toren": 30, "buren": 30})
    known = replace(material, process=np.array(["brief" in p.text for p in material.passages], dtype=np.float32))
    new = [topic for topic in discover(known, default_codebook(), plain_space()).topics.topics if topic.new]
    assert len(new) == 1
    texts = {passage.id: passage.text for passage in material.passages}
    assert all("brief" in texts[member] for member in new[0].members)
    assert sum(topic.new for topic in discover(material, default_codebook(), plain_space()).topics.topics) == 3


@pytest.mark.parametrize("name", ["topics", "process_talk", "sentence_ends"])
def test_what_stands_on_the_encoder_was_learned_from_the_present_one(name: str) -> None:
    import hashlib

    meta = json.loads((MODELS / name / "meta.json").read_text("utf-8"))
    assert meta["encoder_sha256"] == hashlib.sha256((MODELS / "encoder" / "encoder.onnx").read_bytes()).hexdigest()
