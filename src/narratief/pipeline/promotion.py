"""Promote a cluster: make a theme of it in the codebook, and give that theme to its fragments.

The browser and the command line both do this, so that a promotion means the same in either: a new version of the
project's codebook in the store, the theme on the fragments that the person chose as their decisions, and the promotion
itself among what was decided about the clusters. codebook.yaml stays what a person wrote in it; what the store has on
top of it counts in every later run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from narratief.domain.codebook import Theme, Valence
from narratief.domain.decision import Author
from narratief.domain.errors import Refusal
from narratief.store.database import Store
from narratief.store.review.codebooks import change_codebook, codebook_of
from narratief.store.review.promotion import code_fragments
from narratief.store.review.result import result_of
from narratief.store.review.topic_edits import StoredEditLog
from narratief.topics.new_theme import theme_of
from narratief.topics.topic import Topics
from narratief.topics.topic_editor import TopicEditor


@dataclass(frozen=True, slots=True)
class NewTheme:
    """What a person says of the theme that a cluster becomes.

    Attributes
    ----------
    goal
        Id of a goal in the codebook.
    valence
        "positive" (gaat goed) or "negative" (kan beter).
    label
        Name; when empty the one that a person gave the cluster, else its keywords.
    definition
        What the theme covers, in one sentence.
    """

    goal: str
    valence: str
    definition: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Promoted:
    """The theme that was made, and how many fragments got it."""

    theme: Theme
    coded: int


def promote_cluster(
    store: Store,
    project_id: int,
    who: Author,
    found: Topics,
    cluster: str,
    wanted: NewTheme,
    *,
    code: Collection[str],
    seen: int | None = None,
) -> Promoted:
    """Make a codebook theme of a cluster.

    Parameters
    ----------
    found
        The clusters as people left them.
    cluster
        Id of the one to promote.
    code
        Ids of the fragments that a person chose: these get the theme, and are its examples.
    seen
        Number of the codebook's version that the person saw, when known.

    Raises
    ------
    InputError
        When there is no such cluster or goal, or the theme has no definition.
    Refusal
        When the valence is none, or somebody else changed the codebook meanwhile.
    """
    editor = TopicEditor(found, StoredEditLog(store, project_id, who.id), who.name)
    topic = editor.topic(cluster)
    with store.writing() as session:
        codebook = codebook_of(session, project_id)
        label = wanted.label or topic.own_name
        chosen = [member for member in topic.members if member in set(code)]
        theme = theme_of(found, topic, codebook, wanted.goal, _valence(wanted), label, wanted.definition, chosen)
        extended = codebook.model_copy(update={"themes": (*codebook.themes, theme)})
        note = f"Thema ‘{theme.label}’ gemaakt van een cluster."
        change_codebook(session, who, project_id, extended, note=note, seen=seen)
        fragments = [each for each in result_of(session, project_id).fragments if each.id in chosen]
        coded = code_fragments(session, who, project_id, theme.id, fragments)
    editor.promote(cluster, theme.id)
    return Promoted(theme, coded)


def _valence(wanted: NewTheme) -> Valence:
    """Side of the codebook that a person chose.

    Raises
    ------
    Refusal
        When it is none.
    """
    if wanted.valence == "positive":
        return "positive"
    if wanted.valence == "negative":
        return "negative"
    raise Refusal("Kies of het thema goed gaat of beter kan.", "Kies positive of negative.")
