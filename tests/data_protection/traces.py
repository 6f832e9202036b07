"""Looks for words in the bytes of every file, also in packed ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd


def contents(data: bytes, suffix: str = "") -> Iterator[bytes]:
    """Give a file's bytes, those of everything packed in it, and the values of a Parquet table."""
    yield data
    if suffix == ".parquet":
        yield pd.read_parquet(io.BytesIO(data)).to_csv().encode()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from contents(archive.read(name), Path(name).suffix)


def files_with(words: Iterable[str], *folders: Path, without: Iterable[Path] = ()) -> list[tuple[str, str]]:
    """Give each file below the folders with a word that is in its bytes or in its name."""
    left_out, wanted, found = list(without), list(words), []
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if any(path.is_relative_to(folder) for folder in left_out) or not path.is_file():
            continue
        whole = [path.name.encode(), *contents(path.read_bytes(), path.suffix)]
        found += [(str(path), word) for word in wanted if any(word.encode() in part for part in whole)]
    return found
