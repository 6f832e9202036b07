"""Make the training documents: treebanks, their spoken copies, sentence starts and entities.

Steps, each a function that writes ``*.spacy`` files into a work folder:

* ``first``: the 2025 files without the sentences that also stand in the 2017 file, for the model that helps to convert;
* ``syntax``: all 2025 training sentences and the converted sentences of 2017, with spoken copies;
* ``spoken``: punctuated fragments of the corpus, annotated by a trained model, without their punctuation and capitals;
* ``senter`` and ``ner``: sentence starts and entities.

The held-back part of the LassySmall dev file serves to choose between models. The LassySmall test file is read for
one purpose only: to strike its sentences from the 2017 file.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import ner_data
import speech
from conllu import Sentence, Token, as_speech, bucket, make_doc, read_conllu
from convert2017 import Converter, agreement, guess
from spacy import blank, load
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

TREEBANKS = "ud_dutch"
DEV = "nl_lassysmall-ud-dev.conllu"
TEST = "nl_lassysmall-ud-test.conllu"
ALPINO = ("nl_alpino-ud-dev.conllu", "nl_alpino-ud-test.conllu")
OLD = "nl_lassysmall-ud1-train-2017.conllu"
SEED = 7
HELD_BLOCK, HELD_PARTS = 20, 10


def treebank(data: Path, name: str) -> list[Sentence]:
    """Read one treebank file of the data folder."""
    return list(read_conllu(data / TREEBANKS / name))


def split_dev(data: Path) -> tuple[list[Sentence], list[Sentence]]:
    """Split the LassySmall dev file into a part to train on and a part held back, by blocks of twenty sentences."""
    kept, held = [], []
    for index, sentence in enumerate(treebank(data, DEV)):
        is_held = bucket(f"lassysmall-dev-{index // HELD_BLOCK}", HELD_PARTS) == 0
        (held if is_held else kept).append(sentence)
    return kept, held


def group(sentences: Sequence[Sentence], low: int, high: int, rng: random.Random) -> list[list[Sentence]]:
    """Put consecutive sentences together, a random number of them at a time."""
    groups: list[list[Sentence]] = []
    size = 0
    for sentence in sentences:
        if not groups or len(groups[-1]) >= size:
            groups.append([])
            size = rng.randint(low, high)
        groups[-1].append(sentence)
    return groups


def written_docs(vocab: Vocab, sentences: Sequence[Sentence], rng: random.Random) -> list[Doc]:
    """Make documents of one to eight sentences as they stand."""
    return [make_doc(vocab, part) for part in group(sentences, 1, 8, rng)]


def spoken_docs(vocab: Vocab, sentences: Sequence[Sentence], rng: random.Random, share: float) -> list[Doc]:
    """Make documents of two to five sentences without punctuation and capitals, for a share of the text."""
    docs = []
    for part in group(sentences, 2, 5, rng):
        if rng.random() < share:
            spoken = [copy for copy in (as_speech(sentence) for sentence in part) if copy is not None]
            if spoken:
                docs.append(make_doc(vocab, spoken))
    return docs


def save(docs: Iterable[Doc], path: Path) -> None:
    """Write documents to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs).to_disk(path)


def read_saved(path: Path, vocab: Vocab) -> list[Doc]:
    """Read documents from a file."""
    return list(DocBin().from_disk(path).get_docs(vocab))


def old_sentences(data: Path) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence]]:
    """Give the pairs of old and new annotation to learn from, and the old sentences that are in no 2025 file."""
    kept, held = split_dev(data)
    new = {sentence.key: sentence for sentence in kept}
    struck = {sentence.key for sentence in [*treebank(data, TEST), *held]}
    pairs, rest, seen = [], [], set()
    for sentence in treebank(data, OLD):
        if sentence.key in struck or sentence.key in seen:
            continue
        seen.add(sentence.key)
        other = new.get(sentence.key)
        if other is None:
            rest.append(sentence)
        elif [token.form for token in other.tokens] == [token.form for token in sentence.tokens]:
            pairs.append((sentence, other))
    return pairs, sorted(rest, key=place_in_article)


def place_in_article(sentence: Sentence) -> list[tuple[str, int]]:
    """Give the key that puts the shuffled sentences of 2017 back into the order of their articles."""
    return [(word, int(number or 0)) for word, number in re.findall(r"([^\d]+)(\d*)", sentence.sent_id)]


def first(data: Path, work: Path) -> None:
    """Write what the first model is trained on."""
    nlp, rng = blank("nl"), random.Random(SEED)
    kept, held = split_dev(data)
    old = {sentence.key for sentence in treebank(data, OLD)}
    unseen = [sentence for sentence in kept if sentence.key not in old]
    sentences = unseen + [sentence for name in ALPINO for sentence in treebank(data, name)]
    save(written_docs(nlp.vocab, sentences, rng) + spoken_docs(nlp.vocab, sentences, rng, 1.0), work / "first.spacy")
    save([make_doc(nlp.vocab, part) for part in group(held, 10, 10, rng)], work / "dev.spacy")


