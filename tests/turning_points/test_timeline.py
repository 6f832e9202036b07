"""Mentions of several residents become moments, in order, with each resident's side."""

from dataclasses import replace

import pytest

from narratief.domain.project import ProjectFacts
from narratief.turning_points import Review, find_turning_points, reviewed, same_moment
from tests.publish.report.projects import hall, sample
from tests.synthesis.conftest import make_result


def labels(timeline):
    return [moment.label for moment in timeline.turning_points]


def test_moments_of_several_residents_with_each_ones_side():
    timeline = find_turning_points(hall())

    assert labels(timeline) == ["de eerste avond", "de tekening"]
    first = timeline.turning_points[0]
    assert [(each.interview, each.tone) for each in first.perspectives] == [
        ("a.txt", "mixed"),  # the answer after it goes on about it
        ("b.txt", "negative"),
    ]
    assert first.differs
    assert (timeline.turning_points[1].when.year, timeline.turning_points[1].when.month) == (2024, 3)


def test_every_voice_is_a_slice_of_the_stored_text_and_marks_its_expression():
    for name in ("gebiedsproces-broekerveld", "wijkverkeersplan-noorderhaven"):
        result = sample(name)
        stored = {interview.id: interview.text for interview in result.interviews}
        timeline, marked = find_turning_points(result), 0
        assert timeline.others
        for moment in (*timeline.turning_points, *timeline.others):
            for perspective in moment.perspectives:
                for voice in perspective.voices:
                    quote = voice.quote
                    assert quote.text == stored[quote.interview][quote.start : quote.end]
                    for start, end in quote.evidence:
                        assert quote.start <= start < end <= quote.end
                        marked += 1
        assert marked >= len(timeline.others)
        assert all(moment.residents >= 2 and moment.themes for moment in timeline.turning_points)


def test_the_evening_named_before_is_the_one_meant():
    result = make_result(
        {
            "a.txt": [
                ("De tweede avond was in de school.", ["active_role"]),
                ("Die avond zat ik naast de wethouder.", []),
            ],
            "b.txt": [("Op de tweede avond werd er geschreeuwd.", ["dissent_handling"])],
        }
    )

    (moment,) = find_turning_points(result).turning_points

    assert moment.label == "de tweede avond"
    assert len(moment.perspectives[0].voices) == 2


def test_themes_right_after_in_the_same_answer_belong_to_the_moment():
    timeline = find_turning_points(sample("gebiedsproces-broekerveld"))
    carried = [
        (voice, quote)
        for moment in (*timeline.turning_points, *timeline.others)
        for perspective in moment.perspectives
        for voice in perspective.voices
        for quote in voice.carried
    ]

    assert carried
    assert all(quote.turn == voice.quote.turn and quote.start > voice.quote.start for voice, quote in carried)


def test_an_evening_without_a_number_is_unsure_where_a_process_has_several():
    result = make_result(
        {
            "a.txt": [("Bij de avond was het druk.", ["active_role"])],
            "b.txt": [("De avond liep uit de hand.", ["dissent_handling"])],
        }
    )

    found = find_turning_points(result)
    (moment,) = found.turning_points

    assert moment.unsure
    (confirmed,) = reviewed(found, Review(confirmed=frozenset({moment.id}))).turning_points
    assert (confirmed.unsure, confirmed.confirmed) == (False, True)


def test_another_moment_with_the_id_is_not_the_one_that_a_person_saw():
    few = {
        "a.txt": [("De avond op 12 mei 2024 was vol.", ["active_role"])],
        "b.txt": [("Op 12 mei 2024 was de avond rommelig.", ["active_role"])],
    }
    many = {
        "c.txt": [("De avond op 5 maart 2024 was stil.", ["active_role"])],
        "d.txt": [("Op 5 maart 2024 was de avond kort.", ["active_role"])],
        "e.txt": [("Ik was bij de avond op 5 maart 2024.", ["active_role"])],
    }
    (seen,) = find_turning_points(make_result(few)).turning_points
    assert seen.places == {("a.txt", 0), ("b.txt", 0)}

    found = find_turning_points(make_result(few | many))

    assert found.by_id[seen.id].places == {("c.txt", 0), ("d.txt", 0), ("e.txt", 0)}
    assert not same_moment(found, seen.id, seen.places)
    assert same_moment(found, seen.id, {("b.txt", 0), ("e.txt", 0)})
    assert same_moment(found, seen.id, ())
    assert same_moment(found, "not found", seen.places)


