"""Words that tell what a label means, read from vocabulary.yaml next to this module."""

from __future__ import annotations

from importlib.resources import files

import yaml

_LISTS: dict[str, str] = yaml.safe_load(files(__package__).joinpath("vocabulary.yaml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    """One list of the file as a set of words."""
    return frozenset(_LISTS[name].split())


INTERVIEWER_WORDS = _words("interviewer_words")
RESIDENT_WORDS = _words("resident_words")
PERSON_WORDS = _words("person_words")
NEUTRAL_WORDS = _words("neutral_words")
INTERVIEWER_LETTERS = _words("interviewer_letters")
RESIDENT_LETTERS = _words("resident_letters")
NAME_PARTICLES = _words("name_particles")
METADATA_WORDS = _words("metadata_words")
SECTION_WORDS = _words("section_words")
COLUMN_TITLES = _words("column_titles")
SIDE_COLUMNS = _words("side_columns")
SPEAKER_WORDS = INTERVIEWER_WORDS | RESIDENT_WORDS | PERSON_WORDS | NEUTRAL_WORDS
TITLE_WORDS = _words("title_words")
OFFICE_WORDS = _words("office_words")
SIDE_TIERS = SIDE_COLUMNS | _words("side_tiers")
NO_SPEAKERS = METADATA_WORDS | SECTION_WORDS | _words("everyday_words")
