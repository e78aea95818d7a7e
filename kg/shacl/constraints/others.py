"""Other constraints: closed, hasValue, in (section 4.8)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.shacl.about import About
from kg.shacl.check import FAR, Check, Finding, Phrase
from kg.shacl.graph import Graph
from kg.shacl.literals import true
from kg.shacl.paths import predicate_path
from kg.terms import SH


def closed(value: str, about: About) -> Check | None:
    """Ask for no properties but those of the property shapes and the ignored ones."""
    if not true(value):
        return None
    ignored = about.value("ignoredProperties")
    own = [about.shapes.value(one, f"<{SH}path>") for one in about.values("property")]
    allowed = frozenset([*own, *(about.members(ignored) if ignored else ())])
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        for node in values:
            for predicate, found in graph.facts(node).items():
                if predicate not in allowed:
                    along = source._replace(path=predicate_path(predicate))
                    out += [(along, focus, one) for one in found]

    return Check(source, run=run, nesting=FAR)


def having(value: str, about: About) -> Check:
    """Ask for one value."""
    return Check(about.source, lacks=lambda code, values: f"{code.constant(value)} not in {values}", vacuous=False)


def among(value: str, about: About) -> Check:
    """Ask for values of a list."""
    allowed = frozenset(about.members(value))
    return Check(about.source, Phrase(lambda at: f"{at.value} not in {at.code.constant(allowed)}"))
