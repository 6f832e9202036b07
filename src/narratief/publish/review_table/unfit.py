"""A row of a review table that cannot be taken over."""

from __future__ import annotations

FRESH_TABLE = "Maak een nieuwe tabel met 'narratief review' en vul de rij daarin opnieuw in."
"""What to do about a row that the project has outrun."""


class UnfitError(Exception):
    """A row cannot be taken over; says why and what to do (Dutch)."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy
