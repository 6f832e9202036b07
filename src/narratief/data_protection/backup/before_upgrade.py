"""A backup before the tables of an earlier version are changed, by itself, so that the way back is always there.

The backup is one as `narratief backup` makes, in the form of the version that the tables are of: that version can
restore it. It holds names and transcripts as any backup does, so it is kept for a while only.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from pathlib import Path

from sqlalchemy import Engine

from narratief.data_protection.backup.make import make_backup
from narratief.domain.locations import home_dir
from narratief.files.atomic import make_folder
from narratief.store.database import Store
from narratief.store.locks import exclusive_lock
from narratief.store.migrate import current_revision, is_earlier, upgrade

KEPT = dt.timedelta(days=30)
"""How long such a backup stays. Chosen, not measured: who must go back notices within weeks, and names that were erased
since are in it."""
_NAME = "voor-bijwerken-"
_log = logging.getLogger(__name__)


def upgrade_with_backup(engine: Engine) -> Path | None:
    """Back all of an installation up, and bring its database up to date; of two processes one does both.

    Returns
    -------
    Path or None
        The backup; None when another process was first.

    Raises
    ------
    OSError, InputError
        When the backup cannot be made; the database is not changed then.
    """
    store = Store(engine)
    with exclusive_lock(store, "upgrade"):
        if not is_earlier(engine):
            return None
        folder = backups_dir()
        clear_old_backups()
        moment = dt.datetime.now(dt.UTC).astimezone()
        path = folder / f"{_NAME}{current_revision(engine)}-{moment:%Y%m%d-%H%M%S}.zip"
        make_backup(store, path)
        upgrade(engine)
    _log.warning("database brought up to date; backup of before: %s", path)
    return path


def backups_dir() -> Path:
    """Folder with the backups that narratief makes by itself; made when missing, for its owner only."""
    folder = home_dir() / "reservekopieen"
    make_folder(folder)
    return folder


def clear_old_backups(now: float | None = None) -> int:
    """Delete the backups of this module that are older than `KEPT`, and count them.

    Parameters
    ----------
    now
        Seconds since 1970; default the present.
    """
    cleared, oldest = 0, (time.time() if now is None else now) - KEPT.total_seconds()
    for path in backups_dir().glob(f"{_NAME}*.zip"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            cleared += 1
    return cleared
