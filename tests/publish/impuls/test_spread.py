"""A spread says what the store says, in the lengths that the magazine asks."""

import io
import itertools
import re
from dataclasses import replace
from types import SimpleNamespace

import pypdf
import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import InputError
from narratief.publish.impuls import load_requirements, make_edition, make_spread, pdf
from narratief.publish.impuls.docx import copy_document, edition_docx, spread_docx
from narratief.publish.impuls.pdf import edition_pdf, spread_pdf
from narratief.publish.impuls.readability import sentences_of, words_of
from narratief.publish.impuls.remarks import measure, remarks, running_text, without_cites
from narratief.publish.impuls.wording import headline, magazine
from narratief.publish.report.model import Cite, Count, Table
from narratief.publish.report.project import project_report
from narratief.turning_points import Review, find_turning_points, reviewed
from tests.publish.report.projects import hall, sample
from tests.publish.report.reading import quotations, squeezed, text_of_docx, text_of_pdf
from tests.synthesis.conftest import make_result

NAMES = (
    "gebiedsproces-broekerveld",
    "herinrichting-lindenlaan",
    "vernieuwing-beekpark",
    "wijkverkeersplan-noorderhaven",
)
APART = ("omgeving-stationskwartier", "windpark-hoogeveld")
COUNT = re.compile(r"(?<!\d)(\d+)\s+van\s+de\s+(\d+)\s+bewoners")


@pytest.mark.parametrize("name", NAMES)
def test_three_findings_of_both_sides_with_their_residents_counted(name):
    result = sample(name)
    spread = make_spread(result)
    where = {fragment.id: fragment.interview for fragment in result.fragments}
    told = {theme: {where[c.fragment] for c in result.codes if c.theme == theme} for theme in result.codebook.theme_ids}
    by_title = {title: theme for theme, copy in magazine().themes.items() for title in copy.titles}

    assert len(spread.findings) == 3
    assert {default_codebook().theme(by_title[finding.title]).valence for finding in spread.findings} == {
        "positive",
        "negative",
    }
    for finding in spread.findings:
        count = next(part for part in finding.text if isinstance(part, Count))
        assert {interview for _, interview in count.residents} == told[by_title[finding.title]]
        assert count.of == result.residents


@pytest.mark.parametrize("name", NAMES)
def test_the_headline_is_what_most_residents_tell(name):
    result = sample(name)
    where = {fragment.id: fragment.interview for fragment in result.fragments}
    told = {theme: len({where[c.fragment] for c in result.codes if c.theme == theme}) for theme in magazine().themes}
    line = make_spread(result).headline.lower()
    named = {theme for theme, copy in magazine().themes.items() if any(half in line for half in copy.headlines)}

    assert named
    assert {told[theme] for theme in named} == {max(told.values())}


class Chosen:
    """Takes the sentences that a test names."""

    def __init__(self, *wanted):
        self.wanted = wanted

    def choose(self, options, _):
        return next(each for each in options if each in self.wanted)


def test_any_two_halves_of_different_sides_make_one_headline():
    told = {
        side: [
            (SimpleNamespace(theme=theme, residents=3, quotes=()), half)
            for theme in default_codebook().themes
            if theme.valence == side
            for half in magazine().themes[theme.id].headlines
        ]
        for side in ("positive", "negative")
    }
    for (well, one), (better, other) in itertools.product(told["positive"], told["negative"]):
        for order in ((well, better), (better, well)):
            line = headline(order, Chosen(one, other))
            assert line[0].isupper()
            assert line.count(", maar ") == 1
            assert "?" not in line[:-1]
            assert {half.lower().rstrip("?") for half in line.split(", maar ")} == {
                one.lower(),
                other.rstrip("?").lower(),
            }


def test_a_label_of_the_project_itself_is_not_joined_as_a_clause():
    own = SimpleNamespace(theme=SimpleNamespace(id="eigen", label="Te weinig groen", valence="negative"), residents=2)
    well = SimpleNamespace(theme=default_codebook().theme("community_cohesion"), residents=2, quotes=())

    assert headline([own], Chosen()) == "Te weinig groen"
    assert headline([own, well], Chosen("buren vonden elkaar")) == "Te weinig groen. Buren vonden elkaar"


