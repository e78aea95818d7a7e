"""Asking a store what violates the shapes, and taking its rows for results.

Facts
-----
* Endpoints may cut answers without an error (Virtuoso by its ResultSetMaxRows). A long answer is therefore counted,
  and read in pages when rows are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from kg.errors import FaultError, LimitError, UsageError
from kg.shacl.check import Finding
from kg.shacl.graph import Graph
from kg.shacl.literals import literal
from kg.shacl.messages import readable
from kg.shacl.queries.constraints import said_by
from kg.shacl.selects.questions import Question, questions

Row = dict[str, str]
"""Variable -> term in N-Triples form."""
Ask = Callable[[str], Iterable[Row]]
"""Gives the rows of a SELECT query."""

SHORT: Final = 1_000
"""Rows from which on an answer is counted: nobody is known to cut shorter ones."""
_CLASSES: Final = (
    "SELECT ?class ?above WHERE { ?class <http://www.w3.org/2000/01/rdf-schema#subClassOf> ?above"
    " FILTER (isIRI(?class) && isIRI(?above)) }"
)


def found(ask: Ask, shapes: Graph, at_once: int = 1) -> Iterator[Finding]:
    """Give what violates the shapes in a store, asking so many questions at once.

    Raises InputError (code `shapes`) for shapes that no query can ask, FaultError for an answer with rows missing.
    """
    asked = questions(shapes, subclasses(ask))
    with ThreadPoolExecutor(at_once) as pool:
        for question, rows in zip(asked, pool.map(partial(_answer, ask), asked), strict=True):
            yield from (finding(question, row) for row in rows)


def _answer(ask: Ask, question: Question) -> list[Row]:
    try:
        return _rows(ask, question)
    except (FaultError, LimitError, UsageError) as error:
        raise type(error)(f"{error} (asked for shape {readable(question.source.shape)})") from error


def subclasses(ask: Ask) -> Callable[[str], Collection[str]]:
    """Read the hierarchy of classes; the function gives a class with all that are below it."""
    below: dict[str, list[str]] = {}
    for row in ask(_CLASSES):
        below.setdefault(row["above"], []).append(row["class"])

    def of(kind: str) -> Collection[str]:
        known, todo = {kind}, [kind]
        while todo:
            new = set(below.get(todo.pop(), ())) - known
            known |= new
            todo += new
        return known

    return of


def _rows(ask: Ask, question: Question) -> list[Row]:
    rows = list(ask(question.text))
    if len(rows) < SHORT:
        return rows
    (counted,) = ask(question.counting)
    number = int(literal(counted["rows"]).lexical)
    if len(rows) == number:
        return rows
    size = len(rows)
    rows = [row for start in range(0, number, size) for row in ask(question.page(size, start))]
    if len(rows) != number:
        raise FaultError(f"the endpoint gave {len(rows):,} of {number:,} results")
    return rows


def finding(question: Question, row: Row) -> Finding:
    """Give the finding that a row of a question is."""
    source, focus = question.source, row["this"]
    if not source.constraint:
        return source, focus, row.get("value", "")
    return said_by(source, row), focus, row.get("value", "" if source.path else focus)
