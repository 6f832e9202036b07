"""From interview to codes: divide the resident's turns into fragments and tag them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.coding import Coding
from narratief.domain.interview import Interview, Turn
from narratief.domain.vectors import Array
from narratief.nlp.classifier_head import load_head
from narratief.nlp.correction import Correction
from narratief.nlp.encoder import load_encoder
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import Division, divisions, fragments_of
from narratief.nlp.tagger import Tagger, ThemePrediction


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
    divided, predictions = tag_interview(interview, tagger)
    fragments = fragments_of(project, interview, divided)
    codes: list[Code] = []
    mid_layer_embeddings: list[Array] = []
    at = 0
    for turn, division, prediction in zip(turns, divided, predictions, strict=True):
        own = fragments[at : at + len(division.fragments)]
        at += len(own)
        assert prediction.mid_layer_embeddings is not None, "a tagger that encoded texts gives their embeddings"
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
    """Make the codes of added themes anew from a coding's embeddings; those of the classifier head stay.

    A codebook with another definition of an added theme, or with a new one, asks no more of the machine than this.

    Raises
    ------
    ValueError
        When the coding was kept without its embeddings.
    """
    fragments, codes, mid_layer_embeddings = kept
    if mid_layer_embeddings is None:
        raise ValueError("a coding without embeddings")
    found = [code for code in codes if code.theme in tagger.known]
    for _, turn in groupby(fragments, key=lambda fragment: fragment.turn):
        own = list(turn)
        for fragment, themes in zip(own, tagger.tag_added(mid_layer_embeddings[[f.index for f in own]]), strict=True):
            found += [Code(fragment.id, theme, round(score, 4)) for theme, score in themes.items()]
    order = {fragment.id: place for place, fragment in enumerate(fragments)}
    rank = {theme: place for place, theme in enumerate(tagger.codebook.theme_ids)}
    found.sort(key=lambda code: (order[code.fragment], rank[code.theme]))
    return Coding(fragments, tuple(found), mid_layer_embeddings)


def tag_interview(interview: Interview, tagger: Tagger) -> tuple[list[Division], list[ThemePrediction]]:
    """Divide and tag the residents' turns of an interview, each with the question before it."""
    turns = interview.resident_turns
    return tag_turns(turns, [interview.question_before(turn) for turn in turns], tagger)


def tag_turns(
    turns: Sequence[Turn], questions: Sequence[str], tagger: Tagger
) -> tuple[list[Division], list[ThemePrediction]]:
    """Divide and tag turns: the encoder reads each once, with the question before it."""
    texts = [turn.text for turn in turns]
    encoded = tagger.encoder.encode(texts, questions)
    divided = divisions(load_pipeline(), turns, encoded)
    return divided, tagger.tag_encoded(texts, encoded, [division.fragments for division in divided])


@lru_cache(maxsize=16)
def tagger_for(codebook: Codebook, learned: bytes = b"") -> Tagger:
    """Tagger for a codebook, made once per process.

    Parameters
    ----------
    learned
        The `Correction` that people accepted, as kept; the tagger as it was shipped when empty.
    """
    head = Correction.from_bytes(learned).apply_to(load_head()) if learned else load_head()
    return Tagger(codebook, load_encoder(), head)


def divide_turns(turns: Sequence[Turn], questions: Sequence[str]) -> list[Division]:
    """Divide turns into sentences and fragments as coding does, each with the question before it."""
    return divisions(load_pipeline(), turns, load_encoder().encode([turn.text for turn in turns], questions))


def divide_texts(texts: Sequence[str]) -> list[Division]:
    """Divide loose texts into sentences and fragments, as turns are."""
    return divisions(load_pipeline(), loose_turns(texts), load_encoder().encode(texts))


def tag_texts(texts: Sequence[str], questions: Sequence[str], codebook: Codebook) -> list[ThemePrediction]:
    """Tag loose texts, each divided into fragments as a turn would be."""
    return tag_turns(loose_turns(texts), questions, tagger_for(codebook))[1]


def loose_turns(texts: Sequence[str]) -> list[Turn]:
    """Loose texts as turns of a resident."""
    return [Turn(i, "", "resident", text, 0, len(text)) for i, text in enumerate(texts)]
