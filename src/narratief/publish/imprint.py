"""Whose publication it is: the municipality, who made it, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from narratief.domain.dutch import long_date


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on the first page beside the title; empty where it is not set.

    Attributes
    ----------
    organisation
        The municipality.
    author
        Who made it: a person or a team.
    date
        Date of the publication; nothing in one depends on the clock.
    contact
        Mail address or web address for questions about open data.
    organisation_uri, dataset_uri
        Addresses that identify the municipality and the data set among all others.
    """

    organisation: str = ""
    author: str = ""
    date: dt.date | None = None
    contact: str = ""
    organisation_uri: str = ""
    dataset_uri: str = ""

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and value of what is known."""
        known = (
            ("Gemeente", self.organisation),
            ("Opgesteld door", self.author),
            ("Datum", long_date(self.date) if self.date else ""),
        )
        return tuple(fact for fact in known if fact[1])


NO_IMPRINT = Imprint()
"""Nothing is set."""
