# ruff: noqa: E501
"""Conversations in several voices, and the conventions in which people write them down."""

from __future__ import annotations

from collections.abc import Callable

from .builders import Content, I, P, R, p

Talk = list[tuple[str, str]]

OLD: Talk = [
    (I, "Fijn dat ik langs mocht komen. Kunt u om te beginnen iets over uzelf vertellen?"),
    (R, "Ja, nou ja. Ik ben Geertje, achtenzeventig, ik woon hier al sinds de watersnood. [lacht] Mijn man was brugwachter, dus wij kennen iedereen."),
    (I, "Hoe hoorde u voor het eerst van de plannen?"),
    (R, "Kijk: er kwam een brief, zo'n dikke. En ik zei: dat lees ik niet, dat is voor mijn zoon. Zo gezegd, zo gedaan, dacht ik nog."),
    (I, "En bent u daarna naar een avond geweest?"),
    (R, "Twee keer. De eerste keer begreep ik er niks van, eh, al die kaarten. Maar de tweede keer zat er een meisje naast me en die legde het uit. Heeft u dat ook wel eens, dat u denkt waar gaat dit over?"),
    (I, "Zeker. Wat is u het meest bijgebleven?"),
    (R, "Dat ze koffie schonken om half acht ’s ochtends. Eén ding: ze luisterden wél."),
    (I, "Dan dank ik u hartelijk voor dit gesprek."),
    (R, "Graag gedaan, hoor. Wilt u nog een koekje?"),
]  # fmt: skip

YOUNG: Talk = [
    (I, "Oké, hij neemt op. Wie ben je en wat doe je?"),
    (R, "Ik ben Soufiane. Zeventien. Ik voetbal op dat veldje."),
    (I, "Het veldje waar nu gebouwd wordt."),
    (R, "Ja. Boos was ik, man."),
    (I, "Wat heb je toen gedaan?"),
    (R, "Gewoon heen gegaan. Met z'n twaalven. Ze keken van: wat komen jullie doen? Ik zei: wij wonen hier."),
    (I, "Hadden ze dat verwacht, denk je?"),
    (R, "Nee."),
    (I, "Waarom niet?"),
    (R, "Er stonden acht stoelen. Snap je? Acht. Maar we mochten wel kiezen, kooi of gras. Wij kozen kooi."),
    (I, "En die kooi, staat die er nu?"),
    (R, "Ja, die staat er. Wil je hem zien?"),
]

LONG: Talk = [
    (I, "Wat betekende de herinrichting voor uw winkel?"),
    (R, "Drie maanden omzet weg. Dat is het korte antwoord. Het lange antwoord is dat niemand van de gemeente ooit is komen vragen wanneer ik laad en los. Wilma van de bloemen had precies hetzelfde, en de kapper ook. We hebben samen een brief geschreven, met handtekeningen van elke winkelier, en daar kwam na zeven weken een ontvangstbevestiging op. Een ontvangstbevestiging! Daar kun je geen kassa mee openen."),
    (I, "U zegt dat niemand kwam vragen. Was er geen inloopavond?"),
    (R, "Jawel, op koopavond. Dan sta ik in de winkel."),
    (I, "Is dat later nog rechtgezet?"),
    (R, "Op het eind wel. Toen kwam mevrouw Bakker, van de projectgroep, en die is een hele ochtend meegelopen. Van half zes tot tien. Daarna was de laadplek opeens wél geregeld. Dus het kan. Waarom dan niet meteen, vraag ik me af."),
    (I, "Zou u de volgende keer weer meedoen?"),
    (R, "Als het overdag is. Of voor zessen 's ochtends, dat mag ook. [lacht]"),
]  # fmt: skip

