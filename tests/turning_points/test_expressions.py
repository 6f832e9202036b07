"""What points at a moment and what does not; the sentences are made up for this test."""

import pytest

from narratief.turning_points.expressions import find_expressions
from narratief.turning_points.when import When, dates_in


def events(text):
    return [(each.event, each.ordinal) for each in find_expressions(text) if each.kind == "event"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De eerste avond was druk.", [("meeting", 1)]),
        ("Op die allereerste bijeenkomst schrok ik.", [("meeting", 1)]),
        ("De startavond viel tegen.", [("meeting", 1)]),
        ("Bij de laatste sessie was ik ziek.", [("meeting", 99)]),
        ("Ik was bij de bewonersavond in de kerk.", [("meeting", 0)]),
        ("Toen de tekening kwam, schrok iedereen.", [("drawing", 0)]),
        ("Zodra het plan er lag, kwamen de buren.", [("plan", 0)]),
        ("Nadat we de enquête hadden ingevuld hoorden we niks.", [("survey", 0)]),
        ("Er kwam een brief van de gemeente.", [("letter", 0)]),
        ("We hebben tweehonderd handtekeningen opgehaald.", [("petition", 0)]),
        ("Daarna ging het naar de raad.", [("council", 0)]),
        ("Tijdens de tweede werksessie zat ik naast de wethouder.", [("workshop", 2)]),
    ],
)
def test_an_event_is_found(text, expected):
    assert events(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ik werk 's avonds en slaap overdag.",
        "Gisteravond belde mijn zus.",
        "Elke avond staat hij voor het raam.",
        "Die avonden duurden altijd lang.",
        "Ik heb een plan voor mijn tuin.",
        "Ik schrijf graag een brief met de hand.",
        "Toen zei ze dat het mocht.",
        "Ze wonen aan de Briefstraat.",
        "Daar staat mijn handtekening onder.",
    ],
)
def test_what_is_no_moment_is_left_alone(text):
    assert find_expressions(text) == ()


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("Dat was op 12 maart 2024.", 2024, 3, 12),
        ("In november werd het koud.", None, 11, None),
        ("Het begon eind mei 2022 pas.", 2022, 5, None),
        ("Op 03-04-2023 stond het in de krant.", 2023, 4, 3),
        ("Na de zomer bleef het stil.", None, 9, None),
        ("Vóór de kerst van 2022 kwam er nog wat.", 2022, 11, None),
        ("Na de kerst van 2022 kwam er nog wat.", 2023, 1, None),
        ("In 2023 zijn ze begonnen.", 2023, None, None),
    ],
)
def test_a_date_is_understood(text, year, month, day):
    ((start, end, when),) = dates_in(text)

    assert (when.year, when.month, when.day) == (year, month, day)
    assert text[start:end] == when.text


@pytest.mark.parametrize(
    "text", ["Mei is een mooie naam.", "Zij is van 1958, hoor.", "Hij werkt 40 uur.", "Bel 06-12-2023456."]
)
def test_other_numbers_and_names_are_no_dates(text):
    assert list(dates_in(text)) == []


def test_a_date_beside_an_event_belongs_to_it():
    (found,) = find_expressions("De eerste avond, in maart 2024, was druk.")

    assert (found.event, found.when.year, found.when.month) == ("meeting", 2024, 3)


def test_a_date_in_another_sentence_stands_alone():
    found = find_expressions("De eerste avond was druk. In maart hoorde ik het pas.")

    assert [each.kind for each in found] == ["event", "date"]


def test_a_clause_without_a_known_event_keeps_its_words():
    (found,) = find_expressions("Toen die hekken er ineens stonden, was het te laat.")

    assert found.kind == "clause"
    assert "hekken" in found.words


def test_a_month_gets_its_year_from_the_period_when_there_is_one_such_month():
    assert When("in maart", month=3).within("2023-06/2024-05").year == 2024
    assert When("in maart", month=3).within("2023-02/2024-06").year is None
    assert When("in maart", month=3).within("").year is None


def test_a_date_of_birth_is_not_of_the_process():
    assert not When("in 1958", 1958).plausible("2023-02/2024-06")
    assert When("in 2022", 2022).plausible("2023-02/2024-06")
    assert not When("in 2001", 2001).plausible("")
