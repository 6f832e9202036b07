"""A request that the store does not carry out, told in plain Dutch."""

from __future__ import annotations


class Refusal(Exception):
    """What was asked cannot be done.

    Attributes
    ----------
    message
        What is the matter, one Dutch sentence.
    remedy
        What the user can do, one Dutch sentence; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        """Join both sentences for logs."""
        self.message, self.remedy = message, remedy
        super().__init__(f"{message} {remedy}".strip())
