"""What is clustered: residents' fragments, with what is known of each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.project import Phase, ProjectFacts


@dataclass(frozen=True, slots=True)
class Passage:
    """A fragment of a resident, or a loose text.

    Attributes
    ----------
    id
        Id of the fragment.
    project, interview
        Where it comes from; empty for a loose text.
    place
        Dutch words for where it stands in the interview.
    phase
        Label of the phase of the project; empty when it is not known.
    themes
        Codebook themes that it was given, with their scores.
    withheld
        Whether its words may not be shown: `text` is then a note, and no word of a name or quote is taken from it.
    """

    id: str
    text: str
    project: str = ""
    interview: str = ""
    place: str = ""
    question: str = ""
    phase: str = ""
    themes: Mapping[str, float] = field(default_factory=dict)
    withheld: bool = field(default=False, repr=False)  # the id and text tell it too, so kept runs still hold

    @property
    def words(self) -> str:
        """The words that names of clusters may be made of."""
        return "" if self.withheld else self.text

    @property
    def resident(self) -> tuple[str, str]:
        """Who told it: project and interview (one resident per interview); a loose text has a resident of its own."""
        return (self.project, self.interview or self.id)


def in_order(passage: Passage) -> tuple[str, str]:
    """Key that puts passages in order: their ids are hashes, so it is an order by content alone."""
    return passage.id, passage.text


def passages_of(
    fragments: Iterable[Fragment], codes: Iterable[Code], facts: ProjectFacts | None = None
) -> tuple[Passage, ...]:
    """Make passages of a project's fragments, coded or not.

    Parameters
    ----------
    codes
        The codes on these fragments that count.
    facts
        For the phases; an interview belongs to the phase that lists its file name.
    """
    themes: dict[str, dict[str, float]] = {}
    for code in codes:
        own = themes.setdefault(code.fragment, {})
        own[code.theme] = max(code.score, own.get(code.theme, 0.0))
    of_phase = _phase_by_interview(facts.phases if facts else ())
    kept = tuple(fragments)
    phases = {name: of_phase.get(_stem(name), "") for name in {fragment.interview for fragment in kept}}
    return tuple(
        Passage(
            id=fragment.id,
            text=fragment.shown,
            project=fragment.project,
            interview=fragment.interview,
            place=f"antwoord {fragment.resident_turn + 1}, tekens {fragment.start}–{fragment.end}",
            question=fragment.question,
            phase=phases[fragment.interview],
            themes=dict(sorted(themes.get(fragment.id, {}).items())),
            withheld=fragment.withheld,
        )
        for fragment in kept
    )


def loose_passages(texts: Sequence[str], themes: Sequence[Mapping[str, float]]) -> tuple[Passage, ...]:
    """Make passages of loose texts; a text that occurs more than once makes as many passages with ids of their own."""
    counted: dict[str, int] = {}
    made = []
    for text, given in zip(texts, themes, strict=True):
        number = counted[text] = counted.get(text, -1) + 1
        key = f"{number}\n{text}" if number else text
        made.append(Passage(hashlib.sha256(key.encode()).hexdigest()[:16], text, themes=dict(given)))
    return tuple(made)


def _phase_by_interview(phases: Sequence[Phase]) -> dict[str, str]:
    """Label of the phase of each interview that a phase lists."""
    return {_stem(interview): phase.label for phase in phases for interview in phase.interviews}


def _stem(name: str) -> str:
    """File name without the ending that tells its format, in lower case: project.yaml may leave the ending out."""
    return re.sub(r"\.(docx|odt|rtf|pdf|txt|md|vtt|srt|json|otr|eaf|textgrid|html?)$", "", name.strip().lower())
