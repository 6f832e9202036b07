"""What the magazine asks of a spread: lengths and fixed words, from requirements.yaml or a file of the editors."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from narratief.domain.errors import InputError
from narratief.files.yaml_file import BadYamlError, read_yaml

_REMEDY = "Kopieer het voorbeeld uit de handleiding en pas alleen de waarden aan."


def _in_order(bounds: tuple[int, int]) -> tuple[int, int]:
    """Refuse bounds whose first number is the larger one."""
    if bounds[0] > bounds[1]:
        raise ValueError("het kleinste getal moet voorop staan")
    return bounds


Bounds = Annotated[tuple[int, int], AfterValidator(_in_order)]


class SpreadRequirements(BaseModel):
    """Lengths and fixed words of a spread; requirements.yaml explains them and holds narratief's own.

    Attributes
    ----------
    findings
        Number of findings.
    finding_words, introduction_words, quote_words
        Fewest and most words of each.
    sentence_words
        Most words of a sentence that is not flagged.
    flesch_douma
        Lowest score for readability that is not flagged.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    kicker: str
    headline_characters: int
    introduction_words: Bounds
    findings: int = Field(ge=1, le=6)
    finding_words: Bounds
    finding_title_characters: int
    quotes: int = Field(ge=0, le=8)
    quote_words: Bounds
    colophon_words: int
    sentence_words: int
    flesch_douma: float
    quotes_title: str
    open_title: str
    open_prompts: tuple[str, ...]


def load_requirements(path: Path | None = None) -> SpreadRequirements:
    """Read what the magazine asks: narratief's own when None; a file needs to hold only what differs from that.

    Raises
    ------
    InputError
        When the file is no valid YAML, or has a value that does not fit.
    """
    base = yaml.safe_load((files(__package__) / "requirements.yaml").read_text("utf-8"))
    if path is None:
        return SpreadRequirements.model_validate(base)
    try:
        own = read_yaml(path) or {}
        return SpreadRequirements.model_validate(base | own)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(path.name, f"De waarde van '{place}' klopt niet.", _REMEDY) from error
    except (BadYamlError, TypeError) as error:
        raise InputError(path.name, "Dit sjabloon is niet te lezen (geen geldige YAML).", _REMEDY) from error
