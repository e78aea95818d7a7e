"""Property paths: read from a shapes graph, evaluated, and written as SPARQL (Recommendation, section 2.3.1).

An inverse is pushed down to the predicates while a path is read, so that evaluation only ever looks up an
index: `^(a/b)` is walked as `^b/^a`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.shacl.graph import FIRST, Facts, Graph
from kg.terms import SH

Step = Callable[[Graph, str], Sequence[str]]

ILL_FORMED: Final = "the shapes are ill-formed"
"""How the reason begins when shapes break a syntax rule of the Recommendation (appendix A)."""
DEEPEST_PATH: Final = 50
"""Levels of a path: more would exhaust the stack, and nobody reads them."""


class Path(NamedTuple):
    """A path: how it gets from a node to its value nodes, its text in SPARQL, the node that describes it.

    `predicate` is the IRI of a path that is a single predicate, else ""; `inverse` that of one walked backwards.
    """

    values: Step
    text: str
    predicate: str = ""
    node: str = ""
    inverse: str = ""


def path(shapes: Graph, node: str) -> Path:
    """Read a path; raises InputError when it is ill-formed or contains itself."""
    return _Reader(shapes).path(node, (), back=False)._replace(node=node)


class _Reader:
    """Reads paths of one shapes graph; `back` walks them from their end."""

    def __init__(self, shapes: Graph) -> None:
        self.shapes = shapes

    def path(self, node: str, above: tuple[str, ...], *, back: bool) -> Path:
        if node in above:
            raise _ill_formed(node, "contains itself")
        if len(above) > DEEPEST_PATH:
            raise InputError(f"path {above[0]} nests deeper than {DEEPEST_PATH} levels", code="shapes")
        if node.startswith("<"):
            return predicate_path(node, back=back)
        facts = self.shapes.facts(node)
        above = (*above, node)
        if FIRST in facts:
            parts = self.several(node, above, node, back=back)
            text = f"({'/'.join(part.text for part in parts)})"
            steps = [(part.predicate, part.values) for part in (reversed(parts) if back else parts)]
            return Path(_walked((text, back), sequence(steps)), text)
        kinds = [kind for kind in _KINDS if kind in facts]
        if len(kinds) != 1 or len(facts[kinds[0]]) != 1:
            raise _ill_formed(node, "is no list and has not exactly one of the path properties")
        (kind,), (inner,) = kinds, facts[kinds[0]]
        if kind == _ALTERNATIVE:
            parts = self.several(inner, above, node, back=back)
            return Path(alternative([part.values for part in parts]), f"({'|'.join(part.text for part in parts)})")
        if kind == _INVERSE:
            within = self.path(inner, above, back=not back)
            return Path(within.values, f"^{within.text}", inverse=within.inverse)
        repeated, mark = _REPEATED[kind]
        within = self.path(inner, above, back=back)
        return Path(repeated(within.values), f"({within.text}){mark}")

    def several(self, head: str, above: tuple[str, ...], node: str, *, back: bool) -> list[Path]:
        members = self.shapes.members(head)
        if members is None or len(members) < 2:
            raise _ill_formed(node, "needs a list of two members at least")
        return [self.path(member, above, back=back) for member in members]


def _ill_formed(node: str, why: str) -> InputError:
    return InputError(f"{ILL_FORMED}: path {node} {why}", code="shapes")


@lru_cache(maxsize=1_000)
def predicate_path(predicate: str, *, back: bool = False) -> Path:
    """Give the path of one predicate, or its inverse."""
    if back:
        return Path(lambda graph, focus: graph.subjects(predicate, focus), predicate, inverse=predicate)
    return Path(lambda graph, focus: graph.values(focus, predicate), predicate, predicate, predicate)


def _distinct(nodes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(nodes))


def sequence(steps: Sequence[tuple[str, Step]]) -> Step:
    """Walk one step after the other; one that is a predicate, whose IRI stands before it, without a call."""

    def values(graph: Graph, focus: str) -> Sequence[str]:
        facts: Callable[[str], Facts] = graph.facts
        nodes: Sequence[str] = (focus,)
        for predicate, step in steps:
            if predicate:
                found = [value for node in nodes for value in facts(node).get(predicate, ())]
            else:
                found = [value for node in nodes for value in step(graph, node)]
            # what a step finds is distinct: most properties of a cable have one value or none
            nodes = found if len(nodes) == 1 else list(dict.fromkeys(found))
        return nodes

    return values


def _walked(walk: tuple[str, bool], step: Step) -> Step:
    """Remember where a walk leads, and whether backwards, while a graph is validated: shapes share paths."""

    def values(graph: Graph, focus: str) -> Sequence[str]:
        known = graph.walks.get((walk, focus))
        if known is None:
            if len(graph.walks) >= _MOST_WALKS:
                graph.walks.clear()
            known = graph.walks[walk, focus] = step(graph, focus)
        return known

    return values


_MOST_WALKS: Final = 10_000


def alternative(steps: Sequence[Step]) -> Step:
    """Walk each of several steps."""
    return lambda graph, focus: _distinct([found for step in steps for found in step(graph, focus)])


def _reach(step: Step, graph: Graph, met: dict[str, None]) -> list[str]:
    todo = list(met)
    while todo:
        for found in step(graph, todo.pop()):
            if found not in met:
                met[found] = None
                todo.append(found)
    graph.steps.spend(len(met))
    return list(met)


def zero_or_more(step: Step) -> Step:
    """Walk a step any number of times."""
    return lambda graph, focus: _reach(step, graph, {focus: None})


def one_or_more(step: Step) -> Step:
    """Walk a step at least once."""
    return lambda graph, focus: _reach(step, graph, dict.fromkeys(step(graph, focus)))


def zero_or_one(step: Step) -> Step:
    """Walk a step or stay."""
    return lambda graph, focus: _distinct((focus, *step(graph, focus)))


_ALTERNATIVE: Final = f"<{SH}alternativePath>"
_INVERSE: Final = f"<{SH}inversePath>"
_REPEATED: Final = MappingProxyType(
    {
        f"<{SH}zeroOrMorePath>": (zero_or_more, "*"),
        f"<{SH}oneOrMorePath>": (one_or_more, "+"),
        f"<{SH}zeroOrOnePath>": (zero_or_one, "?"),
    }
)
_KINDS: Final = (_ALTERNATIVE, _INVERSE, *_REPEATED)
