"""Names from the lists of what stays, also at the very end of a text."""

from __future__ import annotations

import pytest

from narratief.privacy.detectors.kept_names import kept_spans


@pytest.mark.parametrize("name", ["NRC", "Google", "RTL", "Scouting"])
def test_a_name_that_begins_longer_ones_is_found_as_the_last_word(name: str):
    text = f"Dat stond in {name}"

    assert kept_spans(text).holds(13, len(text))
    assert kept_spans(f"{text}.").holds(13, len(text))
