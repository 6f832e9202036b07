"""Learn which answers tell of one event, from projects in which somebody marked who tells of what.

    uv run python models/turning_points/recipe/learn_stories.py

Each project is scored by a model that has not learned from it, and these scores are printed; then the model that
learned from all of them is written. Needs some minutes, most of it reading.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from narratief.domain.vectors import Array
from narratief.metrics.events import EventScores, score_events
from narratief.metrics.gold import GoldMoment, load_moments
from narratief.pipeline.scoring import marked_projects
from narratief.pipeline.scoring_moments import GOLD
from narratief.turning_points import linking
from narratief.turning_points.comparing import Compared
from narratief.turning_points.mentions import Mention, mentions_of
from narratief.turning_points.stories import Answer, Story, answers_of, going_on, neighbours, stories_of, telling
from narratief.turning_points.story_model import WEIGHTS, Features, Regression, StoryModel, grams

FOLDERS = [Path("models/turning_points/projects"), Path("narratives"), Path("models/evaluation")]
"""Lively retellings, and talk that is mostly about how the process went; models/evaluation_moments is held out."""
WORDS_STRENGTH, PAIRS_STRENGTH = 0.1, 0.05
"""Inverse strength of the regularisation; 0.02 to 0.5 gave the same within 0.02 (mean precision, left-out projects)."""
FEWEST = 4
"""Cases in which a word stands at least to get a weight."""
SMALLEST = 0.005
"""Weights nearer to zero are left out of the file."""

Cases = tuple[Features, Array]


@dataclass(frozen=True)
class Marked:
    """A project with its answers and the events that somebody marked in it."""

    folder: Path
    answers: tuple[Answer, ...]
    mentions: tuple[Mention, ...]
    gold: Sequence[GoldMoment]

    def events(self, *, sure: bool) -> list[frozenset[int]]:
        """Per answer the places of the events that it tells of, surely or doubtfully."""
        found: list[set[int]] = [set() for _ in self.answers]
        at = {answer.turn: place for place, answer in enumerate(self.answers)}
        for number, event in enumerate(self.gold):
            for mention in event.mentions:
                if mention.sure is sure and (mention.file, mention.turn) in at:
                    found[at[mention.file, mention.turn]].add(number)
        return [frozenset(each) for each in found]


def main() -> None:
    """Score each project by a model of the others, then write the model of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--scores-only", action="store_true", help="write no weights")
    arguments = parser.parse_args()
    marked = [
        Marked(folder, answers_of(result.fragments), mentions_of(result), load_moments(project.path / GOLD))
        for folder in arguments.folders
        for project, result in marked_projects(folder)
    ]
    going, told = [going_cases(each) for each in marked], [telling_cases(each) for each in marked]
    divided = [
        divided_by(
            project,
            learn(going[:at] + going[at + 1 :], WORDS_STRENGTH),
            learn(told[:at] + told[at + 1 :], WORDS_STRENGTH),
        )
        for at, project in enumerate(marked)
    ]
    pairs = [cases_of(project, stories) for project, stories in zip(marked, divided, strict=True)]
    found: list[tuple[Marked, Compared, Regression]] = []
    for at, (project, stories) in enumerate(zip(marked, divided, strict=True)):
        regression = learn(pairs[:at] + pairs[at + 1 :], PAIRS_STRENGTH, words=False)
        found.append((project, Compared(stories), regression))
    for enough in (-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.3):
        for folder in arguments.folders:
            own = (scored(*each, enough) for each in found if each[0].folder == folder)
            print(f"enough {enough}, {folder}: {sum(own, EventScores()).line}", flush=True)
    if not arguments.scores_only:
        model = StoryModel(
            goes_on=learn(going, WORDS_STRENGTH),
            tells=learn(told, WORDS_STRENGTH),
            same_event=learn(pairs, PAIRS_STRENGTH, words=False),
        )
        WEIGHTS.write_text(model.model_dump_json() + "\n", "utf-8")


def divided_by(project: Marked, goes_on: Regression, tells: Regression) -> list[Story]:
    """Divide a project's answers into stories by regressions that did not learn from it."""
    return list(stories_of(project.answers, project.mentions, goes_on, tells))


