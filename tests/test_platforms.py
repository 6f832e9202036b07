"""The systems that docs/beheerder.md names have every library ready-made; others lack the ones that it names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_LOCKED = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
WHEELS = {each["name"]: [wheel["url"].rpartition("/")[2] for wheel in each.get("wheels", ())] for each in _LOCKED}
DIRECT = [
    re.match(r"[A-Za-z0-9._-]+", each)[0].lower()
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
]
SUPPORTED = {
    "linux x86": r"manylinux.*x86_64",
    "linux arm": r"manylinux.*aarch64",
    "mac arm": r"macosx.*(arm64|universal2)",
    "windows": r"win_amd64",
}


def ready(package: str, system: str) -> bool:
    return any(re.search(rf"none-any\.whl$|{system}", wheel) for wheel in WHEELS[package])


@pytest.mark.parametrize("system", SUPPORTED)
def test_every_library_is_ready_made_for_a_supported_system(system: str) -> None:
    assert [package for package in DIRECT if not ready(package, SUPPORTED[system])] == []


@pytest.mark.parametrize(
    ("system", "missing"),
    [
        (r"macosx.*(x86_64|universal2)", ["onnxruntime"]),
        (r"musllinux.*x86_64", ["onnxruntime", "vl-convert-python"]),
        (r"win_arm64", ["pyarrow", "typst", "vl-convert-python"]),
    ],
    ids=["mac intel", "alpine", "windows arm"],
)
def test_what_stands_in_the_way_elsewhere_is_what_is_told(system: str, missing: list[str]) -> None:
    assert set(missing) <= {package for package in DIRECT if not ready(package, system)}
