"""A codebook as its page shows it: residents per theme, what each version changed, and the lines of its workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from narratief.domain.codebook import VALENCE_LABELS, Codebook
from narratief.domain.result import ProjectResult
from narratief.store.schema import CodebookVersion
from narratief.synthesis import project_synthesis

_TEXTS = {"label": "naam", "definition": "omschrijving", "include": "wel", "exclude": "niet", "examples": "voorbeelden"}


def differences(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[str]:
    """Describe in Dutch what a version changed.

    Parameters
    ----------
    old, new
        Fields of both codebooks; old is None for the first version.
    """
    if old is None:
        return [f"Eerste versie met {len(new['themes'])} thema's."]
    before = {theme["id"]: theme for theme in old["themes"]}
    after = {theme["id"]: theme for theme in new["themes"]}
    told = [f"Nieuw: ‘{theme['label']}’." for key, theme in after.items() if key not in before]
    told += [f"Weg: ‘{theme['label']}’." for key, theme in before.items() if key not in after]
    for key in before.keys() & after.keys():
        one, other = before[key], after[key]
        changed = [word for field, word in _TEXTS.items() if one.get(field) != other.get(field)]
        changed += ["doel"] if one["goal"] != other["goal"] else []
        changed += ["gaat goed of kan beter"] if one["valence"] != other["valence"] else []
        if changed:
            told.append(f"‘{other['label']}’: {', '.join(changed)} gewijzigd.")
    return sorted(told) or ["Geen verschil in thema's."]


def version_notes(versions: Sequence[CodebookVersion]) -> list[tuple[CodebookVersion, list[str]]]:
    """Versions, newest first, each with what it changed of the version that it was made from."""
    by_id = {version.id: version for version in versions}
    return [
        (v, differences(by_id[v.parent_id].codebook if v.parent_id in by_id else None, v.codebook))
        for v in reversed(versions)
    ]


def lines(codebook: Codebook, residents: Mapping[str, int]) -> list[dict[str, object]]:
    """A codebook as lines of a workbook."""
    goals = {goal.id: f"{goal.number}. {goal.label}" for goal in codebook.goals}
    return [
        {
            "Thema": theme.label,
            "Doel": goals[theme.goal],
            "Gaat goed of kan beter": VALENCE_LABELS[theme.valence],
            "Omschrijving": theme.definition,
            "Wel": theme.include,
            "Niet": theme.exclude,
            "Voorbeelden": "\n".join(theme.examples),
            "Bewoners": residents.get(theme.id, 0),
            "Kenmerk": theme.id,
        }
        for theme in codebook.themes
    ]


def residents_per_theme(result: ProjectResult) -> dict[str, int]:
    """Count residents per theme."""
    return {theme: told[0] for theme, told in residents_and_fragments(result).items()}


def residents_and_fragments(result: ProjectResult) -> dict[str, tuple[int, int]]:
    """Count residents and fragments per theme, as the synthesis does."""
    found = (findings for goal in project_synthesis(result).goals for findings in goal.themes)
    return {findings.theme.id: (findings.residents, findings.fragments) for findings in found}
