"""What a report says, and what it does not say."""

import datetime as dt
import re

import pytest

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.codebook_file import default_codebook
from narratief.domain.result import ProjectResult
from narratief.publish.report.evidence import evidence_of
from narratief.publish.report.expectation import find_expectations
from narratief.publish.report.model import Bullets, Cite, Contrast, Count, Figure, Heading, Note, Paragraph, Table
from narratief.publish.report.overall import overall_report
from narratief.publish.report.project import project_report
from narratief.publish.report.wording import fill, topics, wording
from narratief.synthesis.wording import capital
from narratief.turning_points import Review, Timeline, find_turning_points, reviewed
from tests.synthesis.conftest import make_result

from .projects import crowd, hall, sample
from .reading import lines, plain


def text(document):
    return "\n".join(plain(line) for line in lines(document))


def chapter(document, heading):
    blocks, on = [], False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            on = block.id == heading
        elif on:
            blocks.append(block)
    return blocks


def test_says_what_was_evaluated():
    said = text(project_report(hall()))

    assert "3 gesprekken" in said
    assert "februari 2023 tot en met juni 2024" in said
    assert "raadplegen (trede 2 van 5)" in said


def test_statements_carry_a_count_and_a_cite():
    for block in chapter(project_report(hall()), "doel-2"):
        if isinstance(block, Paragraph) and any(isinstance(part, Count) for part in block.line):
            assert any(isinstance(part, Cite) for part in block.line)


def test_themes_that_nobody_told_are_named_as_such():
    said = text(project_report(hall()))

    assert "Geen van de bewoners die zijn gesproken, vertelt over saamhorigheid" in said


def test_one_resident_takes_a_verb_in_the_singular():
    count = Count((("p", "a"),), 3)

    assert (
        plain(fill("{count} [vertelt|vertellen] dit.", count, Cite(("4",)))) == "1 van de 3 bewoners vertelt dit [4]."
    )
    assert plain(fill("{count} [vertelt|vertellen] dit.", Count((("p", "a"),), 1))) == "1 van 1 bewoner vertelt dit."


def test_a_draft_says_so_and_a_confirmed_report_does_not():
    draft, confirmed = project_report(hall()), project_report(hall(), confirmed=True)

    assert draft.draft
    assert "concept" in text(draft).lower()
    assert not confirmed.draft
    assert "concept" not in text(confirmed).lower()


def test_differences_are_shown_between_two_residents():
    blocks = chapter(project_report(crowd()), "verschillen")
    contrast = next(block for block in blocks if isinstance(block, Contrast))
    table = next(block for block in blocks if isinstance(block, Table))

    assert contrast.quotes[0].source.split(",")[0] != contrast.quotes[1].source.split(",")[0]
    assert [plain(row[2]) for row in table.rows][:3] == ["beide", "kan beter", "niets verteld"]


def test_of_fewer_than_five_residents_nothing_says_which_words_are_of_one_of_them():
    document = project_report(hall())

    said = repr(document.blocks)
    assert not re.search(r"gesprek \d|antwoord \d", said, re.IGNORECASE)
    assert "een bewoner" in said
    assert not any(isinstance(block, Table) for block in chapter(document, "verschillen"))
    assert not any(isinstance(block, Figure) for block in chapter(document, "momenten"))
    told = repr(project_report(crowd()).blocks)
    assert re.search(r"gesprek 1, antwoord 1", told)
    assert re.search(r"Gesprek 5", told)


def test_of_fewer_than_five_residents_the_order_of_quotes_tells_nothing_either():
    result = hall()
    found = evidence_of(result, Timeline(result.name, 3, ())).fragments
    places = [(each.interview, each.start) for each in found]
    assert [each.id for each in found] == sorted(each.id for each in found)
    assert places != sorted(places)


def test_one_talk_has_no_differences_but_a_caution():
    document = project_report(make_result({"a.txt": [("Het was allang beslist, dat voelde je.", ["influence_doubt"])]}))

    assert chapter(document, "verschillen") == []
    notes = " ".join(plain(block.line) for block in document.blocks if isinstance(block, Note))
    assert "geen patroon" in notes
    assert "snel te herkennen" in notes


def test_expectation_above_the_level_is_told_and_quoted():
    result = hall()
    blocks = chapter(project_report(result), "verwachting")

    assert [(each.level, each.above("raadplegen")) for each in find_expectations(result)] == [("meebeslissen", True)]
    assert any(
        "meer invloed dan bij raadplegen hoort" in plain(block.line) for block in blocks if isinstance(block, Paragraph)
    )


@pytest.mark.parametrize(
    "words",
    [
        "Ik had niet verwacht dat we mochten kiezen, en dat was ook zo.",
        "We mochten kiezen uit drie bankjes en dat vond ik heel leuk.",
        "Ik dacht dat het zou gaan regenen op de dag van het feest.",
    ],
)
def test_what_is_no_expectation_of_influence(words):
    assert find_expectations(make_result({"a.txt": [(words, [])]})) == ()


