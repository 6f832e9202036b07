from docdeid.ds.lookup import LookupTrie
from docdeid.str.processor import LowercaseString
from hypothesis import given
from hypothesis import strategies as st

from narratief.privacy.detectors.trie_compaction import share_branches

phrases = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), max_size=30)


def trie(items, **settings) -> LookupTrie:
    made = LookupTrie(**settings)
    for item in items:
        made.add_item(list(item))
    return made


def branches(tries) -> int:
    seen, open_ones = {}, list(tries)
    while open_ones:
        one = open_ones.pop()
        if id(one) not in seen:
            seen[id(one)] = one
            open_ones += one.children.values()
    return len(seen)


@given(phrases, phrases, phrases)
def test_the_same_is_found_as_before(one, other, sought):
    before, after = [trie(one), trie(other)], [trie(one), trie(other)]

    share_branches(after)

    for old, new in zip(before, after, strict=True):
        for phrase in [*one, *other, *sought]:
            assert (phrase in old) == (phrase in new)
            assert old.longest_matching_prefix(phrase) == new.longest_matching_prefix(phrase)


def test_endings_that_are_alike_are_one_object_also_between_tries():
    streets = [["Jan", "van", "Galen", end] for end in ("straat", "weg")] + [["Piet", "van", "Galen", "straat"]]
    tries = [trie(streets), trie([["Klaas", "van", "Galen", "straat"]])]
    assert branches(tries) == 15

    share_branches(tries)

    # two roots; the end; "straat" and "straat or weg"; "Galen" and "van" before each of those two
    assert branches(tries) == 2 + 1 + 2 + 2 + 2


def test_how_a_trie_reads_words_stays():
    made = trie([["de", "kade"]], matching_pipeline=[LowercaseString()])

    share_branches([made])

    assert made.longest_matching_prefix(["De", "kade"]) == ["de", "kade"]
