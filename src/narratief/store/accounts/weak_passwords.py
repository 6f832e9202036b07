"""Passwords that anybody tries first: leaked and common ones, and those of words of this work or of the account itself.

zxcvbn knows the most frequent leaked passwords, English words, names, dates, rows of keys and repetitions, also with
signs in the place of letters, and works out how many guesses a password takes that is made of them. It knows no Dutch.
"""

from __future__ import annotations

import re
import unicodedata

from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

# What stands on every list of common Dutch passwords, and the words of this tool and its offices.
COMMON = [
    "wachtwoord",
    "welkom",
    "inloggen",
    "geheim",
    "beheer",
    "beheerder",
    "gemeente",
    "provincie",
    "waterschap",
    "stadhuis",
    "wethouder",
    "burgemeester",
    "ambtenaar",
    "participatie",
    "bewoner",
    "bewoners",
    "inspraak",
    "narratief",
    "narratieve",
    "evaluatie",
    "evaluator",
    "onderzoek",
    "onderzoeker",
    "project",
    "interview",
    "gesprek",
    "transcript",
    "impuls",
    "lente",
    "zomer",
    "herfst",
    "winter",
    "voorjaar",
    "najaar",
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "amsterdam",
    "rotterdam",
    "utrecht",
    "eindhoven",
    "groningen",
    "nederland",
    "holland",
    "oranje",
    "ajax",
    "feyenoord",
    "voetbal",
    "hallo",
    "test",
    "testen",
    "tijdelijk",
    "temp",
    "verander",
    "standaard",
    "computer",
    "internet",
]
# Two of these beside each other take zxcvbn many guesses, and people few. The 300 most frequent: chosen, not measured.
_LEAKED = [word for word in FREQUENCY_LISTS["passwords"][:300] if word.isalpha() and len(word) > 3]
_STANDS_FOR = str.maketrans("0134578@$!", "oieastbasi")
_LEAST_WORD = 3
"""Letters of a word of the account that is guessable. Chosen, not measured: shorter ones are in every password."""
LEAST_GUESSES = 10**8
"""zxcvbn's border between its scores 2 and 3: from there a password withstands guessing at a slow hash."""
_WINDOW = 40
"""Characters at either end that zxcvbn looks at. Chosen, not measured: what it does grows fast with the length."""


def easy_to_guess(password: str, *about: str) -> bool:
    """Tell whether a password takes few guesses, or nothing is left of it without guessable words, digits and marks.

    Parameters
    ----------
    about
        Texts of the account: its name and e-mail address, whose words are guessable too.
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    own = [word for text in about for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _LEAST_WORD]
    whole = [text.casefold() for text in about if text]
    words = sorted({*COMMON, *_LEAKED, *own, *whole}, key=len, reverse=True)
    guessable = re.compile("|".join(map(re.escape, words)))
    if any(not re.search(r"[^\W\d_]", guessable.sub("", form)) for form in (plain, plain.translate(_STANDS_FOR))):
        return True
    # both ends: a strong half must not be overlooked because the other is weak
    ends, known = {plain[:_WINDOW], plain[-_WINDOW:]}, [*COMMON, *own, *whole]
    return all(zxcvbn(part, known)["guesses"] < LEAST_GUESSES for part in ends)
