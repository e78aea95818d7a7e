"""Targets: which nodes of a data graph a shape is about (Recommendation, section 2.1.3)."""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.shacl.graph import Graph
from kg.terms import RDFS, SH


class Targets(NamedTuple):
    """The target declarations of one shape; empty ones make it false."""

    nodes: tuple[str, ...]
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    objects_of: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(len(part) > 0 for part in self)


DECLARATIONS: Final = tuple(
    f"<{SH}{name}>" for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
)


def targets(shapes: Graph, node: str) -> Targets:
    """Give the targets of a shape; one that is also a class is about its own instances (section 2.1.3.3)."""
    nodes, classes, subjects, objects = (tuple(shapes.values(node, name)) for name in DECLARATIONS)
    implicit = (node,) if shapes.is_a(node, [f"<{RDFS}Class>"]) else ()
    return Targets(nodes, (*classes, *implicit), subjects, objects)
