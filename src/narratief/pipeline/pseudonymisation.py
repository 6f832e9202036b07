"""Personal data replaced by pseudonyms, with the key in the project's vault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from narratief.domain.entities import Detector
from narratief.domain.interview import Interview
from narratief.domain.marked import Marked
from narratief.domain.progress import report_progress
from narratief.domain.project import Project
from narratief.privacy.detect import rule_detectors
from narratief.privacy.detectors.deduce_engine import load_deduce
from narratief.privacy.detectors.recognised import model_detectors
from narratief.privacy.file_names import hidden_name, neutral_name
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.speakers import names_in_label
from narratief.privacy.vault.unkept import UnkeptNames
from narratief.privacy.vault.vault import Vault
from narratief.privacy.word_lists import WordLists, lists_of

_SHORTEST_KEPT = 4
"""Letters of a word of a project's title that is no personal data; shorter ones are "de", "van", "het": chosen, as
keeping those would keep the particles of surnames."""


def pseudonymise_for_project(
    project: Project, interview: Interview, marked: Marked, names: Vault | UnkeptNames | None = None
) -> Interview:
    """Replace personal data by pseudonyms, in the file's name too; the key goes to the project's vault.

    Parameters
    ----------
    marked
        Words that people marked in the privacy step of this project; they hold here too.
    names
        Where the key goes instead of the project's vault.
    """
    vault = names or Vault(project.key)
    given = _given_name(interview.file, vault)
    earlier = vault.originals(given) if given else {}
    if earlier:  # it was kept under its neutral name: the numbers that were given then hold
        vault.store(interview.file, earlier)
    border = border_of(project, marked)
    safe = pseudonymise(interview, vault, border.detectors, border.keep, border.label_detectors)
    originals = vault.originals(interview.file)
    taken = {*vault.interviews(), *vault.file_names(), *(path.name for path in project.files)}
    name = given or neutral_name(interview.file, originals, taken - {interview.file}, border.keep)
    if name != interview.file:
        vault.rename(interview.file, name)
    return replace(safe, file=name)


def _given_name(file: str, vault: Vault | UnkeptNames) -> str | None:
    """Neutral name that a file was given before, also by versions that knew but one form; None when it was not."""
    for neutral, original in vault.file_names().items():
        if original == file:
            return neutral
    return hidden_name(file) if vault.originals(hidden_name(file)) else None


def pseudonymise_loose(interview: Interview, lists: WordLists | None = None) -> Interview:
    """Replace personal data by pseudonyms without keeping a key, with the lists of a project when there are any."""
    if lists is None:
        return pseudonymise(interview, None, detectors())
    hide = Marked(hide=lists.hide)
    labels = Marked(lists.keep, lists.hide).on([names_in_label])
    return pseudonymise(interview, None, hide.on(detectors()), lists.keep, labels)


@dataclass(frozen=True, slots=True)
class Border:
    """What finds the personal data of a project's transcripts, and what stays of it; as `pseudonymise` takes it."""

    detectors: tuple[Detector, ...]
    keep: tuple[str, ...]
    label_detectors: tuple[Detector, ...]


def border_of(
    project: Project, marked: Marked, lists: WordLists | None = None, found_by: Sequence[Detector] | None = None
) -> Border:
    """Where the border lies in a project: the rules, its title, its lists, and what people marked in the workspace.

    Parameters
    ----------
    lists
        Instead of those of project.yaml, to see what others would change.
    found_by
        Instead of `detectors`.
    """
    lists = lists or lists_of(project.facts)
    both = Marked(marked.keep, (*marked.hide, *lists.hide))
    labels = Marked((*marked.keep, *lists.keep), both.hide)
    return Border(
        both.on(found_by or detectors()), (*kept_words(project), *marked.keep, *lists.keep), labels.on([names_in_label])
    )


def kept_words(project: Project) -> tuple[str, ...]:
    """Names of a project itself (its street, its area), which are no personal data: the words of its title and name."""
    words = f"{project.facts.title} {project.name.replace('-', ' ')}".split()
    return tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST_KEPT))


@cache
def detectors() -> tuple[Detector, ...]:
    """All detectors of personal data, loaded once per process; reports progress when the name lists must be built."""

    def progress(message: str) -> None:
        report_progress(message, 0, 1)

    return (*rule_detectors(), load_deduce(progress), *model_detectors())
