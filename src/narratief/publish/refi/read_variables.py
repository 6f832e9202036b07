"""Variables of any tool's project: facts about an interview."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Mapping

from narratief.domain.project import ProjectFacts, level_named
from narratief.publish.refi.guids import guid, normalised_guid
from narratief.publish.refi.read_sources import SourceText
from narratief.publish.refi.variables import LEVEL, PERIOD, PROJECT, SCALE, TITLE


class VariableReader:
    """The variables of a project document; tools put their values with the source or with its case."""

    def __init__(self, root: ET.Element) -> None:
        self._names = {
            normalised_guid(each.get("guid")): each.get("name", "") for each in root.findall("Variables/Variable")
        }
        self._cases: defaultdict[str, list[ET.Element]] = defaultdict(list)
        for case in root.findall("Cases/Case"):
            for reference in case.findall("SourceRef"):
                self._cases[normalised_guid(reference.get("targetGUID"))].append(case)
        self._about = {
            normalised_guid(group.get("guid")): group.findtext("Description") or ""
            for group in root.findall("Sets/Set")
        }

    def values(self, source: SourceText) -> dict[str, str]:
        """Name and value of each variable of a source; values with the source itself go before those of its cases."""
        values: dict[str, str] = {}
        for holder in (source.owner, *self._cases[source.guid]):
            for value in holder.findall("VariableValue"):
                reference = value.find("VariableRef")
                name = self._names.get("" if reference is None else normalised_guid(reference.get("targetGUID")))
                text = next((each.text for each in value if each.tag.endswith("Value") and each.text), None)
                if name and text:
                    values.setdefault(name, text)
        return values

    def facts(self, values: Mapping[str, str]) -> ProjectFacts:
        """The facts of a project that are among an interview's variables."""
        level = values.get(LEVEL, "").lower()
        return ProjectFacts(
            title=values.get(TITLE, ""),
            period=values.get(PERIOD, ""),
            participation_level=level_named(level),
            scale=values.get(SCALE, ""),
            description=self._about.get(guid("project-set", values.get(PROJECT, "")), ""),
        )
