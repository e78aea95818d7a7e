"""Value ranges (section 4.3): what cannot be compared with the bound is out of the range."""

from __future__ import annotations

from kg.shacl.about import About
from kg.shacl.check import Check, Phrase
from kg.shacl.order import value as value_of
from kg.shacl.relations import RELATIONS


def _range(sign: str, bound: str, about: About) -> Check:
    known = value_of(bound)
    if known is None or known.kind != "number":
        relation = RELATIONS[sign]
        fails = lambda at: f"{at.code.constant(relation)}({at.value}, {at.code.constant(bound)}) is not True"  # noqa: E731
    else:
        kind, limit, _ = known
        fails = lambda at: (  # noqa: E731 - a phrase
            f"{at.ordered} is None or {at.ordered}[0] != {at.code.constant(kind)}"
            f" or not {at.ordered}[1] {sign} {at.code.constant(limit)}"
        )
    return Check(about.source, Phrase(fails, dear=known is None))


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
