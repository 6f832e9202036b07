"""The report as a single web page that loads nothing from outside."""

from __future__ import annotations

import base64
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from narratief.publish.charts.marks import with_font
from narratief.publish.report.model import Cite, Count, Document

_FONT = "Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"


def render_html(document: Document) -> bytes:
    """Render a document as a web page; the same document gives the same bytes."""
    page = _environment().get_template("report.html.j2")
    return page.render(document=document).encode()


def _picture(svg: str) -> str:
    """Turn a drawing into a data URL."""
    return "data:image/svg+xml;base64," + base64.b64encode(with_font(svg, _FONT).encode()).decode()


def _kind(thing: object) -> str:
    """Name of the type of a block or an inline part, by which the template chooses."""
    return type(thing).__name__


@cache
def _environment() -> Environment:
    """Jinja environment of this package's templates; all values are escaped, and a missing one is an error."""
    environment = Environment(
        loader=PackageLoader("narratief.publish.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"picture": _picture, "kind": _kind}
    environment.tests |= {"cite": lambda part: isinstance(part, Cite), "count": lambda part: isinstance(part, Count)}
    return environment
