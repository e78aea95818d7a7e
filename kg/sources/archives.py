"""What one input holds: a record, many in one file, or an archive of files; told by its first bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from kg.sources import tars, zips
from kg.sources.blobs import LARGEST_RECORD, Blob, DamageError, Problem, rejected, skipped
from kg.sources.cuts import cut
from kg.sources.members import FOLDER, Member, path_of, refused
from kg.sources.streams import CHUNK, COMPRESSED, Decompressor, Ratio, Stream, Unpacked

_HEAD = 512
"""Bytes that tell an archive: the first header of a tar archive."""

_NESTED = "an archive in an archive: unpack the outer one, and name the folder"


def contents(path: str, stream: Stream, layout: str = "") -> Iterator[Blob | Problem]:
    """Give the records of an input and of all that is packed in it; what cannot be read is told."""
    try:
        yield from _opened(path, stream, layout)
    except DamageError as damage:
        yield damage.problem(path)


def _opened(path: str, stream: Stream, layout: str) -> Iterator[Blob | Problem]:
    head = stream.peek(_HEAD)
    if head.startswith(zips.FIRST_BYTES):
        with _seekable(stream) as file:
            yield from _each(path, zips.members(file), layout)
    elif tars.is_tar(head):
        yield from _each(path, tars.members(stream), layout)
    elif make := _compressed(head):
        inner = Stream(Unpacked(stream.read, make, Ratio()).read)
        if tars.is_tar(inner.peek(_HEAD)):
            yield from _each(path, tars.members(inner), layout)
        else:
            yield from _inner(path, inner, layout)
    else:
        yield from cut(path, stream, layout)


def _each(path: str, members: Iterable[Member], layout: str) -> Iterator[Blob | Problem]:
    number = 0
    for member in members:
        if member.kind == FOLDER:
            continue
        number += 1
        if problem := refused(path, member):
            yield problem
            continue
        inside = path_of(path, member.name)
        try:
            yield from _inner(inside, member.stream, layout)
        except DamageError as damage:
            if damage.whole:
                raise
            yield damage.problem(inside)
    if not number:
        yield rejected("empty", path, "the archive holds no file")


def _inner(path: str, stream: Stream, layout: str) -> Iterator[Blob | Problem]:
    head = stream.peek(_HEAD)
    if head.startswith(zips.FIRST_BYTES) or tars.is_tar(head) or _compressed(head):
        yield skipped("nested", path, _NESTED)
    else:
        yield from cut(path, stream, layout)


def _compressed(head: bytes) -> Callable[[], Decompressor] | None:
    return next((make for signs, make in COMPRESSED if head.startswith(signs)), None)


@contextmanager
def _seekable(stream: Stream) -> Iterator[IO[bytes]]:
    """Give the file under a stream; what comes through a pipe is laid aside first, in a file without a name."""
    if stream.file:
        yield stream.file
        return
    with tempfile.SpooledTemporaryFile(LARGEST_RECORD) as file:
        while data := stream.read(CHUNK):
            file.write(data)
        yield file
