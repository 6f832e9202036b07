"""Drawings are told apart by shape and stay within their frame."""

import re
from xml.etree import ElementTree as ET

import pytest

from narratief.publish.charts.marks import MarkGroup, MarkLayout, MarkRow, marks_chart, marks_pieces, with_font


@pytest.mark.parametrize("residents", [1, 3, 12, 40])
def test_marks_of_any_number_of_residents_fit(residents):
    svg = marks_chart([MarkGroup("Doel 1", (MarkRow("Iets & <meer>", ("positive",) * residents, "n"),))])
    root = ET.fromstring(svg)
    width = float(root.get("width"))
    discs = [float(each.get("cx")) for each in root.iter("{http://www.w3.org/2000/svg}circle")]

    assert len(discs) == residents
    assert all(0 < x < width for x in discs)
    assert "Iets & <meer>" in [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]


def test_each_kind_of_mark_has_a_shape_of_its_own():
    shapes = {
        mark: re.sub(r'(?:fill|stroke)="[^"]*"', "", marks_chart([MarkGroup("", (MarkRow("x", (mark,)),))]))
        for mark in ("positive", "negative", "mixed", "none", "absent")
    }

    assert len(set(shapes.values())) == 5


def test_an_empty_drawing_is_still_a_drawing():
    assert ET.fromstring(marks_chart([], layout=MarkLayout(narrowest=100))).get("width") == "468"


def test_the_font_is_put_in_by_who_draws():
    assert 'font-family="A &amp; B"' in with_font(marks_chart([]), "A & B")


def test_pieces_have_the_columns_of_the_whole():
    groups = [
        MarkGroup("Doel 1", (MarkRow("Kort", ("positive",) * 30),)),
        MarkGroup("Doel 2", (MarkRow("Anders", ("negative", "absent")),)),
    ]
    whole, pieces = marks_chart(groups, ["A", "B"]), marks_pieces(groups, ["A", "B"])

    assert [("Doel 1" in piece, "Doel 2" in piece) for piece in pieces] == [(True, False), (False, True)]
    assert {ET.fromstring(svg).get("width") for svg in (whole, *pieces)} == {ET.fromstring(whole).get("width")}
    assert all(">B<" in piece for piece in pieces)
