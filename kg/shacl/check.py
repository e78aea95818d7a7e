"""What a compiled constraint is: a phrase of Python about one value or about all of them, or a function over them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from kg.shacl.code import Code
from kg.shacl.graph import Graph
from kg.shacl.literals import folded, string
from kg.shacl.order import value
from kg.shacl.paths import Path


class Source(NamedTuple):
    """Where a result comes from: shape, path, component, severity, and what the shape says about it.

    All are terms in N-Triples form; `constraint` is the value of sh:sparql, "" for constraints of Core;
    `default` is said where the shape has no message; `stated` is the property on whose line a result is.
    """

    shape: str
    path: Path | None
    component: str
    severity: str
    messages: tuple[str, ...]
    default: str
    constraint: str = ""
    stated: str = ""


Finding = tuple[Source, str, str]
"""What was found: its source, the focus node, and the value ("" when there is none)."""

Run = Callable[[Graph, str, Sequence[str], list[Finding]], None]
Lacks = Callable[[Code, str], str]
"""Writes whether values, which a variable holds, are not as they should be: one result, without a value."""

FAR: Final = sys.maxsize
"""More than any nesting, and more values than any node has."""


class At:
    """Where a value is looked at: the code, the variable that holds it, and what else is to be at hand there."""

    def __init__(self, code: Code, value: str) -> None:
        self.code = code
        self.value = value
        self.ready: dict[str, str] = {}
        """Variable -> what it is made of."""

    @property
    def text(self) -> str:
        """Give the variable of its text, STR() of SPARQL; that of a blank node means nothing."""
        name = f"{self.value}_text"
        plain = f"{self.value}[0] != '\"' or ({self.value}[-1] == '\"' and '\\\\' not in {self.value})"
        self.ready[name] = f"{self.value}[1:-1] if {plain} else {self.code.constant(string)}({self.value})"
        return name

    @property
    def folded(self) -> str:
        """Give the variable of its text in one case."""
        name = f"{self.value}_folded"
        self.ready[name] = f"{self.code.constant(folded)}({self.value})"
        return name

    @property
    def ordered(self) -> str:
        """Give the variable of its value, which has an order; None where it has none."""
        name = f"{self.value}_value"
        self.ready[name] = f"{self.code.constant(value)}({self.value})"
        return name

    def values(self, predicate: str) -> str:
        """Give the variable of its values of a property."""
        facts, name = f"{self.value}_facts", f"{self.value}_{self.code.constant(predicate)}"
        self.ready[facts] = f"graph.facts({self.value}).get"
        self.ready[name] = f"{facts}({self.code.constant(predicate)}, ())"
        return name


class Phrase(NamedTuple):
    """Writes whether a value fails.

    `pure` phrases ask for nothing but the value; those that are `dear` take longer than to look up whether the value
    was sound before; `size` counts the parts.
    """

    write: Callable[[At], str]
    pure: bool = True
    dear: bool = False
    size: int = 1


class Check(NamedTuple):
    """One constraint of one shape: it has one of `fails`, `lacks` and `run`, and says so as `source`.

    `run` gets graph, focus node and value nodes and adds findings; `finds` writes the same, where that is faster, with
    `graph`, `focus` and `add` at hand and the values in a variable. `vacuous` constraints hold when there are no
    values, and none of 1 to `fewest` - 1 values can break them. `nesting` counts the shapes within shapes that are
    asked, 0 for what the value nodes themselves and their types tell, FAR for what reads other nodes.
    """

    source: Source
    fails: Phrase | None = None
    lacks: Lacks | None = None
    run: Run | None = None
    finds: Callable[[Code, str], None] | None = None
    vacuous: bool = True
    nesting: int = 0
    fewest: int = 1


def each(fails: Callable[[str], bool], source: Source) -> Check:
    """Make a check that looks at each value node alone."""
    return Check(source, Phrase(lambda at: f"{at.code.constant(fails)}({at.value})", dear=True))


SHORT: Final = 100
"""Characters of a term that is worth remembering."""
MOST: Final = 2_000
"""Terms that are remembered."""
