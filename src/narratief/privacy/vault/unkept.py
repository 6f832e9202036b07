"""Names behind pseudonyms that are not kept: what a vault does, for as long as interviews are worked on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from narratief.privacy.project_register import Names, Thing, number_in, numbered


class UnkeptNames:
    """The methods of `Vault` that pseudonymising needs, in memory only; nothing of it is ever written."""

    def __init__(self) -> None:
        """Begin without names."""
        self._known: dict[str, Names] = {}
        self._files: dict[str, str] = {}

    def originals(self, interview: str) -> Names:
        """Names behind the pseudonyms of an interview (its file name); empty when there are none."""
        return self._known.get(interview, {})

    def numbered(self, interview: str) -> Names:
        """Names of an interview with numbers of the project."""
        return numbered(self._known, interview)

    def number(self, interview: str, things: Sequence[Thing], barred: Collection[str]) -> list[str]:
        """Number what has no number yet in an interview; see `Vault.number`."""
        return number_in(self._known, interview, things, barred)

    def store(self, interview: str, originals: Mapping[str, Sequence[str]]) -> None:
        """Remember the names of an interview: pseudonym → words that it stands for."""
        self._known[interview] = {label: list(words) for label, words in originals.items()}

    def interviews(self) -> list[str]:
        """Interviews whose names are remembered, in order."""
        return sorted(self._known)

    def file_names(self) -> dict[str, str]:
        """Names that files had, by the neutral name that was given for each."""
        return dict(self._files)

    def rename(self, interview: str, neutral: str) -> None:
        """Remember the names of an interview under a neutral name of its file, with the name that the file had."""
        self._files[neutral] = interview
        if names := self._known.pop(interview, {}):
            self._known[neutral] = names
