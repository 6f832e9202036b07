"""Files that belong together: all old or all new, also when the writer is killed between two of them.

This is a write-ahead journal. All files are written as drafts first. Then a list of them (the journal) is renamed into
place: from that moment the new files count, and whoever writes in the folder next renames the drafts. Without a journal
the old files count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from narratief.files.atomic import (
    OPEN_FILES_CAN_MOVE,
    clear_drafts,
    fsync_file,
    fsync_folder,
    is_draft_of,
    make_folder,
    new_draft,
    write_atomic,
)
from narratief.files.locks import folder_lock
from narratief.files.safe_paths import is_plain

JOURNAL = ".narratief-wissel.json"
"""Name of the list of drafts that count already but are not all renamed yet; there for a moment only."""


def write_transaction(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> list[Path]:
    """Write files that belong together, so that after a power cut they are all old or all new.

    One process at a time writes in a folder like this; another one waits.

    Parameters
    ----------
    files
        Name (of a file in the folder) → content.
    private
        Whether only their owner may read them.

    Raises
    ------
    OSError
        When they cannot be written; unless they were all ready and only a name could not be given (a file that is open
        elsewhere on Windows), the old ones are then untouched.
    """
    make_folder(folder)
    with folder_lock(folder), ExitStack() as opened:
        _recover(folder)
        plan: dict[str, str] = {}
        try:
            for name, data in files.items():
                clear_drafts(folder / name)
                draft, file = new_draft(folder / name, private=private)
                plan[draft.name] = name
                opened.enter_context(file)
                file.write(data)
                fsync_file(file)
            fsync_folder(folder)
            write_atomic(folder / JOURNAL, json.dumps(plan, ensure_ascii=False).encode(), private=private)
        except BaseException:
            if not (folder / JOURNAL).exists():
                for draft_name in plan:
                    (folder / draft_name).unlink(missing_ok=True)
            raise
        if not OPEN_FILES_CAN_MOVE:
            opened.close()
        _rename_all(folder, plan)
    return [folder / name for name in files]


def recover_transaction(folder: Path) -> None:
    """Finish what a writer that was killed left in a folder: its drafts are renamed when they all were ready."""
    if folder.is_dir() and (folder / JOURNAL).exists():
        with folder_lock(folder):
            _recover(folder)


def _recover(folder: Path) -> None:
    """Rename the drafts of an earlier writer, when there is a list of them."""
    with suppress(FileNotFoundError):
        _rename_all(folder, _plan_in((folder / JOURNAL).read_bytes()))


def _plan_in(data: bytes) -> dict[str, str]:
    """Read a list of drafts; empty when it is none, or has a name that no writer gives.

    Where others can write in the folder, such a list could otherwise move any file of this user to any place.
    """
    try:
        plan = json.loads(data)
    except ValueError:
        return {}
    if not isinstance(plan, dict):
        return {}
    drafts_fit = all(
        isinstance(name, str) and is_plain(name) and is_draft_of(draft, name) for draft, name in plan.items()
    )
    return plan if drafts_fit else {}


def _rename_all(folder: Path, plan: Mapping[str, str]) -> None:
    """Rename drafts, and then take the list of them away; those that were renamed before are passed over."""
    for draft, name in plan.items():
        with suppress(FileNotFoundError):
            (folder / draft).replace(folder / name)
    fsync_folder(folder)
    (folder / JOURNAL).unlink(missing_ok=True)
    fsync_folder(folder)
