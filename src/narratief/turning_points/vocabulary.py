"""The words that place a story in time, from vocabulary.yaml."""

from __future__ import annotations

from functools import cache, cached_property
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class EventKind(BaseModel):
    """A kind of event in a participation process; vocabulary.yaml explains the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    label: str
    article: str
    stage: int
    repeats: bool
    family: str = ""
    heads: tuple[str, ...]
    plural: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    clause_only: bool = False
    not_own: bool = False


class Vocabulary(BaseModel):
    """All word lists of this package; vocabulary.yaml explains the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    events: tuple[EventKind, ...]
    not_events: frozenset[str]
    definite: tuple[str, ...]
    demonstrative: frozenset[str]
    own: frozenset[str]
    arrival: tuple[str, ...]
    ordinals: dict[str, int]
    ordinal_prefixes: dict[str, int]
    clause_starts: tuple[str, ...]
    subjects: tuple[str, ...]
    not_content: frozenset[str]
    months: dict[str, int]
    seasons: dict[str, int]
    season_lead: tuple[str, ...]
    generic: frozenset[str]
    gatherings: frozenset[str]
    venues: tuple[str, ...]
    sent: frozenset[str]
    received: frozenset[str]

    def event(self, event_id: str) -> EventKind:
        """Look up an event.

        Raises
        ------
        KeyError
            When there is none with this id.
        """
        return self._by_id[event_id]

    @cached_property
    def _by_id(self) -> dict[str, EventKind]:
        return {event.id: event for event in self.events}

    def event_of(self, noun: str) -> EventKind | None:
        """EventKind that a noun names, by its longest matching head; None for a word that is no event."""
        word = noun.lower()
        if word in self.not_events:
            return None
        found: list[tuple[int, EventKind]] = []
        for event in self.events:
            if word in event.plural:
                return event
            found += [(len(head), event) for head in event.heads if word.endswith(head)]
        return max(found, key=lambda pair: pair[0])[1] if found else None


@cache
def vocabulary() -> Vocabulary:
    """Load the word lists once per process."""
    return Vocabulary.model_validate(yaml.safe_load((files(__package__) / "vocabulary.yaml").read_text("utf-8")))
