"""Which property of a focus node a constraint is about: its results are where the telegram states that property.

A path says it by its first step. A node shape that puts others together is about what the first of them asks for;
where they stand in no order, about the first by name, so that every engine finds the same line.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.shacl.graph import FIRST, Graph
from kg.terms import SH

_PATH: Final = f"<{SH}path>"
_PROPERTY: Final = f"<{SH}property>"
_PUT_TOGETHER: Final = MappingProxyType(
    {f"<{SH}{name.capitalize()}ConstraintComponent>": f"<{SH}{name}>" for name in ("not", "and", "or", "xone", "node")}
)
"""Component that asks other shapes -> its parameter: a shape or a list of them."""
_MOST: Final = 50
"""Shapes that are looked at: shapes that share parts could be walked without end."""


def stated(shapes: Graph, shape: str, component: str) -> str:
    """Give the property that a constraint of a shape is about, "" when none can be told."""
    at = shapes.value(shape, _PATH)
    if at:
        return _first(shapes, at)
    parameter = _PUT_TOGETHER.get(component)
    return next(_asked(shapes, shape, parameter, {shape}), "") if parameter else ""


def _first(shapes: Graph, path: str) -> str:
    """Give the first step of a path, "" when it is more than a property."""
    if path.startswith("<"):
        return path
    steps = (shapes.members(path) if FIRST in shapes.facts(path) else None) or [""]
    return steps[0] if steps[0].startswith("<") else ""


def _asked(shapes: Graph, shape: str, parameter: str, met: set[str]) -> Iterator[str]:
    """Give what the shapes that a parameter names are about, each shape looked at once."""
    for value in sorted(shapes.values(shape, parameter)):
        members = shapes.members(value) if FIRST in shapes.facts(value) else None
        for one in members or (value,):
            if one not in met and len(met) < _MOST:
                met.add(one)
                yield from filter(None, (_within(shapes, one, met),))


def _within(shapes: Graph, shape: str, met: set[str]) -> str:
    at = shapes.value(shape, _PATH)
    if at:
        return _first(shapes, at)
    found = sorted(_asked(shapes, shape, _PROPERTY, met))
    if found:
        return found[0]
    return next((one for parameter in _PUT_TOGETHER.values() for one in _asked(shapes, shape, parameter, met)), "")
