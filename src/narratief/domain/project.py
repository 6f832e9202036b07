"""A project folder: its facts (project.yaml) and its transcripts."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from narratief.domain.entities import EntityType
from narratief.domain.errors import InputError, Problem
from narratief.domain.project_identity import Identity, read_identity
from narratief.domain.word_lists import HIDE_HINT, KEEP_HINT, read_hidden, read_kept
from narratief.files.safe_paths import leads_out
from narratief.files.yaml_file import BadYamlError, read_yaml

Level = Literal["informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Levels of participation, from the least to the most say."""
TRANSCRIPT_SUFFIXES = frozenset(
    {
        ".docx", ".odt", ".rtf", ".pdf", ".txt", ".md", ".vtt", ".srt",
        ".json", ".otr", ".eaf", ".textgrid", ".html", ".htm",
    }
)  # fmt: skip
"""Suffixes of the files that can be read as transcripts."""
_NOT_TRANSCRIPTS = frozenset({"readme.md", "readme.txt", "leesmij.txt", "leesmij.md"})
_HINTS = {
    "participation_level": f" (kies uit: {', '.join(LEVELS)})",
    "keep": KEEP_HINT,
    "hide": HIDE_HINT,
    "retention": " (schrijf een aantal dagen, zoals 365, of een datum, zoals 2027-06-30)",
}
LINK_MESSAGE = "Dit is een koppeling naar een bestand buiten de projectmap; narratief volgt die niet."
LINK_REMEDY = "Zet het bestand zelf in de map."
_MOST_DAYS = 36500
"""Longest retention in days: a century, chosen so that a date can always be computed from it."""
_REMEDY = "Verbeter project.yaml. Tot die tijd gebruikt narratief de mapnaam en blijven de andere gegevens leeg."


def level_named(name: str) -> Level | None:
    """Participation level with this name; None when there is none."""
    return next((level for level in LEVELS if level == name), None)


