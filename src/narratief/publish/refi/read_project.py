"""A project of any tool (.qdpx) → interviews, fragments, codes with their coders, and memos."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from narratief.domain.code import MACHINE, Code
from narratief.domain.errors import InputError, Problem
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.archive import QdpxArchive, read_limited
from narratief.publish.refi.guids import guid, normalised_guid
from narratief.publish.refi.project_xml import MACHINE_NAME
from narratief.publish.refi.read_codes import codebook_from
from narratief.publish.refi.read_notes import MemoTarget, NoteReader
from narratief.publish.refi.read_sources import SourceText, read_sources
from narratief.publish.refi.read_variables import VariableReader
from narratief.publish.refi.turns import rebuild_interview
from narratief.publish.refi.variables import BETWEEN, FILE, INTERVIEWER, PROJECT, RESIDENT

UNKNOWN = "onbekend"
"""Coder of a code that does not say who assigned it; stored, so it stays Dutch."""


@dataclass(frozen=True, slots=True)
class ProjectImport:
    """Contents of a .qdpx.

    Attributes
    ----------
    results
        One per participation project; a file of another tool is one project. All codes have score 1, those of the
        machine too, since the format has no place for scores.
    variables
        Per project and interview the values of its variables.
    problems
        What could not be read or had to be guessed, in Dutch.
    stated
        Per theme id the fields that the file gives of it; see `CodebookImport.stated`.
    """

    results: tuple[ProjectResult, ...]
    memos: tuple[ExchangeMemo, ...]
    variables: Mapping[tuple[str, str], Mapping[str, str]]
    problems: tuple[Problem, ...]
    stated: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_qdpx(path: Path) -> ProjectImport:
    """Read a project file of narratief or any other tool, as far as it can be understood.

    The texts are those in the file, normalised as stored texts are; every code has its position in them.

    Raises
    ------
    InputError
        When the file cannot be opened safely, or has no text in it.
    """
    archive = QdpxArchive(read_limited(path), path.name)
    return _Reader(archive, archive.project()).project()


@dataclass(slots=True)
class _ProjectDraft:
    """A participation project while its interviews are read; everything in it is unique and in order."""

    name: str
    values: Mapping[str, str]
    interviews: dict[str, Interview] = field(default_factory=dict)
    fragments: dict[str, Fragment] = field(default_factory=dict)
    codes: dict[tuple[str, str, str], Code] = field(default_factory=dict)


class _Reader:
    """Reads one document; holds everything that its parts refer to."""

    def __init__(self, archive: QdpxArchive, root: ET.Element) -> None:
        self._root = root
        self._file = archive.name
        self._problems: list[Problem] = []
        self._sources = read_sources(archive, root, self._problems)
        if not self._sources:
            message = "In dit bestand zit geen document met tekst."
            raise InputError(self._file, message, "Exporteer het project met de documenten erbij.")
        self._users = {normalised_guid(user.get("guid")): _person(user) for user in root.findall("Users/User")}
        references = (ref for coding in root.iter("Coding") for ref in coding.findall("CodeRef"))
        self._codes = codebook_from(root, self._file, {normalised_guid(ref.get("targetGUID")) for ref in references})
        self._notes = NoteReader(archive, root, self._users)
        self._variables = VariableReader(root)
        self._memos: list[ExchangeMemo] = []
        self._lost = 0

    def project(self) -> ProjectImport:
        """Read everything, grouped by participation project."""
        name = " ".join(self._root.get("name", "").split()) or Path(self._file).stem
        drafts: dict[str, _ProjectDraft] = {}
        variables: dict[tuple[str, str], Mapping[str, str]] = {}
        for source in self._sources:
            values = self._variables.values(source)
            project = values.get(PROJECT) or name
            draft = drafts.setdefault(project, _ProjectDraft(project, values))
            interview = _interview(source, values, draft.interviews)
            draft.interviews[interview.id] = interview
            variables[project, interview.id] = values
            self._read_source(source, draft, interview)
        results = tuple(self._result(draft) for draft in drafts.values())
        self._read_memos([result.name for result in results])
        memos = tuple(dict.fromkeys(self._memos))
        return ProjectImport(results, memos, variables, self._all_problems(), self._codes.stated)

    def _read_source(self, source: SourceText, draft: _ProjectDraft, interview: Interview) -> None:
        """Read the codes and memos of one interview into its project."""
        spans = [(each.start, each.end, each.element, each.element.findall("Coding")) for each in source.selections]
        residents = [*itertools.accumulate(turn.role == "resident" for turn in interview.turns)]
        whole = source.owner.findall("Coding")
        if whole:
            spans.append((0, len(source.text), ET.Element("Whole"), whole))
        for number, (start, end, element, codings) in enumerate(spans):
            fragment = _fragment(draft.name, interview, residents, (start, end), number)
            given = [self._code(fragment.id, coding, element) for coding in codings]
            memos = self._notes.on(element, "fragment", MemoTarget(draft.name, fragment.id))
            if not any(given) and not memos:
                continue
            draft.fragments.setdefault(fragment.id, fragment)
            self._memos += memos
            for coding, code in zip(codings, given, strict=True):
                if code:
                    draft.codes.setdefault((code.fragment, code.theme, code.coder), code)
                    about = MemoTarget(draft.name, fragment.id, code.theme, code.coder)
                    self._memos += self._notes.on(coding, "code", about)
        self._memos += self._notes.on(source.owner, "interview", MemoTarget(draft.name, interview.id))

    def _code(self, fragment: str, coding: ET.Element, selection: ET.Element) -> Code | None:
        """Read a coding as a code; None when it refers to a code that is not in the document."""
        reference = coding.find("CodeRef")
        theme = self._codes.themes.get("" if reference is None else normalised_guid(reference.get("targetGUID")))
        if theme is None:
            self._lost += 1
            return None
        user = coding.get("creatingUser") or selection.get("creatingUser")
        return Code(fragment, theme, 1.0, self._users.get(normalised_guid(user)) or UNKNOWN)

    def _result(self, draft: _ProjectDraft) -> ProjectResult:
        """Make the result of a project whose interviews have all been read."""
        return ProjectResult(
            draft.name,
            self._variables.facts(draft.values),
            self._codes.codebook,
            tuple(draft.interviews.values()),
            tuple(draft.fragments.values()),
            tuple(draft.codes.values()),
        )

    def _read_memos(self, projects: Sequence[str]) -> None:
        """Read the memos on projects and themes, and the notes that belong to nothing."""
        self._memos += self._notes.on_codes(self._root, self._codes.themes)
        own = {guid("project-set", project): project for project in projects}
        for group in self._root.findall("Sets/Set"):
            if project := own.get(normalised_guid(group.get("guid"))):
                notes = tuple(normalised_guid(member.get("targetGUID")) for member in group.findall("MemberNote"))
                self._memos += self._notes.on(ET.Element("Project"), "project", MemoTarget(project), notes)
        if len(projects) == 1:
            self._memos += self._notes.on(self._root, "project", MemoTarget(projects[0]))
        self._memos += self._notes.left_over(projects[0])

    def _all_problems(self) -> tuple[Problem, ...]:
        """Collect everything that could not be read or had to be guessed."""
        problems = [*self._problems, *self._codes.problems]
        if self._lost:
            message = f"{self._lost} markeringen verwijzen naar een code die niet in het bestand staat."
            problems.append(Problem(self._file, message, "Exporteer het project opnieuw, met alle codes.", fatal=False))
        return tuple(problems)


def _person(user: ET.Element) -> str:
    """Name of a user as a coder; narratief's own user is the machine."""
    name = user.get("name") or user.get("id") or UNKNOWN
    return MACHINE if name == MACHINE_NAME else name


def _interview(source: SourceText, values: Mapping[str, str], taken: Mapping[str, Interview]) -> Interview:
    """Make an interview of a source, with a file name that its project does not have yet."""
    wanted = values.get(FILE) or source.name
    file, number = wanted, 1
    while file in taken:
        number += 1
        file = f"{wanted} ({number})"
    residents, interviewers = (
        [label for label in values.get(role, "").split(BETWEEN) if label] for role in (RESIDENT, INTERVIEWER)
    )
    return rebuild_interview(file, source.text, residents, interviewers)


def _fragment(project: str, interview: Interview, residents: Sequence[int], span: Span, number: int) -> Fragment:
    """Make a fragment, in the turn where it begins, or the last turn before it when it begins between turns.

    Parameters
    ----------
    residents
        Per turn, the number of turns of residents up to and including it.
    """
    start, end = span
    at = max(bisect_right(interview.turns, start, key=lambda turn: turn.start) - 1, 0)
    turn = interview.turns[at] if interview.turns else None
    spoken = residents[at] if turn else 0
    question = interview.question_before(turn) if turn else ""
    place = (turn.index if turn else 0, max(spoken - 1, 0), number)
    return Fragment(project, interview.id, *place, start, end, interview.text[start:end], question)
