"""Facts about an interview as REFI-QDA variables.

They are written both with the source, where MAXQDA reads them, and with the case, where NVivo and Quirkos do.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from narratief.domain.interview import Interview
from narratief.domain.result import ProjectResult
from narratief.publish.refi.guids import guid
from narratief.publish.refi.xml import add_child

PROJECT, TITLE, FILE = "Project", "Projecttitel", "Bestand"
LEVEL, SCALE, PERIOD = "Participatieniveau", "Schaal", "Periode"
RESIDENT, INTERVIEWER = "Bewoner", "Interviewer"
BETWEEN = "; "
"""Separator of several values in one variable."""


def values_of(result: ProjectResult, interview: Interview) -> dict[str, str]:
    """Name and value of each variable that has a value for an interview."""
    speakers = {
        RESIDENT: [turn.speaker for turn in interview.turns if turn.role == "resident"],
        INTERVIEWER: [turn.speaker for turn in interview.turns if turn.role == "interviewer"],
    }
    values = {
        PROJECT: result.name,
        TITLE: result.facts.title,
        FILE: interview.id,
        LEVEL: result.facts.participation_level or "",
        SCALE: result.facts.scale,
        PERIOD: result.facts.period,
        **{name: BETWEEN.join(filter(None, dict.fromkeys(labels))) for name, labels in speakers.items()},
    }
    return {name: value for name, value in values.items() if value}


def add_variables(parent: ET.Element, names: list[str]) -> None:
    """Add the element Variables, unless there are no variables."""
    if names:
        variables = add_child(parent, "Variables")
        for name in names:
            add_child(variables, "Variable", guid=guid("variable", name), name=name, typeOfVariable="Text")


def add_values(parent: ET.Element, values: Mapping[str, str]) -> None:
    """Add the values of one source or case."""
    for name, value in values.items():
        element = add_child(parent, "VariableValue")
        add_child(element, "VariableRef", targetGUID=guid("variable", name))
        add_child(element, "TextValue", value)
