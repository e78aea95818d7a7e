"""Layouts: one file each, one row each in the table `READERS`.

A layout tells by a look at the beginning whether a record is its own, and reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from kg.cable import Cable
from kg.document import Document, document
from kg.errors import InputError, UsageError
from kg.readers import (
    aad_text,
    cablegate_csv,
    cablegate_html,
    frus_tei,
    plusd_html,
    plusd_text,
    telegram_text,
)
from kg.readers.assembly import Reading
from kg.readers.skipped import Skipped


class Reader(NamedTuple):
    """One layout: its name, how a record is told to be of it, how it is read.

    A collection may hold documents that are no cables: its reader gives them as `Skipped`. `opens` are words
    that a record of no other layout opens with: they spare the looks of all readers.
    """

    name: str
    sniff: Callable[[str], bool]
    read: Callable[[Document], Iterator[Reading | Skipped]]
    opens: str = ""


READERS: Final = (
    Reader(cablegate_csv.NAME, cablegate_csv.sniff, cablegate_csv.read),
    Reader(frus_tei.NAME, frus_tei.sniff, frus_tei.read),
    Reader(plusd_html.NAME, plusd_html.sniff, plusd_html.read),
    Reader(cablegate_html.NAME, cablegate_html.sniff, cablegate_html.read),
    Reader(aad_text.NAME, aad_text.sniff, aad_text.read),
    Reader(plusd_text.NAME, plusd_text.sniff, plusd_text.read, plusd_text.FIRST_FIELD),
    Reader(telegram_text.NAME, telegram_text.sniff, telegram_text.read),
)
"""In the order in which a record is tried: fields of a later one stand in records of others too, and the
bare telegram has no sign of its own."""
NAMES: Final = tuple(reader.name for reader in READERS)


def read(path: str, data: bytes, layout: str = "", line: int = 1, offset: int = 0) -> tuple[Cable, ...]:
    """Read the cables of one record's bytes, as `readings` does."""
    return tuple(reading.cable for reading in readings(path, data, layout, line, offset))


def readings(path: str, data: bytes, layout: str = "", line: int = 1, offset: int = 0) -> tuple[Reading, ...]:
    """Read the cables of one record's bytes, each with what it was read from, as `contents` does."""
    return tuple(one for one in contents(path, data, layout, line, offset) if isinstance(one, Reading))


def contents(path: str, data: bytes, layout: str = "", line: int = 1, offset: int = 0) -> tuple[Reading | Skipped, ...]:
    """Read one record's bytes, which begin there in their file: its cables, and its documents that are none.

    `layout` forces a layout by its name; otherwise it is detected. Raises InputError when the bytes
    are empty, binary, of no known layout, or give no id, UsageError when the forced layout is unknown.
    """
    if layout and layout not in NAMES:
        raise UsageError(f"layout {layout!r} is not known; there is {', '.join(NAMES)}")
    record = document(path, data, line, offset)
    if reader := _reader(record.text, layout):
        return _guarded(reader, record)
    reason = f"no cable of a known layout ({', '.join(NAMES)}): expected fields such as **Canonical ID:**"
    raise InputError(reason, code="no-id", path=path, line=line)


def _reader(text: str, layout: str) -> Reader | None:
    """Find the reader of a forced layout, else the first that knows a text for its own."""
    if layout:
        return next(reader for reader in READERS if reader.name == layout)
    head = text[:_MARGIN].lstrip()
    for reader in _OPENED:
        if head.startswith(reader.opens):
            return reader
    return next((reader for reader in READERS if reader.sniff(text)), None)


_OPENED: Final = tuple(reader for reader in READERS if reader.opens)
_MARGIN: Final = 200
"""Blanks that may stand before the first words of a record, and these words."""


def _guarded(reader: Reader, record: Document) -> tuple[Reading | Skipped, ...]:
    """Read a record; a mistake of ours costs this record and never the corpus."""
    try:
        return tuple(reader.read(record))
    except InputError:
        raise
    except Exception as error:  # the one boundary at which a reader's own fault becomes a row of the ledger
        reason = f"the reader {reader.name} failed with {type(error).__name__}; please report this file"
        raise InputError(reason, code="internal", path=record.path, line=record.line) from error
