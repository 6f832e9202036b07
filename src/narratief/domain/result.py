"""What a synthesis is made from: one project, read, divided into fragments and coded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from narratief.domain.code import MACHINE, Code
from narratief.domain.codebook import Codebook
from narratief.domain.coverage import Coverage
from narratief.domain.errors import InputError
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.project import ProjectFacts
from narratief.domain.trust import SHARES_FROM, Trust


@dataclass(frozen=True)  # no slots: what all formats ask of it again and again is worked out once
class ProjectResult:
    """A project after coding; it cannot be made when a quote could not be traced to its words.

    Attributes
    ----------
    name
        Name of the project folder.
    facts
        From project.yaml.
    codebook
        The codebook that the codes refer to.
    interviews
        The interviews as stored (pseudonymised).
    fragments
        Fragments of these interviews, coded or not.
    codes
        The codes that count: after review, what the reviewer left standing.
    measured
        How far its numbers can be trusted, as the store knows it; None for a result made without the store.
    reviewed
        File names of the interviews that people reviewed, as the store knows it; None for a result made without the
        store, whose interviews are reviewed when the machine gave none of its codes.
    waiting
        Suggestions of the machine in it that wait for a person.
    summary
        Paragraphs that a person wrote for the summary of a report; none when nobody did.
    part_of_draft
        True for a part of a draft, which is a draft also where the part has no code of the machine.
    """

    name: str
    facts: ProjectFacts
    codebook: Codebook
    interviews: tuple[Interview, ...]
    fragments: tuple[Fragment, ...]
    codes: tuple[Code, ...]
    measured: Trust | None = None
    reviewed: frozenset[str] | None = None
    waiting: int = 0
    part_of_draft: bool = False
    summary: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that fragments, codes and codebook fit together.

        Raises
        ------
        ValueError
            When a fragment is not what stands at its position in the stored text, or a code has no fragment.
        InputError
            When a code has a theme that the codebook lacks (someone changed the codebook after coding).
        """
        texts = {interview.id: interview.text for interview in self.interviews}
        if len(texts) < len(self.interviews):
            raise ValueError(f"two interviews of {self.name} have the same file name")
        for fragment in self.fragments:
            stored = texts.get(fragment.interview)
            if stored is None or stored[fragment.start : fragment.end] != fragment.text:
                raise ValueError(
                    f"fragment {fragment.id} is not at {fragment.start}-{fragment.end} of {fragment.interview}"
                )
        known = {fragment.id for fragment in self.fragments}
        themes = set(self.codebook.theme_ids)
        for code in self.codes:
            if code.fragment not in known:
                raise ValueError(f"code {code.theme} refers to unknown fragment {code.fragment}")
            if code.theme not in themes:
                raise InputError(
                    "codebook.yaml",
                    f"Het thema '{code.theme}' is toegekend, maar staat niet in het codeboek.",
                    "Zet het thema terug in het codeboek of laat de gesprekken opnieuw coderen.",
                )

    @property
    def title(self) -> str:
        """Title for readers: that of project.yaml, else the folder's name."""
        return self.facts.title or self.name

    @property
    def trust(self) -> Trust:
        """What stands beside its numbers; without the store, what was read and coded is all that is known."""
        if self.measured is not None:
            return self.measured
        coded = {code.fragment for code in self.codes}
        confirmed = {code.fragment for code in self.codes if code.coder != MACHINE}
        answers = sum(len(interview.resident_turns) for interview in self.interviews)
        return Trust(self.residents, answers, len(self.fragments), len(coded), len(confirmed))

    @cached_property
    def draft(self) -> bool:
        """Whether a code of the machine is among the codes, so that its numbers are not only people's."""
        return self.part_of_draft or any(code.coder == MACHINE for code in self.codes)

    @cached_property
    def reviewed_talks(self) -> frozenset[str]:
        """File names of the interviews in which a resident speaks and that were reviewed."""
        talks = frozenset(self.talks)
        if self.reviewed is not None:
            return talks & self.reviewed
        return frozenset() if self.draft else talks

    @cached_property
    def basis(self) -> frozenset[str]:
        """File names of the interviews that its numbers are about: those reviewed, in a draft all of them.

        Who was not looked at has not said nothing: outside a draft only reviewed interviews are counted, in what was
        told and in out of how many.
        """
        return frozenset(self.talks) if self.draft else self.reviewed_talks

    @property
    def coverage(self) -> Coverage:
        """How much of it was reviewed."""
        return Coverage(self.residents, len(self.reviewed_talks), self.waiting)

    def counted(self) -> ProjectResult:
        """The same project with only the codes that its numbers are about (`basis`)."""
        basis = self.basis
        where = {fragment.id: fragment.interview for fragment in self.fragments}
        return replace(self, codes=tuple(code for code in self.codes if where[code.fragment] in basis))

    @property
    def residents(self) -> int:
        """Number of residents spoken to: one per interview in which a resident speaks, so a couple counts once."""
        return len(self.talks)

    @property
    def few(self) -> bool:
        """Whether so few residents were spoken to that a number of an interview points to one of them."""
        return self.residents < SHARES_FROM

    @cached_property
    def talks(self) -> dict[str, int]:
        """Number for readers, who do not see file names, of each interview in which a resident speaks."""
        spoken = sorted(interview.id for interview in self.interviews if interview.resident_turns)
        return {name: number for number, name in enumerate(spoken, 1)}
