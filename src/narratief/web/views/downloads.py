"""What can be downloaded, by whom, and with which codes in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.export.formats import FORMATS, Format
from narratief.export.memo import Memo as MemoOut
from narratief.store.access import Act, Actor, may
from narratief.store.current import InterviewState
from narratief.store.places import shared_enough
from narratief.store.remarks import Memo
from narratief.store.states import ProjectState

# These carry whole interviews, so they are for people who may read those.
WHOLE_TEXTS = frozenset({"json", "qdpx"})
LABELS: dict[str, str] = {
    "xlsx": "Excel-werkboek",
    "csv": "CSV-bestand",
    "matrix": "Matrix (CSV)",
    "parquet": "Parquet",
    "json": "JSON",
    "qdpx": "REFI-QDA-project",
    "qdc": "REFI-QDA-codeboek",
    "grafieken": "Grafieken",
    "open-data": "Open data",
    "verslag-docx": "Verslag (Word)",
    "verslag-pdf": "Verslag (PDF)",
    "verslag-html": "Verslag (webpagina)",
    "impuls-docx": "Kopij voor Impuls (Word)",
    "impuls-pdf": "Spread voor Impuls (PDF)",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A format that a person may download.

    Attributes
    ----------
    publication
        Whether it is meant for outside: then it holds confirmed codes only, unless asked otherwise.
    """

    name: str
    label: str
    description: str
    suffix: str
    publication: bool


def downloads(actor: Actor, project_id: int) -> list[Download]:
    """List the formats that a person may download of a project, those for outside first."""
    reads = may(actor, Act.SEE_INTERVIEWS, project_id)
    found = [_download(entry) for name, entry in FORMATS.items() if reads or name not in WHOLE_TEXTS]
    return sorted(found, key=lambda entry: not entry.publication)


def allowed(actor: Actor, project_id: int, name: str) -> bool:
    """Tell whether a person may download a format of a project."""
    if name not in FORMATS or not may(actor, Act.EXPORT, project_id):
        return False
    return name not in WHOLE_TEXTS or may(actor, Act.SEE_INTERVIEWS, project_id)


def confirmed_only(actor: Actor, project_id: int, asked: bool) -> bool:
    """Tell whether only confirmed codes go into a download: when asked, or when the person may see no other ones."""
    return asked or not may(actor, Act.SEE_UNCONFIRMED, project_id)


def memos_out(memos: Iterable[Memo], state: ProjectState, project: str) -> list[MemoOut]:
    """Give memos as exports take them; one whose words are in no fragment goes to its interview."""
    by_file = {own.interview.file: own for own in state.interviews.values()}
    return [_memo_out(memo, by_file.get(memo.about.interview or ""), project) for memo in memos]


def _memo_out(memo: Memo, state: InterviewState | None, project: str) -> MemoOut:
    """Turn a memo about words into one about the code or fragment that now holds these words."""
    about = memo.about
    shared = {"text": memo.text, "project": project, "author": memo.changed.who, "time": memo.changed.at}
    if state is None or about.interview is None:
        if about.theme:
            return MemoOut(subject="theme", target=about.theme, **shared)
        return MemoOut(subject="project", **shared)
    span = about.span
    home = next((f for f in state.fragments if span and shared_enough((f.start, f.end), span)), None)
    if home is None:
        return MemoOut(subject="interview", target=about.interview, **shared)
    coder = next((c.coder for c in state.codes if c.fragment.id == home.id and c.theme == about.theme and c.counts), "")
    if coder and about.theme:
        return MemoOut(subject="code", target=home.id, theme=about.theme, coder=coder, **shared)
    return MemoOut(subject="fragment", target=home.id, **shared)


def _download(entry: Format) -> Download:
    """Give a format the name that readers know it by."""
    label = LABELS.get(entry.name, entry.name)
    return Download(entry.name, label, entry.description, entry.suffix, entry.publication)
