# ruff: noqa: E501, RUF005
"""Valid files, damaged in every way: bits, cuts, splices, parts of zips, elements of XML; and made-up structure."""

from __future__ import annotations

import contextlib
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratief.domain.errors import InputError
from tests.hostile import other
from tests.hostile.reading import read
from tests.hostile.transcripts import GOOD
from tests.transcripts.builders import zipped

FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=120
)
ZIPS = {
    "transcripts/a.docx": GOOD["docx"],
    "transcripts/a.odt": GOOD["odt"],
    "exchange/a.qdpx": other.GOOD_QDPX,
}
FILES = {f"transcripts/a.{suffix}": data for suffix, data in GOOD.items()} | {
    "exchange/a.qdpx": other.GOOD_QDPX,
    "exchange/a.qdc": other.GOOD_QDC,
    "settings/project.yaml": other.GOOD_PROJECT_YAML.encode(),
    "settings/codebook.yaml": other.GOOD_CODEBOOK_YAML.encode(),
    "lines/a.jsonl": other.GOOD_GOLD.encode(),
}
PLACES = st.integers(0, 10**6)
Change = Callable[[bytearray], None]


def _flip(place: int, bit: int) -> Change:
    def change(data: bytearray) -> None:
        data[place % len(data)] ^= 1 << bit

    return change


def _splice(start: int, end: int, to: int) -> Change:
    def change(data: bytearray) -> None:
        low, high = sorted((start % len(data), end % len(data)))
        at = to % len(data)
        data[at:at] = data[low:high]

    return change


def _drop(start: int, length: int) -> Change:
    def change(data: bytearray) -> None:
        at = start % len(data)
        data[at : at + length] = b""

    return change


def _put(place: int, piece: bytes) -> Change:
    def change(data: bytearray) -> None:
        at = place % len(data)
        data[at:at] = piece

    return change


PIECES = st.sampled_from(
    [
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"<",
        b">",
        b"&",
        b"'",
        b'"',
        b"{",
        b"}",
        b"\\",
        b"*",
        b"&a",
        b"<<: *a\n",
        b"- ",
    ]
    + [
        b"!!int ",
        b"!!timestamp ",
        b"[",
        b"]",
        b"\n",
        b"-->",
        b"\\u-10179?",
        b"\\bin9 ",
        b"\\cell",
        b"99999999999",
        b": ",
    ]
    + ["\u202e".encode(), "\ufeff".encode(), "e\u0301".encode(), b"\r", b"/Kids", b"endobj", b"\xef\xbf\xbf"]
)
CHANGES = st.lists(
    st.one_of(
        st.builds(_flip, PLACES, st.integers(0, 7)),
        st.builds(_splice, PLACES, PLACES, PLACES),
        st.builds(_drop, PLACES, st.integers(1, 200)),
        st.builds(_put, PLACES, PIECES),
    ),
    min_size=1,
    max_size=6,
)


def usable(folder, name: str, data: bytes) -> None:
    """Read a file; only a Dutch message may come instead of a result."""
    with contextlib.suppress(InputError):
        reader, _, file = name.partition("/")
        place = folder / f"{len(list(folder.iterdir()))}"
        place.mkdir()
        (place / file).write_bytes(data)
        read(reader, place / file)


@settings(FUZZ, max_examples=400)
@given(st.sampled_from(sorted(FILES)), CHANGES)
def test_damaged_bytes(tmp_path, name, changes):
    data = bytearray(FILES[name])
    for change in changes:
        if data:
            change(data)
    usable(tmp_path, name, bytes(data))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@FUZZ
@given(st.sampled_from(sorted(ZIPS)), st.data())
def test_damaged_parts_of_zips(tmp_path, name, data):
    parts = _parts(ZIPS[name])
    victim = data.draw(st.sampled_from(sorted(parts)))
    what = data.draw(st.sampled_from(["drop", "rename", "damage", "swap"]))
    if what == "drop":
        del parts[victim]
    elif what == "rename":
        parts[data.draw(st.sampled_from(["../x.xml", "/etc/x", "word/styles.xml", "styles.xml", "a.qde"]))] = parts.pop(
            victim
        )
    elif what == "swap":
        parts[victim] = parts[data.draw(st.sampled_from(sorted(parts)))]
    else:
        content = bytearray(parts[victim])
        for change in data.draw(CHANGES):
            if content:
                change(content)
        parts[victim] = bytes(content)
    usable(tmp_path, name, zipped(parts))


