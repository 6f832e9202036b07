"""A theme tried on a project's interviews before anything is saved: what looks like it, and what would be coded.

Only what is kept of an earlier coding is read, so that the encoder runs over no more than the theme's own sentences.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.fragment import Fragment
from narratief.domain.spans import Span
from narratief.pipeline.tagging import tagger_for
from narratief.store.coding.runs import Embedded, embedded_fragments
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.project_state import project_state


@dataclass(frozen=True, slots=True)
class Hit:
    """A fragment, and how much it looks like the theme.

    Attributes
    ----------
    score
        As the machine would score it, 0..1.
    given
        Whether the machine would code it with the theme.
    said
        What people said of it before; None as long as nobody did.
    """

    interview_id: int
    fragment: Fragment
    score: float
    given: bool
    said: bool | None = None

    @property
    def key(self) -> str:
        """Words that stand for it in forms: ``interview.start.end``."""
        return f"{self.interview_id}.{self.fragment.start}.{self.fragment.end}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a theme would find.

    Attributes
    ----------
    hits
        All fragments that can be looked at, the likest first. Words that are not for publication are none of them,
        since a fragment that a person says yes to becomes an example in the codebook.
    unread
        Interviews that were not coded yet, or so long ago that what a trial needs was not kept.
    """

    hits: tuple[Hit, ...]
    unread: int

    @property
    def given(self) -> tuple[Hit, ...]:
        """Those that the machine would code."""
        return tuple(hit for hit in self.hits if hit.given)


def try_theme(session: Session, project_id: int, theme: Theme) -> Trial:
    """Score all fragments of a project for a theme as it would be in the codebook; nothing is saved.

    Parameters
    ----------
    theme
        One that the shipped tagger does not know: of a theme that it knows it reads no definition or examples.
    """
    codebook = codebook_of(session, project_id)
    alone = Codebook(goals=codebook.goals, themes=(theme,))
    states = project_state(session, project_id).interviews
    embedded = embedded_fragments(session, project_id)
    hits: list[Hit] = []
    for number, kept in embedded.items():
        if kept is None or number not in states:
            continue
        state = states[number]
        present = {(fragment.start, fragment.end): fragment for fragment in state.fragments}
        said = {
            (code.fragment.start, code.fragment.end): code.settled
            for code in state.codes
            if code.theme == theme.id and code.status != "machine"
        }
        scores, given = _scored(kept, alone)
        hits += [
            Hit(number, present[span], score, span in given, said.get(span))
            for span, score in scores.items()
            if span in present and not state.withholds(span)
        ]
    hits.sort(key=lambda hit: (-hit.score, hit.fragment.interview, hit.fragment.start))
    unread = sum(embedded.get(number) is None for number in states)
    return Trial(tuple(hits), unread)


def _scored(kept: Embedded, codebook: Codebook) -> tuple[dict[Span, float], set[Span]]:
    """Score the fragments of an interview for the codebook's one theme; with the spans that the machine would code."""
    tagger = tagger_for(codebook)
    theme = codebook.theme_ids[0]
    values = tagger.added_scores(kept.embeddings).get(theme, ())
    scores = {span: float(score) for span, score in zip(kept.spans, values, strict=True)}
    by_turn: dict[int, list[int]] = defaultdict(list)
    for row, turn in enumerate(kept.turns):
        by_turn[turn].append(row)
    given = set()
    for rows in by_turn.values():
        found = tagger.tag_added(kept.embeddings[rows])
        given |= {kept.spans[row] for row, themes in zip(rows, found, strict=True) if theme in themes}
    return scores, given
