"""How many pages one person may ask for in a minute (OWASP ASVS 2.4.1, against scripts that fetch everything)."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_MINUTE = 1200
"""Most requests of one person in a minute. Chosen, not measured: ten times those of somebody who answers a code of the
review queue each second (two requests), the pace of the load test in docs/measurements.md; docs/asvs.md, 2.4.1."""


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
