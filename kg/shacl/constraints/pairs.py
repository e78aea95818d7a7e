"""Property pairs: the value nodes against the values of another property of the focus node (section 4.5)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.shacl.about import About
from kg.shacl.check import Check, Finding, check
from kg.shacl.graph import Graph
from kg.shacl.order import compare


def equal_to(value: str, about: About) -> Check:
    """Ask for the same values."""
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        others = graph.values(focus, value)
        if values or others:
            out += [(source, focus, node) for node in values if node not in others]
            out += [(source, focus, node) for node in others if node not in values]

    return check(run, vacuous=False, local=False)


def disjoint_with(value: str, about: About) -> Check:
    """Ask for no value in common."""
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        others = graph.values(focus, value)
        out += [(source, focus, node) for node in values if node in others]

    return check(run, local=False)


def _ordered(value: str, about: About, allowed: frozenset[int | None]) -> Check:
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        others = graph.values(focus, value)
        out += [(source, focus, node) for node in values for other in others if compare(node, other) not in allowed]

    return check(run, local=False)


def less_than(value: str, about: About) -> Check:
    """Ask for each value to be less than each of the other property."""
    return _ordered(value, about, frozenset({-1}))


def no_more_than(value: str, about: About) -> Check:
    """Ask for each value to be no greater than any of the other property."""
    return _ordered(value, about, frozenset({-1, 0}))
