"""The main job on small made-up projects: what is kept, what is told, and that nothing is lost or half written."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from narratief.domain.project import load_project
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.outputs import write_outputs, write_overview
from narratief.pipeline.take_in import take_in
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.projects import change_facts, facts_of, get_project
from narratief.store.database import open_store
from narratief.store.project_repository import ProjectRepository

TALK = """Interviewer: Hoe bent u erbij gekomen?
Inwoner: Ik ben Gerda Hazelhoff en ik woon aan de Molenstraat 14. Er kwam een brief in de bus, en toen ben ik gegaan.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Niks. Wij hebben onze ideeën ingeleverd en nooit meer iets van gehoord. Geen brief, geen mail.
Interviewer: Hoe was het weer die avond?
Inwoner: Het regende pijpenstelen, dus ik was blij met mijn paraplu.
"""
OTHER = TALK.replace("Gerda Hazelhoff", "Bart Kwakernaak").replace("Molenstraat 14", "Beukenlaan 3")


@pytest.fixture
def project(tmp_path: Path, own_home: Path) -> Path:
    folder = tmp_path / "fietspad"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Fietspad\nparticipation_level: raadplegen\n", "utf-8")
    (folder / "gesprek-1.txt").write_text(TALK, "utf-8")
    return folder


def _run(project: Path, out: Path) -> list[str]:
    taken = take_in(open_folder(project))
    code_interviews(open_folder(project), taken.files)
    return [path.name for path in write_outputs(open_folder(project), taken.files, taken.problems, out)]


def test_a_folder_of_transcripts_becomes_tables(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    written = _run(project, out)
    assert set(written) == {"synthese.xlsx", "synthese.html", "codes.csv", "codes.parquet", "verslag.md"}
    write_overview([(open_folder(project), ["gesprek-1.txt"])], out)
    assert {p.name for p in out.glob("overzicht.*")} == {
        "overzicht.xlsx",
        "overzicht.html",
        "overzicht.csv",
        "overzicht.parquet",
    }
    rows = list(csv.DictReader((out / "fietspad/codes.csv").open(encoding="utf-8", newline="")))
    assert any(row["theme"] == "feedback_silence" and row["turn"] == "1" for row in rows)
    assert all(row["turn"] != "2" for row in rows)
    stored = ProjectRepository.for_project(open_store(), load_project(project)).interview("gesprek-1.txt")
    assert stored is not None
    for row in rows:
        assert stored.text[int(row["start"]) : int(row["end"])] == row["text"]


def test_names_are_in_the_vault_and_nowhere_else(project: Path, tmp_path: Path, own_home: Path) -> None:
    _run(project, tmp_path / "uit")
    kept = [p for folder in (own_home, tmp_path / "uit") for p in folder.rglob("*") if p.is_file()]
    assert any(path.name == "narratief.sqlite3" for path in kept)
    kept = [path for path in kept if "cache" not in path.parts]
    assert len(kept) >= 6
    for path in kept:
        data = b"".join(_contents(path))
        assert b"Hazelhoff" not in data, path
        assert b"Molenstraat 14" not in data, path
    vault = Vault(load_project(project).key)
    assert "Hazelhoff" in json.dumps(vault.originals("gesprek-1.txt"))
    assert vault.path.stat().st_mode & 0o077 == 0


def _contents(path: Path) -> list[bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name) for name in archive.namelist()]
    return [path.read_bytes()]


def test_a_file_named_after_a_resident_gets_a_neutral_name(project: Path, tmp_path: Path) -> None:
    (project / "gesprek-1.txt").rename(project / "Interview Hazelhoff.txt")
    taken = take_in(open_folder(project))
    assert len(taken.files) == 1
    assert taken.files == ["Interview naam.txt"]
    assert Vault(load_project(project).key).file_names() == {"Interview naam.txt": "Interview Hazelhoff.txt"}
    assert take_in(open_folder(project)).new == 0
    assert take_in(open_folder(project)).files == taken.files
    code_interviews(open_folder(project), taken.files)
    write_outputs(open_folder(project), taken.files, taken.problems, tmp_path / "uit")
    report = (tmp_path / "uit/fietspad/verslag.md").read_text("utf-8")
    assert "Hazelhoff" not in report
    assert "**Interview naam.txt**: bestand 1 van 1" in report
    for path in (tmp_path / "uit").rglob("*.*"):
        assert not any(b"Hazelhoff" in content for content in _contents(path))


def test_a_second_run_does_only_what_is_new(project: Path) -> None:
    first = take_in(open_folder(project))
    assert (first.new, code_interviews(open_folder(project), first.files).new) == (1, 1)
    again = take_in(open_folder(project))
    assert (again.new, code_interviews(open_folder(project), again.files).new) == (0, 0)
    (project / "gesprek-2.txt").write_text(OTHER, "utf-8")
    more = take_in(open_folder(project))
    assert (more.new, code_interviews(open_folder(project), more.files).new) == (1, 1)
    (project / "gesprek-1.txt").write_text(TALK.replace("brief in de bus", "kaart in de bus"), "utf-8")
    changed = take_in(open_folder(project))
    assert (changed.new, code_interviews(open_folder(project), changed.files).new) == (1, 1)


def test_a_changed_codebook_codes_again_without_reading_again(project: Path) -> None:
    taken = take_in(open_folder(project))
    code_interviews(open_folder(project), taken.files)
    (project / "codebook.yaml").write_text("extends: standaard\nremove: [feedback_silence]\n", "utf-8")
    again = take_in(open_folder(project))
    assert again.new == 0
    assert code_interviews(open_folder(project), again.files).new == 1


def test_a_file_with_a_neutral_name_keeps_its_pseudonyms_when_its_text_changed(project: Path) -> None:
    path = project / "Gerda Hazelhoff.txt"
    path.write_text(TALK, "utf-8")
    (project / "gesprek-1.txt").unlink()
    (file,) = take_in(open_folder(project)).files
    vault = Vault(load_project(project).key)
    before = vault.originals(file)
    assert before["[PERSOON-1]"] == ["Gerda Hazelhoff"]
    added = "Inwoner: Bart Kwakernaak van de Beukenlaan 3 zei dat ook al.\n"
    path.write_text(TALK.replace("Inwoner: Ik ben", f"{added}Inwoner: Ik ben"), "utf-8")
    assert take_in(open_folder(project)).files == [file]
    after = vault.originals(file)
    assert {label: after[label] for label in before} == before  # nobody shares a pseudonym
    assert ["Bart Kwakernaak"] in after.values()
    assert vault.interviews() == [file]


BAD = {
    "leeg.txt": b"",
    "kapot.docx": b"PK\x03\x04 geen zip",
    "plaatje.pdf": b"%PDF-1.4\n%%EOF",
    "brief.txt": b"Geachte heer, hierbij de notulen. Met vriendelijke groet.",
    "rommel.srt": bytes(range(256)) * 20,
}


def test_bad_files_are_told_and_the_good_one_goes_on(project: Path, tmp_path: Path) -> None:
    for name, data in BAD.items():
        (project / name).write_bytes(data)
    (project / "project.yaml").write_text("participation_level: meepraten\n", "utf-8")
    (project / "codebook.yaml").write_text("themes: [", "utf-8")
    taken = take_in(open_folder(project))
    assert taken.files == ["gesprek-1.txt"]
    assert {p.file for p in taken.problems if p.fatal} >= {*BAD, "project.yaml", "codebook.yaml"}
    code_interviews(open_folder(project), taken.files)
    write_outputs(open_folder(project), taken.files, taken.problems, tmp_path / "uit")
    report = (tmp_path / "uit/fietspad/verslag.md").read_text("utf-8")
    for name in (*BAD, "project.yaml", "codebook.yaml"):
        assert name in report
    assert "Traceback" not in report
    assert "gesprek-1.txt" in report


def test_a_project_without_residents_writes_only_a_report(tmp_path: Path, own_home: Path) -> None:
    folder = tmp_path / "leeg"
    folder.mkdir()
    taken = take_in(open_folder(folder))
    assert taken.files == []
    assert [p.name for p in write_outputs(open_folder(folder), [], taken.problems, tmp_path / "uit")] == ["verslag.md"]
    assert "geen transcript" in (tmp_path / "uit/leeg/verslag.md").read_text("utf-8")


def test_changed_lists_of_words_pseudonymise_anew_and_the_store_has_none_of_the_words_to_hide(
    project: Path, own_home: Path
) -> None:
    def text() -> str:
        assert take_in(open_folder(project)).files == ["gesprek-1.txt"]
        return open_folder(project).kept.interview("gesprek-1.txt").text

    assert "paraplu" in text()
    facts = (project / "project.yaml").read_text("utf-8")
    (project / "project.yaml").write_text(
        f"{facts}keep: [Gerda Hazelhoff]\nhide:\n- Zebedeus Kwast\n- adres: paraplu\n", "utf-8"
    )
    taken = take_in(open_folder(project))
    assert taken.new == 1
    assert "Gerda Hazelhoff" in text()
    assert "mijn [ADRES-" in text()
    assert take_in(open_folder(project)).new == 0
    assert not any(b"Kwast" in path.read_bytes() for path in own_home.rglob("*") if path.is_file())
    with open_store().writing() as session:  # who changes the facts in the workspace leaves the list as it was
        row = get_project(session, open_folder(project).id)
        change_facts(session, row, facts_of(row).model_copy(update={"title": "Fietspad Zuid"}))
    assert load_project(project).facts.hide == (("person", "Zebedeus Kwast"), ("address", "paraplu"))
    (project / "project.yaml").write_text(facts, "utf-8")
    assert "paraplu" in text()
