"""Words by which people ask not to write something down, as patterns: one for each way to say it.

Every pattern stands on words of asking: the second person ("moet je niet opschrijven"), an imperative, or "dit" or
"dat" as what must not be kept. What others did or failed to write down ("ze hebben het niet opgeschreven") has none.
A space in a pattern stands for white space of any length.
"""

from __future__ import annotations

import re


def phrase(*ways: str) -> tuple[re.Pattern[str], ...]:
    """Make patterns of ways to say something, whatever their capitals."""
    return tuple(re.compile(way.replace(" ", r"\s++"), re.IGNORECASE) for way in ways)


def _gap(most: int) -> str:
    """Up to so many words other than "niet", as few as can be, with what stands between words."""
    return rf"(?:[,\s]++(?!niet\b)[\w'’-]++){{0,{most}}}?[,\s]++"


def _followed_by(words: str = "") -> str:
    """Look ahead: the phrase ends here, or one of these words goes on."""
    more = rf"| (?:{words})\b" if words else ""
    return rf"(?=\s*+(?:[.,;:!?…)\]”\"’–-]|$){more})"


_IT = r"(?:dit|dat|het|['’]t|(?:dit|dat) stuk(?:je)?|(?:het|dat) laatste|zoiets)"
_YOU = r"(?:je|jij|u|jullie|ge|gij|we|wij)"
_HEARER = r"(?:je|jij|u|jullie)"
_FILLER = (
    r"(?:[,\s]++(?:maar|echt|per se|persé|zo|even|liever|hoor|dus|gewoon|ook|allemaal|letterlijk|nou|nu|graag|"
    r"ergens|wel|"
    r"toch|alsjeblieft|alstublieft|asjeblieft|aub|meteen|er|verder|zomaar|hier|straks|later)){0,4}+[,\s]++"
)
_PUT = r"(?:(?:te )?(?:zetten|schrijven|opnemen|komen|staan)|terugkomen|terug te komen)"
_TEXT = (
    r"(?:(?:gespreks|eind)?verslag|stuk|rapport|notulen|krant(?:je)?|aantekeningen|artikel|transcript|onderzoek|"
    r"boek(?:je)?|blad|blaadje|papier|tijdschrift|magazine|dossier|document|uitwerking)"
)
_IN = (
    r"(?:op (?:papier|schrift|band|de (?:band|opname))|erbij|erin|"
    rf"in (?:de|het|je|uw|jullie|dat|dit) (?:\w++ )?{_TEXT})"
)
_WRITE = (
    r"(?:op\s*schrijven|(?:te )?noteren|vast\s*leggen|(?:te )?(?:vermelden|publiceren|citeren|quoten)|"
    r"meeschrijven|uittypen|"
    r"overnemen|op\s*tekenen|door\s*vertellen|verder (?:te )?vertellen|rondbazuinen|naar buiten (?:te )?brengen|"
    r"verder (?:te )?brengen|rond\s*vertellen|"
    r"(?:aan|tegen) (?:anderen|iemand(?: anders)?) (?:te )?(?:vertellen|zeggen)|"
    r"(?:op te|mee te) schrijven|vast te leggen|uit te typen|over te nemen|door te vertellen|"
    rf"{_IN}(?: {_PUT})?)"
)
_WRITTEN = (
    r"(?:opgeschreven|genoteerd|vastgelegd|vermeld|gepubliceerd|geciteerd|uitgetypt|naar buiten|openbaar|"
    rf"terug\s*(?:lezen|zien|vinden|horen)|{_IN})"
)
_WRITES = r"(?:op\s*schrijft?|noteert|vermeldt|vastlegt|citeert|publiceert|door\s*vertelt|uittypt|meeschrijft)"
_NOT = r"(?:niet|niks|niets|nergens|geen woord)(?: (?:over|van))?"
_NOT_ONLY = r"(?! (?:alleen|meer|genoeg|goed|duidelijk)\b)"
_END = _followed_by(
    r"(?:hoor|he|hè|hé|ja|nee|toch|maar|want|dus|oké|ok|oke|graag|alsjeblieft|goed|gezegd|en ik|de|het|een|"
    r"ik|hij|zij|ze|die|dat|dit|er|omdat|we|wij|je|u|blijven|houden|blijft|is)"
)
DEVICE = (
    r"(?:opnames?|opname-?\s*apparaat|opname-?\s*apparatuur|opnemer|bandje|band|bandrecorder|taperecorder|"
    r"(?:voice-?\s*)?recorder(?:tje)?|dictafoon|microfoon|micro|mic)"
)
_ITS = r"(?:de|het|je|uw|die|dat|dit|deze|jullie)"
_THING = rf"(?:(?:{_ITS} )?{DEVICE}|{_ITS} (?:ding|apparaat(?:je)?|geval))"
_OFF = (
    r"(?:uit|af|stil|stop|op (?:pauze|pause|stop)|uit\s*zetten|uit\s*doen|af\s*zetten|stil\s*zetten|stop\s*zetten|"
    r"uitschakelen)"
)
_PLEASE = (
    r"(?: (?:maar|even|eens|nu|nou|alsjeblieft|alstublieft|gewoon|toch|wel|ook|zo|graag|dan|misschien|eerst|hier|"
    r"voor)){0,4}+"
)
_NOBODY = r"(?<!\bhij\s)(?<!\bze\s)(?<!\bzij\s)(?<!\bdie\s)(?<!\bmen\s)(?<!\bniemand\s)(?<!\biedereen\s)"
"""Not after a subject: an imperative has none."""
_MY_NAME = r"(?:(?:mijn|m['’]n|onze) na(?:am|men))"

