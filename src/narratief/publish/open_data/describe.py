"""Describing the open data: datapackage.json for programs (Frictionless) and a DCAT record for data portals."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.coverage import pooled_coverage
from narratief.domain.period import months_of
from narratief.domain.result import ProjectResult
from narratief.domain.trust import pooled_trust
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.open_data.suppress import THRESHOLD
from narratief.publish.open_data.tables import ABSENT, ALL, COUNTED, HIDDEN, UNSEEN
from narratief.publish.results import is_draft
from narratief.synthesis.trust_words import HEADING, explained
from narratief.synthesis.wording import coverage_note

LICENCE = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    "title": "CC0 1.0 Universeel (publiek domein)",
}
_DRAFT = " CONCEPT: de thema's zijn (deels) door de computer toegekend en nog niet door een onderzoeker nagekeken."
_EMPTY = f"Leeg als het project minder dan {THRESHOLD} bewoners heeft of het aantal 1 tot en met {THRESHOLD - 1} is."
_NOT_MEASURED = f"Leeg als het niet is gemeten of het project minder dan {THRESHOLD} bewoners heeft."
_FIELDS: dict[str, tuple[str, str]] = {
    "project": ("string", f"Naam van het project; '{ALL}' in de tellingen staat voor alle projecten samen."),
    "titel": ("string", "Titel van het project."),
    "participatieniveau": ("string", "Niveau van participatie dat de gemeente koos."),
    "schaal": ("string", "Schaal van het project."),
    "periode": ("string", "Eerste en laatste maand van het project, JJJJ-MM/JJJJ-MM; leeg als die niet bekend zijn."),
    "thema": ("string", "Kenmerk van het thema."),
    "label": ("string", "Naam van het thema."),
    "omschrijving": ("string", "Wat het thema inhoudt."),
    "doelnummer": ("integer", "Nummer van het doel van de participatieverordening."),
    "doel": ("string", "Doel van de participatieverordening waar het thema bij hoort."),
    "kant": ("string", "Of het gaat om wat goed gaat of om wat beter kan."),
    "antwoorden_gelezen": ("integer", f"Aantal antwoorden van bewoners dat is gelezen. {_EMPTY}"),
    "fragmenten_gelezen": ("integer", f"Aantal fragmenten waarin de antwoorden zijn verdeeld. {_EMPTY}"),
    "fragmenten_met_thema": ("integer", f"Aantal fragmenten met een thema dat niemand verwierp. {_EMPTY}"),
    "fragmenten_bevestigd": ("integer", f"Aantal fragmenten waarbij een mens een thema bevestigde. {_EMPTY}"),
    "voorstellen_nagekeken": ("integer", f"Aantal voorstellen van de computer dat een mens nakeek. {_EMPTY}"),
    "voorstellen_gebleven": ("integer", f"Aantal nagekeken voorstellen dat bleef staan. {_EMPTY}"),
    "alfa_mens_computer": (
        "number",
        f"Hoe gelijk mens en computer coderen zonder elkaar te zien (Krippendorffs alfa). {_NOT_MEASURED}",
    ),
    "alfa_mensen": (
        "number",
        f"Hoe gelijk mensen coderen zonder elkaar te zien (Krippendorffs alfa). {_NOT_MEASURED}",
    ),
    "afwijking_score": (
        "number",
        f"Hoeveel de score van de computer (0 tot 1) er gemiddeld naast zit. {_NOT_MEASURED}",
    ),
    "gesprekken_nagekeken": (
        "integer",
        "Aantal gesprekken dat een mens heeft nagekeken.",
    ),
    "vergeleken": (
        "string",
        f"'ja' als het project meetelt in de regels van '{ALL}': er is genoeg van nagekeken.",
    ),
    "nagekeken": ("integer", "Over hoeveel bewoners het aantal gaat; wie niet is nagekeken, telt niet als nul."),
    "status": (
        "string",
        f"'{COUNTED}', '{HIDDEN}' (te klein om te tonen), '{ABSENT}' (niet in het codeboek) of '{UNSEEN}'.",
    ),
}
_RESIDENTS = {
    "projecten": "Aantal bewoners dat voor dit project is gesproken.",
    "tellingen": "Aantal bewoners dat over dit thema vertelde; leeg als de status niet 'geteld' is.",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One CSV file of the open data.

    Attributes
    ----------
    key
        Columns that together identify a line.
    data
        The file itself.
    refers
        Foreign keys: a column, and the file and the column that it refers to.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    data: bytes
    refers: tuple[tuple[str, str, str], ...] = ()

    @property
    def path(self) -> str:
        """Name of the file."""
        return f"{self.name}.csv"


def datapackage(
    results: Sequence[ProjectResult], resources: Sequence[Resource], imprint: Imprint = NO_IMPRINT
) -> bytes:
    """Make datapackage.json (Frictionless): title, licence, and each file's columns, keys, size and hash."""
    document: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "narratieve-evaluatie-participatie",
        "title": dataset_title(results),
        "description": dataset_description(results),
        "licenses": [LICENCE],
        "keywords": ["participatie", "inwoners", "evaluatie"],
        "resources": [_resource(resource) for resource in resources],
    }
    if imprint.organisation:
        own = {"title": imprint.organisation, "role": "publisher"}
        document["contributors"] = [own | ({"path": imprint.organisation_uri} if imprint.organisation_uri else {})]
    if imprint.dataset_uri:
        document["id"] = imprint.dataset_uri
    if imprint.date:
        document["created"] = f"{imprint.date.isoformat()}T00:00:00Z"
    return _json(document)


