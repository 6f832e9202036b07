"""The synthesis as a page that stands alone: synthese.html per project, overzicht.html over projects."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from narratief.domain.dutch import counted
from narratief.domain.project import LEVELS
from narratief.synthesis import confirmed_quotes, trust_words, wording
from narratief.synthesis.confirmed_quotes import for_readers, overall_for_readers, quotes_asked
from narratief.synthesis.tables import OverallSynthesis, ProjectSynthesis, sides

SIDE_BY_SIDE = 4
"""Projects whose quotes fit as columns beside each other on a screen of 1280 pixels."""


def project_page(synthesis: ProjectSynthesis) -> bytes:
    """Make synthese.html; it needs nothing outside itself and prints with every quote open."""
    return _page("project.html.j2", synthesis=for_readers(synthesis), asked=quotes_asked(synthesis))


def overall_page(synthesis: OverallSynthesis) -> bytes:
    """Make overzicht.html, with the projects as columns and a quote under every count.

    More projects than fit beside each other get one table of numbers that can be sorted and filtered, by a script that
    the page allows by its hash and does without; their quotes stand below it.
    """
    script = (files("narratief.synthesis") / "templates" / "compare.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    many = len(synthesis.projects) > SIDE_BY_SIDE
    return _page(
        "overall.html.j2",
        synthesis=overall_for_readers(synthesis),
        asked=sum(quotes_asked(project) for project in synthesis.projects),
        many=many,
        script=script,
        script_hash=f"sha256-{digest}",
    )


def _page(template: str, **values: object) -> bytes:
    """Fill a template; it may use `say` for every Dutch phrase that depends on data."""
    shared = {
        "sides": sides(),
        "levels": LEVELS,
        "say": wording,
        "certainty": trust_words,
        "confirmed": confirmed_quotes,
    }
    return _environment().get_template(template).render(shared | values).encode()


@cache
def _environment() -> Environment:
    """Templates of this package; everything filled in is escaped, and what is missing is an error."""
    environment = Environment(
        loader=PackageLoader("narratief.synthesis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["counted"] = counted
    return environment
