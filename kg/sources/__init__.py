"""Inputs as people have them: files, folders, archives and standard input; read bounded, never a URL.

The line: a file or folder (`files`) is told by its first bytes (`archives`), unpacked as a stream (`streams`,
`members` of `tars` and `zips`) and cut where its records start (`cuts`). A path in a record is relative to the
folder that was given; of a member of an archive it is "pack.zip!/a/b.md". What cannot be read is told, never
skipped in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.errors import FaultError, UsageError
from kg.sources import files
from kg.sources.archives import contents
from kg.sources.blobs import LARGEST_RECORD, LARGEST_VOLUME, Blob, Problem, printable
from kg.sources.files import STDIN
from kg.sources.streams import Stream

__all__ = [
    "LARGEST_RECORD",
    "LARGEST_VOLUME",
    "STDIN",
    "Blob",
    "Problem",
    "Stream",
    "contents",
    "printable",
    "read",
]


def read(
    inputs: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    layout: str = "",
    without: str | os.PathLike[str] = "",
) -> Iterator[Blob | Problem]:
    """Give the bytes of every record of the inputs, or why it cannot be read.

    A `layout` that is forced is the only one by which files are cut; a folder `without` is passed over. Raises
    UsageError at once when an input that was named is not there. One name alone is one input.
    """
    named = [os.fspath(name) for name in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)]
    for name in named:
        if name != STDIN and not _is_there(name):
            reason = f"{printable(name)[:LONGEST_NAME] or repr(name)}: no such file or folder"
            raise UsageError(reason)
    return _all(named, layout, os.fspath(without))


LONGEST_NAME: Final = 1_000
"""Characters of a name that an error repeats; a text in place of a name can be of any length."""


def _is_there(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except PermissionError as error:
        reason = f"{printable(name)}: {error.strerror}"
        raise FaultError(reason) from error
    except (OSError, ValueError):  # too long for a name, or with a NUL
        return False


def _all(named: Iterable[str], layout: str, without: str) -> Iterator[Blob | Problem]:
    for name in named:
        if name == STDIN:
            yield from files.stdin(layout)
        elif Path(name).is_dir():
            yield from files.folder(name, layout, without)
        else:
            yield from files.file(name, Path(name).name, layout)
