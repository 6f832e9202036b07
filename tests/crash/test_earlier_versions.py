"""Data of every earlier version of the tables come through the migrations whole, and the application reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import URL

from narratief.domain.actions import Confirm
from narratief.domain.decision import Author
from narratief.store.accounts.people import members_of, people
from narratief.store.coding.interviews import interviews_of, load_interview
from narratief.store.coding.projects import projects_of, title_of
from narratief.store.database import Store, make_engine
from narratief.store.decision_log import all_decisions, record
from narratief.store.jobs.queue import jobs_of, take_job
from narratief.store.migrate import _config, current_revision, newest_revision, upgrade
from narratief.store.review.codebooks import codebook_of, versions_of
from narratief.store.review.learning import tagger_in_use
from narratief.store.review.result import result_of
from narratief.store.review.samples import coded_blind
from narratief.store.review.search import search
from narratief.store.review.topic_edits import StoredEditLog
from narratief.store.review.topic_runs import latest_clusters
from tests.crash.earlier_rows import ADDED, INTERVIEW, ONE, THREE
from tests.crash.filled import fill, held, plain_rows

REVISIONS = sorted(script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions())


def test_every_revision_has_rows_as_it_wrote_them() -> None:
    assert sorted(ADDED) == REVISIONS


def test_the_guide_for_administrators_names_every_revision() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "bijwerken.md").read_text("utf-8")
    assert re.findall(r"^\| (\d{4}) \|", guide, re.MULTILINE) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_all_rows_are_there_after_the_upgrade_and_are_read(revision: str, url: URL) -> None:
    engine = make_engine(url)
    rows = fill(engine, revision)
    assert current_revision(engine) == revision
    upgrade(engine)
    assert current_revision(engine) == newest_revision()
    after = held(engine)
    for table, values in plain_rows(rows).items():
        found = [{key: row[key] for key in values[0]} for row in after[table]]
        assert sorted(found, key=repr) == values, table
    _read(Store(engine), revision)
    engine.dispose()


def _read(store: Store, revision: str) -> None:
    """Read everything as the application does, and add to it."""
    with store.writing() as session:
        assert {person.name for person in people(session)} == {"Anna Ünal", "Bram"}
        (project,) = projects_of(session)
        assert title_of(project) == "Het plein – één"
        assert [person.id for person in members_of(session, project.id)] == [3]
        assert [(job.id, job.state) for job in jobs_of(session)] == [(6, "queued"), (4, "done")]
        assert take_job(session, "w").settings == {"files": ["gesprek-1.txt"]}
        if revision >= "0002":
            (row,) = interviews_of(session, project.id)
            assert load_interview(session, row).text == INTERVIEW.text
            assert [version.number for version in versions_of(session, project.id)] == [1, 2]
            assert "listen" in {theme.id for theme in codebook_of(session, project.id).themes}
            assert search(session, "belde").hits[0].text == THREE.text
            codes = result_of(session, project.id).codes
            assert {code.theme for code in codes} == (
                {"listen", "reply"} if revision >= "0003" else {"listen", "clear", "reply"}
            )
        if revision >= "0003":
            assert [decision.kind for decision in all_decisions(session, project.id)] == ["confirm", "reject"]
            confirmed = result_of(session, project.id, confirmed_only=True).codes
            assert [(code.fragment, code.theme) for code in confirmed] == [(ONE.id, "listen")]
            assert coded_blind(session, 62) == {61: ["listen"]}
            again = record(session, Author(3, "Anna Ünal"), project.id, Confirm(), request="a.0")
            assert again.id == 50
        if revision >= "0004":
            assert tagger_in_use(session, project.id).weights == bytes(range(256))
            clusters, members = latest_clusters(session, project.id)
            assert (clusters[0].label, len(members)) == ("bellen", 1)
    if revision >= "0004":
        assert [event.label for event in StoredEditLog(store, 5).edits()] == ["bellen"]
