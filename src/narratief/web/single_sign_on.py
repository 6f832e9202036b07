"""Single sign-on by OpenID Connect, an option that environment variables switch on (NARRATIEF_OIDC_...)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authlib.integrations.starlette_client import OAuth

from narratief.domain.errors import InputError, Refusal
from narratief.domain.settings import Settings, variable_of
from narratief.store.accounts.audit import note
from narratief.store.accounts.people import person_by_email, person_by_subject
from narratief.store.database import Store
from narratief.store.schema import Person

CLIENT = "gemeente"
_DOCS = "Zie 'Eenmalig inloggen' in docs/beheerder.md."


def sign_on_of(settings: Settings) -> OAuth | None:
    """Make the client for single sign-on; None when it is not set up.

    Raises
    ------
    InputError
        When it is set up by half, or the provider has no https address (this computer itself excepted).
    """
    issuer, client, secret = (
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
    )
    if not issuer:
        return None
    for field, value in (("oidc_client_id", client), ("oidc_client_secret", secret)):
        if not value:
            raise InputError(variable_of(field), "Deze instelling ontbreekt.", _DOCS)
    if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise InputError(variable_of("oidc_issuer"), "Dit adres begint niet met https://.", _DOCS)
    oauth = OAuth()
    oauth.register(
        CLIENT,
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )
    return oauth


def person_of_claims(store: Store, claims: Mapping[str, Any], address: str) -> Person:
    """Find whose account the claims of a checked identity token are, and note the login.

    The first time, an account that was made beforehand is found by its e-mail address, if the provider vouches for it;
    from then on the account belongs to that identity.

    Raises
    ------
    Refusal
        When there is no account for it, or it is closed.
    """
    subject = f"{claims['iss']} {claims['sub']}"
    with store.writing() as session:
        person = person_by_subject(session, subject)
        if person is None and claims.get("email_verified") is True and claims.get("email"):
            person = person_by_email(session, str(claims["email"]))
            if person is not None and person.subject is None:
                person.subject = subject
        if person is None or person.subject != subject or not person.active:
            raise Refusal("Voor u is hier geen account.", "Vraag de beheerder om u uit te nodigen.")
        note(session, "login", person, address=address, details={"how": "single sign-on"})
        return person
