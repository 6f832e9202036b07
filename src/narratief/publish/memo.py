"""Memos as they travel to and from other programs: about a project, an interview, a fragment, a code or a theme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Subject = Literal["project", "interview", "fragment", "code", "theme"]


@dataclass(frozen=True, slots=True)
class ExchangeMemo:
    """A memo, with what it is about and who wrote it.

    The store keeps memos at words of an interview; here they hang on whatever holds those words.

    Attributes
    ----------
    text
        The text, line ends LF.
    subject
        Kind of thing that the memo is about.
    project
        Name of the project folder; empty for a theme, which projects share.
    target
        File name of the interview, id of the fragment, or id of the theme; empty for a project.
    theme, coder
        Only for a code: which theme by which coder, on the fragment that `target` names.
    author
        Person's name; ``narratief`` for the machine, empty when unknown.
    title
        Short heading; empty when it has none.
    time
        When it was written, with time zone; None when unknown.
    """

    text: str
    subject: Subject
    project: str = ""
    target: str = ""
    theme: str = ""
    coder: str = ""
    author: str = ""
    title: str = ""
    time: datetime | None = None
