"""When each turn of an interview begins, read from its transcript as long as that is there."""

from __future__ import annotations

from narratief.data_protection.project_files import original_of
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview
from narratief.privacy.vault.sealed_file import is_sealed, unsealed
from narratief.store.schema import ProjectRow
from narratief.transcripts.read import file_bytes
from narratief.transcripts.turn_times import timed_text, turn_times


def times_of(project: ProjectRow, interview: Interview) -> list[float | None]:
    """Second at which each turn begins; empty when the transcript is gone, cannot be opened, or has no times."""
    path = original_of(project, interview.file)
    if path is None:
        return []
    try:
        data = unsealed(path, project.key) if is_sealed(path) else file_bytes(path)
    except InputError:
        return []
    timed = timed_text(data, path.name)
    return turn_times(timed, interview.turns) if timed else []
