"""Take transcripts in: read each, replace personal data, keep it; nothing with names in it is ever kept.

What is kept stands under a key: a hash of the file and of all that reading depends on. So a second run with one new
transcript reads only that one, and nothing stale is used.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import Problem
from narratief.domain.interview import SPEAKERS_GUESSED
from narratief.domain.project import Project
from narratief.files.content_hash import key_of
from narratief.pipeline.apart import apart
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.open_project import OpenProject
from narratief.pipeline.pseudonymisation import pseudonymise_for_project
from narratief.pipeline.reading import read_one
from narratief.pipeline.versions import READING, READING_ELSEWHERE
from narratief.pipeline.waiting_uploads import transcript_bytes
from narratief.privacy.file_names import hidden_name
from narratief.privacy.word_lists import lists_of
from narratief.store.vault_key_agreement import agree_on_vault_key


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking a project's transcripts in gave.

    Attributes
    ----------
    files
        Interviews that can be used, by the names that they have in every output.
    new
        How many of them were read now; the others were kept from an earlier time.
    problems
        What is wrong with the project and with single files.
    """

    files: list[str]
    new: int
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A transcript that was taken in: the name it has in every output, and whether it was read now."""

    file: str
    new: bool


def take_in(opened: OpenProject, only: Collection[str] | None = None, *, checked: bool = False) -> TakenIn:
    """Take transcripts of a project in; a file that cannot be used is a problem, the others go on.

    Parameters
    ----------
    only
        Neutral names (`hidden_name`) of the files to take; all of them when None.
    checked
        True where a person looks at each reading before it is used, as in the workspace: a transcript in which no
        resident was recognised is then kept for them to mend, and an empty folder is no problem yet.
    """
    project = opened.project
    without_original = opened.kept.without_original()
    problems = [*project.problems, *lists_of(project.facts).problems]
    if not (project.files or without_original or checked):
        problems.append(_no_transcripts(project))
    paths = [path for path in project.files if only is None or hidden_name(path.name) in only]
    kept, of_files = each_file(
        f"{project.title}: gesprekken lezen",
        paths,
        lambda path: path.name,
        lambda path: _take_one(opened, path, checked=checked),
    )
    files = [each.file for each in kept]
    if only is None:
        files += [file for file in without_original if file not in files]
    guessed = [] if checked else _guessed(opened, [each.file for each in kept])
    return TakenIn(files, sum(each.new for each in kept), [*problems, *of_files, *guessed, *opened.codebook_file()[1]])


def kept_name(opened: OpenProject, path: Path) -> str | None:
    """Name under which a transcript is kept with its present content; None when it is yet to be taken in.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    return _kept_under(opened, path, _keys(opened.project, path))


def _take_one(opened: OpenProject, path: Path, *, checked: bool) -> _Kept:
    """Take one transcript in unless it is kept already with the same content.

    Raises
    ------
    InputError
        When the file cannot be used; nothing is kept of it then.
    """
    keys = _keys(opened.project, path)
    known = _kept_under(opened, path, keys)
    if known is not None:
        return _Kept(known, new=False)
    interview = apart(path.name, read_one, opened.project, path, checked=checked)
    agree_on_vault_key(opened.store)
    marked = opened.kept.marked_words()
    safe = apart(path.name, pseudonymise_for_project, opened.project, interview, marked)
    opened.kept.save_interview(safe, keys[0])
    return _Kept(safe.file, new=True)


def _guessed(opened: OpenProject, files: Sequence[str]) -> list[Problem]:
    """Tell in which interviews it was guessed who speaks, and nobody has corrected that."""
    remedy = "Start 'narratief serve' en verbeter het bij Gesprekken, Controleren."
    kept = [(file, opened.kept.interview(file)) for file in files]
    return [
        Problem(file, SPEAKERS_GUESSED, remedy, fatal=False)
        for file, interview in kept
        if interview is not None and interview.guessed and interview.role_confidence < 1
    ]


def _kept_under(opened: OpenProject, path: Path, keys: Sequence[str]) -> str | None:
    """Name under which a transcript is kept with one of these keys, which are of its own name; None when it is not."""
    if any(opened.kept.has_interview(path.name, key) for key in keys):
        return path.name
    return opened.kept.named_with_key(keys)


def _keys(project: Project, path: Path) -> tuple[str, ...]:
    """Keys of all that reading a transcript depends on: that of now, and those of versions that read it alike."""
    content, interviewers = transcript_bytes(project, path), "\n".join(project.facts.interviewer_in(path.name))
    lists = _lists_in_key(project)
    return tuple(key_of(content, interviewers, path.name, *lists, version) for version in (READING, *READING_ELSEWHERE))


def _lists_in_key(project: Project) -> tuple[str, ...]:
    """What the project's lists of words add to a key; nothing where there are none, as before there were lists."""
    keep, hide = project.facts.keep, project.facts.hide
    return (repr((sorted(keep), sorted(hide))),) if keep or hide else ()


def _no_transcripts(project: Project) -> Problem:
    """Tell that there is nothing to read."""
    return Problem(
        project.name,
        "In deze map staat geen transcript.",
        "Zet er een docx-, odt-, rtf-, pdf-, txt-, md-, vtt-, srt-, json-, otr-, eaf-, TextGrid- of html-bestand in.",
    )
