"""The review queue: which code a person looks at first.

A code goes first when the machine is unsure of it, and when the answer changes what is told: it is the only fragment
that makes a resident count for a theme, and few residents tell of that theme. Where a person already stands behind
another fragment of the same resident for the theme, the answer changes no count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from narratief.domain.codebook import Codebook
from narratief.domain.dutch import number as number_text
from narratief.domain.spans import Span
from narratief.nlp.figures import theme_thresholds
from narratief.store.review.bulk import Suggestion
from narratief.store.review.review_state import CurrentCode
from narratief.web.views.reading import Piece, cut

# Both chosen, not measured: no benchmark compares orders of review.
_LEAST = 0.25  # weight of a code whose answer changes no count: unsure codes still come before sure ones
_UNSURE = 0.75  # from this score on the machine is not called unsure
_NEAR = 0.1  # a score so little above the threshold is called near it
_ADDED_THRESHOLD = 0.5  # of themes that researchers added (`narratief.nlp.prototype_classifier`)


@dataclass(frozen=True, slots=True)
class Second:
    """What a language model says differently of a fragment and a theme than the machine coder.

    Attributes
    ----------
    model
        Its name.
    code
        The code that is meant: the machine coder's, or one that only the model gave.
    reason
        Why the model gave it, one sentence; empty when it is the machine coder's, which the model did not give.
    open
        Whether nobody decided about it yet.
    """

    model: str
    code: CurrentCode
    reason: str = ""
    open: bool = True

    @property
    def words(self) -> str:
        """The difference as a Dutch sentence."""
        if self.code.by_machine:
            return f"Het taalmodel {self.model} ziet dit thema hier niet. Narratief wel."
        told = f" Het schreef: ‘{self.reason}’" if self.reason else ""
        return f"Alleen het taalmodel {self.model} ziet dit thema hier.{told}"


@dataclass(frozen=True, slots=True)
class QueueItem(Suggestion):
    """A suggestion to look at.

    Attributes
    ----------
    fragments
        Fragments of this resident with the theme.
    residents
        Residents with the theme.
    told
        Whether a person already stands behind another fragment of this resident with the theme.
    second
        What a language model says differently of it; None when it says the same, or was not asked.
    """

    fragments: int
    residents: int
    told: bool
    second: Second | None = None

    @property
    def priority(self) -> float:
        """The higher, the sooner."""
        return priority(self.code.score, self.fragments, self.residents, told=self.told)

    @property
    def weak(self) -> bool:
        """Whether its words alone did not reach the score at which the machine gives it: the answer did."""
        return self.code.by_machine and self.code.score < _threshold(self.code)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is worth a look, Dutch sentences: first what its answer changes, then how sure the machine is."""
        reasons = []
        if self.code.contested:
            reasons.append("Twee mensen oordelen hier verschillend. Uw antwoord beslist.")
        if self.code.later:
            reasons.append("U of een collega wilde hier later naar kijken.")
        if self.second is not None:
            reasons.append(self.second.words)
        reasons.append(_what_changes(self.code, self.fragments, self.residents, told=self.told))
        if self.code.by_machine:
            reasons.append(_how_sure(self.code, _threshold(self.code)))
        return tuple(reasons)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is: codes that people decided about, and all."""

    done: int
    total: int

    @property
    def left(self) -> int:
        """Codes that nobody decided about yet."""
        return self.total - self.done


def queue(
    codes_by_interview: Mapping[int, Iterable[CurrentCode]],
    codebook: Codebook,
    *,
    theme: str = "",
    interview: int | None = None,
    seconds: Mapping[tuple[int, Span, str], Second] = MappingProxyType({}),
) -> list[QueueItem]:
    """Order what is to be reviewed: what people differ about, what a language model says differently, then by priority.

    What was put off comes last.

    Parameters
    ----------
    codes_by_interview
        Present codes of each interview.
    theme, interview
        Only these.
    seconds
        What a language model says differently, by interview, fragment and theme; what only it gave is looked at too.
    """
    by_interview = {number: list(codes) for number, codes in codes_by_interview.items()}
    fragments = Counter((n, code.theme) for n, codes in by_interview.items() for code in codes if code.counts)
    residents = Counter(given for _, given in fragments)
    settled = Counter((n, code.theme) for n, codes in by_interview.items() for code in codes if code.settled)
    known = set(codebook.theme_ids)
    items = [
        QueueItem(
            number,
            code,
            fragments[number, code.theme],
            residents[code.theme],
            told=settled[number, code.theme] > code.settled,
            second=seconds.get((number, (code.fragment.start, code.fragment.end), code.theme)),
        )
        for number, codes in by_interview.items()
        if interview in (None, number)
        for code in codes
        if code.theme in known and theme in ("", code.theme) and _open(code)
    ]
    items += [
        QueueItem(
            number,
            second.code,
            fragments[number, given] + 1,
            residents[given] + (not fragments[number, given]),
            told=settled[number, given] > 0,
            second=second,
        )
        for (number, _, given), second in seconds.items()
        if not second.code.by_machine and interview in (None, number) and given in known and theme in ("", given)
    ]
    return sorted(items, key=_place)


def _place(item: QueueItem) -> tuple[bool, bool, bool, float, int, Span]:
    """What the queue is ordered by."""
    return (
        item.code.later,
        not item.code.contested,
        item.second is None,
        -item.priority,
        item.interview_id,
        item.span,
    )


def progress(codes: Iterable[CurrentCode]) -> Progress:
    """Count how many of the machine's codes people decided about; what is disputed or put off is not done.

    What people added themselves does not count, so that another theme instead of one is one decision and not two.
    """
    given = [code for code in codes if code.by_machine or code.contested]
    return Progress(sum(not _open(code) for code in given), len(given))


def priority(score: float, fragments: int, residents: int, *, told: bool = False) -> float:
    """Weigh a code 0..1: how unsure the machine is, times how much the answer changes what is told.

    Uncertainty is the variance of a yes or no with this probability, scaled to 1 at a half (uncertainty sampling, Lewis
    & Gale 1994). The other factors are chosen, not measured.

    Parameters
    ----------
    score
        The machine's probability.
    fragments
        Fragments of this resident with the theme.
    residents
        Residents with the theme.
    told
        Whether a person already stands behind another fragment of this resident with the theme.
    """
    uncertainty = 4 * score * (1 - score)
    alone = 0.0 if told else 1.0 if fragments <= 1 else 0.5 / fragments
    few = 2.0 / (1 + max(residents, 1))
    return uncertainty * (_LEAST + (1 - _LEAST) * alone * few)


def as_json(item: QueueItem, codebook: Codebook, more: Mapping[str, object]) -> dict[str, object]:
    """An item as the page's script takes it.

    Parameters
    ----------
    more
        What goes with it besides.
    """
    fragment, theme = item.code.fragment, codebook.theme(item.code.theme)
    return {
        "key": item.key,
        "interview": item.interview_id,
        "file": fragment.interview,
        "start": fragment.start,
        "end": fragment.end,
        "theme": theme.id,
        "label": theme.label,
        "definition": theme.definition,
        "include": theme.include,
        "exclude": theme.exclude,
        "valence": theme.valence,
        "question": fragment.question,
        "pieces": [[piece.text, bool(piece.themes)] for piece in pieces_of(item.code)],
        "reasons": list(item.reasons),
        "weak": item.weak,
        "later": item.code.later,
        "contested": item.code.contested,
        **more,
    }


def pieces_of(code: CurrentCode) -> tuple[Piece, ...]:
    """Cut a fragment's words at the words that carried its theme."""
    fragment = code.fragment
    shift = fragment.start
    marked = [(a - shift, b - shift, code.theme) for a, b in code.evidence]
    return cut(fragment.text, (0, len(fragment.text)), marked)


