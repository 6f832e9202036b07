"""The list of formats, and the command that uses it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import typer
from typer.testing import CliRunner

from narratief.cli import export as command
from narratief.domain.errors import InputError, Problem
from narratief.pipeline import export as exporting
from narratief.publish import formats
from narratief.publish.formats import FORMATS, ExportContent, Format, format_named
from narratief.turning_points import find_turning_points

app = typer.Typer()
app.command()(command.export)
# A second command, so that Typer keeps the first a command of its own.
app.command("niets")(lambda: None)


@pytest.fixture
def project(square, tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "narratives" / "plein"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exporting, "gather", gathered(square))
    return folder


def gathered(result, problems=(), waiting=None):
    """What stands in for the stages and the store: a project, of which people's codes are those that count."""

    def gather(folders, *, confirmed_only=False, each_coder=False):
        codes = tuple(code for code in result.codes if not confirmed_only or code.coder != "narratief")
        given = (replace(result, codes=codes),)
        timelines = {each.name: find_turning_points(each) for each in given}
        return exporting.Gathered(given, (), timelines, tuple(problems), waiting or {})

    return gather


def run(*arguments: str):
    return CliRunner().invoke(app, ["export", *arguments])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_one_file(name, square, garden, memos, tmp_path):
    form = format_named(name)

    path = form.export(ExportContent([square, garden], memos), tmp_path / "map" / f"uit{form.suffix}")

    assert path.stat().st_size > 100
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert form.description.endswith(".")
    assert form.name == name


def test_a_list_of_formats_waits_for_no_large_library():
    """Neither the command's list nor the start of the workspace may load what only one format needs."""
    code = "import sys; from narratief.publish.formats import FORMATS; assert FORMATS; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    large = {"altair", "docx", "numpy", "pandas", "pyarrow", "typst", "vl_convert", "xlsxwriter"}
    assert not large & set(done.stdout.split())


def test_nobody_adds_a_format():
    with pytest.raises(TypeError):
        FORMATS["proef"] = FORMATS["csv"]


def test_an_unknown_format_is_told_in_dutch():
    with pytest.raises(InputError, match=r"bestaat niet\. Kies uit: xlsx"):
        format_named("word")


def test_a_file_that_cannot_be_written_is_told_in_dutch(square, tmp_path):
    (tmp_path / "bestand").write_text("")

    with pytest.raises(InputError, match="niet te schrijven"):
        FORMATS["csv"].export(ExportContent(square), tmp_path / "bestand" / "x.csv")


def test_command_writes_the_format(project, tmp_path):
    done = run("plein", "--format", "qdpx", "--out", str(tmp_path / "x.qdpx"))

    assert done.exit_code == 0, done.output
    assert (tmp_path / "x.qdpx").exists()


def test_command_names_the_file_itself_and_takes_a_folder(project, tmp_path):
    assert run(str(project), "--format", "CSV").exit_code == 0
    assert (tmp_path / "plein.csv").exists()


def test_command_lists_formats():
    done = run("--list")

    assert all(name in done.output for name in FORMATS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Geef een project op"),
        (("plein",), "Geef een formaat op"),
        (("plein", "--format", "word"), "bestaat niet"),
        (("nergens", "--format", "csv"), "Dit project bestaat niet"),
    ],
)
def test_command_says_what_is_missing(project, arguments, message):
    done = run(*arguments)

    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_publications_have_confirmed_codes_only(project, square, monkeypatch):
    seen = {}

    def write(material, path):
        seen["coders"] = {code.coder for result in material.results for code in result.codes}
        return path

    made = {
        "proef": Format("proef", write, ".x", "Proef.", publication=True),
        "werk": Format("werk", write, ".x", "Werk."),
    }
    monkeypatch.setattr(formats, "FORMATS", made)

    run("plein", "--format", "proef")
    assert seen["coders"] == {"Ans de Vries"}
    assert "Concept" in run("plein", "--format", "proef", "--draft").output
    assert seen["coders"] == {"Ans de Vries", "narratief"}
    run("plein", "--format", "proef", "--all")
    assert seen["coders"] == {"Ans de Vries", "narratief"}
    run("plein", "--format", "werk")
    assert seen["coders"] == {"Ans de Vries", "narratief"}
    run("plein", "--format", "werk", "--confirmed")
    assert seen["coders"] == {"Ans de Vries"}
    monkeypatch.setattr(exporting, "gather", gathered(square, waiting={"Plein": 4}))
    assert "4 thema's wachten nog op nakijken" in run("plein", "--format", "proef").output


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.publication])
def test_nothing_confirmed_is_no_publication_and_tells_how_to_get_a_draft(project, square, monkeypatch, form):
    machine = replace(square, codes=tuple(code for code in square.codes if code.coder == "narratief"))
    monkeypatch.setattr(exporting, "gather", gathered(machine))

    refused = run("plein", "--format", form)

    assert isinstance(refused.exception, InputError)
    assert "nog geen thema bevestigd" in str(refused.exception)
    assert "--draft" in str(refused.exception)
    assert run("plein", "--format", form, "--draft").exit_code == 0


def test_a_template_goes_to_word_only(project, tmp_path):
    template = tmp_path / "huis.docx"
    docx.Document().save(template)

    assert run("plein", "--format", "verslag-docx", "--template", str(template)).exit_code == 0
    assert run("plein", "--format", "impuls-docx", "--template", str(template)).exit_code == 0
    refused = run("plein", "--format", "verslag-pdf", "--template", str(template))
    assert "hoort geen sjabloon. Het kan wel bij: verslag-docx, impuls-docx." in str(refused.exception)
    lost = run("plein", "--format", "verslag-docx", "--template", str(tmp_path / "weg.dotx"))
    assert "geen Word-sjabloon" in str(lost.exception)


def test_problems_with_files_are_told_and_give_code_one(project, square, monkeypatch):
    problem = Problem("kapot.docx", "Dit bestand is beschadigd.", "Sla het opnieuw op.")
    monkeypatch.setattr(exporting, "gather", gathered(square, (problem,)))

    done = run("plein", "--format", "csv")

    assert done.exit_code == 1
    assert "kapot.docx" in done.output
