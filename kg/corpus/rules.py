"""Constraints of SHACL-SPARQL as one query each for all their focus nodes (SHACL, section 5).

Facts
-----
* The standard asks a query once for every focus node, with $this bound beforehand; 250,000 cables are 250,000
  queries. A query that binds $this itself gives the same rows when it is asked once, so that is what a shape
  here must do; that both ways agree is tested for each against the reference engine.
* Which rows are of focus nodes is looked up behind the query, for its few rows, and not before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kg.errors import FaultError
from kg.shacl.results import SH_SEVERITY
from kg.terms import RDFS, SH, Term

_TARGETS: Final = MappingProxyType(
    {
        "targetClass": f"?this a/<{RDFS}subClassOf>* {{0}}",
        "targetSubjectsOf": "?this {0} ?linked",
        "targetObjectsOf": "?linking {0} ?this",
        "targetNode": "FILTER (?this = {0})",
    }
)
"""Target of a shape -> the pattern that its focus nodes fulfil (SHACL, section 2.1.3)."""


class Rule(NamedTuple):
    """A constraint: its shape, what a result of it says, and its query, which gives ?this and perhaps ?value."""

    shape: Term
    severity: str
    message: str
    query: str


_Facts = Mapping[str, Mapping[str, list[Any]]]


def rules(paths: Iterable[Path]) -> list[Rule]:
    """Give the SPARQL constraints of shapes files, by the names of their shapes.

    Raises FaultError for a shape that has another form than ours: one query, one message, a target.
    """
    facts = _described(paths)
    shapes = sorted(subject for subject, said in facts.items() if SH + "sparql" in said)
    return [_rule(shape, facts) for shape in shapes]


def _described(paths: Iterable[Path]) -> _Facts:
    """Read Turtle: subject -> property -> terms."""
    import pyoxigraph  # noqa: PLC0415

    facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for quad in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
            subject: Any = quad.subject
            facts[subject.value][quad.predicate.value].append(quad.object)
    return facts


def _rule(shape: str, facts: _Facts) -> Rule:
    said = facts[shape]
    targets = [
        form.format(value) for name, form in _TARGETS.items() for value in sorted(map(str, said.get(SH + name, ())))
    ]
    try:
        (constraint,), (message,), (severity,) = (said[SH + name] for name in ("sparql", "message", "severity"))
        (select,) = facts[constraint.value][SH + "select"]
    except (KeyError, ValueError):
        targets = []
    if not targets:
        raise FaultError(f"{shape}: a shape over the corpus has one query, a message, a severity and a target")
    prefixes = _prefixes(facts[constraint.value][SH + "prefixes"], facts)
    filters = " || ".join(f"EXISTS {{ {target} }}" for target in targets)
    query = f"{prefixes}SELECT DISTINCT ?this ?value WHERE {{ {{ {select.value} }} FILTER ({filters}) }}"
    return Rule(Term(f"<{shape}>"), SH_SEVERITY[severity.value], message.value, query)


def _prefixes(declared: Iterable[Any], facts: _Facts) -> str:
    found = {}
    for ontology in declared:
        for declaration in facts[ontology.value][SH + "declare"]:
            said = facts[declaration.value]
            found[said[SH + "prefix"][0].value] = said[SH + "namespace"][0].value
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(found.items()))
