"""Shapes as SPARQL expressions: whether a node, held by a variable, conforms.

Facts
-----
* A constraint on single values fails for a value by an expression; one on all values of a path together fails
  by an EXISTS that looks for a witness: two different values where one may stand.
* `=` of SPARQL compares values, SHACL compares terms, so `sameTerm` stands wherever terms are meant.
* Virtuoso (7.2.5) looks up the constants of a sameTerm beforehand and errs when it holds none of them; and it
  matches a stored text byte by byte unless a function has made a new text of it. Hence IN, and SUBSTR.
* Oxigraph (0.5) plans a pattern of EXISTS by itself, so a path of several steps may be read from its far end for
  every node anew; a step a level, each is looked up from what is bound. Hence nested EXISTS.
* A comparison that has no answer is an error in SPARQL and a failure in SHACL (section 4.3): COALESCE.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from types import MappingProxyType
from typing import Final, NamedTuple

from kg import terms
from kg.errors import InputError
from kg.shacl.graph import Graph
from kg.shacl.literals import LANG_STRING, STRING, is_literal, literal, true
from kg.shacl.paths import path
from kg.shacl.selects.datatypes import PATTERNS
from kg.terms import SH

MOST_WITNESSES: Final = 5
"""Values that a count inside another shape can be about: more would make a query nobody answers."""


def sh(name: str) -> str:
    """Give a term of the SHACL namespace."""
    return f"<{SH}{name}>"


@dataclass(slots=True)
class Writer:
    """Writes expressions for the shapes of one graph; `classes` gives a class and its subclasses in the store."""

    shapes: Graph
    classes: Callable[[str], Collection[str]]
    _numbers: count[int] = field(default_factory=count)

    def fresh(self) -> str:
        """Give a variable that nothing else uses."""
        return f"?v{next(self._numbers)}"

    def values(self, node: str, parameter: str) -> list[str]:
        """Give the values of a parameter of a shape."""
        return list(self.shapes.values(node, sh(parameter)))

    def members(self, head: str) -> list[str]:
        """Give the members of a list."""
        return self.shapes.members(head) or []

    def steps(self, node: str) -> list[str]:
        """Give the path of a property shape as SPARQL, a text for each step of a sequence; [] for a node shape."""
        at = self.shapes.value(node, sh("path"))
        if not at:
            return []
        path(self.shapes, at)  # raises for an ill-formed one
        return [path(self.shapes, step).text for step in self.shapes.members(at) or [at]]

    def exists(self, start: str, steps: Sequence[str], holds: Callable[[str], str]) -> str:
        """Tell whether a path leads to a node for which something holds."""
        held = self.fresh()
        wanted = self.exists(held, steps[1:], holds) if steps[1:] else holds(held)
        kept = "" if wanted == "true" else f" FILTER ({wanted})"
        return f"EXISTS {{ {start} {steps[0]} {held} .{kept} }}"

    def leads(self, start: str, steps: Sequence[str], end: str) -> str:
        """Tell whether a path leads to a node that is given."""
        if not steps[1:]:
            return f"EXISTS {{ {start} {steps[0]} {end} }}"
        return self.exists(start, steps[:-1], lambda held: f"EXISTS {{ {held} {steps[-1]} {end} }}")

    # -- whether a node conforms ------------------------------------------------------------------
    def conforms(self, node: str, variable: str) -> str:
        """Tell whether what a variable holds conforms to a shape."""
        if true(self.shapes.value(node, sh("deactivated"))):
            return "true"
        steps = self.steps(node)
        failing = [self.witness(variable, steps, fails) for fails in self.single(node)]
        failing += [made(self, node, value, variable) for made, value in self.together(node)]
        for one in self.values(node, "property"):
            failing.append(self.witness(variable, steps, lambda held, one=one: f"!{self.conforms(one, held)}"))  # type: ignore[misc]
        return f"({' && '.join(f'!({expression})' for expression in failing)})" if failing else "true"

    def witness(self, variable: str, steps: Sequence[str], fails: Callable[[str], str]) -> str:
        """Tell whether some value of a path fails; without a path the node is its own value."""
        return self.exists(variable, steps, fails) if steps else fails(variable)

    def single(self, node: str) -> list[Callable[[str], str]]:
        """Give what makes a single value fail, for each constraint of a shape on single values."""
        return [
            lambda held, make=make, value=value: make(self, node, value, held)  # type: ignore[misc]
            for parameter, make in SINGLE.items()
            for value in self.values(node, parameter)
        ]

    def together(self, node: str) -> list[tuple[Together, str]]:
        """Give the constraints of a shape on all its values together."""
        return [(make, value) for parameter, make in TOGETHER.items() for value in self.values(node, parameter)]

    def of_class(self, variable: str, kind: str) -> str:
        """Give the pattern of instances of a class."""
        classes = sorted(self.classes(kind))
        if len(classes) == 1:
            return f"{variable} a {classes[0]} ."
        held = self.fresh()
        return f"{variable} a {held} . FILTER ({held} IN ({', '.join(classes)}))"

    def several(self, node: str, variable: str, number: int, keeps: Callable[[str], str]) -> str:
        """Tell whether a shape's path has so many different values that are kept."""
        if number <= 0:
            return "true"
        if number > MOST_WITNESSES:
            raise refused(node, f"a count of more than {MOST_WITNESSES} values inside another shape")
        return self._different(self.steps(node), variable, (), number, keeps)

    def _different(
        self, steps: Sequence[str], start: str, met: Sequence[str], number: int, keeps: Callable[[str], str]
    ) -> str:
        """Tell whether there are so many values more that differ from those that were met."""

        def wanted(held: str) -> str:
            tests = [f"!sameTerm({one}, {held})" for one in met]
            tests += [kept for kept in [keeps(held)] if kept != "true"]
            tests += [self._different(steps, start, (*met, held), number - 1, keeps)] if number > 1 else []
            return " && ".join(tests) or "true"

        return self.exists(start, steps, wanted)

    def qualifies(self, node: str) -> Callable[[str], str]:
        """Give what a value must be to be counted by a qualified constraint."""
        wanted = self.values(node, "qualifiedValueShape")
        if any(true(value) for value in self.values(node, "qualifiedValueShapesDisjoint")):
            raise refused(node, "sh:qualifiedValueShapesDisjoint")
        return lambda held: " && ".join(self.conforms(shape, held) for shape in wanted) or "true"


