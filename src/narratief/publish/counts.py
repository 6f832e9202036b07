"""Numbers for charts and open data: residents, never fragments, per theme and project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Theme
from narratief.domain.result import ProjectResult
from narratief.publish.results import CombinedCodebook, combine_codebooks, theme_key


@dataclass(frozen=True, slots=True)
class ResidentCounts:
    """Which residents told of which theme, over projects, in the interviews that their numbers are about.

    Attributes
    ----------
    book
        Goals and themes of all projects.
    told
        Per theme and project name the interviews in which it was told, each with its number of fragments.
    """

    results: tuple[ProjectResult, ...]
    book: CombinedCodebook
    told: dict[tuple[tuple[str, str, str], str], dict[str, int]]

    def label(self, theme: Theme) -> str:
        """Label of a theme, with its id where another theme has the same label."""
        same = [each for each in self.book.themes if each.label == theme.label]
        return theme.label if len(same) == 1 else f"{theme.label} ({theme.id})"

    def title(self, result: ProjectResult) -> str:
        """Title of a project, with its folder's name where another project has the same title."""
        same = [each for each in self.results if each.title == result.title]
        return result.title if len(same) == 1 else f"{result.title} ({result.name})"

    def residents(self, theme: Theme, project: str) -> int:
        """Number of residents of a project who told of a theme."""
        return len(self.interviews(theme, project))

    def interviews(self, theme: Theme, project: str) -> dict[str, int]:
        """Interviews of a project in which a theme was told, with the number of fragments."""
        return self.told.get((theme_key(theme), project), {})

    def has(self, theme: Theme, result: ProjectResult) -> bool:
        """Whether a project's codebook has a theme."""
        return theme_key(theme) in {theme_key(each) for each in result.codebook.themes}

    def total(self, theme: Theme) -> tuple[int, int]:
        """Number of residents who told of a theme, and that this is about, in the projects that have the theme."""
        having = [result for result in self.results if self.has(theme, result)]
        return sum(self.residents(theme, r.name) for r in having), sum(len(r.basis) for r in having)


def count_residents(results: Sequence[ProjectResult]) -> ResidentCounts:
    """Count in which interviews each theme was told, and how often."""
    told: defaultdict[tuple[tuple[str, str, str], str], dict[str, int]] = defaultdict(dict)
    for result in results:
        fragments = {fragment.id: fragment.interview for fragment in result.fragments}
        for fragment, theme in sorted({(code.fragment, code.theme) for code in result.counted().codes}):
            own = told[theme_key(result.codebook.theme(theme)), result.name]
            own[fragments[fragment]] = own.get(fragments[fragment], 0) + 1
    return ResidentCounts(tuple(results), combine_codebooks(results), dict(told))
