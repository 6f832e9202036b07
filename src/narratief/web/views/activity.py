"""What happened in a project as its page tells it: in Dutch sentences, a day at a time, only what a person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from narratief.domain.dutch import counted
from narratief.store.accounts.access import Actor, Permission, may
from narratief.store.activity import Happening
from narratief.web.views.background import KIND_LABELS
from narratief.web.views.downloads import LABELS


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind to choose: what belongs to it, and what one must be allowed to do to see it.

    The permission is that of the page where such work is done or listed.
    """

    key: str
    label: str
    permission: Permission
    what: frozenset[str]


KINDS: tuple[ActivityKind, ...] = (
    ActivityKind(
        "transcripten",
        "Transcripten en opnamen",
        Permission.UPLOAD,
        frozenset(
            {
                "uploaded", "upload_erased", "accepted", "speakers", "hidden", "restored", "lists_changed",
                "recording_kept", "recording_erased",
            }
        ),
    ),
    ActivityKind("kenmerken", "Kenmerken", Permission.CHANGE_ATTRIBUTES, frozenset({"attributes_changed"})),
    ActivityKind(
        "nakijken",
        "Nakijken",
        Permission.SEE_UNCONFIRMED,
        frozenset(
            {"codes", "memos", "publication", "assigned", "undone", "tagger", "sample_drawn", "sample_finished"}
        ),
    ),
    ActivityKind(
        "codeboek", "Codeboek", Permission.SEE_UNCONFIRMED, frozenset({"codebook_made", "codebook_chosen", "imported"})
    ),
    ActivityKind(
        "clusters", "Clusters en momenten", Permission.SEE_UNCONFIRMED, frozenset({"clusters", "moments"})
    ),
    ActivityKind(
        "publicaties", "Citaten en publicaties", Permission.EXPORT, frozenset({"quotes", "summary", "exported"})
    ),
    ActivityKind("verwerking", "Verwerking", Permission.RUN, frozenset({"job_done", "job_failed", "job_stopped"})),
    ActivityKind(
        "wissen",
        "Bewaren en wissen",
        Permission.SEE_INTERVIEWS,
        frozenset({"erased", "vault_erased", "retention_ended"}),
    ),
    ActivityKind(
        "project",
        "Project en mensen",
        Permission.SEE_PROJECT,
        frozenset({"project_made", "member_added", "member_removed", "project_closed", "project_opened"}),
    ),
)  # fmt: skip
_TOLD: Mapping[str, tuple[str, str]] = {
    "codes": ("besliste één keer over een thema bij woorden", "besliste {n} keer over thema's bij woorden"),
    "summary": ("schreef aan de samenvatting", "schreef {n} keer aan de samenvatting"),
    "memos": ("schreef een notitie", "schreef of veranderde {n} notities"),
    "quotes": ("besliste over een citaat", "besliste over {n} citaten"),
    "moments": ("keek een bepalend moment na", "keek {n} keer een bepalend moment na"),
    "speakers": ("verbeterde wie er spreekt", "verbeterde {n} keer wie er spreekt"),
    "accepted": ("keurde een transcript goed", "keurde {n} transcripten goed"),
    "hidden": ("verborg persoonsgegevens op één plek", "verborg persoonsgegevens op {n} plekken"),
    "restored": ("zette een vervangen woord terug", "zette {n} vervangen woorden terug"),
    "publication": (
        "besliste of woorden naar buiten mogen",
        "besliste {n} keer of woorden naar buiten mogen",
    ),
    "clusters": ("veranderde een cluster", "veranderde {n} keer een cluster"),
    "tagger": ("koos een versie van wat is geleerd", "koos {n} keer een versie van wat is geleerd"),
    "assigned": ("verdeelde het werk aan een gesprek", "verdeelde het werk aan {n} gesprekken"),
    "undone": ("draaide iets terug", "draaide {n} keer iets terug"),
    "upload_erased": ("wiste het bestand met namen van een gesprek", ""),
    "recording_kept": ("voegde een opname toe", ""),
    "recording_erased": ("wiste een opname", ""),
    "lists_changed": ("veranderde de lijsten van woorden", ""),
    "imported": ("importeerde een bestand", ""),
    "erased": ("wiste een gesprek", ""),
    "vault_erased": ("wiste de naamkluis", ""),
    "retention_ended": ("wiste de namen: de bewaartermijn is voorbij", ""),
    "project_closed": ("maakte dit project zichtbaar voor alleen genoemde mensen", ""),
    "project_opened": ("maakte dit project zichtbaar voor iedereen", ""),
    "project_made": ("maakte het project", ""),
}
"""What was done, once and several times, after the person's name."""
_JOBS = {"job_done": "Klaar: ", "job_failed": "", "job_stopped": "Gestopt: "}
_NOBODY = "narratief"
"""Who did what nobody with an account did: the computer by itself, or a command."""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """A happening as the page shows it.

    Attributes
    ----------
    who
        Empty for a job, whose text says who started it.
    text
        After the name; of a job a whole sentence.
    went_wrong
        Whether it is a job that failed.
    """

    at: datetime
    who: str
    text: str
    went_wrong: bool = False


