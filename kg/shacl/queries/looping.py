"""Triple patterns and paths of a query as loops over the index of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from kg.shacl.code import Code, Unwritable
from kg.shacl.graph import FEW, Graph
from kg.shacl.queries import matching
from kg.shacl.queries.known import NOTHING, Known, Value
from kg.shacl.queries.matching import Triple

Then = Callable[[Known], None]
"""Writes what is done with a solution."""


class Loops:
    """Writes the triple patterns of basic graph patterns; `tested` writes what is tested as soon as it is bound."""

    def __init__(self, code: Code, tested: Callable[[Known, Then], None]) -> None:
        self._code = code
        self._tested = tested
        self._met: dict[str, str] = {}
        """Subject -> the facts at hand, in the loops that are open."""

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Write a function of its own, which has nothing at hand."""
        with self._within():
            self._met = {}
            yield

    @contextmanager
    def _within(self) -> Iterator[None]:
        """Write loops; what they have at hand is gone behind them."""
        before = dict(self._met)
        yield
        self._met = before

    def chain(self, given: Sequence[Triple], known: Known, then: Then) -> None:
        """Write the best triple pattern, and within it the others."""
        if not given:
            then(known)
            return
        best = max(given, key=lambda triple: matching.worth(triple, known))
        with self._within():
            self._triple(best, known, self._rest(given, best, then))

    def _rest(self, given: Sequence[Triple], best: Triple, then: Then) -> Then:
        rest = [triple for triple in given if triple is not best]
        return lambda inner: self._tested(inner, lambda same: self.chain(rest, same, then))

    def _triple(self, triple: Triple, known: Known, then: Then) -> None:
        subject, predicate, value = triple
        one, other = self._end(subject, known), self._end(value, known)
        unsure = [part[1:] for part, end in ((subject, one), (value, other)) if not end.sure]
        if not isinstance(predicate, str) or len(set(unsure)) < len(unsure) or not known.keys().isdisjoint(unsure):
            self._matched(triple, known, then)
        elif predicate[0] == "?":
            raise Unwritable
        elif one.sure and other.sure:
            self._held(triple, known, then)
        elif one.sure:
            self._loop(f"{self._facts(one)}({self._code.constant(predicate)}, ())", unsure, known, then)
        elif other.sure:
            self._loop(f"{self._backwards(predicate)}({other.text}, ())", unsure, known, then)
        else:
            self._loop(f"list(graph.pairs({self._code.constant(predicate)}))", unsure, known, then)

    def _end(self, part: str, known: Known) -> Value:
        return known.get(part[1:], NOTHING) if part[0] == "?" else Value(self._code.constant(part))

    def _facts(self, subject: Value) -> str:
        if subject.text not in self._met:
            self._met[subject.text] = self._code.name()
            self._code.line(f"{self._met[subject.text]} = facts({subject.text}).get")
        return self._met[subject.text]

    def _backwards(self, predicate: str) -> str:
        """Write what tells the subjects of a value: once for all loops, and when one first asks for it."""
        name = self._code.name()
        self._code.first(f"{name} = None")
        with self._code.block(f"if {name} is None"):
            self._code.line(f"{name} = graph.backwards({self._code.constant(predicate)})")
        return name

    def _held(self, triple: Triple, known: Known, then: Then) -> None:
        subject, predicate, value = triple
        one, other, named = self._end(subject, known), self._end(value, known), self._code.constant(predicate)
        values, several = f"{self._facts(one)}({named}, ())", self._code.name()
        held = f"{other.text} in {values}"
        if value[0] == "?":
            # of a variable, one of many values may be asked for: an index knows it
            many = f"holds({one.text}, {named}, {other.text})"
            held = f"({other.text} in {several} if len({several} := {values}) < {FEW} else {many})"
        with self._code.block(f"if {held}"):
            then(known)

    def _loop(self, values: str, names: Sequence[str], known: Known, then: Then) -> None:
        """Write a loop that binds variables; only what has several solutions counts as steps."""
        inner = {**known, **{name: Value(self._code.name()) for name in names}}
        found = self._code.name()
        self._code.line(f"{found} = {values}")
        with self._code.block(f"if len({found}) > 1"):
            self._code.line(f"steps.take(len({found}))")
        with self._code.block(f"for {', '.join(inner[name].text for name in names)} in {found}"):
            then(inner)

    def _matched(self, triple: Triple, known: Known, then: Then) -> None:
        """Write a pattern with a path, with one variable twice, or with a variable that may have no value."""
        subject, predicate, value = triple
        if isinstance(predicate, str) and predicate[0] == "?":
            raise Unwritable
        names = {part[1:]: Value(self._code.name()) for part in (subject, value) if not self._end(part, known).sure}
        found, first, last = self._code.name(), self._target(subject, names), self._target(value, names)
        ends = f"{self._end(subject, known).text}, {self._end(value, known).text}"
        self._code.line(f"{found} = {self._code.constant(_pairs(predicate))}(graph, {ends})")
        self._code.line(f"steps.take(len({found}))")
        twice = subject == value and bool(names)
        with self._code.block(f"for {first}, {'last' if twice else last} in {found}"):
            if not twice:
                then({**known, **names})
                return
            with self._code.block(f"if {first} == last"):
                then({**known, **names})

    @staticmethod
    def _target(part: str, names: Known) -> str:
        return names[part[1:]].text if part[0] == "?" and part[1:] in names else "_"

    def choose(
        self, given: Sequence[Triple], ends: tuple[Triple, Triple], known: Known, then: Callable[[], Then]
    ) -> None:
        """Write the patterns from the one of two ends that has fewer solutions; `then` is asked for each way."""
        (subject, along, value), (other, against, last) = ends
        ahead, behind = self._code.name(), self._code.name()
        facts = f"facts({known[subject[1:]].text}).get"
        self._code.line(f"{ahead} = {self._met.get(known[subject[1:]].text, facts)}({self._code.constant(along)}, ())")
        asked = known[last[1:]]
        found = f"{self._backwards(against)}({asked.text}, ())"
        every = f"{self._code.constant(_pairs(against))}(graph, None, None)"
        self._code.line(f"{behind} = {found if asked.sure else f'{found} if {asked.text} is not None else {every}'}")
        with self._code.block(f"if len({ahead}) <= len({behind})"):
            self._loop(ahead, [value[1:]], known, self._rest(given, ends[0], then()))
        with self._code.block("else"):
            rest = self._rest(given, ends[1], then())
            self._loop(behind, [other[1:]], known, rest if asked.sure else self._parting(other[1:], last[1:], rest))

    def _parting(self, one: str, other: str, then: Then) -> Then:
        """Write that solutions are pairs where the value was not known, and subjects of the value where it was."""

        def part(inner: Known) -> None:
            met, value, before = inner[one].text, self._code.name(), inner[other].text
            self._code.line(f"{met}, {value} = {met} if {before} is None else ({met}, {before})")
            then({**inner, other: Value(value)})

        return part


@lru_cache(maxsize=1_000)
def _pairs_of(predicate: str) -> Callable[[Graph, str | None, str | None], Sequence[tuple[str, str]]]:
    """Find the ends of a predicate, of which none, one or both are known."""

    def find(graph: Graph, one: str | None, other: str | None) -> Sequence[tuple[str, str]]:
        if one is None:
            if other is None:
                return list(graph.pairs(predicate))
            return [(met, other) for met in graph.subjects(predicate, other)]
        if other is None:
            return [(one, value) for value in graph.values(one, predicate)]
        return ((one, other),) if graph.holds(one, predicate, other) else ()

    return find


def _pairs(predicate: Any) -> Callable[[Graph, str | None, str | None], Sequence[tuple[str, str]]]:
    if isinstance(predicate, str):
        return _pairs_of(predicate)
    find = matching.pairs(predicate)
    return lambda graph, one, other: [(met, value) for met, _, value in find(graph, {}, one or "", other or "")]
