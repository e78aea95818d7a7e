"""The shape that is being compiled, as its constraints see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import InputError
from kg.shacl.check import Source
from kg.shacl.graph import Graph
from kg.shacl.paths import ILL_FORMED, Path
from kg.shacl.shape import Shape
from kg.terms import SH


@dataclass(frozen=True, slots=True)
class About:
    """A shape under way: the graph that it stands in, its node and path, and how to get the shapes that it names."""

    shapes: Graph
    node: str
    path: Path | None
    source: Source
    shape: Callable[[str], Shape]

    def values(self, parameter: str) -> list[str]:
        """Give the values of a parameter, named without its namespace."""
        return list(self.shapes.values(self.node, f"<{SH}{parameter}>"))

    def value(self, parameter: str) -> str:
        """Give the value of a parameter, "" when there is none."""
        return self.shapes.value(self.node, f"<{SH}{parameter}>")

    def members(self, head: str) -> list[str]:
        """Give the members of a list; raises InputError when it is ill-formed."""
        members = self.shapes.members(head)
        if members is None:
            raise InputError(f"{ILL_FORMED}: a list in {self.node} is none", code="shapes")
        return members
