"""Search over fragments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from narratief.domain.interview import Interview, Utterance
from narratief.store.coding.stems import hard_end, stem, stems_of, words_of
from narratief.store.review.search import matches, parse, search
from tests.store.talk import ONE, THREE, TWO, fragments, interview

SAID = [
    "De bewoners vonden de brieven onduidelijk, maar de informatieavond was goed.",
    "Het verkeersplan is slecht voor ons; het verkeer rijdt te hard.",
    "Er is naar ons geluisterd, zei een bewoner. Eén café bleef open.",
]


@pytest.fixture
def found(coded):
    talk = Interview.build("gesprek-2.txt", [Utterance("Bewoner", " ".join(SAID), "resident")])
    coded.save_interview(talk, "k")
    coded.save_coding("gesprek-2.txt", "r", fragments(talk, SAID), ())

    def look(query, **more):
        with coded.store.reading() as session:
            return search(session, query, **more)

    look.work = coded
    return look


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("bewoner", {SAID[0], SAID[2]}),
        ("brief", {TWO, SAID[0]}),
        ("brieven duidelijk", {TWO}),
        ("verkeer", {SAID[1]}),
        ("verkeer* slecht", {SAID[1]}),
        ("informatie*", {SAID[0]}),
        ('"naar ons"', {ONE, SAID[2]}),
        ("ons -luisterde", {SAID[1], SAID[2]}),
        ("cafe", {SAID[2]}),
        ("CAFÉ een", {SAID[2]}),
        ("niemand bewoner", set()),
        ("terugbellen", set()),
    ],
)
def test_words_are_found_by_their_stem(found, query, texts):
    page = found(query)
    assert {hit.text for hit in page.hits} == texts
    assert page.total == len(texts)


def test_hits_carry_place_and_highlights(found):
    (hit,) = found("verkeer* hard").hits
    assert [hit.text[a:b] for a, b in hit.highlights] == ["verkeersplan", "verkeer", "hard"]
    assert (hit.file, hit.project) == ("gesprek-2.txt", "plein")
    (phrase,) = found('"geluisterd zei een"').hits
    assert [phrase.text[a:b] for a, b in phrase.highlights] == ["geluisterd", "zei", "een"]


def test_projects_and_pages(found):
    work = found.work
    assert found("ons", project=work.project_id).total == 3
    assert found("ons", project=work.project_id + 1).total == 0
    assert found("ons", project=[]).total == 0
    pages = [found("ons", limit=2, offset=offset) for offset in (0, 2)]
    assert [p.total for p in pages] == [3, 3]
    assert len({h.text for p in pages for h in p.hits}) == 3
    whole = found("ons", limit=None)
    assert (whole.total, len(whole.hits)) == (3, 3)


@pytest.mark.parametrize("query", ["bewoner", "verkeer* slecht", '"naar ons"', "ons -luisterde", "CAFÉ een", "niemand"])
def test_the_index_and_a_text_agree(found, query):
    assert {h.text for h in found(query).hits if h.text in SAID} == {s for s in SAID if matches(s, parse(query))}


def test_the_index_follows_the_run_that_counts(found):
    work = found.work
    assert found("terug").total == 1
    work.save_coding("gesprek-1.txt", "r2", fragments(interview(), (f"{ONE} {TWO}", THREE)), ())
    assert {h.text for h in found("brief").hits} == {f"{ONE} {TWO}", SAID[0]}
    work.save_coding("gesprek-1.txt", "r3", (), ())
    assert found("terug").total == 0


NASTY = [
    '"',
    "'",
    "*",
    "-",
    "()",
    "AND",
    "NOT",
    "a AND (",
    'x" OR "',
    "NEAR(",
    "col:x",
    ":*",
    "\\",
    "&|!<->",
    "%",
    "",
    "  ",
    "''",
    "a'b",
    "-a",
    '-"',
    "\x00",
    "😀",
    "'; DROP TABLE interviews; --",
    "^a",
    "{a b}",
    "a" * 5000,
    "a " * 500,
]


@pytest.mark.parametrize("query", NASTY)
def test_nothing_typed_is_an_error(found, query):
    assert found(query).total >= 0


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_no_text_is_an_error(found, query):
    assert found(query).total >= 0


def test_parse():
    (plain, phrase, prefix, without) = parse('Bewoners, "naar ons" verk* -hard !!')
    assert plain.stems == ("bewoner",)
    assert phrase.stems == ("nar", "ons")
    assert (prefix.prefix, without.without) == ("verk", True)
    assert parse("!! -- **") == ()


def test_stems():
    assert [stem(w) for w in ("bewoners", "bewoner", "duidelijkheid", "mogelijkheden", "Eén", "brieven")] == [
        "bewoner",
        "bewoner",
        "duidelijk",
        "mogelijk",
        "een",
        "brief",
    ]
    assert stems_of("De 2e avond: zo'n avond!") == "de 2e avond zon avond"
    assert [(a, b) for a, b, _ in words_of("a, bé")] == [(0, 1), (3, 5)]


@pytest.mark.postgres
def test_stems_are_those_of_postgresql(postgres_template):
    from narratief.store.database import make_engine

    words = set()
    for path in sorted((Path(__file__).parents[2] / "narratives").glob("*/*")):
        if path.suffix in (".txt", ".md", ".vtt", ".srt", ".yaml"):
            words |= set(path.read_text("utf-8-sig", errors="ignore").lower().split())
    words = sorted({w.strip(".,;:!?()[]\"'“”‘’") for w in words})
    words = [w for w in words if w.isalpha() and not set(w) - set("abcdefghijklmnopqrstuvwxyzäëïöüáéíóú")]
    assert len(words) > 500
    engine = make_engine(postgres_template)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT w, (ts_lexize('dutch_stem', w))[1] FROM unnest(cast(:words AS text[])) AS w"), {"words": words}
        )
        wrong = {w: (theirs, stem(w)) for w, theirs in rows if theirs is not None and hard_end(theirs) != stem(w)}
    engine.dispose()
    assert wrong == {}
