"""The date that a publication bears."""

from __future__ import annotations

import datetime as dt
import os

from narratief.domain.errors import InputError


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
