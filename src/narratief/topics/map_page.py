"""The interactive map: kaart.html, one file that needs nothing outside itself."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from narratief.domain.codebook import Codebook
from narratief.domain.standing_alone import QUESTION_BELOW
from narratief.domain.trust import Trust
from narratief.synthesis import trust_words
from narratief.topics import wording
from narratief.topics.topic import Topic, Topics


def map_page(topics: Topics, codebook: Codebook, title: str, trust: Trust | None = None) -> bytes:
    """Make kaart.html: every fragment on a flat map, coloured by cluster or theme, with the same as a table."""
    data = _data(topics, codebook)
    script = (files("narratief.topics") / "templates" / "kaart.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    shown = len(data["points"])
    note = f"De kaart toont {shown} van de {len(topics.passages)} fragmenten." if shown < len(topics.passages) else ""
    page = environment().get_template("kaart.html.j2")
    return page.render(
        title=title,
        intro=wording.summary(topics),
        note=note,
        trust=trust,
        certainty=trust_words,
        projects=len(data["projects"]),
        script=Markup(script),  # noqa: S704 - our own script, as shipped
        script_hash=f"sha256-{digest}",
        data=Markup(_inline(data)),  # noqa: S704 - escaped for a script element by _inline
    ).encode()


@cache
def environment() -> Environment:
    """Templates of the clusters' pages, with the synthesis' style sheet at hand."""
    return Environment(
        loader=ChoiceLoader([PackageLoader("narratief.topics"), PackageLoader("narratief.synthesis")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _inline(data: dict[str, Any]) -> str:
    """Write JSON that cannot end the script element that it stands in, nor start a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(topics: Topics, codebook: Codebook) -> dict[str, Any]:
    """What the page's script draws: points, and the clusters, themes and projects that they point at by number."""
    number = {topic.id: place for place, topic in enumerate(topics.shown)}
    topic_of = topics.topic_of()
    used = [theme for theme in codebook.themes if any(theme.id in p.themes for p in topics.passages.values())]
    theme_number = {theme.id: place for place, theme in enumerate(used)}
    projects = sorted({passage.project for passage in topics.passages.values()})
    points = []
    for passage in wording.in_reading_order(topics.passages[key] for key in topics.points):
        x, y = topics.points[passage.id]
        own = sorted(passage.themes.items(), key=lambda item: (-item[1], item[0]))
        topic = topic_of.get(passage.id)
        point = {
            "x": x,
            "y": y,
            "t": number[topic.id] if topic else -1,
            "c": [theme_number[theme] for theme, _ in own if theme in theme_number],
            "p": projects.index(passage.project),
            "s": passage.text,
            "w": ", ".join(part for part in (passage.project, wording.place(passage)) if part),
        }
        if passage.question and len(passage.text.split()) < QUESTION_BELOW:
            point["q"] = passage.question
        points.append(point)
    return {
        "points": points,
        "topics": [
            {
                "label": topic.heading,
                "new": topic.new,
                "off": topic.off_topic,
                "size": wording.size(topic),
                "words": ", ".join(topic.keywords),
                **_middle(topic, topics),
            }
            for topic in topics.shown
        ],
        "offTopic": wording.OFF_TOPIC,
        "themes": [{"label": theme.label} for theme in used],
        "projects": [{"label": project or "teksten"} for project in projects],
    }


def _middle(topic: Topic, topics: Topics) -> dict[str, float | None]:
    """Place for a cluster's name: the median of its points on the map."""
    spots = sorted(topics.points[member] for member in topic.members if member in topics.points)
    if not spots:
        return {"x": None, "y": None}
    xs, ys = sorted(x for x, _ in spots), sorted(y for _, y in spots)
    return {"x": xs[len(xs) // 2], "y": ys[len(ys) // 2]}
