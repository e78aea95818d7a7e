"""Value types: class, datatype, kind of node (section 4.1)."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from kg.shacl.about import About
from kg.shacl.check import At, Check, Phrase, each
from kg.shacl.datatypes import WELL_FORMED
from kg.shacl.graph import TYPE, Graph
from kg.shacl.literals import LANG_STRING, STRING, literal
from kg.shacl.order import ORDERED
from kg.terms import SH


def of_class(value: str, about: About) -> Check:
    """Ask for SHACL instances of a class."""

    def fails(graph: Graph, node: str) -> bool:
        return set(graph.subclasses(value)).isdisjoint(graph.values(node, TYPE))

    def write(at: At) -> str:
        stated = f"{at.code.constant(value)} in {at.values(TYPE)}"
        return f"not ({stated} or (graph.names_subclasses and not {at.code.constant(fails)}(graph, {at.value})))"

    return Check(about.source, Phrase(write, pure=False))


def of_datatype(value: str, about: About) -> Check:
    """Ask for well-formed literals of a datatype."""
    if value == STRING:
        # an xsd:string is the only literal that ends with its quotation mark
        return Check(about.source, Phrase(lambda at: f"{at.value}[-1] != '\"'"))
    if value in ORDERED:
        end = f'"^^{value}'
        phrase = Phrase(lambda at: f"{at.ordered} is None or not {at.value}.endswith({at.code.constant(end)})")
        return Check(about.source, phrase)
    return each(_not_of(value), about.source)


def _not_of(datatype: str) -> Callable[[str], bool]:
    if datatype == LANG_STRING:
        return lambda node: node[0] != '"' or node[-1] in '">'
    end = f'"^^{datatype}'
    well_formed = WELL_FORMED.get(datatype)
    if well_formed is None:
        return lambda node: node[0] != '"' or not node.endswith(end)
    return lambda node: node[0] != '"' or not node.endswith(end) or not well_formed(literal(node).lexical)


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
    return Check(about.source, Phrase(lambda at: f"{at.value}[0] not in {at.code.constant(first)}"))
