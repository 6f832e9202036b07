"""All that is set from outside, by environment variables: where narratief keeps things, and how it works.

`Settings` has every variable with its meaning and default; docs/beheerder.md tells users the same. A value is read when
it is asked for, so that one that is wrong stops only what needs it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from narratief.domain.coverage import EVERYTHING
from narratief.domain.errors import InputError, Problem
from narratief.domain.setting_values import number, one_of, percentage, web_address

PREFIX = "NARRATIEF_"


class Settings(BaseSettings):
    """Every environment variable that narratief reads: the field's name in capitals, after NARRATIEF_.

    One that is empty counts as not set.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True
    )

    home: Path = Path("~/.local/share/narratief")
    """Folder for the work files: the database, uploads, pseudonymised interviews, tables, cache, Prefect's files."""

    vault: Path = Path("~/.local/share/narratief-kluis")
    """Folder for the name vaults, apart from everything else."""

    vault_key_file: Path = Path("~/.config/narratief/kluis.sleutel")
    """File with the key of the name vaults, apart from them and from the work files."""

    vault_key: SecretStr | None = None
    """The key itself; goes before the file."""

    database_url: SecretStr | None = None
    """Address of a PostgreSQL database; without it a SQLite file in `home`. Secret, since a password can be in it."""

    oidc_issuer: str = ""
    """Address of the municipality's identity provider, where ``/.well-known/openid-configuration`` is."""

    oidc_client_id: str = ""
    """How narratief is known there."""

    oidc_client_secret: SecretStr = SecretStr("")
    """What narratief proves itself with there."""

    hosts: str = ""
    """Names that the workspace answers to, by commas; the first is for links. Those of this computer when not set."""

    proxies: str = ""
    """IP addresses or networks of proxies, by commas, whose word for a browser's address is taken. Nobody's when not
    set."""

    metrics_token: SecretStr | None = None
    """Secret that a reader of ``/metrics`` sends (``Authorization: Bearer``). Without it and `metrics_from` there is no
    such page."""

    metrics_from: str = ""
    """IP addresses or networks, by commas, that may read ``/metrics`` without the secret."""

    log: Annotated[Literal["tekst", "json"], one_of("tekst", "json")] = "tekst"
    """``json`` for a log of the workspace with an object of JSON on each line."""

    log_level: Annotated[Literal["fout", "waarschuwing", "info"], one_of("fout", "waarschuwing", "info")] = (
        "waarschuwing"
    )
    """From which weight the log has lines; ``info`` tells of each job that begins and ends."""

    second_factor: Annotated[Literal["vrij", "verplicht"], one_of("verplicht", "vrij")] = "vrij"
    """``verplicht`` when everybody who logs in with a password must use a second factor; otherwise who wants to."""

    engine: str = "lokaal"
    """Where interviews are worked on: ``lokaal``, ``processen:4`` or ``dask:tcp://host:8786``; see `flows.engine`."""

    batch: Annotated[int, BeforeValidator(number)] = 5
    """How many interviews a task takes at most, where tasks are spread over processes. Five take some 7 seconds
    (docs/performance.md: 40 in 54 on one core), so that little is done twice after a worker was killed; chosen, not
    measured against other numbers."""

    threads: Annotated[int | None, BeforeValidator(number)] = None
    """How many texts a process encodes at once; the cores that it may use when not set."""

    file_seconds: Annotated[int, BeforeValidator(number)] = 300
    """Seconds of the processor that reading, pseudonymising or coding one file may take. A talk of an
    hour takes some 4, and the longest that is read (`limits.MAX_CHARACTERS`, twenty hours) took 84 on one core
    (2026-11); chosen to be thrice that, for slower machines."""

    file_memory: Annotated[int, BeforeValidator(number)] = 2048
    """Mebibytes of memory that one file may take on top of the models. The longest talk that is read took 1100
    (2026-11); chosen to be some twice that."""

    files_apart: Annotated[Literal["ja", "nee"], one_of("ja", "nee")] = "ja"
    """``nee`` when files are to be worked on in the process that asks, without limits: where memory is too small for a
    second process, and while developing."""

    recording_megabytes: Annotated[int, BeforeValidator(number)] = 300
    """Mebibytes of the largest recording that is kept beside a transcript, up to 500. Chosen: two hours of speech as
    .mp3 or .m4a take some 120; .wav takes five times that."""

    run_hours: Annotated[int, BeforeValidator(number)] = 24
    """Hours after which a run of projects in Prefect is ended. Chosen: a thousand interviews take less than one on one
    core (docs/scale.md), so that what takes a day hangs."""

    alarm: SecretStr | None = None
    """Address to which Prefect's server sends a message when a run fails; see `flows.alarm`. Secret, since a password
    can be in it."""

    language_model: Annotated[str, BeforeValidator(web_address)] = ""
    """Address of a server with a language model on an own machine that speaks the OpenAI-compatible API, such as
    ``http://127.0.0.1:11434/v1``; see `narratief.language_model`. Without it there is none."""

    language_model_name: str = ""
    """Name of the model on that server."""

    language_model_key: SecretStr | None = None
    """Secret that the server asks for (``Authorization: Bearer``), when it does."""

    language_model_hosts: str = ""
    """Names, IP addresses or networks, by commas, of own machines other than this one where the model may run."""

    language_model_public: Annotated[
        Literal["nee", "woorden-gaan-naar-buiten"], one_of("nee", "woorden-gaan-naar-buiten")
    ] = "nee"
    """``woorden-gaan-naar-buiten`` when residents' (pseudonymised) words may go to a listed address on the internet."""

    language_model_seconds: Annotated[int, BeforeValidator(number)] = 120
    """Seconds that one answer of the language model may take. Chosen: a small model on one core writes some five words
    a second."""

    language_model_at_once: Annotated[int, BeforeValidator(number)] = 1
    """How many questions the language model gets at the same time."""

    compare_from: Annotated[int, BeforeValidator(percentage)] = EVERYTHING
    """Percentage of its interviews that must have been reviewed before a project is compared with others, 1 to 100."""

    organisation: str = ""
    """Whose publications they are: the municipality, as it stands on the first page."""

    author: str = ""
    """Who makes them: a person or a team, as it stands on the first page and in the properties of a file."""

    contact: str = ""
    """Mail address or web address for questions about open data (DCAT's contact point)."""

    organisation_uri: Annotated[str, BeforeValidator(web_address)] = ""
    """Address that identifies the municipality, such as ``https://identifier.overheid.nl/tooi/id/gemeente/gm0000``."""

    dataset_uri: Annotated[str, BeforeValidator(web_address)] = ""
    """Address under which the open data are published: their identifier for data portals."""

    spacy: str = ""
    """Name or path of the spaCy pipeline; nl_core_news_sm when that is installed, else the shipped one."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """Strip spaces around values, and leave those out that are empty."""
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}
        return {name: value for name, value in stripped.items() if value != ""}


def get_settings(*asked: str) -> Settings:
    """Read the settings from the environment as it is now.

    Parameters
    ----------
    asked
        Names of the fields that are wanted: what is wrong with others does not matter.

    Raises
    ------
    InputError
        When a variable that is asked for has a value that it cannot have.
    """
    given = tuple(sorted(item for item in os.environ.items() if item[0].upper().startswith(PREFIX)))
    settings, problems = _settings_of(given)
    for name in asked:
        if problem := problems.get(name):
            raise InputError(problem.file, problem.message, problem.remedy)
    return settings


def variable_of(field: str) -> str:
    """Name of the environment variable that a field of `Settings` is read from."""
    return f"{PREFIX}{field.upper()}"


@lru_cache(maxsize=4)
def _settings_of(given: tuple[tuple[str, str], ...]) -> tuple[Settings, Mapping[str, Problem]]:
    """Read the settings once per state of the environment.

    Returns
    -------
    tuple
        The settings, with defaults where a value is wrong, and what is wrong by field.
    """
    try:
        return Settings(), {}
    except ValidationError as error:
        problems = {str(each["loc"][0]): _problem(str(each["loc"][0]), each) for each in error.errors()}
    defaults = {name: Settings.model_fields[name].default for name in problems}
    return Settings(**defaults), problems


def _problem(field: str, error: ErrorDetails) -> Problem:
    """Tell what is wrong with a value, by the name of its variable."""
    variable, told = variable_of(field), error.get("ctx", {})
    if "remedy" in told:
        return Problem(variable, told["wrong"], told["remedy"])
    return Problem(variable, "Deze waarde kan niet.", "Zie 'Instellingen' in docs/beheerder.md.")
