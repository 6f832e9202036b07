"""The publish flow in a real run, on projects of which somebody confirmed themes."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
import yaml
from sqlalchemy import select

from narratief.domain.actions import Confirm
from narratief.domain.decision import Author
from narratief.store.database import open_store
from narratief.store.review.decide import decide
from narratief.store.review.project_state import project_state
from narratief.store.schema import ProjectRow

TALK = """Interviewer: Hoe ging het contact?
Inwoner: Ik ben Wubbo Schelvisch. De projectleider kwam persoonlijk langs en nam echt de tijd voor mijn vragen.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Wij hebben onze ideeën ingeleverd en daarna hebben we er nooit meer iets van gehoord. Geen brief, geen mail.
"""
CODE = """
from flows.settings import prepare_prefect
prepare_prefect()
import sys
from flows.publish import publish
forms = [sys.argv[2]] if sys.argv[2] else None
print(*publish(sys.argv[4:], sys.argv[1], forms, draft=sys.argv[3] == "concept"), sep="\\n")
"""


def _publish(
    folders: list[Path], out: Path, home: Path, vault: Path, kind: str, form: str = ""
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [sys.executable, "-c", CODE, str(out), form, kind, *map(str, folders)],
        capture_output=True,
        text=True,
        env=kept | {"NARRATIEF_HOME": str(home), "NARRATIEF_VAULT": str(vault)},
        check=False,
        timeout=900,
    )


def _confirm_all() -> int:
    """Let somebody confirm every theme of every project."""
    store, done = open_store(), 0
    with store.writing() as session:
        for project in session.scalars(select(ProjectRow)).all():
            for number, state in project_state(session, project.id).interviews.items():
                for code in state.codes:
                    span = (code.fragment.start, code.fragment.end)
                    decide(session, Author(None, "Ans"), number, Confirm(), span=span, theme=code.theme)
                    done += 1
    return done


@pytest.mark.slow
def test_an_edition_needs_confirmed_themes_and_then_comes_whole(tmp_path: Path, own_home: Path) -> None:
    folders = [tmp_path / name for name in ("pleintje", "tuin")]
    for folder in folders:
        folder.mkdir()
        (folder / "a.txt").write_text(TALK, "utf-8")
    vault = tmp_path / "vault"

    draft = _publish(folders, tmp_path / "concept", own_home, vault, "concept", "verslag-docx")
    assert draft.returncode == 0, draft.stderr
    assert "CONCEPT" in [p.text for p in docx.Document(tmp_path / "concept/tuin-verslag-docx.docx").paragraphs]
    refused = _publish(folders[:1], tmp_path / "geen", own_home, vault, "bevestigd", "verslag-docx")
    assert refused.returncode != 0
    assert "nog geen thema bevestigd" in refused.stderr

    assert _confirm_all() >= 4
    done = _publish(folders, tmp_path / "uit", own_home, vault, "bevestigd")

    assert done.returncode == 0, done.stderr
    written = sorted(path.name for path in (tmp_path / "uit").iterdir())
    assert written == sorted(done.stdout.split())
    assert len(written) == 3 * 6
    for path in (tmp_path / "uit").iterdir():
        assert b"Schelvisch" not in path.read_bytes(), path.name
        assert not _marked(path), path.name
    pages = {path.name: len(pypdf.PdfReader(path).pages) for path in (tmp_path / "uit").glob("*impuls*.pdf")}
    assert pages == {"pleintje-impuls-pdf.pdf": 2, "tuin-impuls-pdf.pdf": 2, "alle-projecten-impuls-pdf.pdf": 6}
    (prefect,) = own_home.glob("prefect-*")
    for path in prefect.rglob("*"):
        assert not path.is_file() or b"nooit meer iets van gehoord" not in path.read_bytes(), path


def _marked(path: Path) -> bool:
    """Whether a file says that it is a draft."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    elif path.suffix in (".docx", ".zip"):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.startswith("word/styles")]
            text = "".join(archive.read(name).decode("utf-8", "replace") for name in names)
    else:
        text = path.read_text("utf-8").partition("</style>")[2]
    return "concept" in text.lower()


def test_the_edition_is_scheduled_twice_a_year_in_dutch_time() -> None:
    deployments = yaml.safe_load((Path(__file__).parents[2] / "prefect.yaml").read_text("utf-8"))["deployments"]
    impuls = next(each for each in deployments if each["entrypoint"] == "flows/publish.py:publish")
    (schedule,) = impuls["schedules"]

    assert schedule["cron"].split()[3] == "4,10"
    assert schedule["timezone"] == "Europe/Amsterdam"
    assert impuls["parameters"]["draft"] is False
