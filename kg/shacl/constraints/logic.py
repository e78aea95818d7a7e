"""Logical constraints: not, and, or, xone (section 4.6)."""

from __future__ import annotations

from kg.shacl.about import About
from kg.shacl.check import Check, each_in_graph
from kg.shacl.graph import Graph
from kg.shacl.shape import Conforms


def negated(value: str, about: About) -> Check:
    """Ask for nodes that do not conform to a shape."""
    shape = about.shape(value)
    return each_in_graph(shape.conforms, about.source, nesting=shape.nesting + 1)


def _members(value: str, about: About) -> tuple[list[Conforms], int]:
    shapes = [about.shape(member) for member in about.members(value)]
    return [shape.conforms for shape in shapes], 1 + max((shape.nesting for shape in shapes), default=0)


def all_of(value: str, about: About) -> Check:
    """Ask for nodes that conform to all shapes of a list."""
    shapes, nesting = _members(value, about)
    return each_in_graph(lambda graph, node: not all(one(graph, node) for one in shapes), about.source, nesting=nesting)


def any_of(value: str, about: About) -> Check:
    """Ask for nodes that conform to a shape of a list."""
    shapes, nesting = _members(value, about)

    def fails(graph: Graph, node: str) -> bool:
        for conforms in shapes:  # noqa: SIM110 - a loop is twice as fast as any()
            if conforms(graph, node):
                return False
        return True

    return each_in_graph(fails, about.source, nesting=nesting)


def one_of(value: str, about: About) -> Check:
    """Ask for nodes that conform to exactly one shape of a list; one that stands twice counts twice."""
    shapes, nesting = _members(value, about)
    return each_in_graph(
        lambda graph, node: sum(one(graph, node) for one in shapes) != 1, about.source, nesting=nesting
    )
