# ruff: noqa: E501
"""Files of transcription programs in their real shapes: Whisper, WhisperX, Amberscript, oTranscribe, ELAN, Praat, HTML."""

from __future__ import annotations

import contextlib
import json
import re
from html import escape, unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratief.domain.errors import InputError
from narratief.transcripts.read import read_transcript

from .builders import save
from .check import check
from .test_no_word_lost import lost

TALK = [
    ("host", "Wie bent u?"),
    ("guest", "Truus, van hiernaast."),
    ("host", "Waar woont u?"),
    ("guest", "Hier, aan de “overkant”. Al jaren."),
]
WANTED = "\n".join(f"{'i' if who == 'host' else 'r'} {text}" for who, text in TALK)


def numbered(text: str, start: float, key: str = "word") -> list[dict]:
    return [
        {key: word, "start": start + at * 0.3, "end": start + at * 0.3 + 0.2} for at, word in enumerate(text.split())
    ]


def whisper(*, names: dict[str, str] | None = None, words: bool = False, top: bool = True) -> dict:
    segments = []
    for at, (who, text) in enumerate(TALK):
        segment: dict = {
            "id": at,
            "seek": 0,
            "start": at * 4.0,
            "end": at * 4.0 + 3.5,
            "text": f" {text}",
            "tokens": [50364, 4027],
            "temperature": 0.0,
            "avg_logprob": -0.3,
            "no_speech_prob": 0.07,
        }
        if names:
            segment["speaker"] = names[who]
        if words:
            segment["words"] = [
                word | ({"score": 0.5, "speaker": names[who]} if names else {}) for word in numbered(text, at * 4.0)
            ]
        segments.append(segment)
    head = {"text": " " + " ".join(text for _, text in TALK)} if top else {}
    return {**head, "segments": segments, "language": "nl"}


NAMES = {"host": "SPEAKER_01", "guest": "SPEAKER_00"}


def one_segment_two_speakers() -> dict:
    """WhisperX gives every word a speaker; a segment may run over a change of turns, and numbers are left without."""
    words = []
    for at, (who, text) in enumerate(TALK):
        words += [word | {"speaker": NAMES[who]} for word in numbered(text, at * 4.0)]
    del words[4]["speaker"], words[4]["start"]
    text = " ".join(word["word"] for word in words)
    return {
        "segments": [{"start": 0.0, "end": 15.5, "text": text, "words": words, "speaker": "SPEAKER_00"}],
        "word_segments": words,
    }


def amberscript(*, punctuation_apart: bool = False) -> dict:
    segments = []
    for at, (who, said) in enumerate(TALK):
        apart = said.replace("?", " ?").replace(",", " ,").replace(".", " .")
        text = apart if punctuation_apart else said
        words = [word | {"duration": 0.2, "conf": 0.9, "pristine": True} for word in numbered(text, at * 4.0, "text")]
        segments.append({"speaker": "spk1" if who == "host" else "spk2", "words": words})
    speakers = [{"spkid": "spk1", "name": "Sanne"}, {"spkid": "spk2", "name": "Truus B."}]
    return {
        "id": "5f1",
        "recordId": "5f1",
        "filename": "gesprek.mp3",
        "startTimeOffset": 0,
        "speakers": speakers,
        "segments": segments,
    }


def otr(labels: tuple[str, str] = ("I", "R"), line: str = "<p>{stamp}{label}: {text}</p>") -> dict:
    parts = []
    for at, (who, text) in enumerate(TALK):
        stamp = (
            f'<span class="timestamp" contenteditable="false" data-timestamp="{at * 4.2}">0:{at * 4:02d}</span>&nbsp;'
        )
        parts.append(line.format(stamp=stamp, label=labels[who == "guest"], text=escape(text)))
    return {"text": "".join(parts), "media": "gesprek.mp3", "media-source": "", "media-time": 16.8}


