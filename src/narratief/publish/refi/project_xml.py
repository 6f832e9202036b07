"""The project document of a .qdpx: interviews as sources, fragments as selections, codes as codings by their coder."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from narratief import __version__
from narratief.domain.code import MACHINE
from narratief.domain.codebook import Theme
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.result import ProjectResult
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.codes import add_codes, code_sets, theme_guid
from narratief.publish.refi.guids import guid
from narratief.publish.refi.notes import Notes, timestamp
from narratief.publish.refi.variables import add_values, add_variables, values_of
from narratief.publish.refi.xml import PROJECT, add_child, new_document, serialise
from narratief.publish.results import combine_codebooks

MACHINE_NAME = "narratief (automatisch)"
"""Name of the user who stands for the machine; `read_project` knows it by this name."""
NAME_LENGTH = 200
"""Most characters of a quote in the name of its selection: chosen, not measured, as lists in tools show fewer."""


def project_document(results: Sequence[ProjectResult], memos: Iterable[ExchangeMemo], moment: datetime) -> bytes:
    """Make project.qde.

    Parameters
    ----------
    moment
        Time of creation of everything in the document, except of memos, and of codes that people gave at a known time.
    """
    return serialise(_Writer(results, memos, moment).element())


def source_guid(project: str, interview: str) -> str:
    """GUID of an interview."""
    return guid("source", project, interview)


def source_name(results: Sequence[ProjectResult], result: ProjectResult, interview: Interview) -> str:
    """Name of a source, unique in the export."""
    return interview.id if len(results) == 1 else f"{result.name} - {interview.id}"


def selection_name(text: str) -> str:
    """Name of a selection: its words on one line, cut off when there are many."""
    line = " ".join(text.split())
    return line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 1] + "…"


class _Writer:
    """Builds one document; holds everything that its parts refer to."""

    def __init__(self, results: Sequence[ProjectResult], memos: Iterable[ExchangeMemo], moment: datetime) -> None:
        self._results = results
        self._book = combine_codebooks(results)
        self._rank = {theme_guid(theme): place for place, theme in enumerate(self._book.themes)}
        self._codings = {result.name: _codings(result) for result in results}
        self._times = _times(results)
        self._project_of = {guid("project-set", result.name): guid("project", result.name) for result in results}
        self._owners = self._owner_guids()
        self._notes = Notes(memos, self._owner_of)
        coders = {coder for by in self._codings.values() for given in by.values() for _, coder in given}
        people = sorted((coders | self._notes.authors) - {MACHINE})
        self._users = {name: guid("user", name) for name in (MACHINE, *people)}
        self._stamp = timestamp(moment)

    def element(self) -> ET.Element:
        """Build the whole document, its parts in the order that the schema prescribes."""
        results = self._results
        name = results[0].title if len(results) == 1 else f"{len(results)} projecten"
        project = new_document(
            "Project",
            PROJECT,
            name=name,
            origin=f"narratief {__version__}",
            creatingUserGUID=self._users[MACHINE],
            creationDateTime=self._stamp,
        )
        users = add_child(project, "Users")
        for person, identity in self._users.items():
            add_child(users, "User", guid=identity, name=MACHINE_NAME if person == MACHINE else person)
        if self._book.goals:
            add_codes(add_child(project, "CodeBook"), self._book, self._notes.on)
        interviews = [(result, interview) for result in results for interview in result.interviews]
        values = [values_of(*pair) for pair in interviews]
        add_variables(project, list(dict.fromkeys(name for own in values for name in own)))
        if interviews:
            cases = add_child(project, "Cases")
            for (result, interview), own in zip(interviews, values, strict=True):
                self._add_case(cases, result, interview, own)
            sources = add_child(project, "Sources")
            for (result, interview), own in zip(interviews, values, strict=True):
                self._add_source(sources, result, interview, own)
        self._notes.add(project, self._users)
        self._add_sets(project)
        for result in results:
            self._notes.add_refs(project, guid("project", result.name))
        return project

    def _add_case(
        self, parent: ET.Element, result: ProjectResult, interview: Interview, values: dict[str, str]
    ) -> None:
        """Add the resident of an interview."""
        identity = guid("case", result.name, interview.id)
        name = f"Bewoner {source_name(self._results, result, interview)}"
        case = add_child(parent, "Case", guid=identity, name=name)
        add_values(case, values)
        add_child(case, "SourceRef", targetGUID=source_guid(result.name, interview.id))

    def _add_source(
        self, parent: ET.Element, result: ProjectResult, interview: Interview, values: dict[str, str]
    ) -> None:
        """Add an interview with everything in it, in the order that the schema prescribes."""
        identity = source_guid(result.name, interview.id)
        source = add_child(
            parent,
            "TextSource",
            guid=identity,
            name=source_name(self._results, result, interview),
            plainTextPath=f"internal://{identity}.txt",
            creatingUser=self._users[MACHINE],
            creationDateTime=self._stamp,
        )
        own = {fragment for fragment in result.fragments if fragment.interview == interview.id}
        for fragment in sorted(own, key=lambda fragment: (fragment.start, fragment.end)):
            self._add_selection(source, result, fragment)
        self._notes.add_refs(source, identity)
        add_values(source, values)

    def _add_selection(self, parent: ET.Element, result: ProjectResult, fragment: Fragment) -> None:
        """Add a fragment that has a code or a memo; the others are in the text and need no selection."""
        identity = guid("selection", fragment.id)
        given = sorted(self._codings[result.name][fragment.id], key=lambda code: (self._rank[code[0]], code[1]))
        if not given and not self._notes.on[identity]:
            return
        coder = given[0][1] if given else MACHINE
        times = [self._times.get(_coding_guid(fragment.id, *code), self._stamp) for code in given]
        selection = add_child(
            parent,
            "PlainTextSelection",
            guid=identity,
            name=selection_name(fragment.text),
            startPosition=str(fragment.start),
            endPosition=str(fragment.end),
            creatingUser=self._users[coder],
            creationDateTime=min(times, default=self._stamp),  # no selection is younger than a coding on it
        )
        memos = self._notes.as_text(identity)
        if memos:
            add_child(selection, "Description", memos)
        for (theme, by), time in zip(given, times, strict=True):
            own = _coding_guid(fragment.id, theme, by)
            coding = add_child(selection, "Coding", guid=own, creatingUser=self._users[by], creationDateTime=time)
            add_child(coding, "CodeRef", targetGUID=theme)
            self._notes.add_refs(coding, own)
        self._notes.add_refs(selection, identity)

    def _add_sets(self, parent: ET.Element) -> None:
        """Add the groups of codes, and the interviews of each participation project."""
        core = [theme for result in self._results for theme in result.codebook.core_themes]
        sets = [(*group, "", "MemberCode") for group in code_sets(self._book, core)]
        for result in self._results:
            members = [source_guid(result.name, interview.id) for interview in result.interviews]
            about = result.facts.description
            sets.append((guid("project-set", result.name), result.title, members, about, "MemberSource"))
        if not sets:
            return
        group_parent = add_child(parent, "Sets")
        for identity, name, members, about, tag in sets:
            group = add_child(group_parent, "Set", guid=identity, name=name)
            if about:
                add_child(group, "Description", about)
            for member in members:
                add_child(group, tag, targetGUID=member)
            for note in self._notes.on[self._project_of.get(identity, "")]:
                add_child(group, "MemberNote", targetGUID=note)

    def _owner_guids(self) -> dict[tuple[str, str, str], str]:
        """Collect the GUIDs of everything that a memo can be about, by kind, project and id."""
        owners = {("theme", "", theme.id): theme_guid(theme) for theme in reversed(self._book.themes)}
        for result in self._results:
            owners["project", result.name, ""] = guid("project", result.name)
            for interview in result.interviews:
                owners["interview", result.name, interview.id] = source_guid(result.name, interview.id)
            for fragment in result.fragments:
                owners["fragment", result.name, fragment.id] = guid("selection", fragment.id)
        return owners

    def _owner_of(self, memo: ExchangeMemo) -> str | None:
        """GUID of what a memo is about; None when that is not in the export."""
        if memo.subject == "code":
            fragments = self._codings.get(memo.project)
            given = fragments[memo.target] if fragments and memo.target in fragments else []
            themes = {theme.id: theme_guid(theme) for theme in _themes_of(self._results, memo.project)}
            code = (themes.get(memo.theme, ""), memo.coder)
            return _coding_guid(memo.target, *code) if code in given else None
        project = "" if memo.subject == "theme" else memo.project
        target = "" if memo.subject == "project" else memo.target
        return self._owners.get((memo.subject, project, target))


def _codings(result: ProjectResult) -> defaultdict[str, list[tuple[str, str]]]:
    """Collect per fragment the codes on it, as GUID of the theme and coder, each once."""
    themes = {theme.id: theme_guid(theme) for theme in result.codebook.themes}
    given: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for code in dict.fromkeys((code.fragment, themes[code.theme], code.coder) for code in result.codes):
        given[code[0]].append(code[1:])
    return given


def _times(results: Sequence[ProjectResult]) -> dict[str, str]:
    """Collect by GUID of the coding when people gave it; the last time when somebody gave it more than once."""
    times: dict[str, str] = {}
    for result in results:
        themes = {theme.id: theme_guid(theme) for theme in result.codebook.themes}
        for code in result.codes:
            if code.at is not None:
                own = _coding_guid(code.fragment, themes[code.theme], code.coder)
                times[own] = max(times.get(own, ""), timestamp(code.at))
    return times


def _coding_guid(fragment: str, theme: str, coder: str) -> str:
    """GUID of a code on a fragment, computed from theme and coder, so that it survives a change of score."""
    return guid("coding", fragment, theme, coder)


def _themes_of(results: Sequence[ProjectResult], project: str) -> tuple[Theme, ...]:
    """Themes of a project's codebook; none when the project is not among the results."""
    return next((result.codebook.themes for result in results if result.name == project), ())