def _open(code: CurrentCode) -> bool:
    """Whether a person must still look at a code."""
    return code.status == "machine" or code.contested


def _score(code: CurrentCode) -> str:
    """Write the machine's score as Dutch readers do; not as a percentage, for which a few interviews are too little."""
    return number_text(code.score, 2)


def _threshold(code: CurrentCode) -> float:
    """Score at which the machine gives the theme."""
    return theme_thresholds().get(code.theme, _ADDED_THRESHOLD)


def _what_changes(code: CurrentCode, fragments: int, residents: int, *, told: bool) -> str:
    """Say what the answer changes in what is told about the project."""
    if told:
        return "Dit thema is bij deze bewoner al bevestigd. Uw antwoord verandert geen aantal."
    if fragments > 1:
        return f"Deze bewoner heeft het thema op {fragments} plekken. Met één bevestigde plek telt de bewoner mee."
    if not code.counts:
        return "Klopt het toch, dan telt deze bewoner mee voor het thema."
    if residents == 1:
        return "Alleen hierdoor komt dit thema in dit project voor: geen andere bewoner noemt het."
    return f"Alleen hierdoor telt deze bewoner mee voor het thema (1 van {residents} bewoners)."


def _how_sure(code: CurrentCode, threshold: float) -> str:
    """Say how sure the machine is, and whether that is near to where it would not have given the theme."""
    score, least = _score(code), number_text(threshold, 2)
    if code.score < threshold:
        return f"Deze woorden alleen zijn te zwak (score {score}, de grens is {least}). Het hele antwoord telt mee."
    if code.score < threshold + _NEAR:
        return f"De score ligt vlak bij de grens: {score}, de grens is {least}."
    if code.score < _UNSURE:
        return f"De computer twijfelt: score {score} van 1."
    return f"De computer is vrij zeker: score {score} van 1."
