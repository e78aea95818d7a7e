"""The shapes that come with kg, compiled once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

from kg import resources
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.shacl.validator import Validator


@cache
def shapes() -> Graph:
    """Read the shapes that come with kg and can be decided on a part of a corpus."""
    return _read(resources.shapes_of_parts())


@cache
def whole() -> Graph:
    """Read the shapes that come with kg and need the whole of a corpus."""
    return _read([resources.shapes_of_the_whole()])


@cache
def every() -> Graph:
    """Read all shapes that come with kg."""
    return _read([*resources.shapes_of_parts(), resources.shapes_of_the_whole()])


def _read(paths: Iterable[Path]) -> Graph:
    import pyoxigraph  # noqa: PLC0415

    turtle = pyoxigraph.RdfFormat.TURTLE
    files = (path.read_bytes() for path in paths)
    return Graph.of_oxigraph(
        chain.from_iterable(pyoxigraph.parse(file, format=turtle, rename_blank_nodes=True) for file in files)
    )


@cache
def validator() -> Validator:
    """Compile the shapes that come with kg."""
    return compiled(shapes())
