"""Codebooks from YAML: the default one (package data), or a project's own, which extends or replaces it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from narratief.domain.codebook import Codebook, names_used_twice
from narratief.domain.errors import InputError
from narratief.domain.project import LINK_MESSAGE, LINK_REMEDY
from narratief.files.safe_paths import leads_out
from narratief.files.yaml_file import BadYamlError, read_yaml

_REMEDY = "Herstel het bestand of haal het weg; dan geldt het standaardcodeboek."


@cache
def default_codebook() -> Codebook:
    """The codebook that narratief ships, read once per process."""
    return Codebook.model_validate(yaml.safe_load((files("narratief.domain") / "standaard.yaml").read_text("utf-8")))


def load_codebook(path: Path, base: Codebook | None = None) -> Codebook:
    """Read a codebook file.

    Parameters
    ----------
    path
        YAML with the fields of `Codebook`. With ``extends: standaard`` its goals and themes are added to the base
        (a theme with an existing id replaces that theme; ``remove: [ids]`` drops themes).
    base
        Codebook that ``extends`` refers to; the default one when None.

    Raises
    ------
    InputError
        When the file is no valid codebook; the message names what is wrong.
    """
    try:
        data = read_yaml(path)
    except BadYamlError as error:
        raise InputError(path.name, "Het codeboek is niet te lezen (geen geldige YAML).", _REMEDY) from error
    if not isinstance(data, dict):
        raise InputError(path.name, "Het codeboek is leeg of heeft niet de juiste vorm.", _REMEDY)
    try:
        if data.pop("extends", None):
            data = _extended(data, base or default_codebook())
        codebook = Codebook.model_validate(data)
    except ValidationError as error:
        raise InputError(path.name, f"Het codeboek klopt niet: {_first_error(error)}.", _REMEDY) from error
    doubles = sorted(names_used_twice(codebook))
    if doubles:
        message = f"Twee thema's hebben dezelfde naam: {', '.join(doubles)}."
        raise InputError(path.name, message, "Geef elk thema een eigen naam (label).")
    return codebook


def project_codebook(project_dir: Path) -> Codebook:
    """Codebook of a project: its own codebook.yaml if there is one, else the default.

    Raises
    ------
    InputError
        When the project's codebook.yaml is not valid, or is a link to another folder.
    """
    own = project_dir / "codebook.yaml"
    if leads_out(own):
        raise InputError(own.name, LINK_MESSAGE, LINK_REMEDY)
    return load_codebook(own) if own.exists() else default_codebook()


def _extended(data: dict[str, Any], base: Codebook) -> dict[str, Any]:
    """Merge a project's own themes and goals into a codebook, as `load_codebook` describes."""
    merged = base.model_dump()
    removed = {each for each in _as_list(data.pop("remove", None)) if isinstance(each, str)}
    for key in ("goals", "themes"):
        items = {item["id"]: item for item in merged[key]}
        for item in _as_list(data.pop(key, None)):
            if isinstance(item, dict):
                items[str(item.get("id"))] = items.get(str(item.get("id")), {}) | item
        merged[key] = [item for item in items.values() if key == "goals" or item.get("id") not in removed]
    merged["core_themes"] = [theme for theme in merged["core_themes"] if theme not in removed]
    return merged | data


def _as_list(value: object) -> list[object]:
    """The value when it is a list, else an empty list: a file may hold anything."""
    return value if isinstance(value, list) else []


def _first_error(error: ValidationError) -> str:
    """Place and message of the first error."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place} {first['msg']}".strip().removeprefix("Value error, ")
