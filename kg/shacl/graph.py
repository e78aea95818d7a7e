"""A graph to check: subject -> predicate -> values, over terms in N-Triples form.

A data graph may have a background: triples that are read like its own and whose subjects are no focus
nodes. Nothing is parsed twice, and the inverse index is made when a path first asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast

from kg import terms
from kg.shacl.literals import of_oxigraph, of_rdflib
from kg.shacl.steps import Steps
from kg.terms import RDF, RDFS

TYPE: Final = str(terms.TYPE)
SUBCLASS: Final = f"<{RDFS}subClassOf>"
FIRST: Final = f"<{RDF}first>"
REST: Final = f"<{RDF}rest>"
NIL: Final = f"<{RDF}nil>"

Facts = dict[str, Sequence[str]]
_NONE: Final[Facts] = {}
_NOBODY: Final[dict[str, Facts]] = {}
FEW: Final = 12
"""Values that are looked through; among more an index is asked."""


class Graph:
    """An index of triples, each held once; a background has none of its own."""

    def __init__(self, triples: Iterable[tuple[str, str, str]] = (), background: Graph | None = None) -> None:
        self.background = background
        self.own: dict[str, Facts] = {}
        self._behind: Mapping[str, Facts] = background.own if background is not None else _NOBODY
        self._indexes: dict[str, dict[str, list[str]]] = {}
        self._named: dict[str, None] | None = None
        """The predicates, once they were asked for."""
        self.begin()
        self.add(triples)

    def begin(self) -> None:
        """Forget what a validation remembered: nodes met, answers whether a node conforms, walks, steps taken."""
        self.met: set[tuple[str, str]] = set()
        self.answers: dict[tuple[str, str], bool] = {}
        self.walks: dict[tuple[tuple[str, bool], str], Sequence[str]] = {}
        self.steps = Steps()

    @classmethod
    def of_rdflib(cls, triples: Iterable[Any], background: Graph | None = None) -> Graph:
        """Index triples of rdflib."""
        forms: dict[Any, str] = {}

        def form(term: Any) -> str:
            # equal terms of rdflib may differ in their class alone, so the class is part of the key
            key = (type(term), term)
            if key not in forms:
                forms[key] = of_rdflib(term)
            return forms[key]

        return cls(((form(s), form(p), form(o)) for s, p, o in triples), background)

    @classmethod
    def of_oxigraph(cls, triples: Iterable[Any], background: Graph | None = None) -> Graph:
        """Index triples or quads of pyoxigraph, their graphs merged."""
        found = ((of_oxigraph(one.subject), of_oxigraph(one.predicate), of_oxigraph(one.object)) for one in triples)
        return cls(found, background)

    def add(self, triples: Iterable[tuple[str, str, str]]) -> None:
        """Add triples that the graph does not hold yet; one that comes twice counts once."""
        own, met = self.own, dict[tuple[str, str], set[str]]()
        before, facts = "", _NONE
        for subject, predicate, value in triples:
            if subject != before:
                # most come subject by subject
                before, facts = subject, own.setdefault(subject, {})
            if predicate not in facts:
                facts[predicate] = [value]
                continue
            values = cast("list[str]", facts[predicate])
            if value not in (values if len(values) < FEW else _set(met, subject, predicate, values)):
                values.append(value)
        self._indexes.clear()
        self._named = None

    @classmethod
    def of(cls, own: dict[str, Facts], background: Graph | None = None) -> Graph:
        """Give a graph of what is said of subjects, each value once."""
        graph = cls((), background)
        graph.own = own
        return graph

    def before(self, background: Graph) -> Graph:
        """Give the same triples with a background."""
        return Graph.of(self.own, background)

    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Give the triples, without the background's."""
        for subject, facts in self.own.items():
            for predicate, values in facts.items():
                for value in values:
                    yield subject, predicate, value

    def facts(self, subject: str) -> Facts:
        """Give predicate -> values of a subject, its background's included."""
        facts = self.own.get(subject)
        behind = self._behind.get(subject)
        if behind is None:
            return facts or _NONE
        if facts is None:
            return behind
        return {
            predicate: list(dict.fromkeys((*facts.get(predicate, ()), *behind.get(predicate, ()))))
            for predicate in dict.fromkeys((*facts, *behind))
        }

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the values of a property of a subject."""
        facts = self.own.get(subject)
        behind = self._behind.get(subject)
        if behind is not None:
            return (behind if facts is None else self.facts(subject)).get(predicate, ())
        return facts.get(predicate, ()) if facts is not None else ()

    def value(self, subject: str, predicate: str) -> str:
        """Give one value of a property, "" when there is none."""
        values = self.values(subject, predicate)
        return values[0] if values else ""

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the subjects that have a value of a property."""
        index = self._indexes.get(predicate)
        found: Sequence[str] = (self._index(predicate) if index is None else index).get(value, ())
        if self.background is None:
            return found
        behind = self.background.subjects(predicate, value)
        return list(dict.fromkeys((*found, *behind))) if behind else found

    def backwards(self, predicate: str) -> Callable[[str, Sequence[str]], Sequence[str]]:
        """Give what tells the subjects of each value of a property, and what it is to tell of others: nothing."""
        if self.background is not None:
            return lambda value, _: self.subjects(predicate, value)
        index = self._indexes.get(predicate)
        return (self._index(predicate) if index is None else index).get

    def holds(self, subject: str, predicate: str, value: str) -> bool:
        """Tell whether a triple is there."""
        values = self.values(subject, predicate)
        if len(values) < FEW:
            return value in values
        return subject in self.subjects(predicate, value)

    @property
    def predicates(self) -> Iterable[str]:
        """The predicates of the graph and its background."""
        if self._named is None:
            self._named = dict.fromkeys(predicate for facts in self.own.values() for predicate in facts)
        return self._named if self.background is None else {**self._named, **dict.fromkeys(self.background.predicates)}

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give the subjects and values of a property."""
        index = self._indexes.get(predicate)
        for value, subjects in (self._index(predicate) if index is None else index).items():
            for subject in subjects:
                yield subject, value
        if self.background is not None:
            for subject, value in self.background.pairs(predicate):
                if value not in self.own.get(subject, _NONE).get(predicate, ()):
                    yield subject, value

    @property
    def nodes(self) -> Iterable[str]:
        """The subjects and values of the graph and its background."""
        behind = self.background.nodes if self.background is not None else ()
        values = (value for facts in self.own.values() for found in facts.values() for value in found)
        return dict.fromkeys((*self.own, *values, *behind))

    def _index(self, predicate: str) -> dict[str, list[str]]:
        """Index the values of one predicate: few of them are ever asked for backwards."""
        index: dict[str, list[str]] = {}
        for subject, facts in self.own.items():
            if predicate in facts:
                for value in facts[predicate]:
                    index.setdefault(value, []).append(subject)
        self._indexes[predicate] = index
        return index

    # -- classes ----------------------------------------------------------------------------------
    @cached_property
    def names_subclasses(self) -> bool:
        """Tell whether the graph or its background states a subclass."""
        behind = self.background is not None and self.background.names_subclasses
        return behind or any(SUBCLASS in facts for facts in self.own.values())

    def subclasses(self, of: str) -> Collection[str]:
        """Give a class and all its subclasses (rdfs:subClassOf*, section 1.1 of the Recommendation)."""
        if not self.names_subclasses:
            return (of,)
        if of not in self._subclasses:
            self._subclasses[of] = self._below(of)
        return self._subclasses[of]

    @cached_property
    def _subclasses(self) -> dict[str, Collection[str]]:
        return {}

    def _below(self, of: str) -> Collection[str]:
        met = {of}
        todo = [of]
        while todo:
            for found in self.subjects(SUBCLASS, todo.pop()):
                if found not in met:
                    met.add(found)
                    todo.append(found)
        return frozenset(met)

    def is_a(self, node: str, classes: Iterable[str]) -> bool:
        """Tell whether a node is a SHACL instance of one of some classes."""
        types = self.values(node, TYPE)
        return any(kind in self.subclasses(of) for of in classes for kind in types)

    def members(self, head: str) -> list[str] | None:
        """Give the members of a SHACL list (section 1.1), None when it is ill-formed or comes back to itself."""
        found: list[str] = []
        met: set[str] = set()
        while head != NIL:
            first, rest = self.values(head, FIRST), self.values(head, REST)
            if head in met or len(first) != 1 or len(rest) != 1:
                return None
            met.add(head)
            found.append(first[0])
            head = rest[0]
        return found


def _set(met: dict[tuple[str, str], set[str]], subject: str, predicate: str, values: Sequence[str]) -> set[str]:
    """Give the set of the values of a property, which grows with them."""
    found = met.setdefault((subject, predicate), set())
    found.update(values[len(found) :])
    return found