NOT_WRITE = phrase(
    # moet je niet opschrijven, hoeft u dat niet op te schrijven, dat kunnen jullie beter niet in het verslag zetten
    rf"\b(?:moet|moeten|mag|mogen|hoef|hoeft|hoeven|kun|kunt|kan|kunnen|wil|wilt|willen|zou|zouden|ga|gaan|"
    rf"zal) {_YOU}\b"
    rf"{_gap(5)}{_NOT}{_NOT_ONLY}{_FILLER}(?:{_IT} )?{_WRITE}\b",
    # u moet dit niet opschrijven, je hoeft dat niet te noteren
    rf"\b{_HEARER} (?:moet|moeten|mag|mogen|hoeft|hoeven|kunt|kan|kunnen)\b"
    rf"{_gap(4)}{_NOT}{_NOT_ONLY}{_FILLER}(?:{_IT} )?{_WRITE}\b",
    # dit hoeft niet op papier, het moet niet naar buiten, dat wil ik liever niet in het verslag
    rf"\b{_IT} (?:hoef|hoeft|moet|mag|kan|hoort|wil ik|heb ik|zou ik)\b{_gap(3)}(?:niet|nergens){_NOT_ONLY}{_FILLER}"
    rf"{_WRITTEN}\b",
    rf"\b{_IT} (?:hoeft|moet|mag) er{_FILLER}niet (?:in|bij|op)\b{_followed_by('hoor|he|hè|maar|staan|komen|te')}",
    # als je het maar niet opschrijft, ik heb liever dat u dit niet noteert
    rf"\b{_HEARER}\b{_gap(5)}{_NOT}{_FILLER}{_WRITES}\b",
    rf"\b(?:als|dat|zolang|mits) jullie\b{_gap(3)}{_NOT}{_FILLER}(?:opschrijven|noteren|vermelden|vastleggen)\b",
    # ik wil niet dat je dit opschrijft, ik heb liever niet dat dit naar buiten komt
    rf"\b(?:ik (?:wil|zou|heb|had|hoop)|(?:wil|zou|heb|had|hoop) ik)\b{_gap(3)}niet (?:hebben |graag )?dat\b{_gap(6)}"
    rf"(?:{_WRITES}|{_WRITTEN}|uitlekt)\b",
    rf"\b(?:ik (?:wil|zeg|heb)|(?:wil|zeg|heb) ik)\b{_gap(3)}niet{_FILLER}{_IN}\b",
    # ik vertrouw erop dat dit niet gepubliceerd wordt
    rf"\bik (?:vertrouw erop|reken erop|neem aan|ga er\s*van uit|hoop) dat (?:{_IT}|{_HEARER})\b{_gap(4)}niet{_FILLER}"
    rf"(?:{_WRITTEN}|{_WRITES}|gebruikt)\b",
    # dat citeert u maar niet, dat kunt u beter niet noemen, dat moet je niet laten staan, dat mag u niet gebruiken hoor
    rf"\b{_IT} (?:citeert?|noteert?|vermeldt?|publiceert?|schrijft?) {_HEARER}\b{_FILLER}niet\b",
    rf"\b{_IT} (?:kunt?|moet|mag|hoeft?) {_HEARER}\b(?: [\w'’]++){{0,2}}? (?:beter|liever|maar) niet noemen\b",
    rf"\b{_IT} (?:kunt?|moet|mag|hoeft?) {_HEARER}\b{_FILLER}niet (?:te )?(?:laten staan|gebruiken)"
    rf"{_followed_by('hoor|he|hè|dan|alsjeblieft|alstublieft|want')}",
    r"\bniet gebruiken (?:alsjeblieft|alstublieft|aub|hoor|hè|he|graag)\b",
    # daar mag u niks mee doen, doe hier maar niks mee
    rf"\b(?:daar|hier|er) (?:mag|moet|mogen|moeten) {_HEARER}\b{_FILLER}(?:niks|niets) mee doen\b",
    rf"{_NOBODY}\bdoe (?:daar|hier|er) (?:maar |liever |verder ){{0,2}}+(?:niks|niets) mee\b",
    # schrijf even niet mee, zeg dat tegen niemand, laten we dat overslaan
    rf"{_NOBODY}(?<!\bik\s)\bschrijf (?:(?:even|nu|nou|hier|maar|dan) ){{0,2}}+niet (?:op|mee)\b",
    rf"{_NOBODY}(?<!\bik\s)\b(?:zeg|vertel) {_IT}\b{_FILLER}(?:tegen|aan) niemand\b",
    rf"\blaten we {_IT}\b{_FILLER}(?:overslaan|weglaten|er\s*buiten (?:laten|houden))\b",
    # schrijf dat maar niet op, noteer dit niet, zet dat er niet in, vertel dat niet door
    rf"\b(?:schrijf|schrijft|teken|zet|leg|typ|vertel|neem) {_IT}\b{_FILLER}niet{_FILLER}"
    rf"(?:op|mee|in|bij|vast|uit|door|verder|over|{_IN})\b(?! in het plan\b)",
    rf"\b(?:noteer|vermeld|citeer|publiceer) {_IT}\b{_FILLER}niet\b",
    # laat dat er maar uit, haal dit eruit, knip dat weg, schrap dat, streep dat door
    rf"\b(?:laat|haal|knip|gooi|halen|laten|knippen) (?:{_YOU} )?{_IT}\b{_FILLER}(?:er\s*uit|weg|uit)\b",
    rf"\b(?:schrap|wis|verwijder) {_IT}\b",
    rf"\b(?:haalt|knipt|gooit) {_HEARER} {_IT}\b{_FILLER}(?:weer )?(?:er\s*uit|weg|uit)\b",
    rf"\b(?:schrapt|verwijdert) {_HEARER} {_IT}\b",
    r"\bwist (?:dit|dat|het) stuk(?:je)?\b",
    rf"\b{_IT} (?:laat|haalt?|knipt?|laten|halen|knippen) (?:{_HEARER}|we)\b{_FILLER}(?:er\s*uit|weg)\b",
    rf"\b(?:kan|mag|moet) {_IT}\b{_gap(4)}(?:er\s*uit|uit (?:de|het|je|uw|jullie) (?:{DEVICE}|{_TEXT}))"
    r"(?: [\w'’]++){0,2}? (?:geknipt|gehaald|gelaten|gewist|geschrapt)\b",
    rf"\b(?:kan|mag|moet) {_IT}\b{_gap(4)}(?:er\s*)?uit(?:geknipt|gehaald|gelaten)\b",
    rf"\bstreep {_IT}\b{_FILLER}door\b|\bstreept? {_HEARER} {_IT}\b{_FILLER}door\b",
    rf"\b(?:kun|kan|mag|moet|mogen|kunnen) {_YOU}\b{_gap(4)}"
    r"(?:er\s*(?:weer )?uit\s*(?:laten|halen)|uit\s*knippen|weg\s*(?:knippen|laten)|schrappen)\b",
    rf"\b{_IT} (?:mag|moet|kan) (?:eruit\b|er{_FILLER}(?:weer )?uit\b{_followed_by('hoor|he|hè|wat|maar')})",
    # vergeet dat ik dit zei, alsof je dit niet gehoord hebt, dit heb je niet gehoord, ik heb niks gezegd hè
    r"\bvergeet (?:maar )?(?:dat|wat) ik\b(?: [\w'’]++){0,3}+(?<=zei|zeg|erd)",
    r"\bvergeet (?:maar )?(?:dat|wat) ik\b(?: [\w'’]++){0,3}? (?:gezegd|verteld|vertel|vertelde)\b",
    rf"\balsof {_YOU}\b{_gap(3)}niet (?:gehoord|gezien)\b",
    rf"\b{_IT} (?:heb|hebt|hebben|heeft) {_HEARER} niet (?:gehoord|gezien)\b",
    r"\bik heb (?:niks|niets|dit niet|dat niet) gezegd[,\s]++(?:hoor|hè|he|hé)\b",
    # off the record, buiten de notulen, niet voor publicatie, niet voor het verslag
    r"\boff[\s-]++(?:the[\s-]++)?record\b",
    r"\bbuiten (?:de (?:notulen|opname|band|microfoon)|het verslag)\b",
    rf"\bniet voor (?:publicatie|(?:in )?(?:het|je|uw|jullie) {_TEXT}|"
    r"(?:in )?de (?:krant|notulen|band|opname|microfoon|buitenwereld|bühne))\b(?! gemaakt\b)",
    r"\bniet op (?:de )?(?:band|opname) (?:hoor|hè|he|graag|alsjeblieft|zetten)\b",
)
BARE = phrase(
    rf"\b{_NOT}{_NOT_ONLY}{_FILLER}(?:{_IT} )?(?:opschrijven|noteren|meeschrijven|doorvertellen|citeren|vastleggen|"
    rf"uittypen|rond\s*vertellen|verder (?:vertellen|brengen))\b",
    r"(?:^|[.,;:!?…]\s*+|\b(?:eh|ehm|maar|dus|nee|ja|en) )(?:dit|dat) niet schrijven\b",
    r"\bniet schrijven (?:alsjeblieft|alstublieft|asjeblieft|aub|hoor|graag|hè)\b",
)
"""Niet opschrijven hoor: an infinitive alone, which is asking only where nobody else is its subject."""
OTHERS = phrase(
    r"\b(?:wilden?|wou|wouden|mocht(?:en)?|moest(?:en)?|konden?|kon|zou(?:den)?|durfden?|gingen?|hoefden?|hadden|"
    r"had|hebben|werd|werden|"
    r"(?:ze|zij|hij|men|die|niemand|iedereen|mensen|ambtenaren|wethouder|gemeente|we|wij) (?:\w++ )?"
    r"(?:wil|willen|mag|mogen|moet|moeten|kan|kunnen|gaan?|gaat|doen|doet|durven|durft|zal|zullen)|"
    r"(?:wil|willen|mag|mogen|moet|moeten|kan|kunnen|gaan|gaat|durven) (?:ze|zij|hij|men|die|de \w++)|te|om|door)\b",
    r"\b(?:ze|zij|we|wij|mensen|die)\b(?: (?:het|dat|dit|er|iets|ook|dan|maar|zelf)){0,3}+\s*+$",
)
"""Before a bare infinitive: it is about somebody else, or an earlier time."""