def kinds_for(actor: Actor, project_id: int) -> list[ActivityKind]:
    """List the kinds that a person may see in a project."""
    return [kind for kind in KINDS if may(actor, kind.permission, project_id)]


def activity_line(happening: Happening, names: Mapping[int, str]) -> ActivityLine:
    """Tell what happened.

    Parameters
    ----------
    names
        Names of people by the id of their account.
    """
    if happening.what in _JOBS:
        return _job(happening)
    return ActivityLine(happening.at, happening.who or _NOBODY, _text(happening, names))


def by_day(lines: Iterable[ActivityLine], day_of: Callable[[datetime], str]) -> list[tuple[str, list[ActivityLine]]]:
    """Group lines by their day, in the order given.

    Parameters
    ----------
    day_of
        Writes the day of a moment as readers do.
    """
    return [(day, list(own)) for day, own in groupby(lines, key=lambda line: day_of(line.at))]


def _job(happening: Happening) -> ActivityLine:
    """Tell how a job ended, of one that failed why."""
    told = happening.details
    text = f"{_JOBS[happening.what]}{KIND_LABELS.get(told['kind'], told['kind'])}, gestart door {happening.who}."
    failed = happening.what == "job_failed"
    why = f" {told['error']} {told['remedy']}".rstrip() if failed else ""
    return ActivityLine(happening.at, "", text + why, failed)


def _text(happening: Happening, names: Mapping[int, str]) -> str:
    """What somebody did, after their name."""
    if happening.what in _TOLD_WITH:
        return _TOLD_WITH[happening.what](happening.details, names)
    once, often = _TOLD[happening.what]
    return once if happening.number == 1 else often.format(n=happening.number)


def _exported(told: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Name the format of a file that was made, and whether it holds what nobody confirmed."""
    form = told.get("format", "")
    return f"maakte een bestand: {LABELS.get(form, form)}" + ("" if told.get("confirmed") else " (ook onbevestigd)")


def _member(told: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Name a person of this project."""
    return names.get(told.get("person", 0), "iemand van wie het account weg is")


_TOLD_WITH: Mapping[str, Callable[[Mapping[str, Any], Mapping[int, str]], str]] = {
    "uploaded": lambda told, _: f"uploadde {counted(told.get('files', 1), 'bestand', 'bestanden')}",
    "attributes_changed": lambda told, _: (
        f"veranderde {counted(told.get('values', 1), 'kenmerk', 'kenmerken')} van bewoners"
    ),
    "exported": _exported,
    "codebook_made": lambda told, _: f"maakte versie {told['version']} van het codeboek",
    "codebook_chosen": lambda told, _: f"ging terug naar versie {told['version']} van het codeboek",
    "sample_drawn": lambda told, _: f"trok een steekproef voor een tweede codeur: {told['name']}",
    "sample_finished": lambda told, _: f"codeerde een steekproef: {told['name']}",
    "member_added": lambda told, names: f"gaf {_member(told, names)} toegang tot dit project",
    "member_removed": lambda told, names: f"nam {_member(told, names)} de toegang tot dit project af",
}
"""What was done, out of what is known besides: after the person's name too."""
