"""An answer as a table to read: terms become text with a link, never markup.

Facts
-----
* The web follows only http and https: `javascript:` and `data:` IRIs stay text.
* Things of the release and authority records have no pages yet, so they lead to what the endpoint says of them.
* A paragraph of a cable can have 20,000 characters; a thousand of them would be a page of 20 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from kg.results import Answer
from kg.terms import DEFAULT_BASE, XSD, prefixes

MOST_ROWS: Final = 1_000
"""Rows of a table on a page; more of them make a browser slow."""
MOST_COUNTED: Final = 100_000
"""Rows that are counted behind those shown; all of them are in the CSV."""
LONGEST_TEXT: Final = 2_000

_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))


class Cell(NamedTuple):
    """One value: its text, where it leads, what kind it is (`iri`, `figure`, `text`), its language or datatype."""

    text: str
    href: str = ""
    kind: str = "text"
    note: str = ""
    left_out: int = 0


class Table(NamedTuple):
    """The rows that a page shows, how many there are in all, and whether there are still more than counted."""

    columns: list[str]
    rows: list[list[Cell]]
    total: int
    more: bool = False
    boolean: bool | None = None

    @property
    def numeric(self) -> list[bool]:
        """Tell of each column whether it holds numbers and nothing else."""
        columns = zip(*self.rows, strict=True)
        return [all(cell.kind == "figure" or not cell.text for cell in column) for column in columns]


def describing(iri: str) -> str:
    """Give the query that says what is known of a thing."""
    return f"DESCRIBE <{iri}>"


def table(answer: Answer, root: str = "") -> Table:
    """Make the table of an answer; `root` is the path under which the site stands."""
    if type(answer.value).__name__ == "QueryBoolean":
        return Table([], [], 1, boolean=bool(answer.value))
    writer = Writer(answer.base, root)
    if answer.graph:
        columns = ["subject", "predicate", "object"]
        rows: Iterable[Iterable[Any]] = ((one.subject, one.predicate, one.object) for one in answer.value)
    else:
        columns, rows = [variable.value for variable in answer.value.variables], answer.value
    remaining = iter(rows)
    shown = [[writer.cell(term) for term in row] for row in islice(remaining, MOST_ROWS)]
    counted = len(shown) + sum(1 for _ in islice(remaining, MOST_COUNTED - len(shown)))
    return Table(columns, shown, counted, counted == MOST_COUNTED and _has_more(remaining))


def _has_more(rows: Iterator[Any]) -> bool:
    return next(rows, None) is not None


class Writer:
    """Writes terms as cells: prefixed names for IRIs, plain text for literals."""

    def __init__(self, base: str, root: str = "") -> None:
        self.prefixes = prefixes(base)
        self.own = (base, DEFAULT_BASE)
        self.root = root

    def cell(self, term: Any) -> Cell:
        """Give the cell of a term, an empty one for an unbound variable."""
        kind = type(term).__name__
        if term is None:
            return Cell("")
        if kind == "NamedNode":
            return Cell(self.short(term.value), self.link(term.value), "iri")
        if kind != "Literal":
            return Cell(str(term))
        text, datatype = term.value, term.datatype.value
        note = term.language or ("" if datatype == XSD + "string" else self.short(datatype))
        left_out = max(len(text) - LONGEST_TEXT, 0)
        return Cell(text[:LONGEST_TEXT], "", "figure" if datatype in _NUMBERS else "text", note, left_out)

    def short(self, iri: str) -> str:
        """Give the prefixed name of an IRI, the IRI itself when no prefix fits."""
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def link(self, iri: str) -> str:
        """Give where a click on an IRI leads; nothing for what a browser should not follow."""
        if iri.startswith(self.own):
            return f"{self.root}/sparql?query={quote(describing(iri), safe='')}"
        return iri if iri.lower().startswith(("http://", "https://")) else ""
