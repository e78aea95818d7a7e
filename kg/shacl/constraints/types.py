"""Value types: class, datatype, kind of node (section 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

from kg.shacl.about import About
from kg.shacl.check import Check, Finding, each, each_in_graph, remembered
from kg.shacl.datatypes import WELL_FORMED
from kg.shacl.graph import TYPE, Graph
from kg.shacl.literals import LANG_STRING, STRING, literal
from kg.terms import SH


def of_class(value: str, about: About) -> Check:
    """Ask for SHACL instances of a class."""
    source = about.source

    def fails(graph: Graph, node: str) -> bool:
        classes = graph.subclasses(value)
        for kind in graph.values(node, TYPE):  # noqa: SIM110 - a loop is twice as fast as any()
            if kind in classes:
                return False
        return True

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        for node in values:
            if fails(graph, node):
                out.append((source, focus, node))  # noqa: PERF401 - no list where nothing is found

    return each_in_graph(fails, source)._replace(run=run)


def of_datatype(value: str, about: About) -> Check:
    """Ask for well-formed literals of a datatype."""
    return each(_not_of(value), about.source)


def _not_of(datatype: str) -> Callable[[str], bool]:
    if datatype == STRING:
        # an xsd:string is the only literal that ends with its quotation mark
        return lambda node: node[-1] != '"'
    if datatype == LANG_STRING:
        return lambda node: node[0] != '"' or node[-1] in '">'
    end = f'"^^{datatype}'
    well_formed = WELL_FORMED.get(datatype)
    if well_formed is None:
        return lambda node: node[0] != '"' or not node.endswith(end)
    return remembered(lambda node: node[0] != '"' or not node.endswith(end) or not well_formed(literal(node).lexical))


KINDS: Final = MappingProxyType(
    {
        f"<{SH}IRI>": "<",
        f"<{SH}BlankNode>": "_",
        f"<{SH}Literal>": '"',
        f"<{SH}BlankNodeOrIRI>": "_<",
        f"<{SH}BlankNodeOrLiteral>": '_"',
        f"<{SH}IRIOrLiteral>": '<"',
    }
)
"""Kind of node -> the characters that its terms begin with."""


def of_kind(value: str, about: About) -> Check:
    """Ask for IRIs, blank nodes or literals."""
    first = KINDS[value]
    return each(lambda node: node[0] not in first, about.source)
