"""The shapes that come with kg, compiled once."""

from __future__ import annotations

from functools import cache
from itertools import chain

from kg import resources
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.shacl.validator import Validator


@cache
def shapes() -> Graph:
    """Read the shapes that come with kg and can be decided on a part of a corpus."""
    import pyoxigraph  # noqa: PLC0415

    turtle = pyoxigraph.RdfFormat.TURTLE
    files = (path.read_bytes() for path in resources.shapes_of_parts())
    return Graph.of_oxigraph(
        chain.from_iterable(pyoxigraph.parse(file, format=turtle, rename_blank_nodes=True) for file in files)
    )


@cache
def validator() -> Validator:
    """Compile the shapes that come with kg."""
    return compiled(shapes())
