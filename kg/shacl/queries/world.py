"""What a query is asked of: the data graph, the shapes graph, and how many steps it may still take."""

from __future__ import annotations

from typing import Final

from kg.errors import LimitError
from kg.shacl.graph import Graph

Binding = dict[str, str]
"""Variable -> term."""

MOST_STEPS: Final = 2_000_000
"""Matches of triple patterns that one query may try for one focus node: some seconds."""

SHAPES_GRAPH: Final = "<urn:x-kg:shapes-graph>"
"""What $shapesGraph is bound to."""


class World:
    """The graphs that one query sees while it is answered."""

    __slots__ = ("graph", "shapes", "steps")

    def __init__(self, graph: Graph, shapes: Graph) -> None:
        self.graph = graph
        self.shapes = shapes
        self.steps = 0

    def step(self) -> None:
        """Count a step; raises LimitError beyond the limit."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise LimitError(f"a query of the shapes took more than {MOST_STEPS:,} steps for one node")
