"""The five functions for Python: what they give, that they keep to the privacy rules, and that they cost nothing."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import narratief
from narratief.domain.errors import InputError
from narratief.domain.fragment import WITHHELD
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.outputs import write_outputs, write_overview
from narratief.pipeline.take_in import take_in
from narratief.privacy.vault.vault import Vault

TALK = """Interviewer: Hoe bent u erbij gekomen?
Inwoner: Ik ben Gerda Hazelhoff en ik woon aan de Molenstraat 14. Er kwam een brief in de bus, en toen ben ik gegaan.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Niks. Wij hebben onze ideeën ingeleverd en nooit meer iets van gehoord. Geen brief, geen mail.
Interviewer: Nog iets?
Inwoner: Dit moet u niet opschrijven. Wij hebben van de wethouder nooit meer iets gehoord. Hij heeft niet teruggebeld.
"""


@pytest.fixture
def project(tmp_path: Path, own_home: Path) -> Path:
    folder = tmp_path / "fietspad"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Fietspad\n", "utf-8")
    (folder / "hazelhoff.txt").write_text(TALK, "utf-8")
    (folder / "kapot.docx").write_bytes(b"geen docx")
    return folder


def _loaded_by(code: str) -> set[str]:
    """Modules that a fresh Python has after running something."""
    run = f"import sys; before = set(sys.modules); {code}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_narratief_loads_nothing_else():
    assert _loaded_by("import narratief") == {"narratief"}


def test_asking_for_a_function_to_read_does_not_load_what_codes():
    heavy = {"spacy", "onnxruntime", "torch", "prefect", "fastapi", "typer", "sklearn"}
    assert not heavy & _loaded_by("import narratief; narratief.read")


def test_every_name_that_is_offered_is_there_and_documented():
    typed = set(re.findall(r" as (\w+)", (Path(narratief.__file__).parent / "__init__.pyi").read_text("utf-8")))
    assert {"read", "pseudonymise", "tag", "analyse", "synthesise"} < typed < set(dir(narratief))
    for name in typed:
        assert getattr(narratief, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        narratief.analyze  # noqa: B018


def test_a_project_is_read_with_its_odd_file_told(project: Path):
    transcripts = narratief.read(project)
    assert [each.file for each in transcripts.interviews] == ["hazelhoff.txt"]
    assert [problem.file for problem in transcripts.problems] == ["kapot.docx"]
    assert "Hazelhoff" in transcripts.interviews[0].text
    assert "Hazelhoff" not in repr(transcripts)


def test_a_single_transcript_is_read_and_an_odd_one_is_refused(project: Path):
    (interview,) = narratief.read(str(project / "hazelhoff.txt")).interviews
    assert [turn.role for turn in interview.turns] == ["interviewer", "resident"] * 3
    for wrong in ("kapot.docx", "er-niet.txt"):
        with pytest.raises(InputError, match=wrong):
            narratief.read(project / wrong)
    with pytest.raises(InputError, match="bestaat niet"):
        narratief.read(project / "weg" / "gesprek.txt")


def test_the_interviewer_can_be_named(project: Path):
    (interview,) = narratief.read(project / "hazelhoff.txt", ["Inwoner"]).interviews
    assert [turn.role for turn in interview.turns] == ["resident", "interviewer"] * 3


def test_nothing_is_written_and_no_name_is_left_unless_the_key_is_kept(project: Path, own_home: Path):
    safe = narratief.pseudonymise(narratief.read(project))
    (interview,) = safe.interviews
    assert "Hazelhoff" not in interview.text
    assert "Molenstraat 14" not in interview.text
    assert "[PERSOON-1]" in interview.text
    assert "hazelhoff" not in interview.file
    assert sorted(path.name for path in own_home.iterdir()) == ["cache"]
    assert not (own_home.parent / "vault").exists()


def test_a_kept_key_lies_in_the_vault_of_the_project_which_the_store_knows(project: Path):
    transcripts = narratief.read(project)
    kept = narratief.pseudonymise(transcripts, keep_key=True)
    vault = Vault(open_folder(project).project.key)
    assert "Gerda Hazelhoff" in vault.lookup(kept.interviews[0].file, "[PERSOON-1]")
    assert open_folder(project).kept.interview(kept.interviews[0].file) == kept.interviews[0]
    assert kept.interviews == narratief.pseudonymise(transcripts).interviews
    assert [problem.file for problem in kept.problems] == ["kapot.docx"]


def test_words_off_the_record_count_and_are_nowhere(project: Path):
    coded = narratief.tag(narratief.pseudonymise(narratief.read(project)))
    tables = narratief.analyse(coded)
    assert WITHHELD in set(tables.codes["text"])
    for shown in (coded.result.interviews[0].text, tables.codes.to_csv(), tables.themes.to_csv()):
        assert "teruggebeld" not in shown


def test_what_has_names_in_it_is_not_coded_and_what_is_not_coded_is_not_counted(project: Path):
    transcripts = narratief.read(project)
    with pytest.raises(InputError, match="nog niet gepseudonimiseerd"):
        narratief.tag(transcripts)
    with pytest.raises(InputError, match=r"Gebruik eerst narratief\.read"):
        narratief.pseudonymise(transcripts.interviews)
    for function, given in ((narratief.analyse, transcripts), (narratief.synthesise, [transcripts])):
        with pytest.raises(InputError, match="geen thema's"):
            function(given)
    with pytest.raises(InputError, match="geen project"):
        narratief.synthesise([])
    coded = narratief.tag(narratief.pseudonymise(transcripts))
    with pytest.raises(InputError, match="verschillende namen"):
        narratief.synthesise([coded, coded])


def test_a_codebook_of_ones_own_is_used(project: Path, tmp_path: Path):
    safe = narratief.pseudonymise(narratief.read(project))
    book = tmp_path / "eigen.yaml"
    book.write_text("extends: standaard\nremove: [feedback_silence]\n", "utf-8")
    assert "feedback_silence" in set(narratief.analyse(narratief.tag(safe)).codes["theme"])
    coded = narratief.tag(safe, book)
    assert "feedback_silence" not in set(narratief.analyse(coded).codes["theme"])
    assert narratief.tag(safe, coded.result.codebook).result == coded.result
    with pytest.raises(InputError, match="codeboek"):
        narratief.tag(safe, project / "project.yaml")


def test_a_project_without_a_usable_file_gives_empty_tables(tmp_path: Path, own_home: Path):
    (tmp_path / "leeg").mkdir()
    tables = narratief.analyse(narratief.tag(narratief.pseudonymise(narratief.read(tmp_path / "leeg"))))
    assert tables.codes.empty
    assert tables.goals.to_numpy().sum() == 0
    assert (tables.themes["residents"] == 0).all()


@pytest.mark.slow
def test_the_same_comes_out_as_from_narratief_run(samples: Path, own_home: Path, tmp_path: Path):
    folder = samples / "vernieuwing-beekpark"
    opened = open_folder(folder)
    taken = take_in(opened)
    files = code_interviews(opened, taken.files).files
    write_outputs(opened, files, taken.problems, tmp_path)
    write_overview([(opened, files)], tmp_path)

    coded = narratief.tag(narratief.pseudonymise(narratief.read(folder)))
    tables = narratief.analyse(coded)
    expected = pd.read_parquet(tmp_path / folder.name / "codes.parquet")
    pd.testing.assert_frame_equal(tables.codes, expected, check_dtype=False)
    overview = narratief.synthesise([coded]).overview
    pd.testing.assert_frame_equal(overview, pd.read_parquet(tmp_path / "overzicht.parquet"), check_dtype=False)
    with (tmp_path / "overzicht.csv").open(encoding="utf-8", newline="") as file:
        residents = {row["theme"]: int(row["residents"]) for row in csv.DictReader(file)}
    assert dict(zip(tables.themes["theme"], tables.themes["residents"], strict=True)) == residents


def test_projects_stand_side_by_side_and_residents_count_once(project: Path, tmp_path: Path):
    other = tmp_path / "plein"
    other.mkdir()
    (other / "gesprek.txt").write_text(TALK.replace("Gerda Hazelhoff", "Bart Kwakernaak"), "utf-8")
    (other / "codebook.yaml").write_text("extends: standaard\nremove: [dissent_handling]\n", "utf-8")
    one, two = (narratief.tag(narratief.pseudonymise(narratief.read(folder))) for folder in (project, other))
    themes = narratief.synthesise([one, two]).themes
    assert list(themes.columns) == ["fietspad", "plein", "residents", "of", "told_in"]
    assert (themes["residents"] <= themes["of"]).all()
    assert (themes["residents"] == themes["fietspad"] + themes["plein"].fillna(0)).all()
    assert themes["plein"].isna().sum() == 1
    assert narratief.analyse(one).goals.to_numpy().max() == 1
