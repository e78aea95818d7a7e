"""Groups, aggregates and order of solutions (SPARQL 1.1 Query, sections 11 and 15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cmp_to_key, lru_cache
from typing import Any, Final

from kg.shacl.literals import spelled, string
from kg.shacl.order import compare
from kg.shacl.queries.functions import ValueError_, asked, within_limits
from kg.shacl.queries.valuing import Expression
from kg.shacl.queries.world import Binding, World
from kg.terms import XSD

Group = list[Binding]
Aggregate = Callable[[World, Group], str]
"""Gives the value of a group, "" for an error."""


def _rank(term: str) -> int:
    return 0 if not term else "_<".find(term[0]) + 1 or 3


def _order(one: str, other: str) -> int:
    """Order any terms: nothing, blank nodes, IRIs, literals; literals by value where they have an order."""
    if _rank(one) != _rank(other):
        return -1 if _rank(one) < _rank(other) else 1
    found = compare(one, other)
    if found is not None:
        return found
    return (one > other) - (one < other)


_place = cmp_to_key(_order)


def groups(world: World, found: Iterable[Binding], by: Sequence[Expression]) -> Iterable[Group]:
    """Put solutions into groups; without GROUP BY all are one, even when there is none."""
    gathered: dict[tuple[str, ...], Group] = {} if by else {(): []}
    for solution in found:
        gathered.setdefault(tuple(_value(world, one, solution) for one in by), []).append(solution)
    return gathered.values()


def _value(world: World, valued: Expression, solution: Binding) -> str:
    try:
        return valued(world, solution)
    except ValueError_:
        return ""


def aggregate(node: Any, compile_one: Callable[[Any], Expression]) -> tuple[str, Aggregate]:
    """Compile an aggregate; gives the name that its value is bound to, and the aggregate."""
    result, reckon = str(node.res), _reckoning(node)
    if str(node.vars) == "*":
        return result, lambda _, group: _count(_unique(group) if node.distinct else group)
    valued = compile_one(node.vars)
    return result, lambda world, group: reckon([_value(world, valued, solution) for solution in group])


def of_rows(node: Any, column: int | None) -> Callable[[Sequence[Sequence[str | None]]], str | None]:
    """Compile an aggregate of a column of rows, of the rows themselves for COUNT(*); None stands for no value."""
    if column is None:
        return _count
    if node.name == "Aggregate_Count" and not node.distinct:
        return lambda rows: _number(len(rows) - [row[column] for row in rows].count(None))
    reckon = _reckoning(node)
    return lambda rows: reckon([row[column] or "" for row in rows]) or None


def _reckoning(node: Any) -> Callable[[Sequence[str]], str]:
    """Give what makes the value of a group of its members' values; "" is an error."""
    name, distinct = str(node.name).removeprefix("Aggregate_"), bool(node.distinct)
    separator = " " if node.separator is None else str(node.separator)

    def reckon(values: Sequence[str]) -> str:
        if len(values) == 1 and name in _OF_ONE:
            return values[0]
        if name not in _LENIENT and "" in values:
            return ""
        known = [value for value in values if value]
        try:
            return _AGGREGATES[name](list(dict.fromkeys(known)) if distinct else known, separator)
        except ValueError_:
            return ""

    return reckon


def _unique(group: Group) -> list[frozenset[tuple[str, str]]]:
    return list({frozenset(solution.items()) for solution in group})


def _count(values: Sequence[object]) -> str:
    return _number(len(values))


@lru_cache(maxsize=1_000)
def _number(number: int) -> str:
    return spelled(str(number), f"{XSD}integer")


def _sum(values: Sequence[str]) -> str:
    total: str = _count(())
    for value in values:
        total = asked("{} + {}", (total, value))
    return total


def _average(values: Sequence[str]) -> str:
    return asked("{} / {}", (_sum(values), _count(values))) if values else spelled("0", f"{XSD}integer")


def _joined(values: Sequence[str], separator: str) -> str:
    within_limits(sum(map(len, values)) + len(separator) * len(values))
    return spelled(separator.join(map(string, values)), "")


_LENIENT: Final = {"Count", "Sample", "Min", "Max"}
_OF_ONE: Final = {"Sample", "Min", "Max"}
"""What is the value itself where there is only one."""
_AGGREGATES: Final[dict[str, Callable[[Sequence[str], str], str]]] = {
    "Count": lambda values, _: _count(values),
    "Sum": lambda values, _: _sum(values),
    "Avg": lambda values, _: _average(values),
    "Min": lambda values, _: min(values, key=_place, default=""),
    "Max": lambda values, _: max(values, key=_place, default=""),
    "Sample": lambda values, _: values[0] if values else "",
    "GroupConcat": _joined,
}


def ordered(world: World, found: Iterable[Binding], keys: Sequence[tuple[Expression, bool]]) -> list[Binding]:
    """Sort solutions by expressions, each upwards or (true) downwards."""
    solutions = list(found)
    for valued, down in reversed(keys):
        places = {id(solution): _place(_value(world, valued, solution)) for solution in solutions}
        solutions.sort(key=lambda solution: places[id(solution)], reverse=down)
    return solutions
