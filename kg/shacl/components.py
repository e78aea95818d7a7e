"""The table of constraint components: what the Recommendation defines in section 4, in its order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from kg.shacl.about import About
from kg.shacl.check import Check
from kg.shacl.constraints import counts, logic, nested, others, pairs, ranges, strings, types
from kg.shacl.literals import TRUE
from kg.shacl.messages import readable
from kg.shacl.queries import constraints
from kg.terms import SH

Maker = Callable[[str, About], Check | None]


class Component(NamedTuple):
    """A component: its IRI, the parameter that brings it about, its maker, and what its default message says.

    Each value of the parameter is a constraint of its own. A maker gives None where the value asks for nothing.
    """

    iri: str
    parameter: str
    make: Maker
    says: str

    def default(self, value: str) -> str:
        """Say what is wrong, for a shape without a message."""
        return self.says if value.startswith("_:") or value == TRUE else f"{self.says} {readable(value)}"


def _row(name: str, make: Maker, says: str) -> Component:
    return Component(f"<{SH}{name[0].upper()}{name[1:]}ConstraintComponent>", f"<{SH}{name}>", make, says)


COMPONENTS: Final = (
    _row("class", types.of_class, "is no instance of"),
    _row("datatype", types.of_datatype, "is no well-formed literal of"),
    _row("nodeKind", types.of_kind, "is no"),
    _row("minCount", counts.at_least, "has fewer values than"),
    _row("maxCount", counts.at_most, "has more values than"),
    _row("minExclusive", ranges.above, "is not greater than"),
    _row("minInclusive", ranges.from_on, "is less than"),
    _row("maxExclusive", ranges.below, "is not less than"),
    _row("maxInclusive", ranges.up_to, "is greater than"),
    _row("minLength", strings.at_least_long, "is shorter than"),
    _row("maxLength", strings.at_most_long, "is longer than"),
    _row("pattern", strings.matching, "does not match"),
    _row("languageIn", strings.in_languages, "is in none of the languages"),
    _row("uniqueLang", strings.one_a_language, "has two values in one language"),
    _row("equals", pairs.equal_to, "is not a value both here and of"),
    _row("disjoint", pairs.disjoint_with, "is also a value of"),
    _row("lessThan", pairs.less_than, "is not less than every value of"),
    _row("lessThanOrEquals", pairs.no_more_than, "is greater than a value of"),
    _row("not", logic.negated, "conforms to"),
    _row("and", logic.all_of, "does not conform to all of"),
    _row("or", logic.any_of, "conforms to none of"),
    _row("xone", logic.one_of, "does not conform to exactly one of"),
    _row("node", nested.of_shape, "does not conform to"),
    _row("qualifiedMinCount", nested.at_least_qualified, "has fewer values of the kind than"),
    _row("qualifiedMaxCount", nested.at_most_qualified, "has more values of the kind than"),
    _row("closed", others.closed, "is a value of a property that is not allowed"),
    _row("hasValue", others.having, "has not the value"),
    _row("in", others.among, "is none of"),
    Component(f"<{SH}SPARQLConstraintComponent>", f"<{SH}sparql>", constraints.of_query, "is found by the query"),
)
