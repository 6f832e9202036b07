"""Projects and codebooks of other programs: what can be understood comes in, at the right place."""

import zipfile
from pathlib import Path

import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import InputError
from narratief.publish.exchange.merge import merge_codebooks
from narratief.publish.refi import archive as archives
from narratief.publish.refi import read_qdc, read_qdpx

from . import other_tools
from .other_tools import LINES, NS, coding, g, pack, quote

TEXT = "\n".join(LINES)
DATA = Path(__file__).parent / "data"


def codes_of(found) -> set[tuple[str, str, str, str]]:
    return {
        (fragment.interview, fragment.text, result.codebook.theme(code.theme).label, code.coder)
        for result in found.results
        for code in result.codes
        for fragment in result.fragments
        if fragment.id == code.fragment
    }


def test_atlas_ti(tmp_path):
    found = read_qdpx(other_tools.atlas_ti(tmp_path / "x.qdpx"))

    assert codes_of(found) == {
        ("gesprek 1", "Het café was vol.", "Sfeer", "Ilse"),
        ("gesprek 1", "Stilte, niks meer.", "Stilte achteraf", "Ilse"),
    }
    (result,) = found.results
    assert result.interviews[0].text == TEXT
    assert [(turn.role, turn.text) for turn in result.interviews[0].turns][1] == ("resident", "Het café was vol.")
    assert [(memo.text, memo.subject) for memo in found.memos] == [("mooi", "fragment")]
    assert result.codebook.theme("stilte_achteraf").valence == "negative"
    assert result.codebook.theme("stilte_achteraf").definition == "Geen bericht."
    assert result.codebook.theme("sfeer").valence == "positive"
    assert [goal.label for goal in result.codebook.goals] == ["Overige codes", "Contact"]


def test_maxqda(tmp_path):
    found = read_qdpx(other_tools.maxqda(tmp_path / "x.qdpx"))

    assert codes_of(found) == {
        ("Gesprek", "Stilte, niks meer.", "Contact", "Ilse"),
        ("Gesprek (2)", "Het café was vol.", "Contact", "onbekend"),
    }
    (memo,) = found.memos
    fragments = {fragment.id: fragment.text for fragment in found.results[0].fragments}
    assert (fragments[memo.target], memo.text, memo.author, memo.title) == ("Het café", "Kijk hier.", "Ilse", "Memo 1")
    assert memo.time is not None
    assert found.variables["Buurt", "Gesprek"] == {"Wijk": "Noord"}


def test_nvivo(tmp_path):
    found = read_qdpx(other_tools.nvivo(tmp_path / "x.qdpx"))

    assert codes_of(found) == {
        ("gesprek", "Stilte, niks meer.", "Contact", "Ilse"),
        ("brief.pdf", "gemeente", "Contact", "NVivo (NV)"),
    }
    assert [(memo.text, memo.subject) for memo in found.memos] == [("Let op de toon.", "fragment")]
    assert found.variables["Buurt", "gesprek"] == {"Leeftijd": "61"}
    assert "valence" not in found.stated["contact"]


def test_qualcoder(tmp_path):
    found = read_qdpx(other_tools.qualcoder(tmp_path / "x.qdpx"))

    assert codes_of(found) == {("gesprek", "Stilte, niks meer.", "Contact", "onbekend")}
    messages = " ".join(problem.message for problem in found.problems)
    assert "'geheim'" in messages
    assert "1 markeringen verwijzen naar een code die niet" in messages
    assert not any(problem.fatal for problem in found.problems)


def test_qualitative_coding():
    """Made by that program: a whole line is a selection, with its line end; a coder of its own."""
    found = read_qdpx(Path(__file__).parent / "data" / "qualitative-coding.qdpx")

    assert codes_of(found) == {
        ("gesprek-1.txt", "Bewoner: Het café was vol en het was gezellig.\n", "humor", "Chris"),
        (
            "gesprek-1.txt",
            "Bewoner: Daarna bleef het stil, niks meer gehoord.\n",
            "Radiostilte en gebrek aan terugkoppeling",
            "Chris",
        ),
    }
    assert [goal.label for goal in found.results[0].codebook.goals] == ["Overige codes", "Sfeer"]


