# ruff: noqa: E501
"""Files that cannot be used: a Dutch message with a remedy, never another exception."""

from __future__ import annotations

import contextlib
import os
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratief.domain.errors import InputError
from narratief.domain.interview import Interview, Utterance, normalise
from narratief.transcripts import read as reading
from narratief.transcripts.read import read_transcript

from .builders import W, docx, docx_xml, odt, odt_xml, p, pdf, rtf, save, w_paragraph, zipped

LETTER = (
    "Geachte bewoner,\n\nOp 3 maart beginnen wij met het werk aan uw straat. De werkzaamheden duren zes weken. "
    "Uw auto kunt u zolang aan de Kade kwijt.\n\nMet vriendelijke groet,\n\nDe gemeente"
)
MINUTES = (
    "Verslag buurtoverleg\n\nDatum: 3 maart\nAanwezig: 12 bewoners\n\nOpening: de voorzitter opent.\n\n"
    "Besluit: de bank komt terug.\nActie: Jan belt de gemeente.\nBesluit: geen bomen.\nActie: Piet mailt.\n\nRondvraag: geen."
)
LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
)
OUTSIDE = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def odt_with(head: str, entity: str) -> bytes:
    return zipped({"content.xml": f"{head}<office xmlns='x'><body><p>I: &{entity};</p></body></office>"})


def docx_with(head: str, entity: str) -> bytes:
    return zipped(
        {
            "word/document.xml": f"{head}<w:document xmlns:w='{W}'><w:body><w:p><w:r><w:t>&{entity};</w:t></w:r></w:p></w:body></w:document>"
        }
    )


def bomb() -> bytes:
    return zipped({"word/document.xml": b" " * (150 * 1024 * 1024)})


def many_parts() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        for number in range(6000):
            archive.writestr(f"word/media/{number}", b"")
    return buffer.getvalue()


def password_zip() -> bytes:
    data = bytearray(docx([p("I: Wie bent u?")]))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x03\x04":
            data[at + 6] |= 1
        elif data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
