"""What is kept between runs: per file its pseudonymised interview and its codes, each under a key of all it depends on.

A key is a hash of the content and of every version that matters, so a second run with one new transcript does only
that one, and nothing stale is ever used.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from narratief.domain.code import Code
from narratief.domain.coding import Coding
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.marked import Marked


class KeptWork(Protocol):
    """What the stages need of kept work; see `narratief.store.review.work.StoreWork` for each method."""

    def interview(self, file: str, key: str | None = None) -> Interview | None:
        """Give the kept interview of a file; None when there is none, or none with this key."""

    def has_interview(self, file: str, key: str) -> bool:
        """Tell whether the interview of a file is kept with this key."""

    def keep_interview(self, interview: Interview, key: str) -> None:
        """Keep a pseudonymised interview under a key."""

    def marked(self) -> Marked:
        """Give the words that people marked in the privacy step of this project."""

    def interview_key(self, file: str) -> str | None:
        """Give the key of the kept interview of a file; None when there is none."""

    def learned(self, models: str) -> bytes:
        """Give what the tagger learned from people's decisions on these models; empty for the tagger as shipped."""

    def has_coding(self, file: str, key: str) -> bool:
        """Tell whether a coding of a file is kept with this key; if so it counts from then on."""

    def coding_like(self, file: str, beginning: str) -> Coding | None:
        """Give the last kept coding of a file whose key begins like this, with its vectors; None when there is none."""

    def keep_coding(
        self,
        file: str,
        key: str,
        fragments: tuple[Fragment, ...],
        codes: tuple[Code, ...],
        general: npt.NDArray[np.floating] | None = None,
    ) -> None:
        """Keep an interview's coding under a key."""
