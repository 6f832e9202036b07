"""Coding interviews: which themes are told, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import load_codebook, project_codebook
from narratief.domain.coding import Coding
from narratief.domain.errors import InputError, Problem
from narratief.domain.fragment import Fragment, with_surroundings
from narratief.domain.interview import Interview
from narratief.domain.off_record import for_outside, with_withheld, with_withheld_codes
from narratief.domain.project import Project
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span
from narratief.face.pseudonyms import Pseudonymised
from narratief.nlp.figures import calibration_error
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.tagging import analyse as divide_and_code
from narratief.pipeline.tagging import tagger_for
from narratief.privacy.off_record import find_off_record


@dataclass(frozen=True, slots=True, repr=False)
class Coded:
    """A project whose interviews were divided into fragments and coded by the machine; no person looked yet.

    Attributes
    ----------
    result
        Its ``interviews``, ``fragments`` (one to four sentences each) and ``codes`` (theme, score, words that show it),
        and the ``codebook``. A mask stands for words that a resident asked not to write down.
    problems
        What went wrong on the way here.
    """

    result: ProjectResult
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Tell how much there is."""
        made = self.result
        counts = f"{len(made.interviews)} interviews, {len(made.fragments)} fragments, {len(made.codes)} codes"
        return f"Coded({made.name}: {counts})"


def tag(pseudonymised: Pseudonymised, codebook: Codebook | str | Path | None = None) -> Coded:
    """Divide the residents' turns into fragments and give them the themes of a codebook.

    Parameters
    ----------
    codebook
        A codebook or its YAML file; default: the project's codebook.yaml, else the one that is shipped.

    Returns
    -------
    Coded
        The machine's codes, each with a score: a calibrated probability, 0..1.

    Raises
    ------
    InputError
        When given something else than what `pseudonymise` gave (nothing with names in it is coded), or the codebook is
        not valid.
    """
    if not isinstance(pseudonymised, Pseudonymised):
        raise InputError(
            "narratief.tag",
            "Deze gesprekken zijn nog niet gepseudonimiseerd.",
            "Gebruik eerst narratief.pseudonymise.",
        )
    project = pseudonymised.project
    book = _codebook(project, codebook)
    coded, problems = each_file(
        f"{project.title}: thema's zoeken",
        pseudonymised.interviews,
        lambda interview: interview.file,
        lambda interview: (interview, divide_and_code(project.name, interview, tagger_for(book))),
    )
    return Coded(_result(project, book, coded), (*pseudonymised.problems, *problems))


def _codebook(project: Project, given: Codebook | str | Path | None) -> Codebook:
    """The codebook that is meant."""
    if isinstance(given, Codebook):
        return given
    return project_codebook(project.path) if given is None else load_codebook(Path(given))


def _result(project: Project, book: Codebook, coded: Iterable[tuple[Interview, Coding]]) -> ProjectResult:
    """Lay a project out as it may leave: what is off the record counts and is not in it."""
    interviews: list[Interview] = []
    fragments: list[Fragment] = []
    codes: list[Code] = []
    off_record: dict[str, list[Span]] = {}
    for interview, coding in coded:
        spans = [found.span for found in find_off_record(interview)]
        marked = with_surroundings(interview, with_withheld(interview, coding.fragments, spans))
        interviews.append(interview)
        fragments += marked
        codes += with_withheld_codes(coding.fragments, marked, coding.codes)
        off_record[interview.id] = spans
    result = ProjectResult(project.name, project.facts, book, tuple(interviews), tuple(fragments), tuple(codes))
    trust = replace(result.trust, model_error=calibration_error())
    return for_outside(replace(result, measured=trust), off_record)
