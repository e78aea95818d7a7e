"""Where in a telegram a result is: the copy's file, the line and column of the part or fact, and its words.

Rule: `ck:lines` of a copy holds `name:line` or `name:line:column` for each part and fact, divided by blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from kg.shacl.literals import is_literal, string
from kg.terms import CK, DCTERMS

LONGEST_WORDS: Final = 300
"""Characters of a text that a result repeats: enough to find it."""


class Place(NamedTuple):
    """Cable IRI and file, with 1-based line and column, 0 when unknown; "" when a node belongs to no cable."""

    cable: str
    file: str
    line: int = 0
    column: int = 0


class Facts(Protocol):
    """What tells a value of a property of a subject, terms in N-Triples form, "" when there is none."""

    def value(self, subject: str, predicate: str) -> str:
        """Give one value."""


class Places:
    """Finds the places of nodes in a data graph; `home` names the file of data for what belongs to no cable."""

    def __init__(self, data: Facts, home: Callable[[str], str] = lambda _: "") -> None:
        self._data = data
        self._home = home
        self._copies: dict[str, tuple[Place, str]] = {}

    def of(self, focus: str, value: str, path: str) -> Place:
        """Give the place of the part that is meant, else of the fact, else of the record; terms as N-Triples.

        What belongs to no cable is where its value is, else where a cable first names one of them.
        """
        own = self._of(focus, value, path)
        if own.cable:
            return own
        ways = [(value, ""), *(self.naming(node) for node in (value, focus) if node.startswith("<"))]
        found = (self._of(node, "", by) for node, by in ways if node.startswith("<"))
        return next((place for place in found if place.cable), Place("", self._home(focus)))

    def naming(self, node: str) -> tuple[str, str]:  # noqa: ARG002 - for data that is looked up by value
        """Give the first subject of a cable that leads to a node, and by which property; "" when none is known."""
        return "", ""

    def _of(self, focus: str, value: str, path: str) -> Place:
        cable, _, part = focus[1:-1].partition("#")
        if value.startswith(f"<{cable}#"):
            part = value[1:-1].partition("#")[2]
        record, lines = self._copy(cable)
        if not record.file:
            return record
        name = local(path).rpartition("/")[2]
        near = (part, name, *_NEAR.get(name, ()), self._citing(cable, value, lines) if name == _CITES else "")
        found = (span(lines, one) for one in near)
        line, column = next((one for one in found if one), (record.line, 0))
        return record._replace(line=line, column=column)

    def _citing(self, cable: str, value: str, lines: str) -> str:
        """Give the reference that names a cited cable; one that is not an IRI is the cable itself."""
        cited = value if value.startswith("<") else f"<{cable}>"
        parts = _REFERENCE.findall(lines)
        return next((part for part in parts if self._data.value(f"<{cable}#{part}>", _REFERS_TO) == cited), "")

    def words(self, focus: str, value: str) -> str:
        """Give the words that are meant: of a literal, of the part that is the value, else of the part in question."""
        if is_literal(value):
            return _shortened(string(value))
        return self._text(value) or ("" if value and value != focus else self._text(focus))

    def _text(self, part: str) -> str:
        if "#" not in part:
            return ""
        texts = (self._data.value(part, predicate) for predicate in _TEXTS)
        return next((_shortened(string(text)) for text in texts if is_literal(text)), "")

    def _copy(self, cable: str) -> tuple[Place, str]:
        if cable not in self._copies:
            self._copies[cable] = self._read(cable)
        return self._copies[cable]

    def _read(self, cable: str) -> tuple[Place, str]:
        path, line, lines = (self._said(f"<{cable}#copy>", name) for name in ("path", "line", "lines"))
        return Place(cable if path else "", path, int(line) if line.isdecimal() else 1), lines

    def _said(self, copy: str, name: str) -> str:
        value = self._data.value(copy, f"<{CK}{name}>")
        return string(value) if is_literal(value) else ""


def span(lines: str, name: str) -> tuple[int, int] | None:
    """Look a name up in `ck:lines`: its line and column (0 when it is not stated); None when it has no line.

    >>> span("tag:7 p4:93:5", "p4")
    (93, 5)
    """
    start = f" {lines}".find(f" {name}:")
    match = _SPAN.match(lines, start + len(name)) if name and start >= 0 else None
    return (int(match[1]), int(match[2] or 0)) if match else None


_CITES: Final = "cites"
_REFERS_TO: Final = f"<{CK}refersTo>"
_REFERENCE: Final = re.compile(r"(?<!\S)ref-[^:]*")
_SPAN: Final = re.compile(r":([0-9]{1,9})(?::([0-9]{1,9}))?(?!\S)")


def local(iri: str) -> str:
    """Give what stands behind the # of an IRI, or all of it."""
    plain = iri.strip("<>")
    return plain.rpartition("#")[2] or plain


def _shortened(text: str) -> str:
    words = " ".join(text[: 2 * LONGEST_WORDS].split())
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1].rstrip()}…"


_TEXTS: Final = (f"<{CK}text>", f"<{CK}referenceText>", f"<{DCTERMS}title>", f"<{CK}label>")
"""Property -> the words of a part: a paragraph, a reference, a heading."""
SAID: Final = (*(f"<{CK}{name}>" for name in ("path", "line", "lines")), *_TEXTS)
"""The properties that places and words are read of."""
_NEAR: Final = {
    "addresseeText": ("addressee",),
    "bodyTag": ("tag",),
    "classification": ("bodyClassification",),
    "date": ("dateText",),
    "declassifyOn": ("declassification",),
    "headerTag": ("tag",),
    "originalClassification": ("bodyClassification",),
    "sent": ("dateText",),
    "statedWeekday": ("dateText",),
    "tag": ("bodyTag",),
    "title": ("bodySubject",),
}
"""Property -> those on whose line it is stated, where it has none of its own."""
