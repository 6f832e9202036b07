"""Which of several quotes is printed, with what question, and what shows that words are missing."""

from __future__ import annotations

import pytest

from narratief.domain.fragment import Fragment, with_surroundings
from narratief.domain.interview import Interview, Utterance
from narratief.domain.quotes import Quote, quote_fragment, ranked
from narratief.domain.surroundings import Surroundings

PLAIN = "Ik heb drie brieven geschreven over het plein en nooit een antwoord gekregen."
ALONE = Surroundings()
ASKED = "Heeft u daar nog iets van gehoord?"


def quote(text: str, question: str = "", around: Surroundings = ALONE, interview: str = "a.txt") -> Quote:
    return quote_fragment(Fragment("p", interview, 1, 0, 0, 9, 9 + len(text), text, question, around=around), 0.9)


@pytest.mark.parametrize(
    "worse",
    [
        quote("Ja, precies."),
        quote("Nou ja, nee hoor, dat is ook gewoon zo, ja, dat is wel zo, inderdaad."),
        quote("[PERSOON-3] heeft drie brieven geschreven over het plein en nooit een antwoord gekregen."),
        quote("Ik heb met [PERSOON-1] van [ORGANISATIE-1] brieven geschreven aan [PERSOON-4] en nooit iets gehoord."),
        quote("Bel gerust op [TELEFOON-1], dan vertel ik alles over het plein en over die brieven van ons."),
        quote("Dat niet. Ik heb drie brieven geschreven over het plein en nooit een antwoord gekregen."),
        quote("Daar heb ik drie brieven over geschreven en nooit een antwoord op gekregen, dat is alles."),
        quote("Nou, geweldig. Ik heb drie brieven geschreven over het plein en nooit een antwoord gekregen."),
        quote("Ik heb drie brieven geschreven over (onverstaanbaar) en nooit een antwoord gekregen."),
        quote(PLAIN, around=Surroundings(turned=True)),
        quote(PLAIN, around=Surroundings(begins_cut=True)),
        quote(PLAIN, around=Surroundings(ends_cut=True)),
        quote("Wilt u nog koffie? Ik heb ook nog koekjes van gisteren, die moeten echt op vandaag."),
    ],
    ids=lambda each: each.text[:30],
)  # fmt: skip
def test_what_a_reader_understands_alone_comes_first(worse: Quote) -> None:
    better = quote(PLAIN, interview="z.txt")
    assert ranked([worse, better])[0] is better


def test_a_much_surer_quote_still_wins() -> None:
    weak = Fragment("p", "b.txt", 1, 0, 0, 0, len(PLAIN), PLAIN)
    led = quote(f"En {PLAIN[0].lower()}{PLAIN[1:]}")
    assert ranked([quote_fragment(weak, 0.2), led])[0] is led


@pytest.mark.parametrize(
    "text",
    [
        "Nee, dat niet.",
        "Ja. We hebben daar met z'n allen een hele zomer aan gewerkt en het ligt er nu ook echt zo.",
        "Eh, nee, daar hebben wij in al die jaren nooit meer iets over gehoord van wie dan ook, van niemand niet.",
        "[lacht] Half. We kwamen met veertien man en zeven daarvan hebben iets mogen zeggen op die avond.",
        "Die heeft hier aan de keukentafel gezeten, de hele middag, en alles opgeschreven wat wij hem vertelden.",
        "De spiegelwand. Wij hebben zelf getekend hoe hoog die moest en dat er rubber voor moest komen te liggen.",
    ],
)
def test_an_answer_that_leans_on_its_question_shows_it(text: str) -> None:
    assert quote(text, ASKED).asked == ASKED
    assert quote(text).asked == ""


def test_words_that_need_no_question_show_none() -> None:
    long = "Ik heb drie brieven geschreven over het plein, met alle buren samen, en nooit een antwoord gekregen."
    assert quote(long, ASKED).asked == ""
    later = Surroundings(opens=False)
    assert quote(f"Die {long[3:]}", ASKED, later).asked == ""


def test_of_a_long_question_its_last_sentences_are_shown() -> None:
    question = "Ik vertel eerst iets over het plan en over de avonden die er geweest zijn. " * 6 + ASKED
    shown = quote("Nee, nooit.", question).asked
    assert shown.startswith("(…) ")
    assert shown.endswith(ASKED)
    assert len(shown.split()) < 50


def test_a_part_of_an_answer_says_so_under_its_question() -> None:
    assert quote("Ik fiets er elke dag langs.", ASKED, Surroundings(opens=False)).printed.startswith("(…) Ik fiets")
    assert quote("Ik fiets er elke dag langs.", ASKED).printed == "Ik fiets er elke dag langs."


def test_words_cut_within_a_sentence_show_it_and_keep_their_evidence() -> None:
    text = "en dat hebben wij met z'n allen zelf bedacht en gelegd op een zaterdag"
    fragment = Fragment("p", "a", 1, 0, 0, 0, len(text), text, around=Surroundings(False, True, True))
    cut = quote_fragment(fragment, 0.9, ((3, 6),))
    assert cut.printed == f"(…) {text} (…)"
    assert ("dat", True) in cut.parts
    assert cut.text == text


ANSWER = "De avond was goed geregeld. Maar er is niets mee gedaan, zei hij, en dat is jammer. Verder niets. [lacht]"


@pytest.mark.parametrize(
    ("words", "around"),
    [
        ("De avond was goed geregeld.", Surroundings(opens=True, turned=True)),
        ("Maar er is niets mee gedaan, zei hij, en dat is jammer.", Surroundings(opens=False)),
        ("Maar er is niets mee gedaan,", Surroundings(opens=False, ends_cut=True)),
        ("en dat is jammer.", Surroundings(opens=False, begins_cut=True)),
        ("Verder niets.", Surroundings(opens=False)),
        (ANSWER, Surroundings()),
    ],
)
def test_how_a_fragment_lies_in_its_turn(words: str, around: Surroundings) -> None:
    interview = Interview.build("a.txt", [Utterance("I", ASKED, "interviewer"), Utterance("R", ANSWER, "resident")])
    (turn,) = interview.resident_turns
    start = turn.start + ANSWER.index(words)
    (found,) = with_surroundings(
        interview, [Fragment("p", "a.txt", turn.index, 0, 0, start, start + len(words), words)]
    )
    assert found.around == around


def test_speech_without_marks_is_not_called_cut() -> None:
    said = "ja dat was in het dorpshuis daar waren wel vijftig mensen"
    interview = Interview.build("a.txt", [Utterance("R", said, "resident")])
    (turn,) = interview.resident_turns
    words = "daar waren wel vijftig mensen"
    at = turn.start + said.index(words)
    (found,) = with_surroundings(interview, [Fragment("p", "a.txt", turn.index, 0, 0, at, at + len(words), words)])
    assert found.around == Surroundings(opens=False)


@pytest.mark.parametrize("goes_on", ["Maar goed, het is zo.", "Maar ja.", "Wij gingen."])
def test_not_every_maar_turns(goes_on: str) -> None:
    said = f"De avond was goed geregeld. {goes_on}"
    interview = Interview.build("a.txt", [Utterance("R", said, "resident")])
    (turn,) = interview.resident_turns
    (found,) = with_surroundings(
        interview, [Fragment("p", "a.txt", turn.index, 0, 0, turn.start, turn.start + 27, said[:27])]
    )
    assert not found.around.turned
