"""The shapes as values to show: what each of them looks at, what it asks for, what its breach means.

Every parameter of SHACL is told, those that have words here in words, all others by their names.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.pages import facts
from kg.pages.facts import Facts
from kg.pages.source import statements
from kg.shacl.results import SEVERITIES
from kg.terms import CK, DCTERMS, OWL, RDFS, SH, SHAPES

HELPER: Final = ""
"""Severity of a shape that others use and nobody reports."""

_EACH: Final = frozenset(("node", "class", "datatype", "not"))
"""Parameters each of whose values is a constraint of its own (SHACL, section 4)."""
UNNAMED: Final = "a shape without a name"

_TARGETS: Final = {
    "targetClass": "each {}",
    "targetNode": "the node {}",
    "targetObjectsOf": "each value of {}",
    "targetSubjectsOf": "each thing that has {}",
}
_WORDS: Final = {
    "minCount": "at least {}",
    "maxCount": "at most {}",
    "datatype": "datatype {}",
    "class": "of class {}",
    "nodeKind": "{}",
    "minLength": "length {} or more",
    "maxLength": "length {} or less",
    "pattern": "matches {}",
    "flags": "with the flags {}",
    "languageIn": "language one of {}",
    "uniqueLang": "each language once",
    "minInclusive": "{} or more",
    "maxInclusive": "{} or less",
    "minExclusive": "more than {}",
    "maxExclusive": "less than {}",
    "lessThan": "less than {}",
    "lessThanOrEquals": "not more than {}",
    "equals": "the same values as {}",
    "disjoint": "no value of {}",
    "in": "one of {}",
    "hasValue": "one of the values is {}",
    "node": "as {} says",
    "not": "not as {} says",
    "or": "as one of {} says",
    "and": "as all of {} say",
    "xone": "as exactly one of {} says",
}
"""Parameter of a constraint -> words, with its value or list of values in them."""
_KINDS: Final = {
    "sh:IRI": "an IRI",
    "sh:Literal": "a literal",
    "sh:BlankNode": "a blank node",
    "sh:IRIOrLiteral": "an IRI or a literal",
    "sh:BlankNodeOrIRI": "an IRI or a blank node",
    "sh:BlankNodeOrLiteral": "a literal or a blank node",
}
_NO_CONSTRAINT: Final = frozenset(
    ("path", "property", "severity", "message", "name", "description", "order", "group", "sparql", "deactivated")
)
_NUMBERED = re.compile(r"Constraints? (\d[\d, -]*)\.\s*")
_STEPS: Final = {"inversePath": "^{}", "zeroOrMorePath": "{}*", "oneOrMorePath": "{}+", "zeroOrOnePath": "{}?"}


class Value(NamedTuple):
    """A value of a parameter: its words, and its IRI where it has a page here."""

    text: str
    iri: str = ""


class Check(NamedTuple):
    """One parameter of a constraint: the words before its values, its values, the words behind them."""

    before: str
    values: tuple[Value, ...] = ()
    after: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.before}{', '.join(value.text for value in self.values)}{self.after}"


class Shape(NamedTuple):
    """One shape: where it looks, what must hold there, how bad a breach is and what it means in the world.

    Its number is that of the model's list of constraints, "" for one that is not in it; its Turtle is the text
    of its file.
    """

    iri: str
    name: str
    number: str
    severity: str
    targets: tuple[str, ...]
    path: str
    checks: tuple[Check, ...]
    parts: tuple[str, ...]
    message: str
    comment: str
    file: str
    turtle: str

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands in a list: by its number, those without one last."""
        digits = re.match(r"\d+", self.number)
        return (int(digits[0]) if digits else sys.maxsize, self.name)


class Page(NamedTuple):
    """What a page of the shapes shows: the shapes of each severity, the worst first, helpers last."""

    facts: Facts
    home: str
    groups: tuple[tuple[str, tuple[Shape, ...]], ...]


