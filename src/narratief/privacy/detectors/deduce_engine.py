"""deduce, the Dutch de-identifier, as one of the detectors: loaded once, its tables kept in narratief's own cache.

deduce's tables take most of a gibibyte as it makes them; here their branches are shared (`trie_compaction`), once,
after building.
"""

from __future__ import annotations

import gc
import logging
import re
import shutil
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from narratief.domain import locations
from narratief.domain.entities import DEDUCE_PRIORITY, Entity, EntityType
from narratief.domain.spans import Span
from narratief.domain.windows import between_giant_words, windows
from narratief.privacy.detectors.capitals import MOST_WORDS
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.trie_compaction import share_branches

if TYPE_CHECKING:
    from deduce import Deduce
    from deduce.tokenizer import DeduceTokenizer

Progress = Callable[[str], None]

_TYPES: dict[str, EntityType] = {
    "persoon": "person",
    "patient": "person",
    "locatie": "address",
    "emailadres": "email",
    "telefoonnummer": "phone",
    "bsn": "bsn",
    "url": "url",
    "ziekenhuis": "organisation",
    "zorginstelling": "organisation",
}
_WINDOW = 5000
"""Characters of a turn that deduce gets at a time: five minutes of talk. Chosen so that its time stays in proportion
(measured: 8,000 characters without names in a row take it under a quarter of a second)."""
_WORD = re.compile(r"[^\W\d_]+")
_JOINS = " .-"
"""What may stand between two words that deduce joins to one name."""
_LAYOUT = 2  # raise when tables are kept in another way
_BUILDING = "in-aanbouw-"
_CACHE_FILE = Path("cache") / "lookup_structs.pickle"
_REPORT_EVERY = 15.0  # seconds; chosen, building the lists takes one to two minutes
_lock = threading.Lock()
_loaded: list[DeduceDetector] = []


class DeduceDetector:
    """Finds what deduce finds, as entities; positions as deduce gives them, boundaries are mended later."""

    def __init__(self, engine: Deduce) -> None:
        self._engine = engine

    def __call__(self, text: str) -> Iterator[Entity]:
        """Find personal data in the words of one turn.

        Parameters
        ----------
        text
            Words of one turn.
        """
        for start, end in _pieces(text):
            for found in self._engine.deidentify(text[start:end], disabled=_DISABLED).annotations:
                kind = _TYPES.get(found.tag)
                # a place without a house number or postcode is not personal
                if kind and not (kind == "address" and not any(c.isdecimal() for c in found.text)):
                    yield Entity(found.start_char, found.end_char, kind, DEDUCE_PRIORITY).shifted(start)


_DISABLED = {"redactor"}


def _pieces(text: str) -> Iterator[Span]:
    """Cut a text for deduce, whose time grows by the square of a text and by the cube of names in a row.

    A text of ordinary length is one piece, unless more names than anybody has stand in a row.
    """
    legible = between_giant_words(text)
    for start, end in (window for stretch in legible for window in windows(text, _WINDOW, stretch)):
        position = start
        for cut in _long_rows(text, start, end):
            yield position, cut
            position = cut
        yield position, end


def _long_rows(text: str, start: int, end: int) -> Iterator[int]:
    """Find where a row of words that deduce would join to one name has as many words as a name can have."""
    row, before = 0, start
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        joined = not text[before : match.start()].strip(_JOINS)
        in_name = word[0].isupper() or word in cue("name_prefixes")
        row = row + 1 if in_name and joined else int(in_name)
        if row > MOST_WORDS:
            yield match.start()
            row = 1
        before = match.end()


def load_deduce(progress: Progress | None = None) -> DeduceDetector:
    """Load deduce once per process; the first time on a machine builds its tables (over a minute).

    The tables go to ``locations.home_dir()/cache/deduce``, never into the installed package, which may be read-only.
    Building is done in a folder of its own that is moved into place at the end: a broken-off or simultaneous first
    start leaves no half file.

    Parameters
    ----------
    progress
        Told in Dutch what is going on; called again every fifteen seconds while the tables are built.
    """
    with _lock:
        if not _loaded:
            with _quiet_import():
                _loaded.append(DeduceDetector(_load(progress or (lambda _: None))))
        return _loaded[0]


