"""What comes back from other programs (.qdpx, .qdc), laid on the store as decisions that can be undone."""

from narratief.publish.exchange.importing import import_codebook, import_codes
from narratief.publish.exchange.outcome import ImportOutcome

__all__ = ["ImportOutcome", "import_codebook", "import_codes"]
