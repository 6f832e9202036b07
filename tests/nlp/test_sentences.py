"""Sentences and fragments are whole, whatever is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratief.domain.interview import Turn
from narratief.nlp.encoder import load_encoder
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import divisions
from narratief.nlp.sentences import LONG_SENTENCE_WORDS, sentences_of
from narratief.transcripts.read import read_transcript
from tests.hostile.tools import GOOD
from tests.transcripts.builders import WRITERS, I, R, save
from tests.transcripts.talks import CONVENTIONS, Talk
from tests.transcripts.test_subtitles import cues

WHOLE = re.compile(r"\[[^\[\]\n]{1,60}\]|\([^()\n]{1,60}\)|\w+")


def sentences(text: str, *, heard: bool = False) -> list[str]:
    encoded = load_encoder().encode([text]) if heard else None
    (found,) = sentences_of(load_pipeline(), [text], encoded)
    return [text[slice(*each.span)] for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "Ik heb wel haar nummer maar dan voel ik me zo'n zeurpiet.",
        "Dan hij vertelt in de groep dat zijn vrouw is gevallen over een fiets, heup kapot.",
        "Maar de reden kan ik nergens zien, en ook [PERSOON-3] kan hem niet vertellen.",
        "Mijn zoon [PERSOON-3] heeft er een spreekbeurt over gehouden.",
        "Een jongetje van negen dat vond dat er een moeras moest komen.",
        "In januari bel ik: welk plan?",
        "Nog nooit had iemand van het stadhuis gevraagd: hoe loopt u hier, waar bent u bang?",
        "Met 'hallo???' en zo'n skeletje dat zit te wachten.",
        "En toen... ja, toen was het weer stil.",
        "Waarom dan? vroeg ik nog.",
        "Dat was van mevr. Bakker en dhr. Kok, uit nr. 4 van de flat.",
        "En die man (die van de bus. Of de tram) zei niks.",
    ],
)
def test_one_sentence_is_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Zo noemt de krant dat. Ik ben met een klembord begonnen, meer was het niet.", "Zo noemt de krant dat."),
        ("Dat was het. [lacht] Nee, echt lek.", "Dat was het."),
        ("Hij zei: „Dat kan niet.” Toen ben ik gegaan.", "Hij zei: „Dat kan niet.”"),
        ("Het gaat om [PERSOON-1]. [PERSOON-2] weet dat.", "Het gaat om [PERSOON-1]."),
    ],
)
def test_a_mark_and_a_capital_part_sentences(text: str, first: str) -> None:
    found = sentences(text)
    assert len(found) == 2
    assert found[0].removesuffix(" [lacht]") == first


def test_a_note_alone_is_no_sentence() -> None:
    assert len(sentences("[lacht] Ja. (onverstaanbaar) Dat was wat. [stilte]")) == 2


@pytest.mark.parametrize("heard", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "nou ja ik ben daar geweest en toen dacht ik van nou dat wordt niks en die meneer zei nog dat het goed kwam",
        "Ja.",
        "[lacht] Nee hoor. Eh… dat niet!",
        "woord " * 300,
        "Er was koffie. " * 20 + "en toen zei [PERSOON-1] dat het niet kon " * 30,
    ],
)
def test_sentences_hold_all_words_and_are_not_endless(text: str, heard: bool) -> None:
    found = sentences(text, heard=heard)
    assert " ".join(" ".join(found).split()) == " ".join(text.split())
    assert all(len(each.split()) <= LONG_SENTENCE_WORDS for each in found)


def test_a_run_without_marks_is_cut_between_clauses_and_not_before_maar() -> None:
    clause = "wij hebben die hele avond met de buren in de kou gestaan"
    text = f"Kijk. {clause}, maar {clause}, en {clause} maar {clause}, dus {clause}, maar {clause}."
    assert {each.split()[0] for each in sentences(text)[1:]} <= {"en", "dus", "wij"}


def test_in_a_punctuated_turn_the_network_finds_sentences_where_marks_are_lacking() -> None:
    heard = (
        "ja dat was in het dorpshuis er waren wel vijftig mensen ik heb toen gezegd dat de bus moet blijven daar heb "
        "ik nooit meer iets van gehoord dat vind ik jammer we hebben er nog een brief over geschreven met de hele "
        "straat die is nooit beantwoord daar ben ik boos over en mijn buurvrouw ook die is er slecht van gaan slapen"
    )
    found = sentences(f"Dat weet ik nog. Het was laat. {heard}.", heard=True)
    # which of the ends are heard differs a little between processors: 8-bit products are rounded by their instructions
    assert {"ik heb toen gezegd dat de bus moet blijven", "er waren wel vijftig mensen"} & set(found)
    assert len(found) >= 7, "ten sentences were said"


WORDS = st.sampled_from(
    [
        "ja", "Ik", "wij", "maar", "dat", "de", "avond", "gemeente", "zei", "toen", "En", "zo'n", "[PERSOON-1]",
        "[ORGANISATIE-12]", "[lacht]", "(onverstaanbaar)", "[zucht diep. Stilte]", "mevr.", "nr. 4", "3.500", "o.a.",
        "gedaan.Toen", "wat?!", "hè?", "niet.", "Nee.", "weg…", "en...", "„Dat kan niet.”", "'hallo???'",
        "[PERSOON-2].", "(die van de bus. Of de tram)", "[PERSOON-3]'s", "\t",
    ]
)  # fmt: skip
SPEECH = st.lists(WORDS, min_size=1, max_size=90).map(" ".join).filter(lambda text: any(map(str.isalpha, text)))


def broken(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    """Words, pseudonyms and notes in which a span begins or ends."""
    borders = {border for span in spans for border in span}
    return [match[0] for match in WHOLE.finditer(text) for at in borders if match.start() < at < match.end()]


def check(turns: list[Turn] | tuple[Turn, ...]) -> None:
    for encoded in (None, load_encoder().encode([turn.text for turn in turns])):
        for turn, division in zip(turns, divisions(load_pipeline(), turns, encoded), strict=True):
            assert broken(turn.text, division.sentences + division.fragments) == []
            kept = "".join("".join(turn.text[a:b].split()) for a, b in division.fragments)
            assert kept == "".join(turn.text.split())


@settings(deadline=None, max_examples=60)
@given(SPEECH)
def test_no_fragment_begins_or_ends_inside_a_pseudonym_a_note_or_a_word(text: str) -> None:
    check([Turn(0, "R", "resident", text, 0, len(text))])


def talk_of(answers: list[str]) -> Talk:
    asked = ["Hoe hoorde u van het plan?", "En hoe ging dat toen verder?", "Wat vond u daarvan?"]
    return [
        part for at, answer in enumerate(answers) for part in ((I, asked[at % 3]), (R, f"Nou, {answer} Zo was het."))
    ]


def written(form: str, talk: Talk) -> bytes:
    """A talk in a format that a reader knows."""
    if form in WRITERS:
        return WRITERS[form](CONVENTIONS["interviewer-inwoner"](talk))
    if form in ("vtt", "srt"):
        return cues(*(f"{'Interviewer' if who == I else 'Inwoner'}: {text}" for who, text in talk)).encode()
    sample = GOOD[form]
    for (_, words), old in zip(
        talk, ("Hoe ging dat?", "Er kwam nooit meer een brief.", "En toen?", "Niks."), strict=False
    ):
        sample = sample.replace(old.encode(), words.encode())
    return sample


@pytest.mark.parametrize("form", [*WRITERS, "vtt", "srt", *GOOD])
@settings(
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(answers=st.lists(SPEECH.map(lambda text: text.replace("\t", " ")), min_size=2, max_size=3))
def test_no_reader_gives_fragments_that_are_cut(tmp_path: Path, form: str, answers: list[str]) -> None:
    interview = read_transcript(save(tmp_path, f"a.{form}", written(form, talk_of(answers))))
    assert interview.resident_turns
    check(interview.resident_turns)