BETWEEN_US = phrase(
    r"\b(?:blijft|blijf|blijven|moet|mag|houd|hou|houden|is|even|zeg ik|zeg|gezegd|graag|gewoon|maar|dit|dat)\b"
    rf"{_FILLER}(?:tussen|onder) ons(?: (?:twee(?:ën|en)?|beiden))?{_END}",
    r"(?:^|[.,;:!?…–]\s*+)(?:(?:maar|en|nou|ja|kijk|goed|nee|dus)[,\s]++)?(?:tussen|onder) ons"
    rf"(?: (?:twee(?:ën|en)?))?{_END}",
    rf"\btussen (?:(?:jou|u|jullie) en (?:mij|ons)|(?:mij|ons) en (?:jou|u))\b{_END}",
    r"\b(?:tussen|onder) ons (?:gezegd|blijven|houden)\b",
    rf"\b{_IT} (?:blijft|moet|houden we)\b{_gap(3)}"
    r"(?:binnen (?:deze|de) (?:vier )?muren|in deze kamer|hier aan tafel|binnenskamers)\b",
    rf"\b(?:ik (?:zeg|vertel)|zeg ik|vertel ik|{_IT} (?:is|zeg ik|vertel ik)|even|{_YOU})\b{_gap(4)}"
    r"in (?:alle |strikt )?vertrouwen\b(?! (?:op|in)\b)",
    rf"\b(?:dit is|{_IT} (?:blijft|moet|wil ik|graag|houden we))\b{_gap(4)}vertrouwelijk\b"
    r"(?! (?:stuk|document|overleg|gesprek|karakter))",
    r"\bdat is (?:wel |echt )?vertrouwelijk (?:hoor|hè|he)\b",
    r"\bvertrouwelijk (?:houden|behandelen|blijven)\b",
    r"\bmondje dicht\b",
    rf"\b(?:{_IT} (?:zeg|vertel) ik|{_IT} is|wat nu komt is|wat ik\b(?: [\w'’]++){{0,5}}? is)(?: [\w'’]++){{0,2}}? "
    rf"alleen (?:tegen|aan|voor) (?:u|jou|je|jullie|(?:jouw|uw|je) oren)\b",
    r"\bwat ik\b(?: [\w'’]++){0,5}? is (?:[\w'’]++ )?(?:vertrouwelijk|in vertrouwen)\b",
    rf"\b{_IT} is (?:iets )?(?:voor|tussen) ons,? (?:en )?niet voor\b",
    rf"\b{_IT} (?:mag|hoeft|moet|hoeven|mogen) (?:verder |echt |ook )?niemand\b{_gap(2)}weten\b",
    rf"\b{_IT} (?:hoef|hoeft|hoeven) (?!ik\b)(?:[\w'’-]++ ){{0,4}}?niet te (?:weten|horen|lezen)\b",
    rf"(?<!\bik\s)\bzeg (?:{_IT} )?(?:maar |alsjeblieft |dus )?niet (?:dat|tegen|door)\b",
)