def dcat(results: Sequence[ProjectResult], resources: Sequence[Resource], imprint: Imprint = NO_IMPRINT) -> bytes:
    """Make a DCAT record (W3C, as JSON-LD) with a distribution per file; addresses are relative to its own.

    With the settings filled in it has what DCAT-AP-NL asks of a data set: who publishes and made it, where questions
    go, and what identifies it.

    Parameters
    ----------
    imprint
        Whose data they are; what is not known is left out.
    """
    document: dict[str, object] = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": imprint.dataset_uri or "#dataset",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": dataset_title(results), "@language": "nl"},
        "dct:description": {"@value": dataset_description(results), "@language": "nl"},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/NLD"},
        "dct:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
        "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE"},
        "dcat:keyword": [{"@value": word, "@language": "nl"} for word in ("participatie", "inwoners", "evaluatie")],
        "dcat:distribution": [_distribution(resource) for resource in resources],
    }
    return _json(document | _temporal(results) | _responsible(imprint))


def _temporal(results: Sequence[ProjectResult]) -> dict[str, object]:
    """Say from when until when the projects ran; nothing unless that is certain of all of them."""
    periods = [months_of(result.facts.period) for result in results]
    known = [each for each in periods if each is not None]
    if not known or len(known) < len(periods):
        return {}
    first, last = min(start for start, _ in known), max(end for _, end in known)
    year, month = map(int, last.split("-"))
    dates = {"startDate": f"{first}-01", "endDate": f"{last}-{monthrange(year, month)[1]:02}"}
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            **{f"dcat:{name}": {"@value": date, "@type": "xsd:date"} for name, date in dates.items()},
        }
    }


def _responsible(imprint: Imprint) -> dict[str, object]:
    """Say who publishes and made the data, when, where questions go, and what identifies the data set."""
    found: dict[str, object] = {}
    if imprint.dataset_uri:
        found["dct:identifier"] = imprint.dataset_uri
    if imprint.organisation:
        agent: dict[str, object] = {"@type": "foaf:Agent", "foaf:name": imprint.organisation}
        if imprint.organisation_uri:
            agent = {"@id": imprint.organisation_uri, **agent}
        found["dct:publisher"] = found["dct:creator"] = agent
    if imprint.contact:
        web = imprint.contact.startswith(("http://", "https://"))
        place = ("vcard:hasURL", imprint.contact) if web else ("vcard:hasEmail", f"mailto:{imprint.contact}")
        name = imprint.author or imprint.organisation or imprint.contact
        found["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:fn": name, place[0]: {"@id": place[1]}}
    if imprint.date:
        found["dct:issued"] = found["dct:modified"] = {"@value": imprint.date.isoformat(), "@type": "xsd:date"}
    return found


