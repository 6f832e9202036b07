"""Turning points (bepalende momenten): what several residents tell of one moment in a process.

`stories` of several residents are put together by what they tell (`linking`, `shared`). Beside them rules find
`expressions` of time, `mentions` of them, `grouping` of mentions of one moment, their `order`, and a person's `review`.
"""

from narratief.turning_points.model import Perspective, Timeline, TurningPoint, Voice
from narratief.turning_points.review import Review, reviewed, same_moment
from narratief.turning_points.timeline import find_turning_points

__all__ = [
    "Perspective",
    "Review",
    "Timeline",
    "TurningPoint",
    "Voice",
    "find_turning_points",
    "reviewed",
    "same_moment",
]
