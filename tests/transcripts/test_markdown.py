# ruff: noqa: E501
"""Markdown in the ways that note programs write it."""

from __future__ import annotations

import pytest

from .check import check

WANTED = "i Wie bent u?\nr Truus. Van *hier*.\ni Waar woont u?\nr Hiernaast."
PLAIN = "i Wie bent u?\nr Truus.\ni Waar woont u?\nr Hiernaast."
CASES = {
    "colon inside bold": ("**Interviewer:** Wie bent u?\n\n**Bewoner:** Truus.\n\n**Interviewer:** Waar woont u?\n\n**Bewoner:** Hiernaast.", PLAIN),
    "colon outside bold": ("**Sanne**: Wie bent u?\n\n**Truus**: Truus.\n\n**Sanne**: Waar woont u?\n\n**Truus**: Hiernaast.", PLAIN),
    "underscores": ("__Sanne:__ Wie bent u?\n\n__Truus:__ Truus.\n\n__Sanne:__ Waar woont u?\n\n__Truus:__ Hiernaast.", PLAIN),
    "headings as labels": ("# Interview\n\n### Interviewer\n\nWie bent u?\n\n### Bewoner\n\nTruus.\n\n### Interviewer\n\nWaar woont u?\n\n### Bewoner\n\nHiernaast.", PLAIN),
    "heading questions": ("# Interview 3\n\n## Wie bent u?\n\nTruus.\n\n## Waar woont u?\n\nHiernaast.\n\n## En nu?\n\nNiks.", PLAIN + "\ni En nu?\nr Niks."),
    "italic questions": ("*Wie bent u?*\n\nTruus.\n\n*Waar woont u?*\n\nHiernaast.\n\n*En verder nog iets.*\n\nNee.", PLAIN + "\ni En verder nog iets.\nr Nee."),
    "underscore italic questions": ("_Wie bent u?_\n\nTruus.\n\n_Waar woont u?_\n\nHiernaast.\n\n_En?_\n\nNee.", PLAIN + "\ni En?\nr Nee."),
    "bold questions on the line before": ("**Wie bent u?**\nTruus.\n\n**Waar woont u?**\nHiernaast.\n\n**En?**\nNee, *echt* niet.", PLAIN + "\ni En?\nr Nee, echt niet."),
    "bold question in the same line": ("**Wie bent u?** Truus.\n\n**Waar woont u?** Hiernaast.\n\n**En?** Nee.\n\n**Toch?** Ja.", PLAIN + "\ni En?\nr Nee.\ni Toch?\nr Ja."),
    "quoted answers": ("Wie bent u?\n\n> Truus.\n\nWaar woont u?\n\n> Hiernaast.\n\nEn?\n\n> Nee.\n>\n> Echt niet.", PLAIN + "\ni En?\nr Nee. Echt niet."),
    "bullets with labels": ("- **I:** Wie bent u?\n- **R:** Truus.\n- **I:** Waar woont u?\n- **R:** Hiernaast.", PLAIN),
    "table": ("| Tijd | Spreker | Tekst |\n|---|---|---|\n| 00:01 | Interviewer | Wie bent u? |\n| 00:03 | Bewoner | Truus. |\n| 00:05 | Interviewer | Waar woont u? |\n| 00:07 | Bewoner | Hiernaast. |", PLAIN),
    "front matter and comment": ("---\ntitle: Interview\ndatum: 3 maart\n---\n\n<!-- niet delen -->\n\nI: Wie bent u?\n\nR: Truus.\n\nI: Waar woont u?\n\nR: Hiernaast.\n\n---\n", PLAIN),
    "escapes and hard breaks": ("I: Wie bent u?\\\nR: Truus. Van \\*hier\\*.  \nI: Waar woont u?  \nR: Hiernaast.", WANTED),
    "asides": ("**Interviewer:** Wie bent u?\n\n**Bewoner:** Truus.\n\n*[opname stopt]*\n\n***\n\n**Interviewer:** Waar woont u?\n\n**Bewoner:** Hiernaast.", PLAIN),
    "two paragraphs": ("**Interviewer:** Wie bent u?\n\n**Bewoner:** Truus. [lacht]\n\nVan hiernaast. Kijk: daar.\n\n**Interviewer:** Waar woont u?\n\n**Bewoner:** Hiernaast.", PLAIN.replace("Truus.", "Truus. [lacht] Van hiernaast. Kijk: daar.")),
    "bold label line": ("**Sanne**\nWie bent u?\n\n**Truus**\nTruus.\n\n**Sanne**\nWaar woont u?\n\n**Truus**\nHiernaast.\n\n**Sanne**\nDank.\n\n**Truus**\nJa.", PLAIN + "\ni Dank.\nr Ja."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_markdown(tmp_path, case):
    text, wanted = CASES[case]

    check(tmp_path, "interview.md", text, wanted)


def test_markdown_in_a_text_file(tmp_path):
    text, wanted = CASES["colon inside bold"]

    check(tmp_path, "interview.txt", text, wanted)
