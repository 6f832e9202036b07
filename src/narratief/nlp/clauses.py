"""Main clauses of what was said: stretches that could be a sentence by themselves, with a subject and a finite verb.

A stretch counts only where marks or joining words close it off on both sides too, since the parser alone errs on talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from narratief.domain.spans import Span
from narratief.domain.windows import with_giant_words_cut

_NEEDED = frozenset({"senter", "tok2vec", "transformer", "morphologizer", "tagger", "parser", "lemmatizer"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_JOINS = frozenset({"en", "maar", "want", "dus", "nou", "ja", "kijk"})
"""Words at which one main clause ends and another begins where no mark stands between them."""
_SAYS_NOTHING_FIRST = frozenset(
    {"en", "maar", "want", "dus", "of", "nou", "ja", "nee", "kijk", "ach", "oh", "o", "eh", "uh", "ehm", "uhm", "tja",
     "goed", "oké", "hè", "he", "allez", "joh", "nou ja"}
)  # fmt: skip
_SAYS_NOTHING_LAST = frozenset({"hè", "he", "hoor", "joh", "eh", "uh", "ja", "zeg", "en", "maar"})
_CANNOT_END = frozenset({"DET", "SCONJ", "CCONJ"})
_LEANS = frozenset(
    {
        "hij", "ie", "zij", "hem", "'m", "haar", "hun", "hen", "die", "dat", "dit", "deze", "daar", "daarover",
        "daarvan", "daarmee", "daarin", "daarop", "daaraan", "daarvoor", "daardoor", "daarna", "ervan", "ermee", "erin",
        "erop", "eraan", "erover", "ervoor", "erdoor", "erbij", "eruit", "zo", "zulke", "toen", "dan", "zoiets",
    }
)  # fmt: skip
"""Words that stand for something that was said before, unless they join a clause to its head."""
_ASKING = frozenset({"hoe", "wat", "waarom", "wie", "waar", "wanneer", "welke", "welk", "waarvoor", "waarover"})
"""Words that begin a question, with or without its mark."""
_BREAK = re.compile(r"[,.;!…–—(\"“”»)\n]|:$")
_GOES_ON = re.compile(r"[\"'”’»)\s]*(?:[?:]|…|\.\.)")
"""After a clause: it asks, or what it announces is yet to come."""
_QUOTES = re.compile(r"[:;()\[\]\"“”„«»?!]")
"""In a clause: somebody else's words, or a remark of whoever wrote it down."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause.

    Attributes
    ----------
    span
        Its position in the text, end exclusive, without marks around it.
    lemmas
        Lemmas of its words that carry content, in lower case, in order.
    leans
        Number of its words that stand for something said before ("hij", "daarvan").
    """

    span: Span
    lemmas: tuple[str, ...]
    leans: int = 0


def clauses_of(nlp: Language, texts: Sequence[str]) -> list[tuple[Clause, ...]]:
    """Find the main clauses of texts, per text in order; questions are left out.

    Parameters
    ----------
    nlp
        A pipeline with a parser; without one there are no clauses.
    """
    if "parser" not in nlp.pipe_names:
        return [() for _ in texts]
    unneeded = [name for name in nlp.pipe_names if name not in _NEEDED]
    shown = [with_giant_words_cut(text) for text in texts]
    return [tuple(_clauses(doc)) for doc in nlp.pipe(shown, disable=unneeded)]


def _clauses(doc: Doc) -> Iterator[Clause]:
    """Main clauses of one text."""
    heads = [token for token in doc if _heads_a_clause(token)]
    found = (_stretch(head, {each.i for each in heads if each is not head}) for head in heads)
    for tokens in sorted((each for each in found if each), key=lambda each: each[0].i):
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        if (
            _is_closed_off(doc, tokens)
            and tokens[0].lower_ not in _ASKING
            and not _GOES_ON.match(doc.text, end)
            and not _QUOTES.search(doc.text, start, end)
        ):
            content = tuple(t.lemma_.lower() or t.lower_ for t in tokens if t.pos_ in _CONTENT)
            yield Clause((start, end), content, sum(map(_leans, tokens)))


def _heads_a_clause(token: Token) -> bool:
    """Whether a word heads a main clause: the head of a sentence, or joined to it, with a subject and a finite verb."""
    at = token
    while at.dep_ in ("conj", "parataxis") and at.head is not at:
        at = at.head
    if at.dep_ != "ROOT":
        return False
    around = [token, *(child for child in token.children if child.dep_ in ("aux", "aux:pass", "cop"))]
    verb = min((each.i for each in around if "Fin" in each.morph.get("VerbForm", default=[])), default=None)
    subjects = [child for each in around for child in each.children if child.dep_.startswith(("nsubj", "expl"))]
    if verb is None or not subjects or any(_is_relative(each) for each in subjects):
        return False
    return not any(child.dep_ == "mark" for child in token.children) and _has_its_order(verb, subjects, token)


def _has_its_order(verb: int, subjects: Sequence[Token], head: Token) -> bool:
    """Whether the finite verb stands where a Dutch statement has it: second, right before or after its subject."""
    if any(each.i > verb for each in subjects):
        return any(each.i < verb and not (each.is_punct or each.pos_ in ("CCONJ", "INTJ")) for each in head.subtree)
    between = verb - 1 - max(each.right_edge.i for each in subjects)
    return between <= 1 and min(each.left_edge.i for each in subjects) < verb


def _leans(token: Token) -> bool:
    """Whether a word stands for something that was said before; one before its own noun does less so."""
    return token.lower_ in _LEANS and token.pos_ not in ("SCONJ", "DET") and not _is_relative(token)


def _is_relative(token: Token) -> bool:
    """Whether a word asks, or joins its clause to a word before it."""
    return any(kind in ("Rel", "Int") for kind in token.morph.get("PronType", default=[]))


def _stretch(head: Token, others: set[int]) -> list[Token]:
    """The words of a clause, without those of other main clauses and without what says nothing at its edges.

    Empty when they do not stand together, or end in a word that promises more.
    """
    inside: list[Token] = []
    waiting = [head]
    while waiting:
        token = waiting.pop()
        inside.append(token)
        waiting += [child for child in token.children if child.i not in others]
    inside.sort(key=lambda token: token.i)
    while inside and _says_nothing(inside[0], _SAYS_NOTHING_FIRST):
        inside.pop(0)
    while inside and _says_nothing(inside[-1], _SAYS_NOTHING_LAST):
        inside.pop()
    together = bool(inside) and inside[-1].i - inside[0].i + 1 == len(inside)
    return inside if together and inside[-1].pos_ not in _CANNOT_END and not _promises_more(inside[-1]) else []


def _says_nothing(token: Token, words: frozenset[str]) -> bool:
    """Whether a word at the edge of a clause may go without loss."""
    return token.is_punct or token.is_space or token.pos_ == "INTJ" or token.lower_ in words


def _promises_more(token: Token) -> bool:
    """Whether a preposition stands last without being part of its verb."""
    return token.pos_ == "ADP" and token.dep_ == "case"


def _is_closed_off(doc: Doc, tokens: Sequence[Token]) -> bool:
    """Whether a mark, a joining word or the text's end stands on either side."""
    first, last = tokens[0].i, tokens[-1].i
    before = doc[first - 1] if first else None
    after = doc[last + 1] if last + 1 < len(doc) else None
    return all(
        each is None or each.is_space or bool(_BREAK.match(each.text)) or each.lower_ in _JOINS
        for each in (before, after)
    )
