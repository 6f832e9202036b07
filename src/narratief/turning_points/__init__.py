"""Turning points: what several residents tell of the same moment in a process, each from their own side."""

from narratief.turning_points.model import Perspective, Timeline, TurningPoint, Voice
from narratief.turning_points.review import Review, reviewed
from narratief.turning_points.timeline import find_turning_points

__all__ = ["Perspective", "Review", "Timeline", "TurningPoint", "Voice", "find_turning_points", "reviewed"]
