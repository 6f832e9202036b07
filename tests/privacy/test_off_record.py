"""Requests not to write something down: the ways to ask, what is no request, and how far each goes."""

from __future__ import annotations

import time

import pytest

from narratief.domain.interview import Interview, Utterance
from narratief.privacy.off_record import find_off_record
from narratief.privacy.off_record.requests import Asked, find_request

NOT_WRITE = """
Dit moet je niet opschrijven.
Dat moet je maar niet opschrijven hoor
Schrijf dat maar niet op.
dat hoef je niet op te schrijven
Dit hoeft u niet op te schrijven, maar die man was dronken
u moet dit maar niet noteren
Niet opschrijven hoor!
even niet opschrijven, maar de wethouder was dronken
Off the record: hij was bang voor zijn baan.
dit is off record
dit is niet voor het verslag
niet voor in de krant
dit heb je niet gehoord
laat dat er maar uit
haal dat er maar uit
dat mag je er straks uitknippen
dit hoeft niet op papier
dat hoeft niet in het verslag
ik wil niet dat dit naar buiten komt
ik heb liever dat je dat niet opschrijft
zolang u het maar niet opschrijft vertel ik het
als jullie het maar niet opschrijven
vergeet maar dat ik dat gezegd heb
doe maar alsof je dit niet gehoord hebt
Dit moet er niet in komen.
zet dat er maar niet in
dit wil ik liever niet op de band hebben
niet doorvertellen
vertel dat maar niet door
buiten de band om gezegd
maar dat mag je niet noteren
kan dit er straks uitgeknipt worden
kan dit uit de opname geknipt worden
schrijf even niet mee
daar mag u niks mee doen
dat citeert u maar niet
wist dat stukje maar
dat wil ik niet teruglezen
dus niet gebruiken alstublieft
laten we dat maar overslaan
dat mag u niet aan anderen vertellen
dat kunt u beter niet noemen
wilt u hier niets over op papier zetten
dat moet je niet laten staan hè
ik vertrouw erop dat dit niet gepubliceerd wordt
zeg dat tegen niemand
dit is niet voor in het boekje
eh dit niet schrijven alsjeblieft, mijn man is weg
dit moet niet in het papier
niet schrijven hoor
streept u dat door?
schrapt u dat even
haalt u dat er weer uit?
dat mag echt niet in je verslag
"""
BETWEEN_US = """
Dit blijft tussen ons.
dit blijft tussen ons hè
Dat blijft onder ons.
blijft onder ons hoor
dat blijft wel onder ons
dit blijft onder ons de wethouder was dronken
Tussen ons gezegd en gezwegen, hij kan er niks van
tussen jou en mij, het was een zooitje
dat zeg ik in vertrouwen
ik vertel u dit in vertrouwen
dit is vertrouwelijk
dat mag niemand weten
dat hoeft mijn buurman niet te weten
zeg maar niet dat ik dat gezegd heb
mondje dicht
hou dat maar onder ons
laten we dat onder ons houden
dit moet echt tussen ons blijven
dit zeg ik alleen tegen u
wat nu komt is alleen voor jouw oren
wat ik u nu vertel is strikt vertrouwelijk
dat is voor ons en niet voor de gemeente
"""
NAMELESS = """
maar dan wel zonder naam
zonder naam graag
Zonder mijn naam erbij.
noem mijn naam maar niet
mijn naam hoeft er niet bij
mijn naam moet er niet in
ik wil liever anoniem blijven
dat heb je niet van mij
je hebt het niet van mij
dat heeft u niet van mij gehoord
"""
RECORDER_OFF = """
Zet dat ding even uit.
zet de band even uit
kunt u de opname even stoppen?
Kun je de recorder even uitzetten
doe de opname maar even uit
zet hem even uit
mag dat ding even uit?
Zullen we de opname even pauzeren
stop de opname even
(band uit)
[opname onderbroken]
gaat dat ding nog aan? zet 'm maar uit
"""
NO_REQUEST = """
Ze hebben het niet opgeschreven.
dat staat niet op papier
ze wilden het niet opschrijven
hij wou dat niet opschrijven
waarom moesten ze dat niet opschrijven
je mocht je naam niet opschrijven
er was geen papier om iets op te schrijven
ze hebben niks opgeschreven van wat wij zeiden
als ze het niet opschrijven gebeurt er niks
die foto's zijn niet voor publicatie gemaakt
ik wist dat het niet door zou gaan
ik schrijf niet graag
daar konden ze niks mee doen
we wisten van niks
onze ideeën zijn niet in het verslag gekomen
het staat niet in het verslag
het is niet op schrift gesteld
dat hebben ze niet genoteerd
ze schrijven alles op en doen er niks mee
u mag dit gewoon opschrijven
schrijf dat maar op
dat mag je best opschrijven
dat moet niet alleen op papier goed zijn
dit moet je niet onderschatten
je moet dat niet vergeten
auto's mogen er niet in
zet die bank maar niet in het park
De band speelde de hele avond
de band was lek
een hechte band tussen ons als buren
de band tussen ons is goed
het verschil tussen ons en de gemeente
er blijft een strook groen tussen ons en het fietspad
tussen ons en jullie zit een wereld van verschil
onder ons raam stond een container
onder ons wonen studenten
zet de muziek eens uit, riep de buurman
ik zei zet dat ding eens uit tegen mijn zoon met zijn muziek
hij zet dat ding nooit uit
zet de auto even uit
de recorder stond aan
dat ding moet uit de straat
mag dat hek er nou uit
de lamp gaat om tien uur uit
de opname van mijn moeder in het ziekenhuis
een straat zonder naam
we kregen een brief zonder naam
de enquête was anoniem
ik noem geen namen
ik heb er vertrouwen in
de wethouder zei dat het vertrouwelijk was
ik heb dat niet gezegd
hij heeft het niet van een ander gehoord
die schuur is niet van mij
ik hoef niet te weten wat het kost
ik neem de telefoon niet op
ik kan dat niet schrijven in het Nederlands
ze konden dit niet schrijven zonder fouten
streept de gemeente dat door
"""
OFTEN = [
    (asked, line)
    for asked, lines in (
        (Asked.NOT_WRITE, NOT_WRITE),
        (Asked.BETWEEN_US, BETWEEN_US),
        (Asked.NAMELESS, NAMELESS),
        (Asked.RECORDER_OFF, RECORDER_OFF),
    )
    for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(("asked", "words"), OFTEN)
@pytest.mark.parametrize("written", [str, str.upper, lambda text: text.replace(" ", "\n")])
def test_every_way_to_ask_is_found_however_it_is_written(asked: Asked, words: str, written) -> None:
    found = find_request(written(words), "resident")
    assert found is not None
    assert found.asked is asked


@pytest.mark.parametrize("words", NO_REQUEST.strip().splitlines())
def test_what_only_looks_like_asking_is_left(words: str) -> None:
    assert find_request(words, "resident") is None
    assert find_off_record(talk(f"B: {words}")) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Dan schrijf ik dat niet op.",
        "Dat zal ik niet opschrijven.",
        "Nee hoor, dat blijft onder ons.",
        "Ik laat het eruit.",
        "Ja, dat halen we weg.",
    ],
)
def test_an_interviewer_promises(words: str) -> None:
    found = find_request(words, "interviewer")
    assert found is not None
    assert found.asked is Asked.PROMISED


