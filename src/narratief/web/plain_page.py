"""A page without menus or styles, for requests that are refused before anything of the workspace is asked."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

_PAGE = (
    '<!doctype html>\n<html lang="nl">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – narratief</title></head>\n'
    "<body>\n<main>\n<h1>{title}</h1>\n<p>{remedy}</p>\n</main>\n</body>\n</html>\n"
)


def plain_page(
    headers: Headers, status: int, title: str, remedy: str, more: Mapping[str, str] | None = None
) -> Response:
    """Say what is the matter and what to do; JSON for our own scripts.

    Parameters
    ----------
    headers
        Of the request.
    more
        Headers of the response.
    """
    if "application/json" in headers.get("accept", ""):
        return JSONResponse({"error": title, "remedy": remedy}, status, dict(more or {}))
    return HTMLResponse(_PAGE.format(title=escape(title), remedy=escape(remedy)), status, dict(more or {}))
