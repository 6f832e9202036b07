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
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from narratief.domain.errors import InputError, Problem

PREFIX = "NARRATIEF_"
_NUMBER = (" is geen aantal.", "Vul een heel getal van 1 of meer in.")
_CHOICE = (" is geen keuze.", "Kies: verplicht of vrij.")


def _number(value: object) -> object:
    """Read a number as people write it.

    Raises
    ------
    PydanticCustomError
        When it is no whole number of 1 or more.
    """
    if isinstance(value, str) and (not value.isdecimal() or int(value) < 1):
        raise PydanticCustomError("number", "{wrong}", {"wrong": f"'{value}'{_NUMBER[0]}", "remedy": _NUMBER[1]})
    return value


def _choice(value: object) -> object:
    """Read a choice, in capitals or not.

    Raises
    ------
    PydanticCustomError
        When there is no such choice: a typing error may not quietly leave out what was asked for.
    """
    chosen = value.lower() if isinstance(value, str) else value
    if chosen not in ("vrij", "verplicht"):
        raise PydanticCustomError("choice", "{wrong}", {"wrong": f"'{chosen}'{_CHOICE[0]}", "remedy": _CHOICE[1]})
    return chosen


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

    second_factor: Annotated[Literal["vrij", "verplicht"], BeforeValidator(_choice)] = "vrij"
    """``verplicht`` when everybody who logs in with a password must use a second factor; otherwise who wants to."""

    engine: str = "lokaal"
    """Where interviews are worked on: ``lokaal``, ``processen:4`` or ``dask:tcp://host:8786``; see `flows.engine`."""

    batch: Annotated[int, BeforeValidator(_number)] = 5
    """How many interviews a task takes at most, where tasks are spread over processes. Five take some 7 seconds
    (docs/performance.md: 40 in 54 on one core), so that little is done twice after a worker was killed; chosen, not
    measured against other numbers."""

    threads: Annotated[int | None, BeforeValidator(_number)] = None
    """How many texts a process encodes at once; the cores that it may use when not set."""

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


def home_dir() -> Path:
    """Folder for work files; made when missing, readable by its owner only."""
    return _private_dir(get_settings("home").home)


def vault_dir() -> Path:
    """Folder for the name vaults; made when missing, readable by its owner only."""
    return _private_dir(get_settings("vault").vault)


def vault_key_file() -> Path:
    """File with the key of the name vaults; see `narratief.privacy.vault.vault_key`."""
    return get_settings("vault_key_file").vault_key_file.expanduser()


def models_dir() -> Path:
    """Folder with the shipped models: inside the installed package, or models/ of the source tree.

    Raises
    ------
    FileNotFoundError
        When neither exists (a broken installation).
    """
    packaged = Path(__file__).parents[1] / "models"
    if packaged.is_dir():
        return packaged
    source_tree = Path(__file__).parents[3] / "models"
    if source_tree.is_dir():
        return source_tree
    msg = "De map met modellen ontbreekt. Installeer narratief opnieuw."
    raise FileNotFoundError(msg)


def threads() -> int:
    """How many texts this process encodes at once.

    Raises
    ------
    InputError
        When NARRATIEF_THREADS is no whole number of 1 or more.
    """
    return get_settings("threads").threads or usable_cores()


def batch_size() -> int:
    """How many interviews a task takes at most, where tasks are spread over processes.

    Raises
    ------
    InputError
        When NARRATIEF_BATCH is no whole number of 1 or more.
    """
    return get_settings("batch").batch


def second_factor_required() -> bool:
    """Whether everybody who logs in with a password must use a second factor.

    Raises
    ------
    InputError
        When NARRATIEF_SECOND_FACTOR is something else than "verplicht" or "vrij".
    """
    return get_settings("second_factor").second_factor == "verplicht"


def usable_cores() -> int:
    """How many cores this process may use: fewer than the machine has when it was given some of them only."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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


def _private_dir(path: Path) -> Path:
    folder = path.expanduser()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
