"""Read the personal-data fragments and make varied training documents for the entity recogniser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import names
from conllu import bucket
from spacy.language import Language
from spacy.tokens import Doc

FILES = ("personal_data_p1.jsonl", "personal_data_p2.jsonl")
MORE_FILES = tuple(f"personal_data_p{number}.jsonl" for number in range(3, 11))
"""Written later, to train on only: the fifth that is held out stays that of the first two."""
BLIND_FILES = ("personal_data_h1.jsonl", "personal_data_h2.jsonl")
"""Held out whole: by writers who saw the labels' guide alone, and whose texts no later writer was shown."""
# The corpus label and what the pipeline calls it: nl_core_news_sm's name where it has one.
LABELS = {"PLACE": "GPE", "STREET": "FAC", "OTHER": "ID"}
FOLDS = 5
HELD_OUT_FOLD = 0
TITLES = {
    "meneer",
    "mevrouw",
    "heer",
    "familie",
    "dokter",
    "meester",
    "juf",
    "wethouder",
    "burgemeester",
    "mijnheer",
    "mw",
    "dhr",
}
TITLES_GIVEN = {"juf", "meester", "oma", "opa", "tante", "oom", "broeder", "zuster"}
NUMBER_WORDS = set(names.ONES) | set(names.SMALL) | set(names.TENS)


@dataclass(frozen=True)
class Fragment:
    """A text with the character offsets and labels of its entities."""

    id: str
    text: str
    entities: tuple[tuple[int, int, str], ...]


def read_fragments(corpus: Path, files: Sequence[str] = FILES) -> Iterator[Fragment]:
    """Yield the labelled fragments with the pipeline's label names."""
    for name in files:
        with (corpus / name).open(encoding="utf8") as lines:
            for line in lines:
                row = json.loads(line)
                entities = tuple(
                    sorted((start, end, LABELS.get(label, label)) for start, end, label in row["entities"])
                )
                yield Fragment(row["id"], row["text"], entities)


def fold(fragment: Fragment) -> int:
    """Say to which of the five parts a fragment belongs; part 0 is held out."""
    return bucket(fragment.id, FOLDS)


def rebuild(fragment: Fragment, pieces: Iterable[tuple[str, str]]) -> Fragment:
    """Make a fragment from pieces of text, each with its label or an empty one."""
    text, entities = "", []
    for piece, label in pieces:
        if label and piece:
            entities.append((len(text), len(text) + len(piece), label))
        text += piece
    return Fragment(fragment.id, text, tuple(entities))


def split_pieces(fragment: Fragment) -> list[tuple[str, str]]:
    """Cut a fragment into pieces, each an entity with its label or the text between two."""
    pieces, end_before = [], 0
    for start, end, label in fragment.entities:
        pieces += [(fragment.text[end_before:start], ""), (fragment.text[start:end], label)]
        end_before = end
    return [*pieces, (fragment.text[end_before:], "")]


def lower_case(fragment: Fragment) -> Fragment:
    """Lower-case a text without moving any offset."""
    text = "".join(char.lower() if len(char.lower()) == 1 else char for char in fragment.text)
    return Fragment(fragment.id, text, fragment.entities)


def unpunctuated(fragment: Fragment) -> Fragment:
    """Lower-case a text and take the punctuation between words away, as speech recognition does."""
    pieces = []
    for piece, label in split_pieces(lower_case(fragment)):
        bare = re.sub(r"[^\w\s'’]+(?=\s|$)|(?<=\s)[^\w\s'’]+|^[^\w\s'’]+", "", piece)
        pieces.append((piece if label else re.sub(r"\s+", " ", bare), label))
    return rebuild(fragment, pieces)


def shake(text: str, rng: random.Random) -> str:
    """Change the digits, the number words and the loose letters of a number or code."""

    def swap(match: re.Match[str]) -> str:
        """Change one run of digits, one word or one letter."""
        found = match.group()
        if found.isdigit():
            return "".join(rng.choice("0123456789") for _ in found)
        if found in names.ONES:
            return rng.choice(names.ONES)
        if found in NUMBER_WORDS:
            return names.spoken(rng.randint(10, 99))
        if len(found) == 1 and found.isalpha():
            letter = rng.choice("bdfghjklnprstvxz")
            return letter.upper() if found.isupper() else letter
        return found

    return re.sub(r"\d+|\w+", swap, text)


