"""The kept work of a project, in the database: what `narratief.pipeline.work.KeptWork` asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.coding import Coding
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Turn
from narratief.domain.kinds import Kind
from narratief.domain.marked import Marked
from narratief.domain.project import Project
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Edit, apply_edits, edits_between, moved
from narratief.store.coding.interviews import fixed_key, interview_row, interviews_of, load_interview, lock_interview
from narratief.store.coding.projects import project_for
from narratief.store.coding.runs import (
    FragmentsAndCodes,
    coding_of,
    current_run,
    keep_run,
    last_run_like,
    load_runs,
    run_with_key,
    vectors_of,
)
from narratief.store.database import Store, open_store
from narratief.store.decision_log import held_of, lock_project
from narratief.store.review.codebooks import keep_codebook
from narratief.store.review.learning import learned_on, tagger_in_use
from narratief.store.review.privacy_fixes import marked_words
from narratief.store.review.result import result_of
from narratief.store.review.text_changes import change_text
from narratief.store.schema import InterviewRow, ProjectRow, TurnRow
from narratief.store.schema.base import now


class StoreWork:
    """Kept work of one project; methods as `KeptWork` asks, each a transaction of its own.

    Parameters
    ----------
    project
        The folder; its row is made when it is new.
    store
        Default: the one that `open_store` gives.
    """

    def __init__(self, project: Project, store: Store | None = None) -> None:
        """Find the project's row, or make it."""
        self.store = store or open_store()
        with self.store.writing() as session:
            row = project_for(session, project)
            self.project_id, self._name = row.id, row.name

    def codebook(self, from_file: Codebook) -> Codebook:
        """Give the codebook that counts: what the file says, with what people changed since in the workspace."""
        with self.store.writing() as session:
            return keep_codebook(session, self.project_id, from_file)

    def result(
        self, files: Collection[str], *, confirmed_only: bool = False, each_coder: bool = False
    ) -> ProjectResult:
        """Give the project with the codes that count after review; see `narratief.store.review.result.result_of`."""
        with self.store.reading() as session:
            return result_of(
                session, self.project_id, confirmed_only=confirmed_only, files=files, each_coder=each_coder
            )

    def without_original(self) -> list[str]:
        """Give the interviews that stay though their transcripts went at the end of the retention period."""
        with self.store.reading() as session:
            gone = session.get_one(ProjectRow, self.project_id).originals_deleted_at
            if gone is None:
                return []
            return [row.file for row in interviews_of(session, self.project_id) if row.read_at <= gone]

    def interview(self, file: str, key: str | None = None) -> Interview | None:
        """Give the interview of a file with people's fixes; None when there is none, or none read with this key."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            if row is None or (key is not None and row.key != key):
                return None
            return load_interview(session, row)

    def has_interview(self, file: str, key: str) -> bool:
        """Tell whether the interview of a file is kept with this key."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            return row is not None and row.key == key

    def marked(self) -> Marked:
        """Give the words that people marked in the privacy step of this project."""
        with self.store.reading() as session:
            return marked_words(session, self.project_id)

    def interview_key(self, file: str) -> str | None:
        """Give the key of an interview as people left it; None when there is none."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            if row is None:
                return None
            return fixed_key(row, held_of(session, row.project_id, Kind.SPEAKERS, interview_id=row.id))

    def keep_interview(self, interview: Interview, key: str) -> None:
        """Keep a pseudonymised interview under a key; decisions about an earlier reading of it go along.

        Words that a person replaced by a pseudonym, or took out of one, stay so when the new reading has it otherwise.
        """
        with self.store.writing() as session:
            # first the project, then its interview, as who decides does: so no two that write wait for each other
            lock_project(session, self.project_id)
            row = interview_row(session, self.project_id, interview.file)
            if row is None:
                row = InterviewRow(project_id=self.project_id, file=interview.file, text=interview.text)
                row.turns = [_turn_row(turn) for turn in interview.turns]
                session.add(row)
            else:
                lock_interview(session, row)
                _read_again(session, row, interview)
                row.read_at = now()
            row.key, row.warnings = key, list(interview.warnings)
            row.role_confidence = interview.role_confidence

    def learned(self, models: str) -> bytes:
        """Give what the tagger learned, when a version is in use that was learned on these models; else nothing."""
        with self.store.reading() as session:
            version = tagger_in_use(session, self.project_id)
            return version.weights if version is not None and learned_on(version, models) else b""

    def has_coding(self, file: str, key: str) -> bool:
        """Tell whether a run with this key is kept, whether it counts now or not; if so it counts from then on."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            run = None if row is None else current_run(session, row.id)
            if row is None or (run is not None and run.key == key):
                return row is not None
            if run_with_key(session, row.id, key) is None:
                return False
        with self.store.writing() as session:
            keep_run(session, session.get_one(InterviewRow, row.id), key, (), ())
        return True

    def coding(self, file: str, key: str | None = None) -> FragmentsAndCodes | None:
        """Give the machine's fragments and codes of a file; None when there are none, or none with this key.

        What is found with a key counts from then on.
        """
        if key is not None and not self.has_coding(file, key):
            return None
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            run = None if row is None else current_run(session, row.id)
            if row is None or run is None:
                return None
            return coding_of(self._name, load_interview(session, row), load_runs(session, [run.id]).get(run.id, ()))

    def coding_like(self, file: str, beginning: str) -> Coding | None:
        """Give the last coding of a file whose key begins like this, with its vectors; None when there is none."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            run = None if row is None else last_run_like(session, row.id, beginning)
            if row is None or run is None:
                return None
            interview, kept = load_interview(session, row), load_runs(session, [run.id]).get(run.id, ())
            return Coding(*coding_of(self._name, interview, kept), vectors_of(run))

    def keep_coding(
        self,
        file: str,
        key: str,
        fragments: tuple[Fragment, ...],
        codes: tuple[Code, ...],
        general: npt.NDArray[np.floating] | None = None,
    ) -> None:
        """Keep the machine's fragments and codes as a run of its own, which counts from now on.

        Parameters
        ----------
        general
            The fragments' general vectors (n x width), for a later coding with other added themes.

        Raises
        ------
        KeyError
            When the interview of this file is not kept.
        """
        with self.store.writing() as session:
            row = interview_row(session, self.project_id, file)
            if row is None:
                raise KeyError(file)
            keep_run(session, row, key, fragments, codes, general)


def _turn_row(turn: Turn) -> TurnRow:
    """Give a turn as it is kept; its words are in the interview's text."""
    return TurnRow(index=turn.index, speaker=turn.speaker, role=turn.role, start=turn.start, end=turn.end)


