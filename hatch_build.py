"""Puts BERTopic's own modules in narratief's wheel, out of the file from PyPI in vendor/ (see vendor/README.md)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryBertopic(BuildHookInterface):  # type: ignore[type-arg]
    """Unpacks BERTopic into ``narratief/carried``; in an editable installation the file itself is found."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each unpacked file, and where in the wheel it goes."""
        if version == "editable":
            return
        (packed,) = (Path(self.root) / "vendor").glob("bertopic-*.whl")
        unpacked = Path(self.directory) / "carried"
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(unpacked)
            for name in archive.namelist():
                build_data["force_include"][str(unpacked / name)] = f"narratief/carried/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing beside the wheel."""
        import shutil

        shutil.rmtree(Path(self.directory) / "carried", ignore_errors=True)