def swap_words(text: str, rng: random.Random) -> str:
    """Change some of the words of a mail or web address for names."""
    words = [word.lower() for word in rng.sample(names.FIRST + names.LAST + names.STREET_STEM, 3)]
    words = [re.sub(r"[^a-z]", "", word) for word in words]
    keep = {
        "www",
        "http",
        "https",
        "punt",
        "apenstaartje",
        "apenstaart",
        "streepje",
        "slash",
        "schuine",
        "streep",
        "info",
        "com",
        "net",
        "org",
        "laag",
        "underscore",
        "dubbele",
        "at",
    }

    def swap(match: re.Match[str]) -> str:
        """Change one word in two cases out of five."""
        word = match.group()
        return rng.choice(words) or word if word.lower() not in keep and rng.random() < 0.4 else word

    return re.sub(r"[^\W\d_]{3,}", swap, text)


def in_style(new: str, old: str) -> str:
    """Write a new name in the case of the old one."""
    return new.lower() if old == old.lower() and re.search(r"[^\W\d]", old) else new


def new_entity(before: str, old: str, label: str, rng: random.Random) -> str:
    """Draw another entity that fits the place of the old one."""
    words = old == old.lower() and not re.search(r"\d", old)
    if label == "PERSON":
        previous = re.findall(r"\w+", before[-30:])
        last = previous[-1].lower() if previous else ""
        if "-" in old and len(max(old.split("-"), key=len)) == 1:
            return "-".join(re.sub(r"\W", "", rng.choice(names.LAST)).upper())
        if last in TITLES and last not in TITLES_GIVEN:
            return in_style(names.last_name(rng, capital=True), old)
        if " " in old:
            return in_style(names.full_name(rng), old)
        return in_style(names.given_name(rng) if rng.random() < 0.8 else names.plain_last(rng), old)
    if label == "FAC":
        return in_style(names.street(rng), old)
    if label == "ADDRESS":
        return in_style(names.address(rng, words), old)
    if label == "GPE":
        return in_style(names.place(rng), old)
    if label == "ORG":
        return in_style(names.organisation(rng), old)
    if label == "PUBLIC":
        first, _, rest = old.partition(" ")
        if rest and first.lower() in names.PUBLIC_PLACE:
            return in_style(f"{first} {names.place(rng)}", old)
        return old
    if label == "DATE":
        return in_style(names.date(rng, words), old) if rng.random() < 0.8 else shake(old, rng)
    if label == "DOB":
        return in_style(names.birthday(rng, words), old)
    if label == "AGE":
        if old.isdigit():
            return str(rng.randint(3, 98))
        return names.age(rng, True) if old in NUMBER_WORDS or re.fullmatch(r"\w+(ë|e)n\w+tig", old) else shake(old, rng)
    if label in {"EMAIL", "URL"}:
        return swap_words(old, rng)
    return shake(old, rng)


def with_new_entities(fragment: Fragment, rng: random.Random, share: float = 0.8) -> Fragment:
    """Copy a fragment with most of its entities changed; a name that returns changes into the same new one."""
    pieces, before, drawn = [], "", {}
    for piece, label in split_pieces(fragment):
        if label and (piece, label) not in drawn:
            drawn[piece, label] = new_entity(before, piece, label, rng) if rng.random() < share else piece
        pieces.append((drawn[piece, label] if label else piece, label))
        before += pieces[-1][0]
    return rebuild(fragment, pieces)


