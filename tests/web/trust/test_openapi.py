"""schemathesis: whatever the OpenAPI description allows, no request of anybody makes the server fail."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from narratief.web.pages import environment
from narratief.web.rate_limit import RateLimiter
from tests.web.trust.conftest import Town
from tests.web.trust.routes import ways_of

_FORM = "application/x-www-form-urlencoded"
_NUMBERS = ("project_id", "interview_id", "decision_id", "job_id", "sample_id", "version_id")


def described(app: FastAPI, town: Town) -> dict[str, Any]:
    """The app's description, with the fields of forms that a route reads by itself, and numbers that exist."""
    schema = deepcopy(app.openapi())
    names = {n for t in environment().list_templates() for n in re.findall(r'\sname="(\w+)"', source_of(t))}
    names |= {"act", "speaker_0", "role_0", "turn_0", "phase_label_0", "phase_start_0", "fragment", "other", "to"}
    free = {"type": "object", "properties": {name: {"type": "string"} for name in sorted(names)}}
    for form in schema["components"]["schemas"].values():
        if form.get("additionalProperties"):
            form["properties"] |= {name: {"type": "string"} for name in sorted(names) if name.startswith("phase_")}
    for methods in schema["paths"].values():
        for method, about in methods.items():
            if method == "post":
                about.setdefault("requestBody", {"content": {_FORM: {"schema": free}}})
            for parameter in about.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in _NUMBERS:
                    known = [getattr(town.own, parameter["name"]), 0, 2**63, 10**17]
                    parameter["schema"] = {"type": "integer", "enum": known}
    return schema


def source_of(name: str) -> str:
    return environment().loader.get_source(environment(), name)[0]


def test_the_description_is_whole_and_is_served_to_nobody(app: FastAPI, town: Town) -> None:
    assert len(ways_of(app)) > 90
    for path in ("/openapi.json", "/docs", "/redoc"):
        assert town.clients["A"].get(path).status_code == 404


@pytest.mark.slow
def test_no_request_makes_the_server_fail(app: FastAPI, town: Town) -> None:
    schema = schemathesis.openapi.from_dict(described(app, town))
    app.state.rate_limiter = RateLimiter(10**6)  # no person asks this fast
    failed: list[tuple[str, object]] = []
    told: set[int] = set()
    for client in town.clients.values():
        client._transport.raise_server_exceptions = False
        client.headers["user-agent"] = "test"
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path == "/uitloggen":
            continue

        # several roles read the same examples; who may not is refused early, so the boss gets most of them
        @seed(1)
        @settings(
            max_examples=5,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), letter=st.sampled_from("AAKREPSVC"))
        def no_failure(case: schemathesis.Case, letter: str) -> None:
            asked = case.as_transport_kwargs()
            asked.pop("cookies", None)
            asked["headers"] = {k: v for k, v in asked["headers"].items() if k.lower() == "content-type"}
            answer = town.clients[letter].request(**asked)
            told.add(answer.status_code)
            if answer.status_code >= 500:
                failed.append((case.operation.label, letter, asked))

        no_failure()
    assert failed == []
    assert {200, 303, 403, 404, 422} <= told  # requests came through to the pages
