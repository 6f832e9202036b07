"""Stable identifiers: the same thing gets the same GUID in every export."""

from __future__ import annotations

import uuid

# Chosen at random once; another namespace would give everything in earlier exports another GUID.
_NAMESPACE = uuid.UUID("6f3d1c52-0d3b-5a53-9f0c-6a1f3f5f2f10")


def guid(kind: str, *parts: object) -> str:
    """GUID of a thing (version 5, RFC 9562), computed from its kind and everything that identifies it."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join([kind, *map(str, parts)]))).upper()


def normalised_guid(text: str | None) -> str:
    """GUID as any tool writes it in a form that can be compared: no braces, upper case; empty when there is none."""
    return (text or "").strip().strip("{}").upper()
