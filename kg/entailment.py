"""Entailment: the super-types and super-properties that follow from the ontology, for readers who do not infer.

The rules are those of RDFS (RDF 1.1 Semantics, section 9.2.1) that need the hierarchies alone: rdfs5 and rdfs11 make
them transitive, rdfs7 and rdfs9 carry them over to the data. Domains, ranges and inverses are left to reasoners: what
they add is stated already, by type. Both hierarchies are closed once; then a whole graph is taken at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Final, NamedTuple

from kg import resources
from kg.terms import RDFS, TYPE, Quad, Term, iri

SUBCLASS: Final = iri(RDFS + "subClassOf")
SUBPROPERTY: Final = iri(RDFS + "subPropertyOf")
MOST_HELD: Final = 50_000
"""Statements that are held at once of a thing which has very many."""

Above = Mapping[Term, frozenset[Term]]


class Rules(NamedTuple):
    """Class -> all classes above it, property -> all properties above it."""

    classes: Above
    properties: Above

    @classmethod
    def of(cls, triples: Iterable[tuple[Term, Term, Term]]) -> Rules:
        """Close the hierarchies that some statements hold; a circle makes its members each other's super-terms.

        >>> rules = Rules.of([(Term("<a>"), SUBCLASS, Term("<b>")), (Term("<b>"), SUBCLASS, Term("<c>"))])
        >>> sorted(rules.classes[Term("<a>")])
        ['<b>', '<c>']
        """
        direct: dict[Term, dict[Term, set[Term]]] = {SUBCLASS: defaultdict(set), SUBPROPERTY: defaultdict(set)}
        for subject, predicate, value in triples:
            if predicate in direct:
                direct[predicate][subject].add(value)
        return cls(_closed(direct[SUBCLASS]), _closed(direct[SUBPROPERTY]))

    def above(self, predicate: Term, value: Term) -> Iterator[tuple[Term, Term]]:
        """Give what a predicate and its value entail of their subject."""
        for wider in self.properties.get(predicate, ()):
            yield wider, value
        if predicate == TYPE:
            for wider in self.classes.get(value, ()):
                yield TYPE, wider


def _closed(direct: Mapping[Term, set[Term]]) -> Above:
    above: dict[Term, frozenset[Term]] = {}
    for term in direct:
        found: set[Term] = set()
        waiting = set(direct[term])
        while waiting:
            found |= waiting
            waiting = {wider for one in waiting for wider in direct.get(one, ())} - found
        above[term] = frozenset(found)
    return above


@cache
def ontology() -> Rules:
    """Read the hierarchies of the ontology (once)."""
    import pyoxigraph  # noqa: PLC0415 - keeps `import kg` light

    text = (resources.folder("ontology") / "cables.ttl").read_bytes()
    return Rules.of(
        (Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object)))
        for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
    )


def entailed(quads: Iterable[Quad], base: str, rules: Rules | None = None) -> Iterator[Quad]:
    """Give quads and what they entail, each statement once in its graph, behind those about the same subject.

    Memory is bounded: a cable's graph is held at once, of other graphs one subject.
    """
    chosen = rules or ontology()
    for graph, group in groupby(quads, key=itemgetter(3)):
        if graph.startswith(f"<{base}doc/"):
            yield from _completed(list(group), chosen)
            continue
        for _, same in groupby(group, key=itemgetter(0)):
            while some := list(islice(same, MOST_HELD)):
                yield from _completed(some, chosen)


def _completed(quads: list[Quad], rules: Rules) -> Iterator[Quad]:
    stated = set(quads)
    for subject, group in groupby(quads, key=itemgetter(0)):
        same = list(group)
        facts = {fact for quad in same for fact in rules.above(quad.predicate, quad.object)}
        added: dict[Term, list[Quad]] = defaultdict(list)
        for quad in sorted({Quad(subject, *fact, same[0].graph) for fact in facts} - stated):
            added[quad.predicate].append(quad)
            stated.add(quad)
        for predicate, together in groupby(same, key=itemgetter(1)):
            yield from together
            yield from added.pop(predicate, ())
        yield from chain.from_iterable(added.values())
