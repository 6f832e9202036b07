"""Passwords that anybody tries first: words of this work, of the account itself, rows of keys, and repetitions."""

from __future__ import annotations

import re
import unicodedata

# What stands on every list of common Dutch and English passwords, and the words of this tool and its offices.
COMMON = [
    "wachtwoord",
    "password",
    "passwd",
    "welkom",
    "welcome",
    "login",
    "inloggen",
    "geheim",
    "secret",
    "admin",
    "administrator",
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
    "spring",
    "summer",
    "autumn",
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
    "iloveyou",
    "letmein",
    "qwerty",
    "azerty",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "voetbal",
    "superman",
    "batman",
    "master",
    "princess",
    "sunshine",
    "hallo",
    "hello",
    "test",
    "testen",
    "tijdelijk",
    "temp",
    "changeme",
    "verander",
    "standaard",
    "default",
    "computer",
    "internet",
    "microsoft",
    "office",
]
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "1qaz2wsx3edc4rfv",
)
_STANDS_FOR = str.maketrans("0134578@$!", "oieastbasi")
_LEAST_WORD = 3


def easy_to_guess(password: str, *about: str) -> bool:
    """Tell whether nothing is left of a password once its guessable parts, digits and marks are taken away.

    Parameters
    ----------
    about
        Texts of the account: its name and e-mail address, whose words are guessable too.
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) < 5 or re.fullmatch(r"(.{1,6}?)\1+.{0,5}", plain) or _is_row(plain):
        return True
    own = [word for text in about for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _LEAST_WORD]
    whole = [text.casefold() for text in about if text]
    words = sorted({*COMMON, *own, *whole}, key=len, reverse=True)
    guessable = re.compile("|".join(map(re.escape, words)))
    return any(not re.search(r"[^\W\d_]", guessable.sub("", form)) for form in (plain, plain.translate(_STANDS_FOR)))


def _is_row(plain: str) -> bool:
    """Tell whether it is made of pieces of four or more keys that lie beside each other, besides marks."""
    left = re.sub(r"\W", "", plain)
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    while left:
        piece = next((n for n in range(len(left), 3, -1) if any(left[:n] in row for row in rows)), 0)
        if not piece:
            return False
        left = left[piece:]
    return True
