"""Acts on what the machine works with: the codebook, clusters and the learned tagger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from narratief.domain.actions.base import Action
from narratief.domain.kinds import Kind

TaggerState = Literal["proposed", "accepted", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class UseCodebook(Action):
    """Another version of the codebook counts.

    Attributes
    ----------
    version
        Its number.
    before
        Number of the version that counted; None when there was none.
    """

    version: int
    before: int | None = None

    kind = Kind.CODEBOOK


@dataclass(frozen=True, slots=True)
class EditCluster(Action):
    """A cluster was edited; the whole edit is in the log of the topics package.

    Attributes
    ----------
    cluster
        Id of the cluster; empty for an edit of none.
    edit
        What was done, in the topics package's word.
    label, theme
        New name, and theme that the cluster became; empty when it is no such edit.
    edit_id
        Id of the edit in that log.
    """

    cluster: str
    edit: str
    label: str
    theme: str
    edit_id: str

    kind = Kind.TOPIC
    undoable = False


@dataclass(frozen=True, slots=True)
class ChangeTagger(Action):
    """A version of the tagger that was learned here is put in use, refused or taken out of use.

    Attributes
    ----------
    version
        Id of the version.
    """

    version: int
    state: TaggerState
    before: TaggerState

    kind = Kind.TAGGER
    undoable = False
