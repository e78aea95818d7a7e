"""Entailment: what the hierarchies of the ontology add, and that it is what a reasoner adds."""

from __future__ import annotations

from collections.abc import Iterator

import owlrl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import api, formats, resources, terms
from kg.entailment import SUBCLASS, SUBPROPERTY, Rules, entailed
from kg.release.opened import Release
from kg.terms import DEFAULT_BASE, Names, Quad, Term
from tests.conftest import SEEDS, Run

Triple = tuple[object, object, object]
HIERARCHIES = (rdflib.RDFS.subClassOf, rdflib.RDFS.subPropertyOf)
SEEN = ("05STATE44120_a.md", "07QUITO214_a.md", "06GENEVA1533_a.md")


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return list(api.mapped([cable for name in SEEN for cable in api.parse(SEEDS / name)]))


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(resources.folder("ontology") / "cables.ttl")


def named(quads: list[Quad]) -> list[Quad]:
    """An IRI for each literal: to owlrl 7.6 literals of one value are one, "1" and "true" too."""
    return [quad._replace(object=_named(quad.object)) for quad in quads]


def _named(value: Term) -> Term:
    return value if value.startswith("<") else terms.iri(f"urn:literal:{value.encode().hex()}")


def hierarchies(ontology: rdflib.Graph) -> rdflib.Graph:
    """The part of an ontology that the rules read."""
    found = rdflib.Graph()
    for predicate in HIERARCHIES:
        found += ontology.triples((None, predicate, None))
    return found


def reasoned(data: rdflib.Graph, schema: rdflib.Graph) -> set[Triple]:
    """What owlrl infers about the data: all of RDFS, without what it says of every thing and of the schema itself."""
    both = data + schema
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(both)
    subjects = set(data.subjects())
    return {
        (subject, predicate, value)
        for subject, predicate, value in both
        if subject in subjects
        and not (predicate == rdflib.RDF.type and str(value).startswith((str(rdflib.RDFS), str(rdflib.RDF))))
        and predicate not in HIERARCHIES
    }


def test_adds_what_a_reasoner_adds(quads: list[Quad], ontology: rdflib.Graph) -> None:
    found = formats.to_rdflib_graph(named(list(entailed(quads, DEFAULT_BASE))))
    data = formats.to_rdflib_graph(named(quads))
    assert set(found) == reasoned(data, hierarchies(ontology))
    assert len(found) > len(data)


def test_adds_nothing_that_the_whole_ontology_does_not_entail(quads: list[Quad], ontology: rdflib.Graph) -> None:
    found = formats.to_rdflib_graph(entailed(quads, DEFAULT_BASE))
    assert set(found) <= reasoned(formats.to_rdflib_graph(quads), ontology)


NAMES = st.sampled_from([Term(f"<urn:{letter}>") for letter in "abcdef"])
SCHEMAS = st.lists(st.tuples(NAMES, st.sampled_from([SUBCLASS, SUBPROPERTY]), NAMES), max_size=8)
FACTS = st.lists(
    st.tuples(st.sampled_from([Term("<urn:x>"), Term("<urn:y>")]), st.one_of(NAMES, st.just(terms.TYPE)), NAMES),
    max_size=6,
)


@settings(max_examples=50)
@given(SCHEMAS, FACTS)
def test_any_hierarchy_is_closed_as_a_reasoner_closes_it(
    schema: list[tuple[Term, Term, Term]], facts: list[tuple[Term, Term, Term]]
) -> None:
    graph = terms.iri(Names().graph("vocabulary"))
    stated = [Quad(*fact, graph) for fact in sorted(set(facts))]
    found = formats.to_rdflib_graph(entailed(stated, DEFAULT_BASE, Rules.of(schema)))
    above = formats.to_rdflib_graph([Quad(*one, graph) for one in schema])
    assert set(found) == reasoned(formats.to_rdflib_graph(stated), above)


def test_every_statement_stands_once_and_in_the_graph_of_its_cable(quads: list[Quad]) -> None:
    found = list(entailed(quads, DEFAULT_BASE))
    assert len(found) == len(set(found))
    assert {quad.graph for quad in found} == {quad.graph for quad in quads}
    assert [quad for quad in found if quad in set(quads)] == quads


def test_what_is_entailed_entails_no_more(quads: list[Quad]) -> None:
    once = list(entailed(quads, DEFAULT_BASE))
    assert set(entailed(once, DEFAULT_BASE)) == set(once)


def test_a_cable_is_a_record_of_the_archival_model_in_the_dump(run: Run, release: Release) -> None:
    text = run("dump", "-r", release.path, "-f", "trig", "--where", "from=Ecuador Quito", "--entail").stdout
    assert "\n  cable:07QUITO214 a ck:Cable, prov:Entity, schema:Message, ck:Document, rico:Record ;" in text
    assert "rico:hasSender agency:ecuador-quito" in text


def test_a_dump_without_the_option_has_no_super_terms(run: Run, release: Release) -> None:
    assert terms.RICO not in run("dump", "-r", release.path, "-f", "nq").stdout


def test_a_dump_with_entailment_is_the_same_bytes_again(run: Run, release: Release) -> None:
    words = ("dump", "-r", release.path, "-f", "nq", "--entail")
    assert run(*words, PYTHONHASHSEED="1").stdout == run(*words, PYTHONHASHSEED="2").stdout


def test_entailment_is_streamed() -> None:
    read = 0

    def endless() -> Iterator[Quad]:
        nonlocal read
        while True:
            read += 1
            subject, graph = terms.iri(Names().cable(str(read))), terms.iri(Names().document(str(read)))
            yield Quad(subject, terms.TYPE, terms.ck("Cable"), graph)

    found = entailed(endless(), DEFAULT_BASE)
    assert [next(found) for _ in range(500)]
    assert read < 200