MANIFEST = "<manifest><file-entry full-path='content.xml'><encryption-data/></file-entry></manifest>"
BAD = {
    "empty": ("a.txt", b"", "leeg"),
    "only white space": ("a.md", b"\xef\xbb\xbf \r\n\t\n", "leeg"),
    "empty docx": ("a.docx", b"", "leeg"),
    "docx without words": ("a.docx", docx([]), "geen gesprek"),
    "locked docx": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    "old doc": ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "oud Word"),
    "locked odt": ("a.odt", odt_xml("<text:p>I: x</text:p>", manifest=MANIFEST), "wachtwoord"),
    "locked zip": ("a.docx", password_zip(), "wachtwoord"),
    "cut zip": ("a.docx", docx([p("I: Wie bent u?"), p("R: Truus.")])[:-60], "beschadigd"),
    "broken xml": ("a.docx", zipped({"word/document.xml": "<w:document><w:body>"}), "beschadigd"),
    "spreadsheet": ("a.docx", zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "Excel"),
    "other zip": ("a.docx", zipped({"foto.jpg": b"x"}), "zip"),
    "zip bomb": ("a.docx", bomb(), "onredelijk"),
    "many parts": ("a.docx", many_parts(), "onredelijk"),
    "entity bomb in docx": ("a.docx", docx_with(LAUGHS, "c"), "onveilige"),
    "entity bomb in odt": ("a.odt", odt_with(LAUGHS, "c"), "onveilige"),
    "outside entity in docx": ("a.docx", docx_with(OUTSIDE, "a"), "onveilige"),
    "outside entity in odt": ("a.odt", odt_with(OUTSIDE, "a"), "onveilige"),
    "deep xml": ("a.docx", docx_xml("<w:sdt>" * 5000 + "</w:sdt>" * 5000), ""),
    "deep rtf": ("a.rtf", b"{\\rtf1" + b"{" * 5000 + b"I: x" + b"}" * 5001, "beschadigd"),
    "broken pdf": ("a.pdf", b"%PDF-1.7\n" + b"onzin " * 50, ""),
    "picture": ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "plaatje"),
    "sound": ("a.txt", b"RIFF\x00\x00\x00\x00WAVE", "geluid"),
    "binary": ("a.txt", bytes(range(256)) * 20, "leesbare"),
    "zeros": ("a.txt", b"\x00" * 100, "leeg"),
    "letter": ("a.txt", LETTER.encode(), "geen gesprek"),
    "letter in docx": ("a.docx", docx([p(line) for line in LETTER.split("\n\n")]), "geen gesprek"),
    "letter in odt": ("a.odt", odt([p(line) for line in LETTER.split("\n\n")]), "geen gesprek"),
    "letter in rtf": ("a.rtf", rtf([p(line) for line in LETTER.split("\n\n")]), "geen gesprek"),
    "letter in pdf": ("a.pdf", pdf([p(line) for line in LETTER.split("\n\n")]), "geen gesprek"),
    "minutes": ("a.txt", MINUTES.encode(), "geen gesprek"),
    "subtitles without words": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "geen gesprek"),
    "only a header": ("a.vtt", b"WEBVTT\n\n", "geen gesprek"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_file(tmp_path, case):
    name, data, words = BAD[case]

    with pytest.raises(InputError) as caught:
        read_transcript(save(tmp_path, name, data))

    problem = caught.value.problem
    assert problem.file == name
    assert words in problem.message
    assert problem.message.endswith(".")
    assert problem.remedy.endswith((".", "'."))


def test_folder(tmp_path):
    with pytest.raises(InputError, match="map"):
        read_transcript(tmp_path)


def test_missing(tmp_path):
    with pytest.raises(InputError, match="bestaat niet"):
        read_transcript(tmp_path / "weg.docx")


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="groter"):
        read_transcript(save(tmp_path, "a.txt", b"I: Wie bent u?"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    path = save(tmp_path, "a.txt", b"I: Wie bent u?")
    path.chmod(0)
    with pytest.raises(InputError, match="geopend"):
        read_transcript(path)


def test_unreadable_disk(tmp_path, monkeypatch):
    path = save(tmp_path, "a.txt", b"I: Wie bent u?")

    def refuse(*_: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(InputError, match="geopend"):
        read_transcript(path)


WORDS = st.text(max_size=60)
UTTERANCES = st.lists(
    st.builds(
        Utterance,
        st.sampled_from(["I", "R", "", "Ré", "e\u0301"]) | WORDS,
        WORDS,
        st.sampled_from(["interviewer", "resident", "other"]),
    )
)


@given(UTTERANCES)
def test_every_turn_is_a_slice_of_the_stored_text(utterances):
    interview = Interview.build("a.txt", utterances)

    assert interview.text == normalise(interview.text)
    for turn in interview.turns:
        assert interview.text[turn.start : turn.end] == turn.text


GOOD = [
    docx([p("I: Wie bent u?"), p("R: Truus.")]),
    odt([p("I: Wie bent u?"), p("R: Truus.")]),
    rtf([p("I: Wie bent u?"), p("R: Truus.")]),
    pdf([p("I: Wie bent u?"), p("R: Truus.")]),
    b"I: Wie bent u?\nR: Truus.\n",
    b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>Wie?</v>\n\n00:03.000 --> 00:04.000\n<v R>Truus.</v>\n",
]
SUFFIXES = st.sampled_from(["docx", "odt", "rtf", "pdf", "txt", "md", "vtt", "srt"])


def read_anything(folder, suffix: str, data: bytes) -> None:
    path = save(folder, f"a.{suffix}", data)
    with contextlib.suppress(InputError):
        interview = read_transcript(path)
        assert interview.turns
        assert all(interview.text[turn.start : turn.end] == turn.text for turn in interview.turns)


RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


@RELAXED
@given(SUFFIXES, st.binary(max_size=400))
def test_any_bytes(tmp_path, suffix, data):
    read_anything(tmp_path, suffix, data)


@RELAXED
@given(
    SUFFIXES,
    st.sampled_from(GOOD),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=12),
    st.integers(0, 200),
)
def test_damaged_files(tmp_path, suffix, data, changes, cut):
    damaged = bytearray(data[: len(data) - cut] if cut < len(data) else data)
    for place, value in changes:
        damaged[place % len(damaged)] = value

    read_anything(tmp_path, suffix, bytes(damaged))


TAGGED = st.lists(
    st.sampled_from(
        [
            "I: ",
            "R: ",
            "Interviewer",
            "\n",
            "\n\n",
            "?",
            " ",
            "**",
            "<v Jan>",
            "- ",
            "> ",
            "| ",
            "|---|---|\n",
            "00:01 --> 00:02",
            "[00:01:02]",
            "Kijk: ",
            "Jan",
            "é",
            "1. ",
            "WEBVTT",
            "# ",
            "(",
            ")",
            "\t",
            "{\\rtf1",
            "\\u8364?",
        ]
    ),
    max_size=60,
).map("".join)


@RELAXED
@given(SUFFIXES, TAGGED)
def test_any_text(tmp_path, suffix, text):
    read_anything(tmp_path, suffix, text.encode())


@RELAXED
@given(TAGGED)
def test_any_text_in_word(tmp_path, text):
    clean = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    read_anything(tmp_path, "docx", docx_xml("".join(w_paragraph(p(line)) for line in clean.split("\n"))))


def packed_with_lzma(name: str, content: bytes) -> bytes:
    """A zip file with one part in LZMA, the middle of which is damaged."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(name, content)
    data = bytearray(made.getvalue())
    at = data.index(name.encode()) + len(name) + 12
    data[at : at + 24] = bytes(24)
    return bytes(data)


@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.odt", "content.xml")])
def test_a_damaged_part_in_lzma_is_told(tmp_path, name, part):
    path = tmp_path / name
    path.write_bytes(packed_with_lzma(part, b"<a>" + os.urandom(400) + b"</a>"))
    with pytest.raises(InputError):
        read_transcript(path)


@pytest.mark.parametrize("count", ["²", "9" * 5000])
def test_a_number_that_is_none_is_no_error_in_an_odt(tmp_path, count):
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" {text}>'
        f'<office:body><office:text><text:p>I: Hoe<text:s text:c="{count}"/>ging het?</text:p>'
        "<text:p>R: Goed.</text:p></office:text></office:body></office:document-content>"
    )
    path = tmp_path / "a.odt"
    path.write_bytes(zipped({"content.xml": content}))
    with contextlib.suppress(InputError):
        assert read_transcript(path).turns