def test_what_qualitative_coding_made_of_our_export(square):
    """Texts, themes and coders are ours; our goals, which it calls codes as all others, are goals again."""
    found = read_qdpx(DATA / "qualitative-coding-back.qdpx").results[0]
    ours, theirs = ({each.id: each for each in result.codebook.themes} for result in (square, found))
    place = {each.id: each.interview for result in (square, found) for each in result.fragments}

    assert [each.text for each in found.interviews] == [each.text for each in square.interviews]
    assert {theme.label for theme in theirs.values()} == {theme.label for theme in ours.values()}
    assert [(goal.number, goal.label) for goal in found.codebook.goals] == [
        (goal.number, goal.label) for goal in square.codebook.goals
    ]
    assert {(theirs[code.theme].label, Path(place[code.fragment]).stem, code.coder) for code in found.codes} == {
        (ours[code.theme].label, Path(place[code.fragment]).stem, code.coder) for code in square.codes
    }


def test_what_taguette_made_of_our_codebook():
    """Its own tag is new; ours keep what its .qdc leaves out."""
    found = read_qdc(DATA / "taguette-back.qdc")
    ours = default_codebook()
    merged = merge_codebooks(ours, found.codebook, update=True, stated=found.stated)

    assert [theme.label for theme in merged.added] == ["interesting"]
    assert not merged.changed
    assert [merged.codebook.theme(theme.id) for theme in ours.themes] == list(ours.themes)


def test_a_goal_that_was_given_to_words_is_a_theme_too(tmp_path):
    xml = f"""<Project {NS} name="x"><CodeBook><Codes>
<Code guid="{g(10)}" name="Doel 4: Rust" isCodable="true"><Code guid="{g(11)}" name="Stilte" isCodable="true"/></Code>
</Codes></CodeBook><Sources><TextSource guid="{g(2)}" name="a" plainTextPath="internal://a.txt">
{quote(TEXT, "Stilte, niks meer.", 20, coding(30, 10))}</TextSource></Sources></Project>"""
    path = pack(tmp_path / "x.qdpx", {"project.qde": xml, "sources/a.txt": TEXT.encode()})

    result = read_qdpx(path).results[0]

    assert {result.codebook.theme(code.theme).label for code in result.codes} == {"Doel 4: Rust"}
    assert [goal.label for goal in result.codebook.goals] == ["Rust"]


def test_taguette_codebook(tmp_path):
    path = tmp_path / "x.qdc"
    path.write_text(other_tools.TAGUETTE_CODEBOOK)

    found = read_qdc(path)

    assert [(theme.id, theme.label, theme.goal) for theme in found.codebook.themes] == [
        ("interesting", "interesting", "overig"),
        ("people", "people", "overig"),
    ]
    assert found.problems == ()
    assert set(found.stated.values()) == {frozenset({"label"})}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("counted", ["characters", "utf-16", "without mark and line ends"])
@pytest.mark.parametrize("named", [True, False])
def test_any_way_of_counting_is_recognised(tmp_path, line_end, mark, counted, named):
    lines = [
        "Vrager: Wat vond u? 😀😀",
        "Bewoner: Het was prima, 😀 echt.",
        "Vrager: En?",
        "Bewoner: Later werd het stil.",
        "Ja.",
    ]
    raw = mark + line_end.join(lines)
    plain = "\n".join(lines)
    words = ["Het was prima", "Later werd het stil.", "Ja."]
    basis = plain if counted == "without mark and line ends" else raw
    selections = ""
    for number, each in enumerate(words):
        start = basis.index(each)
        if counted == "utf-16":
            start += sum(ord(letter) > 0xFFFF for letter in basis[:start])
        name = each if named else ""
        selections += (
            f'<PlainTextSelection guid="{g(20 + number)}" name="{name}" startPosition="{start}" '
            f'endPosition="{start + len(each)}">{coding(30 + number, 10)}</PlainTextSelection>'
        )
    xml = f"""<Project {NS} name="P"><CodeBook><Codes><Code guid="{g(10)}" name="C" isCodable="true"/></Codes>
</CodeBook>
<Sources><TextSource guid="{g(2)}" name="t" plainTextPath="internal://t.txt">{selections}</TextSource></Sources>
</Project>"""

    found = read_qdpx(pack(tmp_path / "x.qdpx", {"project.qde": xml, "sources/t.txt": raw.encode()}))

    assert found.results[0].interviews[0].text == plain
    assert [fragment.text for fragment in found.results[0].fragments] == words


