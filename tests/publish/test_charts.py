"""Charts: offline, the same every time, every chart also in words."""

import re
import zipfile
from dataclasses import replace

import pytest

from narratief.domain.codebook import Codebook
from narratief.domain.project import ProjectFacts
from narratief.publish.charts import (
    TimelineRow,
    all_charts,
    cooccurrence_chart,
    dots_chart,
    heatmap_chart,
    themes_chart,
    timeline_chart,
    write_charts,
)
from narratief.publish.charts.style import COLOURS, DARK, SCALE, wrapped

from .conftest import make

POINTS = [TimelineRow("Eerste avond <plein> (maart 2023)", 3, 0, 3), TimelineRow("Besluit", 2, 1, 2)]


def words_of(svg: bytes) -> list[str]:
    drawing = svg.decode().partition("</desc>")[2]
    return [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", drawing)]


def luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def test_drawings_need_nothing_from_outside_and_are_the_same_every_time(square, garden):
    charts = (*all_charts([square, garden]), timeline_chart("Plein", POINTS))
    for chart in charts:
        svg = chart.svg()

        assert not re.search(rb"@import|@font-face|url\(http|<image|<script|href=", svg)
        assert b"Liberation Sans, Arial, Helvetica, sans-serif" in svg
        assert svg.startswith(b'<svg role="img" xml:lang="nl" ')
        assert f"<title>{chart.title}".encode()[:20] in svg
    assert charts[0].svg() == charts[0].svg()
    assert charts[0].png() == charts[0].png()


def test_themes_count_residents_and_say_so_in_words(square):
    chart = themes_chart(square)

    assert words_of(chart.svg()).count("2 van 3") == 1
    assert words_of(chart.svg()).count("0 van 3") == 9
    assert "Radiostilte en gebrek aan terugkoppeling: 2 van 3" in chart.alt
    assert "Persoonlijke benadering: door niemand verteld" in chart.alt
    assert "3 bewoners zijn gesproken over Plein." in chart.alt
    assert "%" not in chart.alt


def test_one_resident_is_said_in_the_singular(garden):
    assert "1 bewoner is gesproken over Tuin." in themes_chart(garden).alt


def test_a_draft_is_marked_until_a_person_coded(square):
    mine = replace(square, codes=tuple(code for code in square.codes if code.coder != "narratief"))
    for draw in (themes_chart, heatmap_chart, dots_chart, cooccurrence_chart):
        assert "Concept:" in draw(square).drawing.to_json()
        assert "Concept:" not in draw(mine).drawing.to_json()
    assert any("Concept:" in text for text in words_of(themes_chart(square).svg()))


def test_heatmap_has_every_project_and_marks_themes_that_one_lacks(square, garden):
    fewer = Codebook(goals=garden.codebook.goals, themes=garden.codebook.themes[5:])

    chart = heatmap_chart([square, replace(garden, codebook=fewer)])

    words = words_of(chart.svg())
    assert words.count("–") == 5
    assert words.count("1 van 1") == 1
    assert "Plein" in words
    assert "Tuin. Persoonlijke benadering: 1 van 1" in chart.alt


def test_dots_show_every_interview_also_with_one_name_in_two_formats():
    result = make({"a.txt": [("Stil.", ["feedback_silence"])], "a.docx": [("Ja.", [])], "b.txt": [("Nee.", [])]})

    chart = dots_chart(result)

    assert {"gesprek 1", "gesprek 2", "gesprek 3"} <= set(words_of(chart.svg()))
    assert "gesprek 2: Radiostilte en gebrek aan terugkoppeling (1 fragment)." in chart.alt
    assert "gesprek 1: geen thema." in chart.alt


def test_cooccurrence_counts_residents_who_told_of_both(square):
    chart = cooccurrence_chart(square)

    assert "Twijfel over mate van invloed en Ondoorzichtige besluitvorming: 1 bewoner" in chart.alt
    assert words_of(chart.svg()).count("0") == 13 * 12 // 2 - 3


def test_timeline_says_in_words_what_it_shows():
    chart = timeline_chart("Plein", POINTS)

    assert "Tijdlijn van Plein met 2 momenten." in chart.alt
    assert chart.alt.index("1. Eerste avond") < chart.alt.index("2. Besluit")
    assert "(maart 2023): 3 bewoners vertellen erover. Wat gaat goed: 0; wat kan beter: 3." in chart.alt


def test_equal_titles_and_labels_do_not_run_together(square, garden):
    themes = tuple(theme.model_copy(update={"label": "Stilte | x"}) for theme in square.codebook.themes)
    book = Codebook(goals=square.codebook.goals, themes=themes)
    facts = ProjectFacts(title="Zelfde")
    both = [replace(result, codebook=book, facts=facts) for result in (square, garden)]

    words = words_of(heatmap_chart(both).svg())

    assert "Zelfde (plein)" in words
    assert "Stilte / x (influence_doubt)" in words


@pytest.mark.parametrize("draw", [themes_chart, heatmap_chart, dots_chart, cooccurrence_chart])
def test_nothing_coded_or_nobody_spoken_to_still_draws(draw, square):
    empty = replace(square, codes=())

    for result in (empty, replace(empty, interviews=(), fragments=())):
        assert draw(result).svg()
        assert draw(result).alt


def test_sides_differ_in_greyscale_and_words_in_cells_can_be_read():
    light, dark = sorted((luminance(rgb(colour)) for colour in COLOURS.values()), reverse=True)
    assert (light + 0.05) / (dark + 0.05) > 3
    for step in range(101):
        share = step / 100
        cell = tuple(a + (b - a) * share for a, b in zip(rgb(SCALE[0]), rgb(SCALE[1]), strict=True))
        other = 1.0 if share > DARK else 0.0
        high, low = max(luminance(cell), other), min(luminance(cell), other)
        assert (high + 0.05) / (low + 0.05) > 4.4


def test_labels_are_broken_between_words():
    assert wrapped("een twee drie", 8) == "een twee|drie"
    assert wrapped("onverdeelbaarlangwoord ja", 8) == "onverdeelbaarlangwoord|ja"


def test_bundle_has_every_chart_twice_and_the_words(square, tmp_path):
    path = write_charts(square, tmp_path / "g.zip")

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len([name for name in names if name.endswith(".svg")]) == 3
        assert len([name for name in names if name.endswith(".png")]) == 3
        assert "Radiostilte" in archive.read("tekstalternatieven.md").decode()