def dataset_title(results: Sequence[ProjectResult]) -> str:
    """Title of the data set."""
    about = results[0].title if len(results) == 1 else f"{len(results)} projecten"
    return f"Narratieve evaluatie van participatie: {about}"


def dataset_description(results: Sequence[ProjectResult]) -> str:
    """Describe what the data are, how small counts are hidden, and whether they are a draft."""
    residents = sum(result.residents for result in results)
    text = (
        f"Geaggregeerde uitkomsten van gesprekken met {residents} bewoners over participatie: per thema hoeveel "
        "bewoners erover vertelden. Eén bewoner telt per thema één keer. De aantallen zeggen wat in gesprekken is "
        "verteld en zijn geen meting van een mening. Er staan geen citaten en geen persoonsgegevens in. "
        f"Aantallen van 1 tot en met {THRESHOLD - 1} zijn afgeschermd, projecten met minder dan {THRESHOLD} bewoners "
        "ook, en zo nodig andere aantallen, zodat een afgeschermd aantal niet uit het totaal is af te leiden. "
        "Begint een tekst in een CSV-bestand met =, +, - of @, dan staat er een apostrof (') voor, zodat een "
        "rekenprogramma er geen formule van maakt."
    )
    note = coverage_note(pooled_coverage([r.coverage for r in results]), draft=is_draft(results))
    return f"{text} {note}".strip() + _trust(results) + (_DRAFT if is_draft(results) else "")


def _trust(results: Sequence[ProjectResult]) -> str:
    """Say how far the numbers can be trusted; not when a project is so small that this could reveal a count."""
    if any(result.residents < THRESHOLD for result in results):
        return (
            f" {HEADING} Bij projecten met minder dan {THRESHOLD} bewoners staat dat hier niet, omdat het iets over "
            "een persoon kan verraden. Het staat in het verslag."
        )
    return f" {HEADING} {' '.join(explained(pooled_trust([result.trust for result in results])))}"


def _resource(resource: Resource) -> dict[str, object]:
    """Describe one file for datapackage.json."""
    schema: dict[str, object] = {
        "fields": [_field(resource.name, column, resource.key) for column in resource.columns],
        "missingValues": [""],
        "primaryKey": list(resource.key),
    }
    if resource.refers:
        schema["foreignKeys"] = [
            {"fields": own, "reference": {"resource": other, "fields": field}} for own, other, field in resource.refers
        ]
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "path": resource.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(resource.data),
        "hash": f"sha256:{hashlib.sha256(resource.data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": schema,
    }


def _field(resource: str, column: str, key: Sequence[str]) -> dict[str, object]:
    """Describe one column; those that identify a line must have a value."""
    if column == "bewoners":
        return {
            "name": column,
            "type": "integer",
            "description": _RESIDENTS[resource],
            "constraints": {"minimum": 0},
        }
    kind, about = _FIELDS[column]
    constraints: dict[str, object] = {"required": True} if column in key else {}
    if column == "periode":
        constraints["pattern"] = r"\d{4}-\d{2}/\d{4}-\d{2}"
    if column == "status":
        constraints["enum"] = [COUNTED, HIDDEN, ABSENT, UNSEEN]
    return {"name": column, "type": kind, "description": about} | ({"constraints": constraints} if constraints else {})


def _distribution(resource: Resource) -> dict[str, object]:
    """Describe one file for a data portal."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": {"@value": resource.title, "@language": "nl"},
        "dcat:downloadURL": {"@id": resource.path},
        "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/text/csv"},
        "dcat:byteSize": {"@value": str(len(resource.data)), "@type": "xsd:nonNegativeInteger"},
        "dct:license": {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"},
    }


def _json(document: Mapping[str, object]) -> bytes:
    """Serialise as JSON that people can read too."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