def test_how_often_a_finding_comes_back_stands_before_what_is_said_of_another_theme():
    silence = [("Daarna hoorde ik er helemaal niets meer van, het bleef maar stil.", ["feedback_silence"])]
    contact = [("Iemand van de gemeente kwam bij mij langs en dat was heel prettig.", ["personal_approach"])]
    result = make_result({"a.txt": silence * 3, "b.txt": silence, "c.txt": contact})
    text = next(
        without_cites(finding.text)
        for finding in make_spread(result).findings
        if finding.title in magazine().themes["feedback_silence"].titles
    )

    assert "persoonlijk contact" not in text or text.index("3 keer") < text.index("persoonlijk contact")
    assert "3 keer" in text


def test_only_a_confirmed_moment_is_named_and_a_draft_marks_another():
    found = find_turning_points(hall())
    all_of_them = Review(confirmed=frozenset(each.id for each in found.turning_points))

    def said(*, confirmed, timeline):
        spread = make_spread(hall(), confirmed=confirmed, timeline=timeline)
        return " ".join(without_cites(finding.text) for finding in spread.findings)

    assert "de eerste avond (niet bevestigd)" in said(confirmed=False, timeline=found)
    assert "de eerste avond" not in said(confirmed=True, timeline=found)
    for confirmed in (True, False):
        text = said(confirmed=confirmed, timeline=reviewed(found, all_of_them))
        assert "de eerste avond." in text
        assert "niet bevestigd" not in text


def test_what_all_tell_is_no_other_side_of_what_one_tells():
    stil = ("Ik heb er nooit meer iets van gehoord, echt helemaal nooit.", ["feedback_silence"])
    warm = ("Zij kende mij bij naam en dat vond ik heel prettig.", ["personal_approach"])
    talks = {f"{number}.txt": [stil, warm] if number == 0 else [stil] for number in range(5)}
    spread = make_spread(make_result(talks))

    assert spread.headline.lower() in magazine().themes["feedback_silence"].headlines
    text = "".join(without_cites(finding.text) for finding in spread.findings[1:])
    assert not re.search("andere kant|staat iets tegenover|[.?] Toch", text)


def own_sentences(spread):
    """Every sentence of an article that is no quote, no fact of the project and no colophon."""
    whole = " ".join([spread.introduction, *(without_cites(finding.text) for finding in spread.findings)])
    titles = [spread.headline, *(finding.title for finding in spread.findings)]
    facts = set(sentences_of(spread.case.result.facts.description or ""))
    return [*titles, *(sentence for sentence in sentences_of(whole) if sentence not in facts)]


def test_no_two_articles_of_an_edition_share_more_than_two_sentences():
    spreads = make_edition([sample(name) for name in (*NAMES, *APART)]).spreads

    for one, other in itertools.combinations(spreads, 2):
        shared = set(own_sentences(one)) & set(own_sentences(other))
        assert len(shared) <= 2, shared
        assert len(own_sentences(one)) > 12


def test_articles_made_apart_differ_and_each_is_the_same_again():
    spreads = [make_spread(sample(name)) for name in (*NAMES, *APART)]

    for one, other in itertools.combinations(spreads, 2):
        assert {finding.text for finding in one.findings} & {finding.text for finding in other.findings} == set()
        shared = set(own_sentences(one)) & set(own_sentences(other))
        assert len(shared) <= 4, shared
    assert own_sentences(spreads[0]) == own_sentences(make_spread(sample(NAMES[0])))


@pytest.mark.parametrize("name", NAMES)
def test_each_sentence_but_a_question_has_its_support(name):
    spread = make_spread(sample(name))
    support = next(
        block for block in copy_document(spread).blocks if isinstance(block, Table) and "rust" in block.caption
    )
    texts = [without_cites(sentence) for finding in spread.findings for sentence in finding.sentences]

    assert [row[1][0].text for row in support.rows] == texts
    for (_, (sentence,), rests), line in zip(
        support.rows, [line for finding in spread.findings for line in finding.sentences], strict=True
    ):
        cites = [part for part in line if isinstance(part, Cite)]
        assert tuple(cites) == rests if cites else sentence.text.endswith(("?", "."))
        if any(isinstance(part, Count) for part in line):
            assert cites


def test_a_finding_without_a_quote_that_may_be_printed_still_counts():
    crowded = "Toen belde [PERSOON-1] met [PERSOON-2] en daarna hoorde ik er nooit meer iets van."
    talks = {f"{number}.txt": [(crowded.replace("1", str(number)), ["feedback_silence"])] for number in range(3, 6)}
    spread = make_spread(make_result(talks))

    assert [finding.quote for finding in spread.findings] == [None]
    assert next(part for part in spread.findings[0].text if isinstance(part, Count)).told == 3
    assert "PERSOON" not in text_of_pdf(spread_pdf(spread))
    assert any("geen citaat" in remark.text for remark in remarks(spread))