@pytest.mark.parametrize(
    "words",
    [
        "Ik zet de opname nu aan.",
        "Wat u zegt schrijf ik op.",
        "Waarom hebben ze dat niet in het verslag gezet?",
        "U mag het ook zonder naam invullen.",
        "Wat moet er volgens u niet in het verslag van de gemeente?",
    ],
)
def test_an_interviewer_who_explains_or_asks_promises_nothing(words: str) -> None:
    assert find_request(words, "interviewer") is None


def talk(*said: str) -> Interview:
    """An interview of lines that begin with I: or B:."""
    roles = {"I": ("Interviewer", "interviewer"), "B": ("Bewoner", "resident")}
    return Interview.build("gesprek.txt", [Utterance(roles[line[0]][0], line[3:], roles[line[0]][1]) for line in said])


def held(*said: str) -> list[str]:
    """Words of such an interview that are held back."""
    of = talk(*said)
    return [of.text[each.start : each.end] for each in find_off_record(of)]


ONE, TWO, THREE = "De avond was fijn.", "We zaten met tien mensen.", "Er was koffie en thee."
SECRET, MORE = "De wethouder was aangeschoten.", "Hij viel van zijn stoel."
LATER = "De tekening vond ik mooi."


def test_words_before_a_request_with_dat_are_held_back_and_those_after_it_are_not() -> None:
    asks = "Dat moet je niet opschrijven hoor."
    assert held("I: Hoe was het?", f"B: {ONE} {TWO} {THREE} {SECRET} {MORE} {asks} {LATER}") == [
        f"{THREE} {SECRET} {MORE} {asks}"
    ]


