import gc
import logging
import re
import sys
import types

import pytest

from narratief.privacy.detectors import deduce_engine
from narratief.privacy.detectors.deduce_engine import DeduceDetector

FILE = "cache/lookup_structs.pickle"


class FakeDeduce:
    """Stands in for deduce: reads its tables from the cache folder."""

    built = 0

    def __init__(self, cache_path) -> None:
        if (cache_path / FILE).read_text() != "klein":
            raise EOFError


@pytest.fixture
def fake(monkeypatch, tmp_path):
    module = types.ModuleType("deduce")
    module.Deduce = FakeDeduce
    module.deduce = types.SimpleNamespace(__version__="9.9")
    monkeypatch.setitem(sys.modules, "deduce", module)

    def build(cache, version) -> None:
        FakeDeduce.built += 1
        (cache / FILE).parent.mkdir()
        (cache / FILE).write_text("klein")

    monkeypatch.setattr(deduce_engine, "_build_tables", build)
    monkeypatch.setattr(deduce_engine, "_loaded", [])
    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path))
    FakeDeduce.built = 0
    return tmp_path / "cache"


@pytest.fixture
def short_lists(tmp_path):
    """Give a folder as deduce's own, with two names on each of its lists."""
    from deduce.data.lookup.src import all_lists

    for number, name in enumerate(all_lists):
        (tmp_path / "src" / name).mkdir(parents=True)
        (tmp_path / "src" / name / "items.txt").write_text(f"Jan van Galen{number}straat\nde Peperbus\nvan der\n")
    return tmp_path


def test_the_tables_are_those_that_deduce_builds_itself(short_lists, monkeypatch):
    from deduce import lookup_structs
    from docdeid.ds.lookup import LookupTrie

    monkeypatch.setattr(deduce_engine, "_name_lists", lambda: short_lists)
    own = lookup_structs.get_lookup_structs(
        short_lists, short_lists, deduce_engine._tokenizer(short_lists), "9.9", build=True, save_cache=False
    )
    collected = []
    build = lookup_structs.get_lookup_structs
    monkeypatch.setattr(
        lookup_structs, "get_lookup_structs", lambda **how: collected.append(gc.isenabled()) or build(**how)
    )

    deduce_engine._build_tables(short_lists, "9.9")

    kept = lookup_structs.load_lookup_structs_from_cache(short_lists, "9.9")
    assert [*kept] == [*own]
    for name, table in own.items():
        if isinstance(table, LookupTrie):
            assert _branches(kept[name]) == _branches(table), name
        else:
            assert kept[name].items() == table.items(), name
    assert collected == [True]  # words of names refer to each other: without the collector all would stay


def test_names_are_divided_as_deduce_divides_texts(deduce: DeduceDetector):
    text = "Mevr. Van der Velden-Bos en drs. van 't Hof"
    made = deduce_engine._tokenizer(deduce_engine._name_lists())

    own = deduce._engine.tokenizers["default"]

    assert [token.text for token in made.tokenize(text)] == [token.text for token in own.tokenize(text)]
    assert "Van der" in [token.text for token in made.tokenize(text)]


def _branches(trie):
    return trie.is_terminal, repr(trie.matching_pipeline), {w: _branches(child) for w, child in trie.children.items()}


def test_the_first_start_is_told_and_not_repeated(fake, monkeypatch):
    told: list[str] = []

    deduce_engine.load_deduce(told.append)
    monkeypatch.setattr(deduce_engine, "_loaded", [])
    deduce_engine.load_deduce(told.append)

    assert FakeDeduce.built == 1
    assert len(told) == 2
    assert "eenmalig" in told[0]


def test_it_is_loaded_once_per_process(fake):
    assert deduce_engine.load_deduce() is deduce_engine.load_deduce()


def test_the_cache_lies_in_the_home_folder_and_nothing_is_left_beside_it(fake):
    deduce_engine.load_deduce()

    assert [p.name for p in fake.iterdir()] == ["deduce-9.9-2"]


def test_tables_of_an_earlier_version_go_when_there_are_new_ones(fake):
    (fake / "deduce-9.8" / "cache").mkdir(parents=True)
    (fake / "iets-anders").mkdir()

    deduce_engine.load_deduce()

    assert {p.name for p in fake.iterdir()} == {"deduce-9.9-2", "iets-anders"}


def test_a_damaged_cache_is_built_again(fake, monkeypatch):
    deduce_engine.load_deduce()
    (fake / "deduce-9.9-2/cache/lookup_structs.pickle").write_text("half")
    monkeypatch.setattr(deduce_engine, "_loaded", [])

    deduce_engine.load_deduce()

    assert FakeDeduce.built == 2


def test_a_long_build_reports_now_and_then(fake, monkeypatch):
    monkeypatch.setattr(deduce_engine, "_REPORT_EVERY", 0.01)
    told: list[str] = []

    with deduce_engine._ticking(told.append):
        deduce_engine.time.sleep(0.1)

    assert any("bezig" in message for message in told)


def test_loading_leaves_logging_as_it_was(deduce: DeduceDetector):
    assert logging.getLogger().level != logging.DEBUG or "deduce" not in repr(logging.getLogger().handlers)


def test_deduce_gives_persons_and_no_places(deduce: DeduceDetector):
    text = "Jan Jansen woont in Utrecht."

    assert [(e.type, text[e.start : e.end]) for e in deduce(text)] == [("person", "Jan Jansen")]


class Counting:
    """Finds every word "Jan" and keeps the texts it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def deidentify(self, text: str, disabled: set[str]) -> types.SimpleNamespace:
        self.asked.append(text)
        found = (types.SimpleNamespace(tag="persoon", start_char=m.start(), end_char=m.end(), text=m.group())
                 for m in re.finditer("Jan", text))  # fmt: skip
        return types.SimpleNamespace(annotations=list(found))


@pytest.mark.parametrize(
    "text",
    [
        "Dat zei Jan. " * 2000,
        "Jan " * 100,
        "Jan-" * 45,
        "Jan de Vries " * 100,
        f"{'x' * 300} Jan {'y' * 300} Jan",
    ],
)
def test_deduce_gets_bounded_pieces_and_finds_at_the_same_places(text: str):
    engine = Counting()

    found = DeduceDetector(engine)(text)

    assert [(e.start, e.end) for e in found] == [m.span() for m in re.finditer("Jan", text)]
    assert max(map(len, engine.asked)) <= 5000
    assert all(piece.count("Jan") <= 12 or "." in piece for piece in engine.asked)


def test_a_turn_of_ordinary_length_is_one_piece():
    engine = Counting()
    text = "Toen kwam Jan de Vries, met Anne-Marie van der Velden-Bos. " * 20

    list(DeduceDetector(engine)(text))

    assert engine.asked == [text]