SPOKEN: Talk = [
    (I, "ja hij loopt kunt u zeggen wie u bent"),
    (R, "nou ik ben dus de marktkoopman van de kaas zal ik maar zeggen al veertig jaar op dezelfde plek"),
    (I, "en hoe hoorde u van het nieuwe plein"),
    (
        R,
        "van de marktmeester die kwam langs met een vel papier kijk zegt ie daar komt u te staan en ik denk daar ga ik niet staan",
    ),
    (I, "wat heeft u toen gedaan"),
    (R, "gewoon naar het stadskantoor gegaan uh met mijn broer erbij want alleen durf ik dat niet hè"),
    (I, "heeft dat geholpen"),
    (R, "ja want ik sta er nog steeds"),
    (I, "dank u wel voor het gesprek"),
    (R, "graag gedaan stukje kaas voor onderweg"),
]

TALKS = {"old": OLD, "young": YOUNG, "long": LONG, "spoken": SPOKEN}
Convention = Callable[[Talk], Content]


def labelled(asks: str, answers: str, form: str = "{label}: ", marks: str = "") -> Convention:
    """Label before the words."""

    def write(talk: Talk) -> Content:
        return [p((form.format(label=asks if role == I else answers), marks), text) for role, text in talk]

    return write


def above(asks: str, answers: str, form: str, marks: str = "") -> Convention:
    """Label on a line of its own; {time} runs up."""

    def write(talk: Talk) -> Content:
        found: Content = []
        for number, (role, text) in enumerate(talk):
            label = asks if role == I else answers
            time = f"00:{number:02d}:{number * 7 % 60:02d}"
            found += [p((form.format(label=label, time=time, short=time[3:]), marks)), p(text)]
        return found

    return write


def timed(asks: str, answers: str, form: str) -> Convention:
    """Label with a time stamp before the words."""

    def write(talk: Talk) -> Content:
        found: Content = []
        for number, (role, text) in enumerate(talk):
            time = f"00:{number:02d}:{number * 7 % 60:02d}"
            found.append(p(form.format(label=asks if role == I else answers, time=time, short=time[3:]) + text))
        return found

    return write


def styled(asks: str, answers: str) -> Convention:
    """No labels: questions and answers in different formatting."""

    def write(talk: Talk) -> Content:
        return [p((text, asks if role == I else answers)) for role, text in talk]

    return write


def _header(talk: Talk) -> Content:
    facts = [
        p("Transcript interview 4", style="Heading1"),
        p("Datum: 3 maart 2025"),
        p("Locatie: buurthuis De Brug"),
        p("Interviewer: Sanne de Vries"),
        p("Respondent: 4"),
        p("Duur: 43:12"),
    ]
    return [*facts, *labelled("Interviewer", "Respondent")(talk), p("[opname stopt]")]


def _several_paragraphs(talk: Talk) -> Content:
    found: Content = []
    for role, text in talk:
        first, *others = text.split(". ")
        found.append(p(f"{'Interviewer' if role == I else 'Bewoner'}: {first}{'.' if others else ''}"))
        found += [p(other + ("" if number == len(others) - 1 else ".")) for number, other in enumerate(others)]
    return found


def _numbered(talk: Talk) -> Content:
    found: Content = []
    for number, (role, text) in enumerate(talk):
        found.append(p(f"{'Vraag' if role == I else 'Antwoord'} {number // 2 + 1}: {text}"))
    return found


def _headings(talk: Talk) -> Content:
    found = labelled("Interviewer", "Inwoner")(talk)
    found.insert(2, p("Thema 1: informatie", style="Heading2"))
    found.insert(5, p("Thema 2: de avonden", style="Heading2"))
    return [p("Verslag van het gesprek", style="Heading1"), *found]


def _one_paragraph_breaks(talk: Talk) -> Content:
    """All turns in one paragraph, with soft line breaks."""
    return [p("\n".join(f"{'INT' if role == I else 'RESP'}: {text}" for role, text in talk))]


