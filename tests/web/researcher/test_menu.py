"""Every page can be reached by links, and no link leads to a page that the person may not see."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from starlette.routing import Match

from narratief.store.accounts.access import Role
from narratief.web.routes import old_addresses

LINK = re.compile(r'href="(/[^"#]*)')
NOT_PAGES = {"/werk", "/inloggen", "/inloggen/code", "/inloggen/gemeente", "/inloggen/gemeente/terug", "/link/{token}"}
# need something that this project or person lacks: a sample, clusters, a password, confirmed quotes, a recording, a
# language model
ELSEWHERE = (
    "/exporteren/citaten",
    "/tweede-codeur/{sample_id",
    "/clusters/{topic}",
    "/nakijken/volgende",
    "/account/tweede-stap",
    "/inlezen/opname",
    "/tweede-blik",
    "/vraag",
)


# lead to pages that are reached otherwise
OLD = {route.path for route in old_addresses.router.routes}


def crawled(client) -> dict[str, int]:
    """Follow all links; gives the answer of each page, by its path."""
    found: dict[str, int] = {}
    todo = ["/"]
    while todo:
        address = todo.pop()
        path = urlsplit(address).path
        if path in found or path.startswith("/static"):
            continue
        answer = client.get(address, follow_redirects=True)
        found[path] = answer.status_code
        if "html" in answer.headers["content-type"]:
            todo += [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
    return found


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.PARTICIPATION, Role.ADMINISTRATOR])
def test_no_link_leads_nowhere(plein, log_in, role):
    found = crawled(log_in(role, vault=True))
    assert {path for path, status in found.items() if status != 200} == set()
    assert f"{plein.path}/synthese" in found


def test_every_page_is_reached(app, plein, log_in):
    client = log_in(Role.ADMINISTRATOR)
    client.post(f"{plein.path}/weergaven", data={"naam": "Avond", "vraag": "?q=avond"})
    found = crawled(client)
    missed = set()
    for route in app.state.page_routes:
        if "GET" not in route.methods or route.path in NOT_PAGES | OLD or any(part in route.path for part in ELSEWHERE):
            continue
        scopes = ({"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []} for path in found)
        if not any(route.matches(scope)[0] == Match.FULL for scope in scopes):
            missed.add(route.path)
    assert missed == set()
