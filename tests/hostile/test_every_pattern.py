"""Every pattern of the package takes time that grows with the text, whatever the text is a long run of."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import narratief
from tests.hostile.long_runs import PIECES, run_of

ROOT = Path(narratief.__file__).parent
ANCHORED = {"match", "fullmatch"}
SMALL, LARGE = 2_000, 8_000
FLOOR = 0.02  # seconds of the processor: what is quicker tells more of the machine than of the pattern
MOST = 500  # items of a table of patterns: what holds more was filled by other tests in this process, names above all
GROWTH = 8.0  # four times the text: about four times as long, sixteen times for what grows by the square
TRIES = 4  # other work only ever adds to a time, so the least of some is nearest to what the pattern takes


@dataclass(frozen=True)
class Tried:
    """A pattern: where it stands, and whether it is only ever tried at the start of a text."""

    place: str
    pattern: re.Pattern[str]
    anchored: bool


def modules() -> Iterator[ModuleType]:
    """Every module of the package but those that act when imported."""
    for found in pkgutil.walk_packages([str(ROOT)], "narratief."):
        if not found.name.endswith("__main__") and ".migrations." not in found.name:
            yield importlib.import_module(found.name)


def held(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """Patterns over text that a value of a module is or holds."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 3 and isinstance(value, dict | list | tuple | set | frozenset) and len(value) <= MOST:
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from held(each, depth + 1)


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in sorted(ROOT.rglob("*.py")))


def calls() -> Iterator[tuple[str, ast.Call, str, str]]:
    """Calls of a method on a name: where they stand, the call, the name's last part, the method."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node, name, node.func.attr


@cache
def methods_of() -> dict[str, set[str]]:
    """Methods of a pattern that are called on each name, wherever in the package."""
    found: dict[str, set[str]] = {}
    for _, _, name, method in calls():
        if hasattr(re.Pattern, method):
            found.setdefault(name, set()).add(method)
    return found


def flags_of(call: ast.Call) -> int:
    """Flags that a call of `re` names."""
    parts = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    named = [node.attr for part in parts for node in ast.walk(part) if isinstance(node, ast.Attribute)]
    return sum(int(getattr(re, name)) for name in named if name.isupper())


def compiled() -> Iterator[Tried]:
    """Patterns that stand in modules, each once; a name on which only `match` is called is tried in that way."""
    seen = set()
    for module in modules():
        for name, value in vars(module).items():
            methods = methods_of().get(name, set())
            for pattern in () if name.startswith("__") else held(value):
                if pattern not in seen:
                    seen.add(pattern)
                    yield Tried(f"{module.__name__}.{name}", pattern, bool(methods) and methods <= ANCHORED)


def written_in_calls() -> Iterator[Tried]:
    """Patterns that are written where they are used, as in `re.sub("a", "b", text)`."""
    for place, call, name, method in calls():
        if name == "re" and method not in {"escape", "compile"} and isinstance(call.args[0], ast.Constant):
            yield Tried(place, re.compile(call.args[0].value, flags_of(call)), method in ANCHORED)


def seconds(tried: Tried, text: str) -> float:
    begin = time.process_time()
    if tried.anchored:
        tried.pattern.match(text)
        tried.pattern.fullmatch(text)
    else:
        for _ in tried.pattern.finditer(text):
            pass
    return time.process_time() - begin


def grows_by_the_square(tried: Tried, piece: str) -> bool:
    small, large = run_of(piece, SMALL), run_of(piece, LARGE)
    if seconds(tried, large) < FLOOR:
        return False
    least_small, least_large = (min(seconds(tried, text) for _ in range(TRIES)) for text in (small, large))
    return least_large > FLOOR and least_large / max(least_small, FLOOR / 16) > GROWTH


def test_every_pattern_takes_time_that_grows_with_the_text() -> None:
    patterns = [*compiled(), *written_in_calls()]
    assert len(patterns) > 200
    slow = [f"{t.place}: {piece!r}" for t in patterns for piece in PIECES if grows_by_the_square(t, piece)]
    assert slow == []


def test_the_measure_finds_a_pattern_that_grows_by_the_square() -> None:
    assert grows_by_the_square(Tried("", re.compile(r"(?:\s|\t)+x"), anchored=False), " ")
    assert not grows_by_the_square(Tried("", re.compile(r"\s+x"), anchored=True), " ")
