"""A theme made of a cluster, put into a project's codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from narratief.domain.codebook import Theme
from narratief.domain.codebook_file import load_codebook
from narratief.domain.errors import InputError
from narratief.files.atomic import write_whole
from narratief.files.yaml_file import parse_yaml

_HEAD = "# Codeboek van dit project: het standaardcodeboek, met wat hier is toegevoegd.\n"


def add_theme(project_dir: Path, theme: Theme) -> Path:
    """Add a theme to a project's codebook.yaml; makes one that extends the default codebook when there is none.

    Of an existing file the former text is kept beside it (codebook.yaml.vorige), since comments in it get lost.

    Raises
    ------
    InputError
        When codebook.yaml is not valid or cannot be written; it is then left as it was.
    """
    path = project_dir / "codebook.yaml"
    data: dict[str, Any] = {"extends": "standaard"}
    try:
        if path.exists():
            load_codebook(path)
            former = path.read_bytes()
            data = parse_yaml(former.decode("utf-8-sig"))
            write_whole(path.with_name("codebook.yaml.vorige"), former)
        entry = {key: value for key, value in theme.model_dump(mode="json").items() if value}
        data["themes"] = [*(data.get("themes") or []), entry]
        text = _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
        return write_whole(path, text.encode())
    except OSError as error:
        raise InputError(
            path.name, "Het codeboek is niet te schrijven.", "Controleer of u in deze map mag schrijven."
        ) from error