def test_costs_stand_beside_experience_or_are_said_to_be_unknown():
    assert "laag (€\u00a01.000 tot €\u00a015.000)" in text(project_report(hall()))
    unknown = text(project_report(hall(costs=None)))
    assert "kosten van de participatie niet bekend" in unknown
    assert "Vul" not in unknown


def test_conclusions_need_two_residents_when_three_were_spoken_to():
    bullets = [block for block in chapter(project_report(hall()), "conclusies") if isinstance(block, Bullets)]

    assert [[plain(item)[:40] for item in each.items] for each in bullets] == [
        ["Na de inbreng bleef het te lang stil: 2 "]
    ]


def test_findings_are_linked_to_recommendations_and_costs():
    titles = [block.text for block in chapter(project_report(hall()), "aanbevelingen") if isinstance(block, Heading)]

    assert titles == [
        "Ondersteuning en training voor wie participatie uitvoert",
        "Bewust een niveau kiezen en serieus informeren",
        "Samenwerken met organisaties in wijk en buurt",
        "Inzicht in kosten",
    ]


def test_a_reviewed_timeline_is_used():
    result = hall()
    timeline = find_turning_points(result)
    renamed = reviewed(timeline, Review(rename={timeline.turning_points[0].id: "de aftrap in de kerk"}))

    document = project_report(result, timeline=renamed)

    assert "De aftrap in de kerk" in [heading.text for heading in document.headings]


def test_only_moments_that_a_person_confirmed_are_published():
    found = find_turning_points(hall())
    ids = [point.id for point in found.turning_points]
    assert len(ids) > 1
    one = reviewed(found, Review(confirmed=frozenset(ids[:1])))
    wanted, others = capital(one.turning_points[0].label), {capital(each.label) for each in one.turning_points[1:]}

    published = chapter(project_report(hall(), confirmed=True, timeline=one), "momenten")
    headings = {block.text for block in published if isinstance(block, Heading)}
    assert any(heading.startswith(wanted) for heading in headings)
    assert len(headings) == 1
    assert "niemand heeft bevestigd" in plain(next(block.line for block in published if isinstance(block, Paragraph)))
    for none in (project_report(hall(), confirmed=True, timeline=found), project_report(hall(), confirmed=True)):
        assert "Bepalende momenten" not in {heading.text for heading in none.headings}
        assert f"De computer vond {len(ids)} momenten" in text(none)
        assert "want niemand heeft ze bevestigd" in text(none)
        assert "volgorde van momenten" not in text(none)

    draft = chapter(project_report(hall(), timeline=one), "momenten")
    said = [plain(block.line) for block in draft if isinstance(block, Paragraph)]
    assert others <= {block.text.partition(" (")[0] for block in draft if isinstance(block, Heading)}
    assert sum("Niemand heeft dit moment nog bevestigd." in line for line in said) == len(others)


def test_a_theme_of_the_projects_own_is_spoken_of_by_its_label():
    book = default_codebook()
    own = Theme(id="parking", goal="clarity", valence="negative", label="Parkeren", definition="Over parkeren.")
    base = hall()
    code = base.codes[0]
    result = ProjectResult(
        base.name,
        base.facts,
        Codebook(goals=book.goals, themes=(*book.themes, own)),
        base.interviews,
        base.fragments,
        (*base.codes, type(code)(code.fragment, "parking", 0.9)),
    )

    assert "1 van de 3 bewoners vertelt over ‘Parkeren’" in text(project_report(result)).replace("Daarnaast ", "")


def test_the_overall_report_compares_projects():
    document = overall_report([sample("herinrichting-lindenlaan"), hall()], date=dt.date(2026, 11, 24))
    tables = [block for block in document.blocks if isinstance(block, Table)]

    assert "6 gesprekken" in text(document)
    assert any("A. Herinrichting Lindenlaan" in table.header for table in tables)
    assert all(
        number[0] in "AB"
        for line in lines(document)
        for part in line
        if isinstance(part, Cite)
        for number in part.numbers
    )
    assert any("vertelt niemand dit" in plain(line) for line in lines(document))


def test_no_projects_no_report():
    with pytest.raises(ValueError, match="at least one"):
        overall_report([])


def test_a_project_without_codes_or_interviews_still_has_a_report():
    assert project_report(make_result({}, name="leeg")).title == "leeg"
    assert overall_report([make_result({}, name="leeg")]).blocks


def test_every_default_theme_has_its_wording_and_its_recommendation():
    themes = set(default_codebook().theme_ids)

    assert set(wording().themes) == themes
    assert set().union(*(advice.themes for advice in wording().recommendations)) == themes
    assert all({pair.well, pair.better} <= themes for pair in wording().contrasts)


def test_names_with_an_and_of_their_own_are_kept_apart():
    assert topics(["stilte", "contact"]) == "stilte en contact"
    assert topics(["stilte en rust", "contact"]) == "stilte en rust; contact"


def test_ranges_of_numbers_are_joined():
    assert Cite(("1", "2", "3", "7", "A1", "A2", "B3")).text == "[1–3, 7, A1, A2, B3]"
    assert Cite(("A3", "A4", "A5", "B6")).ranges == (("A3", "A3–A5"), ("B6", "B6"))
    assert Cite(()).ranges == ()
