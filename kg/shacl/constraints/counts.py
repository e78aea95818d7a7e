"""Cardinality (section 4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.shacl.about import About
from kg.shacl.check import FAR, Check, Finding
from kg.shacl.graph import Graph
from kg.shacl.literals import literal


def number(term: str) -> int:
    """Read an integer literal."""
    return int(literal(term).lexical)


def at_least(value: str, about: About) -> Check:
    """Ask for a number of values."""
    source, wanted = about.source, number(value)

    def run(_: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        if len(values) < wanted:
            out.append((source, focus, ""))

    fewest = 1 if wanted > 1 else FAR
    return Check(run, lambda _, __, values: len(values) >= wanted, vacuous=wanted <= 0, fewest=fewest)


def at_most(value: str, about: About) -> Check:
    """Ask for no more than a number of values."""
    source, allowed = about.source, number(value)

    def run(_: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        if len(values) > allowed:
            out.append((source, focus, ""))

    return Check(run, lambda _, __, values: len(values) <= allowed, vacuous=allowed >= 0, fewest=max(allowed + 1, 1))
