"""Everything that is held on one person, found by name or by pseudonym (article 15 of the GDPR)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.data_protection.project_files import original_of
from narratief.data_protection.recordings import recording_of
from narratief.data_protection.retention import retention_end
from narratief.domain.actions import Action, WriteMemo
from narratief.domain.decision import Decision
from narratief.domain.dutch import short_date
from narratief.domain.entities import PSEUDONYM
from narratief.domain.errors import Refusal
from narratief.domain.interview import Turn
from narratief.domain.kinds import DONE
from narratief.domain.spans import Span
from narratief.privacy.detectors.numbers import fold
from narratief.privacy.person_name import same_person
from narratief.store.attributes import attributes_of
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import get_project, title_of
from narratief.store.decision_codec import encode
from narratief.store.decision_log import all_decisions
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.privacy_fixes import vault_of
from narratief.store.review.project_state import interview_state
from narratief.store.review.review_state import InterviewState
from narratief.store.review.second_opinions import said_of_interview
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.store.written import written_of

ROLES = {"interviewer": "interviewer", "resident": "bewoner", "other": "iemand anders"}
"""Role of a speaker → what readers of the page call it."""

_STATUS = {
    "machine": "gevonden door de computer",
    "confirmed": "bevestigd",
    "rejected": "afgewezen",
    "added": "toegevoegd door een mens",
    "changed": "veranderd door een mens",
}
_LEAST_ASKED = 2
"""Characters of a question. Chosen: a single letter would find everybody."""

_LEAST_DIGITS = 4
"""Letters and digits that a part of a number or an address must have to find it. Chosen: a house number finds many."""

Names = Mapping[str, tuple[str, ...]]
"""Pseudonym of the person → the words that it stands for; none when those are not known any more."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A turn in which the person speaks or is named.

    Attributes
    ----------
    number
        The turn's number, from 1.
    text
        Its words; the person's own pseudonyms read as their name, those of others stay.
    themes
        Labels of the themes on it, with how they came there; those of a language model with the reason it gave.
    decisions
        What people decided about words in it, as Dutch sentences.
    """

    number: int
    speaker: str
    role: str
    text: str
    themes: tuple[str, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterviewData:
    """What one interview holds on the person.

    Attributes
    ----------
    project
        Its title.
    read
        Day on which the transcript was read, as Dutch readers write it.
    names
        The person's pseudonyms here.
    unreplaced
        Whether the name stands somewhere in the text without being replaced.
    decisions
        Memos and other decisions that name the person but are about no turn, as Dutch sentences.
    original
        Where the transcript with real names still lies; empty when it is gone.
    kept_until
        Day on which the names go; empty without a retention period.
    attributes
        What is noted of the person (age group, role), when the interview is known to be with them.
    others_attributes
        Whether something is noted of the resident, who may or may not be this person.
    recording
        Whether the sound of the interview is kept.
    """

    project: str
    file: str
    read: str
    names: Names
    unreplaced: bool
    mentions: tuple[Mention, ...]
    decisions: tuple[str, ...]
    original: str
    kept_until: str
    attributes: Mapping[str, str]
    others_attributes: bool
    recording: bool = False


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is held on a person; empty `interviews` when nothing is.

    Attributes
    ----------
    asked
        What was asked for.
    files
        Files that were made of those projects (tables, reports), which may have the person's words.
    """

    asked: str
    interviews: tuple[InterviewData, ...]
    files: tuple[str, ...]


def personal_data_of(
    session: Session, asked: str, projects: Sequence[int], *, interview: str | None = None, whole: bool = False
) -> PersonalData:
    """Collect what is held on a person.

    Parameters
    ----------
    asked
        A name, or another thing known of the person (telephone number, address), or a pseudonym of one interview.
    projects
        Where to look.
    interview
        Only this interview; needed with a pseudonym, since each interview has its own [PERSOON-1].
    whole
        True when that interview is with this person: all turns of the resident are theirs.

    Raises
    ------
    Refusal
        When nothing was asked, or a pseudonym without its interview.
    InputError
        When a vault cannot be opened.
    """
    wanted = asked.strip()
    if len(wanted) < _LEAST_ASKED:
        raise Refusal("Vul een naam of een pseudoniem in.")
    if _as_pseudonym(wanted) and interview is None:
        raise Refusal("Ieder gesprek heeft een eigen pseudoniem met dit nummer.", "Noem ook het gesprek.")
    found: list[InterviewData] = []
    files: list[str] = []
    for number in projects:
        project = get_project(session, number)
        rows = [row for row in interviews_of(session, number) if interview in (None, row.file)]
        here = [each for row in rows if (each := _interview_data(session, project, row, wanted, whole=whole))]
        found += here
        files += [str(path) for path in written_of(session, number) if here and path.exists()]
    return PersonalData(wanted, tuple(found), tuple(dict.fromkeys(files)))