TEMPLATES = """
Ik woon op {ADDRESS}, al sinds mijn trouwen.
Ik woon aan de {ADDRESS}.
Wij wonen op de {ADDRESS} en daar is het nooit stil.
Mijn adres is {ADDRESS}, schrijft u dat maar op.
U kunt het opsturen naar {ADDRESS}.
Het gaat om {ADDRESS}, daar zit de lekkage.
Op {ADDRESS} woont mijn zus {PERSON}.
Bij {ADDRESS} staat altijd een busje voor de deur.
De buurman van {ADDRESS} is ook komen kijken.
Ze stonden opeens op de stoep bij {ADDRESS}, met z'n tweeën.
Mijn moeder zit op {ADDRESS} in {GPE}, die kan niet meer naar buiten.
Ik heb een winkeltje aan de {ADDRESS}.
Mijn postcode is {POSTCODE}.
Dan vul je {POSTCODE} in en dan zegt hij dat je niet meedoet.
We wonen in de {FAC}, vlak bij de school.
In de {FAC} staat alles vast.
Van de {FAC} tot aan de {FAC} is het één grote kuil.
Als je de {FAC} uit rijdt zie je het meteen.
De hoek van de {FAC} is levensgevaarlijk.
Op de {FAC} rijden ze zeventig.
Ik liep met de hond over de {FAC} en toen kwam {PERSON} me tegemoet.
Iedereen op de {FAC} weet dat.
Het is druk op de {FAC}.
Ik ben {PERSON}, ik ben {AGE} en ik woon in {GPE}.
Mijn naam is {PERSON}.
Ik heet {PERSON}, maar zeg maar {GIVEN}.
Mijn buurvrouw {GIVEN} zei het ook al.
Toen zei {GIVEN} tegen mij dat het geen zin had.
Meneer {LAST} van de {PUBLIC} belde terug.
Mevrouw {LAST} heeft er een brief over geschreven.
Dat heeft {PERSON} van {ORG} mij nog uitgelegd.
De familie {LAST} is al vertrokken.
Mijn man {GIVEN} is {AGE} en die slaapt slecht.
Wij hebben met {GIVEN} en {GIVEN} een handtekeningenactie gedaan.
Bel {GIVEN} maar, die weet er alles van.
Volgens {GIVEN} klopt daar niks van.
{GIVEN} heeft dat uitgezocht voor de straat.
{PERSON} heeft ingesproken bij de {PUBLIC}.
Kent u {PERSON}, van {ORG}?
Ik kreeg {PERSON} aan de telefoon.
Vraag het {GIVEN} maar.
Dat hebben {GIVEN} en ik samen bedacht.
Mijn dochter {GIVEN} zit op {ORG}.
Mijn zoon {GIVEN} van {AGE} fietst daar elke dag.
Ik werk bij {ORG} in {GPE}.
Wij huren van {ORG}.
Ik kom uit {GPE} en mijn vrouw uit {GPE}.
Op {DATE} was de eerste avond.
Sinds {DATE} staat dat hek er.
Mijn geboortedatum is {DOB}.
Ik ben van {DOB}.
Ik ben geboren op {DOB} in {GPE}.
Burgemeester {LAST} was er ook bij.
Wethouder {LAST} heeft het beloofd.
Dokter {LAST} zegt dat het van de stress komt.
Bij {GIVEN} thuis hebben we de posters gemaakt.
Ze noemen mij {GIVEN}, mijn echte naam is {PERSON}.
Oom {GIVEN} had daar een boerderij.
We stonden daar om half acht en om negen uur was het klaar.
Ik heb twaalf keer gebeld en nooit iemand gesproken.
Er zijn tweehonderd woningen gepland en vijf bomen.
Dat kost ons 14 euro in de maand.
Lijn 12 rijdt hier niet meer.
We zijn met zijn achten naar die avond gegaan.
Na drie weken kwam er een brief van vier kantjes.
Ik woon hier al dertig jaar.
Op nummer één staat voor mij de veiligheid.
De straat is te smal en de stoep is kapot.
Het plein ligt er verlaten bij.
Het is jan en alleman die hier parkeert.
De roos staat in bloei en de wolf is terug.
Een vos liep zo de tuin in.
De bakker en de slager zijn weg, de smid ook.
Die dijk moet hoger en die brug moet breder.
Wij gaan elke zomer naar het bos.
""".strip().splitlines()


