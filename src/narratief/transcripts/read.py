"""From a file to an interview: the one entrance to everything in this package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.domain.interview import Interview
from narratief.files.limits import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_LINES,
    MAX_TEXT_BYTES,
    MAX_TRANSCRIPT_JSON,
    MEBIBYTE,
)
from narratief.transcripts.bounds import bounded, squeezed, thousands, too_large
from narratief.transcripts.dialogue import find_dialogue
from narratief.transcripts.document import Document
from narratief.transcripts.docx import read_docx
from narratief.transcripts.encoding import decode, is_text
from narratief.transcripts.kind import Kind, detect
from narratief.transcripts.left_out import left_out_warnings
from narratief.transcripts.markdown import looks_like_markdown, read_markdown
from narratief.transcripts.odt import read_odt
from narratief.transcripts.pdf import read_pdf
from narratief.transcripts.plain import read_plain
from narratief.transcripts.roles import assign_roles
from narratief.transcripts.rtf import read_rtf
from narratief.transcripts.structured import JSON_NAMES, read_structured
from narratief.transcripts.subtitles import is_subtitles, read_subtitles

_OTHER_NAMES = {"docx": (".docx", ".docm"), "odt": (".odt",), "rtf": (".rtf",), "pdf": (".pdf",)}
_TEXT_NAMES = (
    ".txt", ".md", ".vtt", ".srt", ".text", ".markdown", ".json", ".otr", ".eaf", ".textgrid", ".html", ".htm",
)  # fmt: skip


def read_transcript(path: Path, interviewer: Sequence[str] = (), data: bytes | None = None) -> Interview:
    """Read a transcript in any of the supported formats.

    Parameters
    ----------
    path
        A file of one of `narratief.domain.project.TRANSCRIPT_SUFFIXES`; its content counts, not its extension.
    interviewer
        Labels or first names of the interviewer, when the project gives them; else they are inferred.
    data
        Content of the file, where it does not lie on the disk as it came; default that of the file.

    Raises
    ------
    InputError
        When the file cannot be used: unreadable, locked, damaged, too large, or no conversation.
    """
    data = file_bytes(path) if data is None else data
    try:
        kind = detect(data, path.name)
        document = bounded(_document(kind, data, path), path.name)
        spoken = [line for line in document.paragraphs if not line.aside]
        dialogue = find_dialogue(spoken, path.name)
        roles = assign_roles(dialogue.utterances, interviewer, dialogue.named_interviewers)
    except RecursionError as error:
        message = "Dit bestand is te ingewikkeld opgebouwd om te lezen."
        raise InputError(path.name, message, "Sla alleen de tekst op als .txt.") from error
    beside = [line.text for line in document.paragraphs if line.aside]
    left_out = left_out_warnings([*dialogue.left_out, *beside])
    warnings = [*_name_warning(kind, path), *document.warnings, *dialogue.warnings, *roles.warnings, *left_out]
    confidence = min(roles.confidence, dialogue.confidence)
    return Interview.build(path.name, roles.utterances, warnings, confidence)


def file_bytes(path: Path) -> bytes:
    """Read a file whole.

    Raises
    ------
    InputError
        When it is a folder, too large, empty, or cannot be opened.
    """
    name = path.name
    if path.is_dir():
        raise InputError(name, "Dit is een map en geen transcript.", "Kies de bestanden in de map.")
    try:
        if path.exists() and not path.is_file():  # a pipe would never end, and a device never stop
            raise InputError(name, "Dit is geen gewoon bestand.", "Kies een bestand met een transcript.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(name, "Dit bestand is groter dan 50 MB.", "Haal plaatjes eruit of splits het bestand.")
    except FileNotFoundError as error:
        raise InputError(name, "Dit bestand bestaat niet.", "Controleer de naam en de map.") from error
    except (OSError, ValueError) as error:
        message = "Dit bestand kan niet worden geopend."
        raise InputError(name, message, "Sluit het in andere programma's en controleer of u het mag lezen.") from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InputError(name, "Dit bestand is leeg.", "Lever het transcript opnieuw aan.")
    return data


def _document(kind: Kind, data: bytes, path: Path) -> Document:
    """Hand the content to the reader of its kind."""
    readers = {"docx": read_docx, "odt": read_odt, "rtf": read_rtf, "pdf": read_pdf}
    if kind in readers:
        return readers[kind](data, path.name)
    most = MAX_TRANSCRIPT_JSON if path.suffix.lower() in JSON_NAMES else MAX_TEXT_BYTES
    if len(data) > most:
        message = f"Dit bestand heeft meer dan {most // MEBIBYTE} MB aan platte tekst; een gesprek is veel kleiner."
        raise InputError(path.name, message, "Splits het in losse gesprekken en lever die apart aan.")
    text, encoding = decode(data)
    text = squeezed(text)
    document = read_structured(text, data, path.name)
    if document is not None:
        return document
    if text.count("\n") > MAX_LINES * 5 or (len(text) > MAX_CHARACTERS * 2 and not is_subtitles(text)):
        raise too_large(path.name, f"{thousands(MAX_LINES)} regels of {thousands(MAX_CHARACTERS)} tekens")
    if not is_text(text):
        raise InputError(
            path.name,
            "Dit bestand bevat geen leesbare tekst.",
            "Sla het transcript op als .docx of als .txt (UTF-8).",
        )
    if is_subtitles(text):
        document = read_subtitles(text, path.name)
    elif path.suffix.lower() in (".md", ".markdown") or looks_like_markdown(text):
        document = read_markdown(text)
    else:
        document = read_plain(text)
    if encoding in ("mac-roman", "latin-1"):
        document.warnings.append(f"De tekencodering is geraden ({encoding}). Controleer letters met accenten.")
    return document


def _name_warning(kind: Kind, path: Path) -> list[str]:
    """Tell when the extension promises another kind than the content is."""
    suffix = path.suffix.lower()
    if suffix in _OTHER_NAMES.get(kind, _TEXT_NAMES):
        return []
    what = {"docx": "een Word-document", "odt": "een OpenDocument-tekst", "rtf": "een rtf-bestand", "pdf": "een pdf"}
    return [f"De naam eindigt op '{suffix}', maar de inhoud is {what.get(kind, 'gewone tekst')}; zo is het gelezen."]
