"""Codes of any tool → a codebook with goals and themes; what REFI-QDA has no place for is guessed, and reported."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from narratief.domain.codebook import VALENCE_LABELS, Codebook, Goal, Theme, Valence
from narratief.domain.errors import InputError, Problem
from narratief.files.limits import MAX_CODES
from narratief.publish.refi.archive import parse_exchange_xml, read_limited
from narratief.publish.refi.codes import CORE_SET, EXAMPLE, EXCLUDE, INCLUDE, MARK
from narratief.publish.refi.guids import normalised_guid
from narratief.publish.refi.unknown_names import unknown_names

_OTHER = "Overige codes"
_UNNAMED = "Naamloos"
_MARK = re.compile(rf"{re.escape(MARK)}([a-z][a-z0-9_]*)(?: \((.*)\))?")
_GOAL = re.compile(r"Doel (\d{1,4}): (.+)", re.DOTALL)
_POSITIVE = re.compile(r"\b(gaat goed|positie[fv]e?|positive|sterke? punt(en)?|succes(sen)?|pluspunt(en)?)\b", re.I)
_NEGATIVE = re.compile(r"\b(kan beter|negatie[fv]e?|negative|verbeterpunt(en)?|knelpunt(en)?|minpunt(en)?)\b", re.I)


@dataclass(slots=True)
class CodeNode:
    """A code in the tree of another tool, with the codes above it, at most four."""

    guid: str
    name: str
    codable: bool
    description: str
    parents: tuple[CodeNode, ...]
    has_children: bool = False


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """A codebook from another tool.

    Attributes
    ----------
    themes
        Id of the theme per GUID of a code that can be assigned.
    stated
        Per theme id the fields that the file itself gives, of ``label``, ``definition``, ``include``, ``exclude``,
        ``examples`` and ``valence``; the others were filled in, since a theme cannot do without.
    problems
        What could not be read, in Dutch.
    """

    codebook: Codebook
    themes: dict[str, str] = field(default_factory=dict)
    stated: dict[str, frozenset[str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_qdc(path: Path) -> CodebookImport:
    """Read a codebook file (.qdc) of any tool.

    Top-level codes with codes below them become goals. The side of a code (goes well, can be better) is taken from its
    sets, from the codes above it or from its own name.

    Raises
    ------
    InputError
        When the file is no codebook, or has no codes.
    """
    element = parse_exchange_xml(read_limited(path), path.name)
    found = codebook_from(element, path.name)
    if not found.codebook.themes:
        raise InputError(path.name, "In dit codeboek staan geen codes.", "Controleer of dit het goede bestand is.")
    return found


def codebook_from(root: ET.Element, file: str, used: Collection[str] = ()) -> CodebookImport:
    """Make a codebook of the codes in a document.

    Parameters
    ----------
    used
        GUIDs of codes that were assigned somewhere; they become themes even if the tool says they cannot be assigned.

    Raises
    ------
    InputError
        When there are more codes than `MAX_CODES`.
    """
    nodes = _nodes(root)
    if len(nodes) > MAX_CODES:
        message = f"In dit bestand staan meer dan {MAX_CODES} codes."
        raise InputError(file, message, "Exporteer alleen de codes die u gebruikt.")
    sides, core = _sets(root)
    goals: dict[str, Goal] = {}
    themes: list[Theme] = []
    ids: dict[str, str] = {}
    stated: dict[str, frozenset[str]] = {}
    taken: dict[str, int] = {}
    goal_ids: dict[str, int] = {}
    goal_of: dict[str, str] = {}
    for node in nodes:
        if not node.parents and (node.has_children or not node.codable):
            goal = _goal(node, goals.values(), goal_ids)
            goals[goal.id] = goal
            goal_of[node.guid] = goal.id
        if node.guid not in used and (not node.codable or _is_own_goal(node)):
            continue
        top = node.parents[0].guid if node.parents else node.guid
        if top not in goal_of:
            goal_ids.setdefault("overig", 1)
            goal_of[top] = goals.setdefault("overig", Goal(id="overig", number=_next(goals.values()), label=_OTHER)).id
        valence = _valence(node, sides)
        theme = _theme(node, goal_of[top], valence or "negative", taken)
        stated[theme.id] = _stated(node) | ({"valence"} if valence else set())
        ids[node.guid] = theme.id
        themes.append(theme)
    cores = tuple(ids[identity] for identity in core if identity in ids)
    book = Codebook(goals=tuple(goals.values()), themes=tuple(themes), core_themes=tuple(dict.fromkeys(cores)))
    return CodebookImport(book, ids, stated, _problems(file, unknown_names(root)))


def _nodes(root: ET.Element) -> list[CodeNode]:
    """List all codes, each after the codes above it; without recursion, however deeply they are nested."""
    book = root if root.tag == "CodeBook" else root.find("CodeBook")
    codes = None if book is None else book.find("Codes")
    found: list[CodeNode] = []
    seen: set[str] = set()
    waiting: list[tuple[ET.Element, tuple[CodeNode, ...]]] = []
    if codes is not None:
        waiting = [(each, ()) for each in reversed(codes.findall("Code"))]
    while waiting:
        element, parents = waiting.pop()
        identity = normalised_guid(element.get("guid")) or f"zonder-guid-{len(found)}"
        codable = element.get("isCodable", "true").strip().lower() not in ("false", "0")
        name = " ".join(element.get("name", "").split()) or _UNNAMED
        node = CodeNode(identity, name, codable, (element.findtext("Description") or "").strip(), parents)
        below = element.findall("Code")
        node.has_children = bool(below)
        if identity not in seen:
            seen.add(identity)
            found.append(node)
        way = (*parents[:3], node)
        waiting += [(each, way) for each in reversed(below)]
    return found


def _sets(root: ET.Element) -> tuple[dict[str, Valence], list[str]]:
    """Find the sides of codes that are in a set named after a side, and the codes in the set of core themes."""
    sides: dict[str, Valence] = {}
    core: list[str] = []
    for group in root.iter("Set"):
        members = [
            normalised_guid(member.get("guid") or member.get("targetGUID")) for member in group.findall("MemberCode")
        ]
        valence = _valence_in(group.get("name", ""))
        if valence:
            sides |= dict.fromkeys(members, valence)
        if group.get("name") == CORE_SET:
            core += members
    return sides, core


def _goal(node: CodeNode, others: Collection[Goal], taken: dict[str, int]) -> Goal:
    """Make a goal of a top-level code, with the number in its name or the next free one."""
    match, mark = _GOAL.fullmatch(node.name), _MARK.search(node.description)
    label = match[2] if match else node.name
    number = int(match[1]) if match else _next(others)
    return Goal(id=_unique(mark[1] if mark else _slug(label), taken), number=number, label=label)


def _is_own_goal(node: CodeNode) -> bool:
    """Tell whether a code is a goal that narratief wrote and another program made assignable, as it does all codes."""
    mark = _MARK.search(node.description)
    named = _GOAL.fullmatch(node.name) or (mark and not mark[2])
    return bool(named) and not node.parents and node.has_children


def _next(goals: Collection[Goal]) -> int:
    """Next free number of a goal."""
    return max((goal.number for goal in goals), default=0) + 1


def _theme(node: CodeNode, goal: str, valence: Valence, taken: dict[str, int]) -> Theme:
    """Make a theme of a code; the label of one that is nested deeper begins with the names of the codes between."""
    mark = _MARK.search(node.description)
    label = node.name
    if mark:
        label = re.sub(rf" \[{re.escape(mark[1])}\]'*$", "", label)
    else:
        between = [parent.name for parent in node.parents[1:] if not _valence_in(parent.name)]
        label = " – ".join([*between, node.name])
    parts = _parts(node.description)
    return Theme(
        id=_unique(mark[1] if mark else _slug(label), taken),
        goal=goal,
        valence=valence,
        label=label,
        definition="\n".join(parts[""]).strip() or label,
        include="\n".join(parts[INCLUDE]).strip(),
        exclude="\n".join(parts[EXCLUDE]).strip(),
        examples=tuple(example.strip() for example in parts[EXAMPLE]),
    )


def _parts(description: str) -> dict[str, list[str]]:
    """Split a description into the lines of the definition, of what is included and excluded, and the examples."""
    parts: dict[str, list[str]] = {"": [], INCLUDE: [], EXCLUDE: [], EXAMPLE: []}
    current = ""
    for line in description.split("\n"):
        if line.startswith(MARK):
            current = ""
            continue
        start = next((start for start in (INCLUDE, EXCLUDE, EXAMPLE) if line.startswith(start)), None)
        if start is not None:
            current = start
            parts[start].append(line.removeprefix(start))
        elif current == EXAMPLE:
            parts[EXAMPLE][-1] += f"\n{line}"
        else:
            parts[current].append(line)
    return parts


def _valence(node: CodeNode, sides: dict[str, Valence]) -> Valence | None:
    """Side of a code by narratief's own mark, its sets, the codes above it (the nearest first), or its name."""
    mark = _MARK.search(node.description)
    for valence, label in VALENCE_LABELS.items():
        if mark and mark[2] == label.lower():
            return valence
    above = [_valence_in(parent.name) for parent in reversed(node.parents)]
    return sides.get(node.guid) or next(filter(None, above), None) or _valence_in(node.name)


