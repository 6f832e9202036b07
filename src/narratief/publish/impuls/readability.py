"""How easy a Dutch text reads: Flesch-Douma, long sentences and passives, found by rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9À-Þ])|\n+")
_NUCLEUS = re.compile(
    r"eau|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|ou|au|(?<![aeiou])y(?=[^aeiou]|$)|[aeiouëïöüä]"
)
_ACCENTS = str.maketrans("áàâéèêíìîóòôúùûñç", "aaaeeeiiiooouuunc")
_BECOME = re.compile(r"\b(?:word(?:t|en)?|werd(?:en)?|geworden)\b", re.IGNORECASE)
_BE_BY = re.compile(r"\b(?:is|zijn|was|waren)\b[^.?!;]{0,300}\bdoor\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:[^\W\d_]{0,8}ge[^\W\d_]{2,}(?:d|t|en)|(?:be|ver|ont|her|er)[^\W\d_]{2,}(?:d|t|en))", re.IGNORECASE
)
_NOT = """
    gemeente gemeenten gesprek gesprekken gebied gebieden geluid geld geen geval gevolg gevolgen gedicht gezicht gewoon
    genoeg gebouw gebouwen gevoel gevoelens gezin gezinnen gedachten gelegenheid geworden eigen tegen morgen begin bent
    verhalen besluit besluiten bericht berichten verschil verschillen herten ergens verkeer verleden betekent vertelt
    vertellen beter bestaat ontwerpen verband verstand verdriet beslissen bepalen betalen begrijpen vergaderingen
"""
_NO_PARTICIPLE = frozenset(_NOT.split())
"""Common words in texts on participation that look like a past participle and are none."""
_BASE, _PER_SENTENCE, _PER_SYLLABLE = 206.835, 0.93, 77.0
"""Constants of Douma's formula (1960), his adaptation of Flesch's reading ease to Dutch."""


@dataclass(frozen=True, slots=True)
class Readability:
    """How easy a text reads.

    Attributes
    ----------
    score
        Flesch-Douma: higher is easier; about 60 and up is plain Dutch.
    words, sentences, syllables
        The numbers that the score is computed from.
    long
        Sentences with more words than asked.
    passive
        Sentences in the passive voice.
    """

    score: float
    words: int
    sentences: int
    syllables: int
    long: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()


def readability(text: str, sentence_words: int = 15) -> Readability:
    """Measure how easy a text reads.

    Parameters
    ----------
    sentence_words
        Most words of a sentence that is not too long.
    """
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in words_of(sentence)]
    count = sum(syllables(word) for word in words)
    return Readability(
        score=flesch_douma(len(words), len(sentences), count),
        words=len(words),
        sentences=len(sentences),
        syllables=count,
        long=tuple(sentence for sentence in sentences if len(words_of(sentence)) > sentence_words),
        passive=tuple(sentence for sentence in sentences if is_passive(sentence)),
    )


def flesch_douma(words: int, sentences: int, syllables: int) -> float:
    """Reading ease of Dutch after Douma (1960): 206.835 - 0.93 words per sentence - 77 syllables per word.

    Rounded to one decimal; zero when there are no words.
    """
    if not words or not sentences:
        return 0.0
    return round(_BASE - _PER_SENTENCE * words / sentences - _PER_SYLLABLE * syllables / words, 1)


def sentences_of(text: str) -> tuple[str, ...]:
    """Split a text into sentences; a line break ends one too."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part and _WORD.search(part))


def words_of(text: str) -> tuple[str, ...]:
    """Words of a text; "auto's" and "twee-onder-een-kap" are one."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """Count the syllables of a Dutch word by its vowel sounds, at least one; each digit counts as one."""
    low = word.lower().translate(_ACCENTS).replace("qu", "kw")
    return max(1, len(_NUCLEUS.findall(low)) + sum(sign.isdigit() for sign in low))


def is_passive(sentence: str) -> bool:
    """Whether a sentence is passive: "worden" with a participle, or "zijn" with a participle and "door"."""
    if not (_BE_BY.search(sentence) or _BECOME.search(sentence)):
        return False
    return any(_is_participle(word) for word in words_of(sentence))


def _is_participle(word: str) -> bool:
    """Whether a word looks like a past participle."""
    return bool(_PARTICIPLE.fullmatch(word)) and word.lower() not in _NO_PARTICIPLE
