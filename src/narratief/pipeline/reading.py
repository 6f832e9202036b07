"""Read one transcript of a project."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.errors import InputError
from narratief.domain.interview import Interview
from narratief.domain.project import Project
from narratief.pipeline.waiting_uploads import transcript_bytes
from narratief.transcripts.read import read_transcript


def read_one(project: Project, path: Path, *, checked: bool = False) -> Interview:
    """Read one transcript of a project, with the interviewers that its facts name.

    Parameters
    ----------
    checked
        True where a person looks at each reading before it is used: a transcript in which no resident was recognised is
        then no error.

    Raises
    ------
    InputError
        When the file cannot be used, or nobody says anything in it that could be.
    """
    interview = read_transcript(path, project.facts.interviewer_in(path.name), transcript_bytes(project, path))
    _refuse_silence(interview, checked=checked)
    return interview


def _refuse_silence(interview: Interview, *, checked: bool) -> None:
    """Refuse an interview in which nobody, or no resident, says anything.

    Raises
    ------
    InputError
        When there is nothing in it that could be used.
    """
    if not interview.turns:
        raise InputError(
            interview.file, "In dit bestand staat geen gesprek.", "Controleer of u het goede bestand koos."
        )
    if not interview.resident_turns and not checked:
        raise InputError(
            interview.file,
            "In dit bestand is geen bewoner aan het woord.",
            "Controleer met 'narratief read' of de sprekers goed zijn herkend.",
        )
