"""The checks that the schema lacks, each on a project that has just that fault."""

import zipfile

import pytest

from narratief.publish.refi import check_qdpx, write_qdpx


def broken(path, change) -> None:
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files = change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def edited(old: bytes, new: bytes):
    return lambda files: files | {"project.qde": files["project.qde"].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda files: {name: data for name, data in files.items() if name == "project.qde"}, "missing-file"),
        (edited(b'<CodeRef targetGUID="', b'<CodeRef targetGUID="0'), "dangling-reference"),
        (edited(b'startPosition="', b'startPosition="99999'), "position"),
        (edited(b'startPosition="', b'startPosition="-'), "position"),
        (edited(b'endPosition="', b'endPosition="x'), "position"),
        (edited(b'startPosition="32"', b'startPosition="33"'), "quote"),
        (
            edited(b"</TextSource>", b'</TextSource><TextSource guid="11111111-1111-1111-1111-111111111111"/>'),
            "missing-file",
        ),
    ],
)
def test_faults_are_found(square, memos, tmp_path, change, kind):
    path = write_qdpx(square, tmp_path / "a.qdpx", memos=memos)

    broken(path, change)

    assert {finding.kind for finding in check_qdpx(path)} == {kind}


def test_two_things_with_one_guid_are_found(square, tmp_path):
    path = write_qdpx(square, tmp_path / "a.qdpx")
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("project.qde")
    case = xml[xml.index(b"<Case ") : xml.index(b"</Case>") + 7]

    broken(path, edited(b"</Cases>", case + b"</Cases>"))

    assert [finding.kind for finding in check_qdpx(path)] == ["duplicate-guid"]
    assert str(check_qdpx(path)[0]).startswith("duplicate-guid: ")
