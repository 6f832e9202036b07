"""Transcripts in tables: which column says who speaks, and which holds the words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from narratief.transcripts.document import Paragraph, asides, paragraph
from narratief.transcripts.labels import find_labels, has_speaker_word, is_letter, label_key
from narratief.transcripts.timestamps import CLOCK, is_only_time, without_first_time
from narratief.transcripts.vocabulary import COLUMN_TITLES, METADATA_WORDS, SIDE_COLUMNS

_MOST_COLUMNS = 60  # a wider table is no talk in columns; filling up its rows would cost rows times columns
Row = list[list[Paragraph]]

_NUMBER = re.compile(r"\s*#?\d{1,4}[.)]?\s*$")
_TIMES = re.compile(rf"\s*{CLOCK}\s*(?:[-–—]|-->)?\s*(?:{CLOCK})?\s*$")


def spoken_rows(rows: list[Row]) -> list[Paragraph]:
    """Lines of a table in reading order, the speaker set where a column names one; other columns are asides."""
    inner = [line for row in rows for cell in row for line in cell if line.aside]
    if inner:
        rows = [[[line for line in cell if not line.aside] for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    return [*(_spoken(rows) if rows else []), *inner]


def _spoken(rows: list[Row]) -> list[Paragraph]:
    """Lines of a table with words in it."""
    width = max(len(row) for row in rows)
    if width > _MOST_COLUMNS:
        return [line for row in rows for cell in row for line in cell]
    rows = [row + [[] for _ in range(width - len(row))] for row in rows]
    titles = [label_key(_words(cell)) for cell in rows[0]]
    known = sum(title in COLUMN_TITLES for title in titles)
    has_titles = len(rows) > 1 and known >= max(2, sum(map(bool, titles)) - 1)
    body = rows[1:] if has_titles else rows
    columns = [
        column
        for column in range(width)
        if not (has_titles and titles[column] in SIDE_COLUMNS) and _is_language([_words(row[column]) for row in body])
    ]
    beside = asides([" ".join(_words(cell) for cell in rows[0])]) if has_titles else []
    if len(columns) < 2:
        rest = _beside(body, columns)
        return [*[line for row in body for column in columns for line in row[column]], *beside, *rest]
    names = next((column for column in columns[:-1] if _names_speakers([_words(row[column]) for row in body])), None)
    if names is not None:
        words = max((column for column in columns if column != names), key=lambda column: _size(body, column))
        return [*_labelled(body, names, words), *beside, *_beside(body, [names, words])]
    found, used = _side_by_side(body, columns, titles if has_titles else [])
    return [*found, *beside, *_beside(body, used)]


def _beside(rows: list[Row], used: list[int]) -> list[Paragraph]:
    """What stands in the other columns."""
    return asides(_words(cell) for row in rows for column, cell in enumerate(row) if column not in used)


def _words(cell: list[Paragraph]) -> str:
    """All words of a cell."""
    return " ".join(line.text.strip() for line in cell)


def _size(rows: list[Row], column: int) -> int:
    """Count the characters in a column."""
    return sum(len(_words(row[column])) for row in rows)


def _is_language(cells: list[str]) -> bool:
    """Whether a column holds words, and not only time stamps or row numbers."""
    filled = [cell for cell in cells if cell.strip()]
    bare = sum(bool(is_only_time(cell) or _NUMBER.match(cell) or _TIMES.match(cell)) for cell in filled)
    return bool(filled) and bare < len(filled) * 0.7


def _names_speakers(cells: list[str]) -> bool:
    """Whether a column holds short labels that come back, or words for parts in a talk."""
    filled = [label_key(without_first_time(cell)) for cell in cells if cell.strip()]
    filled = [cell for cell in filled if cell]
    if not filled or sum(len(cell) > 40 or cell.endswith("?") for cell in filled) > len(filled) * 0.1:
        return False
    counts = Counter(filled)
    known = sum(count for cell, count in counts.items() if has_speaker_word(cell) or is_letter(cell))
    meta = sum(cell in METADATA_WORDS or (cell.split() or [""])[0] in METADATA_WORDS for cell in filled)
    if meta > len(filled) * 0.3:
        return True
    return known >= len(filled) * 0.5 or len(counts) <= max(2, len(filled) * 0.5)


def _labelled(rows: list[Row], names: int, words: int) -> list[Paragraph]:
    """Lines of a table with names in one column and words in another; a table of facts stays "key: value"."""
    found: list[Paragraph] = []
    facts = sum(label_key(_words(row[names])) in METADATA_WORDS for row in rows) > len(rows) * 0.3
    for row in rows:
        name = without_first_time(_words(row[names])).strip().rstrip(":").strip()
        if facts or label_key(name) in METADATA_WORDS:
            found.append(paragraph(f"{name}: {_words(row[words])}"))
            continue
        for number, line in enumerate(row[words]):
            found.append(replace(line, voice=name if number == 0 else "", starts=True))
    return found


def _side_by_side(rows: list[Row], columns: list[int], titles: list[str]) -> tuple[list[Paragraph], list[int]]:
    """Questions in one column and answers in the next; cells with labels of their own stay as they are.

    Returns
    -------
    tuple
        The lines, and the columns that they are from.
    """
    cells = [line for row in rows for column in columns for line in row[column][:1]]
    own = sum(any(label.kind == "colon" and _known(label.name) for label in find_labels(line)) for line in cells)
    if own >= len(cells) * 0.4:
        return [line for row in rows for column in columns for line in row[column]], columns
    left, right = sorted(sorted(columns, key=lambda column: -_size(rows, column))[:2])
    if titles and has_speaker_word(titles[left]) and has_speaker_word(titles[right]):
        voices = {left: titles[left].capitalize(), right: titles[right].capitalize()}
    else:
        asks = {column: sum("?" in _words(row[column]) for row in rows) for column in (left, right)}
        first_asks = asks[left] >= asks[right]
        voices = {left: "Vraag" if first_asks else "Antwoord", right: "Antwoord" if first_asks else "Vraag"}
    found: list[Paragraph] = []
    for row in rows:
        for column, voice in voices.items():
            lines = row[column]
            found.extend(replace(line, voice=voice if not number else "") for number, line in enumerate(lines))
    return found, [left, right]


def _known(name: str) -> bool:
    """Whether a label is a word or letter for a part in the talk."""
    return has_speaker_word(name) or is_letter(name)
