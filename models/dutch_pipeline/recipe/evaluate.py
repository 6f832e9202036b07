"""Score a Dutch spaCy pipeline and print the figures as JSON.

``python evaluate.py --data DIR --corpus DIR [--model PATH_OR_NAME]``

* LassySmall test (2025), gold tokens, ten sentences to a document as ``spacy convert -n 10`` makes them, and one;
* the same file as raw text: tokens, sentences and words found by the pipeline itself;
* the same file without punctuation and capitals;
* held-out speech: sentence starts with and without punctuation;
* the held-out personal-data fragments, as written and in lower case, by exact character offsets (``--entities``: these
  alone).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import ner_data
import spacy
import speech
from conllu import Sentence, as_speech, make_doc, read_conllu
from prepare import TEST, TREEBANKS
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

HERE = Path(__file__).resolve().parent
DEFAULT_MODEL = HERE.parent / "nl_narratief_sm"
FIGURES = ("pos_acc", "tag_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_p", "sents_r", "sents_f")
SYNTAX = ("tagger", "morphologizer", "lemmatizer", "parser", "senter")
GROUPS = {
    "PERSON": {"PERSON", "PER"},
    "ADDRESS": {"ADDRESS"},
    "STREET": {"FAC"},
    "ADDRESS or STREET": {"ADDRESS", "FAC"},
}


def chunks(sentences: Sequence[Sentence], size: int) -> list[Sequence[Sentence]]:
    """Cut a list of sentences into runs of a fixed length."""
    return [sentences[start : start + size] for start in range(0, len(sentences), size)]


def bare_copy(nlp: Language, doc: Doc) -> Doc:
    """Copy the words of a document without any annotation."""
    return Doc(nlp.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])


def score_gold_tokens(nlp: Language, docs: Iterable[Doc]) -> dict[str, float]:
    """Score word classes, tags, lemmas, relations and sentences on gold tokens with spaCy's scorer."""
    golds = list(docs)
    guesses = nlp.pipe(bare_copy(nlp, gold) for gold in golds)
    examples = [Example(guess, gold) for guess, gold in zip(guesses, golds, strict=True)]
    scores: dict[str, Any] = {}
    for name in ("pos", "tag", "lemma"):
        scores |= Scorer.score_token_attr(examples, name)
    scores |= Scorer.score_token_attr(examples, "morph")
    scores |= Scorer.score_deps(
        examples,
        "dep",
        getter=lambda token, attr: token.dep_.lower(),
        head_attr="head",
        ignore_labels=("p", "punct"),
    )
    scores |= Scorer.score_spans(examples, "sents", getter=lambda doc, _: list(doc.sents))
    return {name: round(float(scores[name]), 4) for name in FIGURES if scores.get(name) is not None}


def f_score(found: set[Any], gold: set[Any]) -> dict[str, float]:
    """Give precision, recall and F, with the number of gold items."""
    hits = len(found & gold)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(gold))
    f = 2 * precision * recall / max(1e-9, precision + recall)
    return {"p": round(precision, 4), "r": round(recall, 4), "f": round(f, 4), "n": len(gold)}


def score_raw(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, Any]:
    """Score on raw text: an item counts as right where its characters and its value are right."""
    found: dict[str, set[Any]] = {name: set() for name in ("token", "sentence", "pos", "lemma", "las")}
    gold: dict[str, set[Any]] = {name: set() for name in found}

    def add(target: dict[str, set[Any]], number: int, doc: Doc) -> None:
        """Note the items of one document by character offsets without white space."""
        ends, seen = [], 0
        for token in doc:
            seen += len(token.text.strip())
            ends.append(seen)
        spans = [(number, end - len(token.text.strip()), end) for token, end in zip(doc, ends, strict=True)]
        for token, span in zip(doc, spans, strict=True):
            if not token.text.strip():
                continue
            target["token"].add(span)
            target["pos"].add((span, token.pos_))
            target["lemma"].add((span, token.lemma_))
            if token.dep_ != "punct":
                target["las"].add((span, spans[token.head.i], token.dep_.lower()))
        for sent in doc.sents:
            target["sentence"].add((number, spans[sent.start][1], spans[sent.end - 1][2]))

    docs = [make_doc(nlp.vocab, part) for part in chunks(sentences, 10)]
    started = time.perf_counter()
    guesses = list(nlp.pipe(doc.text for doc in docs))
    seconds = time.perf_counter() - started
    for number, (doc, guess) in enumerate(zip(docs, guesses, strict=True)):
        add(gold, number, doc)
        add(found, number, guess)
    result: dict[str, Any] = {name: f_score(found[name], gold[name])["f"] for name in found}
    result["words per second"] = round(sum(len(guess) for guess in guesses) / seconds)
    return result


