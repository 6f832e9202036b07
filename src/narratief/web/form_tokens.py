"""A token in every form that changes something, against cross-site request forgery (CSRF): OWASP's synchronizer token.

Only pages that were shown to this session know its token. Templates need not think of it: the extension puts the
field into every form with method="post", so none can lack it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import compare_digest

from fastapi import Request
from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup

FIELD = "formulier"
HEADER = "X-Formulier"
_FORM = re.compile(r"<form\b(?:[^>{]|\{(?![{%])|\{\{.*?\}\}|\{%.*?%\})*>", re.DOTALL | re.IGNORECASE)
_POST = re.compile(r"""\bmethod=["']?post\b""", re.IGNORECASE)
_shown: ContextVar[str] = ContextVar("form_token", default="")


class FormTokenExtension(Extension):
    """Puts the field with the token at the beginning of every form of a template that is sent by POST."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals |= {"form_token": _shown.get, "form_token_field": _field}

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Put the field into the forms of a template's text."""
        return _FORM.sub(
            lambda form: form.group() + ("{{ form_token_field() }}" if _POST.search(form.group()) else ""), source
        )


@contextmanager
def form_token_in_pages(token: str) -> Iterator[None]:
    """Put a token into the forms of pages rendered inside this context; an empty one leaves the field out."""
    before = _shown.set(token)
    try:
        yield
    finally:
        _shown.reset(before)


async def has_form_token(request: Request, token: str) -> bool:
    """Whether a request brings a session's token, in its header (our scripts) or in its form."""
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    return isinstance(given, str) and compare_digest(given.encode(), token.encode())


def _field() -> Markup:
    """Write the field; nothing for a visitor, who has no session to protect."""
    token = _shown.get()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token) if token else Markup("")