def from_template(rng: random.Random) -> Fragment:
    """Fill one or two templates in."""
    words = rng.random() < 0.35
    pieces: list[tuple[str, str]] = []
    for template in rng.sample(TEMPLATES, rng.randint(1, 2)):
        for index, part in enumerate(re.split(r"{(\w+)}", template + " ")):
            made = {
                "PERSON": lambda: names.full_name(rng),
                "GIVEN": lambda: names.given_name(rng),
                "LAST": lambda: names.last_name(rng, capital=True),
                "ADDRESS": lambda: names.address(rng, words),
                "POSTCODE": lambda: names.postcode(rng, words),
                "FAC": lambda: names.street(rng),
                "GPE": lambda: names.place(rng),
                "ORG": lambda: names.organisation(rng),
                "PUBLIC": lambda: rng.choice(["gemeente", "provincie", "politie", "gemeente " + names.place(rng)]),
                "DATE": lambda: names.date(rng, words),
                "DOB": lambda: names.birthday(rng, words),
                "AGE": lambda: names.age(rng, words),
            }
            if index % 2:
                label = {"GIVEN": "PERSON", "LAST": "PERSON", "POSTCODE": "ADDRESS"}.get(part, part)
                pieces.append((made[part](), label))
            else:
                pieces.append((part, ""))
    return rebuild(Fragment("template", "", ()), pieces)


# Words after which, or instead of which, a spoken text can name somebody or something.
NAMED_ROLE = (
    r"\b(?:mijn|m'n|onze|ons|haar|zijn|z'n|die|de) (?:man|vrouw|zoon|dochter|broer|zus|zwager|schoonzus|moeder|"
    r"vader|opa|oma|oom|tante|neef|nicht|kleinzoon|kleindochter|vriend|vriendin|collega|buurman|buurvrouw|"
    r"buurjongen|buurmeisje|voorzitter|penningmeester|secretaris|wijkagent|projectleider|wethouder|"
    r"burgemeester|ambtenaar|aannemer|bakker|slager|meester|juf|dominee|huisarts)\b"
)
SURNAME_ROLE = r"\b(?:[Mm]eneer|[Mm]evrouw|[Dd]e heer|[Dd]e familie|[Ww]ethouder|[Bb]urgemeester|[Dd]okter)\b"
PRONOUN = (
    r"(?<![\w'])(?:hij|zij|ze|ie)(?= (?:zei|zegt|heeft|had|kwam|komt|ging|gaat|belde|belt|vroeg|vraagt|wil|"
    r"wilde|woont|werkt|stond|zat|dacht|vond))"
)
SAID = (
    r"\b(?:zei|zegt|vroeg|belde|volgens|samen met|zoals|tegen|namens|van|aan|met|bij)(?= (?:dat|of|die|toen|en|"
    r"maar|dan|nog|ook|hier)\b)"
)
STREET_WORD = r"\b(?:in|door|over|aan|op) (?:de|onze|mijn|die) (?:straat|weg|laan|dijk|stoep|hoek|kade|singel)\b"
PLACE_WORD = r"\b(?:in (?:het|ons) dorp|in (?:de|onze) (?:wijk|buurt|stad)|hier in de buurt|in de gemeente)\b"
ORG_WORD = (
    r"\b(?:de (?:woningbouw|woningcorporatie|corporatie|aannemer|school|kerk|vereniging|ontwikkelaar|"
    r"projectontwikkelaar|stichting|supermarkt))\b"
)
ADDRESS_WORD = r"\b(?:bij (?:mij|ons|hem|haar)|thuis|aan de overkant|hiernaast|naast ons)\b"
# A text with one of these may hold entities of its own, so that it cannot serve as a text without any.
TELLING = re.compile(
    r"\d|@|www|punt nl|gemeente|wethouder|burgemeester|college|\braad\b|raadslid|provincie|waterschap|politie|"
    r"ambtena|omgevingsdienst|rijkswaterstaat|"
    r"ministerie|handhaving|brandweer|ggd|wijkteam|rechtbank|stadhuis|gemeentehuis|stadskantoor|jarige|"
    r"jaar oud|jaren oud|"
    r"\b\w*(?:tig|tien|elf|twaalf)(?:ste|er|ers)?\b|" + "|".join(names.MONTHS),
    re.IGNORECASE,
)


KNOWN_NAMES = {
    *names.FIRST,
    *names.LAST,
    *names.MORE_FIRST["nl_NL"],
    *names.MORE_FIRST["tr_TR"],
    *names.MORE_FIRST["fr_DZ"],
}


