from hypothesis import given
from hypothesis import strategies as st

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import Quote, quote_of, ranked

GOOD = "Zij nam echt de tijd om te luisteren naar wat wij wilden."


def quote(interview: str, text: str = GOOD, score: float = 0.9, start: int = 0) -> Quote:
    return Quote("p", interview, 0, f"{interview}{start}", start, start + len(text), text, "", score)


def test_every_resident_is_quoted_before_anyone_is_quoted_twice():
    talkative = [quote("a", score=0.99, start=start) for start in (0, 100, 200)]
    quiet = quote("b", score=0.5)

    assert [each.interview for each in ranked([*talkative, quiet])] == ["a", "b", "a", "a"]


def test_a_certain_quote_goes_before_a_doubtful_one():
    assert ranked([quote("a", score=0.6), quote("b", score=0.9)])[0].interview == "b"


def test_a_quote_that_reads_well_goes_before_a_snippet_or_a_monologue():
    snippet, monologue, sound = quote("a", "Ja, precies."), quote("b", " ".join(["woord"] * 200)), quote("c", score=0.8)

    assert ranked([snippet, monologue, sound])[0] == sound


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.floats(0, 1)), unique_by=lambda t: t[:2]))
def test_ranking_loses_nothing_and_ignores_the_order_it_gets(made):
    quotes = [quote(interview, score=score, start=start) for interview, start, score in made]

    assert ranked(quotes) == ranked(quotes[::-1])
    assert sorted(ranked(quotes), key=str) == sorted(quotes, key=str)
    first = [each.interview for each in ranked(quotes)[: len({each.interview for each in quotes})]]
    assert len(set(first)) == len(first)


def test_coders_of_one_theme_make_one_quote_with_the_highest_score():
    fragment = Fragment("p", "a", 1, 0, 0, 10, 10 + len(GOOD), GOOD)
    codes = [Code(fragment.id, "t", 0.7, evidence=((12, 16),)), Code(fragment.id, "t", 1.0, "Noor")]

    found = quote_of(fragment, codes)

    assert (found.score, found.evidence) == (1.0, ((12, 16),))


spans = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6)


@given(st.text(min_size=1, max_size=60), spans)
def test_highlighted_parts_together_are_the_quote(text, evidence):
    fragment = Fragment("p", "a", 1, 0, 0, 10, 10 + len(text), text)

    found = quote_of(fragment, [Code(fragment.id, "t", 0.5, evidence=tuple(evidence))])

    assert "".join(part for part, _ in found.parts) == text
    marked = {at for low, high in evidence for at in range(max(low, 10), min(high, 10 + len(text)))}
    assert sum(len(part) for part, carries in found.parts if carries) == len(marked)
