"""Replacing personal data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from narratief.domain.errors import InputError, Problem
from narratief.domain.interview import Interview
from narratief.domain.marked import Marked
from narratief.domain.project import Project
from narratief.face.reading import Transcripts, told
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.project_lock import alone_on_project
from narratief.pipeline.pseudonymisation import pseudonymise_for_project
from narratief.pipeline.take_in import take_in
from narratief.privacy.file_names import hidden_name
from narratief.privacy.vault.unkept import UnkeptNames


@dataclass(frozen=True, slots=True, repr=False)
class Pseudonymised:
    """Interviews without names and other personal data; attributes as those of `Transcripts`."""

    project: Project
    interviews: tuple[Interview, ...]
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Tell how many there are."""
        return told(self, self.project, self.interviews, self.problems)


def pseudonymise(transcripts: Transcripts, *, keep_key: bool = False) -> Pseudonymised:
    """Replace names and other personal data by pseudonyms such as ``[PERSOON-1]``, in names of files too.

    Parameters
    ----------
    keep_key
        False: nothing is written, and nobody can find out later who ``[PERSOON-1]`` is. True: the transcripts are taken
        in as `narratief run` does. The key then lies encrypted in the project's vault (the folder NARRATIEF_VAULT,
        apart from its own key), and the pseudonymised interviews in the work files: so retention, erasing one
        interview, and destroying the vault find them. What people corrected in the workspace (who speaks, words to
        hide or to keep) then counts.

    Returns
    -------
    Pseudonymised
        The same turns in the same order, with other words. Positions are those in the new text.

    Raises
    ------
    InputError
        When given something else than what `read` gave, or the vault cannot be opened.
    """
    if not isinstance(transcripts, Transcripts):
        raise InputError("narratief.pseudonymise", "Dit zijn geen gelezen gesprekken.", "Gebruik eerst narratief.read.")
    project = transcripts.project
    if keep_key:
        return _kept(transcripts)
    names = UnkeptNames()
    safe, problems = each_file(
        f"{project.title}: namen vervangen",
        transcripts.interviews,
        lambda interview: interview.file,
        lambda interview: pseudonymise_for_project(project, interview, Marked(), names),
    )
    return Pseudonymised(project, tuple(safe), (*transcripts.problems, *problems))


def _kept(transcripts: Transcripts) -> Pseudonymised:
    """Take the same files in, so that all that looks after personal data knows of them."""
    project = transcripts.project
    opened = replace(open_folder(project.path), project=project)
    with alone_on_project(project.key, opened.store):
        taken = take_in(opened, only={hidden_name(interview.file) for interview in transcripts.interviews})
        found = [opened.kept.interview(file) for file in taken.files]
    problems = dict.fromkeys([*transcripts.problems, *taken.problems])
    return Pseudonymised(project, tuple(each for each in found if each is not None), tuple(problems))
