"""From kept work to a project's result: what the synthesis tables are made from."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.codebook import Codebook
from narratief.evaluation.work import WorkFolder
from narratief.project import Project
from narratief.synthesis.result import ProjectResult


def collect(project: Project, work: WorkFolder, codebook: Codebook, files: Sequence[str]) -> ProjectResult:
    """Put the kept interviews and codes of a project together.

    Parameters
    ----------
    files
        Names of the files that were taken in and analysed in this run; others that may be kept are left out.
    """
    interviews, fragments, codes = [], [], []
    for file in files:
        interview, coding = work.interview(file), work.coding(file)
        if interview is None or coding is None:
            continue
        interviews.append(interview)
        fragments.extend(coding[0])
        codes.extend(coding[1])
    return ProjectResult(project.name, project.facts, codebook, tuple(interviews), tuple(fragments), tuple(codes))