def score_speech(nlp: Language, corpus: Path) -> dict[str, Any]:
    """Score sentence starts on the held-out speech, as written and as speech recognition writes it."""
    texts = [text for text in speech.read_speech(nlp, corpus) if text.held_out]
    result: dict[str, Any] = {"texts": len(texts)}
    ways = {"punctuated": texts, "no punctuation, no capitals": [speech.strip(text) for text in texts]}
    for name, versions in ways.items():
        docs = nlp.pipe(bare_copy(nlp, speech.speech_doc(nlp.vocab, version)) for version in versions)
        spans: list[set[Any]] = [set(), set()]
        bounds: list[set[Any]] = [set(), set()]
        for number, (version, doc) in enumerate(zip(versions, docs, strict=True)):
            guess_starts = [sent.start for sent in doc.sents]
            gold_starts = [index for index, start in enumerate(version.starts) if start]
            for kind, starts in ((0, guess_starts), (1, gold_starts)):
                ends = [*starts[1:], len(version.words)]
                spans[kind] |= {(number, start, end) for start, end in zip(starts, ends, strict=True)}
                bounds[kind] |= {(number, start) for start in starts[1:]}
        result[name] = {"sentences": f_score(*spans), "boundaries within a text": f_score(*bounds)}
    return result


def score_entities(nlp: Language, fragments: Sequence[ner_data.Fragment]) -> dict[str, Any]:
    """Score entities by exact character offsets, for each label and for the groups that matter most."""
    found, gold = set(), set()
    for number, (fragment, doc) in enumerate(
        zip(fragments, nlp.pipe(fragment.text for fragment in fragments), strict=True)
    ):
        gold |= {(number, *entity) for entity in fragment.entities}
        found |= {(number, ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
    result: dict[str, Any] = {"all": f_score(found, gold)}
    for name, labels in GROUPS.items():
        result[name] = f_score(
            {item for item in found if item[3] in labels}, {item for item in gold if item[3] in labels}
        )
    merged = {"ADDRESS", "FAC"}
    result["ADDRESS or STREET, label apart"] = f_score(
        {item[:3] for item in found if item[3] in merged}, {item[:3] for item in gold if item[3] in merged}
    )
    for label in sorted({item[3] for item in gold}):
        result[f"label {label}"] = f_score(
            {item for item in found if item[3] == label}, {item for item in gold if item[3] == label}
        )
    return result


def score_ner(nlp: Language, corpus: Path, held_out: int = ner_data.HELD_OUT_FOLD) -> dict[str, Any]:
    """Score the held-out fragments in each way of writing: the blind sets, and a fifth of the first two."""
    blind = list(ner_data.read_fragments(corpus, ner_data.BLIND_FILES))
    fifth = [fragment for fragment in ner_data.read_fragments(corpus) if ner_data.fold(fragment) == held_out]
    return {
        "held out, blind sets and fifth": _ways(nlp, [*blind, *fifth]),
        "blind sets h1 and h2": _ways(nlp, blind),
        "fifth of p1 and p2": _ways(nlp, fifth),
        **{name: score_entities(nlp, [one for one in blind if one.id.startswith(name)]) for name in ("h1", "h2")},
    }


def _ways(nlp: Language, fragments: Sequence[ner_data.Fragment]) -> dict[str, Any]:
    """Score fragments as they are, in lower case, and as speech recognition would write them."""
    return {
        "fragments": len(fragments),
        "as given": score_entities(nlp, fragments),
        "all in lower case": score_entities(nlp, [ner_data.lower_case(one) for one in fragments]),
        "all in lower case, no punctuation": score_entities(nlp, [ner_data.unpunctuated(one) for one in fragments]),
    }


def evaluate(nlp: Language, data: Path, corpus: Path) -> dict[str, Any]:
    """Compute every figure."""
    sentences = list(read_conllu(data / TREEBANKS / TEST))
    low = [copy for copy in (as_speech(sentence) for sentence in sentences) if copy is not None]
    return {
        "model": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        "lassysmall test, 10 sentences a document": score_gold_tokens(
            nlp, [make_doc(nlp.vocab, part) for part in chunks(sentences, 10)]
        ),
        "lassysmall test, 1 sentence a document": score_gold_tokens(
            nlp, [make_doc(nlp.vocab, part) for part in chunks(sentences, 1)]
        ),
        "lassysmall test, raw text (F)": score_raw(nlp, sentences),
        "lassysmall test, no punctuation, no capitals, 5 sentences a document": score_gold_tokens(
            nlp, [make_doc(nlp.vocab, part) for part in chunks(low, 5)]
        ),
        "speech, sentences": score_speech(nlp, corpus),
        "personal data": score_ner(nlp, corpus),
    }


def main() -> None:
    """Read the command line and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds ud_dutch/")
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds the labelled corpus")
    parser.add_argument("--model", default=str(DEFAULT_MODEL), help="folder or name of an installed pipeline")
    parser.add_argument("--entities", action="store_true", help="score personal data alone")
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    scores = score_ner(nlp, arguments.corpus) if arguments.entities else evaluate(nlp, arguments.data, arguments.corpus)
    print(json.dumps(scores, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
