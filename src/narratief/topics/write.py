"""The files of clusters, written to a folder."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.codebook import Codebook
from narratief.domain.trust import Trust
from narratief.files.file_transaction import write_transaction
from narratief.synthesis import trust_words
from narratief.topics import wording
from narratief.topics.map_page import environment, map_page
from narratief.topics.map_svg import map_svg
from narratief.topics.relations import phase_shares
from narratief.topics.topic import Topics
from narratief.topics.workbook import topics_workbook

_MORE = 40
"""Fragments of a cluster that the page has under 'Nog …'; all are in the workbook."""


def write_topics(
    topics: Topics, codebook: Codebook, title: str, out_dir: Path, trust: Trust | None = None
) -> list[Path]:
    """Write clusters.xlsx, clusters.html, kaart.html and kaart.svg: all old, or all new.

    Parameters
    ----------
    trust
        What stands beside the numbers; None for loose texts, of which nothing is known.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    files = {
        "clusters.xlsx": topics_workbook(topics, codebook, title, trust),
        "clusters.html": topics_page(topics, codebook, title, trust),
        "kaart.html": map_page(topics, codebook, title, trust),
        "kaart.svg": map_svg(topics, title, trust),
    }
    return write_transaction(out_dir, files)


def topics_page(topics: Topics, codebook: Codebook, title: str, trust: Trust | None = None) -> bytes:
    """Make clusters.html; it needs nothing outside itself."""
    themes = [theme for theme in codebook.themes if any(theme.id in topic.themes for topic in topics.shown)]
    return (
        environment()
        .get_template("clusters.html.j2")
        .render(
            topics=topics,
            title=title,
            themes=themes,
            shares=phase_shares(topics),
            say=wording,
            more=_MORE,
            trust=trust,
            certainty=trust_words,
        )
        .encode()
    )