def converted(data: Path, model: Path) -> tuple[list[Sentence], dict[str, dict[str, float]]]:
    """Convert the 2017 sentences, and measure on a quarter of the pairs how well that goes."""
    nlp = load(model)
    pairs, rest = old_sentences(data)
    random.Random(SEED).shuffle(pairs)
    guesses = guess(nlp, [old for old, _ in pairs])
    cut = len(pairs) * 3 // 4
    converter = Converter()
    converter.fit(pairs[:cut], guesses[:cut])
    gold = [new for _, new in pairs[cut:]]
    made = [converter.convert(old, new) for (old, _), new in zip(pairs[cut:], guesses[cut:], strict=True)]
    report = {
        "old annotation": agreement([old for old, _ in pairs[cut:]], gold),
        "first model": agreement(guesses[cut:], gold),
        "converted": agreement(made, gold),
    }
    converter.fit(pairs, guesses)
    new_guesses = guess(nlp, rest)
    return [converter.convert(old, new) for old, new in zip(rest, new_guesses, strict=True)], report


def syntax(data: Path, work: Path, model: Path, spoken_share: float = 0.5, with_dev: bool = False) -> None:
    """Write what the word classes, lemmas and relations are trained on.

    ``with_dev`` trains on the part of the dev file that is held back to choose settings, too, once they are fixed.
    """
    nlp, rng = blank("nl"), random.Random(SEED)
    old, report = converted(data, model)
    (work / "convert2017.json").write_text(json.dumps(report, indent=1), encoding="utf8")
    kept, held = split_dev(data)
    sentences = kept + [sentence for name in ALPINO for sentence in treebank(data, name)] + old
    sentences += held if with_dev else []
    save(
        written_docs(nlp.vocab, sentences, rng) + spoken_docs(nlp.vocab, sentences, rng, spoken_share),
        work / "syntax.spacy",
    )
    save([make_doc(nlp.vocab, part) for part in group(held, 10, 10, rng)], work / "dev.spacy")


def doc_sentences(doc: Doc) -> list[Sentence]:
    """Read the sentences back from an annotated document."""
    result = []
    for number, span in enumerate(doc.sents):
        tokens = tuple(
            Token(
                form=token.text,
                lemma=token.lemma_,
                upos=token.pos_,
                xpos=token.tag_,
                feats=str(token.morph),
                head=-1 if token.head.i == token.i else token.head.i - span.start,
                deprel="root" if token.head.i == token.i else token.dep_,
                space=bool(token.whitespace_),
            )
            for token in span
        )
        result.append(Sentence(f"{number}", tokens))
    return result


def spoken(corpus: Path, work: Path, model: Path) -> None:
    """Let a trained model annotate punctuated speech and write it without punctuation and capitals."""
    nlp = load(model)
    texts = [text for text in speech.read_speech(nlp, corpus) if not text.held_out]
    docs = []
    for doc in nlp.pipe(speech.speech_doc(nlp.vocab, text) for text in texts):
        copies = [copy for copy in (as_speech(sentence) for sentence in doc_sentences(doc)) if copy is not None]
        if copies:
            docs.append(make_doc(nlp.vocab, copies))
    save(docs, work / "spoken.spacy")


def starts_only(vocab: Vocab, doc: Doc) -> Doc:
    """Copy a document with its sentence starts alone."""
    return Doc(
        vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        sent_starts=[1 if token.is_sent_start else -1 for token in doc],
    )


def senter(data: Path, corpus: Path, work: Path) -> None:
    """Write what the sentence starts are trained on: treebanks and speech, as written and as spoken."""
    nlp, rng = blank("nl"), random.Random(SEED)
    texts = list(speech.read_speech(nlp, corpus))
    kept = [text for text in texts if not text.held_out]
    held = [text for text in texts if text.held_out]
    sentences = split_dev(data)[0] + [sentence for name in ALPINO for sentence in treebank(data, name)]
    sentences += old_sentences(data)[1]
    treebanks = written_docs(nlp.vocab, sentences, rng) + spoken_docs(nlp.vocab, sentences, rng, 1.0)
    docs = [starts_only(nlp.vocab, doc) for doc in treebanks]
    save(docs + [speech.speech_doc(nlp.vocab, text) for text in speech.vary(kept, rng)], work / "senter.spacy")
    dev = [starts_only(nlp.vocab, doc) for doc in read_saved(work / "dev.spacy", nlp.vocab)]
    dev += [speech.speech_doc(nlp.vocab, copy) for text in held for copy in (text, speech.strip(text))]
    save(dev, work / "senter_dev.spacy")


def plain_texts(nlp: Language, corpus: Path) -> list[str]:
    """Collect runs of spoken sentences in which nobody and nothing is named."""
    runs: list[str] = []
    for text in speech.read_speech(nlp, corpus):
        doc = speech.speech_doc(nlp.vocab, text)
        run: list[str] = []
        for sent in [*doc.sents, None]:
            if sent is not None and ner_data.is_plain(sent.as_doc()):
                run.append(sent.text)
            elif run:
                runs.append(" ".join(run))
                run = []
    return runs


def plain_sentences(data: Path) -> list[str]:
    """Collect treebank sentences without proper names and numbers."""
    kept, _ = split_dev(data)
    texts = []
    for sentence in kept + [sentence for name in ALPINO for sentence in treebank(data, name)]:
        text = "".join(token.form + " " * token.space for token in sentence.tokens).strip()
        names_one = any(token.upos in {"PROPN", "NUM", "X", "SYM"} for token in sentence.tokens)
        if not names_one and len(sentence.tokens) > 3 and not ner_data.TELLING.search(text):
            texts.append(text)
    return texts