def test_decomposed_letters_are_stored_composed_at_the_right_place(tmp_path):
    raw = "Vrager: Hoe?\nBewoner: Het cafe\u0301 was e\u0301e\u0301n keer open.\nVrager: Ja?\nBewoner: Ja."
    xml = f"""<Project {NS} name="P"><CodeBook><Codes><Code guid="{g(10)}" name="C" isCodable="true"/></Codes>
</CodeBook>
<Sources>
<TextSource guid="{g(2)}" name="t" plainTextPath="internal://t.txt">{quote(raw, "keer open.", 20, coding(30, 10))}
</TextSource></Sources></Project>"""

    found = read_qdpx(pack(tmp_path / "x.qdpx", {"project.qde": xml, "sources/t.txt": raw.encode()}))

    assert found.results[0].fragments[0].text == "keer open."


@pytest.mark.parametrize(
    "namespace", ["", 'xmlns="urn:QDA-XML:project:0:4"', 'xmlns="urn:QDA-XML:project:1:0"', 'xmlns:q="x"']
)
def test_any_namespace_and_text_inside_the_document(tmp_path, namespace):
    xml = f"""<Project {namespace} name="P"><CodeBook><Codes><Code guid="{g(10)}" name="C"/></Codes></CodeBook>
<Sources><TextSource guid="{g(2)}" name="t"><PlainTextContent>Hallo daar.</PlainTextContent>
<Coding guid="{g(4)}"><CodeRef targetGUID="{g(10)}"/></Coding></TextSource></Sources></Project>"""

    found = read_qdpx(pack(tmp_path / "x.qdpx", {"map/ding.qde": xml}))

    assert codes_of(found) == {("t", "Hallo daar.", "C", "onbekend")}


def test_transcript_of_a_recording(tmp_path):
    xml = f"""<Project {NS} name="P"><CodeBook><Codes><Code guid="{g(10)}" name="C" isCodable="true"/></Codes>
</CodeBook>
<Sources><AudioSource guid="{g(2)}" name="opname"><Transcript guid="{g(3)}">
<PlainTextContent>Nou ja. Het was stil.</PlainTextContent>
<SyncPoint guid="{g(4)}" timeStamp="1" position="8"/><SyncPoint guid="{g(5)}" timeStamp="9" position="21"/>
<TranscriptSelection guid="{g(6)}" fromSyncPoint="{g(4)}" toSyncPoint="{g(5)}">{coding(7, 10)}
</TranscriptSelection></Transcript></AudioSource></Sources></Project>"""

    found = read_qdpx(pack(tmp_path / "x.qdpx", {"project.qde": xml}))

    assert codes_of(found) == {("opname", "Het was stil.", "C", "onbekend")}


def test_codes_on_a_category_are_kept_and_deep_nesting_is_no_problem(tmp_path):
    depth = 5000
    deep = "".join(f'<Code guid="{g(1000 + n)}" name="n{n}">' for n in range(depth)) + "</Code>" * depth
    xml = f"""<Project {NS} name="P"><CodeBook><Codes><Code guid="{g(10)}" name="Groep" isCodable="false">
<Code guid="{g(11)}" name="C"/></Code>{deep}</Codes></CodeBook>
<Sources><TextSource guid="{g(2)}" name="t">
<PlainTextContent>Hallo daar.</PlainTextContent>{quote("Hallo daar.", "daar", 5, coding(6, 10))}</TextSource>
</Sources></Project>"""

    found = read_qdpx(pack(tmp_path / "x.qdpx", {"project.qde": xml}))

    assert codes_of(found) == {("t", "daar", "Groep", "onbekend")}


