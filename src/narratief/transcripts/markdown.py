"""Markdown: the same lines as plain text, with bold, italics, headings, quotes and tables understood."""

from __future__ import annotations

import html
import re

from narratief.transcripts.document import Document, Paragraph, Run, asides
from narratief.transcripts.plain import marked
from narratief.transcripts.tables import Row, spoken_rows

_EMPHASIS = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()#+.!~>|-])"
    r"|(?P<three>\*\*\*(?=\S)(?P<b3>.+?)(?<=\S)\*\*\*)"
    r"|(?P<two>(?P<mark2>\*\*|__)(?=\S)(?P<b2>.+?)(?<=\S)(?P=mark2))"
    r"|(?P<one>(?P<mark1>(?<![\w*])\*|(?<![\w_])_)(?=[^\s*_])(?P<b1>[^*\n]+?)(?<=\S)(?P=mark1)(?![\w*]))"
    r"|(?P<link>!?\[(?P<shown>[^\]]{1,500})\]\((?=[^)\s]*[/.#:@])[^)\s]*(?:\s\"[^\"]*\")?\))"
    r"|(?P<code>`(?P<literal>[^`]+)`)"
    r"|(?P<tag></?(?:br|p|span|div|u|i|b|em|strong)\b[^>]*>)"
)
_MARKS = re.compile(r"[*_]+|[\[`<]")
_LONGEST_HEADING = 500  # characters; chosen: longer lines with a # are speech
_MOST_WORK = 2_000_000  # marks times characters: each mark that is never closed is looked for to the end of the line
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s{0,3}([-*_=])\s*(?:\1\s*){2,}$")
_TABLE_LINE = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)+\|?\s*$")
_FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_HARD_BREAK = re.compile(r"(?:\\|(?<! ) {2,})$")


def looks_like_markdown(text: str) -> bool:
    """Whether a text file is marked up: several lines that begin with bold or a heading."""
    return len(re.findall(r"^(?:\*\*\S|#{1,4} \S|__\S)", text, re.MULTILINE)) >= 2


def read_markdown(text: str) -> Document:
    """Read Markdown."""
    text, beside = _without_comments(text)
    front = _FRONT.match(text)
    if front:
        beside = [*front[0].split("\n"), *beside]
        text = text[front.end() :]
    lines = text.split("\n")
    found: list[Paragraph] = []
    starts, at = True, 0
    while at < len(lines):
        line = lines[at]
        if at + 1 < len(lines) and "|" in line and _TABLE_LINE.match(lines[at + 1]):
            at, rows = _table(lines, at)
            found.extend(spoken_rows(rows))
            starts = True
            continue
        at += 1
        heading = _HEADING.match(line) if len(line) <= _LONGEST_HEADING else None
        if not line.strip() or _RULE.match(line):
            starts = True
        elif heading:
            found.append(Paragraph(tuple(inline(heading[2])), heading=True))
            starts = True
        else:
            found.append(_line(line, starts=starts))
            starts = False
    return Document([*(line for line in found if line.text.strip()), *asides(beside)])


def _without_comments(text: str) -> tuple[str, list[str]]:
    """Take comments out, and give them apart; one that is never closed stays."""
    parts: list[str] = []
    comments: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[position:start])
        comments.extend(text[start + 4 : end].split("\n"))
        position = end + 3
    return "".join([*parts, text[position:]]), comments


def _line(line: str, *, starts: bool) -> Paragraph:
    """Make a paragraph of one line; a list item always begins a new one."""
    base = marked(_HARD_BREAK.sub("", line), starts=starts or bool(re.match(r"\s*[-*+>]\s", line)))
    marks = base.runs[0].marks
    return Paragraph(tuple(inline(base.text, marks)), starts=base.starts)


def _table(lines: list[str], at: int) -> tuple[int, list[Row]]:
    """Read the rows of a table, and where it ends."""
    rows: list[Row] = []
    while at < len(lines) and "|" in lines[at]:
        if not _TABLE_LINE.match(lines[at]):
            cells = re.split(r"(?<!\\)\|", lines[at].strip().strip("|"))
            rows.append([[Paragraph(tuple(inline(cell.strip())))] if cell.strip() else [] for cell in cells])
        at += 1
    return at, rows


def inline(text: str, marks: frozenset[str] = frozenset()) -> list[Run]:
    """Turn the emphasis in a line into runs."""
    if len(text) * len(_MARKS.findall(text)) > _MOST_WORK:
        return [Run(text, marks)]
    runs: list[Run] = []
    position = 0
    for match in _EMPHASIS.finditer(text):
        runs.append(Run(html.unescape(text[position : match.start()]), marks))
        position = match.end()
        if match["escape"]:
            runs.append(Run(match["escape"][1], marks))
        elif match["three"]:
            runs.extend(inline(match["b3"], marks | {"bold", "italic"}))
        elif match["two"]:
            runs.extend(inline(match["b2"], marks | {"bold"}))
        elif match["one"]:
            runs.extend(inline(match["b1"], marks | {"italic"}))
        elif match["link"]:
            runs.extend(inline(match["shown"], marks))
        elif match["code"]:
            runs.append(Run(match["literal"], marks))
        elif match["tag"]:
            runs.append(Run(" ", marks))
    runs.append(Run(html.unescape(text[position:]), marks))
    return [run for run in runs if run.text]
