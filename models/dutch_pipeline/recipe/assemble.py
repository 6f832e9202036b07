"""Put the separately trained parts together into one pipeline that plain ``spacy.load`` reads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from narratief.nlp.recogniser import FACTORY

ORDER = ("senter", "tok2vec", "morphologizer", "tagger", "parser", "lemmatizer", "ner")


def assemble(syntax: Path, senter: Path, meta: dict[str, Any]) -> Language:
    """Take the parts from two trained pipelines, and the recogniser of personal data that narratief ships.

    The sentence starts come first: the parser keeps to the boundaries that it finds set.
    """
    nlp = spacy.load(syntax)
    nlp.add_pipe("senter", source=spacy.load(senter), first=True)
    nlp.add_pipe(FACTORY, name="ner", last=True)
    assert tuple(nlp.pipe_names) == ORDER, nlp.pipe_names
    nlp.config["paths"].update({"train": None, "dev": None})
    nlp.meta.update(meta)
    return nlp


def write(nlp: Language, target: Path) -> None:
    """Write the pipeline beside its place and then move it there, so that no reader finds half of one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    stale = target.with_name(f".{target.name}.old")
    for folder in (fresh, stale):
        shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(fresh)
    if target.exists():
        target.rename(stale)
    fresh.rename(target)
    shutil.rmtree(stale, ignore_errors=True)
