"""From interview to codes: divide the resident's turns into fragments and tag them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby

import numpy as np

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.coding import Coding
from narratief.domain.interview import Interview, Turn
from narratief.domain.settings import models_dir
from narratief.domain.vectors import Array
from narratief.files.content_hash import key_of
from narratief.nlp.classifier_head import load_head
from narratief.nlp.encoder import load_encoder
from narratief.nlp.learn import Correction
from narratief.nlp.pipeline import load_pipeline, pipeline_name
from narratief.nlp.segment import Division, divisions, fragments_of
from narratief.nlp.tagger import Tagger, ThemePrediction
from narratief.store.project_repository import ProjectRepository

_VERSION = "3"  # raise when this module or the division into fragments changes what comes out


def analyse(project: str, interview: Interview, tagger: Tagger) -> Coding:
    """Divide an interview into fragments and code them.

    Parameters
    ----------
    project
        Name of the project, part of each fragment's identity.
    interview
        Pseudonymised.
    tagger
        With the project's codebook.

    Returns
    -------
    Coding
        All fragments of the residents' turns, the machine's codes on them, and the fragments' mid-layer embeddings. The
        themes of a turn are those of its codes together.
    """
    turns = interview.resident_turns
    divided = divisions(load_pipeline(), turns, tagger.encoder.embed)
    fragments = fragments_of(project, interview, divided)
    predictions = tag_turns(interview, divided, tagger)
    codes: list[Code] = []
    mid_layer_embeddings: list[Array] = []
    at = 0
    for turn, division, prediction in zip(turns, divided, predictions, strict=True):
        own = fragments[at : at + len(division.fragments)]
        at += len(own)
        mid_layer_embeddings.append(prediction.mid_layer_embeddings[: len(own)])
        for fragment, themes in zip(own, prediction.by_fragment, strict=False):
            for theme, score in themes.items():
                spans = (prediction.evidence or {}).get(theme, ())
                inside = tuple(
                    (max(turn.start + a, fragment.start), min(turn.start + b, fragment.end))
                    for a, b in spans
                    if turn.start + a < fragment.end and turn.start + b > fragment.start
                )
                codes.append(Code(fragment.id, theme, round(score, 4), evidence=inside))
    return Coding(fragments, tuple(codes), np.concatenate(mid_layer_embeddings) if mid_layer_embeddings else None)


def with_added(kept: Coding, tagger: Tagger) -> Coding:
    """Give a coding with the codes of added themes made anew, from its vectors; those of the head stay.

    A codebook with another definition of an added theme, or with a new one, asks no more of the machine than this.
    """
    fragments, codes, mid_layer_embeddings = kept
    found = [code for code in codes if code.theme in tagger.known]
    for _, turn in groupby(fragments, key=lambda fragment: fragment.turn):
        own = list(turn)
        for fragment, themes in zip(own, tagger.tag_added(mid_layer_embeddings[[f.index for f in own]]), strict=True):
            found += [Code(fragment.id, theme, round(score, 4)) for theme, score in themes.items()]
    order = {fragment.id: place for place, fragment in enumerate(fragments)}
    rank = {theme: place for place, theme in enumerate(tagger.codebook.theme_ids)}
    found.sort(key=lambda code: (order[code.fragment], rank[code.theme]))
    return Coding(fragments, tuple(found), mid_layer_embeddings)


def tag_turns(interview: Interview, divided: Sequence[Division], tagger: Tagger) -> list[ThemePrediction]:
    """Tag the residents' turns of an interview, each with the question before it and by its fragments."""
    turns = interview.resident_turns
    return tagger.tag(
        [turn.text for turn in turns],
        [interview.question_before(turn) for turn in turns],
        [division.fragments for division in divided],
    )


def analyse_kept(project: str, file: str, work: ProjectRepository, codebook: Codebook) -> bool:
    """Analyse a kept interview unless its codes are kept already.

    Returns
    -------
    bool
        True when it was analysed now, False when the kept codes still hold.
    """
    learned = work.learned(models_version())
    known, key = _coding_keys(file, work, codebook, learned)
    if work.has_coding(file, key):
        return False
    interview = work.interview(file)
    if interview is None:
        return False
    tagger = tagger_for(codebook, learned)
    earlier = work.coding_like(file, known)
    usable = earlier is not None and earlier.mid_layer_embeddings is not None
    work.keep_coding(file, key, *(with_added(earlier, tagger) if usable else analyse(project, interview, tagger)))
    return True


def is_coded(file: str, work: ProjectRepository, codebook: Codebook) -> bool:
    """Tell whether an interview's codes are kept and still hold."""
    return work.has_coding(file, _coding_keys(file, work, codebook, work.learned(models_version()))[1])


def _coding_keys(file: str, work: ProjectRepository, codebook: Codebook, learned: bytes) -> tuple[str, str]:
    """Give the key of all that the head's codes of an interview depend on, and that of all its codes.

    The second begins with the first. Of a theme that the head knows only whether it is in the codebook counts, since
    the head does not read definitions; of an added theme every word does.
    """
    head = load_head().themes
    known_themes = sorted(theme for theme in codebook.theme_ids if theme in head)
    added = [theme.model_dump_json() for theme in codebook.themes if theme.id not in head]
    parts = (work.interview_key(file) or "", *known_themes, models_version(), pipeline_name(), _VERSION)
    known = key_of(*parts, learned) if learned else key_of(*parts)
    return known, f"{known}+{key_of(*added)}" if added else known


@lru_cache(maxsize=16)
def tagger_for(codebook: Codebook, learned: bytes = b"") -> Tagger:
    """Tagger for a codebook, made once per process.

    Parameters
    ----------
    learned
        The `Correction` that people accepted, as kept; the tagger as it was shipped when empty.
    """
    head = Correction.from_bytes(learned).on(load_head()) if learned else load_head()
    return Tagger(codebook, load_encoder(), head)


@cache
def models_version() -> str:
    """Hash of the shipped encoder and tagger: codes made with other weights are not reused."""
    digest = hashlib.sha256()
    for path in ("encoder/encoder.onnx", "encoder/words.npz", "tagger/head.npz", "tagger/tagger.json"):
        digest.update((models_dir() / path).read_bytes())
    return digest.hexdigest()


def tag_texts(texts: Sequence[str], questions: Sequence[str], codebook: Codebook) -> list[ThemePrediction]:
    """Tag loose texts, each divided into fragments as a turn would be."""
    tagger = tagger_for(codebook)
    turns = [Turn(i, "", "resident", text, 0, len(text)) for i, text in enumerate(texts)]
    divided = divisions(load_pipeline(), turns, tagger.encoder.embed)
    return tagger.tag(texts, questions, [division.fragments for division in divided])
