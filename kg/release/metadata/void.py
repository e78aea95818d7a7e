"""VoID: what the triples of a release are, counted (W3C Interest Group Note, 2011-03-03).

Rules
-----
* The dataset that is counted is the release: the graphs of the cables, of the vocabulary and of the validation
  results, and so the dumps that void:dataDump names. The graph that says so counts only itself.
* No triple stands in two graphs, so the triples of the subsets add up, and those of a type are its entities.
* What is counted are RDF terms. Oxigraph keeps "4"^^xsd:nonNegativeInteger as an xsd:integer (0.5.13), so its own
  COUNT(DISTINCT ?object) over all properties can be a little smaller than void:distinctObjects.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from kg import terms
from kg.release.metadata.catalogue import FORMS, WHAT
from kg.release.metadata.facts import Facts
from kg.release.metadata.statements import Triple, described, links
from kg.terms import Term


def void(facts: Facts) -> Iterator[Triple]:
    """Describe the triples of a release."""
    counts = facts.counts
    yield from described(
        facts.release,
        "void:Dataset",
        ("void:triples", terms.integer(counts.triples)),
        ("void:entities", terms.integer(counts.subjects)),
        ("void:classes", terms.integer(len(counts.classes))),
        ("void:properties", terms.integer(len(counts.properties))),
        ("void:distinctSubjects", terms.integer(counts.subjects)),
        ("void:distinctObjects", terms.integer(counts.objects)),
        ("void:documents", terms.integer(facts.cables)),
        ("void:uriSpace", terms.text(facts.names.base)),
        ("void:exampleResource", links(facts.examples)),
        ("void:vocabulary", links(counts.namespaces)),
        ("void:sparqlEndpoint", terms.iri(facts.about.endpoint)),
        ("void:feature", links(terms.FORMATS + form.name for form in FORMS.values())),
        ("void:dataDump", links(facts.download(file.path) for file in facts.files)),
        ("void:subset", links(f"{facts.release}#{name}" for name in facts.graphs)),
    )
    yield from _subsets(facts)
    yield from _partitions(facts)
    yield from _linksets(facts)


def _subsets(facts: Facts) -> Iterator[Triple]:
    for name, triples in facts.graphs.items():
        dumps = [file for file in facts.files if file.graph == name]
        yield from described(
            f"{facts.release}#{name}",
            "void:Dataset",
            ("dcterms:title", terms.english(f"Release {facts.id}: {name}")),
            ("dcterms:description", terms.english(f"The part of the release that holds {WHAT[name]}.")),
            ("dcterms:license", terms.iri(facts.about.license)),
            ("void:triples", terms.integer(triples)),
            ("void:dataDump", links(facts.download(file.path) for file in dumps)),
        )


def _part(facts: Facts, kind: str, term: Term) -> str:
    """Name the part of a class or a property by its prefixed name; by a hash where no prefix is known."""
    name = terms.prefixed(term, facts.names.base) or sha256(term.encode()).hexdigest()[:16]
    return f"{facts.release}#{kind}-{name}"


def _partitions(facts: Facts) -> Iterator[Triple]:
    release = terms.iri(facts.release)
    for kind, entities in facts.counts.classes.items():
        part = _part(facts, "class", kind)
        yield release, terms.named("void:classPartition"), terms.iri(part)
        yield from described(part, "void:Dataset", ("void:class", kind), ("void:entities", terms.integer(entities)))
    for predicate, (triples, objects) in facts.counts.properties.items():
        part = _part(facts, "property", predicate)
        yield release, terms.named("void:propertyPartition"), terms.iri(part)
        yield from described(
            part,
            "void:Dataset",
            ("void:property", predicate),
            ("void:triples", terms.integer(triples)),
            ("void:distinctObjects", terms.integer(objects)),
        )


def _linksets(facts: Facts) -> Iterator[Triple]:
    for one in facts.links:
        iri = _part(facts, "links", Term(f"{one.predicate} {one.target}"))
        yield terms.iri(facts.release), terms.named("void:subset"), terms.iri(iri)
        yield from described(
            iri,
            "void:Linkset",
            ("dcterms:title", terms.english(f"Links to {one.target}")),
            ("void:linkPredicate", one.predicate),
            ("void:subjectsTarget", terms.iri(facts.release)),
            ("void:objectsTarget", terms.iri(one.target)),
            ("void:triples", terms.integer(one.triples)),
        )
    for target in sorted({one.target for one in facts.links}):
        yield from described(target, "void:Dataset", ("void:uriSpace", terms.text(target)))


def self_count(facts: Facts, triples: int) -> Iterator[Triple]:
    """Describe the graph that holds the description itself; it has this many triples, these included."""
    yield from described(
        facts.names.graph("metadata"),
        "void:Dataset",
        ("dcterms:title", terms.english("Description of the current release")),
        ("dcterms:description", terms.english("The graph that holds this description; it counts itself.")),
        ("void:triples", terms.integer(triples)),
        ("foaf:primaryTopic", terms.iri(facts.release)),
    )
