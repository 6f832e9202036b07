"""Forms as they arrive: one pydantic model for each form with many fields, read by FastAPI (``Annotated[…, Form()]``).

A field that is empty counts as left out, as FastAPI does for all forms. Models hold texts and numbers as they were
filled in; what they mean, and the Dutch message when they mean nothing, is for the routes and `narratief.web.views`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class FormModel(BaseModel):
    """A form; fields that it does not name, such as the CSRF token, are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")
