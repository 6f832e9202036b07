"""What a project's lists of words to keep and to hide change, to see before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narratief.domain.entities import Entity, EntityType
from narratief.domain.errors import Problem
from narratief.domain.interview import Interview
from narratief.domain.marked import Marked
from narratief.domain.project import Project
from narratief.domain.surroundings import sentence_around
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.pseudonymisation import Border, border_of, detectors
from narratief.pipeline.reading import read_one
from narratief.privacy.detect import find_entities
from narratief.privacy.pseudonymise import remembering
from narratief.privacy.word_lists import WordLists


@dataclass(frozen=True, slots=True)
class Place:
    """A place that changes: the file, and the sentence as it was said. Show it to who may see the transcript."""

    file: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """Words that go or stay where they did not before.

    Attributes
    ----------
    hidden
        True when they are replaced from now on, False when they stay from now on.
    kind
        What they are (or were) replaced as.
    """

    words: str
    kind: EntityType
    hidden: bool
    places: tuple[Place, ...]

    @property
    def files(self) -> int:
        """Number of transcripts in which it changes."""
        return len({place.file for place in self.places})


@dataclass(frozen=True, slots=True)
class Preview:
    """What lists change.

    Attributes
    ----------
    changes
        Most places first.
    unused
        Entries of the lists that change nothing.
    problems
        Transcripts that cannot be read, and entries that do not hold.
    """

    changes: tuple[Change, ...]
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]


def preview(project: Project, before: WordLists, after: WordLists) -> Preview:
    """Compare what is replaced in a project's transcripts with other lists; nothing is kept or written."""
    found, problems = each_file(
        f"{project.title}: lijsten vergelijken",
        project.files,
        lambda path: path.name,
        lambda path: _changes_in(project, read_one(project, path, checked=True), before, after),
    )
    together: dict[tuple[str, EntityType, bool], Change] = {}
    for change in (each for one in found for each in one):
        key = (change.words.casefold(), change.kind, change.hidden)
        known = together.get(key)
        together[key] = replace(known, places=(*known.places, *change.places)) if known else change
    changes = sorted(together.values(), key=lambda each: -len(each.places))
    unused = _unused(before, after, changes)
    return Preview(tuple(changes), unused, (*project.problems, *after.problems, *problems))


def _changes_in(project: Project, interview: Interview, before: WordLists, after: WordLists) -> list[Change]:
    """Changes in one transcript, place by place."""
    texts = [turn.text for turn in interview.turns]
    labels = [turn.speaker for turn in interview.turns]
    once = [remembering(detectors())]
    earlier, later = (_found(border_of(project, Marked(), lists, once), texts, labels) for lists in (before, after))
    changes = []
    for text, old, new in zip(texts, earlier, later, strict=True):
        for these, others, hidden in ((old, new, False), (new, old, True)):
            for entity in these:
                if not any(entity.start < other.end and other.start < entity.end for other in others):
                    place = Place(interview.file, sentence_around(text, entity.start, entity.end))
                    changes.append(Change(text[entity.start : entity.end], entity.type, hidden, (place,)))
    return changes


def _found(border: Border, texts: Sequence[str], labels: Sequence[str]) -> list[list[Entity]]:
    """Personal data in the turns of a transcript with this border."""
    spoken = dict.fromkeys(labels)
    names = {lab[e.start : e.end] for lab in spoken for detect in border.label_detectors for e in detect(lab)}
    return find_entities(texts, border.detectors, names, border.keep)


def _unused(before: WordLists, after: WordLists, changes: Sequence[Change]) -> tuple[str, ...]:
    """New entries that change nothing."""
    hiding = " | ".join(each.words for each in changes if each.hidden)
    staying = " | ".join(each.words for each in changes if not each.hidden)
    unused = [words for words in after.keep if words not in before.keep and not _among(words, staying)]
    unused += [words for kind, words in after.hide if (kind, words) not in before.hide and not _among(words, hiding)]
    return tuple(unused)


def _among(words: str, changed: str) -> bool:
    """Tell whether any of the words is among those that change."""
    return any(re.search(rf"(?<!\w){re.escape(each)}", changed, re.IGNORECASE) for each in words.split())
