"""What a query is asked of: the data graph, the shapes graph, and the steps that it may still take."""

from __future__ import annotations

from typing import Final

from kg.shacl.graph import Graph
from kg.shacl.steps import Steps

Binding = dict[str, str]
"""Variable -> term."""

ALWAYS: Final = frozenset({"this", "shapesGraph", "currentShape"})
"""Variables that are bound for every query."""
SHAPES_GRAPH: Final = "<urn:x-kg:shapes-graph>"
"""What $shapesGraph is bound to."""


class World:
    """The graphs that one query sees while it is answered."""

    __slots__ = ("graph", "shapes", "step", "steps")

    def __init__(self, graph: Graph, shapes: Graph, steps: Steps) -> None:
        self.graph = graph
        self.shapes = shapes
        self.steps = steps
        self.step = steps.step

    @classmethod
    def of(cls, graph: Graph, shapes: Graph) -> World:
        """Begin to answer a query."""
        graph.steps.begin()
        return cls(graph, shapes, graph.steps)

    def among_shapes(self) -> World:
        """Go on in the shapes graph; steps that are taken there count as well."""
        self.shapes.steps = self.steps
        return World(self.shapes, self.shapes, self.steps)