NAMELESS = phrase(
    r"(?:^|[.,;:!?…(–]\s*+|\b(?:maar|wel|graag|dan|liever|dit|dat|het|even|alleen|gewoon|opschrijven|op|gebruiken|"
    r"anoniem|"
    r"ook|mag|doe|hoor|nou|kan|erin|zeggen|noteren) )zonder na(?:am|men)\b",
    rf"\bzonder {_MY_NAME}\b",
    r"\bzonder na(?:am|men) (?:erbij|graag|hoor|alsjeblieft|te noemen|dan|hè)\b",
    rf"\b(?:noem|vermeld|gebruik|zet|schrijf) (?:{_MY_NAME}|mij|me|ons)\b{_FILLER}niet\b",
    rf"\b{_MY_NAME}\b{_gap(4)}niet{_FILLER}"
    rf"(?:bij|in|(?:te )?noemen|genoemd|opschrijven|(?:te )?vermelden|vermeld|bekend|onder|{_IN})\b",
    rf"\bniet\b{_FILLER}(?:met )?{_MY_NAME}\b{_gap(3)}(?:noemen|genoemd|vermelden|opschrijven|{_IN})\b",
    r"\bniet met (?:naam (?:en toenaam|genoemd|noemen|erbij)|(?:mijn|m['’]n) naam)\b",
    r"\bgeen na(?:am|men) (?:erbij|noemen|opschrijven|in het verslag)\b",
    rf"\b(?:ik|we|wij)\b{_gap(4)}anoniem (?:blijven|zijn|houden)\b",
    rf"\b(?:graag|liever|wel|dan|"
    rf"maar) (?:wel )?anoniem\b{_followed_by('graag|hoor|hè|alsjeblieft|houden|blijven|dan|of')}",
    # dat heb je niet van mij, je hebt het niet van mij, niet van mij gehoord
    rf"\b(?:heb|hebt|hebben|heeft) {_HEARER}(?: (?:dus|dan|hoor)){{0,2}}+ niet van (?:mij|ons|me)\b",
    rf"\b{_HEARER} (?:heb|hebt|hebben|heeft) (?:dit|dat|het|['’]t)(?: (?:dus|dan|hoor)){{0,2}}+ niet van (?:mij|"
    rf"ons|me)\b",
    rf"(?:\b{_HEARER}\b{_gap(3)}|(?:^|[.,;:!?…]\s*+)(?:(?:en|maar|dus) )?)"
    r"niet (?:zeggen|vertellen|vermelden|laten merken) dat (?:het|dit|dat|je het|u het|ik)\b(?: [\w'’]++){0,4}? "
    r"(?:van (?:mij|ons|me)|gezegd|verteld|zei|zeg)\b",
    r"\bniet van (?:mij|me) gehoord\b",
)

