"""Read CoNLL-U treebanks and turn their sentences into spaCy documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab


@dataclass(frozen=True)
class Token:
    """One word of a treebank; ``head`` is the index in the sentence, -1 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space: bool = True


@dataclass(frozen=True)
class Sentence:
    """A sentence with the identifier of the article or text that it comes from."""

    sent_id: str
    tokens: tuple[Token, ...]

    @property
    def source(self) -> str:
        """Name of the article: the sentence identifier up to the first full stop."""
        return self.sent_id.split(".")[0]

    @property
    def key(self) -> str:
        """Normalised text, used to find the same sentence in two files."""
        return "".join(token.form for token in self.tokens).casefold()


def bucket(text: str, size: int) -> int:
    """Put a text in one of ``size`` buckets, the same one on every machine."""
    return int(hashlib.sha1(text.encode("utf8")).hexdigest(), 16) % size


def clean_lemma(form: str, lemma: str) -> str:
    """Take the compound marks out of a lemma: ``taal_gebied`` becomes ``taalgebied``."""
    if "_" in form or lemma == "_":
        return lemma
    return lemma.replace("_", "")


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file; ranges and empty nodes are passed over."""
    sent_id, rows, count = "", [], 0
    with path.open(encoding="utf8") as lines:
        for line in [*(line.rstrip("\n") for line in lines), ""]:
            if line.startswith("# sent_id"):
                sent_id = line.split("=", 1)[1].strip().split("\\")[-1]
            elif line.startswith("#"):
                if line.endswith(".xml"):
                    sent_id = line[1:].strip().removesuffix(".xml")
            elif line.strip():
                rows.append(line.split("\t"))
            elif rows:
                count += 1
                words = [row for row in rows if row[0].isdigit()]
                place = {row[0]: index for index, row in enumerate(words)}
                tokens = tuple(
                    Token(
                        form=row[1],
                        lemma=clean_lemma(row[1], row[2]),
                        upos=row[3],
                        xpos="" if row[4] == "_" else row[4],
                        feats="" if row[5] == "_" else row[5],
                        head=place.get(row[6], -1),
                        deprel=row[7],
                        space="SpaceAfter=No" not in row[9],
                    )
                    for row in words
                )
                yield Sentence(sent_id or str(count), tokens)
                sent_id, rows = "", []


def make_doc(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """Join annotated sentences into one document."""
    words, spaces, tags, pos, morphs, lemmas, heads, deps, starts = [], [], [], [], [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for index, token in enumerate(sentence.tokens):
            words.append(token.form)
            spaces.append(token.space or index == len(sentence.tokens) - 1)
            tags.append(token.xpos)
            pos.append(token.upos)
            morphs.append(token.feats)
            lemmas.append(token.lemma)
            heads.append(offset + (token.head if token.head >= 0 else index))
            deps.append("ROOT" if token.head < 0 else token.deprel)
            starts.append(index == 0)
    return Doc(
        vocab, words=words, spaces=spaces, tags=tags, pos=pos, morphs=morphs, lemmas=lemmas, heads=heads, deps=deps
    )


def drop_tokens(sentence: Sentence, dropped: set[int]) -> Sentence | None:
    """Take tokens out of a sentence and hang their dependents on the nearest head that stays."""
    tokens = sentence.tokens
    kept = [index for index in range(len(tokens)) if index not in dropped]
    if not kept:
        return None
    place = {old: new for new, old in enumerate(kept)}

    def climb(index: int) -> int:
        """Find the first head that stays, or -1."""
        while index >= 0 and index in dropped:
            index = tokens[index].head
        return index

    heads = [climb(tokens[old].head) for old in kept]
    roots = [new for new, head in enumerate(heads) if head < 0]
    result = []
    for new, old in enumerate(kept):
        head = heads[new]
        if head >= 0:
            result.append(replace(tokens[old], head=place[head]))
        elif new == roots[0]:
            result.append(replace(tokens[old], head=-1, deprel="root"))
        else:
            deprel = "parataxis" if tokens[old].deprel == "root" else tokens[old].deprel
            result.append(replace(tokens[old], head=roots[0], deprel=deprel))
    return Sentence(sentence.sent_id, tuple(result))


def as_speech(sentence: Sentence, lower: bool = True, keep_punct: bool = False) -> Sentence | None:
    """Copy a sentence the way speech recognition writes it: no punctuation and no capitals."""
    dropped = set() if keep_punct else {i for i, token in enumerate(sentence.tokens) if token.upos == "PUNCT"}
    result = drop_tokens(sentence, dropped)
    if result is None or not lower:
        return result
    tokens = tuple(
        replace(token, form=token.form.lower(), lemma=token.lemma.lower(), space=True) for token in result.tokens
    )
    return Sentence(result.sent_id, tokens)
