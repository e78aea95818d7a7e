"""What a validation found: typed results that say which telegram, file and line they are about.

Rules: `sh:conforms` is false with any result (SHACL, section 3.6.1); whether a build stops is decided by
severity: a Violation is our bug, a Warning the archive's, an Info worth a historian's eye.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.terms import CK, SH, Names

if TYPE_CHECKING:
    import rdflib

SEVERITIES: Final = ("Violation", "Warning", "Info")
"""From the worst on."""


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One validation result; terms in N-Triples form, "" when there is none.

    Lines and columns are 1-based, 0 when unknown; `words` are the words of the telegram that are meant.
    """

    cable: str
    line: int
    severity: str
    shape: str
    focus: str
    path: str
    value: str
    component: str
    message: str
    file: str
    column: int = 0
    words: str = ""

    @property
    def key(self) -> str:
        """Sixteen hex digits that name this result and no other."""
        parts = (self.focus, self.path, self.value, self.shape, self.component, self.message)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def place(self) -> str:
        """The telegram's file, line and column, as far as they are known."""
        numbers = (number for number in (self.line, self.column) if number)
        return ":".join([self.file or "-", *map(str, numbers)])


class Validation(NamedTuple):
    """A validation; unpacks like pySHACL's: conforms, report graph, report text."""

    conforms: bool
    graph: Any
    text: str

    @property
    def results(self) -> tuple[Result, ...]:
        """The results of the report, without places when the data graph is not at hand."""
        return tuple(sorted(getattr(self.graph, "kg_results", ())))


class Places:
    """Finds the telegram, file and line of a node in a data graph."""

    def __init__(self, data: rdflib.Graph, file: str = "") -> None:
        self._data = data
        self._file = file
        self._lines: dict[str, tuple[str, int, dict[str, int]]] = {}

    def of(self, focus: str, value: str, path: str) -> tuple[str, str, int]:
        """Give cable IRI, file and line: of the part that is meant, else of the fact, else of the record."""
        cable, _, part = focus.partition("#")
        if value.startswith(cable + "#"):
            part = value.partition("#")[2]
        file, first, lines = self._copy(cable)
        if not file:
            return "", self._file, 0
        return cable, file, lines.get(part) or lines.get(_NEAR.get(name := _local(path), name), first)

    def _copy(self, cable: str) -> tuple[str, int, dict[str, int]]:
        if cable not in self._lines:
            self._lines[cable] = self._read(cable + "#copy")
        return self._lines[cable]

    def _read(self, copy: str) -> tuple[str, int, dict[str, int]]:
        facts = {name: self._value(copy, name) for name in ("path", "line", "lines")}
        pairs = (pair.rpartition(":") for pair in facts["lines"].split())
        lines = {part: int(line) for part, _, line in pairs if line.isdigit()}
        return facts["path"], int(facts["line"]) if facts["line"].isdigit() else 1, lines

    def _value(self, subject: str, name: str) -> str:
        import rdflib  # noqa: PLC0415

        value = self._data.value(rdflib.URIRef(subject), rdflib.URIRef(CK + name))
        return "" if value is None else str(value)


def _local(path: str) -> str:
    return path.rpartition("#")[2] or path


_NEAR: Final = {"headerTag": "tag", "date": "dateText", "sent": "dateText"}
"""Property -> the one on whose line it is stated."""


def cable_id(iri: str, base: str) -> str:
    """Give the id of a cable's IRI for people to read; the IRI itself when it is not of this base."""
    return iri.removeprefix(Names(base).base + "cable/")


SH_SEVERITY: Final = {SH + name: name for name in SEVERITIES}