def is_plain(doc: Doc) -> bool:
    """Say whether a text names nobody and nothing: no capital inside a sentence, and no telling word."""
    if TELLING.search(doc.text):
        return False
    for index, token in enumerate(doc):
        before = doc[index - 1].text if index else "."
        opens = before[-1] in ".?!…:\"'‘“–-" or not index
        if token.text[0].isupper() and (not opens or token.text in KNOWN_NAMES):
            return False
    return True


def with_added_names(text: str, rng: random.Random) -> Fragment:
    """Put names into a spoken text that has none: behind a role, for a pronoun or for a street."""
    chances: list[tuple[str, float, str]] = [
        (NAMED_ROLE, 0.7, "behind given"),
        (SURNAME_ROLE, 0.95, "behind last"),
        (PRONOUN, 0.4, "instead given"),
        (SAID, 0.35, "behind given"),
        (STREET_WORD, 0.5, "street"),
        (PLACE_WORD, 0.5, "place"),
        (ORG_WORD, 0.5, "org"),
        (ADDRESS_WORD, 0.25, "address"),
    ]
    words = rng.random() < 0.5
    pieces: list[tuple[str, str]] = [(text, "")]
    for pattern, chance, kind in chances:
        result: list[tuple[str, str]] = []
        for piece, label in pieces:
            if label:
                result.append((piece, label))
                continue
            end_before = 0
            for match in re.finditer(pattern, piece):
                if rng.random() > chance or (
                    kind == "behind last" and match.end() < len(piece) and piece[match.end()] not in " ,."
                ):
                    continue
                start, end, found = match.start(), match.end(), match.group()
                lead, new, new_label = piece[end_before:start], "", "PERSON"
                if kind == "behind given":
                    lead = piece[end_before:end] + " "
                    new = names.given_name(rng) if rng.random() < 0.75 else names.full_name(rng)
                elif kind == "behind last":
                    lead, new = piece[end_before:end] + " ", names.last_name(rng, capital=True)
                elif kind == "instead given":
                    new = names.given_name(rng) if rng.random() < 0.75 else names.full_name(rng)
                elif kind == "street":
                    at_address = rng.random() < 0.4
                    first_word = found.split()[0]
                    lead += f"{first_word} {'de ' if not at_address or rng.random() < 0.5 else ''}"
                    new = names.address(rng, words) if at_address else names.street(rng)
                    new_label = "ADDRESS" if at_address else "FAC"
                elif kind == "place":
                    lead, new, new_label = lead + "in ", names.place(rng), "GPE"
                elif kind == "org":
                    new, new_label = names.organisation(rng), "ORG"
                else:
                    lead += rng.choice(["op ", "aan de ", "bij "])
                    new, new_label = names.address(rng, words), "ADDRESS"
                result += [(lead, ""), (new, new_label)]
                end_before = end
            result.append((piece[end_before:], ""))
        pieces = result
    return rebuild(Fragment("added", "", ()), pieces)


def make_ner_doc(nlp: Language, fragment: Fragment, mode: str = "expand") -> Doc:
    """Tokenise a fragment and set its entities; one that does not end with a token is widened to it."""
    doc = nlp.make_doc(fragment.text)
    spans = [doc.char_span(start, end, label=label, alignment_mode=mode) for start, end, label in fragment.entities]
    taken: set[int] = set()
    kept = []
    for span in spans:
        if span is not None and not taken & set(range(span.start, span.end)):
            taken |= set(range(span.start, span.end))
            kept.append(span)
    doc.set_ents(kept)
    return doc


def training_fragments(fragments: list[Fragment], rng: random.Random, copies: int, templates: int) -> list[Fragment]:
    """Give every fragment as it is, with new entities, in lower case and without punctuation."""
    result = []
    for fragment in fragments:
        for version in [fragment, *(with_new_entities(fragment, rng) for _ in range(copies))]:
            result.append(version)
            result.append(unpunctuated(version) if rng.random() < 0.7 else lower_case(version))
    for _ in range(templates):
        made = from_template(rng)
        result.append(made if rng.random() < 0.5 else unpunctuated(made))
    return result
