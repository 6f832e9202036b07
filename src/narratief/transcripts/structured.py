"""Text files with a structure of their own: JSON, HTML, ELAN and Praat, told apart by how they begin."""

from __future__ import annotations

from narratief.domain.errors import InputError
from narratief.transcripts.document import Document
from narratief.transcripts.eaf import looks_like_eaf, read_eaf
from narratief.transcripts.html_file import looks_like_html, read_html
from narratief.transcripts.json_file import looks_like_json, read_json
from narratief.transcripts.textgrid import looks_like_textgrid, read_textgrid

JSON_NAMES = (".json", ".otr")
"""Extensions of files that are JSON or nothing."""


def read_structured(text: str, data: bytes, name: str) -> Document | None:
    """Read a text file that has a structure; None for plain text, Markdown and subtitles.

    Parameters
    ----------
    text
        The file as text.
    data
        The same file as it is, for formats that name their own encoding.
    name
        Its name.

    Raises
    ------
    InputError
        When it has such a structure and cannot be used.
    """
    if name.lower().endswith(JSON_NAMES):
        return read_json(text, name)
    if looks_like_json(text):
        try:
            return read_json(text, name)
        except InputError:
            return None
    if looks_like_eaf(text):
        return read_eaf(data, name)
    if looks_like_textgrid(text):
        return read_textgrid(text, name)
    return read_html(text, name) if looks_like_html(text) else None
