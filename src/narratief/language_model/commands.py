"""Residents' words that look like orders to a machine: these are not sent, so that they can change nothing.

What is sent apart from other turns can only change what is said of itself; this keeps even that from happening. The
signs are wide on purpose: who is wrongly taken for one loses a second look, and nothing else.
"""

from __future__ import annotations

import re

_TO_A_MACHINE = re.compile(
    r"\b(?:negeer|vergeet|ignore|disregard|forget|overschrijf|override)\b[^.!?\n]{0,60}"
    r"\b(?:opdracht\w*|instructi\w*|aanwijzing\w*|prompt\w*|instruction\w*|system\w*|regels hierboven|codeboek)"
    r"|\b(?:system|user|assistant|systeem)\s?(?:prompt|message|bericht)\b"
    r"|^\s*(?:system|assistant|user)\s*:|<\|[^|\n]{1,40}\|>|\[/?INST\]|<</?SYS>>|<start_of_turn>"
    r"|\bje bent (?:nu )?(?:een|het) (?:taalmodel|ai|codeur|computerprogramma|assistent)"
    r"|\byou are (?:now )?an? (?:ai|assistant|language model)"
    r"|\b(?:geef|codeer|label|antwoord|zet)\b[^.!?\n]{0,60}(?:\bjson\b|[a-z]{3,}_[a-z]{3,})"
    r"|[\"']codes[\"']\s*:",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_command(text: str) -> bool:
    """Tell whether words seem to be meant for the machine that reads them."""
    return bool(_TO_A_MACHINE.search(text))
