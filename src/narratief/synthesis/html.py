"""The synthesis as a page that stands alone: synthese.html per project, overzicht.html over projects."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from narratief.domain.dutch import counted
from narratief.domain.project import LEVELS
from narratief.synthesis import trust_words, wording
from narratief.synthesis.tables import OverallSynthesis, ProjectSynthesis, sides


def project_page(synthesis: ProjectSynthesis) -> bytes:
    """Make synthese.html; it needs nothing outside itself and prints with every quote open."""
    return _page("project.html.j2", synthesis=synthesis)


def overall_page(synthesis: OverallSynthesis) -> bytes:
    """Make overzicht.html, with the projects as columns and a quote under every count."""
    return _page("overall.html.j2", synthesis=synthesis)


def _page(template: str, **values: object) -> bytes:
    """Fill a template; it may use `say` for every Dutch phrase that depends on data."""
    shared = {"sides": sides(), "levels": LEVELS, "say": wording, "certainty": trust_words}
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
