"""The audit log, for administrators."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from narratief.store.accounts.access import ROLE_LABELS, Permission, Role
from narratief.store.accounts.audit import audit_log
from narratief.store.coding.projects import title_of
from narratief.store.schema import AuditEntry, Person, ProjectRow
from narratief.web.deps import render, require, store_of
from narratief.web.query import FilterValue

router = APIRouter()
_PAGE = 100  # entries; chosen, not measured: some five screens
ACT_LABELS = {
    "login": "Ingelogd",
    "login_failed": "Inloggen mislukt",
    "password_given": "Wachtwoord klopte, code gevraagd",
    "code_failed": "Code van de tweede stap mislukt",
    "recovery_code_used": "Herstelcode gebruikt",
    "second_factor_on": "Tweede stap aangezet",
    "second_factor_off": "Tweede stap uitgezet",
    "second_factor_reset": "Tweede stap van iemand uitgezet",
    "recovery_codes_made": "Nieuwe herstelcodes gemaakt",
    "logout": "Uitgelogd",
    "sessions_ended": "Zelf op andere plekken uitgelogd",
    "logged_out_everywhere": "Iemand overal uitgelogd",
    "password_set": "Wachtwoord ingesteld",
    "first_administrator": "Eerste beheerder gemaakt",
    "person_added": "Iemand uitgenodigd",
    "link_made": "Link gemaakt",
    "rights_changed": "Rechten veranderd",
    "member_added": "Iemand toegang tot een project gegeven",
    "project_closed": "Project alleen voor genoemde mensen",
    "project_opened": "Project voor iedereen",
    "member_removed": "Iemand toegang tot een project ontnomen",
    "vault_opened": "Naamkluis geopend",
    "vault_erased": "Naamkluis gewist",
    "person_exported": "Overzicht van één persoon gemaakt",
    "retention_ended": "Bewaartermijn voorbij: namen gewist",
    "vault_restored": "Vervangen woorden teruggezet",
    "lists_changed": "Lijsten van woorden veranderd",
    "attributes_changed": "Kenmerken van bewoners veranderd",
    "uploaded": "Transcripten geüpload",
    "upload_erased": "Bestand met namen gewist",
    "recording_kept": "Opname toegevoegd",
    "recording_erased": "Opname gewist",
    "recording_played": "Opname beluisterd na goedkeuren",
    "erased": "Gewist",
    "refused": "Toegang geweigerd",
    "exported": "Geëxporteerd",
    "imported": "Geïmporteerd",
}
_DETAIL_LABELS = {
    "person": "account",
    "role": "rol",
    "vault": "mag naamkluis openen",
    "active": "actief",
    "reason": "reden",
    "file": "bestand",
    "files": "bestanden",
    "interview": "gesprek",
    "pseudonym": "pseudoniem",
    "project": "project",
    "how": "manier",
    "format": "formaat",
    "confirmed": "alleen bevestigd",
    "end": "voorbij sinds",
    "method": "soort aanvraag",
    "path": "pagina",
    "left": "codes over",
    "number": "aantal",
    "keep": "namen die blijven",
    "hide": "namen die weggaan",
    "places": "plekken",
    "values": "waarden",
    "residents": "bewoners met kenmerken",
}


@router.get("/beheer/logboek")
def log_page(request: Request, voor: FilterValue[int] = None, soort: str = "") -> Response:
    """Show the log, newest first, a page at a time."""
    require(request, Permission.SEE_AUDIT)
    with store_of(request).reading() as session:
        entries = audit_log(session, limit=_PAGE + 1, before=voor, act=soort or None)
        names = dict(row.tuple() for row in session.execute(select(Person.id, Person.name)))
        titles = {row.id: title_of(row) for row in session.scalars(select(ProjectRow))}
    shown = entries[:_PAGE]
    more = len(entries) > _PAGE
    older = f"/beheer/logboek?voor={shown[-1].id}" + (f"&soort={soort}" if soort else "") if more else ""
    return render(
        request,
        "beheer/logboek.html",
        title="Logboek",
        entries=[(entry, ACT_LABELS.get(entry.act, entry.act), details_of(entry, names)) for entry in shown],
        titles=titles,
        kinds=[("", "Alles"), *sorted(ACT_LABELS.items(), key=lambda pair: pair[1])],
        chosen=soort,
        newer="/beheer/logboek" + (f"?soort={soort}" if soort else "") if voor else "",
        older=older,
    )


def details_of(entry: AuditEntry, names: dict[int, str]) -> str:
    """Write the details of an entry as one line of Dutch."""
    parts = []
    for key, value in entry.details.items():
        told = value
        if key == "person":
            told = names.get(value, f"nummer {value}")
        elif key == "role" and value in set(Role):
            told = ROLE_LABELS[Role(value)]
        elif isinstance(value, bool):
            told = "ja" if value else "nee"
        parts.append(f"{_DETAIL_LABELS.get(key, key)}: {told}")
    return ", ".join(parts)
