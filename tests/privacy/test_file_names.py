"""Names of files: only a person's name goes, what else its maker wrote there stays."""

from __future__ import annotations

import pytest

from narratief.privacy.file_names import hidden_name, neutral_name

PEOPLE = {"[PERSOON-1]": ["Gerrit Wiersma", "Wiersma"], "[PERSOON-2]": ["Fatima el Amrani"], "[PERSOON-3]": ["mei"]}


@pytest.mark.parametrize(
    "file",
    [
        "gesprek-1.txt",
        "interview 3 12 mei.docx",
        "Interview 4 - 3 maart 2024.docx",
        "transcript_definitief_v2.docx",
        "Interview bewoner 7 Lindenlaan.docx",
        "20240612_gesprek_buurt_noord.txt",
        "Interview Groningen Oosterpark.docx",
        "gesprek Amersfoort 2.pdf",
        "uitwerking ronde 2 augustus.odt",
        "respondent_12.vtt",
        "Transcriptie Kerkstraat avond 14 juni.docx",
        "interview winkelier markt.docx",
        "bewonersavond dinsdag.srt",
        "Gesprek ouderen wijk West (def).docx",
        "concept verslag januari.md",
        "INTERVIEW 5.DOCX",
        "opname 003.json",
        "Utrecht_Overvecht_interview_09.txt",
        "notities participatie centrum.rtf",
        "2023-11-05 inwoner 1.txt",
    ],
)
def test_a_name_that_names_nobody_stays(file: str) -> None:
    assert neutral_name(file, {}) == file
    assert neutral_name(file, PEOPLE) == file


@pytest.mark.parametrize(
    ("file", "made"),
    [
        ("interview 3 Jansen 12 mei.docx", "interview 3 naam 12 mei.docx"),
        ("Interview Gerrit Wiersma.docx", "Interview naam.docx"),
        ("interview_wiersma_def.docx", "interview_naam_def.docx"),
        ("Gerrit Wiersma.docx", "gesprek naam.docx"),
        ("gesprek mevrouw Bakker 4 juni.txt", "gesprek mevrouw naam 4 juni.txt"),
        ("2024-05-12 Fatima el Amrani buurt.docx", "2024-05-12 naam buurt.docx"),
        ("InterviewWiersma2.txt", "Interviewnaam2.txt"),
        ("interview J. van der Berg definitief.DOCX", "interview naam definitief.docx"),
        ("Transcript Piet de Vries en Annie Mulder.pdf", "Transcript naam en naam.pdf"),
        ("gesprek-hendriks-kerkstraat.txt", "gesprek-naam-kerkstraat.txt"),
        ("03_Mohammed_Yilmaz_woensdag.vtt", "03_naam_woensdag.vtt"),
        ("interview dhr. Hoekstra (bewoner).docx", "interview dhr. naam (bewoner).docx"),
    ],
)
def test_the_name_of_a_person_goes_and_the_rest_stays(file: str, made: str) -> None:
    assert neutral_name(file, PEOPLE) == made


def test_a_name_that_only_the_interview_tells_goes_too() -> None:
    assert neutral_name("gesprek Xyloq 2.txt", {}) == "gesprek Xyloq 2.txt"
    assert neutral_name("gesprek Xyloq 2.txt", {"[PERSOON-1]": ["Jan Xyloq"]}) == "gesprek naam 2.txt"


def test_two_files_never_get_one_name() -> None:
    first = neutral_name("interview Jansen.docx", {})
    second = neutral_name("interview Hendriks.docx", {}, [first])
    third = neutral_name("interview Mulder.docx", {}, [first, second.upper()])
    assert (first, second, third) == ("interview naam.docx", "interview naam (2).docx", "interview naam (3).docx")


def test_an_address_or_a_number_of_the_interview_goes_a_street_stays() -> None:
    originals = {"[ADRES-1]": ["Lindenlaan 12"], "[TELEFOON-1]": ["06-12345678"], "[ORGANISATIE-1]": ["Bakkerij Smit"]}
    assert neutral_name("gesprek Lindenlaan 12 def.txt", originals) == "gesprek adres def.txt"
    assert neutral_name("gesprek Lindenlaan.txt", originals) == "gesprek Lindenlaan.txt"
    assert neutral_name("gesprek 0612345678.txt", originals) == "gesprek telefoon.txt"


def test_words_of_the_project_are_nobodys() -> None:
    assert neutral_name("interview Willemspark 2.txt", {}, keep=["Willemspark"]) == "interview Willemspark 2.txt"
    assert neutral_name("interview Wilhelmina 2.txt", {}, keep=["Wilhelmina"]) == "interview Wilhelmina 2.txt"


def test_what_others_are_told_of_a_file_has_nothing_of_its_name() -> None:
    assert "jansen" not in hidden_name("interview Jansen.docx").casefold()
    assert hidden_name("a.TXT").endswith(".txt")
