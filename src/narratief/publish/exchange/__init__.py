"""Imports from other programs (.qdpx, .qdc): recorded in the store as decisions, which can be undone."""

from narratief.publish.exchange.importing import import_codebook, import_codes
from narratief.publish.exchange.outcome import ImportOutcome

__all__ = ["ImportOutcome", "import_codebook", "import_codes"]
