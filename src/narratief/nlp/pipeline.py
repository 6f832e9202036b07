"""The spaCy pipeline for Dutch: the real nl_core_news_sm where it is installed, else the one that narratief ships."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from narratief.domain.locations import models_dir
from narratief.domain.settings import get_settings

__all__ = ["Language", "load_pipeline", "pipeline_name"]

PREFERRED = "nl_core_news_sm"
SHIPPED = "nl_narratief_sm"


def pipeline_name() -> str:
    """Name (or path) of the pipeline that `load_pipeline` gives when none is asked for."""
    if chosen := get_settings("spacy").spacy:
        return chosen
    return PREFERRED if spacy.util.is_package(PREFERRED) else SHIPPED


@cache
def load_pipeline(name: str | None = None) -> Language:
    """Load a Dutch pipeline once per process.

    Parameters
    ----------
    name
        ``nl_core_news_sm``, ``nl_narratief_sm``, another installed package, or a folder; by default the environment
        variable NARRATIEF_SPACY, then nl_core_news_sm when installed, then the shipped one.

    Raises
    ------
    OSError
        When no such pipeline is installed.
    """
    wanted = name or pipeline_name()
    if wanted == SHIPPED:
        import narratief.nlp.recogniser  # noqa: F401 - registers the pipeline's last component

        return spacy.load(models_dir() / "dutch_pipeline" / SHIPPED)
    return spacy.load(wanted)
