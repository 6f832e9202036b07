"""Cut the spoken fragments of the corpus into sentences and take their punctuation and capitals away."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conllu import bucket
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

END_MARKS = {".", "?", "!", "…", "...", "?!", "!?"}
CLOSERS = {'"', "'", "”", "’", ")", "»"}
BLOCK = 6
HELD_OUT_PARTS = 10
LONGEST_MEAN = 40


@dataclass(frozen=True)
class Speech:
    """The words of one spoken text, and which of them open a sentence."""

    id: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    starts: tuple[bool, ...]

    @property
    def held_out(self) -> bool:
        """Say whether the text is kept for scoring; neighbours, which may be alike, stay together."""
        prefix, _, number = self.id.partition("-")
        return bucket(f"{prefix}-{(int(number[:4]) - 1) // BLOCK}", HELD_OUT_PARTS) == 0


def split_text(nlp: Language, text_id: str, text: str) -> Speech | None:
    """Mark the sentences of a punctuated text; None where the text has too little punctuation to trust."""
    doc = nlp.make_doc(" ".join(text.split()))
    words = [token.text for token in doc]
    if not words or not any(word in END_MARKS for word in words[-2:]) or not words[0][0].isupper():
        return None
    starts = [True]
    for index in range(1, len(words)):
        end = index - 1
        while end > 0 and words[end] in CLOSERS and not doc[end - 1].whitespace_:
            end -= 1
        opens = words[index][0].isupper() or words[index][0].isdigit() or words[index][0] in "'\"‘“–-"
        starts.append(words[end] in END_MARKS and bool(doc[index - 1].whitespace_) and opens)
    if len(words) / sum(starts) > LONGEST_MEAN:
        return None
    return Speech(text_id, tuple(words), tuple(bool(token.whitespace_) for token in doc), tuple(starts))


def read_speech(nlp: Language, corpus: Path) -> Iterator[Speech]:
    """Yield every punctuated text and question of the fragment and turn files."""
    for path in sorted([*corpus.glob("fragments_*.jsonl"), *corpus.glob("turns_*.jsonl")]):
        with path.open(encoding="utf8") as lines:
            for line in lines:
                row = json.loads(line)
                for text in (row["text"], row.get("question") or ""):
                    speech = split_text(nlp, row["id"], text)
                    if speech is not None:
                        yield speech


def is_mark(word: str) -> bool:
    """Say whether a token is nothing but punctuation."""
    return not re.search(r"\w", word)


def strip(speech: Speech, lower: bool = True, keep_marks: bool = False) -> Speech:
    """Take the punctuation and, if asked, the capitals away."""
    words, starts, pending = [], [], False
    for word, start in zip(speech.words, speech.starts, strict=True):
        pending = pending or start
        if is_mark(word) and not keep_marks:
            continue
        words.append(word.lower() if lower else word)
        starts.append(pending)
        pending = False
    spaces = speech.spaces if keep_marks else (True,) * len(words)
    return Speech(speech.id, tuple(words), tuple(spaces), tuple(starts))


def join(parts: list[Speech]) -> Speech:
    """Put several texts after one another."""
    spaces = [space for part in parts for space in (*part.spaces[:-1], True)]
    return Speech(
        parts[0].id,
        tuple(word for part in parts for word in part.words),
        tuple(spaces),
        tuple(start for part in parts for start in part.starts),
    )


def speech_doc(vocab: Vocab, speech: Speech) -> Doc:
    """Make a document that holds words and sentence starts only."""
    return Doc(
        vocab,
        words=list(speech.words),
        spaces=list(speech.spaces),
        sent_starts=[1 if start else -1 for start in speech.starts],
    )


def vary(texts: list[Speech], rng: random.Random) -> list[Speech]:
    """Give every text as it is and as speech recognition would write it, some of them joined."""
    result = []
    for text in texts:
        joined = join([text, rng.choice(texts)]) if rng.random() < 0.3 else text
        result += [text, strip(joined)]
        if rng.random() < 0.25:
            result.append(strip(text, lower=rng.random() < 0.5, keep_marks=rng.random() < 0.5))
    return [text for text in result if text.words]
