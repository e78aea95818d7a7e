"""Comparisons of SPARQL (SPARQL 1.1 Query, sections 17.3 and 17.4.1.7): true, false, or None for an error."""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from kg.shacl.code import Code
from kg.shacl.literals import LANG_STRING, is_literal, literal
from kg.shacl.order import ordered, promoted, value

Relation = Callable[[str, str], "bool | None"]


def equal(one: str, other: str) -> bool | None:
    """Give one = other: of values where both are known, else of terms."""
    if one == other and value(one) is None:
        return True
    if not (is_literal(one) and is_literal(other)):
        return one == other
    first, second = value(one), value(other)
    if first is None or second is None:
        of_language = LANG_STRING in {literal(one).datatype, literal(other).datatype}
        return one == other if of_language else None
    if first.kind != second.kind:
        return False
    order = ordered(first, second)
    return None if order is None and first.zoned != second.zoned else order == 0


def _unequal(one: str, other: str) -> bool | None:
    found = equal(one, other)
    return found if found is None else not found


def _ordered(allowed: frozenset[int], same: Callable[[Any, Any], bool]) -> Relation:
    """Give <, <=, > or >=: the places of -1, 0 and 1 that are allowed, and the operator of Python for numbers."""

    def test(one: str, other: str) -> bool | None:
        first, second = value(one), value(other)
        if first is None or second is None:
            return None
        kind, key, zoned = first
        other_kind, other_key, other_zoned = second
        if kind != other_kind:
            return None
        if zoned == other_zoned:
            return same(*promoted(key, other_key))
        order = ordered(first, second)
        return None if order is None else order in allowed

    return test


def in_order(code: Code, one: str, sign: str, other: str) -> str:
    """Write that the term of one variable is less or greater than that of another: of like numbers without a call."""
    first, second, of = code.name(), code.name(), code.constant(value)
    both = f"({first} := {of}({one})) and ({second} := {of}({other}))"
    others = f"{code.constant(RELATIONS[sign])}({one}, {other})"
    alike = f"{first}[0] == {second}[0] == 'number' and {first}[1].__class__ is {second}[1].__class__"
    return f"({both} and ({first}[1] {sign} {second}[1] if {alike} else {others}))"


RELATIONS: Final[MappingProxyType[str, Relation]] = MappingProxyType(
    {
        "=": equal,
        "!=": _unequal,
        "<": _ordered(frozenset({-1}), operator.lt),
        "<=": _ordered(frozenset({-1, 0}), operator.le),
        ">": _ordered(frozenset({1}), operator.gt),
        ">=": _ordered(frozenset({0, 1}), operator.ge),
    }
)
