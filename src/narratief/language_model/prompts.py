"""Prompts: files beside this module, each with a version, in Dutch, filled in with data.

A file is a Jinja template that begins with ``versie: N`` and has parts that begin with a line ``=== system`` or
``=== user``. What residents said is put in as JSON, so that no word of theirs can end the place where it stands.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template

FOLDER = files("narratief.language_model") / "prompts"
_PART = re.compile(r"^=== (system|user)\n", re.MULTILINE)
_VERSION = re.compile(r"versie: (\d+)\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as the model gets it.

    Attributes
    ----------
    name, version
        Which file it was made from.
    messages
        Roles (system, user) and texts, in order.
    schema
        JSON schema that the answer must follow.
    """

    name: str
    version: int
    messages: tuple[tuple[str, str], ...]
    schema: Mapping[str, Any] = field(hash=False)

    def hash_for(self, model: str) -> str:
        """Hash of all that the answer depends on: the words, the schema and the model's name (64 hex digits)."""
        everything = [self.name, self.version, self.messages, self.schema, model]
        return hashlib.sha256(json.dumps(everything, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def prompt_of(name: str, schema: Mapping[str, Any], **data: Any) -> Prompt:
    """Fill a prompt file in.

    Parameters
    ----------
    name
        Of the file, without its ending.
    schema
        JSON schema of the answer.
    data
        What the template asks for; what residents said goes through its filter ``json``.

    Raises
    ------
    jinja2.UndefinedError
        When the template asks for more.
    """
    version, parts = _parts(name)
    messages = tuple((role, _template(text).render(**data).strip()) for role, text in parts)
    return Prompt(name, version, messages, schema)


def text_of(name: str) -> str:
    """Text of a file among the prompts, such as the coding guide."""
    return (FOLDER / name).read_text("utf-8")


@lru_cache
def _parts(name: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Version of a prompt file, and its parts by role."""
    text = text_of(f"{name}.txt")
    version = _VERSION.match(text)
    assert version, f"{name}.txt has no version"
    pieces = _PART.split(text)[1:]
    return int(version[1]), tuple(zip(pieces[::2], pieces[1::2], strict=True))


@lru_cache
def _template(text: str) -> Template:
    """A part of a prompt file, ready to be filled in."""
    return _environment().from_string(text)


@lru_cache
def _environment() -> Environment:
    """What fills templates in: plain text, and an error for data that is missing."""
    environment = Environment(
        loader=DictLoader({}),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - no HTML is made
    )
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False, indent=1)
    return environment
