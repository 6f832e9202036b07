"""Zip files that are the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def reproducible_zip(files: Mapping[str, bytes]) -> bytes:
    """Pack files, in the order given, without anything that differs between two times or two machines."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
