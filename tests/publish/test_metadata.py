"""What files say of themselves: who made them, when, and for portals whose they are."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pypdf
import pytest
from defusedxml import ElementTree

from narratief.domain.errors import InputError
from narratief.domain.settings import get_settings
from narratief.publish.formats import FORMATS, ExportContent
from narratief.publish.imprint import Imprint

MADE = Imprint(
    "Gemeente Voorbeeld",
    "Team Participatie",
    dt.date(2026, 3, 9),
    "participatie@voorbeeld.nl",
    "https://identifier.overheid.nl/tooi/id/gemeente/gm0000",
    "https://data.voorbeeld.nl/participatie",
)


def _open_data(result, folder, imprint):
    path = FORMATS["open-data"].export(ExportContent(result, imprint=imprint), folder / "o.zip")
    with zipfile.ZipFile(path) as archive:
        return [json.loads(archive.read(name)) for name in ("dcat.jsonld", "datapackage.json")], archive.read(
            "projecten.csv"
        ).decode()


def test_a_portal_learns_whose_data_they_are(square, tmp_path):
    dated = replace(square, facts=square.facts.model_copy(update={"period": "2021-2022"}))
    (record, package), table = _open_data(dated, tmp_path, MADE)

    assert record["@id"] == record["dct:identifier"] == package["id"] == MADE.dataset_uri
    assert record["dct:publisher"]["foaf:name"] == MADE.organisation
    assert record["dct:publisher"]["@id"] == MADE.organisation_uri
    assert record["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:participatie@voorbeeld.nl"}
    assert record["dct:modified"]["@value"] == "2026-03-09"
    assert record["dct:temporal"]["dcat:startDate"]["@value"] == "2021-01-01"
    assert record["dct:temporal"]["dcat:endDate"]["@value"] == "2022-12-31"
    assert {word.partition(":")[0] for word in record if ":" in word} <= set(record["@context"])
    assert package["contributors"][0]["title"] == MADE.organisation
    assert "2021-01/2022-12" in table


def test_what_is_not_set_is_left_out(square, tmp_path):
    vague = replace(square, facts=square.facts.model_copy(update={"period": "voorjaar"}))
    (record, package), table = _open_data(vague, tmp_path, Imprint())
    assert not {"dct:publisher", "dcat:contactPoint", "dct:identifier", "dct:temporal"} & set(record)
    assert "contributors" not in package
    assert "voorjaar" not in table


@pytest.mark.parametrize("name", ["xlsx", "verslag-docx", "impuls-docx"])
def test_office_files_have_the_author_and_the_date(name, square, tmp_path):
    form = FORMATS[name]
    path = form.export(ExportContent(square, imprint=MADE), tmp_path / f"a{form.suffix}")
    if name == "xlsx":
        found = openpyxl.load_workbook(path).properties
        assert (found.creator, found.created.date()) == (MADE.author, MADE.date)
    else:
        core = docx.Document(str(path)).core_properties
        assert (core.author, core.created.date()) == (MADE.author, MADE.date)


@pytest.mark.parametrize("name", ["verslag-pdf", "impuls-pdf"])
def test_pdf_has_the_author_and_the_date(name, square, tmp_path):
    path = FORMATS[name].export(ExportContent(square, imprint=MADE), tmp_path / "a.pdf")
    found = pypdf.PdfReader(path).metadata
    assert found.author == MADE.author
    assert found.creation_date.date() == MADE.date


def test_a_refi_project_has_the_date_of_the_publication(square, tmp_path):
    path = FORMATS["qdpx"].export(ExportContent(square, imprint=MADE), tmp_path / "a.qdpx")
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
    times = {each.get("creationDateTime") for each in root.iter()} - {None}
    assert times == {"2026-03-09T00:00:00Z"}


def test_an_address_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("NARRATIEF_DATASET_URI", "geen adres")
    with pytest.raises(InputError, match="geen webadres"):
        get_settings("dataset_uri")
