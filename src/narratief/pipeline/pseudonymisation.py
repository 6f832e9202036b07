"""Personal data replaced by pseudonyms, with the key in the project's vault."""

from __future__ import annotations

from dataclasses import replace
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
from narratief.privacy.vault.vault import Vault

_SHORTEST_KEPT = 4
"""Letters of a word of a project's title that is no personal data; shorter ones are "de", "van", "het": chosen, as
keeping those would keep the particles of surnames."""


def pseudonymise_for_project(project: Project, interview: Interview, marked: Marked) -> Interview:
    """Replace personal data by pseudonyms, in the file's name too; the key goes to the project's vault.

    Parameters
    ----------
    marked
        Words that people marked in the privacy step of this project; they hold here too.
    """
    vault = Vault(project.key)
    earlier = vault.originals(hidden_name(interview.file))
    if earlier:  # it was kept under its neutral name: the numbers that were given then hold
        vault.store(interview.file, earlier)
    kept = (*kept_words(project), *marked.keep)
    safe = pseudonymise(interview, vault, marked.on(detectors()), kept, marked.on([names_in_label]))
    originals = vault.originals(interview.file)
    name = neutral_name(interview.file, (word for words in originals.values() for word in words))
    if name != interview.file:
        vault.store(name, originals)
        vault.delete(interview.file)
    return replace(safe, file=name)


def pseudonymise_loose(interview: Interview) -> Interview:
    """Replace personal data by pseudonyms without keeping a key."""
    return pseudonymise(interview, None, detectors())


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
