"""Logical constraints: not, and, or, xone (section 4.6)."""

from __future__ import annotations

from kg.shacl.about import About
from kg.shacl.check import Check, Phrase
from kg.shacl.graph import Graph
from kg.shacl.shape import Shape, joined


def negated(value: str, about: About) -> Check:
    """Ask for nodes that do not conform to a shape."""
    shape = about.shape(value)
    fails = shape.fails
    phrase = fails._replace(write=lambda at: f"not ({fails.write(at)})", size=fails.size + 1)
    return Check(about.source, phrase, nesting=shape.nesting + 1)


def _members(value: str, about: About) -> tuple[list[Shape], int]:
    shapes = [about.shape(member) for member in about.members(value)]
    return shapes, 1 + max((shape.nesting for shape in shapes), default=0)


def all_of(value: str, about: About) -> Check:
    """Ask for nodes that conform to all shapes of a list."""
    shapes, nesting = _members(value, about)
    return Check(about.source, joined(" or ", [shape.fails for shape in shapes]), nesting=nesting)


def any_of(value: str, about: About) -> Check:
    """Ask for nodes that conform to a shape of a list."""
    shapes, nesting = _members(value, about)
    return Check(about.source, joined(" and ", [shape.fails for shape in shapes]), nesting=nesting)


def one_of(value: str, about: About) -> Check:
    """Ask for nodes that conform to exactly one shape of a list; one that stands twice counts twice."""
    shapes, nesting = _members(value, about)

    def fails(graph: Graph, node: str) -> bool:
        return sum(shape.conforms(graph, node) for shape in shapes) != 1

    phrase = Phrase(lambda at: f"{at.code.constant(fails)}(graph, {at.value})", pure=False)
    return Check(about.source, phrase, nesting=nesting)
