"""The form that asks for all that is held on one person."""

from __future__ import annotations

from narratief.web.forms import FormModel


class PersonPageForm(FormModel):
    """A person to make an overview of.

    Attributes
    ----------
    wie
        Name or pseudonym.
    gesprek
        File of the interview to look in; empty for all.
    heel
        Not empty when the interview is with this person, so that all of it is theirs.
    soort
        Suffix of the file to make.
    reden
        Why it is asked for.
    """

    wie: str = ""
    gesprek: str = ""
    heel: str = ""
    soort: str = ".docx"
    reden: str = ""