def test_another_quote_is_chosen_than_one_with_two_pseudonyms_or_in_pieces():
    crowded = "Zij kenden [PERSOON-1] en [PERSOON-1] al jaren, en dat was heel prettig aan die avond in de zaal."
    whole = "Op die avond kende de projectleider mij gewoon bij naam en dat was prettig."
    spread = make_spread(make_result({"a.txt": [(crowded, ["personal_approach"]), (whole, ["personal_approach"])]}))

    assert spread.findings[0].quote.text == whole
    assert spread.quotes == ()
    document = project_report(spread.case.result)
    assert {quote.text.removeprefix("(…) ") for quote in quotations(document)} == {whole}


@pytest.mark.parametrize(
    ("period", "said"), [("2021-2025", "liep van 2021 tot en met 2025."), ("2024", "was in 2024.")]
)
def test_a_period_is_told_in_dutch(period, said):
    assert f"Dit {said}" in make_spread(hall(period=period)).introduction


@pytest.mark.parametrize("name", NAMES)
def test_quotes_are_slices_of_the_stored_text_and_none_is_used_twice(name):
    result = sample(name)
    spread = make_spread(result)
    quotes = [finding.quote for finding in spread.findings] + list(spread.quotes)

    assert all(any(quote.text in interview.text for interview in result.interviews) for quote in quotes)
    assert len({quote.number for quote in quotes}) == len(quotes) == 7
    assert {quote.side for quote in spread.quotes} == {"positive", "negative"}


@pytest.mark.parametrize("name", NAMES)
def test_the_files_say_what_the_spread_says(name):
    spread = make_spread(sample(name))
    pdf, word = text_of_pdf(spread_pdf(spread)), text_of_docx(spread_docx(spread))
    expected = [
        (str(part.told), str(part.of))
        for finding in spread.findings
        for part in finding.text
        if isinstance(part, Count)
    ]

    assert sorted(COUNT.findall(pdf)) == sorted(expected)
    assert set(COUNT.findall(word)) == set(expected)
    for text in (pdf, word):
        for quote in [finding.quote for finding in spread.findings] + list(spread.quotes):
            assert squeezed(f"“{quote.text}”") in squeezed(text)
    assert squeezed(spread.headline) in squeezed(pdf)


@pytest.mark.parametrize("name", NAMES)
def test_a_spread_is_two_pages_and_the_same_each_time(name):
    made = spread_pdf(make_spread(sample(name)))

    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 2
    assert made == spread_pdf(make_spread(sample(name)))


def test_own_sentences_read_easily():
    for name in NAMES:
        assert measure(make_spread(sample(name))).score >= 60


def test_every_default_theme_has_its_copy_in_plain_dutch():
    template = load_requirements()
    for theme in default_codebook().theme_ids:
        copy = magazine().themes[theme]
        for text in copy.texts:
            filled = re.sub(r"\[[^|\]]*\|([^|\]]*)\]", r"\1", text.replace("{count}", "2 van de 3 bewoners"))
            assert len(words_of(filled)) <= template.sentence_words + 2
        assert all(len(title) <= template.finding_title_characters for title in copy.titles)
        assert all(opener.endswith("?") for opener in copy.openers)
        assert all(len(half) <= 32 and half[0].islower() for half in copy.headlines)
        assert all(len(set(each)) == len(each) >= 3 for each in (copy.headlines, copy.titles, copy.openers, copy.texts))


def test_remarks_name_what_does_not_fit():
    long = "Dit is een tekst die is gemaakt door een ambtenaar en die maar niet op wil houden, hoe lang je ook leest."
    spread = make_spread(hall(description=long), load_requirements().model_copy(update={"quotes": 8}))
    parts = {remark.part for remark in remarks(spread)}

    assert {"Lange zin", "Lijdende vorm", "Citaten"} <= parts


def test_what_is_measured_is_not_the_quotes():
    spread = make_spread(hall())

    assert all(quote.text not in running_text(spread) for quote in spread.quotes)
    assert "[" not in " ".join(without_cites(finding.text) for finding in spread.findings)


def test_editors_may_change_lengths_and_words(tmp_path):
    path = tmp_path / "blad.yaml"
    path.write_text("name: Wijkblad\nfindings: 2\nquotes: 1\n", "utf-8")

    spread = make_spread(sample(NAMES[0]), load_requirements(path))

    assert (spread.requirements.name, len(spread.findings), len(spread.quotes)) == ("Wijkblad", 2, 1)
    assert "Wijkblad" in text_of_pdf(spread_pdf(spread))


