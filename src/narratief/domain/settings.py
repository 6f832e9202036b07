"""All that is set from outside, by environment variables: where narratief keeps things, and how it works.

`Settings` has every variable with its meaning and default; docs/beheerder.md tells users the same. A value is read when
it is asked for, so that one that is wrong stops only what needs it.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from narratief.domain.coverage import EVERYTHING
from narratief.domain.errors import InputError, Problem

PREFIX = "NARRATIEF_"
_NUMBER = (" is geen aantal.", "Vul een heel getal van 1 of meer in.")
_CHOICE = " is geen keuze."


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


def _percentage(value: object) -> object:
    """Read a percentage as people write it, with or without its sign.

    Raises
    ------
    PydanticCustomError
        When it is no whole number of 1 to 100.
    """
    if not isinstance(value, str):
        return value
    bare = value.removesuffix("%").strip()
    if not bare.isdecimal() or not 1 <= int(bare) <= 100:
        told = {"wrong": f"'{value}' is geen percentage.", "remedy": "Vul een heel getal van 1 tot en met 100 in."}
        raise PydanticCustomError("percentage", "{wrong}", told)
    return bare


def _web_address(value: object) -> object:
    """Read an address of the web.

    Raises
    ------
    PydanticCustomError
        When it is none, or holds what cannot stand in one.
    """
    if isinstance(value, str) and value and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
        told = {"wrong": f"'{value}' is geen webadres.", "remedy": "Begin met https://, zonder spaties."}
        raise PydanticCustomError("address", "{wrong}", told)
    return value


def _one_of(*words: str) -> BeforeValidator:
    """Read a choice between words, in capitals or not."""

    def choose(value: object) -> object:
        chosen = value.lower() if isinstance(value, str) else value
        if chosen not in words:  # a typing error may not quietly leave out what was asked for
            told = {"wrong": f"'{chosen}'{_CHOICE}", "remedy": f"Kies: {' of '.join(words)}."}
            raise PydanticCustomError("choice", "{wrong}", told)
        return chosen

    return BeforeValidator(choose)


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

    log: Annotated[Literal["tekst", "json"], _one_of("tekst", "json")] = "tekst"
    """``json`` for a log of the workspace with an object of JSON on each line."""

    log_level: Annotated[Literal["fout", "waarschuwing", "info"], _one_of("fout", "waarschuwing", "info")] = (
        "waarschuwing"
    )
    """From which weight the log has lines; ``info`` tells of each job that begins and ends."""

    second_factor: Annotated[Literal["vrij", "verplicht"], _one_of("verplicht", "vrij")] = "vrij"
    """``verplicht`` when everybody who logs in with a password must use a second factor; otherwise who wants to."""

    engine: str = "lokaal"
    """Where interviews are worked on: ``lokaal``, ``processen:4`` or ``dask:tcp://host:8786``; see `flows.engine`."""

    batch: Annotated[int, BeforeValidator(_number)] = 5
    """How many interviews a task takes at most, where tasks are spread over processes. Five take some 7 seconds
    (docs/performance.md: 40 in 54 on one core), so that little is done twice after a worker was killed; chosen, not
    measured against other numbers."""

    threads: Annotated[int | None, BeforeValidator(_number)] = None
    """How many texts a process encodes at once; the cores that it may use when not set."""

    file_seconds: Annotated[int, BeforeValidator(_number)] = 300
    """Seconds of the processor that reading, pseudonymising or coding one file may take. A talk of an
    hour takes some 4, and the longest that is read (`limits.MAX_CHARACTERS`, twenty hours) took 84 on one core
    (2026-11); chosen to be thrice that, for slower machines."""

    file_memory: Annotated[int, BeforeValidator(_number)] = 2048
    """Mebibytes of memory that one file may take on top of the models. The longest talk that is read took 1100
    (2026-11); chosen to be some twice that."""

    files_apart: Annotated[Literal["ja", "nee"], _one_of("ja", "nee")] = "ja"
    """``nee`` when files are to be worked on in the process that asks, without limits: where memory is too small for a
    second process, and while developing."""

    recording_megabytes: Annotated[int, BeforeValidator(_number)] = 300
    """Mebibytes of the largest recording that is kept beside a transcript, up to 500. Chosen: two hours of speech as
    .mp3 or .m4a take some 120; .wav takes five times that."""

    run_hours: Annotated[int, BeforeValidator(_number)] = 24
    """Hours after which a run of projects in Prefect is ended. Chosen: a thousand interviews take less than one on one
    core (docs/scale.md), so that what takes a day hangs."""

    alarm: SecretStr | None = None
    """Address to which Prefect's server sends a message when a run fails; see `flows.alarm`. Secret, since a password
    can be in it."""

    compare_from: Annotated[int, BeforeValidator(_percentage)] = EVERYTHING
    """Percentage of its interviews that must have been reviewed before a project is compared with others, 1 to 100."""

    organisation: str = ""
    """Whose publications they are: the municipality, as it stands on the first page."""

    author: str = ""
    """Who makes them: a person or a team, as it stands on the first page and in the properties of a file."""

    contact: str = ""
    """Mail address or web address for questions about open data (DCAT's contact point)."""

    organisation_uri: Annotated[str, BeforeValidator(_web_address)] = ""
    """Address that identifies the municipality, such as ``https://identifier.overheid.nl/tooi/id/gemeente/gm0000``."""

    dataset_uri: Annotated[str, BeforeValidator(_web_address)] = ""
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


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What work on one file may take.

    Attributes
    ----------
    seconds
        Of the processor, of all cores together.
    memory
        Mebibytes, on top of what the models take.
    """

    seconds: int
    memory: int


def file_limits() -> FileLimits:
    """What work on one file may take.

    Raises
    ------
    InputError
        When NARRATIEF_FILE_SECONDS or NARRATIEF_FILE_MEMORY is no whole number of 1 or more.
    """
    given = get_settings("file_seconds", "file_memory")
    return FileLimits(given.file_seconds, given.file_memory)


def files_apart() -> bool:
    """Whether files are worked on in a process of their own.

    Raises
    ------
    InputError
        When NARRATIEF_FILES_APART is something else than "ja" or "nee".
    """
    return get_settings("files_apart").files_apart == "ja"


def compare_from() -> int:
    """Percentage of its interviews that must have been reviewed before a project is compared with others.

    Raises
    ------
    InputError
        When NARRATIEF_COMPARE_FROM is no whole number of 1 to 100.
    """
    return get_settings("compare_from").compare_from


def listed(text: str) -> tuple[str, ...]:
    """Parts of a value with commas between them."""
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def trusted_proxies(given: str | None = None) -> tuple[str, ...]:
    """Addresses and networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.

    Parameters
    ----------
    given
        What goes before NARRATIEF_PROXIES.

    Raises
    ------
    InputError
        When one of them is neither.
    """
    return networks("proxies", given)


def networks(field: str, given: str | None = None) -> tuple[str, ...]:
    """Addresses and networks that a setting names.

    Parameters
    ----------
    given
        What goes before the environment variable.

    Raises
    ------
    InputError
        When one of them is neither.
    """
    named = listed(getattr(get_settings(field), field) if given is None else given)
    for each in named:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            raise InputError(
                variable_of(field),
                f"'{each}' is geen IP-adres en geen netwerk.",
                "Noem elk IP-adres, zoals 127.0.0.1, of netwerk, zoals 10.0.0.0/24, met komma's ertussen.",
            ) from None
    return named


def publication_date() -> dt.date:
    """Date of a publication: today here, or that of SOURCE_DATE_EPOCH (reproducible-builds.org), which fixes it.

    Raises
    ------
    InputError
        When SOURCE_DATE_EPOCH is no number of seconds.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not fixed:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(fixed), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        message = f"'{fixed}' is geen aantal seconden sinds 1970."
        raise InputError("SOURCE_DATE_EPOCH", message, "Vul een heel getal in, of laat het weg.") from error


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