@FUZZ
@given(st.sampled_from(sorted(ZIPS)), st.data())
def test_dropped_and_repeated_elements(tmp_path, name, data):
    parts = _parts(ZIPS[name])
    documents = sorted(part for part in parts if part.endswith((".xml", ".qde", ".rels")))
    victim = data.draw(st.sampled_from(documents))
    root = ET.fromstring(parts[victim])
    for _ in range(data.draw(st.integers(1, 4))):
        holders = [node for node in root.iter() if len(node)]
        if not holders:
            break
        holder = holders[data.draw(PLACES) % len(holders)]
        child = holder[data.draw(PLACES) % len(holder)]
        what = data.draw(st.sampled_from(["drop", "repeat", "attributes", "move"]))
        if what == "drop":
            holder.remove(child)
        elif what == "repeat":
            holder.extend([child] * data.draw(st.integers(1, 5)))
        elif what == "attributes":
            child.attrib = {
                key: data.draw(st.sampled_from(["", "-1", "9" * 30, "x", value])) for key, value in child.items()
            }
        else:
            root.append(ET.fromstring(ET.tostring(child)))
    parts[victim] = ET.tostring(root)
    usable(tmp_path, name, zipped(parts))


TIMES = st.builds(
    lambda h, m, s, f, sep: f"{h:02}:{m:02}:{s:02}{sep}{f:03}",
    st.integers(0, 120), st.integers(0, 99), st.integers(0, 99), st.integers(0, 999), st.sampled_from(".,:"),
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(["I: ", "R: ", "<v Jan>", "</v>", "<c.rood>", "<i>", "<00:00:01.000>", "ja", "hoe?", "&amp;", "<", "{\\an8}", "-", "👩‍🚒", "\u202e"]),
    max_size=12,
).map(" ".join)  # fmt: skip
CUES = st.lists(
    st.builds(
        lambda number, start, arrow, end, extra, lines, gap: f"{number}\n{start} {arrow} {end}{extra}\n" + "\n".join(lines) + gap,
        st.sampled_from(["", "1", "NOTE x", "x"]), TIMES, st.sampled_from(["-->", "->", "--->", "-- >"]), TIMES,
        st.sampled_from(["", " align:start", " X1:1"]), st.lists(WORDS, max_size=3), st.sampled_from(["\n\n", "\n", "\n\n\n"]),
    ),
    max_size=12,
)  # fmt: skip


@FUZZ
@given(
    st.sampled_from(["vtt", "srt"]), st.sampled_from(["WEBVTT\n\n", "", "\ufeffWEBVTT - x\n\nSTYLE\n::cue{}\n\n"]), CUES
)
def test_made_up_subtitles(tmp_path, suffix, head, cues):
    usable(tmp_path, f"transcripts/a.{suffix}", (head + "".join(cues)).encode())


CONTROLS = st.sampled_from(
    ["\\b ", "\\b0 ", "\\par ", "\\cell ", "\\row ", "\\intbl ", "\\pard ", "\\u8364?", "\\u-10179?", "\\uc0 ", "\\uc9 ", "\\'e9", "\\'ff"]
    + ["\\f1 ", "\\fcharset128 ", "\\ansicpg65001 ", "\\ansicpg0 ", "\\*", "\\fonttbl ", "\\bin3 abc", "\\bin-1 ", "\\s5 ", "\\cf2 ", "\\v ", "\\~", "\\\n"]
    + ["I: hoe?", "R: zo.", " ", "{", "}", "\\footnote ", "\\stylesheet ", "\\nestcell ", "\\nestrow ", "\\deleted ", "\\li400 ", "\\plain "]
)  # fmt: skip


@FUZZ
@given(st.lists(CONTROLS, max_size=60).map("".join))
def test_made_up_rtf(tmp_path, body):
    usable(tmp_path, "transcripts/a.rtf", f"{{\\rtf1\\ansi {body}}}".encode())


SCALARS = st.sampled_from(
    ["x", "1", "-1", ".nan", ".inf", "~", "true", "2024-99-99", "2024-01-01", "!!int x", "!!binary ?", "!!set {a}", "'='", '"\\uD83D"', "*a", "&a b", "0x", "1:2:3"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(SCALARS | st.sampled_from(["id", "goal", "label", "<<"]), inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["title", "period", "participation_level", "costs", "interviewers", "phases", "extends", "remove", "goals", "themes", "core_themes", "version", "<<"]
)  # fmt: skip


@FUZZ
@given(st.sampled_from(["project", "codebook"]), st.lists(st.tuples(KEYS, VALUES), max_size=5))
def test_made_up_settings(tmp_path, kind, pairs):
    usable(tmp_path, f"settings/{kind}.yaml", "".join(f"{key}: {value}\n" for key, value in pairs).encode())
