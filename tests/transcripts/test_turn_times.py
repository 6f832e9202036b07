"""When each turn begins, by the times in the transcript, also after names were replaced."""

from __future__ import annotations

import json

from narratief.domain.interview import Interview, Utterance
from narratief.transcripts.turn_times import timed_text, turn_times

VTT = """WEBVTT

00:00:01.500 --> 00:00:04.000
<v Interviewer>Hoe kijkt u terug op de avond?

00:00:05.000 --> 00:00:09.000
<v Bewoner>Nou, Kees Bakker was er ook bij,

00:00:09.000 --> 00:00:12.000
<v Bewoner>en die vond het niets.

00:01:02.250 --> 00:01:04.000
<v Interviewer>En daarna?

00:01:05.000 --> 00:01:09.000
<v Bewoner>Niemand belde terug.
"""
SAID = [
    Utterance("Interviewer", "Hoe kijkt u terug op de avond?", "interviewer"),
    Utterance("Bewoner", "Nou, [PERSOON-1] was er ook bij, en die vond het niets.", "resident"),
    Utterance("Interviewer", "En daarna?", "interviewer"),
    Utterance("Bewoner", "Niemand belde terug.", "resident"),
]


def test_turns_of_subtitles_begin_when_their_first_words_are_said():
    turns = Interview.build("een.vtt", SAID).turns
    assert turn_times(timed_text(VTT.encode(), "een.vtt"), turns) == [1.5, 5.0, 62.25, 65.0]


def test_a_turn_that_the_file_does_not_have_gets_no_time():
    said = [*SAID[:1], Utterance("Bewoner", "Xyz qrst.", "resident"), *SAID[2:]]
    assert turn_times(timed_text(VTT.encode(), "een.vtt"), Interview.build("een.vtt", said).turns)[1] is None


def test_segments_of_whisper_have_times_too():
    segments = [
        {"start": 0.4, "end": 3, "text": " Hoe kijkt u terug op de avond?"},
        {"start": 3.5, "end": 9, "text": " Nou, Kees Bakker was er ook bij, en die vond het niets."},
        {"start": 11.0, "end": 12, "text": " En daarna? Niemand belde terug."},
    ]
    timed = timed_text(json.dumps({"text": "", "segments": segments}).encode(), "een.json")
    assert turn_times(timed, Interview.build("een.json", SAID).turns) == [0.4, 3.5, 11.0, 11.0]


def test_a_transcript_without_times_has_none():
    assert timed_text(b"Interviewer: Hoe was het?\nBewoner: Goed.", "een.txt") == []
    assert timed_text(b'{"segments": [{"text": "Zonder tijd"}]}', "een.json") == []
    assert timed_text(b"{kapot", "een.json") == []
