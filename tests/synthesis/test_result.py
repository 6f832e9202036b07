from dataclasses import replace

import pytest

from narratief.domain.code import Code
from narratief.domain.errors import InputError


def test_counts_interviews_in_which_a_resident_speaks(make):
    result = make({"a.txt": [("Goed.", [])], "b.txt": []})

    assert len(result.interviews) == 2
    assert result.residents == 1


def test_refuses_a_fragment_that_is_not_in_the_stored_text(square):
    moved = replace(square.fragments[0], start=square.fragments[0].start + 1)

    with pytest.raises(ValueError, match="is not at"):
        replace(square, fragments=(moved,), codes=())


def test_refuses_a_fragment_of_an_unknown_interview(square):
    with pytest.raises(ValueError, match="is not at"):
        replace(square, interviews=square.interviews[1:])


def test_refuses_a_code_without_fragment(square):
    with pytest.raises(ValueError, match="unknown fragment"):
        replace(square, codes=(Code("0" * 16, "influence_doubt", 1.0),))


def test_says_which_theme_the_codebook_lacks(square):
    with pytest.raises(InputError, match="'tree_love' is toegekend, maar staat niet in het codeboek"):
        replace(square, codes=(Code(square.fragments[0].id, "tree_love", 1.0),))


def test_refuses_two_interviews_with_one_name(square):
    with pytest.raises(ValueError, match="same file name"):
        replace(square, interviews=(square.interviews[0], *square.interviews))


def test_title_is_the_folder_name_for_want_of_better(make):
    assert make({}, name="plein").title == "plein"
