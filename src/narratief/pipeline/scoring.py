"""The whole way from transcript to themes, scored against a person's gold; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook, project_codebook
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview
from narratief.domain.progress import report_progress
from narratief.domain.project import Project, load_project
from narratief.metrics.gold import GoldTurn, load_gold, load_labelled, load_personal_data
from narratief.metrics.labels import TurnLabels, pooled
from narratief.metrics.report import PrivacyScores, ScoreReport
from narratief.metrics.themes import score_themes
from narratief.metrics.turns import compare_turns, total
from narratief.nlp.tagger import Tagger, ThemePrediction
from narratief.pipeline.pseudonymisation import detectors, kept_words
from narratief.pipeline.tagging import tag_interview, tag_texts, tagger_for
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.score import Item, PrivacyScore
from narratief.privacy.score import score as score_privacy
from narratief.transcripts.read import read_transcript


def score_folder(folder: Path, tagger_of: Callable[[Codebook], Tagger] = tagger_for) -> ScoreReport:
    """Score reading, privacy and themes on a folder of projects with gold.jsonl and pii.jsonl (or on one project).

    Parameters
    ----------
    tagger_of
        Gives the tagger for a codebook; another one than the shipped to compare the two.

    Raises
    ------
    InputError
        When no project has a gold.jsonl, or a gold file is broken.
    """
    projects = [load_project(path) for path in _with_gold(folder)]
    turns, labels, privacy = [], [], []
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
        labels.append(_labels(project, gold, safe, tagger_of(codebook)))
    every = pooled(labels)
    themes = score_themes(
        every.gold,
        every.predicted,
        themes_used,
        core=core,
        scores=every.scores,
        groups=every.groups,
    )
    return ScoreReport(total(turns), themes, privacy_report(privacy) if privacy else None)


def score_lines(path: Path) -> ScoreReport:
    """Score themes on a JSON-lines file with text, themes and optionally question."""
    codebook = default_codebook()
    rows = load_labelled(path, codebook.theme_ids)
    if not rows:
        raise InputError(path.name, "Dit bestand heeft geen regels.", "Geef een bestand met text en themes per regel.")
    predictions = tag_texts([row.text for row in rows], [row.question for row in rows], codebook)
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
    }


def _with_gold(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError(str(folder), "Deze map bestaat niet.", "Controleer de naam van de map.")
    if (folder / "gold.jsonl").exists():
        return [folder]
    found = sorted(path.parent for path in folder.glob("*/gold.jsonl"))
    if not found:
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


def _labels(project: Project, gold: Sequence[GoldTurn], interviews: Sequence[Interview], tagger: Tagger) -> TurnLabels:
    """Tag the turns that gold has; one that was not read has no themes, so a reading error lowers the scores."""
    given: dict[tuple[str, int], ThemePrediction] = {}
    for done, interview in enumerate(interviews):
        report_progress(f"{project.title}: coderen", done, len(interviews))
        _, predicted = tag_interview(interview, tagger)
        for number, prediction in enumerate(predicted):
            given[interview.file, number] = prediction
    report_progress(f"{project.title}: coderen", len(interviews), len(interviews))
    nothing = ThemePrediction(dict.fromkeys(tagger.codebook.theme_ids, 0.0), ())
    predictions = [given.get((turn.file, turn.turn), nothing) for turn in gold]
    return TurnLabels(
        tuple(turn.themes for turn in gold),
        tuple(frozenset(prediction.themes) for prediction in predictions),
        tuple(prediction.scores for prediction in predictions),
        tuple(f"{project.name}/{turn.file}" for turn in gold),
    )
