"""Makes tries of words small: branches that are alike become one branch.

Half a million street names end in the same few hundred words, and each ending is an object of its own in docdeid's
tries. Merged from the ends on (a minimal acyclic automaton, as in Daciuk et al. 2000) they find exactly the same in a
fraction of the memory. Such a trie must not be added to: a word added to one branch would be in all that share it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docdeid.ds.lookup import LookupTrie

_Likeness = tuple[bool, int, frozenset[tuple[str, int]]]


def share_branches(tries: Iterable[LookupTrie]) -> None:
    """Let branches that are alike be one object, within and between tries; the tries themselves stay who they are."""
    kept: dict[_Likeness, LookupTrie] = {}
    words: dict[str, str] = {}
    for trie in tries:
        _shared(trie, kept, words)


def _shared(trie: LookupTrie, kept: dict[_Likeness, LookupTrie], words: dict[str, str]) -> LookupTrie:
    """Branch that stands for this one; as deep as the longest name has words."""
    trie.children = {words.setdefault(w, w): _shared(child, kept, words) for w, child in trie.children.items()}
    ways = frozenset((word, id(child)) for word, child in trie.children.items())  # kept ones live on, so do their ids
    return kept.setdefault((trie.is_terminal, id(trie.matching_pipeline), ways), trie)