def _valence_in(name: str) -> Valence | None:
    """Side that a name points at; None when it points at neither, or at both."""
    positive, negative = _POSITIVE.search(name), _NEGATIVE.search(name)
    if bool(positive) == bool(negative):
        return None
    return "positive" if positive else "negative"


def _slug(label: str) -> str:
    """Make an id of a label."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
    return slug if re.match(r"[a-z]", slug) else f"code_{slug}".rstrip("_")


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """Take an id that is free, with a number behind it where needed.

    Parameters
    ----------
    taken
        Per id the last number that was put behind it, so that a thousand codes with one name cost no search.
    """
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}_{taken[wanted]}"
    taken[name] = 1
    return name


def _stated(node: CodeNode) -> frozenset[str]:
    """Fields of a theme that its code gives."""
    parts = _parts(node.description)
    names = {"": "definition", INCLUDE: "include", EXCLUDE: "exclude", EXAMPLE: "examples"}
    return frozenset({"label", *(names[part] for part, lines in parts.items() if "".join(lines).strip())})


def _problems(file: str, unknown: Sequence[str]) -> tuple[Problem, ...]:
    """Report what the file says of codes that narratief has no place for."""
    if not unknown:
        return ()
    shown = ", ".join(f"'{name[:40]}'" for name in unknown[:5]) + (" en andere" if len(unknown) > 5 else "")
    return (
        Problem(
            file,
            f"In dit bestand staan bij codes gegevens die narratief niet kent: {shown}.",
            "Ze zijn niet overgenomen. Wat hier in het codeboek staat, blijft zoals het was.",
            fatal=False,
        ),
    )
