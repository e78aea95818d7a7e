"""Graph patterns of a query as Python: the loops that one would write by hand.

Facts
-----
* What `solving` does with closures over bindings is done here some five times as fast. A query with a part that is
  not written here is left to `solving`.
* Both solve a pattern from what is bound already; a part that would see more that way than it may is not written.
* Each method writes the loop of its pattern and calls `then` once, at the innermost place: what `then` writes stands
  within that loop. What may have several ends (UNION, OPTIONAL, either end of a chain) gathers rows first, so that
  `then` is not written twice: the text would double with each such part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, Final

from kg.shacl.code import Code, Unwritable
from kg.shacl.graph import Graph
from kg.shacl.queries import grouping, matching
from kg.shacl.queries.known import NOTHING, Known, Value
from kg.shacl.queries.looping import Loops, Then
from kg.shacl.queries.phrases import Phrases
from kg.shacl.queries.solving import has_condition, variables
from kg.shacl.queries.world import ALWAYS, Binding
from kg.shacl.steps import Steps

Query = Callable[[Graph, Steps, Binding], Sequence[Binding]]


def written(query: Any, prebound: frozenset[str], about: str = "") -> Query:
    """Turn a query into a function that gives its solutions for what is pre-bound; raises Unwritable."""
    return Writer(prebound, about).query(query)


class Writer:
    """Writes one query."""

    def __init__(self, prebound: frozenset[str], about: str) -> None:
        self.prebound = prebound
        self.code = Code(about)
        self.phrases = Phrases(self.code, self.exists)
        self.loops = Loops(self.code, self.tested)
        self.waiting: list[Any] = []
        """Parts of filters that are still to be tested: each as soon as its variables are bound."""
        self.kinds: dict[str, Callable[[Any, Known, Then], None]] = {
            "BGP": self.triples,
            "Join": self.join,
            "LeftJoin": self.left_join,
            "Union": self.union,
            "Filter": self.filter,
            "Extend": self.extend,
            "Project": self.project,
            "ToMultiSet": self.alone,
            "Distinct": self.distinct,
            "Reduced": self.distinct,
            "AggregateJoin": self.aggregate,
        }

    def query(self, node: Any) -> Query:
        """Write the whole query."""
        with self.code.function("query", ["graph", "steps", "given"]):
            known = {name: Value(self.code.name(), name in ALWAYS) for name in sorted(self.prebound)}
            for name, value in known.items():
                self.code.line(f"{value.text} = given.get({self.code.constant(name)})")
            self.begin()
            self.code.line("found = []")
            self.pattern(node.p, known, self.ask if node.name == "AskQuery" else self.select)
            self.code.line("return found")
        return self.code.compiled("query")

    def begin(self) -> None:
        """Write what every function begins with."""
        self.code.line("facts, holds = graph.facts, graph.holds")

    def ask(self, _: Known) -> None:
        """Write what ASK gives."""
        self.code.line("return [{}]")

    def select(self, known: Known) -> None:
        """Write what SELECT gives."""
        make, names = self.code.constant(_solution), self.code.constant(tuple(known))
        self.code.line(f"found.append({make}({names}, {_row(known, known)}))")

    def pattern(self, node: Any, known: Known, then: Then) -> None:
        """Write a pattern, and what is done with each of its solutions."""
        if node.name not in self.kinds or (node.name == "ToMultiSet" and node.p is None):
            raise Unwritable
        self.kinds[node.name](node, known, then)

    def triples(self, node: Any, known: Known, then: Then) -> None:
        """Write a basic graph pattern, what is bound best first."""
        given = matching.triples(node.triples)
        sure = frozenset(name for name, value in known.items() if value.sure)
        ends = matching.two_ends(given, frozenset(known), sure, frozenset(known))
        if ends is None:
            self.tested(known, lambda same: self.loops.chain(given, same, then))
            return
        names = sorted(frozenset().union(*map(matching.variables, given)) - sure)
        rows = self.rows()
        with self.apart():
            self.loops.choose(given, ends, known, lambda: self.keeper(rows, names))
        self.each(rows, dict.fromkeys(names, True), known, then)

    # -- rows: solutions of a part, gathered before they are gone through ---------------------------
    def rows(self) -> str:
        """Write an empty list of solutions."""
        name = self.code.name()
        self.code.line(f"{name} = []")
        return name

    def keeper(self, rows: str, names: Sequence[str], sure: list[frozenset[str]] | None = None) -> Then:
        """Give what keeps a solution; adds to `sure` the names that surely have a value there."""

        def keep(known: Known) -> None:
            if sure is not None:
                sure.append(frozenset(name for name in names if known.get(name, NOTHING).sure))
            self.code.line(f"{rows}.append({_row(names, known)})")

        return keep

    def each(self, rows: str, names: Mapping[str, bool], known: Known, then: Then) -> None:
        """Write the loop over solutions; `names` tells of each variable whether it surely has a value."""
        inner = {**known, **{name: Value(self.code.name(), sure) for name, sure in names.items()}}
        with self.over(rows, [inner[name] for name in names]):
            self.tested(inner, then)

    @contextmanager
    def over(self, rows: str, targets: Sequence[Value]) -> Iterator[None]:
        """Write the loop itself; only several solutions count as steps."""
        with self.code.block(f"if len({rows}) > 1"):
            self.code.line(f"steps.take(len({rows}))")
        with self.code.block(f"for {f'({_listed(targets)})' if targets else '_'} in {rows}"):
            yield

    # -- joins --------------------------------------------------------------------------------------
    def join(self, node: Any, known: Known, then: Then) -> None:
        """Write a join: what stands alone first, for it is solved once."""
        one, other = node.p1, node.p2
        if _passable(one) and (other.name == "ToMultiSet" or not _passable(other)):
            one, other = other, one
        if not _passable(other):
            raise Unwritable
        self.pattern(one, known, lambda inner: self.pattern(other, inner, then))

    def left_join(self, node: Any, known: Known, then: Then) -> None:
        """Write OPTIONAL."""
        if not _passable(node.p2):
            raise Unwritable

        def optional(inner: Known) -> None:
            names = [name for name in visible(node.p2) if not inner.get(name, NOTHING).sure]
            rows = self.rows()
            with self.apart():
                keep = self.keeper(rows, names)
                self.pattern(node.p2, inner, lambda both: self.when(self.condition(node, both), lambda: keep(both)))
            self.code.line(f"{rows} = {rows} or [{_row(names, inner)}]")
            self.each(rows, dict.fromkeys(names, False), inner, then)

        self.pattern(node.p1, known, lambda inner: self.tested(inner, optional))

    def condition(self, node: Any, known: Known) -> list[str]:
        """Write the filter of OPTIONAL."""
        return [self.phrases.true(node.expr, known)] if has_condition(node) else []

    def union(self, node: Any, known: Known, then: Then) -> None:
        """Write UNION."""
        names = [name for name in visible(node) if not known.get(name, NOTHING).sure]
        rows, sure = self.rows(), list[frozenset[str]]()
        for part in (node.p1, node.p2):
            with self.apart():
                self.pattern(part, known, self.keeper(rows, names, sure))
        self.each(rows, {name: all(name in one for one in sure) for name in names}, known, then)

    def extend(self, node: Any, known: Known, then: Then) -> None:
        """Write BIND and (.. AS ?name)."""
        name = str(node.var)

        def bind(inner: Known) -> None:
            value = self.phrases.value(node.expr, inner)
            if hasattr(node.expr, "name"):
                self.code.line(f"{(local := self.code.name())} = {value.text}")
                value = value._replace(text=local)
            self.met({name: value}, inner, then)

        self.pattern(node.p, known, bind)

    def met(self, found: Known, known: Known, then: Then) -> None:
        """Write that variables get values, which are the ones that they have if they have any."""
        tests: list[str] = []
        inner = dict(known)
        for name, value in found.items():
            before = known.get(name)
            inner[name] = value
            if before is None or before == value:
                continue
            equal = f"{value.text} == {before.text}"
            unsure = [f"{one.text} is None" for one in (value, before) if not one.sure]
            tests.append(f"({' or '.join([*unsure, equal])})")
            if unsure:
                inner[name] = Value(self.code.name(), value.sure or before.sure)
                self.code.line(f"{inner[name].text} = {value.text} if {before.text} is None else {before.text}")
        self.when(tests, lambda: self.tested(inner, then))

    def project(self, node: Any, known: Known, then: Then) -> None:
        """Write the names after SELECT."""
        names = frozenset(map(str, node.PV)) | self.prebound
        self.pattern(node.p, known, lambda inner: then({name: value for name, value in inner.items() if name in names}))

    def alone(self, node: Any, known: Known, then: Then) -> None:
        """Write a sub-select: it sees nothing from outside but what is pre-bound."""
        start = {name: value for name, value in known.items() if name in self.prebound}
        names = [name for name in visible(node.p) if not start.get(name, NOTHING).sure]
        rows, sure = self.rows(), list[frozenset[str]]()
        with self.apart():
            self.pattern(node.p, start, self.keeper(rows, names, sure))
        own = {name: Value(self.code.name(), all(name in one for one in sure)) for name in names}
        with self.over(rows, list(own.values())):
            self.met(own, known, then)

    def distinct(self, node: Any, known: Known, then: Then) -> None:
        """Write DISTINCT."""
        met = self.code.name()
        self.code.line(f"{met} = set()")

        def once(inner: Known) -> None:
            key = self.code.name()
            self.code.line(f"{key} = {_row(inner, inner)}")
            with self.code.block(f"if {key} not in {met}"):
                self.code.line(f"{met}.add({key})")
                then(inner)

        self.pattern(node.p, known, once)

    def aggregate(self, node: Any, known: Known, then: Then) -> None:
        """Write GROUP BY and the aggregates: each is reckoned where its value is used."""
        groups, rows = self.code.name(), self.code.name()
        by = list(node.p.expr or [])
        keys = [Value(self.code.name(), sure=False) for _ in by]
        self.code.line(f"{groups} = {'{}' if by else '{(): []}'}")
        columns = [one for one in node.A if _key(one, by) is None]
        if any(str(one.vars) == "*" and one.distinct for one in columns):
            raise Unwritable

        def gather(inner: Known) -> None:
            values = [self.phrases.value(one, inner) for one in by]
            row = _listed(self.phrases.value(one.vars, inner) for one in columns if str(one.vars) != "*")
            self.code.line(f"{groups}.setdefault(({_listed(values)}), []).append(({row}))")
            for number, value in enumerate(values):
                before = value if value in known.values() else keys[number]
                keys[number] = before._replace(sure=value.sure)

        with self.apart():
            self.pattern(node.p.p, known, gather)
        inner = {name: value for name, value in known.items() if name in self.prebound}
        inner |= {str(one.res): keys[at] for one in node.A if (at := _key(one, by)) is not None}
        inner |= self.reckoned(columns, rows)
        targets = _listed(Value("_") if key in known.values() else key for key in keys)
        with self.code.block(f"for {f'({targets})' if by else '_'}, {rows} in {groups}.items()"):
            then(inner)

    def reckoned(self, aggregates: Sequence[Any], rows: str) -> Known:
        """Give what reckons the aggregates of a group of rows."""
        found: Known = {}
        columns = count()
        for one in aggregates:
            reckon = grouping.of_rows(one, None if str(one.vars) == "*" else next(columns))
            found[str(one.res)] = Value(f"{self.code.constant(reckon)}({rows})", sure=False)
        return found

    # -- filters ------------------------------------------------------------------------------------
    def filter(self, node: Any, known: Known, then: Then) -> None:
        """Write FILTER (and HAVING)."""
        before = self.waiting
        own = _parts(node.expr)
        self.waiting = [*before, *own]

        def rest(inner: Known) -> None:
            left = [one for one in own if _among(one, self.waiting)]
            kept, self.waiting = self.waiting, [one for one in self.waiting if not _among(one, left)]
            self.when([self.phrases.true(one, inner) for one in left], lambda: then(inner))
            self.waiting = kept

        self.pattern(node.p, known, rest)
        self.waiting = before

    def tested(self, known: Known, then: Then) -> None:
        """Write the parts of filters whose variables are bound by now."""
        ready = [one for one in self.waiting if all(known.get(name, NOTHING).sure for name in variables(one))]
        ready = [one for one in ready if not _looks_up(one)]
        before, self.waiting = self.waiting, [one for one in self.waiting if not _among(one, ready)]
        self.when([self.phrases.true(one, known) for one in ready], lambda: then(known))
        self.waiting = before

    def when(self, tests: Sequence[str], then: Callable[[], None]) -> None:
        """Write what is done when all tests hold."""
        if not tests:
            then()
            return
        with self.code.block(f"if {' and '.join(tests)}"):
            then()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Write a part that the filters around it are not about."""
        before, self.waiting = self.waiting, []
        yield
        self.waiting = before

    def exists(self, node: Any, known: Known) -> str:
        """Write the pattern of EXISTS, a function of its own: what is bound around it is put in its place."""
        from rdflib.plugins.sparql.algebra import translateGroupGraphPattern  # noqa: PLC0415

        group = translateGroupGraphPattern(node) if node.name.startswith("GroupGraphPattern") else node
        given = {name: value for name, value in known.items() if name in variables(group) | self.prebound}
        inner = {name: Value(self.code.name(), value.sure) for name, value in given.items()}
        name = self.code.name()
        parameters = [value.text for value in inner.values()]
        with self.code.function(name, ["graph", "steps", *parameters]), self.apart(), self.loops.anew():
            self.begin()
            self.pattern(group, inner, lambda _: self.code.line("return True"))
            self.code.line("return False")
        return f"{name}(graph, steps, {_listed(given.values())})"


