"""Names of people, streets, places and organisations to vary the training texts of the entity recogniser with.

The lists in ``lists`` were written for this project; the longer ones come from Faker (MIT licence).
"""

from __future__ import annotations

import importlib
import random
import re
from pathlib import Path


def read_list(name: str) -> list[str]:
    """Read one of the lists of this folder, a name a line."""
    return (Path(__file__).resolve().parent / "lists" / f"{name}.txt").read_text(encoding="utf8").splitlines()


FIRST = read_list("given_names")

LAST = read_list("family_names")

PARTICLES = ["van", "de", "van de", "van der", "van den", "ter", "ten", "te", "in 't", "op de", "el", "van 't"]
PARTICLE_LAST = read_list("family_names_after_particle")

STREET_STEM = read_list("street_stems")
STREET_SUFFIX = read_list("street_endings")
STREET_FIRST = read_list("street_openings")
STREET_WHOLE = read_list("streets")

PLACES = read_list("places")
PLACE_FIRST = ["Oud", "Nieuw", "Klein", "Groot", "Sint", "Den", "Noord", "Zuid"]

ORG_KIND = read_list("organisation_kinds")
ORG_NAME = read_list("organisation_names")
ORG_WHOLE = read_list("organisations")
PUBLIC_PLACE = [
    "gemeente",
    "gemeente",
    "gemeente",
    "provincie",
    "waterschap",
    "omgevingsdienst",
    "gemeenteraad van",
    "college van",
]


def faker_list(kind: str, locale: str, name: str) -> list[str]:
    """Read one list of names from Faker, without the names that are not in Latin letters."""
    provider = importlib.import_module(f"faker.providers.{kind}.{locale}").Provider
    found = sorted({str(value) for value in getattr(provider, name)})
    return [value for value in found if re.fullmatch(r"[A-Za-zÀ-ɏ' \-]{2,}", value)]


LOCALES = ("nl_NL", "nl_BE", "tr_TR", "fr_DZ", "en_IN", "pt_PT", "tw_GH")
MORE_FIRST = {locale: faker_list("person", locale, "first_names") for locale in LOCALES}
MORE_LAST = {locale: faker_list("person", locale, "last_names") for locale in LOCALES}
CITIES = faker_list("address", "nl_NL", "cities")
COMPANIES = [name for name in faker_list("company", "nl_NL", "large_companies") if not name.islower()]


def given_name(rng: random.Random) -> str:
    """Draw a given name: two in three times a Dutch one."""
    chance = rng.random()
    if chance < 0.4:
        return rng.choice(FIRST)
    return rng.choice(MORE_FIRST["nl_NL" if chance < 0.58 else "nl_BE" if chance < 0.72 else rng.choice(LOCALES)])


def plain_last(rng: random.Random) -> str:
    """Draw a family name without a particle."""
    chance = rng.random()
    if chance < 0.4:
        return rng.choice(LAST)
    return rng.choice(MORE_LAST["nl_NL" if chance < 0.75 else rng.choice(LOCALES)])


