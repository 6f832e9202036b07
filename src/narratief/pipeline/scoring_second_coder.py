"""A language model scored as a coder, on any gold: what a municipality's model is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from narratief.domain.codebook import Codebook
from narratief.domain.errors import NarratiefError
from narratief.domain.interview import Turn
from narratief.domain.progress import report_progress
from narratief.domain.spans import Span
from narratief.language_model.asking import answers
from narratief.language_model.checks import DropCounts, Dropped
from narratief.language_model.client import Client
from narratief.language_model.second_look import Look, codes_in, second_look, stretches
from narratief.language_model.server import Server
from narratief.nlp.segment import Division
from narratief.nlp.tagger import ThemePrediction
from narratief.pipeline.scoring import Coder
from narratief.pipeline.tagging import divide_turns


class SecondCoder:
    """A language model as a coder for scores; it counts what of its answers did not hold.

    Parameters
    ----------
    server
        Where the model is asked.

    Attributes
    ----------
    asked
        Questions that were answered.
    dropped
        What did not hold, by why.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.asked = 0
        self.dropped: DropCounts = Counter()

    def __call__(self, codebook: Codebook) -> Coder:
        """The coder for a codebook."""

        def code(turns: Sequence[Turn], questions: Sequence[str]) -> tuple[list[Division], list[ThemePrediction]]:
            return self._code(turns, questions, codebook)

        return code

    def _code(
        self, turns: Sequence[Turn], questions: Sequence[str], codebook: Codebook
    ) -> tuple[list[Division], list[ThemePrediction]]:
        """Divide turns as the shipped coder does, and have the model code the fragments.

        Raises
        ------
        ServerAway, InputError
            When the model gives no answer: a measure with answers missing would be none.
        """
        divided = divide_turns(turns, questions)
        asked: list[tuple[int, list[int], Look]] = []
        for number, (turn, question, division) in enumerate(zip(turns, questions, divided, strict=True)):
            words = [turn.text[start:end] for start, end in division.fragments]
            sent = list(stretches(words))
            if left_out := len(words) - sum(map(len, sent)):
                self.dropped[Dropped.COMMAND] += left_out
            asked += [(number, each, Look(question, tuple(words[at] for at in each))) for each in sent]
        themes: list[list[dict[str, float]]] = [[{} for _ in division.fragments] for division in divided]
        evidence: list[dict[str, tuple[Span, ...]]] = [{} for _ in divided]
        prompts = [second_look(look, codebook) for _, _, look in asked]
        tell = f"Taalmodel {self.server.model}"
        for at, found in answers(Client(self.server), prompts, lambda done: report_progress(tell, done, len(prompts))):
            if isinstance(found, NarratiefError):
                raise found
            number, parts, look = asked[at]
            codes, lost = codes_in(found.text, look, codebook)
            self.asked, self.dropped = self.asked + 1, self.dropped + lost
            for code in codes:
                place = parts[code.part]
                start = divided[number].fragments[place][0]
                themes[number][place][code.theme] = 1.0
                own = (start + code.evidence[0], start + code.evidence[1])
                evidence[number][code.theme] = (*evidence[number].get(code.theme, ()), own)
        return divided, [_prediction(codebook, *both) for both in zip(themes, evidence, strict=True)]


def _prediction(
    codebook: Codebook, by_fragment: Sequence[dict[str, float]], evidence: dict[str, tuple[Span, ...]]
) -> ThemePrediction:
    """The themes of a turn: those of its fragments together; a model gives no scores but yes and no."""
    given = {theme for own in by_fragment for theme in own}
    scores = {theme: float(theme in given) for theme in codebook.theme_ids}
    themes = tuple(theme for theme in codebook.theme_ids if theme in given)
    return ThemePrediction(scores, themes, tuple(by_fragment), evidence)
