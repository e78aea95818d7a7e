"""Query results: the table of forms an answer can take, and the table for a terminal.

SELECT and ASK answers: SPARQL 1.1 Query Results JSON, XML, CSV and TSV (W3C Recommendations of 2013);
CONSTRUCT and DESCRIBE answers: the RDF formats of `kg.formats`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final, NamedTuple

from kg import formats
from kg.errors import FaultError, UsageError
from kg.terms import prefixes


class ResultFormat(NamedTuple):
    """One form of an answer: its name, its media type and the others it is asked for by."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()


SOLUTIONS: Final = (
    ResultFormat("json", "application/sparql-results+json", ("application/json",)),
    ResultFormat("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    ResultFormat("csv", "text/csv"),
    ResultFormat("tsv", "text/tab-separated-values"),
)
_RDF_ALIASES: Final = {
    "ttl": ("application/turtle", "application/x-turtle"),
    "nt": ("text/plain",),
    "rdfxml": ("application/xml", "text/xml"),
    "jsonld": ("application/json",),
    "nq": ("text/x-nquads",),
}
GRAPHS: Final = tuple(
    ResultFormat(form.name, form.media_type, _RDF_ALIASES.get(form.name, ())) for form in formats.FORMATS
)
NAMES: Final = ("table", *(form.name for form in SOLUTIONS), *(form.name for form in GRAPHS))


@contextmanager
def failing() -> Iterator[None]:
    """Tell what the engine raises while an answer is computed: damage of the store, or a query that cannot go on.

    Raises FaultError for the one, UsageError for the other; what the output raises is the output's.
    """
    try:
        yield
    except RuntimeError as error:
        refuse_damage(error)
        raise UsageError(f"the query failed: {error}") from error


def refuse_damage(error: Exception) -> None:
    """Raise FaultError when what the engine raised is that a file of its store is not as it was written."""
    if "corrupt" in str(error).casefold():
        raise FaultError(f"the store is damaged, build the release again: {error}") from error


class Answer(NamedTuple):
    """What an engine answered: solutions or a boolean (`graph` false), or triples."""

    value: Any
    graph: bool
    base: str

    @property
    def forms(self) -> tuple[ResultFormat, ...]:
        """The forms this answer can take; the first one is the default."""
        return GRAPHS if self.graph else SOLUTIONS

    def write(self, name: str, out: IO[bytes]) -> None:
        """Write the answer in one of its forms; raises UsageError when it cannot take that form."""
        import pyoxigraph  # noqa: PLC0415

        if name not in {form.name for form in self.forms}:
            kind = "triples (CONSTRUCT, DESCRIBE)" if self.graph else "rows (SELECT, ASK)"
            raise UsageError(
                f"a result of {kind} has no form {name!r}; there are {', '.join(f.name for f in self.forms)}"
            )
        with failing():
            if name == "jsonld":
                formats.by_name(name).write(map(formats.from_oxigraph, self.value), out, self.base)
            elif self.graph:
                rdf = pyoxigraph.RdfFormat.from_media_type(formats.by_name(name).media_type)
                pyoxigraph.serialize(self.value, out, rdf, prefixes=dict(prefixes(self.base)))
            else:
                self.value.serialize(out, getattr(pyoxigraph.QueryResultsFormat, name.upper()))

    def bytes(self, name: str) -> bytes:
        """Give the answer in one of its forms."""
        out = io.BytesIO()
        self.write(name, out)
        return out.getvalue()

    def rows(self) -> tuple[list[str], Iterator[list[str]]]:
        """Give column names and rows of readable text."""
        import pyoxigraph  # noqa: PLC0415

        short = _Short(self.base)
        if isinstance(self.value, pyoxigraph.QueryBoolean):
            return ["answer"], iter([["yes" if bool(self.value) else "no"]])
        if self.graph:
            names = ["subject", "predicate", "object"]
            return names, ([short(getattr(triple, name)) for name in names] for triple in _computed(self.value))
        names = [variable.value for variable in self.value.variables]
        return names, ([short(solution[name]) for name in names] for solution in _computed(self.value))


def _computed(rows: Iterable[Any]) -> Iterator[Any]:
    """Give the rows of an engine, which computes them one by one; see `failing`."""
    with failing():
        yield from rows


class _Short:
    """Shortens terms for people: prefixed names, literals without quotes and datatypes."""

    def __init__(self, base: str) -> None:
        self.prefixes: Mapping[str, str] = prefixes(base)

    def __call__(self, term: Any) -> str:
        value = getattr(term, "value", None)
        if value is None:
            return "" if term is None else str(term)
        if type(term).__name__ != "NamedNode":
            return str(value)
        for prefix, namespace in self.prefixes.items():
            if value.startswith(namespace):
                return f"{prefix}:{value[len(namespace) :]}"
        return f"<{value}>"


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    r"""Give lines of a plain table: columns as wide as their values, none wider than a line of text.

    >>> print("\n".join(table(["a", "n"], [["x", "1"]])))
    a  n
    -  -
    x  1
    """
    cells = [list(names), *([_cell(value) for value in row] for row in rows)]
    widths = [max((len(row[column]) for row in cells), default=0) for column in range(len(names))]
    for number, row in enumerate(cells):
        yield "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)


_WIDEST = 100


def _cell(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"
