"""A compiled shape: two functions, one that finds all and one that only tells whether a node conforms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from kg.shacl.check import FAR, Check, Fails, Finding, Run, fused
from kg.shacl.graph import Graph
from kg.shacl.paths import Path

Validate = Callable[[Graph, str, list[Finding]], None]
Conforms = Callable[[Graph, str], bool]


class Shape(NamedTuple):
    """A shape: its node, its path (a property shape's), its checks, and the shapes of sh:property."""

    node: str
    path: Path | None
    checks: tuple[Check, ...]
    properties: tuple[Shape, ...]
    validate: Validate
    conforms: Conforms

    @property
    def nesting(self) -> int:
        """How many shapes within shapes are asked whether a node conforms."""
        if self.path is not None or self.properties:
            return FAR
        return max((check.nesting for check in self.checks), default=0)


def shape(node: str, path: Path | None, checks: Sequence[Check], properties: Sequence[Shape]) -> Shape:
    """Put the checks of a shape together."""
    find = _property_shape(path, checks, properties) if path else _node_shape(checks, properties)
    made = Shape(node, path, tuple(checks), tuple(properties), find, _tells(path, checks, properties))
    return made if made.nesting <= _FORGOTTEN else made._replace(conforms=_remembered(node, made.conforms))


_FORGOTTEN: Final = 1
"""Levels of shapes whose answer is found as soon as it is looked up."""


def inactive(node: str, path: Path | None) -> Shape:
    """Give a deactivated shape: every node conforms to it (section 2.1.5)."""
    return Shape(node, path, (), (), lambda *_: None, lambda *_: True)


def _property_shape(path: Path, checks: Sequence[Check], properties: Sequence[Shape]) -> Validate:
    steps = path.values
    runs = [check.run for check in checks] + [_nested(one) for one in properties]

    def validate(graph: Graph, focus: str, out: list[Finding]) -> None:
        values = steps(graph, focus)
        for run in runs:
            run(graph, focus, values, out)

    return validate


def _nested(one: Shape) -> Run:
    """Validate value nodes against a property shape, each once: reached twice, it has no more to say."""
    node, validate = one.node, one.validate

    def run(graph: Graph, _: str, values: Sequence[str], out: list[Finding]) -> None:
        met = graph.met
        for value in values:
            if (node, value) not in met:
                met.add((node, value))
                validate(graph, value, out)

    return run


class _Table(NamedTuple):
    """The property shapes of a node shape: by the predicate that is there, by the one that is missing, other paths.

    Of a predicate that is there, what looks at any value, and what finds nothing in one value alone.
    """

    present: dict[str, tuple[list[Run], list[Run]]]
    absent: list[tuple[str, Run]]
    others: list[Validate]


def _table(properties: Sequence[Shape]) -> _Table:
    table = _Table({}, [], [])
    for one in properties:
        if one.path is None or not one.path.predicate:
            table.others.append(one.validate)
            continue
        any_value, several = table.present.setdefault(one.path.predicate, ([], []))
        any_value += _fused([check for check in one.checks if check.fewest <= 1])
        any_value += map(_nested, one.properties)
        several += [check.run for check in one.checks if 1 < check.fewest < FAR]
        table.absent.extend((one.path.predicate, check.run) for check in one.checks if not check.vacuous)
    return table


def _fused(checks: Sequence[Check]) -> Iterator[Run]:
    for pure, some in groupby(checks, key=lambda check: check.pure):
        runs = [check.run for check in some]
        yield from (fused(runs),) if pure else runs


def _node_shape(checks: Sequence[Check], properties: Sequence[Shape]) -> Validate:
    present, absent, others = _table(properties)
    runs = [*(check.run for check in checks), *map(_of_focus, others)]

    def of_node(graph: Graph, focus: str, out: list[Finding]) -> None:
        own = (focus,)
        for run in runs:
            run(graph, focus, own, out)

    return _with_facts(of_node, present, absent) if present or absent else of_node


def _with_facts(
    of_node: Validate, present: dict[str, tuple[list[Run], list[Run]]], absent: Sequence[tuple[str, Run]]
) -> Validate:
    wanted = [(predicate, *runs) for predicate, runs in present.items()]

    def validate(graph: Graph, focus: str, out: list[Finding]) -> None:
        of_node(graph, focus, out)
        facts = graph.facts(focus)
        for predicate, any_value, several in wanted:
            if predicate in facts:
                values = facts[predicate]
                for run in any_value:
                    run(graph, focus, values, out)
                for run in several if len(values) > 1 else ():
                    run(graph, focus, values, out)
        for predicate, run in absent:
            if predicate not in facts:
                run(graph, focus, (), out)

    return validate


def _of_focus(validate: Validate) -> Run:
    return lambda graph, focus, _, out: validate(graph, focus, out)


def _tells(path: Path | None, checks: Sequence[Check], properties: Sequence[Shape]) -> Conforms:
    alone = [check.fails for check in checks if check.fails]
    if path is None and not properties and len(alone) == len(checks):
        return _tells_of_node(alone)
    holding = [check.holds for check in checks]
    inner = [one.conforms for one in properties]
    steps = path.values if path else None

    def conforms(graph: Graph, focus: str) -> bool:
        values = steps(graph, focus) if steps else (focus,)
        for holds in holding:
            if not holds(graph, focus, values):
                return False
        for one in inner:
            for value in values:
                if not one(graph, value):
                    return False
        return True

    return conforms


def _tells_of_node(failing: Sequence[Fails]) -> Conforms:
    """Look at the node alone: the shapes of agencies and levels are asked most often."""

    def conforms(graph: Graph, focus: str) -> bool:
        for fails in failing:  # noqa: SIM110 - a loop is twice as fast as any()
            if fails(graph, focus):
                return False
        return True

    return conforms


def _remembered(node: str, conforms: Conforms) -> Conforms:
    """Remember the answer for each node of a graph: shapes that share parts would ask without end."""

    def remembering(graph: Graph, focus: str) -> bool:
        known = graph.answers.get((node, focus))
        if known is None:
            known = graph.answers[node, focus] = conforms(graph, focus)
        return known

    return remembering