def _read_again(session: Session, row: InterviewRow, interview: Interview) -> None:
    """Put a new reading in the place of an earlier one, and people's fixes of personal data on it again."""
    edits = edits_between(row.text, interview.text)
    fixes = held_of(session, row.project_id, Kind.PRIVACY_MISSED, Kind.PRIVACY_RESTORED, interview_id=row.id)
    again: list[Edit] = []
    for fix in fixes:
        place = moved(fix.span or (0, 0), edits)
        if place[0] < place[1] and interview.text[slice(*place)] != fix.text:
            again.append((*place, fix.text))
    again = _apart(sorted(set(again)))
    if not again:
        change_text(session, row, interview.text, interview.turns, edits)
        return
    final = apply_edits(interview.text, again)
    # straight from the old text to the fixed one: the words that a person hid are never stored in between
    turns = [_fixed_turn(turn, again, final) for turn in interview.turns]
    change_text(session, row, final, turns, edits_between(row.text, final))


def _fixed_turn(turn: Turn, edits: Sequence[Edit], text: str) -> Turn:
    """Give a turn of a new reading with people's fixes in its words and in its speaker's label."""
    start, end = moved((turn.start, turn.end), edits)
    label = moved((turn.start - 2 - len(turn.speaker), turn.start - 2), edits) if turn.speaker else (0, 0)
    return Turn(turn.index, text[slice(*label)], turn.role, text[start:end], start, end)


def _apart(edits: Sequence[Edit]) -> list[Edit]:
    """Leave out edits that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or kept[-1][1] <= edit[0]:
            kept.append(edit)
    return kept
