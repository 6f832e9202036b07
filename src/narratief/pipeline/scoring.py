"""The whole way from transcript to themes, scored against a person's gold; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook, project_codebook
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview, Turn
from narratief.domain.progress import report_progress
from narratief.domain.project import Project, load_project
from narratief.domain.result import ProjectResult
from narratief.metrics.events import EventScores
from narratief.metrics.evidence import CodedSpan, EvidenceScores, score_evidence
from narratief.metrics.gold import GoldTurn, load_evidence, load_gold, load_labelled, load_personal_data
from narratief.metrics.labels import TurnLabels, pooled
from narratief.metrics.report import PrivacyScores, ScoreReport
from narratief.metrics.themes import score_themes
from narratief.metrics.turns import compare_turns, total
from narratief.nlp.segment import Division
from narratief.nlp.tagger import ThemePrediction
from narratief.pipeline.pseudonymisation import detectors, kept_words
from narratief.pipeline.scoring_moments import GOLD as MOMENTS
from narratief.pipeline.scoring_moments import score_project_moments, uncoded, with_moments
from narratief.pipeline.tagging import loose_turns, tag_turns, tagger_for
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.score import Item, PrivacyScore
from narratief.privacy.score import score as score_privacy
from narratief.transcripts.read import read_transcript

Coder = Callable[[Sequence[Turn], Sequence[str]], tuple[list[Division], list[ThemePrediction]]]
"""Divides turns, each with the question before it, into fragments and codes them."""


def machine_coder(codebook: Codebook) -> Coder:
    """The coder that narratief ships."""
    return partial(tag_turns, tagger=tagger_for(codebook))


def score_folder(folder: Path, coder_for: Callable[[Codebook], Coder] = machine_coder) -> ScoreReport:
    """Score reading, privacy, themes and events on a folder of projects (or on one project).

    What is scored follows from what stands beside the transcripts: gold.jsonl, evidence.jsonl, pii.jsonl and
    moments.jsonl.

    Parameters
    ----------
    coder_for
        Gives the coder for a codebook; another one than the shipped to compare the two.

    Raises
    ------
    InputError
        When no project has a gold.jsonl or moments.jsonl, or one of these is broken.
    """
    projects = [load_project(path) for path in _with_gold(folder)]
    if not projects:
        return ScoreReport(moments=score_moments(folder))
    turns, labels, privacy, evidence, moments = [], [], [], [], []
    themes_used, core = list(default_codebook().theme_ids), default_codebook().core_themes
    for project in projects:
        codebook = project_codebook(project.path)
        themes_used += [theme for theme in codebook.theme_ids if theme not in themes_used]
        gold = load_gold(project.path / "gold.jsonl", codebook.theme_ids)
        interviews = _read(project)
        turns.append(compare_turns(gold, interviews))
        safe = []
        items = _marked(project)
        for done, interview in enumerate(interviews):
            report_progress(f"{project.title}: persoonsgegevens vervangen", done, len(interviews))
            safe.append(pseudonymise(interview, None, detectors(), kept_words(project)))
            if items is not None:
                privacy.append(score_privacy(interview, safe[-1], items))
        report_progress(f"{project.title}: persoonsgegevens vervangen", len(interviews), len(interviews))
        tagged = _tagged(project, safe, coder_for(codebook))
        labels.append(_labels(project, gold, tagged, codebook))
        if (project.path / "evidence.jsonl").exists():
            evidence.append(_evidence(project, tagged))
        if (project.path / MOMENTS).exists():
            moments.append(score_project_moments(project, uncoded(project, safe)))
    every = pooled(labels)
    themes = score_themes(
        every.gold,
        every.predicted,
        themes_used,
        core=core,
        scores=every.scores,
        groups=every.groups,
    )
    return ScoreReport(
        total(turns),
        themes,
        privacy_report(privacy) if privacy else None,
        sum(evidence, EvidenceScores()) if evidence else None,
        sum(moments, EventScores()) if moments else None,
    )


def score_moments(folder: Path) -> EventScores:
    """Score only the events of the projects in a folder that have a moments.jsonl; no project gives zeros.

    Raises
    ------
    InputError
        When a moments.jsonl is broken.
    """
    return sum((score_project_moments(*each) for each in marked_projects(folder)), EventScores())


def marked_projects(folder: Path) -> Iterator[tuple[Project, ProjectResult]]:
    """Read, pseudonymise and segment projects that have a moments.jsonl; their results have no codes."""
    for project in map(load_project, with_moments(folder)):
        report_progress(f"{project.title}: momenten", 0, 1)
        safe = [pseudonymise(each, None, detectors(), kept_words(project)) for each in _read(project)]
        yield project, uncoded(project, safe)
        report_progress(f"{project.title}: momenten", 1, 1)


def score_lines(path: Path, coder_for: Callable[[Codebook], Coder] = machine_coder) -> ScoreReport:
    """Score themes on a JSON-lines file with text, themes and optionally question; by the shipped coder or another."""
    codebook = default_codebook()
    rows = load_labelled(path, codebook.theme_ids)
    if not rows:
        raise InputError(path.name, "Dit bestand heeft geen regels.", "Geef een bestand met text en themes per regel.")
    turns = loose_turns([row.text for row in rows])
    _, predictions = coder_for(codebook)(turns, [row.question for row in rows])
    themes = score_themes(
        [row.themes for row in rows],
        [frozenset(t.themes) for t in predictions],
        codebook.theme_ids,
        core=codebook.core_themes,
        scores=[t.scores for t in predictions],
    )
    return ScoreReport(themes=themes)


def privacy_report(scores: Sequence[PrivacyScore]) -> PrivacyScores:
    """Privacy scores of several interviews as one record, ready for JSON; it holds no personal data."""
    whole = scores[0]
    for score in scores[1:]:
        whole += score
    return {
        "recall": whole.recall,
        "found": sum(whole.found.values()),
        "total": sum(whole.total.values()),
        "types": {
            kind: {"found": whole.found[kind], "total": count, "recall": whole.found[kind] / count}
            for kind, count in sorted(whole.total.items())
        },
        "over_redaction": whole.over_redaction,
        "words": whole.words,
        "replaced_outside": whole.replaced_outside,
        "places": whole.places,
        "nobodys": whole.nobodys,
        "nobodys_share": whole.nobodys_share,
    }


def _with_gold(folder: Path) -> list[Path]:
    """Folders of projects with themes by a person; none when there are only marked events."""
    if not folder.is_dir():
        raise InputError(str(folder), "Deze map bestaat niet.", "Controleer de naam van de map.")
    if (folder / "gold.jsonl").exists():
        return [folder]
    found = sorted(path.parent for path in folder.glob("*/gold.jsonl"))
    if not found and not with_moments(folder):
        raise InputError(
            str(folder), "In geen van de projecten staat een gold.jsonl.", "Geef een map met gecodeerde projecten."
        )
    return found


def _marked(project: Project) -> list[Item] | None:
    """Personal data that a person marked in a project's transcripts; None when nobody did."""
    path = project.path / "pii.jsonl"
    return [Item(data.file, data.text, data.type) for data in load_personal_data(path)] if path.exists() else None


