"""Every route of the app as it is served, with values for its path and a form that passes its types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount


@dataclass(frozen=True)
class Way:
    """A method of a route.

    Attributes
    ----------
    fields
        Name of each form field → what OpenAPI says of it.
    required
        Those that must be sent.
    """

    method: str
    path: str
    query: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()

    def to(self, **values: object) -> str:
        """The address with these values in it."""
        return self.path.format(**values)

    def form(self, words: str = "x") -> dict[str, str]:
        """A form with nothing but what must be there."""
        return {
            name: "1" if kind.get("type") == "integer" else words
            for name, kind in self.fields.items()
            if name in self.required and not is_file(kind)
        }

    def files(self) -> list[tuple[str, tuple[str, bytes]]]:
        """The files that must be there."""
        return [(name, ("x.txt", b"x")) for name, kind in self.fields.items() if is_file(kind)]


def is_file(kind: Mapping[str, Any]) -> bool:
    """Whether a field of a form is a file, or several."""
    return "contentMediaType" in kind or kind.get("format") == "binary" or is_file_list(kind)


def is_file_list(kind: Mapping[str, Any]) -> bool:
    return kind.get("type") == "array" and is_file(kind.get("items", {}))


def ways_of(app: FastAPI) -> list[Way]:
    """All ways into the app; a kind of route that is not known here fails."""
    schema = app.openapi()
    ways = []
    for route in _flat(app.routes):
        for method in sorted(route.methods):
            told = schema["paths"][_plain(route.path)][method.lower()]
            query = tuple(each["name"] for each in told.get("parameters", []) if each["in"] == "query")
            body = _body(schema, told)
            fields, required = body.get("properties", {}), frozenset(body.get("required", ()))
            ways.append(Way(method, _plain(route.path), query, fields, required))
    return ways


def _flat(routes: list[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _flat(route.original_router.routes)
        else:
            assert isinstance(route, Mount), route
            assert route.path == "/static"


def _plain(path: str) -> str:
    return path.replace(":int}", "}")


def _body(schema: Mapping[str, Any], told: Mapping[str, Any]) -> Mapping[str, Any]:
    content = next(iter(told.get("requestBody", {}).get("content", {}).values()), {"schema": {}})["schema"]
    if "$ref" in content:
        content = schema["components"]["schemas"][content["$ref"].rpartition("/")[2]]
    return content
