"""The .qdpx and .qdc that narratief writes: valid, sound, and the same every time."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from defusedxml import ElementTree
from sqlalchemy import select, update

from narratief.domain.actions import Confirm, Reject
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author
from narratief.domain.errors import InputError
from narratief.publish.formats import FORMATS, ExportContent
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi import check_qdpx, write_qdc, write_qdpx
from narratief.publish.refi.write_project import MOMENT
from narratief.store.review.decide import decide
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.schema import DecisionRow, InterviewRow
from tests.publish.exchange.conftest import work as _work

from .conftest import schema

work = _work

NS = "{urn:QDA-XML:project:1.0}"


def document(path) -> ElementTree:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read("project.qde"))


def test_project_is_valid_and_sound(square, garden, memos, tmp_path):
    for results in (
        square,
        [square, garden],
        replace(square, codes=()),
        replace(square, interviews=(), fragments=(), codes=()),
    ):
        path = write_qdpx(results, tmp_path / "a.qdpx", memos=memos)

        with zipfile.ZipFile(path) as archive:
            schema("Project-mrt2019.xsd").validate(archive.read("project.qde"))
        assert check_qdpx(path) == ()


def test_codebook_is_valid(square, garden, tmp_path):
    for results in (square, [square, garden]):
        schema("Codebook.xsd").validate(write_qdc(results, tmp_path / "a.qdc").read_bytes())


def test_same_project_gives_the_same_bytes(square, memos, tmp_path):
    first = write_qdpx(square, tmp_path / "a.qdpx", memos=memos).read_bytes()
    shuffled = replace(square, codes=square.codes[::-1], fragments=square.fragments[::-1])

    assert write_qdpx([shuffled], tmp_path / "b.qdpx", memos=memos[::-1]).read_bytes() == first


def test_container_is_as_tools_expect(square, tmp_path):
    path = write_qdpx(square, tmp_path / "a.qdpx")

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        texts = [archive.read(name) for name in names[1:]]
        assert archive.read("project.qde").startswith(b"<?xml")
    assert names[0] == "project.qde"
    assert all(re.fullmatch(r"sources/[0-9A-F-]{36}\.txt", name) for name in names[1:])
    assert [text.decode("utf-8") for text in texts] == [interview.text for interview in square.interviews]
    paths = [source.get("plainTextPath") for source in document(path).iter(f"{NS}TextSource")]
    assert paths == [f"internal://{name.removeprefix('sources/')}" for name in names[1:]]
    assert not any(source.get("richTextPath") for source in document(path).iter(f"{NS}TextSource"))


def test_every_selection_is_the_stored_text_by_every_coder(square, tmp_path):
    root = document(write_qdpx(square, tmp_path / "a.qdpx"))
    users = {user.get("guid"): user.get("name") for user in root.iter(f"{NS}User")}
    codes = {code.get("guid"): code.get("name") for code in root.iter(f"{NS}Code")}
    stored = {interview.id: interview.text for interview in square.interviews}

    found = {
        (
            stored[s.get("name")][int(p.get("startPosition")) : int(p.get("endPosition"))],
            codes[c[0].get("targetGUID")],
            users[c.get("creatingUser")],
        )
        for s in root.iter(f"{NS}TextSource")
        for p in s.iter(f"{NS}PlainTextSelection")
        for c in p.iter(f"{NS}Coding")
    }

    fragments = {fragment.id: fragment.text for fragment in square.fragments}
    people = {"narratief": "narratief (automatisch)"}
    assert found == {
        (fragments[code.fragment], square.codebook.theme(code.theme).label, people.get(code.coder, code.coder))
        for code in square.codes
    }


def test_fragments_without_code_or_memo_are_not_selected(square, tmp_path):
    root = document(write_qdpx(square, tmp_path / "a.qdpx"))

    assert len(list(root.iter(f"{NS}PlainTextSelection"))) == 4


def test_goals_cannot_be_given_and_sets_say_the_side(square, tmp_path):
    root = document(write_qdpx(square, tmp_path / "a.qdpx"))

    tops = root.findall(f"{NS}CodeBook/{NS}Codes/{NS}Code")
    assert [top.get("isCodable") for top in tops] == ["false"] * 3
    names = [code.get("name").casefold() for code in root.iter(f"{NS}Code")]
    assert len(set(names)) == len(names) == 16
    sets = {group.get("name"): len(group) for group in root.iter(f"{NS}Set")}
    assert sets["Wat gaat goed"] + sets["Wat kan beter"] == 13
    assert sets["Plein"] == 3


def test_names_of_codes_are_unique_when_labels_are_not(square, tmp_path):
    themes = tuple(theme.model_copy(update={"label": "Stilte"}) for theme in square.codebook.themes)
    book = Codebook(goals=square.codebook.goals, themes=themes)

    root = document(write_qdpx(replace(square, codebook=book), tmp_path / "a.qdpx"))

    names = [code.get("name") for code in root.iter(f"{NS}Code")]
    assert len(set(names)) == 16


def test_windows_line_ends_on_request_keep_the_positions(square, tmp_path):
    path = write_qdpx(square, tmp_path / "a.qdpx", line_ends="crlf")

    assert check_qdpx(path) == ()
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[1])
    assert text.decode() == square.interviews[0].text.replace("\n", "\r\n")


def test_characters_that_xml_cannot_hold_do_not_break_it(square, tmp_path):
    memo = ExchangeMemo("a\x00b\x0bc\ufffe", "project", "plein", author="Jan\x07")

    path = write_qdpx(square, tmp_path / "a.qdpx", memos=[memo])

    with zipfile.ZipFile(path) as archive:
        schema("Project-mrt2019.xsd").validate(archive.read("project.qde"))


def test_moment_is_written_when_given(square, tmp_path):
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC)

    assert (
        document(write_qdpx(square, tmp_path / "a.qdpx", moment=moment)).get("creationDateTime")
        == "2026-11-01T12:00:00Z"
    )
    assert document(write_qdpx(square, tmp_path / "a.qdpx")).get("creationDateTime").startswith(str(MOMENT.year))


def test_codes_have_the_time_of_their_decision_and_the_others_that_of_the_file(square, tmp_path):
    decided = datetime(2026, 3, 1, 13, 30, 5, tzinfo=timezone(timedelta(hours=1)))
    ans = tuple(replace(code, at=decided) if code.coder == "Ans de Vries" else code for code in square.codes)
    file_made = datetime(2026, 11, 1, tzinfo=UTC)

    path = write_qdpx(replace(square, codes=ans), tmp_path / "a.qdpx", moment=file_made)

    assert times_by_coder(document(path)) == {
        "narratief (automatisch)": {"2026-11-01T00:00:00Z"},
        "Ans de Vries": {"2026-03-01T12:30:05Z"},
    }
    selections = {each.get("creationDateTime") for each in document(path).iter(f"{NS}PlainTextSelection")}
    assert selections == {"2026-03-01T12:30:05Z"}  # no selection is younger than a coding on it
    with zipfile.ZipFile(path) as archive:
        schema("Project-mrt2019.xsd").validate(archive.read("project.qde"))
    shuffled = replace(square, codes=ans[::-1])
    assert write_qdpx(shuffled, tmp_path / "b.qdpx", moment=file_made).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("each_coder", [True, False])
def test_a_decision_in_the_store_stands_in_the_file_at_its_time(each_coder, work, tmp_path):
    with work.store.writing() as session:
        code = project_state(session, work.project_id).codes[0]
        number = session.scalars(select(InterviewRow.id).where(InterviewRow.file == code.fragment.interview)).one()
        place = (code.fragment.start, code.fragment.end)
        made = [
            decide(session, Author(None, name), number, action, span=place, theme=code.theme)
            for name, action in (("Ans", Confirm()), ("Bo", Reject()), ("Bo", Confirm()))
        ]
        known = [datetime(2026, 3, day, 9, 15, tzinfo=UTC) for day in (1, 2, 3)]
        for decision, at in zip(made, known, strict=True):
            session.execute(update(DecisionRow).where(DecisionRow.id == decision.id).values(at=at))
    with work.store.reading() as session:
        result = result_of(session, work.project_id, each_coder=each_coder)

    found = times_by_coder(document(FORMATS["qdpx"].export(ExportContent(result), tmp_path / "a.qdpx")))

    machine = found.pop("narratief (automatisch)")
    assert machine == {"2000-01-01T00:00:00Z"}
    both = {"Ans": {"2026-03-01T09:15:00Z"}, "Bo": {"2026-03-03T09:15:00Z"}}
    assert found == (both if each_coder else {"Bo": both["Bo"]})


def times_by_coder(root) -> dict[str, set[str]]:
    """Per coder the times that their codings say."""
    users = {user.get("guid"): user.get("name") for user in root.iter(f"{NS}User")}
    times: dict[str, set[str]] = {}
    for coding in root.iter(f"{NS}Coding"):
        times.setdefault(users[coding.get("creatingUser")], set()).add(coding.get("creationDateTime"))
    return times


def test_two_projects_with_one_name_are_refused(square, tmp_path):
    with pytest.raises(InputError, match="dezelfde naam"):
        write_qdpx([square, square], tmp_path / "a.qdpx")
    with pytest.raises(InputError, match="geen project"):
        write_qdpx([], tmp_path / "a.qdpx")
