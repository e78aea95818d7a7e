"""Shape-based constraints: node, and qualified counts (section 4.7); sh:property stands with the shape itself."""

from __future__ import annotations

from collections.abc import Sequence

from kg.shacl.about import About
from kg.shacl.check import FAR, Check, Finding, check, each_in_graph
from kg.shacl.constraints.counts import number
from kg.shacl.graph import Graph
from kg.shacl.literals import true
from kg.shacl.shape import Conforms
from kg.terms import SH

_PROPERTY = f"<{SH}property>"
_QUALIFIED = f"<{SH}qualifiedValueShape>"


def of_shape(value: str, about: About) -> Check:
    """Ask for nodes that conform to a shape."""
    shape = about.shape(value)
    conforms = shape.conforms
    return each_in_graph(lambda graph, node: not conforms(graph, node), about.source, nesting=shape.nesting + 1)


def at_least_qualified(value: str, about: About) -> Check | None:
    """Ask for a number of values that conform to the qualified shape."""
    return _qualified(about, number(value), None)


def at_most_qualified(value: str, about: About) -> Check | None:
    """Ask for no more than a number of values that conform to the qualified shape."""
    return _qualified(about, 0, number(value))


def _qualified(about: About, least: int, most: int | None) -> Check | None:
    wanted = about.value("qualifiedValueShape")
    if not wanted:
        return None
    conforms = about.shape(wanted).conforms
    siblings = _siblings(wanted, about)
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        counted = sum(conforms(graph, node) and not any(other(graph, node) for other in siblings) for node in values)
        if counted < least or (most is not None and counted > most):
            out.append((source, focus, ""))

    return check(run, vacuous=least <= 0, nesting=FAR)


def _siblings(own: str, about: About) -> list[Conforms]:
    """Give the qualified shapes of the other property shapes of all shapes that have this one (section 4.7.3)."""
    if not true(about.value("qualifiedValueShapesDisjoint")):
        return []
    shapes = about.shapes
    parents = shapes.subjects(_PROPERTY, about.node)
    beside = dict.fromkeys(one for parent in parents for one in shapes.values(parent, _PROPERTY))
    qualified = dict.fromkeys(one for other in beside for one in shapes.values(other, _QUALIFIED))
    return [about.shape(one).conforms for one in qualified if one != own]
