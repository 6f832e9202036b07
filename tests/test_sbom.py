"""The bill of materials names what uv.lock installs with narratief: the same packages and versions."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def locked() -> set[tuple[str, str]]:
    """Name and version of all that narratief's own dependencies and BERTopic lead to, on any system; not what is never
    used."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    by_name: dict[str, list[dict]] = {}
    for package in lock["package"]:
        by_name.setdefault(package["name"], []).append(package)
    never = {each["name"] for each in lock["manifest"]["overrides"]}
    (own,) = by_name["narratief"]
    todo, found = [("narratief", ()), *((each["name"], ()) for each in own["dev-dependencies"]["topics"])], {}
    while todo:
        name, extras = todo.pop()
        for package in by_name[name]:
            key = (name, package.get("version", ""))
            if name in never or (key in found and set(extras) <= found[key]):
                continue
            found[key] = found.get(key, set()) | set(extras)
            needed = list(package.get("dependencies", ()))
            for extra in extras:
                needed += package.get("optional-dependencies", {}).get(extra, ())
            todo += [(each["name"], tuple(each.get("extra", ()))) for each in needed]
    return set(found) - {("narratief", "")}


@pytest.mark.skipif(shutil.which("uv") is None, reason="no uv on this machine")
def test_the_bill_of_materials_is_that_of_the_lock(tmp_path: Path) -> None:
    subprocess.run([ROOT / ".ci" / "sbom", tmp_path / "sbom.json"], check=True, timeout=60)
    bill = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == "narratief"
    named = {(each["name"], each["version"]) for each in bill["components"]}
    assert named == locked()
    assert len(named) > 100
    assert not {"pytest", "torch", "schemathesis"} & {name for name, _ in named}
    assert all(each["purl"].startswith("pkg:pypi/") for each in bill["components"])


def test_every_locked_package_has_hashes_and_comes_from_the_index() -> None:
    for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]:
        if package["name"] == "narratief":
            continue
        assert set(package["source"]) == {"registry"}, package["name"]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]
