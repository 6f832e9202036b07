"""What comes back from other programs (.qdpx, .qdc), laid on the store as decisions that can be undone."""

from narratief.publish.exchange.import_codes import take_back, take_codebook
from narratief.publish.exchange.outcome import Outcome

__all__ = ["Outcome", "take_back", "take_codebook"]
