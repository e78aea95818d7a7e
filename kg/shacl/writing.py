"""Shapes as Python: the function that one would write by hand for each.

Facts
-----
* The property shapes of a node shape are looked up by the predicates of one index, each once.
* Levels, dates, numbers and words of lists are most values of a cable, and come again: of values that were sound
  nothing is asked twice, save what the graph around them tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from kg.shacl.check import FAR, MOST, SHORT, At, Check, Finding, Run
from kg.shacl.code import Code
from kg.shacl.graph import Graph
from kg.shacl.paths import Path

Validate = Callable[[Graph, str, list[Finding]], None]
Conforms = Callable[[Graph, str], bool]


class Written(Protocol):
    """What a shape is written from."""

    node: str
    path: Path | None
    checks: tuple[Check, ...]

    @property
    def properties(self) -> tuple[Written, ...]:
        """The shapes of sh:property."""

    @property
    def validate(self) -> Validate:
        """The function that finds all."""

    @property
    def conforms(self) -> Conforms:
        """The function that tells whether a node conforms."""


def validating(shape: Written) -> Validate:
    """Write the function that finds all that is wrong with a node."""
    writer = _Finding(shape.node)
    with writer.code.function("validate", ["graph", "focus", "out"]):
        writer.code.line("add = out.append")
        if shape.path is None:
            writer.node_shape(shape)
        else:
            writer.along(shape.path, shape)
    return writer.code.compiled("validate")


class _Finding:
    """Writes what finds all that is wrong."""

    def __init__(self, node: str) -> None:
        self.code = Code(node)

    def node_shape(self, shape: Written) -> None:
        """Write the checks of a node, then those of its properties."""
        self.of_value("focus", shape.checks)
        self.others("(focus,)", shape.checks)
        direct: dict[str, list[Written]] = {}
        for one in shape.properties:
            if one.path is not None and one.path.predicate:
                direct.setdefault(one.path.predicate, []).append(one)
        if direct:
            self.code.line("get = graph.facts(focus).get")
        for predicate, shapes in direct.items():
            self.predicate(predicate, shapes)
        for one in shape.properties:
            if one.path is not None and not one.path.predicate:
                self.along(one.path, one)

    def predicate(self, predicate: str, shapes: Sequence[Written]) -> None:
        """Write the checks of the values of a predicate: of most there are none."""
        checks = [check for one in shapes for check in one.checks]
        missed = [check for check in checks if not check.vacuous]
        values = self.code.name()
        self.code.line(f"{values} = get({self.code.constant(predicate)})")
        if missed:
            with self.code.block(f"if {values} is None"):
                self.others("()", missed)
        with self.code.block("else" if missed else f"if {values} is not None"):
            self.values(values, [check for check in checks if check.fewest < FAR], shapes)

    def along(self, path: Path, shape: Written) -> None:
        """Write the checks of the values that a path leads to."""
        values = self.code.name()
        self.code.line(f"{values} = {_walk(self.code, path)}")
        self.values(values, shape.checks, [shape])

    def values(self, values: str, checks: Sequence[Check], shapes: Iterable[Written]) -> None:
        """Write the checks of values, and those of the property shapes about them."""
        if any(check.fails for check in checks):
            value = self.code.name()
            with self.code.block(f"for {value} in {values}"):
                self.of_value(value, checks)
        self.others(values, checks)
        for inner in (inner for one in shapes for inner in one.properties):
            self.code.line(f"{self.code.constant(_nested(inner))}(graph, focus, {values}, out)")

    def of_value(self, value: str, checks: Sequence[Check]) -> None:
        """Write what is asked of one value."""
        pure = [check for check in checks if check.fails and check.fails.pure]
        texts, at = self.phrases(value, pure)
        if value != "focus" and any(check.fails.dear for check in pure if check.fails):
            known = self.code.own(set())
            with self.code.block(f"if {value} not in {known}"):
                before = self.code.name()
                self.code.line(f"{before} = len(out)")
                self.found(value, pure, texts, at)
                with self.code.block(f"if len(out) == {before} and len({value}) < {SHORT}"):
                    self.code.line(f"{known}.add({value}) if len({known}) < {MOST} else {known}.clear()")
        else:
            self.found(value, pure, texts, at)
        others = [check for check in checks if check.fails and not check.fails.pure]
        self.found(value, others, *self.phrases(value, others))

    def phrases(self, value: str, checks: Sequence[Check]) -> tuple[list[str], At]:
        """Give the phrases of checks, and where they are to stand."""
        at = At(self.code, value)
        return [check.fails.write(at) for check in checks if check.fails], at

    def found(self, value: str, checks: Sequence[Check], texts: Sequence[str], at: At) -> None:
        """Write a result for each phrase that is true."""
        for name, text in at.ready.items():
            self.code.line(f"{name} = {text}")
        for check, text in zip(checks, texts, strict=True):
            with self.code.block(f"if {text}"):
                self.code.line(f"add(({self.code.constant(check.source)}, focus, {value}))")

    def others(self, values: str, checks: Iterable[Check]) -> None:
        """Write what is asked of all values together."""
        for check in checks:
            if check.lacks:
                with self.code.block(f"if {check.lacks(self.code, values)}"):
                    self.code.line(f"add(({self.code.constant(check.source)}, focus, ''))")
            if check.finds:
                check.finds(self.code, values)
            elif check.run:
                several = f"if len({values}) >= {check.fewest}: " if check.fewest > 1 else ""
                self.code.line(f"{several}{self.code.constant(check.run)}(graph, focus, {values}, out)")


def _walk(code: Code, path: Path) -> str:
    """Write where a path leads to."""
    if path.predicate:
        return f"graph.facts(focus).get({code.constant(path.predicate)}, ())"
    if path.inverse:
        return f"graph.subjects({code.constant(path.inverse)}, focus)"
    return f"{code.constant(path.values)}(graph, focus)"


def _nested(one: Written) -> Run:
    """Validate value nodes against a property shape, each once: reached twice, it has no more to say."""
    node = one.node

    def run(graph: Graph, _: str, values: Sequence[str], out: list[Finding]) -> None:
        met = graph.met
        for value in values:
            if (node, value) not in met:
                met.add((node, value))
                one.validate(graph, value, out)

    return run


def conforming(shape: Written) -> Conforms:
    """Write the function that tells whether a node conforms."""
    code = Code(shape.node)
    with code.function("conforms", ["graph", "focus"]):
        if shape.path is None:
            _refuse(code, "focus", shape)
            values = "(focus,)"
        else:
            code.line(f"values = {_walk(code, shape.path)}")
            values = "values"
            if shape.properties or any(check.fails for check in shape.checks):
                with code.block("for value in values"):
                    _refuse(code, "value", shape)
        for check in shape.checks:
            if check.lacks:
                _return(code, check.lacks(code, values))
            if check.run:
                _return(code, f"not {code.constant(_holds(check.run))}(graph, focus, {values})")
        code.line("return True")
    return code.compiled("conforms")


def _refuse(code: Code, value: str, shape: Written) -> None:
    at = At(code, value)
    texts = [check.fails.write(at) for check in shape.checks if check.fails]
    texts += [f"not {code.constant(one.conforms)}(graph, {value})" for one in shape.properties]
    for name, text in at.ready.items():
        code.line(f"{name} = {text}")
    for text in texts:
        _return(code, text)


def _return(code: Code, text: str) -> None:
    with code.block(f"if {text}"):
        code.line("return False")


def _holds(run: Run) -> Callable[[Graph, str, Sequence[str]], bool]:
    def holds(graph: Graph, focus: str, values: Sequence[str]) -> bool:
        found: list[Finding] = []
        run(graph, focus, values, found)
        return not found

    return holds