CONVENTIONS: dict[str, Convention] = {
    "interviewer-inwoner": labelled("Interviewer", "Inwoner"),
    "i-r": labelled("I", "R"),
    "i-r lower": labelled("i", "r"),
    "v-a": labelled("V", "A"),
    "v-a dots": labelled("V", "A", "{label}. "),
    "q-a": labelled("Q", "A"),
    "first names": labelled("Sanne", "Geertje"),
    "full names": labelled("Sanne de Vries", "Mw. G. van 't Hof-el Amrani"),
    "capitals": labelled("INTERVIEWER", "BEWONER"),
    "int-resp": labelled("Int.", "Resp."),
    "bold": labelled("Interviewer", "Mevrouw Jansen", marks="b"),
    "bold without colon": labelled("Sanne", "Geertje", "{label} ", marks="b"),
    "initials": labelled("SdV", "GH"),
    "label with role": labelled("Sanne (interviewer)", "Geertje (bewoner)"),
    "brackets": labelled("Interviewer", "Bewoner", "[{label}] "),
    "dash": labelled("Interviewer", "Bewoner", "{label} – "),
    "tab": labelled("I", "R", "{label}:\t"),
    "tab only": labelled("Interviewer", "Bewoner", "{label}\t"),
    "no space": labelled("Interviewer", "Geïnterviewde", "{label}:"),
    "space before colon": labelled("Interviewer", "Respondente", "{label} : "),
    "speakers": labelled("Spreker 1", "Spreker 2"),
    "whisperx": labelled("SPEAKER_00", "SPEAKER_01", "[{label}]: "),
    "gemeente": labelled("Gemeente", "Bewoner"),
    "own line": above("Interviewer", "Inwoner", "{label}"),
    "own line colon": above("Sanne", "Geertje", "{label}:"),
    "own line capitals": above("INTERVIEWER", "GEERTJE", "{label}"),
    "own line bold": above("Sanne de Vries", "Geertje Hof", "{label}", marks="b"),
    "word transcribe": above("Spreker 1", "Spreker 2", "{time} Spreker {label}".replace("Spreker {label}", "{label}")),
    "otter": above("Sanne", "Geertje", "{label}  {short}"),
    "round time": above("Spreker 1", "Spreker 2", "{label} ({time})"),
    "amberscript": above("Spreker 1", "Spreker 2", "[{time}] {label}:"),
    "square time": timed("Speaker 1", "Speaker 2", "{label} [{short}] "),
    "time first": timed("Interviewer", "Bewoner", "[{time}] {label}: "),
    "round time first": timed("I", "R", "({time}) {label}: "),
    "time after label": timed("Interviewer", "Bewoner", "{label} {time}: "),
    "happy scribe": timed("Speaker 1", "Speaker 2", "[{time}.12] - {label}: "),
    "time after colon": timed("Spreker1", "Spreker2", "{label}: [{time}] "),
    "italic questions": styled("i", ""),
    "bold questions": styled("b", ""),
    "italic answers": styled("", "i"),
    "header": _header,
    "several paragraphs": _several_paragraphs,
    "numbered": _numbered,
    "headings": _headings,
    "soft breaks": _one_paragraph_breaks,
    "two columns": lambda talk: [[["Interviewer" if role == I else "Inwoner", text] for role, text in talk]],
    "two columns names": lambda talk: [[["Sanne" if role == I else "Geertje", text] for role, text in talk]],
    "question column": lambda talk: [
        [["Vraag", "Antwoord"], *([talk[at][1], talk[at + 1][1]] for at in range(0, len(talk), 2))]
    ],
    "three columns": lambda talk: [
        [
            ["Tijd", "Spreker", "Tekst"],
            *([f"00:{n:02d}:04", "I" if role == I else "R", text] for n, (role, text) in enumerate(talk)),
        ]
    ],
}
NEEDS_FORMATTING = {"bold without colon", "italic questions", "bold questions", "italic answers"}


def expected(talk: Talk) -> list[tuple[str, str]]:
    return [(role, text.replace("\n", " ")) for role, text in talk]


def has_formatting(content: Content) -> bool:
    return any(isinstance(item, P) and any(marks for _, marks in item.pieces) for item in content)
