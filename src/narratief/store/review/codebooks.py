"""Versions of a project's codebook: each one stays, a decision says which one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import Action, UseCodebook
from narratief.domain.codebook import Codebook, Theme, names_used_twice, plain_name
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone, Refusal
from narratief.store.decision_log import holding_decisions, lock_project, record
from narratief.store.schema import CodebookVersion

FROM_FILE = "file"
BY_PERSON = "person"


def codebook_of(session: Session, project_id: int) -> Codebook:
    """Codebook that counts for a project: its present version, else the default one."""
    version = version_of(session, project_id)
    return Codebook.model_validate(version.codebook) if version else default_codebook()


def version_of(session: Session, project_id: int) -> CodebookVersion | None:
    """Version that counts: the one of the last decision about it, else the first."""
    chosen = holding_decisions(session, project_id, UseCodebook)
    number = chosen[-1].action.version if chosen else 1
    return session.scalar(select(CodebookVersion).filter_by(project_id=project_id, number=number))


def codebook_to_code_with(session: Session, project_id: int) -> Codebook:
    """Codebook that counts, with the themes that people merged into its themes.

    The machine looks for these too: what it finds counts for the theme that they went into, so that a merged theme
    keeps its codes when interviews are coded anew.
    """
    present, versions = version_of(session, project_id), versions_of(session, project_id)
    codebook = codebook_of(session, project_id)
    moves = theme_moves(versions, present) or {}
    goals, there = {goal.id for goal in codebook.goals}, set(codebook.theme_ids)
    merged = {
        theme["id"]: Theme.model_validate(theme)
        for version in versions
        for theme in version.codebook["themes"]
        if theme["id"] not in there and moves.get(theme["id"]) is not None and theme["goal"] in goals
    }
    return codebook.model_copy(update={"themes": (*codebook.themes, *merged.values())})


def versions_of(session: Session, project_id: int) -> list[CodebookVersion]:
    """List all versions, oldest first."""
    query = select(CodebookVersion).filter_by(project_id=project_id).order_by(CodebookVersion.number)
    return list(session.scalars(query))


def sync_codebook(session: Session, project_id: int, codebook: Codebook, author: Author | None = None) -> Codebook:
    """Take over what codebook.yaml (or the default codebook) says, when that changed; returns the one that counts.

    What people added in the workspace stays: themes that neither the earlier nor the new file has.
    """
    lock_project(session, project_id)
    versions = versions_of(session, project_id)
    earlier = next((v for v in reversed(versions) if v.origin == FROM_FILE), None)
    if earlier and earlier.codebook == codebook.model_dump(mode="json"):
        return codebook_of(session, project_id)
    author = author or Author(None, "codebook.yaml")
    if not versions:
        _add(session, project_id, codebook, author, FROM_FILE)
        return codebook
    own = _themes_added(codebook_of(session, project_id), codebook, earlier)
    _count(session, project_id, author, _add(session, project_id, codebook, author, FROM_FILE))
    if own is not None:
        _count(session, project_id, author, _add(session, project_id, own, author, BY_PERSON))
    return codebook_of(session, project_id)


def change_codebook(
    session: Session,
    author: Author,
    project_id: int,
    codebook: Codebook,
    *,
    moves: Mapping[str, str | None] | None = None,
    note: str = "",
    seen: int | None = None,
) -> Decision[Action]:
    """Make a new version and let it count.

    Parameters
    ----------
    moves
        Where codes with a theme go that is no longer there: another theme's id, or None when they no longer count.
        `theme_moves` gives the effect on all codes; see also `preview`.
    seen
        Number of the version that the person edited.

    Raises
    ------
    Refusal
        When somebody else changed the codebook meanwhile, a theme's codes would go to a theme that is not there, or
        a theme would get the name of another one.
    """
    lock_project(session, project_id)
    if not versions_of(session, project_id):
        _add(session, project_id, default_codebook(), Author(None, "narratief"), FROM_FILE)
    present = version_of(session, project_id)
    if seen is not None and present and present.number != seen:
        raise Refusal(
            f"{present.made_by} heeft het codeboek intussen veranderd.", "Laad de pagina opnieuw en doe het nog eens."
        )
    refuse_doubles(codebook_of(session, project_id), codebook)
    lost = [to for to in (moves or {}).values() if to is not None and to not in codebook.theme_ids]
    if lost:
        raise Refusal(f"Het thema '{lost[0]}' staat niet in het nieuwe codeboek.")
    version = _add(session, project_id, codebook, author, BY_PERSON, moves=moves, note=note)
    return _count(session, project_id, author, version)


def refuse_doubles(before: Codebook, after: Codebook) -> None:
    """Refuse a change after which two themes have the same name that had not before."""
    doubles = names_used_twice(after) - names_used_twice(before)
    if doubles:
        name = next(theme.label for theme in after.themes if plain_name(theme.label) in doubles)
        raise Refusal(
            f"Er zijn dan twee thema's met de naam ‘{name}’.", "Kies een andere naam, of voeg de thema's samen."
        )


def use_version(session: Session, author: Author, project_id: int, number: int) -> Decision[Action]:
    """Let an earlier version count again."""
    version = session.scalar(select(CodebookVersion).filter_by(project_id=project_id, number=number))
    if version is None:
        raise Gone("Deze versie van het codeboek bestaat niet.")
    return _count(session, project_id, author, version)


def theme_moves(versions: Sequence[CodebookVersion], present: CodebookVersion | None) -> dict[str, str | None] | None:
    """Tell for every theme id that ever was what it is called in the present version; None when it is gone.

    Returns
    -------
    dict or None
        None when there are no versions: then every theme counts as it is.
    """
    if present is None:
        return None
    themes = {theme["id"] for theme in present.codebook["themes"]}
    by_id = {version.id: version for version in versions}
    moves: dict[str, str | None] = {}
    line: CodebookVersion | None = present
    while line is not None:  # from the newest back: what a newer version says about an id goes before an older one
        moves = dict(line.moves) | moves
        line = by_id.get(line.parent_id) if line.parent_id else None
    known = {theme["id"] for version in versions for theme in version.codebook["themes"]} | set(moves)
    return {theme: _followed(theme, moves, themes) for theme in known}


def preview(
    before: Codebook, after: Codebook, moves: Mapping[str, str | None], themes: Iterable[str]
) -> dict[str, int]:
    """Count what a change of the codebook would do to codes.

    Parameters
    ----------
    themes
        The theme of each present code that counts.

    Returns
    -------
    dict
        Number of codes that are ``moved`` to another theme, ``dropped``, and ``kept``.
    """
    counted = {"moved": 0, "dropped": 0, "kept": 0}
    there = set(after.theme_ids)
    for theme in themes:
        to = _followed(theme, moves, there)
        counted["dropped" if to is None else "kept" if to == theme else "moved"] += 1
    counted["new_themes"] = len(there - set(before.theme_ids))
    return counted


def _followed(theme: str, moves: Mapping[str, str | None], themes: set[str]) -> str | None:
    """Follow moves from a theme to one that is there; None when they lead nowhere."""
    steps = 0
    at: str | None = theme
    while at is not None and at not in themes and steps <= len(moves):
        at, steps = moves.get(at), steps + 1
    return at if at in themes else None


def _themes_added(current: Codebook, new: Codebook, earlier: CodebookVersion | None) -> Codebook | None:
    """Add the themes that people added to the new codebook; None when they added none."""
    in_files = set(new.theme_ids) | {theme["id"] for theme in (earlier.codebook["themes"] if earlier else ())}
    goals = {goal.id for goal in new.goals}
    added = tuple(t for t in current.themes if t.id not in in_files and t.goal in goals)
    return new.model_copy(update={"themes": (*new.themes, *added)}) if added else None


def _add(
    session: Session,
    project_id: int,
    codebook: Codebook,
    author: Author,
    origin: str,
    *,
    moves: Mapping[str, str | None] | None = None,
    note: str = "",
) -> CodebookVersion:
    """Keep a codebook as the next version, made from the one that counts."""
    present = version_of(session, project_id)
    versions = versions_of(session, project_id)
    version = CodebookVersion(
        project_id=project_id,
        number=versions[-1].number + 1 if versions else 1,
        parent_id=present.id if present else None,
        codebook=codebook.model_dump(mode="json"),
        moves=dict(moves or {}),
        origin=origin,
        note=note,
        made_by=author.name,
    )
    session.add(version)
    session.flush()
    return version


def _count(session: Session, project_id: int, author: Author, version: CodebookVersion) -> Decision[Action]:
    """Record that a version counts from now on."""
    present = version_of(session, project_id)
    return record(session, author, project_id, UseCodebook(version.number, present.number if present else None))
