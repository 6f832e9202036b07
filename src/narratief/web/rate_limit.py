"""How many pages one person may ask for in a minute: more than anybody can read, fewer than a script could fetch."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_MINUTE = 1200


class RateLimiter:
    """Counts the requests of each person over the last minute, in this process.

    Parameters
    ----------
    per_minute
        Most requests of one person in any minute.
    """

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._most = RateLimitItemPerMinute(per_minute)

    def allows(self, person: int) -> bool:
        """Count a request of a person; False when it is one too many."""
        return self._limiter.hit(self._most, str(person))
