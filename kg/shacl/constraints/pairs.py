"""Property pairs: the value nodes against the values of another property of the focus node (section 4.5)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.shacl.about import About
from kg.shacl.check import FAR, Check, Finding
from kg.shacl.code import Code
from kg.shacl.graph import Graph
from kg.shacl.relations import RELATIONS, in_order


def equal_to(value: str, about: About) -> Check:
    """Ask for the same values."""
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        others = graph.values(focus, value)
        if values or others:
            first, second = set(values), set(others)
            out += [(source, focus, node) for node in values if node not in second]
            out += [(source, focus, node) for node in others if node not in first]

    return Check(source, run=run, vacuous=False, nesting=FAR)


def disjoint_with(value: str, about: About) -> Check:
    """Ask for no value in common."""
    source = about.source

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        others = set(graph.values(focus, value))
        out += [(source, focus, node) for node in values if node in others]

    return Check(source, run=run, nesting=FAR)


def _ordered(sign: str, value: str, about: About) -> Check:
    source, relation = about.source, RELATIONS[sign]

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        others = graph.values(focus, value)
        graph.steps.spend(len(values) * len(others))
        out += [(source, focus, node) for node in values for other in others if not relation(node, other)]

    def finds(code: Code, values: str) -> None:
        others, one, other = code.name(), code.name(), code.name()
        code.line(f"{others} = graph.facts(focus).get({code.constant(value)}, ())")
        with code.block(f"if len({others}) > 1"):
            code.line(f"graph.steps.spend(len({values}) * len({others}))")
        with code.block(f"for {other} in {others}"), code.block(f"for {one} in {values}"):  # noqa: SIM117
            with code.block(f"if not {in_order(code, one, sign, other)}"):
                code.line(f"add(({code.constant(source)}, focus, {one}))")

    return Check(source, run=run, finds=finds, nesting=FAR)


def less_than(value: str, about: About) -> Check:
    """Ask for each value to be less than each of the other property."""
    return _ordered("<", value, about)


def no_more_than(value: str, about: About) -> Check:
    """Ask for each value to be no greater than any of the other property."""
    return _ordered("<=", value, about)
