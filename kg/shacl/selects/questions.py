"""Shapes as questions: a SELECT for each constraint of each shape, for all focus nodes together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

from kg.shacl.check import Source
from kg.shacl.components import COMPONENTS
from kg.shacl.graph import Graph
from kg.shacl.literals import true
from kg.shacl.paths import path
from kg.shacl.queries import custom
from kg.shacl.queries.query import prefixes
from kg.shacl.selects.expressions import PAIRS, SINGLE, TOGETHER, Writer, number, refused, sh
from kg.shacl.selects.joins import joinable
from kg.shacl.stated import stated
from kg.shacl.targets import Targets, targets

_SPARQL: Final = sh("sparql")
_UNIQUE: Final = "uniqueLang"
_ELSEWHERE: Final = frozenset({"sparql", "flags", "qualifiedValueShape", "qualifiedValueShapesDisjoint"})
"""Parameters that are asked with the query of another one, or not as an expression."""


class Question(NamedTuple):
    """One constraint as a query, and where its results come from."""

    source: Source
    rows: str
    prefixes: str = ""

    @property
    def text(self) -> str:
        """The query for all rows."""
        return self.prefixes + self.rows

    @property
    def counting(self) -> str:
        """The query for the number of rows, ?rows."""
        return f"{self.prefixes}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {self.rows} }} }}"

    def page(self, size: int, start: int) -> str:
        """Give the query for some of the rows: sorted inside, as Virtuoso sorts no more than 10,000 rows outside."""
        ordered = f"{self.rows} ORDER BY ?this ?value"
        return f"{self.prefixes}SELECT * WHERE {{ {{ {ordered} }} }} LIMIT {size} OFFSET {start}"


def questions(shapes: Graph, classes: Callable[[str], Collection[str]]) -> list[Question]:
    """Give the questions of all shapes with targets; `classes` gives a class and its subclasses in the store.

    Raises InputError (code `shapes`) for what no query can ask, by its name.
    """
    for one in custom.components(shapes):
        raise refused(one.node, "a constraint component of one's own")
    asked: list[Question] = []
    for node in shapes.own:
        if aim := targets(shapes, node):
            writer = Writer(shapes, classes)
            asked += _Asking(writer, _focus(writer, aim)).shape(node)
    return list(dict.fromkeys(asked))


def _focus(writer: Writer, aim: Targets) -> str:
    """Give the pattern of the focus nodes, held by ?this."""
    parts = [writer.of_class("?this", kind) for kind in aim.classes]
    parts += [f"?this {predicate} {writer.fresh()} ." for predicate in aim.subjects_of]
    parts += [f"{writer.fresh()} {predicate} ?this ." for predicate in aim.objects_of]
    if aim.nodes:
        parts.append(f"VALUES ?this {{ {' '.join(aim.nodes)} }}")
    return parts[0] if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)


class _Asking:
    """Asks the constraints of a shape for the focus nodes of a pattern."""

    def __init__(self, writer: Writer, focus: str) -> None:
        self.writer = writer
        self.shapes = writer.shapes
        self.focus = focus

    def shape(self, node: str) -> Iterator[Question]:
        """Ask a shape, and the shapes of its sh:property for the value nodes of its path."""
        if true(self.shapes.value(node, sh("deactivated"))):
            return
        for component in COMPONENTS:
            name = component.parameter[len(sh("")) - 1 : -1]
            for value in self.shapes.values(node, component.parameter):
                source = self.source(node, component.iri, component.default(value))
                yield from (Question(source, rows) for rows in self.rows(node, name, value))
        yield from self.sparql(node)
        within = _Asking(self.writer, self.reached("/".join(self.writer.steps(node))))
        for one in self.shapes.values(node, sh("property")):
            yield from within.shape(one)

    def reached(self, along: str) -> str:
        """Give the pattern of the value nodes of a path, as focus nodes."""
        held = self.writer.fresh()
        return f"{self.focus.replace('?this', held)} {held} {along} ?this ." if along else self.focus

    def source(self, node: str, component: str, says: str, constraint: str = "") -> Source:
        value, said = self.shapes.value, self.shapes.values
        at = value(node, sh("path"))
        return Source(
            shape=node,
            path=path(self.shapes, at) if at else None,
            component=component,
            severity=value(node, sh("severity")) or sh("Violation"),
            messages=tuple(said(constraint, sh("message")) if constraint else ()) or tuple(said(node, sh("message"))),
            default=says,
            constraint=constraint,
            stated=stated(self.shapes, node, component),
        )

    def rows(self, node: str, name: str, value: str) -> Sequence[str]:
        """Give the queries of one constraint."""
        steps = self.writer.steps(node)
        if name in SINGLE:
            return [self.values(steps, SINGLE[name](self.writer, node, value, "?value"))]
        if name in PAIRS:
            return [
                self.values([value] if pair.other else steps, pair.fails(self.writer, steps, value, "?this", "?value"))
                for pair in PAIRS[name]
            ]
        if name in COUNTS and number(value) >= FEWEST[name]:
            return [f"SELECT ?this WHERE {{ {self.focus} {COUNTS[name]('/'.join(steps), number(value))}"]
        if name in TOGETHER:
            fails = TOGETHER[name](self.writer, node, value, "?this")
            return [f"SELECT DISTINCT ?this WHERE {{ {self.focus} FILTER ({fails}) }}"]
        if name == _UNIQUE:
            return [self.languages("/".join(steps))] if true(value) else []
        if name in _ELSEWHERE:
            return []
        raise refused(node, f"sh:{name}")

    def values(self, steps: Sequence[str], fails: str) -> str:
        """Ask for the values of a path that fail; without a path a focus node is its own value."""
        bound = f"?this {'/'.join(steps)} ?value ." if steps else "BIND (?this AS ?value)"
        return f"SELECT DISTINCT ?this ?value WHERE {{ {self.focus} {bound} FILTER ({fails}) }}"

    def languages(self, along: str) -> str:
        """Ask for focus nodes with two values in one language, once for each language."""
        spoken = f'?this {along} ?value . BIND (LCASE(LANG(?value)) AS ?language) FILTER (?language != "")'
        grouped = "GROUP BY ?this ?language HAVING (COUNT(DISTINCT ?value) > 1)"
        return f"SELECT ?this ?language WHERE {{ {self.focus} {spoken} }} {grouped}"

    def sparql(self, node: str) -> Iterator[Question]:
        """Ask the queries of a shape's SPARQL constraints, `$this` being an ordinary variable in them."""
        for constraint in self.shapes.values(node, _SPARQL):
            if true(self.shapes.value(constraint, sh("deactivated"))):
                continue
            source = self.source(node, sh("SPARQLConstraintComponent"), "has a row for", constraint)
            given = prefixes(self.shapes, constraint)
            query = joinable(self.shapes, source, given)
            rows = f"SELECT DISTINCT * WHERE {{ {{ {query} }} FILTER (EXISTS {{ {self.focus} }}) }}"
            yield Question(source, rows, given)


def _at_least(along: str, least: int) -> str:
    return f"OPTIONAL {{ ?this {along} ?value }} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) < {least})"


def _at_most(along: str, most: int) -> str:
    return f"?this {along} ?value }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) > {most})"


COUNTS: Final = {"minCount": _at_least, "maxCount": _at_most}
"""Parameter -> the rest of a query that counts the values of a path."""
FEWEST: Final = {"minCount": 2, "maxCount": 1}
"""From here on values are counted; below, it matters only whether there is one."""
