"""How large a request may be: a form is small, and only people who are logged in may send files."""

from __future__ import annotations

import re

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from narratief.web.numbers import parse_number
from narratief.web.problems import login_redirect, problem_page
from narratief.web.security import SAFE_METHODS
from narratief.web.sessions import browser_session

MEGABYTE = 1024 * 1024
# Both chosen, not measured (docs/asvs.md, 5.2.1): the longest form lists the turns of one interview, a few bytes each;
# an upload holds ten transcripts of the size that `narratief.files.limits` allows, or hundreds as they are.
MAX_FORM = 5 * MEGABYTE
MAX_UPLOAD = 500 * MEGABYTE
_TAKES_FILES = re.compile(r"/projecten/\d+/(?:bestanden|importeren|gesprekken/\d+/inlezen/opname)")


class BodyLimitMiddleware:
    """Refuses requests larger than the workspace can ever need, whether or not they declare their length.

    A visitor is sent to the login page before a file is read: reading it first would fill the server's disk.

    Parameters
    ----------
    form, upload
        Most bytes of a form, and of a request with files.
    """

    def __init__(self, app: ASGIApp, form: int = MAX_FORM, upload: int = MAX_UPLOAD) -> None:
        self.app, self._form, self._upload = app, form, upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it (413) once it is too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self._form
        if scope["method"] not in SAFE_METHODS and _TAKES_FILES.fullmatch(scope["path"]):
            request = Request(scope)
            if await run_in_threadpool(browser_session, request) is None:
                await login_redirect(request)(scope, receive, send)
                return
            most = self._upload
        told = Headers(scope=scope).get("content-length", "0")
        if (length := parse_number(told)) is None or length > most:
            size = f"Dit is samen te groot (hoogstens {most // MEGABYTE} MB)."
            response = problem_page(Request(scope), 413, size, "Stuur minder tegelijk.")
            await response(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