def _solution(names: Sequence[str], values: Sequence[str | None]) -> Binding:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _row(names: Iterable[str], known: Known) -> str:
    return f"({_listed(known.get(name, NOTHING) for name in names)})"


def _listed(values: Iterable[Value]) -> str:
    return "".join(f"{value.text}, " for value in values)


def _key(aggregate: Any, by: Sequence[Any]) -> int | None:
    """Give the place of what a group is made by, where that is what an aggregate repeats."""
    if aggregate.name != "Aggregate_Sample" or hasattr(aggregate.vars, "name"):
        return None
    return next((at for at, one in enumerate(by) if not hasattr(one, "name") and one == aggregate.vars), None)


def _parts(node: Any) -> list[Any]:
    return [part for one in (node.expr, *node.other) for part in _parts(one)] if _is_and(node) else [node]


def _is_and(node: Any) -> bool:
    return getattr(node, "name", "") == "ConditionalAndExpression"


def _among(one: Any, others: Sequence[Any]) -> bool:
    return any(one is other for other in others)


def _looks_up(node: Any) -> bool:
    """Tell whether an expression asks for more than its variables (EXISTS)."""
    if isinstance(node, list):
        return any(map(_looks_up, node))
    name = getattr(node, "name", "")
    return name.endswith("EXISTS") or (bool(name) and any(map(_looks_up, node.values())))


def _passable(node: Any) -> bool:
    """Tell whether a pattern may be solved from what is bound before it: none of its variables is only tested."""
    if node.name in {"Join", "Union"}:
        return _passable(node.p1) and _passable(node.p2)
    return node.name in _FREE


_FREE: Final = frozenset({"BGP", "ToMultiSet"})


def visible(node: Any) -> list[str]:
    """Give the variables that a pattern may bind."""
    if node.name == "BGP":
        return sorted(frozenset[str]().union(*map(matching.variables, matching.triples(node.triples))))
    if node.name == "AggregateJoin":
        return [str(one.res) for one in node.A]
    parts = [part for part in (node.p, node.p1, node.p2) if part is not None]
    found = dict.fromkeys(name for part in parts for name in visible(part))
    if node.name == "Extend":
        found[str(node.var)] = None
    if node.name == "Project":
        return [name for name in found if name in set(map(str, node.PV))]
    return list(found)
