# ruff: noqa: E501, ISC004
"""Plain text as people type and export it."""

from __future__ import annotations

import pytest

from .builders import p, txt
from .check import check, turns
from .talks import OLD, YOUNG, expected, labelled

CASES = {
    "hard wrapped": (
        "Interviewer: Hoe heeft u van de plannen gehoord en wat vond u\ndaar toen van?\n\n"
        "Inwoner: Nou, via de buurvrouw. En die zei:\nRicardo: jij moet daar ook heen. Dus ik dacht ach, waarom ook\nniet.\n\n"
        "Interviewer: En ging u?\n\nInwoner: Ja.\n",
        """i Hoe heeft u van de plannen gehoord en wat vond u daar toen van?
r Nou, via de buurvrouw. En die zei: Ricardo: jij moet daar ook heen. Dus ik dacht ach, waarom ook niet.
i En ging u?
r Ja.""",
    ),
    "facts in front": (
        "Interview 7\nProject: Beekpark\nDatum: 3 maart 2025\nInterviewer: Sanne\nRespondent: 4\nLeeftijd: 61\n\n"
        "Interviewer: Kunt u beginnen?\nRespondent: Zeker.\nInterviewer: Waar woont u?\nRespondent: Aan het park.",
        "i Kunt u beginnen?\nr Zeker.\ni Waar woont u?\nr Aan het park.",
    ),
    "facts with same labels, no other facts": (
        "Interviewer: Sanne de Vries\nRespondent: mevrouw Van Dijk\n\n"
        "Interviewer: Kunt u beginnen?\nRespondent: Zeker.\nInterviewer: Waar woont u?\nRespondent: Aan het park.",
        "i Kunt u beginnen?\nr Zeker.\ni Waar woont u?\nr Aan het park.",
    ),
    "header names the interviewer": (
        "Interviewer: Sanne de Vries\nGeïnterviewde: Joop Bakker\n\n"
        "Joop: Zo, u bent mooi op tijd. Koffie?\nSanne: Graag.\nJoop: Met melk?\nSanne: Zwart. Vertel.\nJoop: Wat wil u weten?",
        "r Zo, u bent mooi op tijd. Koffie?\ni Graag.\nr Met melk?\ni Zwart. Vertel.\nr Wat wil u weten?",
    ),
    "words that are no speakers": (
        "I: Wat vond u van de avond?\nR: Druk.\nKijk: er waren te weinig stoelen.\nKijk: dat zegt al genoeg.\n"
        "Zo gezegd: jammer.\nIk zei: dat kan beter.\nZij: dat vinden wij ook.\nI: En nu?\nR: Nu niks.",
        "i Wat vond u van de avond?\nr Druk. Kijk: er waren te weinig stoelen. Kijk: dat zegt al genoeg. Zo gezegd: jammer."
        " Ik zei: dat kan beter. Zij: dat vinden wij ook.\ni En nu?\nr Nu niks.",
    ),
    "inline time stamps": (
        "Interviewer: [00:00:02] Hoe gaat het?\nBewoner: Goed. [00:01:12] Ja, best goed. (00:01:20) Om 14:30 begon het.\n"
        "Interviewer: En toen?\nBewoner: Toen was het 16:00 uur. [00:02:00]",
        "i Hoe gaat het?\nr Goed. Ja, best goed. Om 14:30 begon het.\ni En toen?\nr Toen was het 16:00 uur.",
    ),
    "time on its own line": (
        "00:00:02\nInterviewer: Hoe gaat het?\n\n00:00:05\nBewoner: Goed.\n\n00:00:09\nInterviewer: Mooi. En de straat?\n\n"
        "00:00:12\nBewoner: Ligt nog open.",
        "i Hoe gaat het?\nr Goed.\ni Mooi. En de straat?\nr Ligt nog open.",
    ),
    "f4 time stamps": (
        "I: Wie bent u? #00:00:04-5#\nB: Ik ben Truus. #00:00:08-1#\nI: Waar woont u? #00:00:10-0#\nB: Hier. #00:00:12-3#",
        "i Wie bent u?\nr Ik ben Truus.\ni Waar woont u?\nr Hier.",
    ),
    "zoom text": (
        "[Sanne de Vries] 14:03:22\nGoedemiddag, hoort u mij?\n\n[Jan Jansen] 14:03:29\nJa hoor.\n\n"
        "[Sanne de Vries] 14:03:33\nWat vond u ervan?\n\n[Jan Jansen] 14:03:40\nNiks aan.",
        "i Goedemiddag, hoort u mij?\nr Ja hoor.\ni Wat vond u ervan?\nr Niks aan.",
    ),
    "line numbers": (
        "1  I: Wat vond u ervan?\n2  R: Mooi.\n3  I: Echt waar?\n4  R: Ja, echt.",
        "i Wat vond u ervan?\nr Mooi.\ni Echt waar?\nr Ja, echt.",
    ),
    "dashes take turns": (
        "- Hoe lang woont u hier?\n- Dertig jaar.\n- En bevalt het?\n- Nou en of. Kijk maar naar buiten.\n- Wat ziet u dan?\n- Bomen.",
        "i Hoe lang woont u hier?\nr Dertig jaar.\ni En bevalt het?\nr Nou en of. Kijk maar naar buiten.\ni Wat ziet u dan?\nr Bomen.",
    ),
    "dashes for questions only": (
        "- Hoe lang woont u hier?\nDertig jaar.\nVeertig bijna.\n- En bevalt het?\nNou en of.\n- Wat ziet u dan?\nBomen.",
        "i Hoe lang woont u hier?\nr Dertig jaar. Veertig bijna.\ni En bevalt het?\nr Nou en of.\ni Wat ziet u dan?\nr Bomen.",
    ),
    "numbered questions": (
        "1. Hoe lang woont u hier?\nDertig jaar.\n\n2. En bevalt het?\nNou en of.\n\n3. Wat ziet u dan?\nBomen.",
        "i Hoe lang woont u hier?\nr Dertig jaar.\ni En bevalt het?\nr Nou en of.\ni Wat ziet u dan?\nr Bomen.",
    ),
    "answers quoted with >": (
        "Hoe lang woont u hier?\n> Dertig jaar.\n\nEn bevalt het?\n> Nou en of.\n\nWat ziet u dan?\n> Bomen.",
        "i Hoe lang woont u hier?\nr Dertig jaar.\ni En bevalt het?\nr Nou en of.\ni Wat ziet u dan?\nr Bomen.",
    ),
    "chevrons": (
        ">> Hoe lang woont u hier?\n>> Dertig jaar.\n>> En bevalt het?\n>> Nou en of.\n>> Wat ziet u dan?\n>> Bomen.",
        "i Hoe lang woont u hier?\nr Dertig jaar.\ni En bevalt het?\nr Nou en of.\ni Wat ziet u dan?\nr Bomen.",
    ),
    "no labels, questions": (
        "Hoe lang woont u hier al in de straat?\n\nDertig jaar. Wij kwamen hier toen de huizen nieuw waren.\n\n"
        "En bevalt het?\n\nNou en of.\n\nWat ziet u als u uit het raam kijkt?\n\nBomen. En auto's, hè?\n\nEn later?\n\nDan zie ik wel.",
        "i Hoe lang woont u hier al in de straat?\nr Dertig jaar. Wij kwamen…\ni En bevalt het?\nr Nou en of.\n"
        "i Wat ziet u als u uit het raam kijkt?\nr Bomen. En auto's, hè?\ni En later?\nr Dan zie ik wel.",
    ),
    "only questions labelled": (
        "Vraag: Hoe lang woont u hier?\n\nDertig jaar.\n\nVraag: En bevalt het?\n\nNou en of.\n\nNooit spijt gehad.\n\n"
        "Vraag: Echt niet?\n\nNee.",
        "i Hoe lang woont u hier?\nr Dertig jaar.\ni En bevalt het?\nr Nou en of. Nooit spijt gehad.\ni Echt niet?\nr Nee.",
    ),
    "first question without label": (
        "Zo, hij loopt. Wie bent u?\n\nInwoner: Truus.\n\nInterviewer: En waar woont u?\n\nInwoner: Hier.",
        "i Zo, hij loopt. Wie bent u?\nr Truus.\ni En waar woont u?\nr Hier.",
    ),
    "labels inside a line": (
        "Interviewer: Hoe gaat het? Inwoner: Goed. Interviewer: Fijn. Inwoner: Zeg dat.\nInterviewer: En de straat?\nInwoner: Open.",
        "i Hoe gaat het?\nr Goed.\ni Fijn.\nr Zeg dat.\ni En de straat?\nr Open.",
    ),
    "misspelt label": (
        "Interviewer: Hoe gaat het?\nInwoner: Goed.\nIntervieuwer: En de straat?\nInwoner: Open.\nInterviwer: Nog?\nInwonr: Ja.",
        "i Hoe gaat het?\nr Goed.\ni En de straat?\nr Open.\ni Nog?\nr Ja.",
    ),
    "running numbers": (
        "Vraag 1: Wie bent u?\nAntwoord 1: Truus.\nVraag 2: Waar woont u?\nAntwoord 2: Hier.\nVraag 3: Echt?\nAntwoord 3: Ja.",
        "i Wie bent u?\nr Truus.\ni Waar woont u?\nr Hier.\ni Echt?\nr Ja.",
    ),
    "V1 and A1": (
        "V1: Wie bent u?\nA1: Truus.\nV2: Waar woont u?\nA2: Hier.\nV3: Echt?\nA3: Ja.",
        "i Wie bent u?\nr Truus.\ni Waar woont u?\nr Hier.\ni Echt?\nr Ja.",
    ),
    "notes and page numbers": (
        "Interviewer: Wie bent u?\n\nInwoner: Truus. [lacht]\n\nPagina 1 van 2\n\n(stilte)\n\nInwoner: Van hiernaast.\n\n[opname stopt]\n\n"
        "[opname gaat verder]\n\nInterviewer: Waar waren we?\n\nInwoner: Bij mij.\n\nEinde interview",
        "i Wie bent u?\nr Truus. [lacht] (stilte) Van hiernaast.\ni Waar waren we?\nr Bij mij.",
    ),
    "answers that are questions": (
        "A: Wie bent u en wat doet u?\nB: Wie denkt u?\nA: Ik zou het niet weten. Kunt u zich voorstellen?\nB: Ik ben Truus. Ik woon hier, ik werk hier, ik ga hier dood.\n"
        "A: Wat vindt u van de straat?\nB: Mijn straat? Ik vind hem lelijk. Ik zou hem opblazen.",
        "i Wie bent u en wat doet u?\nr Wie denkt u?\ni Ik zou het niet weten…\nr Ik ben Truus…\ni Wat vindt u van de straat?\nr Mijn straat?…",
    ),
    "partner answers too": (
        "Interviewer: Hoe lang woont u hier?\nDhr. Bakker: Dertig jaar.\nMevr. Bakker: Eenendertig, Jan.\n"
        "Dhr. Bakker: Eenendertig.\nInterviewer: En bevalt het?\nMevr. Bakker: Mij wel.",
        "i Hoe lang woont u hier?\nr Dertig jaar.\nr Eenendertig, Jan.\nr Eenendertig.\ni En bevalt het?\nr Mij wel.",
    ),
    "lower case names": (
        "sanne: hoe lang woon je hier?\nkoos: dertig jaar\nsanne: en bevalt het?\nkoos: ja man\nsanne: waarom dan?\nkoos: gewoon",
        "i hoe lang woon je hier?\nr dertig jaar\ni en bevalt het?\nr ja man\ni waarom dan?\nr gewoon",
    ),
    "a name that is a word": (
        "Roos: Wat wil je weten?\nWil: Ik wil vragen hoe het ging. Hoe lang woon je hier?\nRoos: Tien jaar. Wat wil je nog meer weten?\n"
        "Wil: Hoe kwam je aan de brief?\nRoos: Van een roos van een buurvrouw. Ik was blij. Ik ben gegaan.\nWil: Wat vond je ervan?\nRoos: Ik vond het wat.",
        "r Wat wil je weten?\ni Ik wil vragen…\nr Tien jaar…\ni Hoe kwam…\nr Van een roos…\ni Wat vond…\nr Ik vond het wat.",
    ),
    "slash and equals": (
        "I = Wie bent u?\nR = Truus.\nI = Waar woont u?\nR = Hier.\nI = Echt?\nR = Ja.",
        "i Wie bent u?\nr Truus.\ni Waar woont u?\nr Hier.\ni Echt?\nr Ja.",
    ),
    "section titles": (
        "Interviewer: Wie bent u?\n\nInwoner: Truus.\n\nDeel 2: de avonden\n\nInterviewer: Was u er?\n\nInwoner: Ja.",
        "i Wie bent u?\nr Truus.\ni Was u er?\nr Ja.",
    ),
    "capitalised quotes": (
        "I: Wat zei de wethouder?\nR: Wethouder: dat komt goed. Nou, mooi niet.\nBakker: zo gaat dat altijd.\nI: Wie is Bakker?\nR: De bakker.",
        "i Wat zei de wethouder?\nr Wethouder: dat komt goed. Nou, mooi niet. Bakker: zo gaat dat altijd.\ni Wie is Bakker?\nr De bakker.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_plain_text(tmp_path, case):
    text, wanted = CASES[case]

    check(tmp_path, "interview.txt", text, wanted)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman"])
def test_encodings_and_line_ends(tmp_path, encoding, newline):
    talk = [(role, text.replace("é", "ë")) for role, text in OLD]
    content = [p("Gesprek met een bewoonster"), *labelled("Interviewer", "Geïnterviewde")(talk)]
    data = txt(content, encoding=encoding, newline=newline)

    interview = check(tmp_path, "interview.txt", data, "\n".join(f"{role[0]} {text}" for role, text in talk))

    assert interview.turns[1].speaker == "Geïnterviewde"


def test_decomposed_letters_are_stored_composed(tmp_path):
    text = "Interviewer: Hoe was de fee\u0308rie?\nInwoner: Cafe\u0301, prima. \u200bEcht\u00a0waar."

    check(tmp_path, "interview.txt", text, "i Hoe was de feërie?\nr Café, prima. Echt waar.")


def test_decomposed_labels_are_one_speaker(tmp_path):
    text = "Interviewer: Wie bent u?\nGe\u0308interviewde\u0301: Truus.\nGe\u0308interviewde\u0301: Van hier.\nInterviewer: Echt?\nGe\u0308interviewde\u0301: Ja."

    check(tmp_path, "interview.txt", text, "i Wie bent u?\nr Truus. Van hier.\ni Echt?\nr Ja.")


@pytest.mark.parametrize("blank", [True, False])
def test_blank_lines_between_turns_or_not(tmp_path, blank):
    data = txt(labelled("I", "R")(YOUNG), blank=blank)

    check(tmp_path, "a.txt", data, "\n".join(f"{role[0]} {text}" for role, text in expected(YOUNG)))


def test_project_names_the_interviewer(tmp_path):
    text = "Truus: Wie ben jij?\nKoos: Ik ben Koos en ik woon hier.\nTruus: Wat vind je ervan?\nKoos: Mooi, ik vind het mooi."
    inferred = check(tmp_path, "a.txt", text, "i Wie…\nr Ik ben…\ni Wat…\nr Mooi…")
    named = check(tmp_path, "a.txt", text, "r Wie…\ni Ik ben…\nr Wat…\ni Mooi…", interviewer=("koos",))

    assert inferred.role_confidence < 1.0
    assert named.role_confidence == 1.0


def test_unknown_interviewer_from_the_project_is_told(tmp_path):
    text = "I: Wie ben jij?\nR: Ik ben Koos en ik woon hier.\nI: Wat vind je ervan?\nR: Mooi."

    interview = check(tmp_path, "a.txt", text, "i Wie…\nr Ik ben…\ni Wat…\nr Mooi.", interviewer=("Petra",))

    assert any("Petra" in warning for warning in interview.warnings)


def test_two_of_a_kind_is_told(tmp_path):
    text = "Jan: Mooi weer.\nPiet: Nou.\nJan: Zeg dat wel.\nPiet: Ja.\nJan: Tja.\nPiet: Zo is het."
    interview = check(tmp_path, "a.txt", text, "i Mooi weer.\nr Nou.\ni Zeg dat wel.\nr Ja.\ni Tja.\nr Zo is het.")

    assert any("niet zeker" in warning for warning in interview.warnings)


def test_more_than_two_speakers_is_told(tmp_path):
    text, wanted = CASES["partner answers too"]

    interview = check(tmp_path, "a.txt", text, wanted)

    assert any("meer dan twee" in warning for warning in interview.warnings)
    assert len({turn.speaker for turn in interview.resident_turns}) == 2
    assert turns(interview)[0][0] == "interviewer"