def _interview_data(
    session: Session, project: ProjectRow, row: InterviewRow, wanted: str, *, whole: bool
) -> InterviewData | None:
    """Collect what an interview holds on the person; None when nothing."""
    pseudonym = _as_pseudonym(wanted)
    names = _names_of(wanted, pseudonym, vault_of(session, project.id).originals(row.file))
    if pseudonym and pseudonym in row.text:
        names.setdefault(pseudonym, ())
    name = None if pseudonym else re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    if not names and not (name and name.search(row.text)) and not whole:
        return None
    state, decisions = interview_state(session, row.id), all_decisions(session, project.id, row.id)
    labels = {theme.id: theme.label for theme in codebook_of(session, project.id).themes}
    said = said_of_interview(session, row.id)
    turns = [t for t in state.interview.turns if (whole and t.role == "resident") or _is_about(t, names, name)]
    general = [each for each in decisions if each.interview == row.file and each.span is None]
    end, original = retention_end(session, project), original_of(project, row.file)
    noted = attributes_of(session, project.id).of(row.id)
    own = whole or _is_resident(state, names, name)
    return InterviewData(
        title_of(project),
        row.file,
        short_date(row.read_at),
        names,
        bool(name and name.search(row.text)),
        tuple(_mention(turn, state, decisions, names, labels, said) for turn in turns),
        tuple(_sentence(each, names) for each in general if whole or _names_any(each, names)),
        str(original or ""),
        short_date(end) if end else "",
        noted if own else {},
        bool(noted) and not own,
        recording_of(project.key, row.file) is not None,
    )


def _is_resident(state: InterviewState, names: Collection[str], name: re.Pattern[str] | None) -> bool:
    """Tell whether the person speaks as the resident of an interview."""
    labels = {turn.speaker for turn in state.interview.resident_turns}
    return any(own in label for label in labels for own in names) or any(
        bool(name and name.search(label)) for label in labels
    )


def _names_of(wanted: str, pseudonym: str, originals: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Find the person's pseudonyms among those of an interview: the one asked for, or all whose words fit."""
    return {
        label: tuple(words)
        for label, words in originals.items()
        if label == pseudonym or (not pseudonym and any(_is_alike(label, wanted, each) for each in words))
    }


def _mention(
    turn: Turn,
    state: InterviewState,
    decisions: Sequence[Decision[Action]],
    names: Names,
    labels: Mapping[str, str],
    said: Sequence[tuple[Span, str, str, str]],
) -> Mention:
    """Collect what is held on one turn."""
    themes = [
        f"{labels.get(code.theme, code.theme)} ({_STATUS[code.status]})"
        for code in state.codes
        if code.fragment.start < turn.end and turn.start < code.fragment.end
    ]
    themes += [
        f"{labels.get(theme, theme)} (taalmodel {model}: {_with_name(reason, names)})"
        for (start, end), theme, model, reason in said
        if start < turn.end and turn.start < end
    ]
    within = [each for each in decisions if each.span and each.span[0] < turn.end and turn.start < each.span[1]]
    return Mention(
        turn.index + 1,
        _with_name(turn.speaker, names),
        ROLES[turn.role],
        _with_name(turn.text, names),
        tuple(dict.fromkeys(themes)),
        tuple(_sentence(each, names) for each in within),
    )


def _names_any(decision: Decision[Action], names: Collection[str]) -> bool:
    """Tell whether what a person made of something names one of these."""
    made = str(encode(decision.action).after)
    return any(name in made for name in names)


def _sentence(decision: Decision[Action], names: Names) -> str:
    """Write a decision as a Dutch sentence, with the words of a memo."""
    memo = decision.action.text if isinstance(decision.action, WriteMemo) else ""
    sentence = f"{decision.author.name} {DONE[decision.kind]} op {short_date(decision.at)}"
    return sentence + (f': "{_with_name(memo, names)}"' if memo else "")


def _is_about(turn: Turn, names: Collection[str], name: re.Pattern[str] | None) -> bool:
    """Tell whether a person speaks or is named in a turn."""
    text = f"{turn.speaker}: {turn.text}"
    return any(label in text for label in names) or bool(name and name.search(text))


def _with_name(text: str, names: Names) -> str:
    """Put the person's own name in the place of their pseudonyms."""
    return PSEUDONYM.sub(lambda match: (names.get(match.group()) or (match.group(),))[0], text)


def _as_pseudonym(wanted: str) -> str:
    """Write a pseudonym in brackets when that is what was asked for; empty otherwise."""
    label = f"[{wanted.strip('[]').upper()}]"
    return label if PSEUDONYM.fullmatch(label) else ""


def _is_alike(label: str, wanted: str, words: str) -> bool:
    """Tell whether words in the vault are of the person: another way to say the name, or the thing itself."""
    if label.startswith("[PERSOON-"):
        return same_person(wanted, words)
    plain, asked = (re.sub(r"\W+", "", fold(text)) for text in (words, wanted))
    return len(asked) >= _LEAST_DIGITS and asked in plain


def every_project(session: Session) -> list[int]:
    """Ids of all projects, archived ones too."""
    return list(session.scalars(select(ProjectRow.id).order_by(ProjectRow.id)))
