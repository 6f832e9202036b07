# ruff: noqa: E501
"""WebVTT and SubRip from Teams, Zoom, YouTube, Amberscript and Whisper."""

from __future__ import annotations

import pytest

from .check import check

WANTED = "i Wie bent u?\nr Truus, van hiernaast.\ni Waar woont u?\nr Hier."


def cues(*texts: str, kind: str = "vtt", ids: bool = False, gap: float = 2.0) -> str:
    out = ["WEBVTT\n"] if kind == "vtt" else []
    for number, text in enumerate(texts):
        dot = "." if kind == "vtt" else ","
        begin, end = number * gap, number * gap + gap - 0.1
        stamp = [
            f"{int(at // 3600):02d}:{int(at // 60) % 60:02d}:{at % 60:06.3f}".replace(".", dot) for at in (begin, end)
        ]
        head = f"{number + 1}\n" if kind == "srt" or ids else ""
        out.append(f"{head}{stamp[0]} --> {stamp[1]}\n{text}\n")
    return "\n".join(out)


LABELLED = {
    "voices": ("<v Sanne>Wie bent u?</v>", "<v Truus>Truus,</v>", "<v Truus>van hiernaast.</v>", "<v Sanne>Waar woont u?</v>", "<v Truus>Hier.</v>"),
    "voices not closed": ("<v Sanne>Wie bent u?", "<v Truus>Truus,\nvan hiernaast.", "<v Sanne>Waar woont u?", "<v Truus>Hier."),
    "voices with classes": ("<v.luid Sanne de Vries>Wie bent u?</v>", "<v.zacht.eerst Truus B.>Truus, <i>van</i> hiernaast.</v>", "<v.luid Sanne de Vries>Waar woont u?", "<v Truus B.>Hier.</v>"),
    "two voices in one cue": ("<v Sanne>Wie bent u?</v> <v Truus>Truus,</v>", "<v Truus>van hiernaast.</v>\n<v Sanne>Waar woont u?</v>", "<v Truus>Hier.</v>"),
    "voice on the first cue only": ("<v Sanne>Wie bent u?</v>", "<v Truus>Truus,</v>", "van hiernaast.", "<v Sanne>Waar woont u?</v>", "<v Truus>Hier.</v>"),
    "zoom": ("Sanne de Vries: Wie bent u?", "Truus: Truus,", "Truus: van hiernaast.", "Sanne de Vries: Waar woont u?", "Truus: Hier."),
    "label on the first cue only": ("Interviewer: Wie bent u?", "Bewoner: Truus,", "van hiernaast.", "Interviewer: Waar woont u?", "Bewoner: Hier."),
    "label in the middle of a cue": ("Spreker 1: Wie bent u?\nSpreker 2: Truus,", "van hiernaast.\nSpreker 1: Waar woont u?", "Spreker 2: Hier."),
    "whisperx": ("[SPEAKER_00]: Wie bent u?", "[SPEAKER_01]: Truus,", "[SPEAKER_01]: van hiernaast.", "[SPEAKER_00]: Waar woont u?", "[SPEAKER_01]: Hier."),
    "round brackets": ("(Sanne) Wie bent u?", "(Truus) Truus, van hiernaast.", "(Sanne) Waar woont u?", "(Truus) Hier.", "(Sanne) Echt?", "(Truus) Ja."),
    "chevrons with names": (">> SANNE: Wie bent u?", ">> TRUUS: Truus,", "van hiernaast.", ">> SANNE: Waar woont u?", ">> TRUUS: Hier."),
    "capitals": ("INTERVIEWER: Wie bent u?", "VROUW 1: Truus, van hiernaast.", "INTERVIEWER: Waar woont u?", "VROUW 1: Hier."),
    "dashes": ("- Wie bent u?\n- Truus,\nvan hiernaast.", "- Waar woont u?\n- Hier."),
    "italic questions": ("<i>Wie bent u?</i>", "Truus,", "van hiernaast.", "<i>Waar woont u?</i>", "Hier."),
    "coloured": ("<font color=\"#ffff00\">Wie bent u?</font>", "Truus,", "van hiernaast.", "<font color=\"#ffff00\">Waar woont u?</font>", "Hier."),
    "tags and entities": ("I: <b>Wie</b> bent&nbsp;u?", "R: {\\an8}Truus, <c.geel>van</c> hier&shy;naast.", "I: Waar <00:00:05.000>woont u?", "R: Hier."),
    "no diarisation": ("Wie bent u?", "Truus,", "van hiernaast.", "Waar woont u?", "Hier."),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["vtt", "srt"])
