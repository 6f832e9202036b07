"""Take transcripts in: read each, replace personal data, keep it; nothing with names in it is ever kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from narratief.domain.entities import Detector
from narratief.domain.errors import InputError, Problem
from narratief.domain.interview import Interview
from narratief.domain.marked import Marked
from narratief.domain.progress import tell
from narratief.domain.project import Project
from narratief.files.content_hash import key_of
from narratief.privacy.detect import rule_detectors
from narratief.privacy.detectors.deduce_engine import load_deduce
from narratief.privacy.detectors.recognised import model_detectors
from narratief.privacy.file_names import hidden_name, neutral_name
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.speakers import names_in_label
from narratief.privacy.vault.vault import Vault
from narratief.store.project_repository import ProjectRepository
from narratief.transcripts.read import file_bytes, read_transcript

_VERSION = "3"  # raise when reading or pseudonymising changes what comes out


@dataclass(frozen=True, slots=True)
class Taken:
    """A transcript that was taken in: the name it has in every output, and whether it was read now or kept already."""

    file: str
    new: bool


def ingest_kept(project: Project, path: Path, work: ProjectRepository) -> Taken:
    """Take one transcript in unless it is kept already with the same content.

    Raises
    ------
    InputError
        When the file cannot be used; nothing is kept of it then.
    """
    interviewer = project.facts.interviewer_in(path.name)
    key = _key(project, path)
    name = _name_with(key, path, work)
    if name is not None:
        return Taken(name, new=False)
    interview = read_transcript(path, interviewer)
    if not interview.resident_turns:
        raise InputError(
            path.name,
            "In dit bestand is geen bewoner aan het woord.",
            "Controleer met 'narratief read' of de sprekers goed zijn herkend.",
        )
    safe = protect(project, interview, work.marked())
    work.keep_interview(safe, key)
    return Taken(safe.file, new=True)


def kept_name(project: Project, path: Path, work: ProjectRepository) -> str | None:
    """Give the name under which a transcript is kept with its present content; None when it is yet to be taken in.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    return _name_with(_key(project, path), path, work)


def protect(project: Project, interview: Interview, marked: Marked) -> Interview:
    """Replace personal data by pseudonyms, in the file's name too; the key goes to the project's vault."""
    vault = Vault(project.key)
    earlier = vault.originals(hidden_name(interview.file))
    if earlier:  # it was kept under its neutral name: the numbers that were given then hold
        vault.store(interview.file, earlier)
    safe = replace_names(project, interview, vault, marked)
    originals = vault.originals(interview.file)
    name = neutral_name(interview.file, (word for words in originals.values() for word in words))
    if name != interview.file:
        vault.store(name, originals)
        vault.delete(interview.file)
    return replace(safe, file=name)


def replace_names(project: Project, interview: Interview, vault: Vault, marked: Marked) -> Interview:
    """Replace personal data by pseudonyms; what people marked in the privacy step of this project holds here too."""
    kept = (*kept_words(project), *marked.keep)
    return pseudonymise(interview, vault, marked.on(detectors()), kept, marked.on([names_in_label]))


def protect_loose(interview: Interview) -> Interview:
    """Replace personal data by pseudonyms without keeping a key."""
    return pseudonymise(interview, None, detectors())


def kept_words(project: Project) -> tuple[str, ...]:
    """Names of a project itself (its street, its area), which are no personal data: the words of its title and name."""
    words = f"{project.facts.title} {project.name.replace('-', ' ')}".split()
    return tuple(dict.fromkeys(word for word in words if len(word) > 3))


def _key(project: Project, path: Path) -> str:
    """Give the key of all that reading a transcript depends on."""
    return key_of(file_bytes(path), "\n".join(project.facts.interviewer_in(path.name)), path.name, _VERSION)


def _name_with(key: str, path: Path, work: ProjectRepository) -> str | None:
    """Give the name under which a transcript is kept with this key: its own, or the neutral one."""
    names = (path.name, hidden_name(path.name))
    return next((name for name in names if work.has_interview(name, key)), None)


@cache
def detectors() -> tuple[Detector, ...]:
    """All detectors of personal data, loaded once per process; tells progress when the name lists must be built."""

    def progress(message: str) -> None:
        tell(message, 0, 1)

    return (*rule_detectors(), load_deduce(progress), *model_detectors())


def problems_of_files(project: Project) -> tuple[Problem, ...]:
    """What is wrong with a project before any file is opened."""
    if project.files:
        return project.problems
    return (
        *project.problems,
        Problem(
            project.name,
            "In deze map staat geen transcript.",
            "Zet er een docx-, odt-, rtf-, pdf-, txt-, md-, vtt- of srt-bestand in.",
        ),
    )
