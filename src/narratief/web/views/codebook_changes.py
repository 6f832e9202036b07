"""Changes of a codebook: what a form asks, the codebook that results, and what that does to the codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from narratief.domain.codebook import VALENCE_LABELS, Codebook, Theme
from narratief.domain.errors import Refusal
from narratief.domain.result import ProjectResult
from narratief.store.review.codebooks import preview
from narratief.synthesis import residents_and_fragments
from narratief.web.forms.codebook import ThemeFields

_NONE: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and the codebook that results.

    Attributes
    ----------
    moves
        Where codes of themes that are gone go; None when they no longer count.
    note
        What was done, one Dutch sentence.
    new_theme
        Id of the theme that a split makes: codes that a person chooses go to it. Empty otherwise.
    split
        Id of the theme that is split.
    theme
        Id of the theme that is new or changed; empty otherwise.
    """

    codebook: Codebook
    moves: Mapping[str, str | None]
    note: str
    new_theme: str = ""
    split: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one theme: residents and fragments, before and after; None where it does not exist."""

    label: str
    residents: tuple[int | None, int | None]
    fragments: tuple[int | None, int | None]


def change_of(codebook: Codebook, act: str, fields: ThemeFields) -> Change:
    """Work out what a form asks.

    Parameters
    ----------
    act
        toevoegen, wijzigen, samenvoegen, splitsen or verwijderen.
    fields
        The themes that it is about, and what a new or changed theme is to be.

    Raises
    ------
    Refusal
        When it is incomplete, or about a theme that is not there.
    """
    if act == "toevoegen":
        theme = _theme(fields, _free_id(fields.label, codebook))
        added = _with(codebook, [*codebook.themes, theme])
        return Change(added, {}, f"Thema ‘{theme.label}’ toegevoegd.", theme=theme.id)
    old = _known(codebook, fields.theme)
    if act == "wijzigen":
        theme = _theme(fields, old.id)
        themes = [theme if each.id == old.id else each for each in codebook.themes]
        changed = _with(codebook, themes)
        return Change(changed, {}, f"Thema ‘{theme.label}’ gewijzigd{_moved(changed, old, theme)}.", theme=theme.id)
    if act == "samenvoegen":
        into = _known(codebook, fields.into)
        if into.id == old.id:
            raise Refusal("Kies een ander thema om mee samen te voegen.")
        return Change(_without(codebook, old), {old.id: into.id}, f"‘{old.label}’ samengevoegd met ‘{into.label}’.")
    if act == "splitsen":
        beside = fields.model_copy(update={"goal": old.goal, "valence": old.valence})
        theme = _theme(beside, _free_id(fields.label, codebook))
        place = codebook.theme_ids.index(old.id) + 1
        themes = [*codebook.themes[:place], theme, *codebook.themes[place:]]
        note = f"‘{theme.label}’ afgesplitst van ‘{old.label}’."
        return Change(_with(codebook, themes), {}, note, theme.id, old.id, theme.id)
    if act == "verwijderen":
        return Change(_without(codebook, old), {old.id: None}, f"Thema ‘{old.label}’ verwijderd.")
    raise Refusal("Deze wijziging is er niet.")


def counts(before: ProjectResult, change: Change) -> dict[str, int]:
    """Count codes that are moved, dropped and kept (without the fragments chosen in a split)."""
    return preview(before.codebook, change.codebook, change.moves, [code.theme for code in before.codes])


def effects(before: ProjectResult, change: Change) -> list[Effect]:
    """Compare themes whose numbers or name change, before and after (without the fragments chosen in a split)."""
    after = replace(
        before,
        codebook=change.codebook,
        codes=tuple(
            replace(code, theme=to)
            for code in before.codes
            if (to := change.moves.get(code.theme, code.theme)) in change.codebook.theme_ids and to is not None
        ),
    )
    old, new = residents_and_fragments(before), residents_and_fragments(after)
    labels = {theme.id: theme.label for codebook in (before.codebook, change.codebook) for theme in codebook.themes}
    return [
        Effect(labels[theme], *(((old.get(theme) or _NONE)[n], (new.get(theme) or _NONE)[n]) for n in (0, 1)))
        for theme in dict.fromkeys([*old, *new])
        if old.get(theme) != new.get(theme) and (theme in old or new[theme] != (0, 0))
    ]


def _theme(fields: ThemeFields, theme_id: str) -> Theme:
    """Make a theme of a form's fields.

    Raises
    ------
    Refusal
        When a field that it needs is empty.
    """
    needed = {
        "naam": fields.label,
        "omschrijving": fields.definition,
        "doel": fields.goal,
        "kant": fields.valence,
    }
    missing = [word for word, value in needed.items() if not value.strip()]
    if missing:
        raise Refusal(f"Vul in: {', '.join(missing)}.")
    texts = fields.model_dump(include={"goal", "valence", "label", "definition", "include", "exclude"})
    examples = tuple(line.strip() for line in fields.examples.splitlines() if line.strip())
    try:
        return Theme.model_validate({"id": theme_id, "examples": examples, **texts})
    except ValidationError as error:
        raise Refusal("Het thema is niet goed ingevuld.") from error


def _moved(codebook: Codebook, old: Theme, new: Theme) -> str:
    """Where a theme moves to, as the end of a Dutch sentence; empty when it stays where it is."""
    if (old.goal, old.valence) == (new.goal, new.valence):
        return ""
    goal = next(each for each in codebook.goals if each.id == new.goal)
    return f": het komt onder doel {goal.number}, {VALENCE_LABELS[new.valence].lower()}"


def _with(codebook: Codebook, themes: Sequence[Theme]) -> Codebook:
    """The codebook with other themes; core themes that are gone are left out."""
    try:
        kept = {theme.id for theme in themes}
        core = tuple(theme for theme in codebook.core_themes if theme in kept)
        return Codebook(version=codebook.version, goals=codebook.goals, themes=tuple(themes), core_themes=core)
    except ValidationError as error:
        raise Refusal("Dit doel staat niet in het codeboek.") from error


def _without(codebook: Codebook, theme: Theme) -> Codebook:
    """The codebook with one theme less."""
    return _with(codebook, [each for each in codebook.themes if each.id != theme.id])


def _known(codebook: Codebook, theme: str) -> Theme:
    """Look a theme up; refuse when somebody removed it in the meantime."""
    if theme not in codebook.theme_ids:
        raise Refusal("Dit thema staat niet (meer) in het codeboek.", "Laad de pagina opnieuw.")
    return codebook.theme(theme)


def _free_id(label: str, codebook: Codebook) -> str:
    """Make an id of a label that no theme has."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "thema"
    base = base if base[0].isalpha() else f"t_{base}"
    name, number = base, 2
    while name in codebook.theme_ids:
        name, number = f"{base}_{number}", number + 1
    return name
