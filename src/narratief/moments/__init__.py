"""Turning points: what several residents tell of the same moment in a process, each from their own side."""

from narratief.moments.model import Moment, Perspective, Timeline, Voice
from narratief.moments.review import Review, reviewed
from narratief.moments.timeline import find_moments

__all__ = ["Moment", "Perspective", "Review", "Timeline", "Voice", "find_moments", "reviewed"]