def test_words_after_an_announcement_are_held_back_to_the_end_of_the_turn() -> None:
    asks = "Dit blijft tussen ons."
    assert held("I: Hoe was het?", f"B: {asks} {SECRET} {MORE}", "I: En toen?", f"B: {LATER}") == [
        f"{asks} {SECRET} {MORE}"
    ]


def test_what_was_just_said_is_held_back_however_far_from_the_request_that_stands() -> None:
    asks = "Wat ik nou net zei, van die stoel en van die wethouder, dat moet er niet in."
    assert held(f"B: {ONE} {TWO} {SECRET} {MORE} Eh, wacht even. {asks}", "I: Goed.", f"B: {LATER}") == [
        f"{SECRET} {MORE} Eh, wacht even. {asks}"
    ]


def test_what_only_lies_ahead_leaves_the_words_before_and_goes_on_while_the_interviewer_listens() -> None:
    said = (f"B: {ONE} Wat ik nu zeg moet u niet opschrijven. {SECRET}", "I: Wat erg.", f"B: {MORE}")
    assert held(*said, "I: Goed, hoe vond u de tekening?", f"B: {LATER}") == [
        f"Wat ik nu zeg moet u niet opschrijven. {SECRET}",
        MORE,
    ]
    assert held(*said[:1], "I: Hoe vond u de tekening van het plein?", f"B: {LATER}")[1:] == []
    assert held(f"B: {ONE} Dit is off the record: {SECRET}") == [f"Dit is off the record: {SECRET}"]


@pytest.mark.parametrize(
    "allowed", ["Dit mag je wel weer opschrijven.", "Nou, schrijft u maar weer.", "Verder mag alles erin hoor."]
)
def test_a_request_goes_no_further_than_where_words_may_be_written_again(allowed: str) -> None:
    assert held(f"B: Off the record dan. {SECRET} {allowed} {LATER}") == [f"Off the record dan. {SECRET}"]


def test_a_request_in_the_middle_of_its_own_sentence_takes_that_sentence() -> None:
    assert held("B: De wethouder, maar schrijf dat niet op, was aangeschoten.") == [
        "De wethouder, maar schrijf dat niet op, was aangeschoten."
    ]


def test_a_request_inside_its_own_sentence_leaves_the_answer_before() -> None:
    said = (f"B: {ONE}", "I: En toen?", "B: De wethouder was, en dat heb je niet van mij, aangeschoten.")
    assert held(*said) == ["De wethouder was, en dat heb je niet van mij, aangeschoten."]


def test_a_turn_that_only_asks_is_about_the_answer_before() -> None:
    said = ("I: Hoe was het?", f"B: {SECRET}", "I: Zo.", "B: Dat moet je niet opschrijven.", "I: Nee.", f"B: {LATER}")
    assert held(*said) == [SECRET, "Dat moet je niet opschrijven."]


