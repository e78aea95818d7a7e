"""Cardinality (section 4.2)."""

from __future__ import annotations

from kg.shacl.about import About
from kg.shacl.check import FAR, Check
from kg.shacl.literals import literal


def number(term: str) -> int:
    """Read an integer literal."""
    return int(literal(term).lexical)


def at_least(value: str, about: About) -> Check:
    """Ask for a number of values."""
    wanted = number(value)
    lacks = lambda code, values: f"len({values}) < {code.constant(wanted)}"  # noqa: E731 - a phrase
    return Check(about.source, lacks=lacks, vacuous=wanted <= 0, fewest=1 if wanted > 1 else FAR)


def at_most(value: str, about: About) -> Check:
    """Ask for no more than a number of values."""
    allowed = number(value)
    lacks = lambda code, values: f"len({values}) > {code.constant(allowed)}"  # noqa: E731 - a phrase
    return Check(about.source, lacks=lacks, vacuous=allowed >= 0, fewest=max(allowed + 1, 1))
