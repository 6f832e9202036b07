"""A researcher's acts on clusters: rename, merge, split, move, reject, promote, undo.

Each is checked against what the last run found, recorded with who and when, and holds in every next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narratief.domain.codebook import Codebook, Theme, Valence
from narratief.domain.errors import InputError
from narratief.topics.decisions import Event, last_standing, new_event, steering
from narratief.topics.identity import new_id
from narratief.topics.journal import EventLog
from narratief.topics.topic import Topic, Topics

_SEE = "Bekijk met 'narratief topics list' welke clusters er zijn."
_EXAMPLES = 8


class Acts:
    """Acts on the clusters of one run.

    Parameters
    ----------
    found
        What the last run found.
    journal
        Where acts are recorded.
    who
        Name of the person who acts.

    Raises
    ------
    InputError
        When no name is given: a decision without a person behind it cannot be weighed later.
    """

    def __init__(self, found: Topics, journal: EventLog, who: str) -> None:
        if not who.strip():
            raise InputError("--by", "Er is geen naam gegeven.", "Zeg met --by wie dit beslist.")
        self.found = found
        self.journal = journal
        self.who = who.strip()

    def rename(self, topic_id: str, label: str) -> Event:
        """Give a cluster a name; it keeps that name and its fragments."""
        topic = self.topic(topic_id)
        return self._record("rename", topic=topic.id, members=self._members(topic), label=_named(label))

    def merge(self, topic_ids: Sequence[str], label: str = "") -> Event:
        """Make one cluster of several; the first one's id stays."""
        topics = [self.topic(each) for each in dict.fromkeys(topic_ids)]
        if len(topics) < 2:
            raise InputError("clusters", "Samenvoegen kan met twee of meer verschillende clusters.", _SEE)
        members = tuple(sorted({member for topic in topics for member in self._members(topic)}))
        merged = tuple(topic.id for topic in topics[1:])
        return self._record("merge", topic=topics[0].id, members=members, merged=merged, label=label.strip())

    def split(self, topic_id: str, parts: Sequence[Sequence[str]]) -> Event:
        """Divide a cluster into parts, each given by its fragments; what is in no part stays with the first.

        The first part keeps the id and the name.
        """
        topic = self.topic(topic_id)
        members = self._members(topic)
        given = [tuple(dict.fromkeys(part)) for part in parts if part]
        named = [member for part in given for member in part]
        unknown = sorted(set(named) - set(members))
        if unknown:
            raise InputError(unknown[0], f"Dit fragment zit niet in cluster {topic.id}.", _SEE)
        if len(named) > len(set(named)):
            raise InputError(topic.id, "Een fragment staat in twee delen.", "Zet elk fragment in één deel.")
        rest = tuple(member for member in members if member not in set(named))
        if len(given) == 1 and rest:
            given, rest = [rest, *given], ()
        if len(given) < 2:
            raise InputError(topic.id, "Splitsen vraagt twee delen.", "Noem de fragmenten van het tweede deel.")
        given[0] = (*given[0], *rest)
        used = {topic.id for topic in self.found.topics} | {i for event in self.journal.events() for i in event.ids}
        ids = [topic.id]
        for part in given[1:]:
            ids.append(new_id(part, used))
            used.add(ids[-1])
        return self._record("split", topic=topic.id, members=members, parts=tuple(given), ids=tuple(ids))

    def move(self, fragments: Sequence[str], topic_id: str | None) -> Event:
        """Put fragments in another cluster, or (None) in no cluster at all."""
        for fragment in fragments:
            if fragment not in self.found.passages:
                raise InputError(fragment, "Dit fragment is er niet.", _SEE)
        moved = tuple(dict.fromkeys(fragments))
        if not moved:
            raise InputError("fragmenten", "Er is geen fragment genoemd.", _SEE)
        if topic_id is None:
            return self._record("move", fragments=moved)
        topic = self.topic(topic_id)
        return self._record("move", topic=topic.id, members=self._members(topic), fragments=moved)

    def reject(self, topic_id: str) -> Event:
        """Set a cluster aside: it is no finding, nor are like fragments in later interviews."""
        topic = self.topic(topic_id)
        return self._record("reject", topic=topic.id, members=self._members(topic))

    def promote(self, topic_id: str, theme: str) -> Event:
        """Note that a cluster became a codebook theme (see `theme_of` for making the theme)."""
        topic = self.topic(topic_id)
        return self._record("promote", topic=topic.id, members=self._members(topic), theme=theme)

    def undo(self, event_id: str = "") -> Event:
        """Take back an act, by default the latest that still counts; an undo can be undone by its own id."""
        events = self.journal.events()
        if not event_id:
            last = last_standing(events)
            if last is None:
                raise InputError("logboek", "Er is niets om ongedaan te maken.", "Bekijk 'narratief topics log'.")
            event_id = last.id
        elif event_id not in {event.id for event in events}:
            raise InputError(event_id, "Deze beslissing staat niet in het logboek.", "Bekijk 'narratief topics log'.")
        return self._record("undo", undone=event_id)

    def topic(self, topic_id: str) -> Topic:
        """Cluster that can be acted on.

        Raises
        ------
        InputError
            When there is none with this id, or a person merged it away.
        """
        try:
            topic = self.found.topic(topic_id)
        except KeyError:
            raise InputError(topic_id, "Dit cluster is er niet.", _SEE) from None
        gone = steering(self.journal.events()).gone
        if topic_id in gone:
            raise InputError(topic_id, "Dit cluster is al met een ander samengevoegd.", _SEE)
        return topic

    def _members(self, topic: Topic) -> tuple[str, ...]:
        """Fragments of a cluster now: as a person left it after the last run, else as the run found it."""
        state = steering(self.journal.events())
        if topic.id in state.held:
            held = state.held[topic.id].members
            elsewhere = {m for other, each in state.held.items() if other != topic.id for m in each.members}
            joined = set(topic.members) - elsewhere - state.loose
            return tuple(sorted(held | joined))
        taken = {member for held in state.held.values() for member in held.members} | state.loose
        return tuple(sorted(set(topic.members) - taken))

    def _record(self, *args: object, **details: object) -> Event:
        return self.journal.add(new_event(self.who, *args, **details))  # type: ignore[arg-type]


