"""Charts: offline, the same every time, every chart also in words."""

import datetime as dt
import re
import zipfile
from dataclasses import replace

import pytest

from narratief.domain.codebook import Codebook
from narratief.domain.project import ProjectFacts
from narratief.files.csv_table import read_csv_table
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
from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.style import COLOURS, DARK, SCALE, wrapped
from narratief.publish.charts.time_axis import MOST_TICKS, stretch_of, ticks_of
from narratief.publish.charts.timeline import timeline_charts
from narratief.publish.charts.words import ALT_WORDS, IN_TABLE, LONGEST_LINE
from narratief.turning_points import Review, find_turning_points, reviewed
from narratief.turning_points.when import When
from tests.publish.report.projects import FOLDERS, sample

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
    assert "Het vaakst verteld: Radiostilte en gebrek aan terugkoppeling (2 van 3)." in chart.alt
    rows = {row[3]: row[4:] for row in chart.table.rows}
    assert rows["Radiostilte en gebrek aan terugkoppeling"] == (2, 3)
    assert rows["Persoonlijke benadering"] == (0, 3)
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
    assert ("Tuin", "Persoonlijke benadering", 1, 1) in chart.table.rows
    assert len([row for row in chart.table.rows if row[0] == "Tuin"]) == len(fewer.themes)


def test_dots_show_every_interview_also_with_one_name_in_two_formats():
    result = make({"a.txt": [("Stil.", ["feedback_silence"])], "a.docx": [("Ja.", [])], "b.txt": [("Nee.", [])]})

    chart = dots_chart(result)

    assert {"gesprek 1", "gesprek 2", "gesprek 3"} <= set(words_of(chart.svg()))
    assert sorted(row[1:] for row in chart.table.rows)[:2] == [
        ("gesprek 1", "geen thema", 0),
        ("gesprek 2", "Radiostilte en gebrek aan terugkoppeling", 1),
    ]


def test_cooccurrence_counts_residents_who_told_of_both(square):
    chart = cooccurrence_chart(square)

    assert ("Twijfel over mate van invloed", "Ondoorzichtige besluitvorming", 1) in chart.table.rows
    assert words_of(chart.svg()).count("0") == 13 * 12 // 2 - 3


def test_only_confirmed_moments_are_drawn_and_a_draft_marks_the_others():
    made = make(
        {
            "a.txt": [("De eerste avond was fijn.", ["participation_valued"]), ("De schouw was leuk.", [])],
            "b.txt": [
                ("De eerste avond was stil.", ["feedback_silence"]),
                ("De schouw was nat.", ["feedback_silence"]),
            ],
        }
    )
    by_person = replace(made, codes=tuple(replace(code, coder="Ans") for code in made.codes))
    found = find_turning_points(made)
    one, other = found.turning_points
    timelines = {made.name: reviewed(found, Review(confirmed=frozenset({one.id})))}

    [chart] = timeline_charts([by_person], timelines)
    assert [row[1] for row in chart.table.rows] == [one.label]
    assert list(timeline_charts([by_person], {})) == []
    [draft] = timeline_charts([made], timelines)
    assert [row[1] for row in draft.table.rows] == [one.label, f"{other.label} – niet bevestigd"]


def test_moments_without_dates_are_no_time_line():
    chart = timeline_chart("Plein", POINTS)

    assert (chart.name, chart.title) == ("momenten", "Bepalende momenten: Plein")
    assert "met 2 momenten." in chart.alt
    assert "Tijdlijn" not in chart.alt
    assert chart.table.rows[0] == (1, "Eerste avond <plein> (maart 2023)", "", "", 3, 0, 3)
    assert not [word for word in words_of(chart.svg()) if re.fullmatch(r"20\d\d", word)]


def test_a_time_line_has_an_axis_on_which_later_is_further_right():
    march = When("maart 2023", 2023, 3)
    points = [
        TimelineRow("Eerste avond", 3, 0, 3, stretch_of(march)),
        TimelineRow("Brief", 2, 1, 2),
        TimelineRow("Besluit", 2, 1, 2, stretch_of(When("2025", 2025))),
    ]
    chart = timeline_chart("Plein", points, subtitle="3 bewoners over Plein.")
    words = words_of(chart.svg())

    assert chart.name == "tijdlijn"
    assert words.count("datum niet bekend") == 1
    assert {"2024", "2025"} <= set(words)
    assert "Tijdlijn van Plein met 3 momenten." in chart.alt
    assert [row[2:4] for row in chart.table.rows] == [
        ("2023-03-01", "2023-03-31"),
        ("", ""),
        ("2025-01-01", "2025-12-31"),
    ]
    places = [
        float(place)
        for place in re.findall(
            r'aria-roledescription="rule mark"[^>]*transform="translate\(([\d.]+)', chart.svg().decode()
        )
    ]
    assert len(places) >= 2
    assert places[0] < places[1]


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When("12 maart 2024", 2024, 3, 12), "2024-03-12", "2024-03-12"),
        (When("februari 2024", 2024, 2), "2024-02-01", "2024-02-29"),
        (When("de winter van 2024", 2024, 1), "2023-12-01", "2024-02-29"),
        (When("2024", 2024), "2024-01-01", "2024-12-31"),
    ],
)
def test_a_date_covers_the_days_that_were_said(when, first, last):
    assert [str(day) for day in stretch_of(when) or ()] == [first, last]


