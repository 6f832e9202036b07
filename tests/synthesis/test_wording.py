from dataclasses import replace

import pytest

from narratief.domain.coverage import Coverage
from narratief.domain.project import ProjectFacts
from narratief.domain.trust import Agreement, Trust
from narratief.synthesis import project_synthesis, wording
from narratief.synthesis.trust_words import explained


@pytest.mark.parametrize(
    ("costs", "band"),
    [
        *((999, "onder"), (1000, "laag"), (15_000, "laag"), (15_001, "midden")),
        *((75_000, "midden"), (75_000.5, "hoog"), (500_000, "hoog"), (500_001, "boven")),
    ],
)
def test_cost_bands(costs, band):
    assert wording.cost_band(costs).startswith(band)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-02/2024-06", "februari 2023 tot en met juni 2024"),
        ("0000-05", "mei 0000"),
        ("2023-02-14/2024-06-01", "februari 2023 tot en met juni 2024"),
        ("2023/2024", "2023 tot en met 2024"),
        ("2023-02", "februari 2023"),
        ("voorjaar 2023", "voorjaar 2023"),
        ("2023-13/2024-01", "2023-13/2024-01"),
        ("", ""),
    ],
)
def test_periods(text, said):
    assert wording.period(text) == said


def test_residents_are_counted_never_as_percentages():
    assert wording.residents_of(2, 3) == "2 van 3 bewoners"
    assert wording.residents_of(1, 1) == "1 van 1 bewoner"


def test_missing_facts_are_named_as_missing():
    assert dict(wording.facts_in_words(ProjectFacts())) == {
        "Participatieniveau": "niet bekend",
        "Schaal": "niet bekend",
        "Periode": "niet bekend",
        "Kosten van de participatie": "niet bekend",
    }


def test_zero_costs_are_costs():
    assert dict(wording.facts_in_words(ProjectFacts(costs=0)))["Kosten van de participatie"].startswith("€\u00a00")


@pytest.mark.parametrize(("residents", "warned"), [(0, False), (1, True), (4, True), (5, False)])
def test_small_groups_get_a_warning(residents, warned):
    assert bool(wording.small_group_note(residents)) is warned


def test_says_that_nobody_reviewed_the_codes(square):
    assert "nog niet door een mens nagekeken" in wording.coding_note(project_synthesis(square))


def test_says_once_who_coded_when_it_is_the_same_everywhere(square):
    machine = project_synthesis(square)
    person = replace(machine, title="Park", coders=("Noor",), coverage=Coverage(3, 3))

    assert len(wording.coding_notes([machine, machine])) == 1
    assert (
        wording.coding_notes([machine, person])[1]
        == "Park: De thema's zijn door een onderzoeker toegekend of nagekeken."
    )


@pytest.mark.parametrize(
    ("coders", "part"), [((), "nog geen thema"), (("Noor", "narratief"), "deels door een onderzoeker")]
)
def test_says_how_far_a_person_reviewed(square, coders, part):
    assert part in wording.coding_note(replace(project_synthesis(square), coders=coders))


@pytest.mark.parametrize(
    ("coverage", "of", "sure", "said"),
    [
        (Coverage(3, 3), 3, 2, "2 van 3 bewoners"),
        (Coverage(3, 1), 1, 1, "1 van de 1 nagekeken gesprekken (3 gesproken)"),
        (Coverage(3, 0), 0, 0, "niet nagekeken (3 gesproken)"),
        (Coverage(3, 0), 3, 0, "volgens de computer 2 van 3 bewoners; nog geen gesprek nagekeken"),
        (
            Coverage(3, 1),
            3,
            1,
            "volgens de computer 2 van 3 bewoners; 1 van de 1 nagekeken gesprekken (3 gesproken)",
        ),
    ],
)
def test_how_many_were_looked_at_is_part_of_a_number(coverage, of, sure, said):
    assert wording.told_of(min(2, of), of, sure, coverage) == said


def test_levels_have_a_place_on_the_ladder():
    assert wording.level("coproduceren") == "coproduceren (trede\u00a04\u00a0van\u00a05)"


def test_when_talks_were_held_is_told_only_when_known():
    assert ("Gesprekken gehouden", "maart 2026") in wording.known_facts(ProjectFacts(talks="2026-03"))
    assert not wording.known_facts(ProjectFacts())


@pytest.mark.parametrize(
    ("confirmed", "alpha", "told"),
    [
        (0, None, "nog onzeker"),
        (6, None, "voor een deel zeker"),
        (10, None, "redelijk zeker"),
        (10, 0.85, "zeker"),
        (10, 0.7, "redelijk zeker"),
        (10, 0.5, "wees voorzichtig"),
    ],
)
def test_how_certain_numbers_are_is_said_in_short(confirmed, alpha, told):
    among = None if alpha is None else Agreement(alpha, 12, 2)
    trust = Trust(interviews=4, answers=30, fragments=40, coded=10, confirmed=confirmed, among_people=among)
    first, *_ = explained(trust)
    assert first.startswith(f"Kort gezegd: {told}.")
    assert ("Over 4 fragmenten is nog niet beslist." in " ".join(explained(trust))) == (confirmed == 6)