@pytest.mark.parametrize("with_order", [False, True])
def test_order_by_date_then_number_then_telling(with_order):
    dated = "in maart 2024" if with_order else ""
    result = make_result(
        {
            name: [
                (f"De stemming {dated} was eerlijk.", ["community_cohesion"]),
                ("De laatste avond was kort.", ["influence_doubt"]),
                ("De eerste avond was lang.", ["influence_doubt"]),
                (f"De wandeling {'in mei 2023' if with_order else ''} was nat.", ["community_cohesion"]),
            ]
            for name in ("a.txt", "b.txt")
        },
        facts=ProjectFacts(period="2023-01/2024-06"),
    )

    found = labels(find_turning_points(result))

    assert found.index("de eerste avond") < found.index("de laatste avond")
    if with_order:
        assert found.index("de wandeling") < found.index("de stemming")
    else:
        assert found[0] == "de stemming"


def test_the_order_of_interviews_and_codes_does_not_matter():
    result = hall()
    turned = type(result)(
        result.name, result.facts, result.codebook, result.interviews[::-1], result.fragments[::-1], result.codes[::-1]
    )

    assert find_turning_points(result) == find_turning_points(turned)


def test_a_review_renames_merges_rejects_and_orders():
    timeline = find_turning_points(hall())
    evening, drawing = timeline.turning_points

    renamed = reviewed(timeline, Review(rename={evening.id: "de aftrap"}))
    rejected = reviewed(timeline, Review(reject=frozenset({drawing.id, "unknown"})))
    merged = reviewed(timeline, Review(merge=[(evening.id, drawing.id)]))
    turned = reviewed(timeline, Review(order=[drawing.id, evening.id]))

    assert labels(renamed) == ["de aftrap", "de tekening"]
    assert labels(rejected) == ["de eerste avond"]
    assert [len(each.voices) for each in merged.turning_points[0].perspectives] == [3, 3]
    assert merged.turning_points[0].id == evening.id
    assert labels(turned) == ["de tekening", "de eerste avond"]
    assert reviewed(timeline, Review()) == timeline


def test_merging_can_make_a_turning_point_of_single_mentions():
    result = make_result(
        {
            "a.txt": [("De wandeling was nat.", ["community_cohesion"])],
            "b.txt": [("De excursie was leuk.", ["community_cohesion"]), ("De stemming was eerlijk.", ["active_role"])],
        }
    )
    timeline = find_turning_points(result)
    vote = next(moment for moment in timeline.others if moment.event == "vote")
    walk = next(moment for moment in (*timeline.turning_points, *timeline.others) if moment.event == "walk")

    merged = reviewed(timeline, Review(merge=[(vote.id, walk.id)]))

    assert vote.id in [moment.id for moment in merged.turning_points]


def test_no_fragments_no_moments():
    assert find_turning_points(make_result({})).turning_points == ()


def two(one: str, other: str, themes: tuple[str, str] = ("feedback_silence", "feedback_silence")):
    """Two residents who each say one thing."""
    return find_turning_points(make_result({"a.txt": [(one, [themes[0]])], "b.txt": [(other, [themes[1]])]}))


def test_a_month_alone_is_never_a_moment():
    timeline = two("In mei 2024 hoorden we niets meer.", "Ik heb in mei 2024 nog gebeld, geen reactie.")

    assert timeline.turning_points == timeline.others == ()


def test_what_a_process_has_several_of_is_one_moment_only_under_one_name():
    assert labels(two("De avond was vol.", "De inloop was vol.")) == []
    assert labels(two("De inloop was vol.", "Bij de inloop stond niemand.")) == ["de inloop"]
    assert labels(two("Toen de tekening er hing.", "Toen het ontwerp er lag.")) == ["de tekening"]
    assert labels(two("De tekening hing er.", "Het ontwerp lag er.")) == []


def test_a_letter_with_a_day_of_its_own_is_not_just_any_letter():
    timeline = two("Op 30 juni 2024 kwam er een brief.", "Er kwam een brief in de bus.")

    assert labels(timeline) == []
    assert labels(two("De brief kwam laat.", "Op mijn brief kwam geen antwoord.")) == []


def test_one_residents_date_is_not_that_of_all_who_may_mean_another_evening():
    timeline = two("De avond in maart 2024 was vol.", "De avond was zwaar.")

    (moment,) = timeline.turning_points
    assert moment.unsure
    assert moment.when is None