def theme_of(
    found: Topics, topic: Topic, codebook: Codebook, goal: str, valence: Valence, label: str, definition: str
) -> Theme:
    """Make a codebook theme of a cluster; its most typical fragments become examples, by which it is recognised.

    Raises
    ------
    InputError
        When the codebook has no such goal, or the theme has no name or definition.
    """
    if goal not in {each.id for each in codebook.goals}:
        known = ", ".join(each.id for each in codebook.goals)
        raise InputError(goal, "Dit doel staat niet in het codeboek.", f"Kies uit: {known}.")
    if not definition.strip():
        raise InputError(topic.id, "Een thema heeft een omschrijving nodig.", "Zeg in één zin wat eronder valt.")
    name = _named(label)
    examples = tuple(found.passages[member].text for member in topic.quotes[:_EXAMPLES])
    return Theme(
        id=_theme_id(name, codebook.theme_ids.__contains__),
        goal=goal,
        valence=valence,
        label=name,
        definition=definition.strip(),
        examples=examples,
    )


def _named(label: str) -> str:
    """Give a name that a person typed, without superfluous blanks."""
    name = " ".join(label.split())
    if not name:
        raise InputError("naam", "De naam is leeg.", "Geef een naam van een paar woorden.")
    return name


def _theme_id(label: str, taken: Callable[[str], bool]) -> str:
    """Make an id of a name that no theme has yet."""
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "thema"
    base = base if base[0].isalpha() else f"t_{base}"
    name, number = base, 2
    while taken(name):
        name, number = f"{base}_{number}", number + 1
    return name
