"""RDF as people have it: a file, standard input or a folder, read by pyoxigraph.

Facts
-----
* pyoxigraph opens no address that a file names (JSON-LD contexts, DTDs).
* A byte order mark is no part of any RDF syntax, and editors write one all the same.
* A blank node belongs to its file: two files of a folder may use one label for two nodes.
"""

from __future__ import annotations

import codecs
import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    import pyoxigraph

STDIN: Final = "-"
SUFFIXES: Final = MappingProxyType(
    {
        ".ttl": "text/turtle",
        ".n3": "text/n3",
        ".nt": "application/n-triples",
        ".nq": "application/n-quads",
        ".trig": "application/trig",
        ".jsonld": "application/ld+json",
        ".json": "application/ld+json",
        ".rdf": "application/rdf+xml",
        ".owl": "application/rdf+xml",
        ".xml": "application/rdf+xml",
    }
)
"""Suffix of an RDF file -> media type; `.gz` may follow."""
LARGEST_FILE: Final = 4 * 1024**3
"""Bytes of a file, unpacked: its graph is held in memory, and a packed file of some megabytes may hold as much."""


def files(target: str) -> list[str]:
    """Give the RDF files that a target names: itself, or those of a folder and its sub-folders, by name.

    Raises UsageError when it is not there or a folder without RDF.
    """
    path = Path(target)
    if target == STDIN or path.is_file():
        return [target]
    if not path.is_dir():
        raise UsageError(f"{target}: no such file, folder or release")
    found = sorted(str(one) for one in path.rglob("[!.]*") if _suffix(one.name) in _OF_RDF_ALONE and one.is_file())
    if not found:
        raise UsageError(f"{target}: a folder without a release or an RDF file ({' '.join(_OF_RDF_ALONE)})")
    return found


_OF_RDF_ALONE: Final = tuple(suffix for suffix in SUFFIXES if suffix not in {".json", ".xml"})
"""Suffixes that a file of a folder may have: JSON and XML there are mostly something else."""


def quads(path: str) -> Iterator[pyoxigraph.Quad]:
    """Read an RDF file (or `-`, Turtle); raises UsageError or InputError with the line."""
    import pyoxigraph  # noqa: PLC0415

    form = pyoxigraph.RdfFormat.from_media_type(_media_type(path))
    try:
        yield from pyoxigraph.parse(_bytes(path), format=form, rename_blank_nodes=True)
    except SyntaxError as error:
        raise InputError(str(error.msg or error), code="rdf-syntax", path=path, line=error.lineno or 1) from error


def _bytes(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    if not Path(path).exists():
        raise UsageError(f"{path}: no such file")
    try:
        with gzip.open(path) if path.endswith(".gz") else Path(path).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(str(error), path=path) from error
    if len(data) > LARGEST_FILE:
        raise InputError(f"it holds more than {LARGEST_FILE:,} bytes", code="too-large", path=path)
    return data.removeprefix(codecs.BOM_UTF8)


def _media_type(path: str) -> str:
    if path == STDIN:
        return SUFFIXES[".ttl"]
    suffix = _suffix(path)
    if suffix not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise InputError(
            f"no RDF file: its name ends with none of {known}; map a cable first", code="layout", path=path
        )
    return SUFFIXES[suffix]


def _suffix(path: str) -> str:
    return Path(path.removesuffix(".gz")).suffix.lower()
