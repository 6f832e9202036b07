"""Long runs of one piece of text: every class of characters, and words that look like names, streets and labels."""

from __future__ import annotations

PIECES = (
    *("x", "é", "A", "7", "-", "_", "(", "[", "<", "|", ".", ",", "'", '"', "*", "#", "\\"),
    *(" ", "\t", "\u00a0", "\n", " \n", "é ", "A ", "7 ", "- ", "06 "),
    *("A.", "a@", "a:", "1-", "1:", "xX-", "&amp;", "http://", "www.", "R: ", "R 1: ", "[00:01] "),
    *("een ", "Jan ", "de Vries ", "van de-", "Dorpsstraat 1 ", "mijn naam is ", "twee", "punt ", "niet ", "wordt "),
    *("nee, ", "toen de avond ", "3 maart "),
)


def run_of(piece: str, length: int) -> str:
    """A run of a piece, so many characters long."""
    return (piece * (length // len(piece) + 1))[:length]
