"""Residents' words that look like orders to a machine: these are not sent, so that they can change nothing.

What is sent apart from other turns can only change what is said of itself; this keeps even that from happening. The
signs are wide on purpose: who is wrongly taken for one loses a second look, and nothing else. They are no wall: orders
in other words get through, and then find an answer that is held against the words and decides nothing.
"""

from __future__ import annotations

import re
import unicodedata

_WITHIN = r"[^.!?]{0,60}?"
"""What may stand between two signs in one sentence."""
_THEME = r"\b[a-z]{3,}_[a-z]{3,}\b"  # ids of themes; people who talk do not write so
_TOLD = (
    r"\b(?:opdracht(?:en)?|instructies?|instructions?|aanwijzing(?:en)?|(?:system ?)?prompts?"
    r"|codeboek|codebook|codeerwijzer|hierboven|bovenstaande|above|previous|guidelines)\b"
)
_THINGS = r"\b(?:thema|theme|code|fragment|label)\b"
_SIGNS = (
    # "negeer je opdracht", not "ik negeer die aanwijzing"
    r"\b(?<!\bik )(?<!\bwe )(?<!\bwij )(?<!\bje )(?<!\bjij )(?<!\bu )(?:negeer|overschrijf)\b"
    rf"(?!\s{{1,20}}(?:ik|wij|we|nooit|niet)\b){_WITHIN}{_TOLD}"
    # "vergeet alle instructies", not "vergeet niet …" and not "de gemeente vergeet haar opdracht"
    r"|(?:^|[.!?:;,\"'“‘(]\s{0,20}|\b(?:en|maar|nu|dus|eerst)\s{1,20})vergeet\b"
    rf"(?!\s{{1,20}}(?:(?:je|u|dan|ook|maar)\s{{1,20}})?(?:niet|nooit)\b){_WITHIN}{_TOLD}"
    rf"|\b(?:ignore|disregard|forget|override|bypass)\b{_WITHIN}(?:{_TOLD}|\b(?:rules|everything|all)\b)"
    r"|\b(?:nieuwe|new|updated)\s{1,20}(?:instructies?|instructions?|system ?prompt)\s{0,20}:"
    r"|\b(?:system|user|assistant|systeem)[ -]?(?:prompt|message|instructi)"
    # tokens of chat templates
    r"|^[ \t]{0,20}(?:#{1,6}\s{0,20})?\[?(?:system|systeem|assistant|user|instructions?|instructie)\]?\s{0,20}:"
    r"|^[ \t]{0,20}#{1,6}\s{0,20}(?:system|assistant|user|instructions?|response)\b"
    r"|<\|[^|\n]{1,40}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>"
    r"|</?(?:s|think|system|assistant|user|tool_call)>"
    # what it is told to be
    r"|\b(?:je|jij|u)\s{1,20}(?:bent|ben)\s{1,20}(?:nu\s{1,20}|vanaf nu\s{1,20}|voortaan\s{1,20})?(?:een|het|geen)"
    r"\s{1,20}(?:behulpzaam\s{1,20}|behulpzame\s{1,20})?(?:taalmodel|ai\b|ai-|chatbot|codeur|computerprogramma|robot\b)"
    r"|\b(?:you are|act as|pretend (?:to be|you are))\s{1,20}(?:now\s{1,20})?an?\s{1,20}(?:\w+\s{1,20})?"
    r"(?:ai|assistant|language model|chatbot|coder)\b"
    r"|\b(?:taalmodel|chatbot|language model|ai-model)\b[^.!?\w]{1,3}"
    r"(?:geef|codeer|negeer|zet|antwoord|schrijf|zeg|doe|luister|give)"
    # what it is told to answer
    r"|\b(?:geef|codeer|label|antwoord|zet|gebruik|kies|schrijf|return|output|answer|respond|give|use|code|assign|print)\b"
    rf"{_WITHIN}(?:\bjson\b|{_THEME})"
    rf"|{_THINGS}{_WITHIN}{_THEME}|{_THEME}{_WITHIN}{_THINGS}"
    rf"|\b(?:geef|codeer|label|zet)\b{_WITHIN}\b(?:fragment(?:en)?|code)\b{_WITHIN}\b(?:thema|code|label)"
    r"|[\"'](?:codes|thema|bewijs|fragment|reden|theme|role|content)[\"']\s{0,20}:"
)
_TO_A_MACHINE = re.compile(_SIGNS, re.IGNORECASE | re.MULTILINE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def looks_like_command(text: str) -> bool:
    """Tell whether words seem to be meant for the machine that reads them, also in odd letters or with unseen ones."""
    return bool(_TO_A_MACHINE.search(_UNSEEN.sub("", unicodedata.normalize("NFKC", text))))
