"""The bytes of one record, decoded, before anybody reads meaning into them.

Facts
-----
* Offsets that a cable carries are code points of this text, so every clean-up here is one for one:
  a control character becomes U+FFFD, the CR of CRLF a blank, VT, FF, NEL, a no-break space and a byte
  order mark inside the text a blank.
* Strict UTF-8 first; Windows-1252 only when that fails (five of its bytes mean nothing: U+FFFD).
  UTF-16 by its byte order mark alone. A byte order mark is no part of the text.
* C0 and C1 controls, surrogates, U+FFFE and U+FFFF make RDF/XML unreadable for other tools.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.cable import Note, Source
from kg.errors import InputError

DAMAGE: Final = "\ufffd"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = "\x0b\x0c\x85\xa0\ufeff"
_BINARY_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c")
_PROBE = 4096
_BINARY_SHARE = 0.05
"""Real telegrams hold a stray control character now and then; executables and images one in five."""


@dataclass(frozen=True, slots=True)
class Document:
    """One record: its bytes, where they stand, and its text with the same number of code points.

    `before` are the characters of its first line that belong to the record before it.
    """

    path: str
    data: bytes
    text: str
    encoding: str
    line: int = 1
    offset: int = 0
    notes: tuple[Note, ...] = ()
    before: int = 0

    @property
    def source(self) -> Source:
        """Say where the record's bytes stand and what they are."""
        digest = hashlib.sha256(self.data).hexdigest()
        return Source(self.path, self.line, self.offset, len(self.data), digest, self.encoding)


def document(path: str, data: bytes, line: int = 1, offset: int = 0) -> Document:
    """Decode a record that begins at a line and byte of its file; raises InputError when it is empty or no text."""
    if not data.strip():
        raise InputError("the file is empty", code="empty", path=path)
    if (text := _plain(data)) is not None:
        return Document(path, data, text, "utf-8", line, offset, tuple(_damage(text, line)))
    if _is_binary(data):
        raise InputError("the file is no text: it holds binary data", code="binary", path=path, line=line)
    raw, encoding = _decoded(data)
    if not raw.strip():
        raise InputError("the file is empty", code="empty", path=path)
    return Document(path, data, clean(raw), encoding, line, offset, tuple(_notes(raw, encoding, line)))


def clean(text: str) -> str:
    r"""Replace what no text should hold, one character for one.

    >>> clean("a\x00b\r\nc")
    'a\ufffdb \nc'
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for blank in _BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    return _CONTROL.sub(DAMAGE, text) if _CONTROL.search(text) else text


def _plain(data: bytes) -> str | None:
    """Decode what there is nothing to clean in but CRLF, told in a few looks at the bytes: most records are so."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b" \n")
    if b"\0" in data.translate(_UNCLEAN_AS_NUL) or data.startswith(codecs.BOM_UTF8):
        return None
    if data.isascii():
        return data.decode("ascii")
    if any(first in data and unclean.search(data) for first, unclean in _UNCLEAN_UTF8):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


_UNCLEAN_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n") + b"\x7f"
_UNCLEAN_AS_NUL = bytes.maketrans(_UNCLEAN_BYTES, bytes(len(_UNCLEAN_BYTES)))
_UNCLEAN_UTF8 = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\xa0]")),
    (b"\xef", re.compile(rb"\xef\xbf[\xbe\xbf]|\xef\xbb\xbf")),
    (b"\xc3", re.compile(rb"\xc3\xa2\xe2\x82\xac|\xc3\x83\xc2")),
)
"""C1 controls, NEL and the no-break space, U+FFFE and U+FFFF are cleaned, signs of mojibake are told in a note. Each
has its first byte before it, which is found at the speed of memory."""
_MOJIBAKE = re.compile("\u00e2\u20ac.|\u00c3[\u00a0-\u00bf]")
"""UTF-8 that was read as Windows-1252 and written again: an apostrophe has become three signs, an e acute two."""


def _is_binary(data: bytes) -> bool:
    probe = data[:_PROBE]
    if probe.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return len(probe) - len(probe.translate(None, _BINARY_BYTES)) > len(probe) * _BINARY_SHARE


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "utf-16"
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _notes(raw: str, encoding: str, line: int) -> Iterator[Note]:
    if encoding == "cp1252":
        yield Note("encoding-guess", line, "cp1252")
    if first := _CONTROL.search(raw):
        place = line + raw.count("\n", 0, first.start())
        yield Note("control-characters", place, f"{len(_CONTROL.findall(raw))} in the record")
    if again := _MOJIBAKE.search(raw):
        place = line + raw.count("\n", 0, again.start())
        yield Note("mojibake", place, f"{len(_MOJIBAKE.findall(raw))} in the record")
    yield from _damage(raw, line)


def _damage(raw: str, line: int) -> Iterator[Note]:
    if (found := raw.find(DAMAGE)) >= 0:
        place = line + raw.count("\n", 0, found)
        yield Note("replacement-character", place, f"{raw.count(DAMAGE)} in the record")


def parts(whole: Document, starts: Sequence[int]) -> Iterator[Document]:
    """Part a document that holds several records at the places where they start; the parts tile its bytes.

    Raises InputError for an encoding in which a part could not be read by itself.
    """
    if len(starts) < 2:
        yield whole
        return
    if whole.encoding == "utf-16":
        reason = "several records in one file of UTF-16: convert it to UTF-8"
        raise InputError(reason, code="several", path=whole.path, line=1)
    mark = len(codecs.BOM_UTF8) if whole.encoding == "utf-8-sig" else 0
    raw = whole.data.decode(whole.encoding, errors="replace")
    line, place = whole.line, 0
    for begin, end in pairwise([0, *starts[1:], len(whole.text)]):
        size = end - begin if whole.encoding == "cp1252" else len(raw[begin:end].encode()) + (0 if begin else mark)
        data, text = whole.data[place : place + size], whole.text[begin:end]
        before = begin - whole.text.rfind("\n", 0, begin) - 1 if begin else whole.before
        yield Document(whole.path, data, text, whole.encoding, line, whole.offset + place, whole.notes, before)
        line, place = line + raw.count("\n", begin, end), place + size
