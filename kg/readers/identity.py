"""Which telegram a record is: its id, from the metadata, the telegram itself or, at last, the file's name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from kg.cable import Note
from kg.document import Document
from kg.errors import InputError
from kg.fields import CANONICAL_ID
from kg.grammar import identifiers
from kg.grammar.identifiers import MessageReference
from kg.readers.metadata import Metadata

_OTHER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,40}\d[A-Za-z0-9]{0,8}(?:_[a-z])?")
"""An id that is no message reference: P750066-0259 (a reel and its frame), frus1934v05-d31."""


class Identity(NamedTuple):
    """The id in its canonical form, as the source gives it, its year and station, and what was unusual."""

    id: str
    copy: str
    year: int
    station: str
    notes: tuple[Note, ...] = ()


def stated(metadata: Metadata) -> MessageReference | None:
    """Give the message reference that the metadata state."""
    return identifiers.read(identifiers.first_of_two(metadata.value(CANONICAL_ID))[0])


def identity(
    document: Document, metadata: Metadata, references: tuple[str, ...], date: str, sent_as: str = ""
) -> Identity:
    """Find the id; `references` are the forms of the message reference in the telegram, `date` is an ISO date.

    `sent_as` is the sender's post and the number that the transmission carries.

    Raises InputError when nothing gives an id.
    """
    canonical = " ".join(metadata.value(CANONICAL_ID).split()).replace("\\_", "_")
    first, rest = identifiers.first_of_two(canonical)
    if found := identifiers.read(first):
        notes = (Note("id-rest", metadata.line(CANONICAL_ID), rest),) if rest else ()
        return _identified(found, first if "," in canonical else canonical, *notes)
    line = metadata.line(CANONICAL_ID)
    if made := _from_telegram(references, date):
        return _identified(made, canonical or str(made), Note("id-from-body", line, canonical or references[0]))
    if _OTHER_ID.fullmatch(canonical):
        return Identity(canonical, canonical, 0, "")
    stem = PurePosixPath(document.path).name.partition(".")[0]
    named = identifiers.read(stem) if not document.offset else None  # later records of a file have names of their own
    if named:
        return _identified(named, stem, Note("id-from-name", document.line, stem))
    if sent := _from_telegram((sent_as,) if sent_as and not sent_as.startswith("STATE ") else (), date):
        return _identified(sent, str(sent), Note("id-from-wire", line, sent_as))
    reason = "nothing gives an id: no Canonical ID, no message reference with a date, no file name like 10MEXICO83.md"
    raise InputError(reason, code="no-id", path=document.path, line=line)


def _identified(found: MessageReference, copy: str, *notes: Note) -> Identity:
    return Identity(str(found), copy, found.year, found.station, notes)


def _from_telegram(references: tuple[str, ...], date: str) -> MessageReference | None:
    if not date or not references:
        return None
    return identifiers.read(f"{date[:4]} {references[0]}")
