"""Answers without a label in a talk with labels: a question, words without a label, and the asker's label again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narratief.transcripts.labels import Label, LabelledLine
from narratief.transcripts.preamble import is_aside, is_heading

_QUESTION = re.compile(r"\?[\s\"'”“’»)\]…]*$")
_BRACKETED = re.compile(r"[\[(][^\[\]()]*[\])][\s.]*$")


def unlabelled_answers(lines: Sequence[LabelledLine]) -> tuple[list[LabelledLine], list[str]]:
    """Give paragraphs without a label to the one who is asked, where the asker has both labels around them.

    Parameters
    ----------
    lines
        From the first line with speech on.

    Returns
    -------
    tuple
        The lines, those answers with a label, and a Dutch remark when there are any.
    """
    names = list(dict.fromkeys(line.label.name for line in lines if line.label))
    found = list(lines)
    if len(names) != 2:
        return found, []
    answers = 0
    labels = [at for at, line in enumerate(lines) if line.label]
    for at, after in zip(labels, [*labels[1:], len(lines)], strict=True):
        asker = lines[at].label
        next_label = lines[after].label if after < len(lines) else None
        if asker is None or (next_label and next_label.name != asker.name):
            continue
        answer = _answer(lines, at, after)
        if answer:
            other = names[1] if asker.name == names[0] else names[0]
            found[answer] = replace(lines[answer], label=Label(other, 0, "own"))
            answers += 1
    if not answers:
        return found, []
    what = "Eén antwoord heeft" if answers == 1 else f"{answers} antwoorden hebben"
    return found, [f"{what} geen label en {'is' if answers == 1 else 'zijn'} na de vraag als antwoord gelezen."]


def _answer(lines: Sequence[LabelledLine], at: int, after: int) -> int:
    """Index of the paragraph that answers the question at `at`; 0 when that turn does not ask, or nothing answers."""
    question = lines[at]
    if question.paragraph.voice is not None:
        return 0
    number = at + 1
    text = question.words
    while number < after and not lines[number].paragraph.starts and not _QUESTION.search(text):
        text, number = lines[number].paragraph.text, number + 1
    if number >= after or not _QUESTION.search(text):
        return 0
    line = lines[number].paragraph
    following = lines[number + 1].paragraph if number + 1 < len(lines) else None
    silent = is_aside(line) or is_heading(line, following) or _BRACKETED.match(line.text.lstrip())
    return 0 if silent or line.voice is not None or _QUESTION.search(line.text) else number
