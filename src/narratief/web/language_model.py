"""What pages tell of the language model, and whether there is one; its own modules are loaded only when there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratief.domain.errors import InputError
from narratief.domain.settings import get_settings

NO_MODEL = ("Er is geen taalmodel ingesteld.", "Vraag de beheerder.")
"""What is said to who asks something of a model where none is set."""


@dataclass(frozen=True, slots=True)
class ShownModel:
    """The language model that is set.

    Attributes
    ----------
    name
        Of the model.
    host
        Machine that it runs on, as it is set.
    public
        Whether residents' words may leave the municipality's own machines.
    """

    name: str
    host: str
    public: bool


def shown_model() -> ShownModel | None:
    """The language model as every page shows it; None when none is set, or its settings cannot be."""
    if not get_settings().language_model:
        return None
    from narratief.language_model.server import server_in_use

    try:
        server = server_in_use()
    except InputError:  # told to whoever asks for its work
        return None
    return ShownModel(server.model, server.host, server.public) if server else None


def model_in_use() -> str | None:
    """Name of the language model that is set; None when there is none."""
    model = shown_model()
    return model.name if model else None


def lost_in_words(dropped: Mapping[str, int]) -> tuple[str, ...]:
    """What of a model's answers did not count and how often, a line for each reason."""
    if not dropped:
        return ()
    from narratief.language_model.checks import DROPPED_IN_WORDS, Dropped

    return tuple(f"{DROPPED_IN_WORDS[Dropped(name)]}: {count}" for name, count in sorted(dropped.items()))
