"""Cut a multilingual vocabulary down to what Dutch uses, and make the tokenizer for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from base_encoder import BaseEncoder
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

# What Dutch text is written with; pieces with other letters never occur in it.
_DUTCH = re.compile(r"▁?[0-9A-Za-zÀ-ÖØ-öø-ÿ.,;:!?'\"’‘“”„()\[\]\-–—…€%&/+*=@#_´`]*")


def tokenizer_of(base: BaseEncoder) -> Tokenizer:
    """Build the tokenizer of an XLM-R-like encoder (NFKC, one space between words, Metaspace, Unigram), or its own."""
    if base.tokenizer:
        return Tokenizer.from_str(base.tokenizer)
    tokenizer = Tokenizer(models.Unigram(base.pieces, unk_id=base.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def prune(base: BaseEncoder, texts: Iterable[str], size: int = 48_000) -> BaseEncoder:
    """Keep the pieces that the texts use, then the likeliest other pieces in Dutch letters, up to `size`.

    Parameters
    ----------
    base
        The encoder; its special pieces come first in the result, in their order.
    texts
        Dutch text that must be tokenised as before.
    size
        Number of pieces to keep at most (more when the texts alone need more); 0 keeps all. A vocabulary that is not
        Unigram is kept whole.

    Returns
    -------
    BaseEncoder
        The same encoder with fewer word vectors; texts made of kept pieces get the same vectors.
    """
    if not size or base.tokenizer:
        return base
    tokenizer = tokenizer_of(base)
    used = {i for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False) for i in encoding.ids}
    special = [base.bos, base.pad, base.eos, base.unk]
    dutch = [i for i, (piece, _) in enumerate(base.pieces) if piece and _DUTCH.fullmatch(piece)]
    letters = [i for i in dutch if len(base.pieces[i][0].replace("▁", "")) <= 1]
    keep = set(used) | set(letters)
    for i in sorted(dutch, key=lambda i: -base.pieces[i][1]):
        if len(keep) >= size:
            break
        keep.add(i)
    keep -= set(special)
    order = special + sorted(keep)
    return BaseEncoder(
        base.tensors | {"emb.word": np.ascontiguousarray(base.tensors["emb.word"][order])},
        [base.pieces[i] for i in order],
        bos=0,
        pad=1,
        eos=2,
        unk=3,
        layers=base.layers,
        heads=base.heads,
        hidden=base.hidden,
        eps=base.eps,
    )
