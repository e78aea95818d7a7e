"""Value ranges (section 4.3): what cannot be compared with the bound is out of the range."""

from __future__ import annotations

from typing import Final

from kg.shacl.about import About
from kg.shacl.check import Check, Phrase
from kg.shacl.order import value as value_of
from kg.shacl.relations import RELATIONS


def _range(sign: str, bound: str, about: About) -> Check:
    known = value_of(bound)
    exact = known is not None and known.kind == "number" and isinstance(known.key, int) and abs(known.key) <= _EXACT
    if known is None or not exact:
        relation = RELATIONS[sign]
        fails = lambda at: f"{at.code.constant(relation)}({at.value}, {at.code.constant(bound)}) is not True"  # noqa: E731
    else:
        kind, limit, _ = known
        fails = lambda at: (  # noqa: E731 - a phrase
            f"{at.ordered} is None or {at.ordered}[0] != {at.code.constant(kind)}"
            f" or not {at.ordered}[1] {sign} {at.code.constant(limit)}"
        )
    return Check(about.source, Phrase(fails, dear=not exact))


_EXACT: Final = 2**53
"""Whole numbers up to here compare with numbers of any type as they are; beside others a double needs promotion."""


def above(value: str, about: About) -> Check:
    """Ask for values greater than a bound."""
    return _range(">", value, about)


def from_on(value: str, about: About) -> Check:
    """Ask for values not less than a bound."""
    return _range(">=", value, about)


def below(value: str, about: About) -> Check:
    """Ask for values less than a bound."""
    return _range("<", value, about)


def up_to(value: str, about: About) -> Check:
    """Ask for values not greater than a bound."""
    return _range("<=", value, about)
