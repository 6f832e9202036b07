"""Files that belong together: all old or all new, also when the writer is killed between two of them.

All are written as drafts first. Then a list of them takes its name at once: from that moment the new files count, and
whoever writes in the folder next gives the drafts their names. Without such a list the old files count.
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
    make_folder,
    new_draft,
    write_atomic,
)
from narratief.files.locks import folder_lock

JOURNAL = ".narratief-wissel.json"
"""The list of drafts that count already but have not all their names yet; there for a moment only."""


def write_transaction(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> list[Path]:
    """Write files that belong together, so that after a power cut they are all old or all new.

    One process at a time writes in a folder like this; another one waits.

    Parameters
    ----------
    files
        Name → content.
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
        _finish(folder)
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
        _give_names(folder, plan)
    return [folder / name for name in files]


def recover_transaction(folder: Path) -> None:
    """Finish what a writer that was killed left in a folder: its files get their names when they all were ready."""
    if folder.is_dir() and (folder / JOURNAL).exists():
        with folder_lock(folder):
            _finish(folder)


def _finish(folder: Path) -> None:
    """Give drafts of an earlier writer their names, when there is a list of them."""
    with suppress(FileNotFoundError):
        _give_names(folder, json.loads((folder / JOURNAL).read_text("utf-8")))


def _give_names(folder: Path, plan: Mapping[str, str]) -> None:
    """Let drafts take their names; those that did already are passed over."""
    for draft, name in plan.items():
        with suppress(FileNotFoundError):
            (folder / draft).replace(folder / name)
    fsync_folder(folder)
    (folder / JOURNAL).unlink(missing_ok=True)
    fsync_folder(folder)