def test_positions_beyond_the_text_are_told(tmp_path):
    xml = f"""<Project {NS} name="P"><CodeBook><Codes><Code guid="{g(10)}" name="C"/></Codes></CodeBook>
<Sources><TextSource guid="{g(2)}" name="t"><PlainTextContent>Hallo daar.</PlainTextContent>
<PlainTextSelection guid="{g(3)}" startPosition="90" endPosition="99">{coding(4, 10)}</PlainTextSelection>
<PlainTextSelection guid="{g(5)}" startPosition="x" endPosition="">{coding(6, 10)}</PlainTextSelection>
<PlainTextSelection guid="{g(7)}" startPosition="10" endPosition="6">{coding(8, 10)}</PlainTextSelection>
</TextSource></Sources></Project>"""

    found = read_qdpx(pack(tmp_path / "x.qdpx", {"project.qde": xml}))

    assert codes_of(found) == {("t", "daar", "C", "onbekend")}
    assert any("2 markeringen" in problem.message for problem in found.problems)


def test_paths_cannot_lead_out_of_the_archive(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    sources = "".join(
        f'<TextSource guid="{g(n)}" name="s{n}" plainTextPath="{path}"/>'
        for n, path in enumerate(
            [
                f"absolute://{secret}",
                f"internal://../../{secret}",
                "relative:///geheim.txt",
                f"file://{secret}",
                str(secret),
            ],
            2,
        )
    )
    xml = f"""<Project {NS} name="P"><Sources>{sources}<TextSource guid="{g(9)}" name="goed">
<PlainTextContent>Ja.</PlainTextContent></TextSource></Sources></Project>"""
    path = pack(tmp_path / "x.qdpx", {"project.qde": xml, "../../evil.txt": "x", "/etc/evil.qde": "x"})

    found = read_qdpx(path)

    assert [interview.text for interview in found.results[0].interviews] == ["Ja."]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["geheim.txt", "x.qdpx"]


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><Project name="&a;"/>', "niet veilig"),
        ('<!DOCTYPE x SYSTEM "http://x/y.dtd"><Project name="a"/>', "niet veilig"),
        ("<Project", "beschadigd"),
        ("", "beschadigd"),
        (f'<Project {NS} name="leeg"/>', "geen document met tekst"),
    ],
)
def test_bad_documents_are_refused_in_dutch(tmp_path, xml, message):
    with pytest.raises(InputError, match=message):
        read_qdpx(pack(tmp_path / "x.qdpx", {"project.qde": xml}))


def test_bad_archives_are_refused_in_dutch(tmp_path, monkeypatch):
    path = tmp_path / "x.qdpx"
    with pytest.raises(InputError, match="niet te openen"):
        read_qdpx(path)
    path.write_bytes(b"dit is geen zip")
    with pytest.raises(InputError, match=r"geen geldig \.qdpx"):
        read_qdpx(path)
    with pytest.raises(InputError, match="geen project"):
        read_qdpx(pack(path, {"readme.txt": "x"}))
    monkeypatch.setattr(archives, "MAX_EXCHANGE_PART", 1000)
    with pytest.raises(InputError, match="te groot"):
        read_qdpx(pack(path, {"project.qde": " " * 5000}))
    monkeypatch.setattr(archives, "MAX_EXCHANGE_BYTES", 4000)
    with pytest.raises(InputError, match="te groot"):
        read_qdpx(pack(path, {"project.qde": " " * 5000}))
    monkeypatch.setattr(archives, "MAX_EXCHANGE_PARTS", 2)
    with pytest.raises(InputError, match="te groot"):
        read_qdpx(pack(path, {"a": "", "b": "", "c": ""}))


def test_an_archive_that_lies_about_its_size_is_not_believed(tmp_path, monkeypatch):
    path = pack(tmp_path / "x.qdpx", {"project.qde": "a" * 100_000})
    data = bytearray(path.read_bytes())
    size = (100_000).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    monkeypatch.setattr(archives, "MAX_EXCHANGE_PART", 1000)

    with pytest.raises(InputError):
        read_qdpx(path)


def test_an_encrypted_archive_is_refused(tmp_path):
    path = pack(tmp_path / "x.qdpx", {"project.qde": "<Project/>"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    path.write_bytes(bytes(data))
    assert zipfile.is_zipfile(path)

    with pytest.raises(InputError, match="wachtwoord"):
        read_qdpx(path)