Single = Callable[[Writer, str, str, str], str]
"""Writer, shape, parameter value, variable -> whether what the variable holds fails."""
Together = Callable[[Writer, str, str, str], str]
"""Writer, shape, parameter value, variable of the focus node -> whether the focus node fails."""


def refused(node: str, what: str) -> InputError:
    """Say what no query can ask."""
    return InputError(f"the shapes cannot be asked of an endpoint: {node}: {what} is not translated", code="shapes")


def number(term: str) -> int:
    """Give the integer of a parameter."""
    return int(literal(term).lexical)


# -- single values ---------------------------------------------------------------------------------
def _class(writer: Writer, _: str, value: str, held: str) -> str:
    return f"!EXISTS {{ {writer.of_class(held, value)} }}"


def _datatype(_: Writer, node: str, value: str, held: str) -> str:
    if value == STRING:
        return f'!isLiteral({held}) || LANG({held}) != "" || DATATYPE({held}) != {value}'
    if value == LANG_STRING:
        return f'!isLiteral({held}) || LANG({held}) = ""'
    if value not in PATTERNS:
        raise refused(node, f"sh:datatype {value}")
    typed = f"!isLiteral({held}) || DATATYPE({held}) != {value}"
    return f"{typed} || !REGEX(STR({held}), {_quoted(PATTERNS[value])})" if PATTERNS[value] else typed


def _quoted(text: str) -> str:
    return str(terms.text(text))


_KINDS: Final = {
    sh("IRI"): "!isIRI({0})",
    sh("BlankNode"): "!isBlank({0})",
    sh("Literal"): "!isLiteral({0})",
    sh("BlankNodeOrIRI"): "isLiteral({0})",
    sh("BlankNodeOrLiteral"): "isIRI({0})",
    sh("IRIOrLiteral"): "isBlank({0})",
}


def _kind(_: Writer, __: str, value: str, held: str) -> str:
    return _KINDS[value].format(held)


def _compared(sign: str) -> Single:
    return lambda _, __, value, held: f"!COALESCE({held} {sign} {value}, false)"


def _length(sign: str) -> Single:
    return lambda _, __, value, held: f"isBlank({held}) || STRLEN(STR({held})) {sign} {number(value)}"


def _pattern(writer: Writer, node: str, value: str, held: str) -> str:
    flags = "".join(f", {flag}" for flag in writer.values(node, "flags"))
    return f"isBlank({held}) || !REGEX(SUBSTR(STR({held}), 1), {value}{flags})"


def _languages(writer: Writer, _: str, value: str, held: str) -> str:
    ranges = [f"LANGMATCHES(LANG({held}), {language})" for language in writer.members(value)]
    return f"!isLiteral({held}) || !({' || '.join(ranges) or 'false'})"


def _in(writer: Writer, _: str, value: str, held: str) -> str:
    return f"!({_among(writer.members(value), held)})"


def _among(terms: Sequence[str], held: str) -> str:
    """Tell whether what a variable holds is one of some terms."""
    nodes = [term for term in terms if not is_literal(term)]
    same = [f"{held} IN ({', '.join(nodes)})"] if nodes else []
    for term in terms:
        if is_literal(term):
            parts = literal(term)
            said = f"STR({held}) = {_quoted(parts.lexical)} && DATATYPE({held}) = {parts.datatype}"
            same.append(f'(isLiteral({held}) && {said} && LCASE(LANG({held})) = "{parts.language}")')
    return " || ".join(same) or "false"


