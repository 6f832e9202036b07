from narratief.domain.interview import Interview, Utterance
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.score import Item, score


def build(text: str) -> Interview:
    return Interview.build("a.txt", [Utterance("R", text, "resident")])


def test_an_item_is_found_when_its_words_are_gone_whole_word_and_any_case():
    items = [
        Item("a.txt", "Ans", "person"),
        Item("a.txt", "Wim", "person"),
        Item("b.txt", "Els", "person"),
        Item("a.txt", "06 1", "phone"),
    ]

    result = score(build("Ans en wim en Wimpel 06  1"), build("[PERSOON-1] en wim en Wimpel 06\n1"), items)

    assert result.recall_per_type == {"person": 0.5, "phone": 0.0}
    assert [item.text for item in result.missed] == ["Wim", "06 1"]


def test_over_redaction_counts_words_outside_every_item():
    result = score(
        build("De bakker zei dat Ans kwam."),
        build("De [PERSOON-1] zei dat [PERSOON-2] kwam."),
        [Item("a.txt", "Ans", "person")],
    )

    assert (result.words, result.replaced_outside, result.examples) == (6, 1, ("bakker",))
    assert result.over_redaction == 1 / 6
    assert (result.places, result.nobodys, result.nobodys_share) == (2, 1, 0.5)


def test_a_place_that_holds_marked_words_and_others_is_somebodys():
    result = score(
        build("De bakker Ans kwam met Wim, Wim."),
        build("De [PERSOON-1] kwam met [PERSOON-2], [PERSOON-2]."),
        [Item("a.txt", "Ans", "person")],
    )

    assert (result.places, result.nobodys, result.examples) == (3, 2, ("bakker", "Wim Wim"))


def test_nothing_replaced_is_no_share():
    assert score(build("x"), build("x"), []).nobodys_share == 0.0


def test_scores_add_up():
    one = score(build("Ans"), build("[PERSOON-1]"), [Item("a.txt", "Ans", "person")])
    two = score(build("Ans"), build("Ans"), [Item("a.txt", "Ans", "person")])

    assert (one + two).recall == 0.5
    assert (one + two).total["person"] == 2


def test_without_items_nothing_was_missed():
    assert score(build("x"), build("x"), []).recall == 1.0


def test_a_pseudonymised_interview_is_scored(interview):
    after = pseudonymise(interview, None, [])

    assert score(interview, after, [Item(interview.file, "Fenna", "person")]).recall == 1.0 - ("Fenna" in after.text)