JSON = {
    "whisper with voices in words": whisper(names=NAMES, words=True),
    "whisperx": whisper(names=NAMES, words=True, top=False),
    "whisperx, segments only": whisper(names=NAMES, top=False),
    "whisperx, two speakers in a segment": one_segment_two_speakers(),
    "whisper without speakers": whisper(words=True),
    "whisper, text only": {"text": "\n".join(text for _, text in TALK), "language": "nl"},
    "faster-whisper list": whisper(words=True)["segments"],
    "transformers": {"text": "x", "chunks": [{"timestamp": [at * 4, None], "text": text} for at, (_, text) in enumerate(TALK)]} | {"text": " ".join(t for _, t in TALK)},
    "whisper.cpp": {"systeminfo": "AVX = 1", "model": {"type": "base"}, "transcription": [{"timestamps": {"from": "00:00:00,000", "to": "00:00:03,000"}, "offsets": {"from": at * 4000, "to": at * 4000 + 3500}, "text": f" {text}", "speaker": who} for at, (who, text) in enumerate(TALK)]},
    "numbers for speakers": {"utterances": [{"start": at * 4, "end": at * 4 + 3, "speaker": int(who == "guest"), "text": text} for at, (who, text) in enumerate(TALK)]},
    "amberscript": amberscript(),
    "amberscript, punctuation apart": amberscript(punctuation_apart=True),
    "otranscribe": otr(),
    "otranscribe, names": otr(("Sanne", "Truus")),
    "otranscribe, line breaks": otr(line="{stamp}<b>{label}:</b> {text}<br /><br>"),
    "otranscribe, label in bold before the time": otr(line="<p><b>{label}: </b>{stamp}{text}</p>"),
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("case", JSON)
def test_json(tmp_path, case, indent):
    name = "a.otr" if "otranscribe" in case else "a.json"
    interview = check(tmp_path, name, json.dumps(JSON[case], ensure_ascii=indent is None, indent=indent), WANTED)

    assert not any("niet als gesprek" in warning for warning in interview.warnings if "AVX" not in warning), (
        interview.warnings
    )


@pytest.mark.parametrize("case", ["whisperx", "amberscript", "otranscribe"])
def test_json_under_another_name(tmp_path, case):
    check(tmp_path, "a.txt", json.dumps(JSON[case]), WANTED)


def test_names_of_amberscript_are_speakers(tmp_path):
    interview = read_transcript(save(tmp_path, "a.json", json.dumps(amberscript()).encode()))

    assert [turn.speaker for turn in interview.turns] == ["Sanne", "Truus B."] * 2


def test_a_segment_without_a_speaker_is_told(tmp_path):
    data = whisper(names=NAMES)
    data["segments"].insert(2, {"start": 8.0, "end": 8.5, "text": " En de hond."})

    interview = read_transcript(save(tmp_path, "a.json", json.dumps(data).encode()))

    assert interview.turns[1].text == "Truus, van hiernaast. En de hond."
    assert any("Bij één stuk staat geen spreker" in warning for warning in interview.warnings)


def test_other_texts_in_json_are_shown(tmp_path):
    data = whisper(names=NAMES) | {"notes": "Let op: de eerste minuut ontbreekt."}

    interview = read_transcript(save(tmp_path, "a.json", json.dumps(data).encode()))

    assert "Let op: de eerste minuut ontbreekt." in interview.warnings[-1]


def eaf(tiers: str, slots: int = 20, head: str = "") -> str:
    places = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{at}" TIME_VALUE="{at * 2000}"/>' for at in range(slots))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}\n<ANNOTATION_DOCUMENT AUTHOR="" DATE="2025-03-03T10:00:00+01:00" FORMAT="3.0" VERSION="3.0" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">'
        '<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///g.wav" MIME_TYPE="audio/x-wav"/>'
        f'<PROPERTY NAME="lastUsedAnnotationId">8</PROPERTY></HEADER><TIME_ORDER>{places}</TIME_ORDER>{tiers}'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default-lt" TIME_ALIGNABLE="true"/></ANNOTATION_DOCUMENT>'
    )


def tier(name: str, notes: list[tuple[int, str]], *, speaker: str = "", parent: str = "") -> str:
    extra = (f' PARTICIPANT="{speaker}"' if speaker else "") + (f' PARENT_REF="{parent}"' if parent else "")
    inner = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{at}" TIME_SLOT_REF1="ts{at}" TIME_SLOT_REF2="ts{at + 1}">'
        f"<ANNOTATION_VALUE>{escape(text)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        if not parent
        else f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}{at}" ANNOTATION_REF="{parent}{at}"><ANNOTATION_VALUE>{escape(text)}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>'
        for at, text in notes
    )
    return f'<TIER LINGUISTIC_TYPE_REF="default-lt" TIER_ID="{name}"{extra}>{inner}</TIER>'


