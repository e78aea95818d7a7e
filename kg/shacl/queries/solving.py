"""Graph patterns of SPARQL as closures over bindings (SPARQL 1.1 Query, section 18).

A pattern is solved from what is bound already, which is the same as solving it alone and joining, except for
variables that a part of it only may bind or only tests: those are its `fragile` ones, and a join that would pass
one of them on solves both sides alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, NamedTuple

from kg.errors import InputError
from kg.shacl.queries import grouping, matching
from kg.shacl.queries.functions import ValueError_
from kg.shacl.queries.valuing import Expression, Test, expression, holds
from kg.shacl.queries.world import ALWAYS, SHAPES_GRAPH, Binding, World

Solve = Callable[[World, Binding], Iterable[Binding]]
_NONE: Final[frozenset[str]] = frozenset()


class Pattern(NamedTuple):
    """A graph pattern: its solutions, the variables it surely binds, those it may bind, and the fragile ones."""

    solve: Solve
    certain: frozenset[str]
    possible: frozenset[str]
    fragile: frozenset[str] = _NONE


class Solver:
    """Compiles the patterns of one query; `prebound` variables are bound from the start, everywhere."""

    def __init__(self, prebound: frozenset[str]) -> None:
        self.prebound = prebound
        self.bound = prebound
        """What may be bound where the pattern under way begins."""
        self.sure = ALWAYS & prebound
        """What is bound there in any case."""
        self.kinds: dict[str, Callable[[Any], Pattern]] = {
            "BGP": self.triples,
            "Join": self.join,
            "LeftJoin": self.left_join,
            "Union": self.union,
            "Filter": self.filter,
            "Extend": self.extend,
            "Graph": self.graph,
            "Project": self.project,
            "ToMultiSet": self.alone,
            "Distinct": lambda node: self.distinct(self.pattern(node.p)),
            "Reduced": lambda node: self.distinct(self.pattern(node.p)),
            "Slice": self.slice,
            "OrderBy": self.order,
            "AggregateJoin": self.aggregate,
            "SelectQuery": lambda node: self.pattern(node.p),
            "AskQuery": lambda node: self.pattern(node.p),
        }

    def pattern(self, node: Any) -> Pattern:
        """Compile a pattern; raises InputError for what is not supported."""
        kind = getattr(node, "name", str(node))
        if kind not in self.kinds or (kind == "ToMultiSet" and node.p is None):
            raise InputError(f"the query is refused: {kind} is not supported", code="shapes")
        return self.kinds[kind](node)

    @contextmanager
    def where(self, bound: frozenset[str], sure: frozenset[str]) -> Iterator[None]:
        """Compile what is solved where these names may be bound, and those of them surely."""
        before = self.bound, self.sure
        self.bound, self.sure = bound, sure
        yield
        self.bound, self.sure = before

    def after(self, one: Pattern, node: Any) -> Pattern:
        """Compile a pattern that gets the solutions of another one."""
        with self.where(self.bound | one.possible, self.sure | one.certain):
            return self.pattern(node)

    def expression(self, node: Any, *inside: Pattern) -> Expression:
        """Compile an expression over the solutions of a pattern, or of two of which the second is optional."""
        with self.within(inside):
            return expression(node, self.exists)

    def test(self, node: Any, *inside: Pattern) -> Test:
        """Compile a filter over the same."""
        with self.within(inside):
            return holds(node, self.exists)

    @contextmanager
    def within(self, inside: Sequence[Pattern]) -> Iterator[None]:
        """Compile what is solved within the solutions of patterns, of which the first one is not optional."""
        possible = self.bound.union(*(one.possible for one in inside))
        certain = self.sure.union(*(one.certain for one in inside[:1]))
        with self.where(possible, certain):
            yield

    def loose(self, names: frozenset[str], bound: frozenset[str]) -> frozenset[str]:
        """Give the names that something outside could bind in another way."""
        return names - bound - self.prebound

    def exists(self, node: Any) -> Callable[[World, Binding], bool]:
        """Compile the pattern of EXISTS: what is bound around it is put in its place."""
        from rdflib.plugins.sparql.algebra import translateGroupGraphPattern  # noqa: PLC0415

        group = translateGroupGraphPattern(node) if node.name.startswith("GroupGraphPattern") else node
        inner = self.pattern(group).solve

        def test(world: World, binding: Binding) -> bool:
            for _ in inner(world, binding):
                return True
            return False

        return test

    def triples(self, node: Any) -> Pattern:
        """Compile a basic graph pattern."""
        given = matching.triples(node.triples)
        names = frozenset(name for triple in given for name in matching.variables(triple))
        return Pattern(matching.joined(given, self.bound, self.sure), names, names)

    def join(self, node: Any) -> Pattern:
        """Compile a join."""
        one = self.pattern(node.p1)
        other = self.after(one, node.p2)
        if one.possible & other.fragile:
            one = self.pattern(node.p2)
            other = self.after(one, node.p1)
        passes = not one.possible & other.fragile
        other = other if passes else self.pattern(node.p1)
        return Pattern(
            _passing(one.solve, other.solve) if passes else _merging(one.solve, other.solve),
            one.certain | other.certain,
            one.possible | other.possible,
            one.fragile | other.fragile,
        )

    def left_join(self, node: Any) -> Pattern:
        """Compile OPTIONAL."""
        one = self.pattern(node.p1)
        other = self.after(one, node.p2)
        passes = not one.possible & other.fragile
        other = other if passes else self.pattern(node.p2)
        kept = self.test(node.expr, one, other) if has_condition(node) else _all
        inner = other.solve if passes else None

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            alone = [] if inner else list(other.solve(world, binding))
            for found in one.solve(world, binding):
                more = inner(world, found) if inner else _compatible(found, alone)
                met = [both for both in more if kept(world, both)]
                yield from met or [found]

        optional = self.loose(other.possible | variables(node.expr), one.certain)
        return Pattern(solve, one.certain, one.possible | other.possible, one.fragile | other.fragile | optional)

    def union(self, node: Any) -> Pattern:
        """Compile UNION."""
        one, other = self.pattern(node.p1), self.pattern(node.p2)

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            for part in (one, other):
                for found in part.solve(world, binding):
                    world.step()
                    yield found

        return Pattern(solve, one.certain & other.certain, one.possible | other.possible, one.fragile | other.fragile)

    def filter(self, node: Any) -> Pattern:
        """Compile FILTER (and HAVING)."""
        inner = self.pattern(node.p)
        test = self.test(node.expr, inner)

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            return (found for found in inner.solve(world, binding) if test(world, found))

        return inner._replace(solve=solve, fragile=inner.fragile | self.loose(variables(node.expr), inner.certain))

    def extend(self, node: Any) -> Pattern:
        """Compile BIND and (.. AS ?name)."""
        inner, name = self.pattern(node.p), str(node.var)
        valued = self.expression(node.expr, inner)

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            for found in inner.solve(world, binding):
                try:
                    given = valued(world, found)
                except ValueError_:
                    yield found
                    continue
                if found.get(name, given) == given:
                    yield {**found, name: given}

        fragile = inner.fragile | self.loose(variables(node.expr), inner.certain) | {name}
        return Pattern(solve, inner.certain, inner.possible | {name}, fragile)

    def graph(self, node: Any) -> Pattern:
        """Compile GRAPH: the only other graph is the shapes graph."""
        inner, name = self.pattern(node.p), matching.term(node.term)

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            given = binding.get(name[1:], "") if name.startswith("?") else name
            if given != SHAPES_GRAPH:
                return
            yield from inner.solve(world.among_shapes(), binding)

        return inner._replace(solve=solve)

    def project(self, node: Any) -> Pattern:
        """Compile the names after SELECT."""
        inner = self.pattern(node.p)
        names = frozenset(map(str, node.PV)) | self.prebound

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            for found in inner.solve(world, binding):
                yield {name: value for name, value in found.items() if name in names}

        return inner._replace(solve=solve, certain=inner.certain & names, possible=inner.possible & names)

    def alone(self, node: Any) -> Pattern:
        """Compile a sub-select: it sees nothing from outside but what is pre-bound."""
        with self.where(self.prebound, ALWAYS & self.prebound):
            inner = self.pattern(node.p)

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            given = {name: value for name, value in binding.items() if name in self.prebound}
            return _compatible(binding, inner.solve(world, given))

        return inner._replace(solve=solve, fragile=_NONE)

    @staticmethod
    def distinct(inner: Pattern) -> Pattern:
        """Compile DISTINCT."""

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            met: set[frozenset[tuple[str, str]]] = set()
            for found in inner.solve(world, binding):
                key = frozenset(found.items())
                if key not in met:
                    met.add(key)
                    yield found

        return inner._replace(solve=solve)

    def slice(self, node: Any) -> Pattern:
        """Compile LIMIT and OFFSET."""
        inner = self.pattern(node.p)
        start, length = int(node.start or 0), node.length
        end = None if length is None else start + int(length)
        return inner._replace(solve=lambda world, binding: islice(inner.solve(world, binding), start, end))

    def order(self, node: Any) -> Pattern:
        """Compile ORDER BY."""
        inner = self.pattern(node.p)
        keys = [(self.expression(one.expr), one.order == "DESC") for one in node.expr]
        return inner._replace(
            solve=lambda world, binding: iter(grouping.ordered(world, inner.solve(world, binding), keys))
        )

    def aggregate(self, node: Any) -> Pattern:
        """Compile GROUP BY and the aggregates."""
        inner = self.pattern(node.p.p)
        by = [self.expression(one) for one in node.p.expr or ()]
        parts = [grouping.aggregate(one, self.expression) for one in node.A]
        names = frozenset(str(one.res) for one in node.A)

        def solve(world: World, binding: Binding) -> Iterator[Binding]:
            base = {name: value for name, value in binding.items() if name in self.prebound}
            for group in grouping.groups(world, inner.solve(world, binding), by):
                yield {**base, **{name: found for name, part in parts if (found := part(world, group))}}

        return Pattern(solve, _NONE, names, names | inner.possible | inner.fragile)


def has_condition(node: Any) -> bool:
    """Tell whether OPTIONAL has a filter: an expression, of which a variable or a constant alone has no name."""
    return node.expr is not None and getattr(node.expr, "name", "") != "TrueFilter"


def _all(_: World, __: Binding) -> bool:
    return True


def _passing(one: Solve, other: Solve) -> Solve:
    def solve(world: World, binding: Binding) -> Iterator[Binding]:
        for found in one(world, binding):
            yield from other(world, found)

    return solve


def _merging(one: Solve, other: Solve) -> Solve:
    def solve(world: World, binding: Binding) -> Iterator[Binding]:
        others = list(other(world, binding))
        for found in one(world, binding):
            for both in _compatible(found, others):
                world.step()
                yield both

    return solve


def _compatible(found: Binding, others: Any) -> Iterator[Binding]:
    for other in others:
        if all(found.get(name, value) == value for name, value in other.items()):
            yield {**found, **other}


def variables(node: Any) -> frozenset[str]:
    """Give the variables of an expression."""
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415
    from rdflib.term import Variable  # noqa: PLC0415

    found: set[str] = set()
    todo = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, Variable):
            found.add(str(one))
        elif isinstance(one, CompValue):
            todo += [value for key, value in one.items() if key != "_vars"]
        elif isinstance(one, list | tuple | set):
            todo += one
    return frozenset(found)