RECORDER_OFF = phrase(
    # zet de band even uit, doe de opname maar uit, kunt u dat ding even uitzetten, mag de recorder uit
    rf"{_NOBODY}\b(?:zet|doe|draai|schakel|druk|mag|mogen|kan|kunnen|kun|kunt|wil|wilt|zou|zullen|moet|laat|laten)\b"
    rf"(?: (?!{DEVICE}\b|ding\b|apparaat|geval\b)[\w'’]++){{0,3}}? {_THING}\b"
    rf"(?:[,\s]++(?!uit\b|af\b|stil\b|stop\b|op\b|nooit\b)[\w'’]++){{0,4}}?[,\s]++{_OFF}\b(?! (?:het|de|een)\b)",
    rf"{_NOBODY}\b(?:zet|doe|schakel) (?:hem|['’]m|die){_PLEASE} (?:uit|af|stil|op (?:pauze|stop))\b",
    rf"\b(?:stop|stopt|stoppen|pauzeer|onderbreek|pauzeren|onderbreken) (?:{_YOU} )?(?:\w++ ){{0,3}}?"
    rf"(?:{_ITS} {DEVICE}|met (?:de )?(?:opname|opnemen|filmen)|opname)\b",
    rf"(?<!\bliet\s)(?<!\blieten\s)\b{_ITS} {DEVICE}\b{_PLEASE} "
    r"(?:uit\s*(?:zetten|doen)|stop\s*zetten|stil\s*zetten|pauzeren|stoppen|onderbreken|uit)\b"
    rf"{_followed_by('hoor|graag|alsjeblieft|zetten|doen|dan|want|maar|hè')}",
    rf"\b{DEVICE} (?:even|nu|eerst|maar) (?:uit|af|stil|op pauze|stop)\b",
    rf"\b(?:mag|kan|moet) (?:hij|die|(?:dat|het) (?:ding|apparaat(?:je)?)){_PLEASE} uit\b{_followed_by()}",
    rf"\bik (?:zet|doe|stop) (?:(?:hem|['’]m|die){_PLEASE}|{_ITS} {DEVICE}(?: [\w'’]++){{0,4}}?) "
    r"(?:uit|af|stil|op pauze|stop)\b",
    # what a transcriber notes: [band uit], (opname onderbroken)
    rf"[(\[<*]\s*+(?:de |het )?{DEVICE}(?: (?:wordt|is|werd|gaat|even|op|verzoek)){{0,4}}? "
    r"(?:uit\w*+|gestopt|stopgezet|stop|onderbroken|gepauzeerd|pauze|stilgezet|afgezet|af)\b",
)
TOLD_OF = phrase(
    r"\b(?:zei|zeiden|riep|riepen|vroeg|vroegen|roept|schreeuwde|zeg ik (?:tegen|nog)|muziek|televisie|tv|buurman|"
    r"buren|radio)\b"
)
"""Beside "ding" or "hem": it is told what somebody said of another thing."""
SURE_DEVICE = phrase(rf"\b{DEVICE}\b")
NO_DEVICE = phrase(r"\b(?:muziek\w*+|fanfare|optreden|fiets\w*+|auto\w*+|lekke?|feest\w*+|zanger\w*+|gitaar\w*+)\b")
"""Beside "band": it is a band that plays, or a tyre."""

