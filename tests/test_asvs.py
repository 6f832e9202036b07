"""The checklist names tests that exist, and answers each requirement once."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LIST.splitlines() if re.match(r"\| \d", line)]


def test_every_test_that_is_named_exists() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^(?:async )?def (test_\w+)\(", source, re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", LIST))
    assert len(named) > 60
    assert named - there == set()


def test_every_requirement_is_answered_once() -> None:
    numbers = [number for row in ROWS for number in row[0].split(", ")]
    assert all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}", number) for number in numbers)
    assert len(numbers) == len(set(numbers))
    # requirements of level 1 and 2 per chapter in ASVS 5.0.0, without WebRTC
    wanted = {
        1: 27,
        2: 11,
        3: 19,
        4: 10,
        5: 9,
        6: 35,
        7: 18,
        8: 7,
        9: 7,
        10: 29,
        11: 14,
        12: 9,
        13: 13,
        14: 9,
        15: 13,
        16: 16,
    }
    assert {chapter: sum(n.startswith(f"{chapter}.") for n in numbers) for chapter in wanted} == wanted


def test_every_answer_is_one_of_three_and_tells_how() -> None:
    for number, state, how, _ in ROWS:
        assert state in ("met", "n/a", "not met"), number
        assert how, number
