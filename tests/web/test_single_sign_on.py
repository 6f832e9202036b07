"""Single sign-on against a real OpenID provider, small but complete, started here."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Form, Request
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, RedirectResponse
from starlette.testclient import TestClient

from narratief.domain.errors import InputError
from narratief.domain.settings import Settings
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person
from narratief.store.database import Store
from narratief.store.schema import Person
from narratief.web.app import create_app
from narratief.web.single_sign_on import sign_on_of
from tests.web.conftest import browser_of

CLIENT, SECRET = "narratief", "geheim"


@dataclass
class Provider:
    """An OpenID provider that logs everyone in as the person of ``claims``; ``spoil`` changes what it signs."""

    issuer: str
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "42", "email": "anna@gemeente.nl", "email_verified": True}
    )
    spoil: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k", "use": "sig", "alg": "RS256"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/.well-known/openid-configuration", self.metadata)
        app.add_api_route("/jwks", lambda: {"keys": [self.key.as_dict(private=False)]})
        app.add_api_route("/authorize", self.authorize)
        app.add_api_route("/token", self.token, methods=["POST"])
        return app

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorize(self, request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    def token(
        self, request: Request, code: Annotated[str, Form()], code_verifier: Annotated[str, Form()]
    ) -> JSONResponse:
        asked = self.codes.pop(code, None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        if not asked or proof != asked["code_challenge"] or request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        moment = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": moment, "exp": moment + 60, "nonce": asked["nonce"]}
        key = RSAKey.generate_key(2048) if self.spoil.get("key") else self.key
        claims = told | self.claims | {k: v for k, v in self.spoil.items() if k != "key"}
        signed = jwt.encode({"alg": "RS256", "kid": "k"}, claims, key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed})


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that listens on a port of this computer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    made = Provider(f"http://127.0.0.1:{listener.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(made.app(), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield made
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def client(provider: Provider, store: Store, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser in a workspace with single sign-on; Anna has an account."""
    monkeypatch.setenv("NARRATIEF_OIDC_ISSUER", provider.issuer)
    monkeypatch.setenv("NARRATIEF_OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("NARRATIEF_OIDC_CLIENT_SECRET", SECRET)
    with store.writing() as session:
        add_person(session, "anna@gemeente.nl", "Anna", Role.RESEARCHER)
    return browser_of(create_app(store))


def sign_on(client: TestClient) -> httpx.Response:
    """Go to the provider and come back, as a browser does."""
    away = client.get("/inloggen/gemeente")
    assert away.status_code in (302, 303), away.text
    back = httpx.get(away.headers["location"])
    return client.get(back.headers["location"])


def test_an_invited_person_logs_in_and_the_account_is_tied_to_the_identity(
    client: TestClient, provider: Provider, store: Store
) -> None:
    assert "Inloggen via uw gemeente" in client.get("/inloggen").text
    assert sign_on(client).headers["location"] == "/"
    assert "Anna" in client.get("/account").text
    provider.claims = {"sub": "42"}  # the next time the identity suffices
    client.post("/uitloggen")
    assert sign_on(client).status_code == 303
    with store.reading() as session:
        assert session.get_one(Person, 1).subject == f"{provider.issuer} 42"


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "7", "email": "vreemd@elders.nl", "email_verified": True},
        {"sub": "7", "email": "anna@gemeente.nl", "email_verified": False},
        {"sub": "7", "email": "anna@gemeente.nl"},
    ],
)
def test_nobody_else_gets_in(client: TestClient, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    assert "geen account" in sign_on(client).text
    assert client.get("/account").status_code == 303


def test_another_identity_with_the_same_address_does_not_take_the_account_over(
    client: TestClient, provider: Provider
) -> None:
    sign_on(client)
    client.post("/uitloggen")
    provider.claims = provider.claims | {"sub": "99"}
    assert "geen account" in sign_on(client).text


@pytest.mark.parametrize("spoil", [{"key": True}, {"nonce": "x"}, {"aud": "x"}, {"iss": "http://x"}, {"exp": 1}])
def test_a_token_that_does_not_hold_is_refused(client: TestClient, provider: Provider, spoil: dict[str, Any]) -> None:
    provider.spoil = spoil
    assert "niet gelukt" in sign_on(client).text
    assert client.get("/account").status_code == 303


def test_coming_back_without_having_left_is_refused(client: TestClient) -> None:
    assert "niet gelukt" in client.get("/inloggen/gemeente/terug?code=x&state=y").text


def test_a_provider_that_is_away_is_told(client: TestClient, provider: Provider, store: Store, monkeypatch) -> None:
    monkeypatch.setenv("NARRATIEF_OIDC_ISSUER", "http://127.0.0.1:9")
    other = browser_of(create_app(store))
    assert "niet gelukt" in other.get("/inloggen/gemeente").text


def test_half_a_set_up_is_refused_and_none_is_none() -> None:
    assert sign_on_of(Settings()) is None
    with pytest.raises(InputError, match="NARRATIEF_OIDC_CLIENT_ID"):
        sign_on_of(Settings(oidc_issuer="https://a.nl"))
    with pytest.raises(InputError, match="NARRATIEF_OIDC_CLIENT_SECRET"):
        sign_on_of(Settings(oidc_issuer="https://a.nl", oidc_client_id="a"))
    with pytest.raises(InputError, match="https"):
        sign_on_of(Settings(oidc_issuer="http://a.nl", oidc_client_id="a", oidc_client_secret="b"))