@pytest.mark.parametrize("text", ["findings: veel", "- a\n- b", "quote_words: [9, 3]", "onbekend: 1", ": ["])
def test_a_broken_template_is_told_in_dutch(tmp_path, text):
    path = tmp_path / "blad.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(InputError, match=r"sjabloon|waarde"):
        load_requirements(path)


def test_the_team_fills_in_what_it_will_do():
    pdf = text_of_pdf(spread_pdf(make_spread(hall())))

    assert "Wat doen we ermee?" in pdf
    assert "Wat gaan we anders doen" in pdf


def test_no_talk_numbers_are_printed_in_the_magazine():
    assert not re.search(r"gesprek \d|antwoord \d", text_of_pdf(spread_pdf(make_spread(sample(NAMES[0])))))


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_draft_is_marked(confirmed):
    spread = make_spread(hall(), confirmed=confirmed)

    assert ("CONCEPT" in text_of_pdf(spread_pdf(spread))) is not confirmed
    assert ("CONCEPT" in text_of_docx(spread_docx(spread))) is not confirmed


def test_a_long_introduction_stays_within_its_pages():
    spread = make_spread(hall(description="Een zin over het plan voor de buurt. " * 30))

    assert squeezed(spread.introduction) in squeezed(text_of_pdf(spread_pdf(spread)))


def test_a_page_without_quotes_is_left_to_the_team(monkeypatch):
    unasked = hall()
    unasked = replace(unasked, fragments=tuple(replace(each, printing="asked") for each in unasked.fragments))
    spread, sizes = make_spread(unasked, confirmed=True), []
    typeset = pdf.typeset
    monkeypatch.setattr(pdf, "typeset", lambda *given: (sizes.append(given), typeset(*given))[1])
    made = pypdf.PdfReader(io.BytesIO(spread_pdf(spread)))

    assert (spread.quotes, len(made.pages), len(sizes)) == ((), 2, 1)  # it fits at once, and is typeset once
    heights = {}
    made.pages[1].extract_text(
        visitor_text=lambda text, at, line, *_: [
            heights.setdefault(ask, at[5]) for ask in spread.requirements.open_prompts if text.strip() and ask in text
        ]
    )
    places = list(heights.values())
    assert len(places) == 3
    assert places == sorted(places, reverse=True)
    assert places[0] - places[2] > 842 / 3  # points: under each question there is room to write


def test_a_project_without_findings_still_has_a_spread():
    spread = make_spread(make_result({"a.txt": [("De koffie was goed.", [])]}, name="leeg"))

    assert spread.findings == ()
    assert len(pypdf.PdfReader(io.BytesIO(spread_pdf(spread))).pages) == 2


def test_an_edition_compares_and_has_all_spreads():
    results = [sample(NAMES[0]), hall()]
    edition = make_edition(results, "najaar 2026")
    pdf, word = edition_pdf(edition), text_of_docx(edition_docx(edition))

    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 6
    assert edition.headline == "2 projecten, 6 verhalen"
    for spread in edition.spreads:
        assert squeezed(spread.headline) in squeezed(text_of_pdf(pdf))
        assert squeezed(spread.headline) in squeezed(word)
    counts = [part for line in edition.comparison for part in line if isinstance(part, Count)]
    assert counts
    assert all(part.of == 6 for part in counts)
    assert pdf == edition_pdf(make_edition(results, "najaar 2026"))


def test_an_edition_needs_a_project():
    with pytest.raises(ValueError, match="at least one"):
        make_edition([])


def test_editors_see_lengths_readability_and_evidence():
    document = copy_document(make_spread(sample(NAMES[0])))
    headings = [heading.text for heading in document.headings]

    assert "Voor de redactie" in headings
    assert headings[-1] == "Onderbouwing: alle citaten"
    assert "Flesch-Douma" in text_of_docx(spread_docx(make_spread(hall())))


def test_an_edition_explains_once_how_sure_its_numbers_are():
    edition = make_edition([sample(name) for name in NAMES])
    text = squeezed(text_of_pdf(edition_pdf(edition)))
    copy = squeezed(text_of_docx(edition_docx(edition)))

    for part in ("Geentweemensenbekeken", "zegthoezekerdecomputeris", "Erzijnminderdan5gesprekken"):
        assert text.count(part) == copy.count(part) == 1
    for spread in edition.spreads:
        assert f"samen{spread.trust.answers}antwoorden" in text
        assert f"samen{spread.trust.answers}antwoorden" in copy
