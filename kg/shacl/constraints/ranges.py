"""Value ranges (section 4.3): what cannot be compared with the bound is out of the range."""

from __future__ import annotations

from kg.shacl.about import About
from kg.shacl.check import Check, each, remembered
from kg.shacl.order import compare


def _range(value: str, about: About, allowed: frozenset[int | None]) -> Check:
    return each(remembered(lambda node: compare(node, value) not in allowed), about.source)


def above(value: str, about: About) -> Check:
    """Ask for values greater than a bound."""
    return _range(value, about, frozenset({1}))


def from_on(value: str, about: About) -> Check:
    """Ask for values not less than a bound."""
    return _range(value, about, frozenset({0, 1}))


def below(value: str, about: About) -> Check:
    """Ask for values less than a bound."""
    return _range(value, about, frozenset({-1}))


def up_to(value: str, about: About) -> Check:
    """Ask for values not greater than a bound."""
    return _range(value, about, frozenset({-1, 0}))