class Phase(BaseModel):
    """A phase of the process, as a researcher names it; dates are ISO (YYYY-MM or YYYY-MM-DD)."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
    label: str
    start: str = ""
    end: str = ""
    interviews: tuple[str, ...] = ()


class ProjectFacts(BaseModel):
    """Facts about a project, from project.yaml; each may be missing.

    Attributes
    ----------
    period
        "YYYY-MM/YYYY-MM".
    talks
        Months in which the talks with residents were held, written as a period.
    participation_level
        The level that the municipality chose.
    costs
        Costs of the participation in euros, when known.
    interviewers
        Names or labels of interviewers, or file name → label; takes precedence over what is inferred.
    phases
        Phases of the process, when known.
    retention
        How long names and transcripts are kept: until a day, or a number of days after the last transcript was read.
    keep, hide
        Words that stay in every transcript of the project, and words that go with what they are. The second are names
        of people: they are in no dump or repr, and so neither in the store nor in an export.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)
    title: str = ""
    period: str = ""
    talks: str = ""
    participation_level: Level | None = None
    scale: str = ""
    description: str = ""
    costs: float | None = Field(default=None, ge=0)
    interviewers: dict[str, str] | tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    retention: int | dt.date | None = None
    keep: tuple[str, ...] = ()
    hide: tuple[tuple[EntityType, str], ...] = Field(default=(), exclude=True, repr=False)

    @field_validator("keep", mode="before")
    @classmethod
    def _kept(cls, value: object) -> object:
        return read_kept(value)

    @field_validator("hide", mode="before")
    @classmethod
    def _hidden(cls, value: object) -> object:
        return read_hidden(value)

    @field_validator("participation_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() or None if isinstance(value, str) else value

    @field_validator("interviewers", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value or ()

    @field_validator("retention", mode="before")
    @classmethod
    def _days_or_date(cls, value: object) -> object:
        return value if value is None or type(value) is dt.date else read_retention(str(value))

    def interviewer_in(self, file: str) -> tuple[str, ...]:
        """Labels of the speakers who are interviewers in this file, as far as the facts say; empty when they do not."""
        if isinstance(self.interviewers, dict):
            label = self.interviewers.get(file) or self.interviewers.get(Path(file).stem)
            return (label,) if label else ()
        return self.interviewers


def read_retention(given: str) -> int | dt.date | None:
    """Read a retention period as people write it: "365", "365 dagen" or "2027-06-30"; None when it is empty.

    Raises
    ------
    ValueError
        When it is neither a date nor a number of days from 1 to 36500.
    """
    text = given.strip().lower()
    if not text:
        return None
    days = re.fullmatch(r"(\d{1,5})(?:\s*dag(?:en)?)?", text)
    if not days:
        return dt.date.fromisoformat(text)
    if not 1 <= int(days[1]) <= _MOST_DAYS:
        raise ValueError("too few or too many days")
    return int(days[1])


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder on disk.

    Attributes
    ----------
    path
        The folder.
    facts
        From project.yaml; all empty when that is missing or broken.
    files
        Transcript files in the folder, sorted by name.
    problems
        What is wrong with project.yaml, or with the names of files.
    identity
        Which project it is; None until the store knows it.
    """

    path: Path
    facts: ProjectFacts
    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()
    identity: Identity | None = None

    @property
    def name(self) -> str:
        """Name in every output: that of the folder when the project was made."""
        return self.identity.name if self.identity else self.path.name

    @property
    def title(self) -> str:
        """Title for readers: that of project.yaml, else the folder's name."""
        return self.facts.title or self.name

    @property
    def key(self) -> str:
        """Key that differs for two projects with the same folder name, and stays when the folder is moved.

        The first time it is made of the name and a hash of the full path, as it was before folders had an identity.
        """
        if self.identity:
            return self.identity.key
        digest = hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:10]
        return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', self.name)}-{digest}"


def load_project(path: Path) -> Project:
    """Read a project folder; a broken project.yaml is a problem in the result, not an exception.

    Raises
    ------
    InputError
        When the folder does not exist.
    """
    folder = path.resolve()
    if not folder.is_dir():
        raise InputError(str(path), "Deze map bestaat niet.", "Controleer de naam van de map.")
    problems: list[Problem] = []
    try:
        facts = load_facts(folder)
    except InputError as error:
        facts = ProjectFacts()
        problems.append(error.problem)
    identity = None
    try:
        identity = read_identity(folder)
    except InputError as error:  # who opens the project in the store refuses it, unless that knows the folder
        problems.append(error.problem)
    names = sorted(folder.iterdir())
    files = tuple(
        file
        for file in names
        if file.is_file()
        and file.suffix.lower() in TRANSCRIPT_SUFFIXES
        and file.name.lower() not in _NOT_TRANSCRIPTS
        and not file.name.startswith((".", "~$"))
        and file.name.isprintable()
        and not leads_out(file)
    )
    problems += [_link(file) for file in names if leads_out(file) and file.suffix.lower() in TRANSCRIPT_SUFFIXES]
    problems += [_bad_name(file) for file in names if not file.name.isprintable() and not file.name.startswith(".")]
    return Project(folder, facts, files, tuple(problems), identity)


def _bad_name(file: Path) -> Problem:
    """Problem of a name with control characters, marks that reverse letters, or bytes that are no text."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in file.name)
    return Problem(shown, "De naam van dit bestand bevat onleesbare tekens.", "Geef het bestand een gewone naam.")


def _link(file: Path) -> Problem:
    """Problem of a link: what it leads to may be somebody else's, or no file at all."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in file.name)
    return Problem(shown, LINK_MESSAGE, LINK_REMEDY)


def load_facts(folder: Path) -> ProjectFacts:
    """Read project.yaml of a folder; empty facts when there is none.

    Raises
    ------
    InputError
        When project.yaml is no valid YAML, has impossible values, or is a link to another folder.
    """
    path = folder / "project.yaml"
    if not path.exists():
        return ProjectFacts()
    if leads_out(path):
        raise InputError(path.name, LINK_MESSAGE, LINK_REMEDY)
    try:
        data = read_yaml(path)
    except BadYamlError as error:
        raise InputError("project.yaml", "Dit bestand is geen geldige YAML.", _REMEDY) from error
    if data is None:
        return ProjectFacts()
    if not isinstance(data, dict):
        raise InputError("project.yaml", "Dit bestand heeft niet de vorm 'naam: waarde'.", _REMEDY)
    try:
        return ProjectFacts.model_validate(data)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        if field.partition(".")[0] in ("keep", "hide"):
            field = field.partition(".")[0]
        hint = _HINTS.get(field, "")
        # "from None": the error quotes the value, which may be a name of the list of words to hide
        raise InputError("project.yaml", f"De waarde van '{field}' klopt niet{hint}.", _REMEDY) from None
