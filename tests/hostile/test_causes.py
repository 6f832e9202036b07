"""What once held the reader up or led it astray: each by itself, with its reason."""

from __future__ import annotations

import cProfile
import io
import os
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from narratief.domain.codebook_file import project_codebook
from narratief.domain.errors import InputError
from narratief.domain.project import load_project
from narratief.files.bounded_xml import TooLargeXmlError, parse_xml
from narratief.files.limits import MAX_ATTRIBUTES_OF_ONE
from narratief.publish.refi import read_qdpx
from narratief.transcripts.docx import read_docx
from narratief.transcripts.odt import read_odt
from narratief.transcripts.read import read_transcript
from tests.hostile.other import GOOD_PROJECT
from tests.transcripts.builders import docx, docx_xml, odt_xml, p

TALK = "Interviewer: Hoe ging het?\nBewoner: Wij hoorden er nooit meer iets van.\n"


def test_an_element_with_millions_of_attributes_is_refused_early() -> None:
    wide = b"<a " + b" ".join(b"a%d=''" % number for number in range(1_500_000)) + b"/>"
    begun = time.process_time()
    with pytest.raises(TooLargeXmlError):
        parse_xml(wide)
    assert time.process_time() - begun < 2, "it took 4 seconds to read them all"


@pytest.mark.parametrize("sign", [">", "x"], ids=["ends that are none", "plain"])
def test_attributes_are_counted_in_one_element_and_in_all(sign: str) -> None:
    element = "<a " + " ".join(f"a{number}='{sign}'" for number in range(MAX_ATTRIBUTES_OF_ONE)) + "/>"
    assert len(parse_xml(f"<b>{element}</b>".encode())[0].attrib) == MAX_ATTRIBUTES_OF_ONE
    with pytest.raises(TooLargeXmlError):
        parse_xml(element.replace("<a ", f"<a b='{sign}' ").encode())
    with pytest.raises(TooLargeXmlError):
        parse_xml(f"<b>{element * 2001}</b>".encode())


def test_a_long_text_between_tags_is_no_tag() -> None:
    text = "Wij hoorden er nooit meer iets van. " * 300_000
    assert parse_xml(f"<a>{text}</a>".encode()).text == text


def with_lzma_dictionary(data: bytes, part: str, size: int) -> bytes:
    """The same archive, with a part that is packed with LZMA and a dictionary of this size."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            packing = zipfile.ZIP_LZMA if name == part else zipfile.ZIP_DEFLATED
            target.writestr(zipfile.ZipInfo(name), source.read(name), packing)
    changed = bytearray(made.getvalue())
    at = changed.index(part.encode()) + len(part)
    assert changed[at + 2 : at + 4] == struct.pack("<H", 5), "the properties of LZMA are where the format has them"
    changed[at + 5 : at + 9] = struct.pack("<I", size)
    return bytes(changed)


def test_a_part_with_a_dictionary_of_four_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        with_lzma_dictionary(docx([p(line) for line in TALK.splitlines()]), "word/document.xml", 2**32 - 1)
    )
    with pytest.raises(InputError, match="beschadigd"):
        read_transcript(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("project.qde", GOOD_PROJECT)
    path = tmp_path / "a.qdpx"
    path.write_bytes(with_lzma_dictionary(packed.getvalue(), "project.qde", 2**32 - 1))
    with pytest.raises(InputError, match=r"project\.qde"):
        read_qdpx(path)


@pytest.mark.parametrize("name", ["project.yaml", "codebook.yaml", "gesprek.txt", "a.qdpx"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_what_is_no_file_is_never_waited_for(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    if name.endswith(".yaml"):
        (tmp_path / "gesprek.txt").write_text(TALK, "utf-8")
        project = load_project(tmp_path)
        assert [file.name for file in project.files] == ["gesprek.txt"]
        if name == "project.yaml":
            assert [problem.file for problem in project.problems] == [name]
        else:
            with pytest.raises(InputError, match=r"codebook\.yaml"):
                project_codebook(tmp_path)
        return
    assert load_project(tmp_path).files == ()
    with pytest.raises(InputError, match="geen gewoon bestand"):
        read_qdpx(path) if name == "a.qdpx" else read_transcript(path)


@pytest.mark.parametrize("name", ["gesprek.txt", "project.yaml", "codebook.yaml"])
def test_a_link_that_leads_out_of_the_folder_is_told_and_not_followed(tmp_path: Path, name: str) -> None:
    folder, elsewhere = tmp_path / "plein", tmp_path / "geheim"
    folder.mkdir()
    elsewhere.write_text(TALK if name.endswith(".txt") else "title: Van een ander\nextends: standaard\n", "utf-8")
    (folder / name).symlink_to(elsewhere)
    project = load_project(folder)
    assert (project.files, project.title) == ((), "plein")
    if name == "codebook.yaml":
        with pytest.raises(InputError, match="buiten de projectmap"):
            project_codebook(folder)
    else:
        [problem] = project.problems
        assert (problem.file, problem.fatal) == (name, True)
        assert "buiten de projectmap" in problem.message


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALK, "utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert [file.name for file in load_project(tmp_path).files] == ["a.txt", "b.txt"]


def nested(depth: int, kind: str) -> bytes:
    """A document with so many stretches of text, within so many elements."""
    if kind == "odt":
        inside = "<text:p>" + "<text:span>" * depth + "a<text:s/>" * 60_000 + "</text:span>" * depth + "</text:p>"
        return odt_xml(inside)
    inside = "<w:p>" + "<w:ins>" * depth + "<w:r><w:t>abc def</w:t></w:r>" * 30_000 + "</w:ins>" * depth + "</w:p>"
    return docx_xml(inside)


@pytest.mark.parametrize(("kind", "reader"), [("odt", read_odt), ("docx", read_docx)])
def test_how_deep_a_text_is_nested_takes_no_time(kind: str, reader: Callable[[bytes, str], object]) -> None:
    """Counted in calls: by the clock it hangs on how deep the test itself stands (Python's stack comes in parts)."""
    calls = {}
    for depth in (1, 180):
        data = nested(depth, kind)
        with cProfile.Profile() as profile:
            reader(data, f"a.{kind}")
        calls[depth] = sum(each.callcount for each in profile.getstats())
    assert calls[180] < 1.1 * calls[1]  # every element once handed what it found up through all that it stands in
