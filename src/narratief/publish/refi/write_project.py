"""Projects as a REFI-QDA project file (.qdpx), for further work in ATLAS.ti, MAXQDA, NVivo or QualCoder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from narratief.domain.errors import InputError
from narratief.files.atomic import write_atomic
from narratief.files.reproducible_zip import reproducible_zip
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.check import check_bytes
from narratief.publish.refi.project_xml import project_document, source_guid
from narratief.publish.results import Results, project_results

LineEnds = Literal["lf", "crlf"]
MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""Time of creation when none is given, so that the same project gives the same bytes."""
LARGEST = 2**31 - 1
"""Most bytes of a file inside a .qdpx: the standard wants larger sources outside it."""


def write_qdpx(
    results: Results,
    path: Path,
    *,
    memos: Iterable[ExchangeMemo] = (),
    line_ends: LineEnds = "lf",
    moment: datetime = MOMENT,
) -> Path:
    """Write projects as .qdpx; the same projects give the same bytes.

    What REFI-QDA has no place for (scores, the words that carried a theme) is left out. Codings keep their GUID, so
    that one that comes back can be matched with its score.

    Parameters
    ----------
    memos
        Memos to write; those about something that is not in the results are left out.
    line_ends
        Line ends of the texts. Positions always count a line end as one character; some tools on Windows expect "crlf".
    moment
        Time of creation of everything in the file but memos, and codes that people gave at a known time.

    Raises
    ------
    InputError
        When an interview is too large for the format.
    OSError
        When the file cannot be written.
    ValueError
        When the result would have a defect that `check_bytes` finds: a fault of narratief itself.
    """
    found = project_results(results)
    files = {"project.qde": project_document(found, tuple(memos), moment)}
    for result in found:
        for interview in result.interviews:
            text = interview.text.replace("\n", "\r\n") if line_ends == "crlf" else interview.text
            files[f"sources/{source_guid(result.name, interview.id)}.txt"] = text.encode()
    if any(len(data) > LARGEST for data in files.values()):
        raise InputError(path.name, "Een gesprek is te groot voor dit formaat.", "Kies het formaat json of csv.")
    data = reproducible_zip(files)
    defects = check_bytes(data)
    if defects:
        raise ValueError(f"the export would not be sound: {defects[0]}")
    return write_atomic(path, data)
