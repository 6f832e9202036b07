"""A researcher's edits of clusters: rename, merge, split, move, reject, promote, undo.

Each is checked against what the last run found, recorded with who and when, and holds in every next run.
"""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.errors import InputError
from narratief.topics.constraints import Constraints, constraints_from
from narratief.topics.edit_log import EditLog
from narratief.topics.edits import TopicEdit, last_effective_edit, new_edit
from narratief.topics.identity import new_id
from narratief.topics.new_theme import tidy_name
from narratief.topics.topic import Topic, Topics

_SEE = "Bekijk met 'narratief topics list' welke clusters er zijn."
_SEE_LOG = "Bekijk 'narratief topics log'."


class TopicEditor:
    """Edits the clusters of one run.

    Parameters
    ----------
    found
        What the last run found.
    log
        Where edits are recorded.
    who
        Name of the person who edits.

    Raises
    ------
    InputError
        When no name is given: a decision without a person behind it cannot be weighed later.
    """

    def __init__(self, found: Topics, log: EditLog, who: str) -> None:
        if not who.strip():
            raise InputError("--by", "Er is geen naam gegeven.", "Zeg met --by wie dit beslist.")
        self.found = found
        self.log = log
        self.who = who.strip()

    def rename(self, topic_id: str, label: str) -> TopicEdit:
        """Name a cluster; it keeps that name and its fragments."""
        topic = self.topic(topic_id)
        return self.log.add(
            new_edit(self.who, "rename", topic=topic.id, members=self._members(topic), label=tidy_name(label))
        )

    def merge(self, topic_ids: Sequence[str], label: str = "") -> TopicEdit:
        """Make one cluster of several; the first one's id stays."""
        topics = [self.topic(each) for each in dict.fromkeys(topic_ids)]
        if len(topics) < 2:
            raise InputError("clusters", "Samenvoegen kan met twee of meer verschillende clusters.", _SEE)
        members = tuple(sorted({member for topic in topics for member in self._members(topic)}))
        merged = tuple(topic.id for topic in topics[1:])
        return self.log.add(
            new_edit(self.who, "merge", topic=topics[0].id, members=members, merged=merged, label=label.strip())
        )

    def split(self, topic_id: str, parts: Sequence[Sequence[str]], labels: Sequence[str] = ()) -> TopicEdit:
        """Divide a cluster into parts, each given by its fragments; what is in no part stays with the first.

        The first part keeps the id, and its name where it gets no other. One part alone is split off from the rest.

        Parameters
        ----------
        labels
            Names of the parts that result, in order; an empty one gives none.
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
        names = [*(tidy_name(label) if label.strip() else "" for label in labels), *("" for _ in given)][: len(given)]
        used = {topic.id for topic in self.found.topics} | {i for edit in self.log.edits() for i in edit.ids}
        ids = [topic.id]
        for part in given[1:]:
            ids.append(new_id(part, used))
            used.add(ids[-1])
        return self.log.add(
            new_edit(
                self.who,
                "split",
                topic=topic.id,
                members=members,
                parts=tuple(given),
                ids=tuple(ids),
                labels=tuple(names) if any(names) else (),
            )
        )

    def move(self, fragments: Sequence[str], topic_id: str | None) -> TopicEdit:
        """Put fragments in another cluster, or (None) in no cluster at all."""
        for fragment in fragments:
            if fragment not in self.found.passages:
                raise InputError(fragment, "Dit fragment is er niet.", _SEE)
        moved = tuple(dict.fromkeys(fragments))
        if not moved:
            raise InputError("fragmenten", "Er is geen fragment genoemd.", _SEE)
        if topic_id is None:
            return self.log.add(new_edit(self.who, "move", fragments=moved))
        topic = self.topic(topic_id)
        return self.log.add(new_edit(self.who, "move", topic=topic.id, members=self._members(topic), fragments=moved))

    def reject(self, topic_id: str) -> TopicEdit:
        """Set a cluster aside: it is no finding, nor are like fragments in later interviews."""
        topic = self.topic(topic_id)
        return self.log.add(new_edit(self.who, "reject", topic=topic.id, members=self._members(topic)))

    def promote(self, topic_id: str, theme: str) -> TopicEdit:
        """Note that a cluster became a codebook theme (see `new_theme.theme_of` for making the theme)."""
        topic = self.topic(topic_id)
        return self.log.add(new_edit(self.who, "promote", topic=topic.id, members=self._members(topic), theme=theme))

    def undo(self, edit_id: str = "") -> TopicEdit:
        """Take back an edit, by default the latest that still counts; an undo can be undone by its own id."""
        edits = self.log.edits()
        if not edit_id:
            last = last_effective_edit(edits)
            if last is None:
                raise InputError("logboek", "Er is niets om ongedaan te maken.", _SEE_LOG)
            edit_id = last.id
        elif edit_id not in {edit.id for edit in edits}:
            raise InputError(edit_id, "Deze beslissing staat niet in het logboek.", _SEE_LOG)
        return self.log.add(new_edit(self.who, "undo", undone=edit_id))

    def topic(self, topic_id: str) -> Topic:
        """Look up a cluster that can be edited.

        Raises
        ------
        InputError
            When there is none with this id, or a person merged it away.
        """
        try:
            topic = self.found.topic(topic_id)
        except KeyError:
            raise InputError(topic_id, "Dit cluster is er niet.", _SEE) from None
        if topic_id in self._constraints().merged_away:
            raise InputError(topic_id, "Dit cluster is al met een ander samengevoegd.", _SEE)
        return topic

    def _members(self, topic: Topic) -> tuple[str, ...]:
        """Fragments of a cluster now: as a person left it after the last run, else as the run found it."""
        now = self._constraints()
        pinned = now.pinned.get(topic.id)
        elsewhere = {member for key, other in now.pinned.items() if key != topic.id for member in other.members}
        own = set(topic.members) - elsewhere - now.excluded
        return tuple(sorted(own | pinned.members if pinned else own))

    def _constraints(self) -> Constraints:
        """What all edits so far, those just made included, mean together."""
        return constraints_from(self.log.edits())
