"""Constraint components of a shapes graph's own, with SELECT or ASK validators (Recommendation, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.shacl.about import About
from kg.shacl.check import FAR, Check, Finding, Source
from kg.shacl.graph import TYPE, Graph
from kg.shacl.literals import true
from kg.shacl.messages import filled
from kg.shacl.queries.constraints import selecting
from kg.shacl.queries.query import ALWAYS, Answer, answer
from kg.terms import SH

_COMPONENT: Final = f"<{SH}ConstraintComponent>"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED: Final = ALWAYS | {"path", "PATH", "value"}


class Custom(NamedTuple):
    """A component: its node, and variable name -> predicate of its parameters, needed and optional."""

    node: str
    needed: Mapping[str, str]
    optional: Mapping[str, str]

    @property
    def parameters(self) -> Mapping[str, str]:
        """All parameters."""
        return {**self.needed, **self.optional}

    def constraints(self, shapes: Graph, shape: str) -> Iterator[dict[str, str]]:
        """Give the parameter values of each constraint that a shape has of this component (section 6.2.1)."""
        given = {name: shapes.values(shape, predicate) for name, predicate in self.parameters.items()}
        if not all(given[name] for name in self.needed):
            return
        if len(given) == 1:
            ((name, values),) = given.items()
            yield from ({name: value} for value in values)
            return
        if any(len(values) > 1 for values in given.values()):
            raise InputError(
                f"the shapes are ill-formed: {shape} gives a parameter of {self.node} more than once", code="shapes"
            )
        yield {name: values[0] for name, values in given.items() if values}


def components(shapes: Graph) -> list[Custom]:
    """Read the components that a shapes graph declares."""
    kinds = shapes.subclasses(_COMPONENT)
    return [
        _component(shapes, node)
        for node, facts in shapes.own.items()
        if not node.startswith(f"<{SH}") and not set(kinds).isdisjoint(facts.get(TYPE, ()))
    ]


def _component(shapes: Graph, node: str) -> Custom:
    needed: dict[str, str] = {}
    optional: dict[str, str] = {}
    for parameter in shapes.values(node, f"<{SH}parameter>"):
        at = shapes.values(parameter, f"<{SH}path>")
        name = re.split("[/#:]", at[0][1:-1])[-1] if at else ""
        if len(at) != 1 or not at[0].startswith("<") or not _NAME.fullmatch(name) or name in _RESERVED:
            raise InputError(f"the shapes are ill-formed: a parameter of {node} has no usable sh:path", code="shapes")
        chosen = optional if true(shapes.value(parameter, f"<{SH}optional>")) else needed
        chosen[name] = at[0]
    if not needed:
        raise InputError(f"the shapes are ill-formed: component {node} has no parameter that is needed", code="shapes")
    return Custom(node, needed, optional)


def checks(custom: Custom, about: About) -> Iterator[Check]:
    """Compile the constraints that a shape has of a component."""
    for given in custom.constraints(about.shapes, about.node):
        validator = _validator(custom, about)
        messages = about.source.messages or _messages(about.shapes, custom.node, validator)
        source = about.source._replace(messages=tuple(filled(message, given) for message in messages))
        prebound = frozenset(custom.parameters)
        if about.shapes.values(validator, f"<{SH}select>"):
            yield selecting(answer(about, validator, "select", prebound), source, given)
        else:
            yield _asking(answer(about, validator, "ask", prebound | {"value"}), source, given)


def _validator(custom: Custom, about: About) -> str:
    """Choose the validator: the one for this kind of shape, else the one for both (section 6.2.3)."""
    special = "propertyValidator" if about.path else "nodeValidator"
    for name in (special, "validator"):
        for validator in about.shapes.values(custom.node, f"<{SH}{name}>"):
            if about.shapes.values(validator, f"<{SH}ask>") or about.shapes.values(validator, f"<{SH}select>"):
                return validator
    raise InputError(
        f"the shapes cannot be used: component {custom.node} has no SPARQL validator for shape {about.node}",
        code="shapes",
    )


def _messages(shapes: Graph, component: str, validator: str) -> Sequence[str]:
    return shapes.values(validator, f"<{SH}message>") or shapes.values(component, f"<{SH}labelTemplate>")


def _asking(answers: Answer, source: Source, given: Mapping[str, str]) -> Check:
    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        given_here = {**given, "this": focus}
        out += [
            (source, focus, value)
            for value in values
            if next(iter(answers(graph, {**given_here, "value": value})), None) is None
        ]

    return Check(source, run=run, nesting=FAR)
