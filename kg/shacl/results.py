"""What a validation found: typed results that say which telegram, file and line they are about.

Rules: `sh:conforms` is false with any result (SHACL, section 3.6.1); whether a build stops is decided by
severity: a Violation is our bug, a Warning the archive's, an Info worth a historian's eye.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kg.terms import SH, Names

MEANINGS: Final = MappingProxyType(
    {
        "Violation": "a mistake of the data or of its making; a cable with one is not published",
        "Warning": "a gap or a contradiction in the archive, published as it is",
        "Info": "worth a historian's eye",
    }
)
"""What each severity means for a reader."""
SEVERITIES: Final = tuple(MEANINGS)
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


def cable_id(iri: str, base: str) -> str:
    """Give the id of a cable's IRI for people to read; the IRI itself when it is not of this base."""
    return iri.removeprefix(Names(base).base + "cable/")


SH_SEVERITY: Final = {SH + name: name for name in SEVERITIES}