def test_a_turn_that_only_announces_is_about_the_next_answer() -> None:
    said = ("I: Hoe was het?", "B: Blijft dit onder ons?", "I: Ja natuurlijk.", f"B: {SECRET} {MORE}", "I: En verder?")
    assert held(*said)[0] == "Blijft dit onder ons?"
    assert f"{SECRET} {MORE}" in held(*said)


def test_what_an_interviewer_promises_is_about_the_answer_before() -> None:
    said = (f"B: {SECRET}", "I: Dat zal ik niet opschrijven.", f"B: {LATER}")
    assert held(*said) == [SECRET, "Dat zal ik niet opschrijven."]


def test_no_to_an_interviewer_who_asks_whether_to_write_it_down_is_a_request() -> None:
    said = (f"B: {SECRET}", "I: Mag ik dat opschrijven?", "B: Nee, liever niet.", "I: Goed.", f"B: {LATER}")
    assert held(*said) == [SECRET, "Nee, liever niet."]
    assert held(f"B: {SECRET}", "I: Mag ik dat opschrijven?", "B: Ja hoor.") == []


def test_after_the_recorder_goes_off_all_is_held_back_until_it_goes_on() -> None:
    said = (
        f"B: {ONE} Zet de band even uit.",
        "I: Ja. Zo, hij staat uit.",
        f"B: {SECRET}",
        "I: En wie zag dat allemaal?",
        f"B: {MORE}",
        "I: De band loopt weer. Hoe ging het verder?",
        f"B: {LATER}",
    )
    assert held(*said) == [
        "Zet de band even uit.",
        "Ja. Zo, hij staat uit.",
        SECRET,
        "En wie zag dat allemaal?",
        MORE,
    ]


def test_without_a_word_on_the_recorder_a_new_question_ends_it() -> None:
    said = (
        "B: Zet dat ding even uit.",
        "I: Natuurlijk, waarom wilt u hem uit hebben?",
        f"B: {SECRET} {MORE} Ik heb het zelf gezien die avond.",
        "I: Zo.",
        "B: Ja.",
        "I: Goed, hoe vond u de tekening van het plein?",
        f"B: {LATER}",
    )
    found = held(*said)
    assert found[-1] == "Ja."
    assert LATER not in found


def test_without_any_end_all_that_follows_is_held_back() -> None:
    said = ("B: Zet de opname maar uit.", "I: Ik zet hem uit.", f"B: {SECRET}", "I: Zo.", f"B: {MORE}")
    assert held(*said)[-1] == MORE


def test_talk_without_punctuation_is_held_back_in_pieces_and_not_whole() -> None:
    before = " ".join(f"woord{number}" for number in range(400))
    found = held(f"B: {before} dit moet je niet opschrijven de wethouder was aangeschoten {before}")
    assert len(found) == 1
    assert "de wethouder was aangeschoten" in found[0]
    assert not found[0].startswith("woord0 ")


@pytest.mark.parametrize(
    "piece",
    [
        "Zet de band uit. ",
        "Dit blijft tussen ons. Dat was het. ",
        "dit moet je niet opschrijven ",
        "niet ",
        "dat heb je ",
        "zet de band even maar ",
        "(" * 50,
        "de wethouder " * 10 + ". ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    def took(length: int) -> float:
        turns = [(piece * length)[i : i + 4000] for i in range(0, 160_000, 4000)][: length // 400]
        of = [talk(*(f"B: {turn}" if at % 2 else f"I: {turn}?" for at, turn in enumerate(turns)))]
        of.append(talk(f"B: {(piece * length)[: 10 * length]}"))
        return min(once(of) for _ in range(3))  # a collection of garbage falls in one of them

    def once(of: list[Interview]) -> float:
        start = time.process_time()
        for each in of:
            find_off_record(each)
        return time.process_time() - start

    small, large = took(2_000), took(8_000)
    assert large < 10 * max(small, 0.03)  # four times the text; what is quicker than this is not told apart
