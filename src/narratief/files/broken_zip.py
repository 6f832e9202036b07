"""Parts of zip files from outside: read within bounds, and what is raised for one that is broken or locked."""

from __future__ import annotations

import lzma
import zipfile
import zlib

BROKEN_ZIP: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, ValueError, RuntimeError, KeyError),
)

_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Ways of packing that documents have: ECMA-376 (part 2) and OpenDocument (part 2) know no other, nor does any program
that writes a .qdpx. LZMA's would let a file ask for a dictionary of 4 GB."""


def read_part(archive: zipfile.ZipFile, part: str | zipfile.ZipInfo, most: int) -> bytes:
    """Unpack one part of an archive, at most so many bytes of it.

    Raises
    ------
    NotImplementedError
        When it is packed in a way that no document is; one of `BROKEN_ZIP`, as is all that `zipfile` raises.
    """
    entry = archive.getinfo(part) if isinstance(part, str) else part
    if entry.compress_type not in _PLAIN:
        raise NotImplementedError(f"compression {entry.compress_type}")
    with archive.open(entry) as stream:
        return stream.read(most)