def _load(progress: Progress) -> Deduce:
    """Load deduce from its cache; build the cache when there is none or it is damaged."""
    import deduce

    version = deduce.deduce.__version__
    folder = locations.home_dir() / "cache" / f"deduce-{version}-{_LAYOUT}"
    if (folder / _CACHE_FILE).exists():
        try:
            return _with_tables_in(folder)
        except Exception:  # noqa: BLE001 - a damaged cache can fail in any way; it is built again
            shutil.rmtree(folder, ignore_errors=True)
    with _ticking(progress):
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder.parent))
        try:
            _build_tables(building, version)
            engine = _with_tables_in(building)
            with suppress(OSError):  # another process was first; its tables are the same
                building.replace(folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        for earlier in set(folder.parent.glob("deduce-*")) - {folder}:  # of an earlier version
            shutil.rmtree(earlier, ignore_errors=True)
    return engine


def _with_tables_in(cache: Path) -> Deduce:
    """Load deduce with the tables that are kept in a folder."""
    import deduce

    with _no_garbage_collection():
        return deduce.Deduce(cache_path=cache)


def _build_tables(cache: Path, version: str) -> None:
    """Build deduce's tables, let their tries share what they have alike, and only then keep them in a folder.

    Left to itself deduce also pickles the tries as they are built, which takes more memory than building them. The
    words of each name refer to each other, so that the collector must run meanwhile.
    """
    from deduce.lookup_structs import cache_lookup_structs, get_lookup_structs
    from docdeid.ds.lookup import LookupTrie

    lists = _name_lists()
    tables = get_lookup_structs(
        lookup_path=lists,
        cache_path=cache,
        tokenizer=_tokenizer(lists),
        deduce_version=version,
        build=True,
        save_cache=False,
    )
    share_branches(table for table in tables.values() if isinstance(table, LookupTrie))
    cache_lookup_structs(lookup_structs=tables, cache_path=cache, deduce_version=version)


def _name_lists() -> Path:
    """Folder with the lists of names that deduce carries."""
    import deduce

    return Path(deduce.__file__).parent / "data" / "lookup"


def _tokenizer(lists: Path) -> DeduceTokenizer:
    """Divide names into words as deduce divides texts: what stands before a surname is one word."""
    from deduce.lookup_struct_loader import load_interfix_lookup, load_prefix_lookup
    from deduce.lookup_structs import load_raw_itemsets
    from deduce.tokenizer import DeduceTokenizer

    words = load_raw_itemsets(base_path=lists, subdirs=["names/lst_interfix", "names/lst_prefix"])
    return DeduceTokenizer(merge_terms=[*load_prefix_lookup(words), *load_interfix_lookup(words)])


@contextmanager
def _ticking(progress: Progress) -> Iterator[None]:
    """Report at the start, every fifteen seconds, and at the end of building."""
    done = threading.Event()
    began = time.monotonic()

    def tick() -> None:
        while not done.wait(_REPORT_EVERY):
            progress(f"Naamlijsten voorbereiden: {time.monotonic() - began:.0f} seconden bezig …")

    progress("De naamlijsten worden eenmalig voorbereid; dit duurt één tot twee minuten.")
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    progress("De naamlijsten zijn klaar en worden de volgende keer meteen gebruikt.")


@contextmanager
def _quiet_import() -> Iterator[None]:
    """Undo what importing deduce does to logging (root logger on DEBUG to stdout) and to warnings."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            placeholder = logging.NullHandler()
            root.addHandler(placeholder)  # basicConfig does nothing when a handler is there
            yield
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Pause the collector: unpickling many small objects goes three times as fast; then leave them alone."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
        gc.freeze()
