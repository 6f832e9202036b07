"""One project's interviews, codes and codebook in the database, for all who ask for one thing at a time."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.coding import Coding
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.marked import Marked
from narratief.domain.project import Project
from narratief.domain.result import ProjectResult
from narratief.domain.vectors import Array
from narratief.store.coding.interviews import (
    fixed_key,
    interview_row,
    interviews_of,
    load_interview,
    role_fixes,
)
from narratief.store.coding.projects import project_for
from narratief.store.coding.runs import (
    FragmentsAndCodes,
    coding_of,
    current_run,
    embeddings_of,
    last_run_with,
    load_runs,
    run_with_key,
    save_run,
)
from narratief.store.database import Store
from narratief.store.review.codebooks import codebook_to_code_with, sync_codebook
from narratief.store.review.learning import learned_on, tagger_in_use
from narratief.store.review.privacy_fixes import marked_words as marked_words_of
from narratief.store.review.rereading import save_interview
from narratief.store.review.result import result_of
from narratief.store.schema import InterviewRow, ProjectRow


class ProjectRepository:
    """Everything saved of one project; each method is a transaction of its own.

    Interviews and codings are saved under a key: a hash of the content and of every version that matters. So a second
    run with one new transcript does only that one, and nothing stale is ever used.

    Parameters
    ----------
    project_id
        Id of the project's row; `for_project` finds it.
    """

    def __init__(self, store: Store, project_id: int) -> None:
        """Remember which project of which store it is; nothing is read yet."""
        self.store, self.project_id = store, project_id

    @classmethod
    def for_project(cls, store: Store, project: Project) -> ProjectRepository:
        """Repository of a project folder, whose row is made when it is new and follows what project.yaml says now."""
        with store.writing() as session:
            return cls(store, project_for(session, project).id)

    def codebook(self, from_file: Codebook) -> Codebook:
        """Take over what the codebook's file says; returns the codebook that counts, with what people changed."""
        with self.store.writing() as session:
            return sync_codebook(session, self.project_id, from_file)

    def codebook_to_code_with(self, from_file: Codebook) -> Codebook:
        """Take over what the codebook's file says; returns what the machine looks for (`codebook_to_code_with`)."""
        with self.store.writing() as session:
            sync_codebook(session, self.project_id, from_file)
            return codebook_to_code_with(session, self.project_id)

    def result(self, files: Collection[str], *, whole: bool = False) -> ProjectResult:
        """Build the project's result of these interviews from the codes that count after review; see `result_of`."""
        with self.store.reading() as session:
            return result_of(session, self.project_id, files=files, whole=whole)

    def without_original(self) -> list[str]:
        """List the interviews that stay though their transcripts went at the end of the retention period."""
        with self.store.reading() as session:
            gone = session.get_one(ProjectRow, self.project_id).originals_deleted_at
            if gone is None:
                return []
            return [row.file for row in interviews_of(session, self.project_id) if row.read_at <= gone]

    def interview(self, file: str) -> Interview | None:
        """Interview of a file with people's fixes; None when there is none."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            return None if row is None else load_interview(session, row)

    def has_interview(self, file: str, key: str) -> bool:
        """Tell whether the interview of a file is saved under this key."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            return row is not None and row.key == key

    def named_with_key(self, keys: Collection[str]) -> str | None:
        """Name of the interview that is saved under one of these keys; None when there is none."""
        with self.store.reading() as session:
            mine = select(InterviewRow.file).filter_by(project_id=self.project_id)
            return session.scalar(mine.where(InterviewRow.key.in_(keys)).order_by(InterviewRow.file).limit(1))

    def interview_key(self, file: str) -> str | None:
        """Key of an interview as people left it; None when there is none."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            if row is None:
                return None
            return fixed_key(row, role_fixes(session, row))

    def save_interview(self, interview: Interview, key: str) -> None:
        """Save a pseudonymised interview under a key, with what people decided about an earlier reading of it."""
        with self.store.writing() as session:
            save_interview(session, self.project_id, interview, key)

    def marked_words(self) -> Marked:
        """Words that people marked in the privacy step of this project."""
        with self.store.reading() as session:
            return marked_words_of(session, self.project_id)

    def learned_weights(self, models: str) -> bytes:
        """What the tagger learned, when a version is in use that was learned on these models; else nothing."""
        with self.store.reading() as session:
            version = tagger_in_use(session, self.project_id)
            return version.weights if version is not None and learned_on(version, models) else b""

    def use_coding(self, file: str, key: str) -> bool:
        """Let the run of a file with this key count from now on; False when there is none."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            run = None if row is None else current_run(session, row.id)
            if row is None or (run is not None and run.key == key):
                return row is not None
            if run_with_key(session, row.id, key) is None:
                return False
        with self.store.writing() as session:
            save_run(session, session.get_one(InterviewRow, row.id), key, (), ())
        return True

    def coding(self, file: str) -> FragmentsAndCodes | None:
        """Fragments and codes of the machine's run of a file that counts; None when it was not coded."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            run = None if row is None else current_run(session, row.id)
            if row is None or run is None:
                return None
            name = session.get_one(ProjectRow, self.project_id).name
            return coding_of(name, load_interview(session, row), load_runs(session, [run.id]).get(run.id, ()))

    def last_coding(self, file: str, beginning: str) -> Coding | None:
        """Last coding of a file whose key begins like this, with its embeddings; None when there is none."""
        with self.store.reading() as session:
            row = interview_row(session, self.project_id, file)
            run = None if row is None else last_run_with(session, row.id, beginning)
            if row is None or run is None:
                return None
            name = session.get_one(ProjectRow, self.project_id).name
            interview, kept = load_interview(session, row), load_runs(session, [run.id]).get(run.id, ())
            return Coding(*coding_of(name, interview, kept), embeddings_of(run))

    def save_coding(
        self,
        file: str,
        key: str,
        fragments: tuple[Fragment, ...],
        codes: tuple[Code, ...],
        mid_layer_embeddings: Array | None = None,
    ) -> None:
        """Save the machine's fragments and codes as a run of its own, which counts from now on.

        Parameters
        ----------
        mid_layer_embeddings
            The fragments' mid-layer embeddings (n x width), for a later coding with other added themes.

        Raises
        ------
        KeyError
            When there is no interview of this file.
        """
        with self.store.writing() as session:
            row = interview_row(session, self.project_id, file)
            if row is None:
                raise KeyError(file)
            save_run(session, row, key, fragments, codes, mid_layer_embeddings)
