"""Rows as each earlier version of the tables was given them; the text is that of `tests.store.talk.interview`.

`ADDED` tells which tables a revision brought. A revision that changes a table of an earlier one gets its own entry in
`ROWS_AT`, with the rows as that version wrote them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.store import talk

Rows = dict[str, list[dict[str, Any]]]
AT = datetime(2026, 3, 4, 13, 5, 6, 789000, tzinfo=UTC)
INTERVIEW = talk.interview()
ONE, TWO, THREE = talk.fragments(INTERVIEW)
BOOK = talk.codebook().model_dump(mode="json")


def _place(of: Any) -> dict[str, int]:
    return {"start": of.start, "end": of.end}


ADDED: dict[str, Rows] = {
    "0001": {
        "people": [
            {
                "id": 3,
                "email": "anna@gemeente.nl",
                "name": "Anna Ünal",
                "password": "$argon2id$x",
                "subject": None,
                "role": "researcher",
                "may_open_vault": True,
                "active": True,
                "created_at": AT,
            },
            {
                "id": 7,
                "email": "bram@gemeente.nl",
                "name": "Bram",
                "password": None,
                "subject": "https://i b",
                "role": "administrator",
                "may_open_vault": False,
                "active": False,
                "created_at": AT,
            },
        ],
        "one_time_links": [
            {"token_hash": "h1", "purpose": "invite", "person_id": 7, "made_at": AT, "expires_at": AT, "used_at": None}
        ],
        "login_attempts": [{"id": 2, "email_hash": "e", "address": "::1", "at": AT}],
        "web_sessions": [
            {"token_hash": "h2", "person_id": 3, "form_token": "f", "started_at": AT, "seen_at": AT, "expires_at": AT}
        ],
        "projects": [
            {
                "id": 5,
                "key": "plein-0123456789",
                "name": "plein",
                "folder": None,
                "facts": {"title": "Het plein – één", "period": "2026-01/2026-02"},
                "keep_words": ["Plein"],
                "created_at": AT,
                "created_by": 3,
                "archived_at": None,
            }
        ],
        "memberships": [{"person_id": 3, "project_id": 5}],
        "audit_entries": [
            {
                "id": 11,
                "at": AT,
                "person_id": 3,
                "who": "Anna Ünal",
                "act": "vault_opened",
                "project_id": 5,
                "address": "::1",
                "details": {"reason": "klacht"},
            }
        ],
        "jobs": [
            {
                "id": 4,
                "project_id": 5,
                "kind": "read",
                "settings": {},
                "state": "done",
                "step": "lezen",
                "done": 1,
                "total": 1,
                "error": "",
                "remedy": "",
                "outcome": {"used": 1},
                "attempt": 1,
                "worker": "w",
                "problems": [{"file": "x.txt", "message": "Leeg.", "remedy": "Kies.", "fatal": True}],
                "made_at": AT,
                "made_by": "Anna Ünal",
                "started_at": AT,
                "finished_at": AT,
                "beat_at": AT,
            },
            {
                "id": 6,
                "project_id": 5,
                "kind": "evaluate",
                "settings": {"files": ["gesprek-1.txt"]},
                "state": "queued",
                "step": "",
                "done": 0,
                "total": 0,
                "error": "",
                "remedy": "",
                "outcome": {},
                "attempt": 0,
                "worker": None,
                "problems": [],
                "made_at": AT,
                "made_by": "Anna Ünal",
                "started_at": None,
                "finished_at": None,
                "beat_at": None,
            },
        ],
    },
    "0002": {
        "interviews": [
            {
                "id": 9,
                "project_id": 5,
                "file": INTERVIEW.file,
                "key": "k1",
                "text": INTERVIEW.text,
                "edits": 0,
                "warnings": ["Let op: één."],
                "role_confidence": 0.75,
                "read_at": AT,
            }
        ],
        "turns": [
            {
                "interview_id": 9,
                "index": turn.index,
                "speaker": turn.speaker,
                "role": turn.role,
                "start": turn.start,
                "end": turn.end,
            }
            for turn in INTERVIEW.turns
        ],
        "codebook_versions": [
            {
                "id": 1,
                "project_id": 5,
                "number": 1,
                "parent_id": None,
                "codebook": BOOK,
                "moves": {},
                "origin": "file",
                "note": "",
                "made_at": AT,
                "made_by": "narratief",
            },
            {
                "id": 2,
                "project_id": 5,
                "number": 2,
                "parent_id": 1,
                "codebook": BOOK,
                "moves": {"anger": None},
                "origin": "person",
                "note": "boos weg",
                "made_at": AT,
                "made_by": "Anna Ünal",
            },
        ],
        "machine_runs": [{"id": 8, "interview_id": 9, "key": "r1", "made_at": AT}],
        "current_runs": [{"interview_id": 9, "run_id": 8}],
        "fragments": [
            {
                "id": 20 + i,
                "run_id": 8,
                "index": i,
                "turn": f.turn,
                "resident_turn": f.resident_turn,
                **_place(f),
                "asked": True,
            }
            for i, f in enumerate((ONE, TWO, THREE))
        ],
        "machine_codes": [
            {"id": 30, "fragment_id": 20, "theme": "listen", "score": 0.9, "evidence": [[ONE.start, ONE.start + 12]]},
            {"id": 31, "fragment_id": 21, "theme": "clear", "score": 0.7, "evidence": []},
            {"id": 32, "fragment_id": 22, "theme": "reply", "score": 0.6, "evidence": []},
        ],
        "search_entries": [{"id": 40, "interview_id": 9, **_place(THREE), "stems": "niemand beld terug na de avond"}],
    },
    "0003": {
        "decisions": [
            {
                "id": 50,
                "project_id": 5,
                "interview_id": 9,
                "at": AT,
                "person_id": 3,
                "who": "Anna Ünal",
                "kind": "confirm",
                **_place(ONE),
                "text": ONE.text,
                "theme": "listen",
                "target": None,
                "before": {},
                "after": {},
                "undoes": None,
                "seen": None,
                "request": "a.0",
            },
            {
                "id": 51,
                "project_id": 5,
                "interview_id": 9,
                "at": AT,
                "person_id": None,
                "who": "Bram",
                "kind": "reject",
                **_place(TWO),
                "text": TWO.text,
                "theme": "clear",
                "target": None,
                "before": {},
                "after": {},
                "undoes": None,
                "seen": 50,
                "request": None,
            },
        ],
        "samples": [
            {
                "id": 60,
                "project_id": 5,
                "name": "proef",
                "seed": 1,
                "themes": ["listen"],
                "made_at": AT,
                "made_by": "Anna Ünal",
            }
        ],
        "sample_items": [
            {"id": 61, "sample_id": 60, "position": 0, "interview_id": 9, **_place(ONE), "machine": ["listen"]}
        ],
        "assignments": [{"id": 62, "sample_id": 60, "person_id": 3, "made_at": AT, "finished_at": None}],
        "blind_codes": [{"assignment_id": 62, "item_id": 61, "themes": ["listen"], "at": AT}],
    },
    "0004": {
        "topic_runs": [{"id": 70, "project_id": 5, "key": "t", "settings": {"least": 3}, "made_at": AT}],
        "clusters": [{"id": 71, "run_id": 70, "cluster": "c1", "label": "bellen", "facts": {"keywords": ["bel"]}}],
        "cluster_members": [
            {"id": 72, "run_id": 70, "cluster_id": 71, "interview_id": 9, **_place(THREE), "x": 0.5, "y": -1.25}
        ],
        "topic_events": [
            {
                "id": 73,
                "project_id": 5,
                "at": AT,
                "who": "Anna Ünal",
                "kind": "rename",
                "event": {
                    "id": "e1",
                    "when": AT.isoformat(),
                    "who": "Anna Ünal",
                    "act": "rename",
                    "topic": "c1",
                    "label": "bellen",
                },
            }
        ],
        "tagger_versions": [
            {
                "id": 74,
                "project_id": 5,
                "parent_id": None,
                "weights": bytes(range(256)),
                "learned_from": {"examples": 9},
                "before": {"f1": 0.5},
                "after": {"f1": 0.6},
                "state": "accepted",
                "made_at": AT,
                "made_by": "Anna Ünal",
                "decided_at": AT,
                "decided_by": "Anna Ünal",
            }
        ],
    },
    "0005": {
        "written_files": [{"id": 80, "project_id": 5, "path": "/uitkomsten/plein/synthese.html", "at": AT}],
    },
    "0006": {},  # two columns of machine_runs, which are filled in by themselves
    "0007": {
        "second_factors": [{"person_id": 3, "sealed": "gAAAx", "made_at": AT, "confirmed_at": AT, "last_step": 590}],
        "recovery_codes": [{"id": 90, "person_id": 3, "code_hash": "$argon2id$y", "used_at": None}],
        "half_logins": [{"token_hash": "h3", "person_id": 3, "expires_at": AT}],
    },
    "0008": {},  # a column of web_sessions, which is filled in by itself
    "0009": {},  # facts of an installation, which are filled in as they become known
    "0010": {
        "resident_attributes": [{"interview_id": 9, "name": "rol", "value": "huurder", "at": AT, "who": "Anna Ünal"}],
    },
    "0011": {
        "saved_views": [
            {
                "id": 95,
                "project_id": 5,
                "person_id": 3,
                "name": "Boos",
                "key": "boos",
                "asked": {"thema": ["listen"]},
                "shared": True,
                "made_at": AT,
            }
        ],
    },
    "0012": {},  # a column of projects, which is filled in by itself
    "0013": {
        "model_answers": [
            {
                "id": number,
                "project_id": 5,
                "interview_id": interview,
                "purpose": purpose,
                "version": 1,
                "model": "proef",
                "hash": "ab" * 32,
                "messages": [["system", "Je bent één codeur."], ["user", ONE.text]],
                "answer": '{"codes": []}',
                "places": [[9, ONE.start, ONE.end]],
                "dropped": {"not_said": 1},
                "made_at": AT,
                "made_by": "Anna Ünal",
            }
            for number, purpose, interview in ((97, "coderen", 9), (98, "vraag", None))
        ],
        "second_codes": [
            {
                "id": 99,
                "answer_id": 97,
                "interview_id": 9,
                **_place(ONE),
                "theme": "listen",
                "evidence": [ONE.start, ONE.start + 12],
                "reason": "De bewoner zegt dat er niet is geluisterd.",
            }
        ],
    },
}


def rows_at(revision: str) -> Rows:
    """All rows that a database of a revision has, those that others refer to first."""
    found: Rows = {}
    for number, tables in ADDED.items():
        if number <= revision:
            found |= tables
    return found
