"""The form of a change in the codebook."""

from __future__ import annotations

from narratief.web.forms import FormModel


class ThemeFields(FormModel):
    """The fields of a change: those of a theme, and the themes that it is about.

    Attributes
    ----------
    theme
        Id of the theme that changes; empty for a new one.
    into
        Id of the theme that it is merged into.
    examples
        One a line.
    """

    label: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: str = ""
    goal: str = ""
    valence: str = ""
    theme: str = ""
    into: str = ""


class ChangeForm(ThemeFields):
    """A change of the codebook, first shown and then carried out.

    Attributes
    ----------
    act
        "toevoegen", "wijzigen", "samenvoegen", "splitsen" or "verwijderen".
    seen
        Number of the version that the form was filled in for.
    recode
        Fragments that go to the new theme of a split, as ``interview.start.end``.
    was
        Hits that the machine would have coded when they were shown, written alike. What a person said of hits is in
        fields of their own (`narratief.web.views.codebook_trial.ANSWER`).
    coderen
        Not empty to have all interviews coded afterwards.
    taalmodel
        Not empty to have the language model read the likest fragments, before anything is saved.
    """

    act: str = ""
    seen: int | None = None
    recode: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    coderen: str = ""
    taalmodel: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the theme, to be sent again with the next step."""
        return self.model_dump(include=set(ThemeFields.model_fields))
