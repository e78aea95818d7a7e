"""A shapes graph, compiled once: every shape becomes a Python function, every target a look-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.errors import InputError
from kg.shacl import syntax
from kg.shacl.about import About
from kg.shacl.check import Check, Source
from kg.shacl.code import Unwritable
from kg.shacl.components import COMPONENTS
from kg.shacl.graph import Graph
from kg.shacl.literals import true
from kg.shacl.paths import Path, path
from kg.shacl.queries import custom
from kg.shacl.shape import Shape, inactive
from kg.shacl.stated import stated
from kg.shacl.targets import Targets, targets
from kg.shacl.validator import Validator
from kg.terms import SH

DEEPEST: Final = 60
"""Levels of shapes within shapes: more would exhaust the stack."""


def compiled(shapes: Graph) -> Validator:
    """Compile a shapes graph.

    Raises InputError (code `shapes`) when a shape is ill-formed (syntax rules of the Recommendation, appendix A),
    refers to itself, or uses what is not supported: nothing is left out silently.
    """
    found = syntax.shapes(shapes)
    compiler = _Compiler(shapes)
    aims: list[tuple[Shape, Targets]] = []
    for node in found:
        made = compiler.shape(node)
        aim = targets(shapes, node)
        if aim:
            aims.append((made, aim))
    try:
        return Validator(aims)
    except (Unwritable, RecursionError) as error:
        raise InputError("the shapes cannot be compiled: they nest too deep", code="shapes") from error


class _Compiler:
    """Compiles the shapes of one graph, each once."""

    def __init__(self, shapes: Graph) -> None:
        self.shapes = shapes
        self.customs = custom.components(shapes)
        self.made: dict[str, Shape] = {}
        self.under_way: list[str] = []
        self.levels: dict[str, int] = {}
        """Shape -> levels of shapes within it, its own included."""

    def shape(self, node: str) -> Shape:
        if node not in self.made:
            if node in self.under_way:
                raise InputError(f"shape {node} refers to itself: recursive shapes are not supported", code="shapes")
            self.under_way.append(node)
            self.levels[node] = 1
            self._bound(len(self.under_way), node)
            self.made[node] = self._compile(node)
            self.under_way.pop()
        if self.under_way:
            around = self.under_way[-1]
            self.levels[around] = max(self.levels[around], self.levels[node] + 1)
            self._bound(self.levels[around], around)
        return self.made[node]

    def _bound(self, levels: int, node: str) -> None:
        """Refuse what nests too deep, whichever of its shapes is compiled first."""
        if levels > DEEPEST:
            raise InputError(f"shapes nest deeper than {DEEPEST} levels at {node}", code="shapes")

    def _compile(self, node: str) -> Shape:
        at = self.shapes.value(node, f"<{SH}path>")
        along = path(self.shapes, at) if at else None
        properties = [self.shape(one) for one in self.shapes.values(node, f"<{SH}property>")]
        checks = self._checks(node, along)
        if true(self.shapes.value(node, f"<{SH}deactivated>")):
            return inactive(node, along)
        return Shape(node, along, checks, properties)

    def _checks(self, node: str, along: Path | None) -> Sequence[Check]:
        severity = self.shapes.value(node, f"<{SH}severity>") or f"<{SH}Violation>"
        messages = tuple(self.shapes.values(node, f"<{SH}message>"))
        checks: list[Check] = []
        for component in COMPONENTS:
            for value in self.shapes.values(node, component.parameter):
                about = stated(self.shapes, node, component.iri)
                source = Source(node, along, component.iri, severity, messages, component.default(value), stated=about)
                made = component.make(value, About(self.shapes, node, along, source, self.shape))
                checks += [made] if made else []
        for one in self.customs:
            source = Source(node, along, one.node, severity, messages, "does not conform to the component")
            checks += custom.checks(one, About(self.shapes, node, along, source, self.shape))
        return checks
