"""YAML that a person wrote: read without running anything, and without what makes a small file grow without end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from narratief.files.limits import MAX_YAML_ALIASES, MAX_YAML_BYTES, MAX_YAML_NESTING, MAX_YAML_PAIRS

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


class BadYamlError(ValueError):
    """A file that is no YAML, or no reasonable YAML; says which in English, for developers."""


class _Loader(yaml.SafeLoader):
    """Builds plain values, within bounds; text without characters that no document can hold."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = self._aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Take in one value, and those in it."""
        self._aliases += self.check_event(yaml.AliasEvent)
        self._depth += 1
        if self._depth > MAX_YAML_NESTING or self._aliases > MAX_YAML_ALIASES:
            raise BadYamlError("nested too deep, or too many references")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Put merged mappings (<<) into one; this doubles with every line of a hostile file."""
        super().flatten_mapping(node)
        if len(node.value) > MAX_YAML_PAIRS:
            raise BadYamlError("merges grow without end")

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> str:
        """Text of a value, without characters that no document can hold."""
        return _UNWRITABLE.sub("", str(super().construct_scalar(node)))


def read_yaml(path: Path) -> Any:
    """Read a YAML file; gives plain values (dict, list, str, int, float, bool, date, None).

    Raises
    ------
    BadYamlError
        When it cannot be opened, is too large, no UTF-8, no YAML, or has values that are none ("!!int x").
    """
    try:
        if not path.is_file():  # a pipe would never end, and a device never stop
            raise BadYamlError("no file")
        with path.open("rb") as file:
            data = file.read(MAX_YAML_BYTES + 1)
        if len(data) > MAX_YAML_BYTES:
            raise BadYamlError("too large")
        return parse_yaml(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadYamlError("cannot be read") from error


def parse_yaml(text: str) -> Any:
    """Read YAML from text; gives plain values, as `read_yaml`.

    Raises
    ------
    BadYamlError
        As `read_yaml`.
    """
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except BadYamlError:
        raise
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        # PyYAML's own constructors raise the latter five on values such as "!!timestamp x" or 2024-99-99.
        raise BadYamlError("no YAML") from error
    except RecursionError as error:
        raise BadYamlError("nested too deep") from error