def _read(project: Project) -> list[Interview]:
    """Read a project's transcripts; one that cannot be read counts as turns that were missed."""
    interviews = []
    for path in project.files:
        try:
            interviews.append(read_transcript(path, project.facts.interviewer_in(path.name)))
        except InputError:
            continue
    return interviews


@dataclass(frozen=True, slots=True)
class _TaggedTurn:
    """A resident turn as it was read, divided and tagged."""

    text: str
    division: Division
    prediction: ThemePrediction

    @property
    def codes(self) -> list[CodedSpan]:
        """Themes on the turn's fragments."""
        by_fragment = zip(self.division.fragments, self.prediction.by_fragment, strict=False)
        return [(theme, span) for span, themes in by_fragment for theme in themes]


_Tagged = dict[tuple[str, int], _TaggedTurn]
"""Tagged turns by file and place among the resident's turns."""


def _tagged(project: Project, interviews: Sequence[Interview], coder: Coder) -> _Tagged:
    """Divide and tag a project's interviews."""
    found: _Tagged = {}
    for done, interview in enumerate(interviews):
        report_progress(f"{project.title}: coderen", done, len(interviews))
        turns = interview.resident_turns
        coded = coder(turns, [interview.question_before(turn) for turn in turns])
        parts = zip(turns, *coded, strict=True)
        for number, (turn, division, prediction) in enumerate(parts):
            found[interview.file, number] = _TaggedTurn(turn.text, division, prediction)
    report_progress(f"{project.title}: coderen", len(interviews), len(interviews))
    return found


def _labels(project: Project, gold: Sequence[GoldTurn], tagged: _Tagged, codebook: Codebook) -> TurnLabels:
    """Themes of the turns that gold has; one that was not read has none, so a reading error lowers the scores."""
    nothing = ThemePrediction(dict.fromkeys(codebook.theme_ids, 0.0), ())
    places = [(turn.file, turn.turn) for turn in gold]
    predictions = [tagged[place].prediction if place in tagged else nothing for place in places]
    return TurnLabels(
        tuple(turn.themes for turn in gold),
        tuple(frozenset(prediction.themes) for prediction in predictions),
        tuple(prediction.scores for prediction in predictions),
        tuple(f"{project.name}/{turn.file}" for turn in gold),
    )


def _evidence(project: Project, tagged: _Tagged) -> EvidenceScores:
    """Score a project's codes on the words that a person marked."""
    return score_evidence(
        load_evidence(project.path / "evidence.jsonl"),
        {place: turn.text for place, turn in tagged.items()},
        {place: turn.codes for place, turn in tagged.items()},
    )
