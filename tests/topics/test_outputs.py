"""What is written: the workbook, the page, the map and the picture."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from narratief.topics.discover import discover
from narratief.topics.map_page import map_page
from narratief.topics.map_svg import map_svg
from narratief.topics.topic_cache import TopicCache
from narratief.topics.write import topics_page, write_topics

from .conftest import make_material

_OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["'](?!#|data:|kaart\.html)[^"']+|url\(|@import|fetch\(|XMLHttp""")


@pytest.fixture
def found(material, codebook, space):
    return discover(material, codebook, space, phases=("begin", "eind")).topics


def data_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="gegevens">(.*?)</script>', page, re.DOTALL)[1])


def test_everything_is_written(found, codebook, tmp_path):
    written = write_topics(found, codebook, "Proefplan", tmp_path / "uit")

    assert [path.name for path in written] == ["clusters.xlsx", "clusters.html", "kaart.html", "kaart.svg"]


def test_the_same_topics_give_the_same_bytes(found, codebook, tmp_path):
    one = [path.read_bytes() for path in write_topics(found, codebook, "Plan", tmp_path / "a")]
    other = [path.read_bytes() for path in write_topics(found, codebook, "Plan", tmp_path / "b")]

    assert one == other


def test_pages_ask_nothing_of_the_outside(found, codebook):
    for page in (map_page(found, codebook, "Plan"), topics_page(found, codebook, "Plan")):
        text = page.decode()
        assert not _OUTSIDE.findall(text)
        assert "default-src 'none'" in text
        assert 'lang="nl"' in text


def test_the_map_holds_every_fragment_with_its_cluster(found, codebook):
    data = data_of(map_page(found, codebook, "Plan").decode())

    assert len(data["points"]) == len(found.passages)
    assert sum(point["t"] == -1 for point in data["points"]) == len(found.left_out)
    assert [topic["label"] for topic in data["topics"]] == [topic.heading for topic in found.shown]


def test_words_cannot_break_out_of_the_page(material, codebook, space):
    nasty = '</script><script>alert(1)</script><!-- & "quoted"'
    passages = [replace(passage, text=nasty) for passage in material.passages]
    found = discover(replace(material, passages=passages), codebook, space).topics

    for page in (map_page(found, codebook, nasty), topics_page(found, codebook, nasty), map_svg(found, nasty)):
        assert b"<script>alert" not in page
    assert data_of(map_page(found, codebook, nasty).decode())["points"][0]["s"] == nasty


def test_the_picture_is_valid_and_has_a_description(found):
    root = ElementTree.fromstring(map_svg(found, "Plan & <zo>"))

    texts = [element.text or "" for element in root.iter()]
    assert any("Clusters:" in text for text in texts)
    marks = [e for e in root.iter() if e.tag.endswith(("circle", "polygon"))]
    assert len(marks) == len(found.points) + len(found.shown) + 1


def test_the_workbook_has_clusters_and_all_fragments(found, codebook, tmp_path):
    write_topics(found, codebook, "Plan", tmp_path)
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "clusters.xlsx").read_bytes()))

    assert book.sheetnames == [
        "Clusters",
        "Fragmenten",
        "Clusters en thema's",
        "Fasen",
        "Wat hoort bij elkaar",
        "Leeswijzer",
    ]
    assert book["Fragmenten"].max_row == len(found.passages) + 1
    labels = [row[0].value for row in book["Clusters"].iter_rows(min_row=4)]
    assert labels == [topic.label for topic in found.topics]


def test_the_page_tells_of_phases_and_new_clusters(found, codebook):
    page = topics_page(found, codebook, "Plan").decode()

    assert "Verandering over de fasen" in page
    assert page.count('class="badge">nieuw') >= sum(topic.new for topic in found.shown)


def test_no_topics_can_be_shown_too(codebook, space, tmp_path):
    found = discover(make_material({"brief": 2}), codebook, space).topics

    assert len(write_topics(found, codebook, "Leeg", tmp_path)) == 4


def test_a_run_can_be_kept_and_read_back(material, codebook, space, tmp_path):
    run = discover(material, codebook, space)
    folder = TopicCache("proef", tmp_path)

    folder.keep(run.topics, run.history)

    assert folder.last() == run.topics
    again = discover(material, codebook, space, history=folder.history()).topics
    assert {topic.id for topic in again.topics} == {topic.id for topic in run.topics.topics}


def test_what_is_kept_is_used_again_only_under_its_own_key(material, codebook, space, tmp_path):
    run = discover(material, codebook, space)
    folder = TopicCache("proef", tmp_path)

    folder.keep(run.topics, run.history, "sleutel")

    assert folder.last("sleutel") == run.topics
    assert folder.last("een andere") is None


def test_nothing_kept_is_nothing_known(tmp_path):
    folder = TopicCache("nieuw", tmp_path)

    assert folder.last() is None
    assert not folder.history().topics
