"""Triple patterns and property paths of a query, matched against the index of a graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Final

from kg.errors import InputError
from kg.shacl.graph import Graph
from kg.shacl.literals import of_rdflib
from kg.shacl.paths import Step, alternative, one_or_more, predicate_path, sequence, zero_or_more, zero_or_one
from kg.shacl.queries.world import Binding, World

Match = Callable[[World, Binding], Iterable[Binding]]
Triple = tuple[str, Any, str]
"""Subject, predicate and object; variables begin with `?`, a predicate may be a path of rdflib."""


def term(node: Any) -> str:
    """Give a term, a variable as `?name`; blank nodes of a query are variables that nobody sees."""
    kind = type(node).__name__
    if kind == "Variable":
        return f"?{node}"
    return f"?_:{node}" if kind == "BNode" else str(of_rdflib(node))


def triples(given: Iterable[Sequence[Any]]) -> list[Triple]:
    """Give triple patterns with the sequences and inverses of their paths taken apart.

    The nodes within a path are variables of these patterns alone, each time that they are taken apart: beside them,
    the same path leads over other nodes.
    """
    fresh = (f"?_:path{id(given)}-{number}" for number in count())
    found: list[Triple] = []
    for subject, predicate, value in given:
        found += _flat(term(subject), predicate, term(value), fresh)
    return found


def _flat(subject: str, predicate: Any, value: str, fresh: Iterator[str]) -> Iterator[Triple]:
    kind = type(predicate).__name__
    if kind == "InvPath":
        yield from _flat(value, predicate.arg, subject, fresh)
    elif kind == "SequencePath":
        between = [next(fresh) for _ in predicate.args[1:]]
        for one, part, other in zip([subject, *between], predicate.args, [*between, value], strict=True):
            yield from _flat(one, part, other, fresh)
    elif kind in {"URIRef", "Variable"}:
        yield subject, term(predicate), value
    else:
        yield subject, predicate, value


def variables(triple: Triple) -> set[str]:
    """Give the names of the variables of a triple pattern."""
    return {part[1:] for part in triple if isinstance(part, str) and part.startswith("?")}


def joined(given: Sequence[Triple], bound: frozenset[str], sure: frozenset[str]) -> Match:
    """Join triple patterns, those that are bound best first.

    `bound` are the names that something around may have bound, `sure` those of them that it always has. Where one
    pattern may be followed forwards and another one backwards, what has fewer matches in the data goes first.
    """
    ends = two_ends(given, bound, sure, sure)
    if ends is None:
        return _chain(given, bound, sure)
    forward, backward = ends
    return _shorter(
        (forward, _chain(given, bound, sure, forward)),
        (backward, _chain(given, bound, sure, backward)),
    )


def two_ends(
    given: Sequence[Triple], bound: frozenset[str], subjects: frozenset[str], values: frozenset[str]
) -> tuple[Triple, Triple] | None:
    """Give a pattern to be followed from one of some subjects, and one from one of some values, if none is better.

    `bound` are the names that may be bound there. Both are of a predicate: only an index tells how many there are.
    """
    best = [triple for triple in given if worth(triple, bound) == _ONE_END and isinstance(triple[1], str)]
    forward = next((one for one in best if one[0][1:] in subjects and one[2][1:] not in bound), None)
    backward = next((one for one in best if one[2][1:] in values and one[0][1:] not in bound), None)
    if forward is None or backward is None or any(worth(triple, bound) > _ONE_END for triple in given):
        return None
    return forward, backward


def _shorter(forward: tuple[Triple, Match], backward: tuple[Triple, Match]) -> Match:
    (subject, along, _), ahead = forward
    (_, against, value), behind = backward
    first, last = subject[1:], value[1:]

    def match(world: World, binding: Binding) -> Iterable[Binding]:
        graph = world.graph
        if len(graph.values(binding[first], along)) <= len(graph.subjects(against, binding[last])):
            return ahead(world, binding)
        return behind(world, binding)

    return match


def _chain(given: Sequence[Triple], bound: frozenset[str], sure: frozenset[str], begin: Triple | None = None) -> Match:
    todo, known, certain = list(given), set(bound), set(sure)
    steps: list[Match] = []
    while todo:
        best = begin if begin and not steps else max(todo, key=lambda triple: worth(triple, known))
        todo.remove(best)
        steps.append(_match(best, known, certain))
        known |= variables(best)
        certain |= variables(best)
    match: Match = _once
    for step in reversed(steps):
        match = _then(step, match)
    return match


def _once(_: World, binding: Binding) -> Iterable[Binding]:
    return (binding,)


def _then(step: Match, rest: Match) -> Match:
    def match(world: World, binding: Binding) -> Iterator[Binding]:
        steps = world.steps
        for found in step(world, binding):
            steps.taken += 1
            if steps.taken > steps.most:
                steps.stop()
            yield from rest(world, found)

    return match


def worth(triple: Triple, known: Collection[str]) -> tuple[int, bool]:
    """Rank a pattern by how few matches it may have: an object that all share (a class) tells little."""
    subject, predicate, value = (not isinstance(part, str) or part[0] != "?" or part[1:] in known for part in triple)
    if subject and value:
        return 3, predicate
    return (2 if subject or (value and triple[2][0] == "?") else int(value)), predicate


_ONE_END: Final = (2, True)
"""The worth of a pattern of which one end is bound."""


def _match(triple: Triple, known: set[str], certain: set[str]) -> Match:
    subject, predicate, value = triple
    if isinstance(predicate, str) and predicate[0] != "?":
        return _match_known(triple, known, certain) or _match_fixed(subject, predicate, value)
    ends = pairs(predicate)

    def match(world: World, binding: Binding) -> Iterator[Binding]:
        one, other = (binding.get(part[1:], "") if part[0] == "?" else part for part in (subject, value))
        for found_one, named, found_other in ends(world.graph, binding, one, other):
            found = binding
            for part, met in ((subject, found_one), (predicate, named), (value, found_other)):
                if isinstance(part, str) and part[0] == "?":
                    known = found.get(part[1:])
                    if known is None:
                        found = {**found, part[1:]: met}
                    elif known != met:
                        break
            else:
                yield found

    return match


def _match_known(triple: Triple, known: set[str], certain: set[str]) -> Match | None:
    """Match a pattern of which it is clear beforehand what is bound; None where it is not."""
    subject, predicate, value = triple
    first, last = subject[1:], value[1:]
    if subject[0] != "?" or value[0] != "?" or first == last:
        return None
    if first in certain and last in certain:
        return lambda world, binding: (binding,) if world.graph.holds(binding[first], predicate, binding[last]) else ()
    if first in certain and last not in known:
        return lambda world, binding: [
            {**binding, last: found} for found in world.graph.values(binding[first], predicate)
        ]
    if last in certain and first not in known:
        return lambda world, binding: [
            {**binding, first: found} for found in world.graph.subjects(predicate, binding[last])
        ]
    return None


def _match_fixed(subject: str, predicate: str, value: str) -> Match:
    """Match a pattern with a known predicate, as most are: one look-up of the index."""
    first, last = (part[1:] if part[0] == "?" else "" for part in (subject, value))
    everywhere = _everywhere(first, predicate, last)

    def match(world: World, binding: Binding) -> Iterable[Binding]:
        graph = world.graph
        one = binding.get(first) if first else subject
        other = binding.get(last) if last else value
        if one is None and other is None:
            return everywhere(graph, binding)
        if one is None:
            return [{**binding, first: found} for found in graph.subjects(predicate, other or "")]
        if other is None:
            return [{**binding, last: found} for found in graph.values(one, predicate)]
        return (binding,) if graph.holds(one, predicate, other) else ()

    return match


def _everywhere(first: str, predicate: str, last: str) -> Callable[[Graph, Binding], Iterator[Binding]]:
    """Match a pattern of which neither end is known."""
    if first == last:
        return lambda graph, binding: ({**binding, first: one} for one, other in graph.pairs(predicate) if one == other)
    return lambda graph, binding: ({**binding, first: one, last: other} for one, other in graph.pairs(predicate))


Found = tuple[str, str, str]
Pairs = Callable[[Graph, Binding, str, str], Iterable[Found]]


def pairs(predicate: Any) -> Pairs:
    """Give what finds the ends of a predicate or path, of which none, one or both are known."""
    if not isinstance(predicate, str):
        return _along(predicate)
    if predicate[0] != "?":
        return lambda graph, _, one, other: _of_predicate(graph, predicate, one, other)
    name = predicate[1:]

    def pairs(graph: Graph, binding: Binding, one: str, other: str) -> Iterable[Found]:
        if known := binding.get(name):
            return _of_predicate(graph, known, one, other)
        if one:
            facts = graph.facts(one).items()
            return ((one, named, met) for named, values in facts for met in values if not other or met == other)
        return (found for named in graph.predicates for found in _of_predicate(graph, named, one, other))

    return pairs


def _of_predicate(graph: Graph, predicate: str, one: str, other: str) -> Iterable[Found]:
    if one:
        return ((one, predicate, found) for found in graph.values(one, predicate) if not other or found == other)
    if other:
        return ((found, predicate, other) for found in graph.subjects(predicate, other))
    return ((found, predicate, value) for found, value in graph.pairs(predicate))


def _along(path: Any) -> Pairs:
    if type(path).__name__ == "AlternativePath":
        parts = [pairs(term(one) if type(one).__name__ == "URIRef" else one) for one in path.args]
        return lambda graph, binding, one, other: (
            found for part in parts for found in part(graph, binding, one, other)
        )
    if type(path).__name__ == "SequencePath":
        return _by_steps(_steps(path, back=False), _steps(path, back=True))
    if type(path).__name__ == "InvPath":
        inner = pairs(term(path.arg) if type(path.arg).__name__ == "URIRef" else path.arg)
        return lambda graph, binding, one, other: (
            (found, named, met) for met, named, found in inner(graph, binding, other, one)
        )
    return _by_steps(_steps(path, back=False), _steps(path, back=True))


def _by_steps(forward: Step, backward: Step) -> Pairs:
    def pairs(graph: Graph, _: Binding, one: str, other: str) -> Iterable[Found]:
        if one:
            return ((one, "", found) for found in forward(graph, one) if not other or found == other)
        if other:
            return ((found, "", other) for found in backward(graph, other))
        return ((node, "", found) for node in graph.nodes for found in forward(graph, node))

    return pairs


_REPEATED = {"*": zero_or_more, "+": one_or_more, "?": zero_or_one}


def _steps(path: Any, *, back: bool) -> Step:
    """Give the steps of a path within a path, where only what is reached counts."""
    kind = type(path).__name__
    if kind == "URIRef":
        return predicate_path(term(path), back=back).values
    if kind == "InvPath":
        return _steps(path.arg, back=not back)
    if kind == "SequencePath":
        return sequence([("", _steps(one, back=back)) for one in (reversed(path.args) if back else path.args)])
    if kind == "AlternativePath":
        return alternative([_steps(one, back=back) for one in path.args])
    if kind == "MulPath":
        return _REPEATED[str(path.mod)](_steps(path.path, back=back))
    if kind == "NegatedPath":
        return _negated(path.args, back=back)
    raise InputError(f"the query is refused: path {path} is not supported", code="shapes")


def _negated(parts: Sequence[Any], *, back: bool) -> Step:
    """Give !(a|b): any predicate but some."""
    if any(type(one).__name__ != "URIRef" for one in parts):
        raise InputError("the query is refused: !^ in a path is not supported", code="shapes")
    others = {term(one) for one in parts}

    def values(graph: Graph, node: str) -> list[str]:
        if not back:
            facts = graph.facts(node).items()
            return list(dict.fromkeys(one for predicate, found in facts if predicate not in others for one in found))
        named = [predicate for predicate in graph.predicates if predicate not in others]
        return list(dict.fromkeys(one for predicate in named for one in graph.subjects(predicate, node)))

    return values
