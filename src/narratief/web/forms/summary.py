"""The form in which a person writes a project's summary, and takes sentences of the language model over."""

from __future__ import annotations

from narratief.web.forms import FormModel


class SummaryForm(FormModel):
    """What a person wrote, and what they take over.

    Attributes
    ----------
    tekst
        The whole summary.
    gezien
        Id of the decision whose text they saw; 0 for none.
    zin
        Key of the sentence of the model that is added; "alle" for all of them, empty for none.
    """

    tekst: str = ""
    gezien: int = 0
    zin: str = ""
