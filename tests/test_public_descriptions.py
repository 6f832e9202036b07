"""What catalogues of public software and of citations read of this repository.

publiccode.yml has a checker of its own (publiccode-parser-go, of Developers Italia), which is in no registry of Python
packages. These are the rules that it holds a file of version 0.x to, as far as they touch ours.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError
from pydantic.alias_generators import to_camel

ROOT = Path(__file__).parents[1]
CATEGORIES = Literal[
    "knowledge-management", "data-analytics", "digital-citizenship", "survey"
]  # of a list of a hundred
SCOPES = Literal["government", "local-authorities", "research", "society"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class Description(_Strict):
    short_description: Annotated[str, Field(min_length=1, max_length=150)]
    long_description: Annotated[str, Field(min_length=150, max_length=10_000)]
    features: Annotated[list[str], Field(min_length=1)]


class Contact(_Strict):
    name: Annotated[str, Field(min_length=1)]
    email: str | None = None


class Maintenance(_Strict):
    type: Literal["internal", "community", "none"]
    contacts: Annotated[list[Contact], Field(min_length=1)]


class Audience(_Strict):
    scope: list[SCOPES]
    countries: list[Annotated[str, Field(pattern="^[A-Z]{2}$")]]


class Legal(_Strict):
    license: Literal["EUPL-1.2"]


class Localisation(_Strict):
    localisation_ready: bool
    available_languages: Annotated[list[Literal["nl", "en"]], Field(min_length=1)]


class PublicCode(_Strict):
    publiccode_yml_version: Literal["0.5"]
    name: str
    url: HttpUrl
    software_version: str
    release_date: dt.date
    platforms: Annotated[list[str], Field(min_length=1)]
    categories: list[CATEGORIES]
    development_status: Literal["concept", "development", "beta", "stable", "obsolete"]
    software_type: Literal["standalone/web", "standalone/desktop", "standalone/other"]
    intended_audience: Audience
    description: dict[Literal["nl", "en"], Description]
    legal: Legal
    maintenance: Maintenance
    localisation: Localisation


def test_publiccode_is_as_its_standard_says() -> None:
    found = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    PublicCode.model_validate(found)
    with pytest.raises(ValidationError, match="categories"):
        PublicCode.model_validate(found | {"categories": ["civic-engagement"]})
