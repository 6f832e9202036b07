"""Figures of the house: packages and what imports what, circles, and the length of functions.

    uv run python benchmarks/house.py [--root FOLDER]

Counts are of `src/narratief` and `flows`. A part is a package right below `narratief`, a module there, or `flows`; an
arrow is a pair of parts of which one imports the other; a floor is the longest chain of imports below a part.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]


def part_of(module: str) -> str:
    """Part of the house that a module stands in."""
    names = module.split(".")
    return names[0] if names[0] == "flows" else ".".join(names[:2])


def arrows(root: Path) -> tuple[dict[str, set[str]], int]:
    """What each part imports, and the number of imports between modules of different parts."""
    sys.path[:0] = [str(root / "src"), str(root)]
    graph = grimp.build_graph("narratief", "flows", cache_dir=None)
    parts: dict[str, set[str]] = {part_of(module): set() for module in graph.modules if module != "narratief"}
    imports = 0
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = part_of(module), part_of(imported)
            if here != there and "narratief" not in (module, imported):
                parts[here].add(there)
                imports += 1
    return parts, imports


def circles(parts: Mapping[str, set[str]]) -> list[set[str]]:
    """Sets of parts that import each other in a loop."""
    reach = {part: _reached(parts, part) for part in parts}
    found: list[set[str]] = []
    for part in parts:
        loop = {other for other in reach[part] if part in reach[other]}
        if len(loop) > 1 and loop not in found:
            found.append(loop)
    return found


def floors(parts: Mapping[str, set[str]]) -> int:
    """Length of the longest chain of imports; a circle counts as one floor."""
    loops = circles(parts)
    name = {part: min(next((loop for loop in loops if part in loop), {part})) for part in parts}
    below = {
        each: {name[other] for part in parts if name[part] == each for other in parts[part]} - {each}
        for each in name.values()
    }
    heights: dict[str, int] = {}

    def height(part: str) -> int:
        if part not in heights:
            heights[part] = 1 + max((height(other) for other in below[part]), default=0)
        return heights[part]

    return max(map(height, below))


def functions(files: Iterable[Path]) -> tuple[list[int], int]:
    """Lines of each function, and how many functions have a docstring."""
    lengths, documented = [], 0
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths.append((node.end_lineno or node.lineno) - node.lineno + 1)
                documented += ast.get_docstring(node) is not None
    return sorted(lengths), documented


def _reached(parts: Mapping[str, set[str]], start: str) -> set[str]:
    """Parts that a part imports, straight or through others."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for other in parts[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="a checkout; default: this one")
    root = parser.parse_args().root.resolve()
    files = [file for folder in ("src/narratief", "flows") for file in sorted((root / folder).rglob("*.py"))]
    parts, imports = arrows(root)
    lengths, documented = functions(files)
    loops = circles(parts)
    print(f"parts                              {len(parts)}")
    print(f"floors                             {floors(parts)}")
    print(f"arrows between parts               {sum(map(len, parts.values()))}")
    print(f"imports between modules of parts   {imports}")
    print(f"circles of parts                   {len(loops)} {[sorted(loop) for loop in loops] or ''}")
    print(f"modules                            {len(files)}")
    print(f"functions                          {len(lengths)}, {documented / len(lengths):.1%} with a docstring")
    at_95 = lengths[int(0.95 * (len(lengths) - 1))]
    print(
        f"lines of a function                median {statistics.median(lengths):.0f}, 95 % {at_95}, most {lengths[-1]}"
    )
    longest = sorted(((len(file.read_text("utf-8").splitlines()), file) for file in files), reverse=True)[:5]
    print("longest modules                    " + ", ".join(f"{file.relative_to(root)} {n}" for n, file in longest))


if __name__ == "__main__":
    main()
