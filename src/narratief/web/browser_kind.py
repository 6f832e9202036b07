"""Which kind of browser a person has, as they know it: Firefox op Windows."""

from __future__ import annotations

from ua_parser import parse

_LONGEST = 500  # chosen, not measured: browsers send well under it, and every pattern is tried on what is kept
_NAMES = {
    "Mobile Safari": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Firefox Mobile": "Firefox",
}
_SYSTEMS = {"Mac OS X": "Mac", "iOS": "iPhone of iPad"}
UNKNOWN = "Onbekende browser"


def browser_kind(told: str) -> str:
    """Name browser and system by what the browser says of itself (User-Agent), which may be untrue."""
    found = parse(told[:_LONGEST])
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    name = _NAMES.get(browser, browser) or UNKNOWN
    return f"{name} op {_SYSTEMS.get(system, system)}" if system else name
