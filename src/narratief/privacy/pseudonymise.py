"""Replaces the personal data of an interview by pseudonyms, the same over the whole interview and its project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from narratief.domain.entities import Detector, Entity, merge
from narratief.domain.interview import Interview, Turn
from narratief.privacy.detect import find_entities
from narratief.privacy.nicknames import tied_names
from narratief.privacy.register import Register
from narratief.privacy.speakers import names_in_label
from narratief.privacy.vault.unkept import UnkeptNames
from narratief.privacy.vault.vault import Vault

_PASSES = 3  # chosen: what one pass finds helps the next, and a third rarely finds anything


def pseudonymise(
    interview: Interview,
    vault: Vault | UnkeptNames | None,
    detectors: Sequence[Detector],
    keep: Iterable[str] = (),
    label_detectors: Sequence[Detector] = (names_in_label,),
) -> Interview:
    """Replace personal data of an interview by pseudonyms, and put the key in the vault.

    Detection runs again on its own result until nothing more is found: a pseudonymised interview stays as it is.

    Parameters
    ----------
    interview
        As read.
    vault
        Where the key is kept; it gives the numbers: to a re-run of the same interview the same ones, and to a name that
        another interview of the project has that one's. None keeps no key.
    detectors
        Functions that find entities; see `narratief.privacy.detect`.
    keep
        Words never replaced by themselves, such as words of the project's title.
    label_detectors
        Functions that find entities in a speaker label.

    Returns
    -------
    Interview
        Same turns and roles, new words and positions.
    """
    kept = tuple(keep)
    detectors = [remembering(detectors)]
    texts = [interview.text, *interview.warnings]
    if vault:
        register = Register(vault.numbered(interview.id), texts, partial(vault.number, interview.id))
    else:
        register = Register(taken=texts)
    for _ in range(_PASSES):
        changed = _one_pass(interview, register, detectors, kept, label_detectors)
        if changed == interview:
            break
        interview = changed
    if vault:
        vault.store(interview.id, register.originals())
    return interview


def remembering(detectors: Sequence[Detector]) -> Detector:
    """Join detectors in one that searches the same text only once, as long as it is kept."""
    seen: dict[str, list[Entity]] = {}

    def detect(text: str) -> list[Entity]:
        if text not in seen:
            seen[text] = [entity for detector in detectors for entity in detector(text)]
        return seen[text]

    return detect


def _one_pass(
    interview: Interview,
    register: Register,
    detectors: Sequence[Detector],
    keep: Sequence[str],
    label_detectors: Sequence[Detector],
) -> Interview:
    """Replace what is found now; gives an equal interview when nothing is."""
    labels = [turn.speaker for turn in interview.turns]
    in_labels = [merge(entity for detect in label_detectors for entity in detect(label)) for label in labels]
    names = {lab[e.start : e.end] for lab, found in zip(labels, in_labels, strict=True) for e in found}
    texts = [turn.text for turn in interview.turns]
    sections = [*texts, *interview.warnings]
    in_sections = find_entities(sections, detectors, names, keep)
    pieces = _in_order(labels, texts, in_labels, in_sections[: len(texts)])
    warned = list(zip(interview.warnings, in_sections[len(texts) :], strict=True))
    mentions = [(e.type, text[e.start : e.end]) for text, found in [*pieces, *warned] for e in found]
    tied = [pair for text, found in pieces for pair in tied_names(text, found)]
    pseudonyms = iter(register.assign(mentions, tied))
    replaced = [substitute(text, found, [next(pseudonyms) for _ in found]) for text, found in pieces]
    warnings = tuple(substitute(text, found, [next(pseudonyms) for _ in found]) for text, found in warned)
    return _lay_out(replace(interview, warnings=warnings), replaced[0::2], replaced[1::2])


def _in_order(
    labels: Sequence[str], texts: Sequence[str], in_labels: Sequence[list[Entity]], in_texts: Sequence[list[Entity]]
) -> list[tuple[str, list[Entity]]]:
    """Put labels and words in the order of the interview: label, words, label, words."""
    pieces = []
    for label, text, of_label, of_text in zip(labels, texts, in_labels, in_texts, strict=True):
        pieces += [(label, of_label), (text, of_text)]
    return pieces


def substitute(text: str, entities: Sequence[Entity], pseudonyms: Sequence[str]) -> str:
    """Put pseudonyms in the place of entities.

    Parameters
    ----------
    text
        The text they were found in.
    entities
        In order, none overlapping.
    pseudonyms
        One for each.
    """
    parts, position = [], 0
    for entity, pseudonym in zip(entities, pseudonyms, strict=True):
        parts += [text[position : entity.start], pseudonym]
        position = entity.end
    return "".join([*parts, text[position:]])


def _lay_out(interview: Interview, speakers: Sequence[str], texts: Sequence[str]) -> Interview:
    """Lay out the new words as `Interview.build` does, never joining turns (two labels may have become one)."""
    turns: list[Turn] = []
    parts: list[str] = []
    position = 0
    for turn, speaker, text in zip(interview.turns, speakers, texts, strict=True):
        label = f"{speaker}: " if speaker else ""
        start = position + len(label)
        end = start + len(text)
        turns.append(replace(turn, speaker=speaker, text=text, start=start, end=end))
        parts.append(label + text)
        position = end + 2
    return replace(interview, text="\n\n".join(parts), turns=tuple(turns))
