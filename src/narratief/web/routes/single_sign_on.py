"""Logging in with the account of one's municipality (OpenID Connect), when that is set up."""

from __future__ import annotations

import logging

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, Request, Response
from httpx import HTTPError
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.store.accounts.login import BY_SIGN_ON
from narratief.web.deps import address_of, store_of, workspace_address
from narratief.web.sessions import log_in_browser
from narratief.web.single_sign_on import CLIENT, person_of_claims
from narratief.web.state import state_of

router = APIRouter()
log = logging.getLogger(__name__)
_FAILED = "Inloggen via uw gemeente is niet gelukt."


@router.get("/inloggen/gemeente")
async def to_provider(request: Request) -> Response:
    """Redirect to the provider's login page."""
    back = workspace_address(request) + request.app.url_path_for("from_provider")
    try:
        response: Response = await getattr(_client(request), CLIENT).authorize_redirect(request, back)
    except (AuthlibBaseError, HTTPError, ValueError) as error:
        log.warning("single sign-on not begun: %s", type(error).__name__)
        raise Refusal(_FAILED, "Probeer het later opnieuw, of log in met een wachtwoord.") from None
    return response


@router.get("/inloggen/gemeente/terug")
async def from_provider(request: Request) -> Response:
    """Check what the provider says of the person (state, nonce, signature, audience), and log them in."""
    try:
        token = await getattr(_client(request), CLIENT).authorize_access_token(request)
    except (AuthlibBaseError, HTTPError, JoseError, ValueError, KeyError) as error:
        log.warning("single sign-on refused: %s", type(error).__name__)
        raise Refusal(_FAILED, "Probeer het opnieuw, of log in met een wachtwoord.") from None
    claims = token.get("userinfo")
    if not claims:
        raise Refusal(_FAILED, "De aanbieder gaf geen gegevens door.")
    store = store_of(request)
    person = await run_in_threadpool(person_of_claims, store, claims, address_of(request))
    response = RedirectResponse("/", 303)
    await run_in_threadpool(log_in_browser, request, response, store, person, BY_SIGN_ON)
    return response


def _client(request: Request) -> OAuth:
    """Client for the provider; the pages do not exist when none is set up."""
    oauth = state_of(request).sign_on
    if oauth is None:
        raise HTTPException(404)
    return oauth
