"""The parts of the workspace: one module per part, each with a ``router``.

Paths are Dutch. What belongs to a project is below ``/projecten/{project_id:int}/``; see `narratief.web.navigation` for
the pages that a project's menu knows.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from fastapi import APIRouter

ROUTERS: tuple[str, ...] = (
    "account",
    "second_factor",
    "single_sign_on",
    "people",
    "log",
    "projects",
    "upload",
    "reading",
    "jobs",
    "vault",
    "erasing",
    "interview",
    "review",
    "learning",
    "clusters",
    "codebook",
    "second_coder",
    "saturation",
    "synthesis",
    "moments",
    "search",
    "matrices",
    "exports",
    "imports",
)


def routers() -> list[APIRouter]:
    """Give the routers of all parts that are there, in the order in which paths are tried."""
    names = [f"{__name__}.{name}" for name in ROUTERS]
    return [import_module(name).router for name in names if find_spec(name) is not None]