ASKED = [(at, text) for at, (who, text) in enumerate(TALK) if who == "host"]
SAID = [(at, text) for at, (who, text) in enumerate(TALK) if who == "guest"]
CODES = [(0, "opening"), (1, "thuis"), (2, "opening"), (3, "thuis"), (4, "thuis")]
EAF = {
    "a layer each": tier("Interviewer", ASKED) + tier("Bewoner", SAID),
    "participants": tier("tier1", ASKED, speaker="Sanne") + tier("tier2", SAID, speaker="Truus"),
    "layer of codes": tier("I", ASKED) + tier("R", SAID) + tier("Codes", CODES),
    "codes without a name": tier("I", ASKED) + tier("R", SAID) + tier("laag 3", CODES),
    "translation below": tier("I", ASKED) + tier("R", SAID) + tier("R-en", [(1, "Truus, from next door.")], parent="R"),
    "words below numbers": tier("ref-I", [(at, f"g.{at}") for at, _ in ASKED], speaker="Sanne") + tier("tx-I", ASKED, parent="ref-I", speaker="Sanne")
    + tier("ref-R", [(at, f"g.{at}") for at, _ in SAID], speaker="Truus") + tier("tx-R", SAID, parent="ref-R"),
}  # fmt: skip


@pytest.mark.parametrize("case", EAF)
def test_elan(tmp_path, case):
    interview = check(tmp_path, "a.eaf", eaf(EAF[case]), WANTED)

    shown = {
        "layer of codes": "thuis",
        "codes without a name": "thuis",
        "translation below": "Truus, from next door.",
        "words below numbers": "g.0",
    }
    if case in shown:
        assert shown[case] in interview.warnings[-1]


def test_no_word_of_an_annotation_is_lost(tmp_path):
    for body in EAF.values():
        interview = read_transcript(save(tmp_path, "a.eaf", eaf(body).encode()))

        assert lost(interview, unescape(" ".join(re.findall("<ANNOTATION_VALUE>(.*?)</ANNOTATION_VALUE>", body)))) == []


def test_elan_in_utf_16(tmp_path):
    data = eaf(EAF["participants"]).replace("UTF-8", "UTF-16").encode("utf-16")

    check(tmp_path, "a.eaf", data, WANTED)


