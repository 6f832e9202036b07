"""Files as the export formats write them."""

from dataclasses import replace

import pytest

from narratief.domain.result import ProjectResult
from narratief.publish.impuls import write as impuls
from narratief.publish.report import write as report

from .projects import hall, sample
from .reading import text_of_docx


@pytest.mark.parametrize(
    "write", [report.write_docx, report.write_pdf, report.write_html, impuls.write_docx, impuls.write_pdf]
)
def test_one_project_and_several_can_be_written(tmp_path, write):
    one = write(hall(), tmp_path / "een")
    two = write([hall(), sample("vernieuwing-beekpark")], tmp_path / "twee")

    assert one.read_bytes()[:4] == two.read_bytes()[:4]
    assert one.stat().st_size > 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["een", "twee"]


def test_a_report_is_a_draft_as_long_as_a_code_of_the_machine_is_in_it(tmp_path):
    machine = hall()
    person = ProjectResult(
        machine.name,
        machine.facts,
        machine.codebook,
        machine.interviews,
        machine.fragments,
        tuple(replace(code, coder="onderzoeker") for code in machine.codes),
    )

    assert "CONCEPT" in text_of_docx(report.write_docx(machine, tmp_path / "a").read_bytes())
    assert "CONCEPT" not in text_of_docx(report.write_docx(person, tmp_path / "b").read_bytes())
