"""Open data: nobody can be found in it, and a portal understands it."""

import csv
import hashlib
import io
import itertools
import json
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain.errors import InputError
from narratief.domain.project import ProjectFacts
from narratief.publish.open_data import write_open_data
from narratief.publish.open_data.suppress import THRESHOLD, suppress

from .conftest import make

PROJECTS = st.lists(
    st.integers(1, 12).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1, max_size=5
)


def big(name: str, told: int, of: int):
    return make({f"{n}.txt": [("Stil.", ["feedback_silence"] if n < told else [])] for n in range(of)}, name)


def opened(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@settings(max_examples=300, deadline=None)
@given(PROJECTS)
def test_no_small_count_is_shown_or_follows_from_what_is_shown(projects):
    counts, residents = zip(*projects, strict=True)

    shown, total = suppress(counts, residents)

    assert all(s is None or s == 0 or s >= THRESHOLD for s in (*shown, total))
    assert all(s is None for s, of in zip(shown, residents, strict=True) if of < THRESHOLD)
    assert all(s in (None, count) for s, count in zip(shown, counts, strict=True))
    if total is None:
        return
    hidden = [place for place, s in enumerate(shown) if s is None]
    left = total - sum(s for s in shown if s is not None)
    ranges = [range(int(residents[place] >= THRESHOLD), residents[place] + 1) for place in hidden]
    possible = [each for each in itertools.product(*ranges) if sum(each) == left]
    for number in range(len(hidden)):
        assert len({each[number] for each in possible}) > 1
    assert not hidden or left >= THRESHOLD


@pytest.mark.parametrize(
    ("counts", "residents", "shown", "total"),
    [
        ([6, 7], [9, 9], [6, 7], 13),
        ([0, 7], [9, 9], [0, 7], 7),
        ([2, 7, 8], [9, 9, 9], [None, None, 8], 17),
        ([2, 3, 8], [9, 9, 9], [None, None, 8], 13),
        ([1, 2, 8], [9, 9, 9], [None, None, None], 11),
        ([3], [9], [None], None),
        ([3, 0], [3, 9], [None, 0], None),
        ([0, 0], [9, 9], [0, 0], 0),
        ([3, 9], [3, 9], [None, None], None),
    ],
)
def test_examples_of_hiding(counts, residents, shown, total):
    assert suppress(counts, residents) == (shown, total)


def test_small_projects_and_their_words_are_not_in_the_data(square, tmp_path):
    files = opened(write_open_data([square, big("dorp", 7, 12), big("wijk", 6, 8)], tmp_path / "o.zip"))

    everything = b"".join(files.values()).decode()
    assert not any(fragment.text in everything for fragment in square.fragments)
    assert "a.txt" not in everything
    assert "Ans de Vries" not in everything
    cells = {(row["project"], row["thema"]): row for row in lines(files["tellingen.csv"])}
    assert {row["bewoners"] for (project, _), row in cells.items() if project == "plein"} == {""}
    assert cells["alle", "feedback_silence"]["bewoners"] == "15"
    assert (
        cells["dorp", "feedback_silence"] | {"bewoners": "7", "status": "geteld"} == cells["dorp", "feedback_silence"]
    )
    assert cells["wijk", "feedback_silence"]["status"] == "afgeschermd"


def test_data_package_is_sound(square, tmp_path):
    files = opened(write_open_data([square, big("dorp", 7, 12)], tmp_path / "o.zip"))
    package = json.loads(files["datapackage.json"])

    assert set(files) == {"datapackage.json", "dcat.jsonld", *(r["path"] for r in package["resources"])}
    assert package["profile"] == "tabular-data-package"
    assert all(re.fullmatch(r"[a-z0-9._-]+", each["name"]) for each in (package, *package["resources"]))
    assert {"name", "path", "title"} <= set(package["licenses"][0])
    tables = {}
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        rows = tables[resource["name"]] = lines(data)
        schema = resource["schema"]
        assert data.decode().split("\n")[0].split(",") == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            values = [row[field["name"]] for row in rows]
            rules = field.get("constraints", {})
            assert field["type"] in {"string", "integer", "number"}
            assert field["description"]
            assert not rules.get("required") or all(values)
            assert all(value in rules.get("enum", values) for value in values)
            if field["type"] == "integer":
                assert all(value == "" or int(value) >= rules.get("minimum", 0) for value in values)
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
    for resource in package["resources"]:
        for foreign in resource["schema"].get("foreignKeys", ()):
            there = {row[foreign["reference"]["fields"]] for row in tables[foreign["reference"]["resource"]]}
            assert {row[foreign["fields"]] for row in tables[resource["name"]]} <= there


def test_dcat_record_describes_every_file(square, tmp_path):
    files = opened(write_open_data(square, tmp_path / "o.zip"))
    record = json.loads(files["dcat.jsonld"])

    assert record["@type"] == "dcat:Dataset"
    assert record["dct:title"]["@language"] == "nl"
    addresses = {each["dcat:downloadURL"]["@id"]: each for each in record["dcat:distribution"]}
    assert set(addresses) == {name for name in files if name.endswith(".csv")}
    assert all(int(each["dcat:byteSize"]["@value"]) == len(files[name]) for name, each in addresses.items())


def test_draft_is_said_and_bytes_are_the_same_each_time(square, tmp_path):
    first = write_open_data(square, tmp_path / "a.zip").read_bytes()
    assert write_open_data([square], tmp_path / "b.zip").read_bytes() == first
    assert "CONCEPT" in opened(tmp_path / "a.zip")["datapackage.json"].decode()
    mine = replace(square, codes=tuple(code for code in square.codes if code.coder != "narratief"))
    assert "CONCEPT" not in opened(write_open_data(mine, tmp_path / "c.zip"))["datapackage.json"].decode()


def test_a_project_named_alle_is_refused(square, tmp_path):
    with pytest.raises(InputError, match="open data"):
        write_open_data(replace(square, name="alle", facts=ProjectFacts()), tmp_path / "a.zip")


def test_the_library_of_the_standard_finds_it_valid(tmp_path, square, garden):
    """Frictionless itself: hashes, sizes, types, constraints, and keys over tables; and it does find a fault."""
    reason = (
        "frictionless is not installed; uv run --with frictionless pytest tests/publish/test_open_data.py runs this"
    )
    frictionless = pytest.importorskip("frictionless", reason=reason)
    results = [square, garden, big("groot", 7, 12)]
    for name, data in opened(write_open_data(results, tmp_path / "uit.zip")).items():
        (tmp_path / name).write_bytes(data)

    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    assert report.stats["tasks"] == 3

    counts, about = tmp_path / "tellingen.csv", tmp_path / "datapackage.json"
    counts.write_text(counts.read_text("utf-8").replace(",feedback_silence,", ",iets_anders,", 1), "utf-8")
    assert ["hash-count"] in frictionless.validate(str(about)).flatten(["type"])
    about.write_text(re.sub(r'"(bytes|hash)": [^,]+,', "", about.read_text("utf-8")), "utf-8")
    assert frictionless.validate(str(about)).flatten(["type"]) == [["foreign-key"]]
