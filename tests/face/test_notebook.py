"""The notebook in docs runs, without network, and what it shows is what it gives."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs/python.ipynb"


def _shown(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """What every cell puts out: for a value its kind, for a table its columns; words and figures follow the models."""
    return [
        [
            "words" if "text" in each else each["data"]["text/plain"].splitlines()[0].split("(")[0]
            for each in cell.outputs
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.slow
def test_the_notebook_runs_and_gives_the_tables_that_it_shows(own_home: Path, monkeypatch: pytest.MonkeyPatch):
    for proxy in ("http_proxy", "https_proxy"):  # nothing answers there: a cell that asks the network fails
        monkeypatch.setenv(proxy, "http://127.0.0.1:9")
    committed = nbformat.read(NOTEBOOK, as_version=4)
    fresh = nbformat.read(NOTEBOOK, as_version=4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    NotebookClient(fresh, timeout=300, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    assert _shown(fresh) == _shown(committed)
    assert sum(map(len, _shown(fresh))) >= 8
    assert sorted(path.name for path in own_home.iterdir()) == ["cache"]


def test_the_notebook_shows_no_error_and_no_name():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    outputs = [each for cell in notebook.cells if cell.cell_type == "code" for each in cell.outputs]
    assert {each.output_type for each in outputs} == {"stream", "execute_result"}
    assert all(each.get("name") != "stderr" for each in outputs)
    told = "".join(str(each.get("text") or each.get("data")) for each in outputs)
    names = (NOTEBOOK.parents[1] / "narratives/vernieuwing-beekpark/pii.jsonl").read_text("utf-8")
    assert "[PERSOON-1]" in told
    people = [row["text"] for row in map(json.loads, names.splitlines()) if row["type"] == "person"]
    assert people
    assert not [name for name in people if name in told]
