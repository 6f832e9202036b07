"""Versions of the codebook."""

from __future__ import annotations

import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import Refusal
from narratief.store.decision_log import undo
from narratief.store.review.codebooks import (
    change_codebook,
    codebook_of,
    preview,
    theme_moves,
    use_version,
    version_of,
    versions_of,
)
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from tests.store.talk import ANNA, BRAM, codebook


def themes(session, project_id):
    return sorted(c.theme for c in project_state(session, project_id).codes)


def test_without_versions_the_default_one_counts(work):
    with work.store.reading() as session:
        assert codebook_of(session, work.project_id) == default_codebook()
        assert version_of(session, work.project_id) is None


def test_the_file_is_taken_over_when_it_changed_only(coded):
    assert coded.codebook(codebook()) == codebook()
    newer = codebook("listen", "clear", "reply", "extra")
    assert coded.codebook(newer) == newer
    with coded.store.reading() as session:
        assert [(v.number, v.origin) for v in versions_of(session, coded.project_id)] == [(1, "file"), (2, "file")]


def test_what_people_changed_stays_while_the_file_stays(coded):
    own = codebook("listen", "clear", "reply", "own")
    with coded.store.writing() as session:
        change_codebook(session, ANNA, coded.project_id, own, seen=1)
    assert coded.codebook(codebook()) == own
    newer = codebook("listen", "clear", "reply", "file")
    assert coded.codebook(newer).theme_ids == ("listen", "clear", "reply", "file", "own")
    assert coded.codebook(newer).theme_ids == ("listen", "clear", "reply", "file", "own")


def test_merged_themes_take_their_codes_along_and_undo_brings_them_back(coded):
    merged = codebook("listen", "clear")
    with coded.store.writing() as session:
        done = change_codebook(session, ANNA, coded.project_id, merged, moves={"reply": "listen"}, note="samen")
    with coded.store.reading() as session:
        assert themes(session, coded.project_id) == ["clear", "listen", "listen"]
        assert {c.theme for c in result_of(session, coded.project_id).codes} == {"clear", "listen"}
    with coded.store.writing() as session:
        undo(session, BRAM, done.id)
    with coded.store.reading() as session:
        assert themes(session, coded.project_id) == ["clear", "listen", "reply"]
        assert codebook_of(session, coded.project_id) == codebook()


def test_moves_are_followed_over_versions(coded):
    with coded.store.writing() as session:
        change_codebook(session, ANNA, coded.project_id, codebook("listen", "anger"), moves={"reply": "anger"})
        change_codebook(session, ANNA, coded.project_id, codebook("listen", "rage"), moves={"anger": "rage"})
        versions = versions_of(session, coded.project_id)
        moves = theme_moves(versions, versions[-1])
        assert moves == {
            "listen": "listen",
            "clear": None,
            "reply": "rage",
            "anger": "rage",
            "rage": "rage",
            "silence": None,
        }
        assert themes(session, coded.project_id) == ["listen", "rage"]
        use_version(session, ANNA, coded.project_id, 1)
        assert themes(session, coded.project_id) == ["clear", "listen", "reply"]


def test_changes_are_refused_when_somebody_was_first_or_a_theme_is_not_there(coded):
    with coded.store.writing() as session:
        change_codebook(session, ANNA, coded.project_id, codebook("listen"), seen=1)
    for more in ({"seen": 1}, {"moves": {"clear": "nowhere"}}):
        with pytest.raises(Refusal), coded.store.writing() as session:
            change_codebook(session, BRAM, coded.project_id, codebook("clear"), **more)
    with pytest.raises(Refusal), coded.store.writing() as session:
        use_version(session, BRAM, coded.project_id, 99)


def test_preview_counts_what_a_change_does():
    counted = preview(codebook("a", "b", "c"), codebook("a", "d"), {"b": "a"}, ["a", "b", "b", "c"])
    assert counted == {"moved": 2, "dropped": 1, "kept": 1, "new_themes": 1}
