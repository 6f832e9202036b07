"""A codebook as its page shows it: residents per theme, what each version changed, and the lines of its workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from narratief.domain.codebook import VALENCE_LABELS, Codebook
from narratief.domain.dutch import counted, listed
from narratief.domain.result import ProjectResult
from narratief.store.schema import CodebookVersion
from narratief.synthesis import residents_and_fragments

_TEXTS = {"definition": "omschrijving", "include": "wel", "exclude": "niet"}


def differences(
    old: Mapping[str, Any] | None, new: Mapping[str, Any], moves: Mapping[str, str | None] | None = None
) -> list[str]:
    """Describe in Dutch what a version changed.

    Parameters
    ----------
    old, new
        Fields of both codebooks; old is None for the first version.
    moves
        Where the codes of themes that are gone went.
    """
    if old is None:
        return [f"Eerste versie met {len(new['themes'])} thema's."]
    before = {theme["id"]: theme for theme in old["themes"]}
    after = {theme["id"]: theme for theme in new["themes"]}
    told = [f"Nieuw: ‘{theme['label']}’." for key, theme in after.items() if key not in before]
    for key, theme in before.items():
        into = after.get((moves or {}).get(key) or "")
        if key not in after:
            told.append(f"‘{theme['label']}’ ging op in ‘{into['label']}’." if into else f"Weg: ‘{theme['label']}’.")
        elif changed := _changed(theme, after[key]):
            told.append(f"‘{theme['label']}’: {listed(changed)}.")
    if not told and [*before] != [*after]:
        told.append("De thema's staan in een andere volgorde.")
    if old.get("goals") != new.get("goals"):
        told.append("De doelen zijn gewijzigd.")
    return told or ["Geen verschil in thema's."]


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What changed in a theme, parts of a Dutch sentence."""
    changed = [f"heet nu ‘{new['label']}’"] if old["label"] != new["label"] else []
    changed += [f"{word} gewijzigd" for field, word in _TEXTS.items() if old.get(field) != new.get(field)]
    one, other = old.get("examples") or (), new.get("examples") or ()
    more, less = len(set(other) - set(one)), len(set(one) - set(other))
    changed += [f"{counted(more, 'voorbeeld', 'voorbeelden')} erbij"] if more else []
    changed += [f"{counted(less, 'voorbeeld', 'voorbeelden')} weg"] if less else []
    changed += ["hoort bij een ander doel"] if old["goal"] != new["goal"] else []
    if old["valence"] != new["valence"]:
        changed.append(f"staat nu bij ‘{VALENCE_LABELS[new['valence']].lower()}’")
    return changed


def version_notes(versions: Sequence[CodebookVersion]) -> list[tuple[CodebookVersion, list[str]]]:
    """Versions, newest first, each with what it changed of the version that it was made from."""
    by_id = {version.id: version for version in versions}
    return [
        (v, differences(by_id[v.parent_id].codebook if v.parent_id in by_id else None, v.codebook, v.moves))
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