ONES = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
SMALL = [
    *ONES[1:],
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
MONTHS = [
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
]
NUMBER_SUFFIX = [
    "",
    "",
    "",
    "",
    "",
    "",
    "a",
    "b",
    "c",
    "-2",
    " A",
    " b",
    "-III",
    " bis",
    "bis",
    " hs",
    " drie hoog",
    " rood",
    "-14",
]


def spoken(number: int) -> str:
    """Write a number below one thousand in Dutch words."""
    if number < 20:
        return ONES[0] if number == 0 else SMALL[number - 1]
    if number < 100:
        ten, one = divmod(number, 10)
        if not one:
            return TENS[ten - 2]
        return ONES[one] + ("ën" if ONES[one].endswith("e") else "en") + TENS[ten - 2]
    hundred, rest = divmod(number, 100)
    head = "honderd" if hundred == 1 else ONES[hundred] + "honderd"
    return head if not rest else head + (" " if rest % 2 else " en ") + spoken(rest)


def last_name(rng: random.Random, capital: bool = False) -> str:
    """Draw a family name, now and then with a particle or a double one."""
    chance = rng.random()
    if chance < 0.24:
        particle = rng.choice(PARTICLES)
        name = f"{particle[0].upper() + particle[1:] if capital else particle} {rng.choice(PARTICLE_LAST)}"
    else:
        name = plain_last(rng)
        if capital and name[0].islower():
            name = name[0].upper() + name[1:]
    if chance > 0.96:
        name += "-" + rng.choice(LAST)
    return name


def full_name(rng: random.Random) -> str:
    """Draw a given name with a family name."""
    chance = rng.random()
    if chance < 0.08:
        initials = "".join(f"{rng.choice('ABCDEFGHJKLMNPRSTW')}." for _ in range(rng.randint(1, 3)))
        return f"{initials} {last_name(rng)}"
    given = given_name(rng)
    if chance > 0.96:
        given += " " + given_name(rng)
    elif chance < 0.1:
        given = rng.choice(["drs. ", "drs ", "ir. ", "mr. ", "dr. "]) + given
    return f"{given} {last_name(rng)}"


def street(rng: random.Random) -> str:
    """Draw a street name."""
    chance = rng.random()
    if chance < 0.18:
        return rng.choice(STREET_WHOLE)
    ending = rng.choice(STREET_SUFFIX)
    if chance < 0.3:
        return f"{rng.choice(STREET_FIRST)} {rng.choice(LAST + STREET_STEM)}{ending}"
    if chance < 0.36:
        return f"{given_name(rng)} {plain_last(rng)}{ending}"
    if chance < 0.44:
        return (given_name(rng) if rng.random() < 0.4 else plain_last(rng)) + ending
    return rng.choice(STREET_STEM) + ending


def house_number(rng: random.Random, words: bool) -> str:
    """Draw a house number, in digits or in words."""
    number = rng.choice([rng.randint(1, 40), rng.randint(1, 120), rng.randint(1, 480)])
    if words:
        tails = ["", "", "", "", "", " a", " b", " c", " bis", " drie hoog", " tot en met " + spoken(number % 97 + 2)]
        tail = rng.choice(tails)
        return spoken(number) + tail
    return f"{number}{rng.choice(NUMBER_SUFFIX)}"


def postcode(rng: random.Random, words: bool) -> str:
    """Draw a postcode, in digits or in words."""
    letters = rng.choice("ABCDEFGHJKLMNPRSTVWXZQY") + rng.choice("ABCDEFGHJKLMNPRSTVWXZQY")
    number = rng.randint(1000, 9999)
    if not words:
        return f"{number} {letters}" if rng.random() < 0.75 else f"{number}{letters}"
    first, second = divmod(number, 100)
    if rng.random() < 0.5:
        return f"{spoken(first)} {spoken(second)} {letters[0]} {letters[1]}".lower()
    return " ".join([ONES[int(digit)] for digit in str(number)] + list(letters.lower()))


def address(rng: random.Random, words: bool) -> str:
    """Draw an address in one of the shapes that people use when they speak."""
    chance = rng.random()
    if chance < 0.62:
        joint = rng.choice(["", "", "", "", "", ",", " nummer", " nr.", ", nummer", " huisnummer"])
        result = f"{street(rng)}{joint} {house_number(rng, words)}"
        if rng.random() < 0.1:
            result += rng.choice([", ", " "]) + postcode(rng, words)
        return result
    if chance < 0.72:
        return f"nummer {house_number(rng, words)}"
    if chance < 0.77:
        return f"nummer {house_number(rng, words)} {rng.choice(['van de', 'in de', 'aan de', 'op de'])} {street(rng)}"
    if chance < 0.87:
        return postcode(rng, words)
    if chance < 0.93:
        joint = rng.choice([", huisnummer ", " nummer ", ", nummer ", " ", " huisnummer "])
        return f"{postcode(rng, words)}{joint}{house_number(rng, words)}"
    if chance < 0.96:
        return f"postbus {' '.join(rng.choice(ONES) for _ in range(4)) if words else rng.randint(100, 9999)}"
    house = f"{rng.choice(['Huize', 'Villa', 'Hoeve', 'Parkflat', 'Torenflat'])} {rng.choice(ORG_NAME + FIRST)}"
    return f"{house}, {street(rng)} {house_number(rng, words)}"


def organisation(rng: random.Random) -> str:
    """Draw the name of a company, school or association."""
    chance = rng.random()
    if chance < 0.3:
        return rng.choice(ORG_WHOLE if rng.random() < 0.5 else COMPANIES)
    if chance < 0.6:
        return f"{rng.choice(ORG_KIND)} {rng.choice(ORG_NAME)}"
    if chance < 0.8:
        return f"{rng.choice(ORG_KIND)} {last_name(rng)}"
    return rng.choice(ORG_NAME)


def place(rng: random.Random) -> str:
    """Draw the name of a town, a quarter or a country."""
    name = rng.choice(PLACES if rng.random() < 0.4 else CITIES)
    return name if rng.random() < 0.88 else f"{rng.choice(PLACE_FIRST)}{rng.choice(['-', ' '])}{name}"


def date(rng: random.Random, words: bool) -> str:
    """Draw a date."""
    day, month, year = rng.randint(1, 31), rng.choice(MONTHS), rng.randint(1950, 2025)
    first, second = divmod(year, 100)
    if words:
        day_text = spoken(day)
        start = "tweeduizend" if first == 20 else "negentien" if rng.random() < 0.6 else "negentienhonderd"
        year_text = (start + rng.choice([" ", ""]) + spoken(second)) if second else start
    else:
        day_text, year_text = str(day), str(year)
    return rng.choice(
        [f"{day_text} {month}", f"{day_text} {month} {year_text}", f"{month} {year_text}", f"{day_text} {month}"]
    )


def birthday(rng: random.Random, words: bool) -> str:
    """Draw a date of birth."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1930, 2012)
    if words:
        tail = rng.choice(["negentien", "negentienhonderd", ""]) if year < 2000 else "tweeduizend"
        return " ".join(f"{spoken(day)} {MONTHS[month - 1]} {tail} {spoken(year % 100 or 5)}".split())
    short = f"'{year % 100:02d}"
    return rng.choice(
        [
            f"{day:02d}-{month:02d}-{year}",
            f"{day}-{month}-{year}",
            f"{day}-{month}-{short}",
            f"{day} {MONTHS[month - 1]} {year}",
            f"{spoken(day)} {MONTHS[month - 1]} {short}",
            f"{day}/{month}/{year}",
        ]
    )


def age(rng: random.Random, words: bool) -> str:
    """Draw an age."""
    number = rng.choice([rng.randint(3, 18), rng.randint(18, 98)])
    if words or rng.random() < 0.4:
        return spoken(number)
    return f"{number}{rng.choice(['', '', '', ' jaar'])}"