@pytest.mark.parametrize("case", LABELLED)
def test_who_speaks(tmp_path, case, kind):
    wanted = WANTED + ("\ni Echt?\nr Ja." if case == "round brackets" else "")

    check(tmp_path, f"a.{kind}", cues(*LABELLED[case], kind=kind), wanted)


FILES = {
    "teams": "\ufeffWEBVTT\r\n\r\n3f1c2b7a-9c1e-4b5e-8d2f-1a2b3c4d5e6f/12-0\r\n00:00:03.100 --> 00:00:05.000\r\n<v Sanne de Vries>Wie bent u?</v>\r\n\r\n"
    "3f1c2b7a-9c1e-4b5e-8d2f-1a2b3c4d5e6f/14-0\r\n00:00:05.500 --> 00:00:07.000\r\n<v Truus &amp; Jan>Truus,</v>\r\n\r\n"
    "3f1c2b7a-9c1e-4b5e-8d2f-1a2b3c4d5e6f/14-1\r\n00:00:07.100 --> 00:00:09.000\r\n<v Truus &amp; Jan>van hiernaast.</v>\r\n\r\n"
    "x/20-0\r\n00:00:10.000 --> 00:00:11.000\r\n<v Sanne de Vries>Waar woont u?</v>\r\n\r\nx/21-0\r\n00:00:12.000 --> 00:00:13.000\r\n<v Truus &amp; Jan>Hier.</v>\r\n",
    "notes, styles and regions": "WEBVTT - Interview 4\nKind: captions\nLanguage: nl\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\nwidth:40%\n\nNOTE\nI: dit is een opmerking\nover twee regels\n\n"
    "00:01.000 --> 00:02.000 align:start position:0%\nI: Wie bent u?\n\nNOTE Confidence: 0.89\n\n00:03.000 --> 00:04.000\nR: Truus, van hiernaast.\n\n00:05.000 --> 00:06.000\nI: Waar woont u?\n\n00:07.000 --> 00:08.000\nR: Hier.\n",
    "no blank lines": "1\n00:00:01,000 --> 00:00:02,000\nI: Wie bent u?\n2\n00:00:03,000 --> 00:00:04,000\nR: Truus,\nvan hiernaast.\n3\n00:00:05,000 --> 00:00:06,000\nI: Waar woont u?\n4\n00:00:07,000 --> 00:00:08,000\nR: Hier.",
    "out of order": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>Wie bent u?\n\n00:05.000 --> 00:06.000\n<v I>Waar woont u?\n\n00:03.000 --> 00:04.000\n<v R>Truus, van hiernaast.\n\n00:07.000 --> 00:08.000\n<v R>Hier.",
    "two recordings": "1\n00:50:01,000 --> 00:50:02,000\nI: Wie bent u?\n\n2\n00:50:03,000 --> 00:50:04,000\nR: Truus, van hiernaast.\n\n1\n00:00:01,000 --> 00:00:02,000\nI: Waar woont u?\n\n2\n00:00:03,000 --> 00:00:04,000\nR: Hier.",
    "rolling captions": "WEBVTT\nKind: captions\n\n00:00.000 --> 00:02.000\nI: Wie bent u?\n\n00:02.000 --> 00:04.000\nI: Wie bent u?\nR: Truus,\n\n00:04.000 --> 00:06.000\nR: Truus,\nvan hiernaast.\n\n00:06.000 --> 00:08.000\nvan hiernaast.\nI: Waar woont u?\n\n00:08.000 --> 00:09.000\nI: Waar woont u?\nR: Hier.",
    "youtube": "WEBVTT\n\n00:00.000 --> 00:02.000\nI: Wie<00:00.500><c> bent</c><00:00.800><c> u?</c>\n\n00:02.000 --> 00:02.010\nI: Wie bent u?\n\n00:02.010 --> 00:04.000\nI: Wie bent u?\nR: Truus,<00:03.000><c> van</c><00:03.200><c> hiernaast.</c>\n\n00:04.000 --> 00:04.010\nR: Truus, van hiernaast.\n\n00:04.010 --> 00:06.000\nR: Truus, van hiernaast.\nI: Waar<00:05.000><c> woont</c><c> u?</c>\n\n00:06.000 --> 00:06.010\nI: Waar woont u?\n\n00:06.010 --> 00:08.000\nI: Waar woont u?\nR: Hier.",
    "every cue twice": "1\n00:00:01,000 --> 00:00:02,000\nI: Wie bent u?\n\n2\n00:00:01,000 --> 00:00:02,000\nI: Wie bent u?\n\n3\n00:00:03,000 --> 00:00:04,000\nR: Truus, van hiernaast.\n\n4\n00:00:03,000 --> 00:00:04,000\nR: Truus, van hiernaast.\n\n5\n00:00:05,000 --> 00:00:06,000\nI: Waar woont u?\n\n6\n00:00:07,000 --> 00:00:08,000\nR: Hier.",
    "coordinates and dots": "1\n00:00:01.000 --> 00:00:02.000 X1:40 X2:600 Y1:20 Y2:50\nI: Wie bent u?\n\n2\n00:00:03.000 --> 00:00:04.000\nR: Truus, van hiernaast.\n\n3\n00:00:05.000 --> 00:00:06.000\nI: Waar woont u?\n\n4\n00:00:07.000 --> 00:00:08.000\nR: Hier.",
    "ids that are names": "WEBVTT\n\nintro\n00:01.000 --> 00:02.000\nI: Wie bent u?\n\nvraag - 2\n00:03.000 --> 00:04.000\nR: Truus, van hiernaast.\n\n99\n00:05.000 --> 00:06.000\nI: Waar woont u?\n\n100\n00:07.000 --> 00:08.000\nR: Hier.",
    "empty cues": "1\n00:00:00,000 --> 00:00:01,000\n\n2\n00:00:01,000 --> 00:00:02,000\nI: Wie bent u?\n\n3\n00:00:02,000 --> 00:00:03,000\n \n\n4\n00:00:03,000 --> 00:00:04,000\nR: Truus, van hiernaast.\n\n5\n00:00:05,000 --> 00:00:06,000\nI: Waar woont u?\n\n6\n00:00:07,000 --> 00:00:08,000\nR: Hier.",
    "short answers twice": "1\n00:00:01,000 --> 00:00:02,000\nI: Wie bent u?\n\n2\n00:00:03,000 --> 00:00:04,000\nR: Truus,\n\n3\n00:00:05,000 --> 00:00:06,000\nvan\n\n4\n00:00:06,000 --> 00:00:07,000\nhiernaast.\n\n5\n00:00:08,000 --> 00:00:09,000\nI: Waar woont u?\n\n6\n00:00:10,000 --> 00:00:11,000\nR: Hier.",
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["vtt", "srt", "txt"])
@pytest.mark.parametrize("case", FILES)
def test_files(tmp_path, case, suffix):
    check(tmp_path, f"a.{suffix}", FILES[case], WANTED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_encodings(tmp_path, encoding, newline):
    text = cues("I: Wie bent ú?", "R: Één van hiernaast.", "I: Waar woont u?", "R: Hier.", kind="srt").replace(
        "\n", newline
    )

    check(tmp_path, "a.srt", text.encode(encoding), "i Wie bent ú?\nr Één van hiernaast.\ni Waar woont u?\nr Hier.")


def test_real_repetitions_stay(tmp_path):
    text = cues("I: Echt?", "R: Ja.", "Ja.", "Ja.", "I: En toen?", "R: Toen niks.", kind="srt")

    check(tmp_path, "a.srt", text, "i Echt?\nr Ja. Ja. Ja.\ni En toen?\nr Toen niks.")
