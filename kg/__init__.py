"""kg: a linked-data publisher for diplomatic cables.

Reads telegrams, maps them to RDF, validates with SHACL, publishes releases and opens them:

    import kg

    (cable,) = kg.parse("10MEXICO83_a.md")        # a frozen value
    dataset = kg.map("10MEXICO83_a.md")           # an rdflib Dataset, one named graph a cable
    conforms, report, text = kg.validate(kg.graph(cable))
    release = kg.build(["cables/"], "public")     # kg.open_release("public") later
    rows = release.query("SELECT * { ?cable ck:cites ?other }").rows()

Names are loaded when they are first used, so that `import kg` is light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.version import VERSION as __version__  # noqa: N811 - the name that tools ask for

if TYPE_CHECKING:
    from kg.api import graph, map, parse, read, validate  # noqa: A004
    from kg.cable import Cable
    from kg.errors import KgError
    from kg.records import record
    from kg.release.build import build
    from kg.release.opened import Release, open_release

_HOMES = {
    "Cable": "kg.cable",
    "KgError": "kg.errors",
    "Release": "kg.release.opened",
    "build": "kg.release.build",
    "graph": "kg.api",
    "map": "kg.api",
    "open_release": "kg.release.opened",
    "parse": "kg.api",
    "read": "kg.api",
    "record": "kg.records",
    "validate": "kg.api",
}

__all__ = [
    "Cable",
    "KgError",
    "Release",
    "__version__",
    "build",
    "graph",
    "map",
    "open_release",
    "parse",
    "read",
    "record",
    "validate",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
