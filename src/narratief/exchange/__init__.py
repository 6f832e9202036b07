"""What comes back from other programs (.qdpx, .qdc), laid on the store as decisions that can be undone."""

from narratief.exchange.outcome import Outcome
from narratief.exchange.take_back import take_back, take_codebook

__all__ = ["Outcome", "take_back", "take_codebook"]