PROMISED = phrase(
    rf"\b(?:ik|we|wij|(?:zal|zullen|ga|gaan|hoef|moet) (?:ik|we|wij))\b{_gap(4)}niet{_FILLER}{_WRITE}\b",
    rf"\b(?:schrijf|noteer|vermeld|citeer) ik\b{_gap(3)}niet\b",
    rf"\bik (?:schrijf|noteer|vermeld|citeer|zet) {_IT}\b{_FILLER}niet\b",
    rf"\b{_IT} (?:haal|halen|laat|laten|knip|knippen|streep|strepen) (?:ik|we|wij)\b{_FILLER}(?:er\s*uit|weg|door)\b",
    rf"\b(?:ik|we|laat ik|laten we|haal ik|halen we|knip ik)\b{_gap(4)}"
    r"(?:er\s*uit|buiten (?:het verslag|beschouwing)|weg\s*(?:laten|knippen))\b",
)
"""What an interviewer says: dan schrijf ik dat niet op, ik laat het eruit."""

RESUMED = phrase(
    rf"\b(?:{DEVICE}|ding|apparaat|hij|die|hem|['’]m)\b(?: [\w'’]++){{0,4}}? (?:weer|terug|opnieuw)"
    r"(?: (?:even|maar|gewoon|nu|dan)){0,2}+ (?:aan\w*+|loopt|gestart|hervat|begonnen|verder|meelopen|opnemen|in|"
    r"starten)\b",
    rf"\b{DEVICE} (?:wordt |is )?(?:weer )?"
    r"(?:hervat|herstart|gaat (?:weer )?(?:verder|door)|(?:loopt|draait) weer|staat weer aan|doet het weer|aan)\b",
    r"\b(?:loopt|draait|staat) (?:hij|die) weer\b|\b(?:hij|die) (?:loopt|draait|staat|neemt) (?:nu )?weer\b",
    r"\b(?:we|ik) nemen? (?:nu )?weer op\b|\bverder met (?:het|ons|dit) (?:interview|gesprek)\b",
    r"\b(?:weer|terug) on the record\b",
    r"\bweer voor de (?:opname|band)\b",
    r"\b(?:neem|druk)(?: (?:nu|hem))? weer op\b",
    r"\bpen (?:er )?weer (?:op|bij)\b",
)
"""The recording, or the talk that may be written down, goes on."""
ALLOWED = phrase(
    rf"\b{_IT} (?:mag|kan|moet|kun|kunt|mogen)\b(?: (?!niet\b)[\w'’]++){{0,4}}? "
    r"(?:opschrijven|opgeschreven|noteren|erin|in het verslag|op de band|gebruiken)\b",
    r"\ber (?:wel|weer)(?: weer)? in\b",
    rf"\b{_HEARER} (?:mag|kunt|kan|kun)(?: (?:het|dit|nu)){{0,2}}+ weer (?:(?:op|mee)\s*)?(?:schrijven|noteren)\b",
    r"\beinde (?:van )?(?:dit|dat|het) stuk(?:je)?\b",
    rf"\b(?:schrijft?|noteert?)(?: {_HEARER})?(?: (?:maar|nu|nou|gerust|het)){{0,3}}+ weer\b",
    r"\b(?:verder|de rest)(?: [\w'’]++)?? mag (?:\w++ )?(?:alles|gewoon|er\s*in|in het)\b",
    r"\bmag (?:alles|de rest) (?:er\s*in|erbij)\b",
)
"""This may be written down: a request goes no further."""

BACK = phrase(r"\b(?:dat|laatste|net|zojuist|daarnet|gezegd|zei|vertelde)\b")
ONLY_BACK = phrase(
    r"\bwat ik (?:(?:u|je|jou|jullie|hier|nou|nu|toen|zo|dus|allemaal) ){0,3}+"
    r"(?:net|zojuist|daarnet|zonet|zo-even|eerder)\b"
    r"(?: (?!niet\b)[\w'’]++){0,3}? (?:zei|zeg|zeggen|vertelde|noemde|gezegd|verteld|genoemd|riep)\b",
)
"""In the sentence of a request: it is about what was said before, however far from the request that stands."""
AHEAD = phrase(r"\b(?:dit|nu|volgende|ga|even|record|straks|komt)\b")
"""In a request: it is about what was said, or about what will be."""
ONLY_AHEAD = phrase(
    r"\bwat ik (?:(?:u|je|jou|jullie) )?(?:nu|nou|ga)\b",
    r"\bwat nu komt\b|\b(?:nu|nou) (?:zeg|vertel) ik\b|\bik (?:zeg|vertel) nu\b",
)
"""In the sentence of a request: nothing before it is meant."""

_Cues = tuple[tuple[str, ...], ...]
