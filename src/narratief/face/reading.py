"""Reading transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narratief.domain.errors import Problem
from narratief.domain.interview import Interview
from narratief.domain.project import Project, load_project
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.reading import read_one


@dataclass(frozen=True, slots=True, repr=False)
class Transcripts:
    """Interviews as they were read, with real names in them: nothing but `pseudonymise` takes them.

    Attributes
    ----------
    project
        The folder that they lie in, with the facts of its project.yaml.
    interviews
        One per file, in the order of the files' names.
    problems
        Files that could not be used, and what is wrong with project.yaml.
    """

    project: Project
    interviews: tuple[Interview, ...]
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Tell how many there are; never a word of them, so that none ends up in a notebook's output."""
        return told(self, self.project, self.interviews, self.problems)


def read(path: str | Path, interviewer: Sequence[str] = ()) -> Transcripts:
    """Read the transcripts of a project, or a single one.

    Parameters
    ----------
    path
        Folder of a project (transcripts and maybe a project.yaml and a codebook.yaml), or a transcript in such a
        folder: docx, odt, rtf, pdf, txt, md, vtt, srt, json, otr, eaf, TextGrid or html.
    interviewer
        Names or labels of the interviewer; default: what project.yaml says, else what is inferred.

    Returns
    -------
    Transcripts
        ``interviews``: each with its ``turns`` (speaker, role, words) and ``warnings``. A file of a folder that cannot
        be used is one of the ``problems``, and the others are read.

    Raises
    ------
    InputError
        When there is no such folder or file, or the single file cannot be used. The message is Dutch and tells what to
        do.
    """
    given = Path(path)
    if given.is_dir():
        project = load_project(given)
    else:
        folder = load_project(given.resolve().parent)
        project = Project(folder.path, folder.facts, (given.resolve(),), folder.problems)
    if interviewer:
        facts = project.facts.model_copy(update={"interviewers": tuple(interviewer)})
        project = replace(project, facts=facts)
    if not given.is_dir():
        return Transcripts(project, (read_one(project, project.files[0]),), project.problems)
    interviews, problems = each_file(
        f"{project.title}: gesprekken lezen",
        project.files,
        lambda file: file.name,
        lambda file: read_one(project, file),
    )
    return Transcripts(project, tuple(interviews), (*project.problems, *problems))


def told(of: object, project: Project, interviews: Sequence[Interview], problems: Sequence[Problem]) -> str:
    """What a notebook shows of interviews."""
    wrong = f", {len(problems)} problems" if problems else ""
    return f"{type(of).__name__}({project.name}: {len(interviews)} interviews{wrong})"
