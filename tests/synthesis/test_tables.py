from dataclasses import replace

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.synthesis import overall_synthesis, project_synthesis


def findings(synthesis, theme):
    return next(each for part in synthesis.goals for each in part.themes if each.theme.id == theme)


def overall_row(synthesis, theme):
    return next(row for part in synthesis.goals for row in part.themes if row.theme.id == theme)


def test_counts_residents_once_and_fragments_each(square):
    silence = findings(project_synthesis(square), "feedback_silence")

    assert (silence.residents, silence.of, silence.fragments) == (2, 3, 3)
    assert [quote.interview for quote in silence.quotes] in (["a.txt", "b.txt", "a.txt"], ["b.txt", "a.txt", "a.txt"])


def test_a_theme_that_nobody_told_is_there_with_zero(square):
    synthesis = project_synthesis(square)

    assert [each.theme.id for part in synthesis.goals for each in part.themes] == list(square.codebook.theme_ids)
    assert findings(synthesis, "active_role").residents == 0
    assert findings(synthesis, "active_role").quotes == ()
    assert findings(synthesis, "active_role").brief is None


def test_goals_stand_in_the_order_of_their_numbers_and_divide_by_valence(square):
    synthesis = project_synthesis(square)

    assert [part.goal.number for part in synthesis.goals] == [1, 2, 3]
    for part in synthesis.goals:
        assert {each.theme.valence for each in part.side("positive")} == {"positive"}
        assert len(part.side("positive")) + len(part.side("negative")) == len(part.themes)


def test_a_fragment_coded_by_two_coders_counts_once(square):
    second = tuple(replace(code, coder="Noor", score=1.0) for code in square.codes)
    synthesis = project_synthesis(replace(square, codes=square.codes + second))

    assert findings(synthesis, "feedback_silence").fragments == 3
    assert synthesis.coders == ("Noor", "narratief")


def test_counts_fragments_with_and_without_theme(square):
    synthesis = project_synthesis(square)

    assert (synthesis.fragments, synthesis.coded_fragments) == (5, 4)


def test_never_shows_more_quotes_than_asked_and_loses_none(square):
    silence = findings(project_synthesis(square, shown=1), "feedback_silence")

    assert len(silence.chosen) == 1
    assert silence.chosen + silence.others == silence.quotes


def test_a_narrow_column_gets_a_quote_that_is_not_long(make):
    long, short = "woord " * 55 + "einde.", "Ik heb er na die avond nooit meer iets van gehoord."
    result = make({"a.txt": [(long, ["feedback_silence"])], "b.txt": [(short, ["feedback_silence"])]})
    first = replace(result, codes=(replace(result.codes[0], score=0.99), replace(result.codes[1], score=0.5)))

    silence = findings(project_synthesis(first), "feedback_silence")

    assert silence.quotes[0].text == long
    assert silence.brief.text == short
    assert silence.beside_brief == (silence.quotes[0],)


def test_over_projects_residents_are_added(square, make):
    other = make({"x.txt": [("Nooit meer iets gehoord.", ["feedback_silence"])]}, name="park")

    overall = overall_synthesis([project_synthesis(square), project_synthesis(other)])

    row = overall_row(overall, "feedback_silence")
    assert (row.residents, row.of, row.told_in) == (3, 4, 2)
    assert [cell.residents for cell in row.cells] == [2, 1]
    assert overall.residents == 4


def test_a_project_without_a_theme_in_its_codebook_has_an_empty_cell(square, make):
    other = make({"x.txt": [("Mooi.", [])]}, name="park")
    book = other.codebook.model_dump()
    own = book["themes"][0] | {"id": "not_reached", "label": "Niet bereikt", "valence": "negative"}
    wider = Codebook.model_validate(book | {"themes": [*book["themes"], own]})
    extended = replace(other, codebook=wider, codes=(Code(other.fragments[0].id, "not_reached", 1.0),))

    overall = overall_synthesis([project_synthesis(square), project_synthesis(extended)])

    row = overall_row(overall, "not_reached")
    assert row.cells[0] is None
    assert (row.residents, row.of) == (1, 1)


def test_no_projects_is_an_overview_without_goals():
    assert overall_synthesis([]).goals == ()