def _not(writer: Writer, _: str, value: str, held: str) -> str:
    return writer.conforms(value, held)


def _node(writer: Writer, _: str, value: str, held: str) -> str:
    return f"!{writer.conforms(value, held)}"


def _and(writer: Writer, _: str, value: str, held: str) -> str:
    return " || ".join(f"!{writer.conforms(one, held)}" for one in writer.members(value))


def _or(writer: Writer, _: str, value: str, held: str) -> str:
    return " && ".join(f"!{writer.conforms(one, held)}" for one in writer.members(value))


def _xone(writer: Writer, _: str, value: str, held: str) -> str:
    members = writer.members(value)
    chosen = (
        " && ".join(f"{'' if one == only else '!'}{writer.conforms(one, held)}" for one in members) for only in members
    )
    return f"!({' || '.join(f'({one})' for one in chosen)})"


SINGLE: Final = MappingProxyType(
    {
        "class": _class,
        "datatype": _datatype,
        "nodeKind": _kind,
        "minExclusive": _compared(">"),
        "minInclusive": _compared(">="),
        "maxExclusive": _compared("<"),
        "maxInclusive": _compared("<="),
        "minLength": _length("<"),
        "maxLength": _length(">"),
        "pattern": _pattern,
        "languageIn": _languages,
        "in": _in,
        "not": _not,
        "node": _node,
        "and": _and,
        "or": _or,
        "xone": _xone,
    }
)
"""Parameter -> when a single value fails (Recommendation, section 4)."""


# -- all values of a focus node together -----------------------------------------------------------
def _min(writer: Writer, node: str, value: str, focus: str) -> str:
    return f"!{writer.several(node, focus, number(value), lambda _: 'true')}"


def _max(writer: Writer, node: str, value: str, focus: str) -> str:
    return writer.several(node, focus, number(value) + 1, lambda _: "true")


def _qualified_min(writer: Writer, node: str, value: str, focus: str) -> str:
    return f"!{writer.several(node, focus, number(value), writer.qualifies(node))}"


def _qualified_max(writer: Writer, node: str, value: str, focus: str) -> str:
    return writer.several(node, focus, number(value) + 1, writer.qualifies(node))


def _has(writer: Writer, node: str, value: str, focus: str) -> str:
    steps = writer.steps(node)
    return f"!{writer.leads(focus, steps, value)}" if steps else f"!({_among([value], focus)})"


class Pair(NamedTuple):
    """What may not be, between the values of two properties: a value of one of them for which `fails` holds.

    `other` when it is a value of the other property; `fails` gets writer, steps, other property, focus node, value.
    """

    other: bool
    fails: Callable[[Writer, Sequence[str], str, str, str], str]


def _lacks(_: Writer, __: Sequence[str], other: str, focus: str, held: str) -> str:
    return f"!EXISTS {{ {focus} {other} {held} }}"


def _unreached(writer: Writer, steps: Sequence[str], _: str, focus: str, held: str) -> str:
    return f"!{writer.leads(focus, steps, held)}"


def _shared(_: Writer, __: Sequence[str], other: str, focus: str, held: str) -> str:
    return f"EXISTS {{ {focus} {other} {held} }}"


def _unless(sign: str) -> Callable[[Writer, Sequence[str], str, str, str], str]:
    return lambda writer, _, other, focus, held: writer.exists(
        focus, [other], lambda compared: f"!COALESCE({held} {sign} {compared}, false)"
    )


PAIRS: Final = MappingProxyType(
    {
        "equals": (Pair(other=False, fails=_lacks), Pair(other=True, fails=_unreached)),
        "disjoint": (Pair(other=False, fails=_shared),),
        "lessThan": (Pair(other=False, fails=_unless("<")),),
        "lessThanOrEquals": (Pair(other=False, fails=_unless("<=")),),
    }
)
"""Parameter -> what may not be, between the values of two properties."""


def _pair(pairs: Sequence[Pair]) -> Together:
    def made(writer: Writer, node: str, value: str, focus: str) -> str:
        steps = writer.steps(node)
        return " || ".join(
            writer.witness(focus, [value] if pair.other else steps, partial(pair.fails, writer, steps, value, focus))
            for pair in pairs
        )

    return made


TOGETHER: Final = MappingProxyType(
    {
        "minCount": _min,
        "maxCount": _max,
        "qualifiedMinCount": _qualified_min,
        "qualifiedMaxCount": _qualified_max,
        "hasValue": _has,
        **{name: _pair(pairs) for name, pairs in PAIRS.items()},
    }
)
"""Parameter -> when a focus node fails by all its values together."""
