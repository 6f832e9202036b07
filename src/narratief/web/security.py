"""Middleware that protects every request: response headers, the check of where it comes from, and a signed cookie.

A request that changes something is held against what browsers themselves say about where it comes from (Sec-Fetch-Site,
else Origin); a SameSite cookie and a token in each form (`narratief.web.form_tokens`) stand behind that.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from narratief.domain.locations import home_dir
from narratief.files.atomic import write_once

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; font-src 'self'; "
    "media-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
log = logging.getLogger(__name__)
_REFUSED = "Deze aanvraag kwam niet van een pagina van narratief. Open de pagina opnieuw en probeer het nog eens."


_HSTS = "max-age=31536000; includeSubDomains"  # a year, the least that OWASP ASVS 3.4.1 asks for


class SecurityHeadersMiddleware:
    """Puts the security headers on every response, and keeps pages out of caches.

    The headers are those of OWASP ASVS 3.4 (docs/asvs.md): what a page may load, no guessing of types, no frames of
    other sites, no referrer for them, https for a year.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers put on its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _cached(scope) if message["status"] in (200, 304) else "no-store")
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", _HSTS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _cached(scope: Scope) -> str:
    """How long a browser may keep a response: a file with a hash of its content for good, a page not at all.

    A module that another one imports has no hash; it is asked for again each time (and answered with 304).
    """
    if not scope["path"].startswith("/static/"):
        return "no-store"
    return "public, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else "no-cache"


class CrossOriginMiddleware:
    """Refuses requests that change something and were sent by another site's page.

    Browsers tell where a request comes from in Sec-Fetch-Site (`Fetch Metadata Request Headers
    <https://www.w3.org/TR/fetch-metadata/>`_); for those that do not, the Origin header is held against the host, as in
    the Cross-Site Request Forgery Prevention Cheat Sheet of OWASP ("Fetch Metadata headers", "Verifying origin with
    standard headers").

    Parameters
    ----------
    first
        Name that links of the workspace are made with: a proxy may pass another one on.
    """

    def __init__(self, app: ASGIApp, first: str = "") -> None:
        self.app, self._first = app, first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it when another site made it."""
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or same_origin(Headers(scope=scope), self._first):
            await self.app(scope, receive, send)
            return
        log.warning("request of another site refused")
        wants = Headers(scope=scope).get("accept", "")
        response = (
            JSONResponse({"error": _REFUSED, "remedy": ""}, 403)
            if "application/json" in wants
            else PlainTextResponse(_REFUSED, 403)
        )
        await response(scope, receive, send)


def same_origin(headers: Headers, first: str = "") -> bool:
    """Whether a request was made by a page of this server, or by no browser at all.

    Parameters
    ----------
    headers
        Of the request. Every browser since 2020 sends Sec-Fetch-Site or, on a POST, Origin; what sends neither has no
        cookies of a user. Its Host was compared with the workspace's names before (`narratief.web.hosts`).
    first
        Another name, with its port if it has one, that counts as this server's.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    ours = {headers.get("host", "").lower(), first.lower()} - {""}
    return origin is None or (origin != "null" and urlsplit(origin).netloc.lower() in ours)


class SignedCookieMiddleware:
    """A small signed cookie for messages and single sign-on under way; nobody is logged in by it."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._plain = SessionMiddleware(app, secret, "narratief_melding", max_age=None, same_site="lax")
        self._secure = SessionMiddleware(
            app, secret, "__Host-narratief_melding", max_age=None, same_site="lax", https_only=True
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the session that fits its scheme."""
        chosen = self._secure if scope.get("scheme") == "https" else self._plain
        await chosen(scope, receive, send)


def signing_secret() -> str:
    """Secret that signs cookies; made once, and kept in narratief's own folder."""
    path = home_dir() / "websleutel"
    with suppress(FileNotFoundError):
        if kept := path.read_text("ascii"):
            return kept
        path.unlink()  # an earlier version was killed before it wrote the secret: an empty one would sign nothing
    return write_once(path, secrets.token_urlsafe(32).encode("ascii")).decode("ascii")
