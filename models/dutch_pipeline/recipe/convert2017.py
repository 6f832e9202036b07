"""Bring the 2017 annotation of LassySmall up to the guidelines of 2025.

Sentences that stand in the 2017 file and in the 2025 *dev* file show how the guidelines changed. From those pairs
linear classifiers learn, out of the old annotation and the guess of a first model that never saw the pairs, what the
new annotation is. The 2025 test file plays no part: its sentences are only struck from the 2017 file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from conllu import Sentence, Token
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC
from spacy.language import Language
from spacy.tokens import Doc

Features = dict[str, str | float]
LEMMA_SOURCES = ("old", "form", "lower", "guess")


def guess(nlp: Language, sentences: Iterable[Sentence]) -> list[Sentence]:
    """Annotate sentences with the first model, each as one sentence."""

    def bare(sentence: Sentence) -> Doc:
        """Make a document with words alone that may not be cut."""
        words = [token.form for token in sentence.tokens]
        return Doc(nlp.vocab, words=words, sent_starts=[1] + [-1] * (len(words) - 1))

    sentences = list(sentences)
    result = []
    for sentence, doc in zip(sentences, nlp.pipe(bare(sentence) for sentence in sentences), strict=True):
        tokens = tuple(
            Token(
                form=token.text,
                lemma=token.lemma_,
                upos=token.pos_,
                xpos=token.tag_,
                feats=str(token.morph),
                head=-1 if token.head.i == token.i else token.head.i,
                deprel="root" if token.head.i == token.i else token.dep_,
            )
            for token in doc
        )
        result.append(Sentence(sentence.sent_id, tokens))
    return result


def climb(tokens: tuple[Token, ...], index: int, start: int) -> int:
    """Walk up from a neighbour as long as the head stays on the same side of ``index``."""
    if not 0 <= start < len(tokens):
        return -1
    for _ in tokens:
        head = tokens[start].head
        if head in (-1, index) or (head > index) != (start > index):
            break
        start = head
    return start


def head_candidates(old: Sentence, new: Sentence, index: int) -> dict[str, int]:
    """List the heads that a token may get, by the way each was found."""
    tokens = old.tokens
    later = [other for other in range(index + 1, len(tokens)) if tokens[other].deprel == "conj"]
    same = [other for other in later if tokens[other].head == tokens[index].head]
    root = next((other for other, token in enumerate(tokens) if token.head < 0), 0)
    return {
        "old": tokens[index].head,
        "guess": new.tokens[index].head,
        "conjunct": same[0] if same else -1,
        "left": climb(tokens, index, index - 1),
        "right": climb(tokens, index, index + 1),
        "root": root if root != index else -1,
        "grandparent": tokens[tokens[index].head].head if tokens[index].head >= 0 else -1,
    }


def lemma_candidates(old: Token, new: Token) -> dict[str, str]:
    """List the lemmas that a token may get."""
    return dict(zip(LEMMA_SOURCES, (old.lemma, old.form, old.form.lower(), new.lemma), strict=True))


def word_features(old: Sentence, new: Sentence, index: int) -> Features:
    """Describe a token by its old annotation, the guess of the first model and its neighbours."""
    tokens, guesses = old.tokens, new.tokens
    token, other = tokens[index], guesses[index]
    head = tokens[token.head] if token.head >= 0 else None
    children = [child.deprel for child in tokens if child.head == index]
    features: Features = {
        "form": token.form.lower(),
        "shape": f"{token.form[:1].isupper()}{token.form.isupper()}{token.form[:1].isdigit()}{index == 0}",
        "upos": token.upos,
        "feats": f"{token.upos}|{token.feats}",
        "deprel": f"{token.upos}|{token.deprel}",
        "lemma": token.lemma.lower(),
        "guess tag": other.xpos,
        "guess pos": other.upos,
        "guess morph": f"{other.upos}|{other.feats}",
        "guess dep": other.deprel,
        "guess": f"{token.upos}|{token.feats}|{other.xpos}",
        "pos pair": f"{token.upos}|{other.upos}",
        "dep pair": f"{token.deprel}|{other.deprel}",
        "form pos": f"{token.form.lower()}|{token.upos}|{other.upos}",
        "head pos": f"{token.deprel}|{head.upos if head else ''}",
        "guess head pos": f"{other.deprel}|{guesses[other.head].upos if other.head >= 0 else ''}",
        "same head": f"{token.head == other.head}|{token.deprel}",
        "lemma same": f"{token.lemma == other.lemma}|{token.upos}",
    }
    for size in (1, 2, 3, 4):
        features[f"suffix {size}"] = f"{token.upos}|{token.form[-size:].lower()}"
    for step in (-2, -1, 1, 2):
        near = tokens[index + step] if 0 <= index + step < len(tokens) else None
        features[f"near {step}"] = f"{near.upos}|{token.upos}" if near else "none"
        features[f"near form {step}"] = f"{near.form.lower()}" if near else "none"
    for child in children:
        features[f"child {child}"] = 1.0
    return features


def head_features(old: Sentence, new: Sentence, index: int) -> Features:
    """Describe which candidates for the head agree with one another."""
    found = head_candidates(old, new, index)
    features = word_features(old, new, index)
    deprel = old.tokens[index].deprel
    pattern = "|".join(f"{name}={found[name] == found['guess']}{found[name] == found['old']}" for name in found)
    features["pattern"] = f"{deprel}|{pattern}"
    for name, head in found.items():
        features[f"agree {name}"] = f"{deprel}|{head == found['guess']}|{head == found['old']}|{head < 0}"
        features[f"side {name}"] = f"{deprel}|{head > index}"
        if head >= 0:
            features[f"target {name}"] = f"{deprel}|{old.tokens[head].upos}|{old.tokens[head].deprel}"
    return features


def is_tree(heads: list[int]) -> bool:
    """Say whether the heads make one tree with one root."""
    if sum(head < 0 for head in heads) != 1:
        return False
    for start in range(len(heads)):
        seen, node = set(), start
        while heads[node] >= 0:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node]
    return True


def short_indices(matrix: csr_matrix) -> csr_matrix:
    """Store the positions of a sparse matrix in 32 bits, which the classifier asks for."""
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    return matrix


def new_classifier() -> Pipeline:
    """Make an untrained linear classifier over named features."""
    return make_pipeline(DictVectorizer(), FunctionTransformer(short_indices), LinearSVC(C=0.3, random_state=7))


@dataclass
class Converter:
    """Classifiers that turn the old annotation into the new one."""

    models: dict[str, Pipeline] = field(default_factory=dict)

    def fit(self, pairs: list[tuple[Sentence, Sentence]], guesses: list[Sentence]) -> None:
        """Learn from sentences with the old and the new annotation."""
        words: list[Features] = []
        heads: list[Features] = []
        targets: dict[str, list[str]] = {"xpos": [], "upos": [], "feats": [], "deprel": [], "lemma": []}
        head_targets: list[str] = []
        for (old, gold), new in zip(pairs, guesses, strict=True):
            for index, token in enumerate(gold.tokens):
                features = word_features(old, new, index)
                words.append(features)
                for name in ("xpos", "upos", "feats", "deprel"):
                    targets[name].append(getattr(token, name))
                lemmas = lemma_candidates(old.tokens[index], new.tokens[index])
                targets["lemma"].append(next((name for name, lemma in lemmas.items() if lemma == token.lemma), "old"))
                found = head_candidates(old, new, index)
                right = [name for name, head in found.items() if head == token.head]
                if right:
                    heads.append(head_features(old, new, index))
                    head_targets.append(right[0])
        for name, values in targets.items():
            self.models[name] = new_classifier().fit(words, values)
        self.models["head"] = new_classifier().fit(heads, head_targets)

    def convert(self, old: Sentence, new: Sentence) -> Sentence:
        """Give a sentence the annotation of the new guidelines."""
        span = range(len(old.tokens))
        features = [word_features(old, new, index) for index in span]
        found = {name: self.models[name].predict(features) for name in ("xpos", "upos", "feats", "deprel", "lemma")}
        ways = self.models["head"].predict([head_features(old, new, index) for index in span])
        chosen = [head_candidates(old, new, index)[way] for index, way in zip(span, ways, strict=True)]
        deprels = [str(deprel) for deprel in found["deprel"]]
        if not is_tree(chosen):
            chosen = [token.head for token in old.tokens]
        if not is_tree(chosen):
            chosen = [token.head for token in new.tokens]
        tokens = []
        for index, token in enumerate(old.tokens):
            deprel = deprels[index]
            if chosen[index] < 0:
                deprel = "root"
            elif deprel == "root":
                deprel = new.tokens[index].deprel if new.tokens[index].deprel != "root" else "parataxis"
            tokens.append(
                replace(
                    token,
                    lemma=lemma_candidates(token, new.tokens[index])[str(found["lemma"][index])],
                    upos=str(found["upos"][index]),
                    xpos=str(found["xpos"][index]),
                    feats=str(found["feats"][index]),
                    head=chosen[index],
                    deprel=deprel,
                )
            )
        return Sentence(old.sent_id, tuple(tokens))


def agreement(made: Iterable[Sentence], gold: Iterable[Sentence]) -> dict[str, float]:
    """Count how often two annotations of the same sentences agree; punctuation counts for its word class only."""
    hits: dict[str, int] = dict.fromkeys(("xpos", "upos", "feats", "lemma", "uas", "las"), 0)
    total = words = 0
    for one, other in zip(made, gold, strict=True):
        for a, b in zip(one.tokens, other.tokens, strict=True):
            total += 1
            for name in ("xpos", "upos", "feats", "lemma"):
                hits[name] += getattr(a, name) == getattr(b, name)
            if b.deprel != "punct":
                words += 1
                hits["uas"] += a.head == b.head
                hits["las"] += (a.head, a.deprel) == (b.head, b.deprel)
    return {name: round(count / max(1, words if name in ("uas", "las") else total), 4) for name, count in hits.items()}