def test_what_is_no_date_stands_on_no_axis():
    assert stretch_of(None) is None
    assert stretch_of(When("in maart", None, 3)) is None
    assert stretch_of(When("31 februari 2024", 2024, 2, 31)) is None


@pytest.mark.parametrize("months", [1, 4, 9, 30, 200, 900])
def test_few_ticks_stand_on_any_axis_and_within_it(months):
    first = dt.date(2001, 2, 1)
    domain = first, first + dt.timedelta(days=31 * months)

    ticks = ticks_of(domain)

    assert 1 <= len(ticks) <= MOST_TICKS
    assert all(domain[0] <= tick <= domain[1] for tick in ticks)


def test_one_line_stands_below_a_title_and_few_words_describe_a_chart(square, garden):
    long = replace(garden, facts=ProjectFacts(title="Herinrichting van de straten en het plein " * 4))
    for results in ([square, garden], [long], [square]):
        for chart in all_charts(results):
            below = chart.drawing.to_dict()["title"]["subtitle"]
            assert isinstance(below, str)
            assert len(below) <= LONGEST_LINE
            assert 5 < len(chart.alt.split()) <= ALT_WORDS
            assert chart.alt.endswith(IN_TABLE)
            assert chart.table.rows or "Geen twee thema's" in chart.alt


def test_a_table_behind_a_chart_holds_any_words():
    table = TableBehind(("thema", "bewoners"), (("a | b\n<i>", 2), ("=1+1", 0)))

    assert table.markdown().splitlines()[2] == r"| a \| b &lt;i> | 2 |"
    assert read_csv_table(table.csv()) == [
        {"thema": "a | b\n<i>", "bewoners": "2"},
        {"thema": "=1+1", "bewoners": "0"},
    ]


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


def test_bundle_has_every_chart_twice_and_the_words(tmp_path):
    words = ("Het bleef stil.", "Nooit meer iets gehoord.")
    silent = {f"{number}.txt": [(said, ["feedback_silence"])] for number, said in enumerate(words)}
    others = {f"{number}.txt": [("De koffie was goed.", [])] for number in range(2, 5)}
    path = write_charts(make(silent | others), tmp_path / "g.zip")

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        drawn = ("samenhang", "themas", "wie-vertelde-wat")
        assert sorted(name for name in names if name.endswith(".svg")) == [f"{name}.svg" for name in drawn]
        assert sorted(name for name in names if name.endswith(".png")) == [f"{name}.png" for name in drawn]
        told = archive.read("tekstalternatieven.md").decode()
        assert "| Radiostilte en gebrek aan terugkoppeling | 2 | 5 |" in told
        assert "Concept:" in told
        [row] = [row for row in read_csv_table(archive.read("themas.csv")) if row["thema"].startswith("Radiostilte")]
        assert (row["bewoners"], row["van"]) == ("2", "5")


def test_bundle_of_few_residents_does_not_show_who_told_what(square, tmp_path):
    path = write_charts(square, tmp_path / "g.zip")

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert sorted(name for name in names if name.endswith(".svg")) == ["samenhang.svg", "themas.svg"]
        assert not [name for name in names if name.endswith(".csv") and b"gesprek" in archive.read(name)]
        assert "gesprek 1" not in archive.read("tekstalternatieven.md").decode()


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_chart_of_every_sample_project_is_short_and_has_its_table(name):
    result = sample(name)
    for chart in (*all_charts([result]), *all_charts([result, sample("vernieuwing-beekpark")][: 1 + (name[0] < "v")])):
        below = chart.drawing.to_dict()["title"]["subtitle"]
        assert isinstance(below, str)
        assert len(below) <= LONGEST_LINE
        assert len(chart.alt.split()) <= ALT_WORDS
        assert chart.alt.endswith(IN_TABLE)
        assert chart.table.rows
