# ruff: noqa: E501
"""Every word of a file is in a turn, in the name of a speaker, or in a warning that shows it."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from narratief.domain.errors import InputError
from narratief.domain.interview import Interview, normalise
from narratief.transcripts.read import read_transcript

from .builders import WRITERS, P, W, docx_xml, odt_xml, p, rtf_raw, save, w_paragraph
from .talks import CONVENTIONS, NEEDS_FORMATTING, TALKS, has_formatting
from .test_plain_text import CASES
from .test_subtitles import FILES, LABELLED, cues

ROOT = Path(__file__).parents[2]
SAMPLES = sorted([*ROOT.glob("narratives/*/interview-*"), *ROOT.glob("models/evaluation/*/interview-*")])


def words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in re.findall(r"[^\W\d_]+", normalise(text).replace("\u00ad", "")))


def lost(interview: Interview, text: str) -> list[str]:
    """Words of a file that are neither said by anyone nor shown."""
    missing = words(text) - words(" ".join(turn.text for turn in interview.turns))
    shown = words(" ".join([*(turn.speaker for turn in interview.turns), *interview.warnings]))
    return sorted(word for word in missing if word not in shown)


def lost_in(folder: Path, name: str, data: bytes, text: str) -> list[str]:
    """Words lost in a file that is read; one that is refused is no silent loss."""
    try:
        return lost(read_transcript(save(folder, name, data)), text)
    except InputError:
        return []


def all_text(path: Path) -> str:
    """Words of a sample file, found without narratief."""
    if path.suffix in (".docx", ".odt"):
        part = "word/document.xml" if path.suffix == ".docx" else "content.xml"
        root = ElementTree.fromstring(zipfile.ZipFile(path).read(part))
        tags = ("}p", "}h") if path.suffix == ".odt" else ("}t",)
        return " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith(tags))
    if path.suffix == ".pdf":
        return re.sub(r"-\n(?=[a-z])", "", "\n".join(page.extract_text() for page in PdfReader(path).pages))
    return path.read_text("utf-8-sig")


def subtitle_text(text: str) -> str:
    """What a subtitle file shows: no timings, ids of programs, styles and tags."""
    text = re.sub(r"^(?:\ufeff?WEBVTT.*|Kind:.*|Language:.*|\S*[\d/-]\S*|.*-->.*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(?:STYLE|REGION)\n(?:.+\n)*", "", text, flags=re.MULTILINE).replace("NOTE", "")
    text = re.sub(r"</?(?:v|c|i|b|u|font)(?:\.[\w.]+)?(?=[ >])|color=\"#?\w*\"|<[\d:.]+>|\{\\an8\}", "", text)
    return text.replace("&nbsp;", " ").replace("&shy;", "").replace("&amp;", "&")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples(path):
    text = all_text(path)

    assert lost(read_transcript(path), subtitle_text(text) if path.suffix in (".vtt", ".srt") else text) == []


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_conventions(tmp_path, convention, suffix):
    if convention in NEEDS_FORMATTING and suffix == "txt":
        pytest.skip("plain text has no formatting")
    if convention == "three columns" and suffix == "pdf":
        pytest.skip("the builder writes the outer columns only")
    for name, talk in TALKS.items():
        content = CONVENTIONS[convention](talk)
        if has_formatting(content) and name == "spoken":
            continue
        text = "\n".join(item.text if isinstance(item, P) else "\n".join(map(" ".join, item)) for item in content)

        assert lost_in(tmp_path, f"a.{suffix}", WRITERS[suffix](content), text) == []


@pytest.mark.parametrize("case", CASES)
def test_plain_text(tmp_path, case):
    assert lost(read_transcript(save(tmp_path, "a.txt", CASES[case][0].encode())), CASES[case][0]) == []


SUBTITLES = {**{case: cues(*texts) for case, texts in LABELLED.items()}, **FILES}


@pytest.mark.parametrize("case", SUBTITLES)
def test_subtitles(tmp_path, case):
    text = SUBTITLES[case]
    interview = read_transcript(save(tmp_path, "a.vtt", text.encode()))

    said = words(" ".join(turn.text for turn in interview.turns))
    repeats = case in ("rolling captions", "youtube", "every cue twice")
    missing = lost(interview, subtitle_text(text.replace("\r\n", "\n")))
    assert [word for word in missing if not (repeats and word in said)] == []


TALK = "Interviewer: Wie bent u?\n\nInwoner: Truus.\n\nInterviewer: En verder?\n\nInwoner: Van hiernaast."
LAYOUTS = {
    "introduction": "Dit gesprek vond plaats in het buurthuis. De kachel deed het niet.\n\n" + TALK,
    "long introduction": "Voorwoord van de evaluator\n\n" + "De buurt ligt aan het spoor. " * 40 + "\n\n" + TALK,
    "facts": "Project: Beekpark\nDatum: 3 maart\nInterviewer: Sanne de Vries\nRespondent: mevrouw Van Dijk\n\n" + TALK,
    "section titles": TALK.replace("\n\nInterviewer: En", "\n\nDeel 2: de avonden\n\nInterviewer: En"),
    "notes on the recording": TALK + "\n\n[de opname valt hier weg door het onweer]\n\nEinde interview",
    "notes in labels": TALK.replace("Inwoner: Van", "Inwoner (lachend): Van").replace("Inwoner: T", "Inwoner [zacht]: T"),
    "part in one label": "Sanne (interviewer): Wie bent u?\nTruus (buurvrouw): Truus.\nSanne: En verder?\nTruus: Van hiernaast.\nSanne: Ja?\nTruus: Ja.",
    "misspelt labels": TALK + "\n\nIntervieuwer: En nu?\n\nInwonr: Nu niks.",
    "afterword": TALK + "\n\nNaschrift: mevrouw belde later nog op.",
    "page headers": TALK.replace("\n\nInterviewer: En", "\n\nPagina 1 van 2\n\nInterviewer: En"),
    "front matter": "---\ntitle: Gesprek met Truus\nauthor: Koos\n---\n\n" + TALK.replace("Interviewer:", "**Interviewer:**"),
    "comment in Markdown": TALK.replace("Interviewer:", "**Interviewer:**") + "\n\n<!-- nog nalopen met Koos -->",
    "link in Markdown": TALK.replace("Interviewer:", "**Interviewer:**") + " Zie [de kaart](https://kaart.example/buurt).",
    "table with a code column": "| Tijd | Spreker | Tekst | Code |\n|---|---|---|---|\n| 0:01 | I | Wie bent u? | opening |\n| 0:02 | R | Truus. | naam |\n| 0:03 | I | Waar woont u? | plaats |\n| 0:04 | R | Hier. | dichtbij |",
    "table with remarks": "| Vraag | Antwoord | Opmerkingen |\n|---|---|---|\n| Wie bent u? | Truus. | kijkt weg |\n| Waar woont u? | Hier. | wijst |\n| Lang? | Ja. | zucht |",
    "wide table": "| Vraag | Antwoord | Nog wat |\n|---|---|---|\n| Wie bent u? | Ik ben Truus van hiernaast. | ja hoor |\n| Waar woont u? | Hier in deze straat. | goed |\n| Lang? | Ja, heel erg lang. | prima |",
    "one-sided": "Verslag van het gesprek\n\nVraag: Hoe lang woont u hier?\n\nDertig jaar.\n\nVraag: En bevalt het?\n\nNou en of.\n\nVraag: Echt niet?\n\nNee.\n\nPagina 3",
    "no labels": "Verslag\n\nDatum: 3 maart\n\nHoe lang woont u hier?\n\nDertig jaar.\n\nEn bevalt het?\n\nNou en of.\n\n[einde opname]\n\nWaarom?\n\nDe bomen.",
    "only the resident has a label": "Zo, daar zitten we dan, in de keuken.\n\nBewoner: Ja, ga zitten.\n\nWat vindt u van de straat?\n\nBewoner: Mooi.\n\nEn de bomen?\n\nBewoner: Ook mooi.",
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("case", LAYOUTS)
def test_layouts(tmp_path, case, suffix):
    text = LAYOUTS[case]

    assert lost_in(tmp_path, f"a.{suffix}", text.encode(), text.replace("https://kaart.example/buurt", "")) == []


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf"])
@pytest.mark.parametrize("case", LAYOUTS)
def test_layouts_in_word_processors(tmp_path, case, suffix):
    text = LAYOUTS[case]
    content = [p(line) for line in text.split("\n") if line]

    assert lost_in(tmp_path, f"a.{suffix}", WRITERS[suffix](content), text) == []


PIECES = st.sampled_from(
    [
        "Interviewer: Hoe was de avond?", "Inwoner: Druk, met veel stoelen.", "Inwoner (lachend): Koud.", "Datum: 3 maart",
        "Locatie: buurthuis De Brug", "Verslag van het gesprek", "Ik vond het niks.", "En toen?", "[opname stopt]", "Pagina 3 van 9",
        "Deel 2: de avonden", "Sanne: Vertel eens.", "Truus: „Nou, dat weet ik niet.”", "[00:01:02] - Sanne", "00:01:07", "Truus",
        "- Waarom dan?", "> Omdat het kon.", "Kijk: zo zit dat.", "Intervieuwer: Nog iets?", "# Kop", "**Sanne** Klopt dat?", "",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)
@given(st.lists(PIECES, min_size=3, max_size=25), st.sampled_from(["txt", "md"]), st.sampled_from(["\n", "\n\n"]))
def test_any_order_of_lines(tmp_path, lines, suffix, gap):
    text = gap.join(lines)

    assert lost_in(tmp_path, f"a.{suffix}", text.encode(), text) == []


NOTED = {
    "a.docx": docx_xml(
        w_paragraph(p("Interviewer: Wie bent u?")) + w_paragraph(p("Inwoner: Truus."))
        + "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        + "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Kader</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
        footnotes=f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{w_paragraph(p("Noot"))}</w:footnote></w:footnotes>',
        endnotes=f'<w:endnotes xmlns:w="{W}"><w:endnote w:id="2">{w_paragraph(p("Eindnoot"))}</w:endnote></w:endnotes>',
        comments=f'<w:comments xmlns:w="{W}"><w:comment w:id="2">{w_paragraph(p("Opmerking"))}</w:comment></w:comments>',
        header1=f'<w:hdr xmlns:w="{W}">{w_paragraph(p("Kop"))}</w:hdr>',
        footer2=f'<w:ftr xmlns:w="{W}">{w_paragraph(p("Voet"))}</w:ftr>',
    ),
    "a.odt": odt_xml(
        "<text:p>Interviewer: Wie bent u?<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Noot</text:p>"
        "</text:note-body></text:note></text:p><text:p>Inwoner: Truus.<office:annotation><text:p>Opmerking</text:p>"
        "</office:annotation></text:p><text:p><draw:frame><draw:text-box><text:p>Kader</text:p></draw:text-box>"
        "</draw:frame></text:p>"
    ),
    "a.rtf": rtf_raw(
        "{\\header\\pard Kop\\par}{\\footer\\pard Voet\\par}\\pard Interviewer: Wie bent u?{\\footnote\\pard Noot}\\par "
        "\\pard Inwoner: Truus.{\\*\\annotation{\\*\\atndate 12}\\pard Opmerking}\\par "
        "{\\shp{\\*\\shpinst{\\sp{\\sn naam}{\\sv 1}}{\\shptxt\\pard Kader\\par}}}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTED)
def test_what_stands_beside_the_text(tmp_path, name):
    interview = read_transcript(save(tmp_path, name, NOTED[name]))

    texts = ["Noot", "Opmerking", "Kader"]
    texts += {"a.docx": ["Eindnoot", "Kop", "Voet"], "a.odt": [], "a.rtf": ["Kop", "Voet"]}[name]
    assert [turn.text for turn in interview.turns] == ["Wie bent u?", "Truus."]
    assert all(f"“{text}”" in interview.warnings[-1] for text in texts), interview.warnings
    assert "naam" not in interview.warnings[-1]
