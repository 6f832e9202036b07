"""Writing XML that every tool reads: one namespace, UTF-8 without byte-order mark, no character that XML forbids."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
_SCHEMAS = "http://schema.qdasoftware.org/versions"
_LOCATIONS = {
    PROJECT: f"{PROJECT} {_SCHEMAS}/Project/v1.0/Project.xsd",
    CODEBOOK: f"{CODEBOOK} {_SCHEMAS}/Codebook/v1.0/Codebook.xsd",
}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_document(tag: str, namespace: str, **attributes: str) -> ET.Element:
    """Make the root element of a document in the namespace of projects or that of codebooks."""
    element = ET.Element(tag, {"xmlns": namespace, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"})
    element.set("xsi:schemaLocation", _LOCATIONS[namespace])
    for name, value in attributes.items():
        element.set(name, xml_text(value))
    return element


def add_child(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element and return it; empty attributes are left out."""
    element = ET.SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items() if value})
    if text:
        element.text = xml_text(text)
    return element


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold (each becomes U+FFFD), line ends LF."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def serialise(element: ET.Element) -> bytes:
    """Serialise a document; the same content gives the same bytes."""
    body: bytes = ET.tostring(element, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body
