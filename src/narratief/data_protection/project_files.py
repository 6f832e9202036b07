"""Where a project's transcripts with real names lie on disk, and what was made of them."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.errors import InputError
from narratief.domain.locations import home_dir
from narratief.domain.project import load_project
from narratief.files.safe_paths import is_inside
from narratief.privacy.file_names import hidden_name
from narratief.privacy.vault.vault import Vault
from narratief.store.schema import ProjectRow
from narratief.topics.topic_cache import ALL_PROJECTS


def projects_dir() -> Path:
    """Folder with the folders of all projects of the workspace; made when missing, for its owner only."""
    folder = home_dir() / "projecten"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def results_dir() -> Path:
    """Folder that gets a folder with tables per project; made when missing, for its owner only."""
    folder = home_dir() / "uitkomsten"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def has_workspace_folder(row: ProjectRow) -> bool:
    """Tell whether the workspace made the project's folder; what lies in such a folder may be deleted with it."""
    return bool(row.folder) and Path(row.folder or "").resolve().parent == projects_dir().resolve()


def originals_of(row: ProjectRow) -> list[Path]:
    """Transcripts with real names in a project's folder; none when the folder is gone."""
    try:
        return list(load_project(Path(row.folder)).files) if row.folder else []
    except InputError:
        return []


def original_of(row: ProjectRow, file: str) -> Path | None:
    """Transcript that an interview was read from, also when the interview got a neutral name; None when it is gone."""
    was = Vault(row.key).file_names().get(file)
    return next(
        (path for path in originals_of(row) if file in (path.name, hidden_name(path.name)) or path.name == was), None
    )


def derived_folders_of(row: ProjectRow) -> list[Path]:
    """Folders below NARRATIEF_HOME with what was made of a project's interviews; all can be made again.

    A row with a name that leads elsewhere (a database can come from a backup that somebody changed) has none there.
    """
    results, work = results_dir(), home_dir() / "werk"
    made = ((results, row.name), (work, row.key), (work, ALL_PROJECTS))
    return [folder / name for folder, name in made if is_inside(folder / name, folder)]