def read(folder: Path) -> Page:
    """Read the shapes of a folder; raises FaultError when one is damaged."""
    paths = sorted(folder.glob("*.ttl"))
    known = facts.read(paths)
    users, sources = _users(known), _sources(paths)
    nodes = [node for node in known.of_type(SH + "NodeShape", SH + "PropertyShape") if not node.startswith("_:")]
    found = [shape(known, node, users, sources.get(known.short(node), ("", ""))) for node in nodes]
    named = sorted(found, key=lambda one: one.place)
    groups = [(severity, tuple(one for one in named if one.severity == severity)) for severity in (*SEVERITIES, HELPER)]
    home = next((node for node in known.of_type(OWL + "Ontology") if not node.startswith("_:")), "")
    return Page(known, home, tuple(group for group in groups if group[1]))


def _users(known: Facts) -> dict[str, list[str]]:
    """Tell of each property shape which shapes have it."""
    users: dict[str, list[str]] = {}
    for node in known.subjects:
        for part in known.nodes(node, SH + "property"):
            users.setdefault(part, []).append(node)
    return users


def _sources(paths: Sequence[Path]) -> dict[str, tuple[str, str]]:
    """Tell of each subject in which file it stands, and how."""
    return {
        subject: (path.name, text) for path in paths for subject, text in statements(path.read_text(encoding="utf-8"))
    }


def _targets(known: Facts, node: str, users: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Tell what a shape looks at: targets of its own, or those of the shapes that have it as a property shape."""
    for name, words in _TARGETS.items():
        if named := known.nodes(node, SH + name):
            yield words.format(", ".join(map(known.short, named)))
    for user in users.get(node, ()):
        path = _path(known, user)
        for target in _targets(known, user, users):
            yield f"{path} of {target}" if path else target


def shape(known: Facts, node: str, users: Mapping[str, Sequence[str]], source: tuple[str, str]) -> Shape:
    """Gather what a shape says."""
    severity = known.text(node, SH + "severity").removeprefix(SH)
    comment = known.text(node, RDFS + "comment")
    numbered = _NUMBERED.match(comment)
    return Shape(
        iri=node,
        name=known.short(node).rpartition(":")[2],
        number=known.text(node, DCTERMS + "identifier") or (numbered[1] if numbered else ""),
        severity=severity if severity in SEVERITIES else HELPER,
        targets=tuple(_targets(known, node, users)),
        path=_path(known, node),
        checks=tuple(_checks(known, node)),
        parts=tuple(part for part in known.nodes(node, SH + "property") if not part.startswith("_:")),
        message=known.text(node, SH + "message"),
        comment=_NUMBERED.sub("", comment, 1),
        file=source[0],
        turtle=source[1],
    )


def _path(known: Facts, node: str) -> str:
    return path(known, next(iter(known.nodes(node, SH + "path")), ""))


def path(known: Facts, node: str) -> str:
    """Write a property path as SPARQL does."""
    if not node.startswith("_:"):
        return known.short(node)
    if known.values(node, facts.FIRST):
        return "/".join(path(known, facts.name(one)) for one in known.items(node))
    for head in known.nodes(node, SH + "alternativePath"):
        return "(" + "|".join(path(known, facts.name(one)) for one in known.items(head)) + ")"
    steps = ((words, one) for name, words in _STEPS.items() for one in known.nodes(node, SH + name))
    return next((words.format(path(known, one)) for words, one in steps), "")


def _checks(known: Facts, node: str) -> Iterator[Check]:
    for predicate, values in known.subjects[node].items():
        name = predicate.removeprefix(SH)
        if not predicate.startswith(SH) or name in _NO_CONSTRAINT or name in _TARGETS:
            continue
        before, _, after = _WORDS.get(name, f"{name} {{}}").partition("{}")
        shown = [tuple(_values(known, value)) for value in values]
        if name in _EACH:
            yield from (Check(before, one, after) for one in shown)
        else:
            yield Check(before, tuple(chain(*shown)), after)
    if known.values(node, SH + "sparql"):
        yield Check("as the query says")


def _values(known: Facts, value: Any) -> Iterator[Value]:
    kind = type(value).__name__
    if kind == "Literal":
        yield Value(str(value.value))
    elif kind == "BlankNode":
        items = list(known.items(str(value)))
        yield from chain.from_iterable(_values(known, one) for one in items)
        if not items:
            yield Value(UNNAMED)
    else:
        short = known.short(value.value)
        yield Value(_KINDS.get(short, short), value.value if value.value.startswith((CK, SHAPES)) else "")