def going_cases(project: Marked) -> Cases:
    """Pairs of neighbours, and whether both surely tell of one event."""
    events = project.events(sure=True)
    labels = [bool(events[one] & events[other]) for one, other in neighbours(project.answers)]
    return going_on(project.answers), np.array(labels)


def telling_cases(project: Marked) -> Cases:
    """Answers, and whether they surely tell of an event; doubtful ones left out."""
    sure, doubtful = project.events(sure=True), project.events(sure=False)
    kept = [at for at in range(len(sure)) if sure[at] or not doubtful[at]]
    features = telling(project.answers)
    own = Features(*([values[at] for at in kept] for values in (features.questions, features.texts, features.numbers)))
    return own, np.array([bool(sure[at]) for at in kept])


def cases_of(project: Marked, stories: Sequence[Story]) -> Cases:
    """Pairs of stories of different residents, and whether they surely tell of one event; doubtful pairs left out."""
    sure = together(project, stories, project.events(sure=True))
    doubtful = together(project, stories, project.events(sure=False))
    ones, others, labels = [], [], []
    for one in range(len(stories)):
        for other in range(one + 1, len(stories)):
            same = bool(sure[one] & sure[other])
            unsure = doubtful[one] & (sure[other] | doubtful[other]) or doubtful[other] & sure[one]
            if stories[one].interview != stories[other].interview and (same or not unsure):
                ones.append(one)
                others.append(other)
                labels.append(same)
    everywhere = np.arange(len(stories))
    numbers = [each[ones, others] for each in Compared(stories).numbers(everywhere, everywhere)]
    return Features((), (), np.stack(numbers, axis=1)), np.array(labels)


def together(project: Marked, stories: Sequence[Story], events: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Events of all answers of each story."""
    places = {id(answer): at for at, answer in enumerate(project.answers)}
    return [frozenset(chain(*(events[places[id(answer)]] for answer in each.answers))) for each in stories]


def learn(cases: Sequence[Cases], strength: float, *, words: bool = True) -> Regression:
    """Fit a logistic regression (scikit-learn, L2) and write its weights for numbers that are not scaled."""
    labels = np.concatenate([each for _, each in cases])
    numbers = np.vstack([np.asarray(features.numbers, float) for features, _ in cases])
    scaler = StandardScaler().fit(numbers)
    columns = [csr_matrix(scaler.transform(numbers))]
    names: list[list[str]] = []
    for texts in _texts(cases) if words else ():
        vectorizer = CountVectorizer(analyzer=grams, binary=True, min_df=FEWEST)
        columns.append(vectorizer.fit_transform(texts))
        names.append(list(vectorizer.get_feature_names_out()))
    fitted = LogisticRegression(C=strength, max_iter=3000).fit(hstack(columns).tocsr(), labels)
    weights = fitted.coef_[0]
    own, rest = weights[: numbers.shape[1]] / scaler.scale_, weights[numbers.shape[1] :]
    question = _kept(names[0], rest[: len(names[0])]) if words else {}
    text = _kept(names[1], rest[len(names[0]) :]) if words else {}
    start = float(fitted.intercept_[0] - own @ scaler.mean_)
    return Regression(question=question, text=text, numbers=tuple(round(float(each), 5) for each in own), start=start)


def _texts(cases: Sequence[Cases]) -> tuple[list[str], list[str]]:
    """Questions and answers of all cases."""
    return [q for features, _ in cases for q in features.questions], [t for f, _ in cases for t in f.texts]


def _kept(names: Iterable[str], weights: Array) -> dict[str, float]:
    """Weights per word, those near zero left out."""
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True) if abs(w) >= SMALLEST}


def scored(project: Marked, compared: Compared, regression: Regression, enough: float) -> EventScores:
    """Score the events of a project."""
    groups = linking.grouped(compared, regression, enough)
    return score_events(project.gold, [_places(compared.stories, group) for group, _ in groups])


def _places(stories: Sequence[Story], group: Collection[int]) -> list[tuple[str, int]]:
    """File and turn of the answers of stories."""
    return [answer.turn for at in group for answer in stories[at].answers]


if __name__ == "__main__":
    main()
