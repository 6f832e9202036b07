"""How clusters are told in Dutch."""

from __future__ import annotations

from collections.abc import Iterable

from narratief.domain.dutch import number
from narratief.domain.trust import SHARES_FROM
from narratief.topics.edits import TopicEdit
from narratief.topics.passage import Passage
from narratief.topics.topic import Merge, Topic, Topics

OFF_TOPIC = "Verder in de gesprekken"
OFF_TOPIC_NOTE = (
    "Deze clusters gaan volgens de computer niet over het meepraten zelf, maar over bijvoorbeeld het plan, de buurt of "
    "iets heel anders. Daarom staan ze apart. Kijk zelf of dat klopt."
)
NO_CLUSTER = "past in geen cluster"
NO_SHARES = f"Er zijn minder dan {SHARES_FROM} gesprekken. Daarom staan hier alleen aantallen, geen percentages."
_STATUS = {"kept": "door een onderzoeker vastgezet", "rejected": "verworpen", "promoted": "thema geworden"}

GUIDE = (
    (
        "Een cluster is een groep fragmenten die op elkaar lijken. De computer maakt de groepen. Een onderzoeker geeft "
        "ze een naam, voegt ze samen, splitst of verwerpt ze; wat een onderzoeker beslist, blijft gelden."
    ),
    (
        "De titel tussen aanhalingstekens is een zinsdeel van één bewoner, gekozen omdat het zegt waar dit cluster "
        "over gaat en de andere niet. Niet elk fragment zegt hetzelfde. De trefwoorden komen hier veel voor, elders "
        "weinig."
    ),
    "Past geen zin bij het hele cluster, dan heet het naar zijn trefwoorden, tot een onderzoeker het een naam geeft.",
    (
        "'Nieuw' betekent: het gaat over het meepraten, en geen thema uit het codeboek dekt dit cluster. Daar kan iets "
        "zitten waar niemand naar vroeg."
    ),
    f"Onder ‘{OFF_TOPIC}’ staat wat bewoners over andere dingen vertelden.",
    "Bewoners telt gesprekken: wie iets drie keer vertelt, telt één keer. Het is geen meting van een mening.",
    "Elk citaat is letterlijk wat een bewoner zei, zoals het zonder namen is opgeslagen.",
    "Niet elk fragment past in een cluster. Die fragmenten staan er apart bij; ze zijn nergens bij gezet.",
    "Dichtstbijzijnde thema's: bij hoeveel fragmenten van het cluster de computer dat thema gaf.",
    (
        "De aantallen hier gaan over wat de computer vond. Of mensen dezelfde groepen zouden maken, is niet gemeten. "
        "Hoe zeker de thema's zijn, staat in synthese.html."
    ),
)


def summary(topics: Topics) -> str:
    """Say in one sentence what was found."""
    clusters = topics.shown
    new = sum(topic.new for topic in clusters)
    parts = [
        counted(len(clusters), "cluster", "clusters"),
        f"waarvan {new} nieuw",
        f"uit {counted(len(topics.passages), 'fragment', 'fragmenten')}",
    ]
    rest = f"{counted(len(topics.left_out), 'fragment past', 'fragmenten passen')} in geen cluster"
    if topics.rejected:
        rest += f"; {counted(len(topics.rejected), 'cluster is', 'clusters zijn')} verworpen"
    return f"{parts[0]}, {parts[1]}, {parts[2]}. {rest[0].upper()}{rest[1:]}."


def place(passage: Passage) -> str:
    """Say where a passage stands."""
    return ", ".join(part for part in (passage.interview, passage.place) if part)


def size(topic: Topic) -> str:
    """Say how many residents tell it, in how many fragments."""
    told = counted(topic.residents, "bewoner", "bewoners")
    return f"{told}, {counted(len(topic.members), 'fragment', 'fragmenten')}"


def near(topic: Topic) -> str:
    """Name the nearest themes, with how many of the fragments carry each; a cluster is too small for percentages."""
    told = len(topic.members)
    return "; ".join(f"{each.label} ({round(each.share * told)} van {told})" for each in topic.near if each.share > 0)


def decision(topic: Topic) -> str:
    """Say what a person decided about a cluster; empty when nothing."""
    if topic.status is None:
        return ""
    words = [_STATUS[topic.status]]
    if topic.named:
        words.append("naam door een onderzoeker gegeven")
    return "; ".join(words)


def merged(merge: Merge, topics: Topics) -> str:
    """Say which clusters would go together."""
    labels = {topic.id: topic.label for topic in topics.topics}
    return " met ".join(" + ".join(f"“{labels[each]}”" for each in side) for side in (merge.left, merge.right))


def counted(count: int, one: str, many: str) -> str:
    """Say a number with its noun in the right form, with a point in thousands."""
    return f"{number(count)} {one if count == 1 else many}"


def in_reading_order(passages: Iterable[Passage]) -> list[Passage]:
    """Order passages by project, interview and place in it."""
    return sorted(passages, key=lambda p: (p.project, p.interview, _numbers(p.place), p.place, p.id))


def _numbers(text: str) -> tuple[int, ...]:
    """Numbers in a place ("antwoord 3, tekens 10–20"), so that 10 comes after 9."""
    digits = "".join(character if character.isdigit() else " " for character in text)
    return tuple(int(number) for number in digits.split())


def act(edit: TopicEdit) -> str:
    """Say in Dutch what an edit did."""
    what = counted(len(edit.fragments), "fragment", "fragmenten")
    return {
        "rename": f"{edit.topic} kreeg de naam “{edit.label}”",
        "merge": f"{', '.join(edit.merged)} samengevoegd met {edit.topic}",
        "split": f"{edit.topic} gesplitst; nieuw: {', '.join(edit.ids[1:])}",
        "move": f"{what} naar {edit.topic}" if edit.topic else f"{what} uit alle clusters gehaald",
        "reject": f"{edit.topic} verworpen",
        "promote": f"{edit.topic} werd thema {edit.theme}",
        "undo": f"beslissing {edit.undone} ongedaan gemaakt",
    }[edit.act]