def asked(*answers: tuple[str, str, str]):
    """Residents who each answer one question: file, question and answer."""
    result = make_result({file: [(answer, ["active_role"])] for file, _, answer in answers})
    questions = {file: question for file, question, _ in answers}
    fragments = tuple(replace(each, question=questions[each.interview]) for each in result.fragments)
    return find_turning_points(replace(result, fragments=fragments))


def test_an_event_that_only_the_question_names_is_found():
    timeline = asked(
        ("a.txt", "Er is ook gestemd, over de bomen.", "Links. Dat leek me beter."),
        ("b.txt", "Hoe was de stemming?", "Eerlijk, iedereen kreeg een briefje."),
    )

    assert [moment.event for moment in timeline.turning_points] == ["vote"]
    assert {told.interview for told in timeline.turning_points[0].perspectives} == {"a.txt", "b.txt"}


def test_who_says_no_tells_nothing_of_what_the_question_names():
    timeline = asked(
        ("a.txt", "Was u bij de stemming?", "Nee, ik was ziek."), ("b.txt", "Hoe was de stemming?", "Eerlijk.")
    )

    assert [moment.residents for moment in timeline.others if moment.event == "vote"] == [1]


def test_two_evenings_in_one_month_are_never_one():
    timeline = two("De eerste avond in maart 2024 was vol.", "De tweede avond in maart 2024 was vol.")
    halls = two("De avond in de kerk in maart was vol en luid.", "De avond in de school in maart was vol en luid.")

    assert labels(timeline) == labels(halls) == []


def test_three_letters_are_never_one():
    result = make_result(
        {
            "a.txt": [("Er kwam een brief van het waterschap over de sloot.", ["active_role"])],
            "b.txt": [("Er kwam een brief van de gemeente over het parkeren.", ["active_role"])],
            "c.txt": [("De brief die ik heb geschreven ging over de sloot.", ["active_role"])],
        }
    )

    assert labels(find_turning_points(result)) == []


def test_one_letter_is_known_by_what_it_said():
    told = two(
        "Er kwam een brief dat het terras van de visboer weg moest voor een hijskraan.",
        "Ik kreeg een brief over dat terras van de visboer en die hijskraan.",
    )

    assert [(moment.event, moment.unsure) for moment in told.turning_points] == [("letter", False)]


def test_what_happened_tells_an_event_that_nobody_names():
    timeline = asked(
        ("a.txt", "Hoe ging dat?", "Toen viel de stroom uit, midden in het praatje van de wethouder."),
        ("b.txt", "En u, was u daar?", "Ja, ik zat achterin. De wethouder praatte en hup, de stroom viel uit."),
    )

    (moment,) = timeline.turning_points
    assert (moment.event, moment.residents) == ("", 2)
    assert "stroom" in moment.label


def test_a_place_alone_is_no_event():
    timeline = asked(
        ("a.txt", "Waar woont u?", "Bij de kerk, naast de sporthal. Ik breng de kinderen naar de school."),
        ("b.txt", "Wat doet u zoal?", "Ik werk in de kantine van de sporthal, en op zondag ga ik naar de kerk."),
    )

    assert timeline.turning_points == timeline.others == ()


def test_a_counted_evening_is_the_evening_that_the_question_is_about():
    timeline = asked(
        ("a.txt", "Hoe waren die avonden?", "De eerste was een rommeltje."),
        ("b.txt", "En de eerste avond?", "Toen werd er geschreeuwd."),
    )

    assert [(moment.event, moment.ordinal) for moment in timeline.turning_points] == [("meeting", 1)]


def test_many_mentions_of_one_kind_are_compared_in_bounded_number(monkeypatch):
    calls = []
    monkeypatch.setattr("narratief.turning_points.likeness._which", lambda *pair: calls.append(pair) or 0.0)
    monkeypatch.setattr("narratief.turning_points.grouping._MOST_COMPARED", 10)
    find_turning_points(make_result({"a.txt": [(f"De brief nummer {n} kwam.", []) for n in range(200)]}))

    assert len(calls) <= 200 * 10


def test_a_quote_that_was_refused_since_does_not_come_from_the_cache():
    result = hall()
    find_turning_points(result)
    refused = replace(result, fragments=tuple(replace(each, printing="no") for each in result.fragments))
    assert refused == result  # what may be printed is no part of what a fragment is
    first = find_turning_points(refused).turning_points[0]
    shown = [voice.quote for perspective in first.perspectives for voice in perspective.voices]
    assert shown
    assert all(quote.hidden for quote in shown)
