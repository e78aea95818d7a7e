"""Queries of shapes that mean the same for one focus node and, joined with all of them, for all.

A query of a shape is written for one focus node that is put in the place of `$this` everywhere. Run once for all,
`$this` is a variable like any other: what tests it must stand beside what binds it, a count must be per focus
node, and a number of rows cannot be limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from kg.errors import InputError
from kg.shacl.check import Source
from kg.shacl.graph import Graph
from kg.shacl.literals import literal
from kg.shacl.queries.query import ALWAYS, PATH
from kg.shacl.queries.reading import algebra
from kg.shacl.queries.solving import Solver, variables
from kg.shacl.selects.expressions import refused
from kg.terms import SH

_THIS: Final = "this"
_OTHERS: Final = re.compile(r"[$?](shapesGraph|currentShape)\b")


def joinable(shapes: Graph, source: Source, prefixes: str) -> str:
    """Give the query of a SPARQL constraint as a sub-select to be joined with the focus nodes.

    Raises InputError (code `shapes`) when it would mean something else than for one focus node.
    """
    texts = shapes.values(source.constraint, f"<{SH}select>")
    if len(texts) != 1:
        raise refused(source.shape, "a SPARQL constraint without one sh:select")
    text = literal(texts[0]).lexical
    if source.path:
        text = PATH.sub(source.path.text.replace("\\", r"\\"), text)
    if other := _OTHERS.search(text):
        raise _refused(source, other[0])
    for why in _reasons(algebra(prefixes + text, ALWAYS)):
        raise _refused(source, why)
    return text.replace("$this", "?this").strip()


def _refused(source: Source, what: str) -> InputError:
    return refused(source.shape, f"{what} in a SPARQL constraint")


def _reasons(tree: Any) -> Iterator[str]:
    """Give what in a query would mean something else for all focus nodes together."""
    solver, counting = Solver(frozenset()), False
    for node in _patterns(tree):
        if node.name == "Slice":
            yield "LIMIT or OFFSET"
        if node.name == "AggregateJoin":
            counting = True
            if _THIS not in variables(node.p.expr):
                yield "an aggregate without GROUP BY $this"
        elif node.expr is not None and _THIS in variables(node.expr) - _bound(solver, node):
            yield "a test of $this where nothing binds it"
    if not counting and _THIS not in solver.pattern(tree).certain:
        yield "no pattern that binds $this"


def _patterns(tree: Any) -> Iterator[Any]:
    """Give the patterns of a query, outermost first; those of EXISTS are asked for what is bound around them."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        todo += [node[name] for name in ("p", "p1", "p2") if name in node]


def _bound(solver: Solver, node: Any) -> frozenset[str]:
    """Give the variables that have a value wherever the expression of a pattern is evaluated."""
    parts = [node[name] for name in ("p", "p1", "p2") if name in node]
    return frozenset[str]().union(*(solver.pattern(part).certain for part in parts))
