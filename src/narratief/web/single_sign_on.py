"""Single sign-on by OpenID Connect, an option that environment variables switch on.

NARRATIEF_OIDC_ISSUER, NARRATIEF_OIDC_CLIENT_ID, NARRATIEF_OIDC_CLIENT_SECRET
    The provider (its address, where ``/.well-known/openid-configuration`` is), and how narratief is known there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from authlib.integrations.starlette_client import OAuth

from narratief.domain.errors import Refusal
from narratief.store.accounts.audit import note
from narratief.store.accounts.people import person_by_email, person_by_subject
from narratief.store.database import Store
from narratief.store.schema import Person

CLIENT = "gemeente"


def sign_on_of(environment: Mapping[str, str] | None = None) -> OAuth | None:
    """Give the client for single sign-on; None when it is not set up.

    Raises
    ------
    ValueError
        When it is set up by half, or the provider has no https address (this computer itself excepted).
    """
    given = os.environ if environment is None else environment
    issuer, client, secret = (
        given.get(f"NARRATIEF_OIDC_{part}", "") for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    )
    if not issuer:
        return None
    if not client or not secret:
        raise ValueError("NARRATIEF_OIDC_CLIENT_ID en NARRATIEF_OIDC_CLIENT_SECRET ontbreken.")
    if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError("NARRATIEF_OIDC_ISSUER moet met https:// beginnen.")
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
