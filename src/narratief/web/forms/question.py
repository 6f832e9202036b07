"""The form with a question to the interviews."""

from __future__ import annotations

from narratief.privacy.word_lists import has_number_of_one

LONGEST = 300
"""Characters of a question. Chosen: two long sentences."""
_LEAST_WORDS = 2


def question_as_asked(typed: str) -> str:
    """A question as it is kept: one line."""
    return " ".join(typed.split())


def wrong_with(question: str) -> str:
    """Say why a question cannot be put, in Dutch; empty when it can."""
    from narratief.language_model.commands import looks_like_command  # loaded only where a model is set

    if len(question.split()) < _LEAST_WORDS:
        return "Stel een vraag in een hele zin."
    if len(question) > LONGEST:
        return f"Deze vraag is te lang: hoogstens {LONGEST} tekens. Maak de vraag korter."
    if has_number_of_one(question):
        return "In deze vraag staat een nummer of adres van één persoon. Haal het weg."
    if looks_like_command(question):
        return (
            "Dit lijkt een opdracht aan de computer. Stel een vraag over wat bewoners vertelden, "
            "bijvoorbeeld: wie kreeg er nooit antwoord?"
        )
    return ""
