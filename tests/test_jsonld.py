"""JSON-LD: a tree that reads well, and the same quads for every processor."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld as pyld

from kg import api, formats, jsonld, resources, terms
from kg.release.opened import GRAPHS, Release
from kg.terms import DEFAULT_BASE, Names, Quad, Term
from tests.conftest import SEEDS, Run
from tests.test_formats import LITERALS, SUBJECTS

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated")  # rdflib's own N-Quads writer

CABLE = SEEDS / "05STATE44120_a.md"
QUITO = SEEDS / "07QUITO214_a.md"
BASES = (DEFAULT_BASE, "http://localhost:8080/archive/")


def document(quads: Sequence[Quad], base: str = DEFAULT_BASE) -> str:
    out = io.BytesIO()
    formats.by_name("jsonld").write(quads, out, base)
    return out.getvalue().decode()


def quads_of(text: str | bytes, form: pyoxigraph.RdfFormat) -> set[str]:
    return {str(quad) for quad in pyoxigraph.parse(text, format=form)}


def expected(quads: Sequence[Quad]) -> set[str]:
    return quads_of("".join(formats.nquads(quads)), pyoxigraph.RdfFormat.N_QUADS)


def offline(url: str, _: object) -> None:
    raise AssertionError(f"{url} was fetched")


def by_pyld(text: str) -> set[str]:
    found = pyld.to_rdf(json.loads(text), {"format": "application/n-quads", "documentLoader": offline})
    return quads_of(found, pyoxigraph.RdfFormat.N_QUADS)


def by_rdflib(text: str) -> set[str]:
    found = rdflib.Dataset().parse(data=text, format="json-ld").serialize(format="nquads")
    found = found.replace('+00:00"^^', 'Z"^^')  # rdflib gives a moment other words
    return quads_of(found, pyoxigraph.RdfFormat.N_QUADS)


def by_oxigraph(text: str) -> set[str]:
    return quads_of(text, pyoxigraph.RdfFormat.JSON_LD)


PROCESSORS = pytest.mark.parametrize("processed", [by_pyld, by_rdflib, by_oxigraph])


def tree(text: str) -> dict[str, Any]:
    """The tree of the first cable."""
    found: dict[str, Any] = json.loads(text)["@graph"][0]["@graph"]
    return found


@PROCESSORS
@pytest.mark.parametrize("base", BASES)
def test_seeds_come_back_as_the_quads_they_were(processed: Any, base: str) -> None:
    cables = [cable for path in (CABLE, QUITO) for cable in api.parse(path)]
    quads = list(api.mapped(cables, base))
    assert processed(document(quads, base)) == expected(quads)


@PROCESSORS
def test_a_whole_release_comes_back(processed: Any, release: Release) -> None:
    quads = list(map(formats.from_line, release.lines(*GRAPHS)))
    assert processed(document(quads)) == expected(quads)


PREDICATES = st.sampled_from([terms.iri(iri) for iri in jsonld.published().keys] + [terms.TYPE, terms.iri("urn:p")])
THINGS = st.one_of(
    SUBJECTS,
    st.sampled_from(["type", "id", "tag/PREL", "cable/05STATE44120#p1", "cable/05STATE44120", "doc", "Cable"]).map(
        lambda name: terms.iri(DEFAULT_BASE + name)
    ),
    st.sampled_from(["urn:x:y", "http://www.w3.org/ns/dcat#a", "https://w3id.org/cables/ns#Cable"]).map(terms.iri),
)
TYPED = st.builds(
    lambda text, kind: terms.typed(terms.escaped(text), kind),
    st.sampled_from(["0", "-1", "007", "12345678901234567890", "1.0", "true", "2010-01-29", "x"]),
    st.sampled_from(["integer", "nonNegativeInteger", "boolean", "date", "decimal", "hexBinary"]),
)
GRAPHS_MET = st.sampled_from([Names().document("05STATE44120"), Names().graph("vocabulary"), Names().graph("quality")])


def made(values: st.SearchStrategy[Term]) -> st.SearchStrategy[list[Quad]]:
    one = st.builds(Quad, THINGS, PREDICATES, values, GRAPHS_MET.map(terms.iri))
    return st.lists(one, max_size=8).map(lambda quads: sorted(set(quads), key=lambda quad: (quad.graph, quad)))


@settings(max_examples=50)
@given(made(st.one_of(LITERALS, TYPED, THINGS)))
def test_any_quads_come_back(quads: list[Quad]) -> None:
    text = document(quads)
    assert by_oxigraph(text) == by_pyld(text) == expected(quads)


@settings(max_examples=50)
@given(made(st.one_of(LITERALS, THINGS)))  # rdflib gives other words to some values: 7 to "007"^^xsd:integer
def test_any_quads_come_back_by_rdflib(quads: list[Quad]) -> None:
    assert by_rdflib(document(quads)) == expected(quads)


def test_a_cable_is_a_tree_with_short_keys(run: Run) -> None:
    cable = tree(run("map", "-f", "jsonld", CABLE).stdout)
    assert (cable["id"], cable["type"], cable["year"]) == ("cable/05STATE44120", "Cable", 2005)
    assert cable["title"] == "GUIDANCE ON THE ANDEAN BALLOON GROUP"
    assert cable["sender"] == {"id": "agency/secretary-of-state", "label": "Secretary of State"}
    assert {"id": "tag/EC", "label": "Ecuador"} in cable["tag"]
    assert [paragraph["number"] for paragraph in cable["paragraph"]] == [1, 2, 3, 4, 5, 6, 7]
    assert cable["paragraph"][4]["portionLevel"]["id"] == "classification/sbu"
    assert cable["reference"][0]["notal"] is True


def test_things_that_only_the_cables_name_have_labels_too(run: Run) -> None:
    cable = tree(run("map", "-f", "jsonld", CABLE).stdout)
    assert cable["signedBy"] == {"id": "signatory/STATE/WINTERGREEN", "label": "WINTERGREEN"}


def test_a_dump_shows_the_labels_of_the_release(run: Run, release: Release) -> None:
    lines = run("dump", "-r", release.path, "-f", "jsonld").stdout.splitlines()
    cables = [json.loads(line.rstrip(","))["@graph"] for line in lines if line.startswith('{"id": "doc/cable/')]
    assert len(cables) == 28
    assert {cable["signedBy"]["label"] for cable in cables} >= {"WINTERGREEN", "ALDERMOTH"}


def test_one_cable_carries_only_what_its_context_must_say(run: Run) -> None:
    context, base = json.loads(run("map", "-f", "jsonld", CABLE).stdout)["@context"]
    assert base == {"@base": DEFAULT_BASE}
    assert "paragraph" in context
    assert "missingSection" not in context


def test_the_published_context_reads_a_cable_as_the_embedded_one_does() -> None:
    quads = list(api.mapped(api.parse(CABLE)))
    found = json.loads(document(quads))
    file = json.loads((resources.folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    found["@context"][0] = file["@context"]
    assert by_pyld(json.dumps(found)) == expected(quads)


def declared(kind: rdflib.URIRef) -> dict[str, str]:
    """Terms of the ontology of one kind, each with its range."""
    ontology = rdflib.Graph().parse(resources.folder("ontology") / "cables.ttl")
    found = [one for one in ontology.subjects(rdflib.RDF.type, kind) if str(one).startswith(terms.CK)]
    return {str(one): str(ontology.value(one, rdflib.RDFS.range) or "") for one in found}


def test_every_property_of_the_ontology_is_a_key() -> None:
    keys = jsonld.published().keys
    for kind in (rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty):
        for found, span in declared(kind).items():
            assert found in keys, f"write {found.removeprefix(terms.CK)} into ontology/context.jsonld"
            assert agree(keys[found], span, links=kind == rdflib.OWL.ObjectProperty), found


def agree(key: jsonld.Key, span: str, *, links: bool) -> bool:
    """A date and a text in a language have no range in OWL 2 RL, yet their key says what they are."""
    if links:
        return key.type in {"@id", "@vocab"}
    return key.type == span if span not in {"", terms.XSD + "string"} else bool(key.type or key.language) != bool(span)


def test_every_class_of_the_ontology_is_a_word() -> None:
    assert set(declared(rdflib.OWL.Class)) <= set(jsonld.published().keys)


def test_the_context_has_the_prefixes_of_the_dumps() -> None:
    shared = {name: iri for name, iri in terms.prefixes().items() if not iri.startswith(DEFAULT_BASE) or name == "ck"}
    missing = shared.items() - jsonld.published().prefixes.items()
    assert not missing, "write them into ontology/context.jsonld"


def test_a_large_dump_is_written_while_it_is_read() -> None:
    read = 0

    def endless() -> Iterator[Quad]:
        nonlocal read
        while True:
            read += 1
            name = f"{read:06}"
            subject, graph = terms.iri(Names().cable(name)), terms.iri(Names().document(name))
            yield Quad(subject, terms.TYPE, terms.ck("Cable"), graph)

    written = jsonld.lines(endless(), DEFAULT_BASE)
    assert [next(written) for _ in range(1_000)]
    assert read < 1_010


def test_one_thing_with_very_many_statements_is_cut() -> None:
    graph, report = terms.iri(Names().graph("quality")), terms.iri("urn:report")
    quads = [Quad(report, terms.iri("urn:p"), terms.integer(number), graph) for number in range(2_500)]
    written = list(jsonld.lines(quads, DEFAULT_BASE))
    assert max(map(len, written)) < 1_100 * len('{"@value": "1000", "@type": "xsd:integer"}, ')
    assert len(by_oxigraph("".join(written))) == 2_500


def test_the_answer_to_a_query_is_a_tree_too(release: Release) -> None:
    query = """CONSTRUCT { ?cable dcterms:title ?title ; ck:paragraph ?paragraph . ?paragraph ck:number ?number } {
        VALUES ?cable { cable:05STATE44120 } ?cable dcterms:title ?title ; ck:paragraph ?paragraph .
        ?paragraph ck:number ?number }"""
    (cable,) = json.loads(release.query(query).bytes("jsonld"))["@graph"]
    assert [one["number"] for one in cable["paragraph"]] == [1, 2, 3, 4, 5, 6, 7]


def test_the_text_of_any_escape_is_read() -> None:
    assert jsonld.words(Term(r'"a\u0007\U0001F388\b\\u0041\n"')) == "a\u0007\U0001f388\b\\u0041\n"


def test_a_release_holds_the_context(release: Release) -> None:
    assert "ontology/context.jsonld" in release.manifest["files"]