def textgrid(tiers: list[tuple[str, str, list[tuple[int, str]]]], *, short: bool = False) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    lines += (
        ["0", "20", "<exists>", str(len(tiers))]
        if short
        else ["xmin = 0 ", "xmax = 20 ", "tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    )
    for number, (kind, name, notes) in enumerate(tiers, 1):
        points = kind == "TextTier"
        if short:
            lines += [quoted(kind), quoted(name), "0", "20", str(len(notes))]
        else:
            lines += [
                f"    item [{number}]:",
                f"        class = {quoted(kind)} ",
                f"        name = {quoted(name)} ",
                "        xmin = 0 ",
                "        xmax = 20 ",
                f"        {'points' if points else 'intervals'}: size = {len(notes)} ",
            ]
        for at, (start, text) in enumerate(notes, 1):
            if short:
                lines += [f"{start * 2}", *([] if points else [f"{start * 2 + 2}"]), quoted(text)]
            elif points:
                lines += [
                    f"        points [{at}]:",
                    f"            number = {start * 2} ",
                    f"            mark = {quoted(text)} ",
                ]
            else:
                lines += [
                    f"        intervals [{at}]:",
                    f"            xmin = {start * 2} ",
                    f"            xmax = {start * 2 + 2} ",
                    f"            text = {quoted(text)} ",
                ]
    return "\n".join(lines) + "\n"


def filled(notes: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Praat has an interval for every silence too."""
    said = dict(notes)
    return [(at, said.get(at, "")) for at in range(6)]


GRID = [("IntervalTier", "Sanne", filled(ASKED)), ("IntervalTier", "Truus", filled(SAID))]
MARKS = ("TextTier", "bel", [(2, "deurbel ging")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("short", [False, True], ids=["full", "short"])
def test_praat(tmp_path, short, encoding):
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    data = (mark + textgrid([*GRID, MARKS], short=short)).encode(encoding)

    interview = check(tmp_path, "a.TextGrid", data, WANTED)

    assert [turn.speaker for turn in interview.turns] == ["Sanne", "Truus"] * 2
    assert "deurbel ging" in interview.warnings[-1]


def test_praat_with_quotation_marks_and_remarks(tmp_path):
    text = 'File type = "ooTextFile"\nObject class = "TextGrid"\n! gemaakt door Sanne\n0s 20s <exists> 2 ! twee lagen\n"IntervalTier" "I" 0 20 2\n0 2 "Wie bent u?" 4 6 "Zei u ""hier""?"\n"IntervalTier" "R" 0 20 2\n2 4 "Truus." 6 8 "Ja,\nhier."\n'

    check(tmp_path, "a.textgrid", text, 'i Wie bent u?\nr Truus.\ni Zei u "hier"?\nr Ja, hier.')


def test_praat_layer_of_words_is_not_said_twice(tmp_path):
    words = [(at, word) for at, word in enumerate(["Truus", "van", "hiernaast"])]

    interview = check(tmp_path, "a.TextGrid", textgrid([*GRID, ("IntervalTier", "Truus - words", words)]), WANTED)

    assert not any("hiernaast" in warning for warning in interview.warnings)


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Gesprek 4</title>{head}</head><body>{body}</body></html>'


def turns_as(form: str, labels: tuple[str, str] = ("Interviewer", "Bewoner")) -> str:
    return "\n".join(
        form.format(label=labels[who == "guest"], text=escape(text), kind="c1" if who == "host" else "c2")
        for who, text in TALK
    )


WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- /* Style Definitions */ p.MsoNormal {margin:0cm;}\n'
    "span.Vraag {font-weight:bold;} --></style><!--[if gte mso 9]><xml><o:p>niet</o:p></xml><![endif]--></head><body lang=NL>"
    + turns_as("<p class=MsoNormal><b><span lang=NL>{label}:</span></b><span\nlang=NL> {text}<o:p></o:p></span></p>")
    + "</body></html>"
)
GOOGLE = page(
    turns_as('<p class="c0"><span class="{kind}">{text}</span></p>'),
    '<style type="text/css">ol{margin:0}.c1{color:#000000;font-weight:700;font-size:11pt}.c2{color:#000000;font-weight:400}</style>',
)
HTML = {
    "otranscribe": turns_as('<p><span class="timestamp" data-timestamp="3.1">00:03</span>&nbsp;{label}: {text}</p>'),
    "word": WORD,
    "google docs, bold questions": GOOGLE,
    "google docs, labels": page(turns_as('<p class="c0"><span>{label}: {text}</span></p>')),
    "divs": page(turns_as("<div><strong>{label}</strong>: {text}</div>")),
    "line breaks": page("<p>" + turns_as("{label}: {text}<br>") + "</p>"),
    "table": page("<table>" + turns_as("<tr><td><p>{label}</p></td><td><p>{text}</p></td></tr>") + "</table>"),
    "table without closing tags": page("<table>" + turns_as("<tr><td>{label}<td>{text}") + "</table>"),
    "list": page("<ul>" + turns_as("<li>{label}: {text}") + "</ul>"),
    "definition list": page("<dl>" + turns_as("<dt>{label}:</dt><dd>{text}</dd>") + "</dl>"),
    "broken tags": "<p>" + turns_as("{label}: {text}<p>") + "</div></span>",
    "script and hidden text": page("<script>var x = 'R: nee';</script><p style='display:none'>R: geheim</p>" + turns_as("<p>{label}: {text}</p>")),
    "pre": page("<pre>" + turns_as("{label}: {text}") + "</pre>"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["html", "htm", "txt"])
@pytest.mark.parametrize("case", HTML)
def test_html(tmp_path, case, suffix):
    interview = check(tmp_path, f"a.{suffix}", HTML[case], WANTED)

    assert "geheim" not in " ".join(interview.warnings)


@pytest.mark.parametrize("case", HTML)
def test_no_word_of_a_page_is_lost(tmp_path, case):
    interview = read_transcript(save(tmp_path, "a.html", HTML[case].encode()))
    text = re.sub(
        r"(?s)<script.*?</script>|<style.*?</style>|<!--.*?-->|<!\[.*?\]>|<p style='display:none'>.*?</p>|<[^>]*>",
        " ",
        HTML[case],
    )

    assert lost(interview, unescape(text)) == []


def test_notes_of_google_docs_are_shown_apart(tmp_path):
    body = turns_as("<p>{label}: {text}</p>").replace(
        "hiernaast.", 'hiernaast.<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>'
    )
    notes = '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Klopt dit wel?</span></p></div>'

    interview = check(tmp_path, "a.html", page(body + notes), WANTED)

    assert "Klopt dit wel?" in interview.warnings[-1]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
BAD = {
    "no json": ("a.json", "dit is geen json", "beschadigd"),
    "cut json": ("a.json", json.dumps(whisper())[:-30], "beschadigd"),
    "other json": ("a.json", '{"type": "FeatureCollection", "features": []}', "geen transcript"),
    "empty list": ("a.json", "[]", "geen transcript"),
    "deep json": ("a.json", "[" * 200_000 + "]" * 200_000, "ingewikkeld"),
    "long number": ("a.json", '{"segments": [{"start": ' + "9" * 10_000 + ', "text": "a"}]}', "beschadigd"),
    "many values": ("a.json", "[" + "0," * 2_100_000 + "0]", "waarden"),
    "many segments": ("a.json", json.dumps([{"start": 0, "end": 1, "text": "a"}] * 30_001), "stukken"),
    "entities in elan": ("a.eaf", eaf(EAF["participants"], head=LAUGHS), "onveilige"),
    "cut elan": ("a.eaf", eaf(EAF["participants"])[:-40], "beschadigd"),
    "elan without layers": ("a.eaf", eaf(""), "geen gesprek"),
    "many layers": ("a.eaf", eaf("".join(tier(f"t{n}", [(0, "a")]) for n in range(600))), "lagen"),
    "cut textgrid": ("a.TextGrid", textgrid(GRID)[:-60], "beschadigd"),
    "textgrid with a false count": ("a.TextGrid", textgrid(GRID).replace("size = 6", "size = 999999999"), "beschadigd"),
    "binary textgrid": ("a.TextGrid", "ooBinaryFile\x08TextGrid\x00\x00", "binair"),
    "empty page": ("a.html", page(""), "geen gesprek"),
    "page with a million tags": ("a.html", "<p>" + "<i>" * 600_000, "opmaak"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_files(tmp_path, case):
    name, text, words = BAD[case]

    with pytest.raises(InputError) as caught:
        read_transcript(save(tmp_path, name, text.encode()))

    assert words in caught.value.problem.message
    assert caught.value.problem.remedy.endswith((".", "'.", ")."))


def test_elan_annotations_that_refer_to_each_other(tmp_path):
    ring = tier("b", [(0, "x y")], parent="c") + tier("c", [(0, "y z")], parent="b")

    check(tmp_path, "a.eaf", eaf(EAF["participants"] + ring), WANTED)


STRANGE = [
    {"segments": [{"start": float("nan"), "end": float("inf"), "text": "Wie?", "speaker": {}}, {"start": None, "text": "Ik.", "words": [1, {}, {"word": 3}]}, 7, None]},
    {"speakers": [None, 3, {"spkid": 1, "name": 5}], "segments": [{"speaker": 1, "words": [{"text": "Wie?"}, {"text": "Ik.", "start": "x"}]}]},
    {"text": 3, "media": None},
    {"text": "<p>", "media": ""},
    {"chunks": [{"timestamp": ["a"], "text": "Wie?"}]},
    {"transcription": [{"offsets": {"from": "1e999"}, "text": "Wie?"}]},
    {"result": {"result": {"segments": []}}},
]  # fmt: skip


@pytest.mark.parametrize("data", STRANGE, ids=range(len(STRANGE)))
def test_strange_json_is_read_or_refused(tmp_path, data):
    with contextlib.suppress(InputError):
        read_transcript(save(tmp_path, "a.json", json.dumps(data).encode()))


GOOD = [
    ("json", json.dumps(JSON["whisperx"])), ("json", json.dumps(amberscript())), ("otr", json.dumps(otr())),
    ("eaf", eaf(EAF["words below numbers"])), ("textgrid", textgrid([*GRID, MARKS])), ("html", WORD), ("html", HTML["table"]), ("html", GOOGLE),
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(
    st.sampled_from(GOOD),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 255)), max_size=12),
    st.integers(0, 300),
)
def test_damaged_files(tmp_path, good, changes, cut):
    data = bytearray(good[1].encode()[:-cut] if cut else good[1].encode())
    for place, value in changes:
        data[place % len(data)] = value
    with contextlib.suppress(InputError):
        interview = read_transcript(save(tmp_path, f"a.{good[0]}", bytes(data)))
        assert all(interview.text[turn.start : turn.end] == turn.text for turn in interview.turns)
