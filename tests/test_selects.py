"""Shapes as queries: a store asked about all its nodes at once says the same as the engine that reads the graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.errors import FaultError, InputError
from kg.shacl import selects
from kg.shacl.check import Finding
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.shacl.literals import of_oxigraph
from kg.shacl.validator import Validator
from tests.conftest import ROOT

CASES = ROOT / "tests" / "shapes"
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .\n"
EVERY = """
:Every sh:targetClass :Thing ; sh:property [ sh:path :p ; {} ] .
:A a :Thing ; :p 1, "a", "b"@en, "c"@EN, :B ; :q 1, 2 ; :r "x"@en .
:B a :Thing ; :p "2020-02-30"^^<http://www.w3.org/2001/XMLSchema#date>, [] ; :q :B .
:C a :Part ; :p 5, 6, 7 . :Part <http://www.w3.org/2000/01/rdf-schema#subClassOf> :Thing .
:D a :Thing .
"""


def graph(*texts: str) -> rdflib.Graph:
    made = rdflib.Graph()
    for text in texts:
        made.parse(data=text, format="turtle")
    return made


def store(data: rdflib.Graph) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(data.serialize(format="nt").encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return made


def asking(data: rdflib.Graph) -> selects.Ask:
    held = store(data)

    def ask(text: str) -> Iterator[selects.Row]:
        found = held.query(text)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: of_oxigraph(row[name]) for name in names if row[name] is not None}

    return ask


def plain(findings: Iterator[Finding] | list[Finding]) -> set[tuple[str, ...]]:
    """Findings to compare: blank nodes have other names in every store."""
    return {
        (source.shape, source.component, source.severity, *source.messages, *map(unnamed, (focus, value)))
        for source, focus, value in findings
    }


def unnamed(term: str) -> str:
    return "[]" if term.startswith("_:") else term


@pytest.fixture(scope="module")
def ours() -> Graph:
    return Graph.of_rdflib(
        graph(*(path.read_text(encoding="utf-8") for path in sorted((ROOT / "shapes").glob("*.ttl"))))
    )


@pytest.fixture(scope="module")
def engine(ours: Graph) -> Validator:
    return compiled(ours)


@pytest.fixture(scope="module")
def background() -> str:
    return (CASES / "background.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", sorted(CASES.glob("*/violates.ttl")), ids=lambda path: path.parent.name)
def test_asks_what_the_engine_checks(case: Path, ours: Graph, engine: Validator, background: str) -> None:
    data = graph(background, case.read_text(encoding="utf-8"))
    assert plain(selects.found(asking(data), ours)) == plain(engine.findings(Graph.of_rdflib(data)))


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:class :Thing",
        "sh:datatype <http://www.w3.org/2001/XMLSchema#date>",
        "sh:datatype <http://www.w3.org/2001/XMLSchema#string>",
        "sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
        "sh:nodeKind sh:IRI",
        "sh:nodeKind sh:BlankNodeOrLiteral",
        "sh:minCount 1",
        "sh:minCount 2 ; sh:maxCount 3",
        "sh:minInclusive 6",
        "sh:maxExclusive 6",
        "sh:minLength 2 ; sh:maxLength 9",
        'sh:pattern "^[A-C]$" ; sh:flags "i"',
        'sh:languageIn ( "en" )',
        "sh:uniqueLang true",
        "sh:equals :q",
        "sh:disjoint :q",
        "sh:lessThan :q",
        "sh:lessThanOrEquals :q",
        "sh:not [ sh:nodeKind sh:Literal ]",
        "sh:and ( [ sh:nodeKind sh:Literal ] [ sh:minInclusive 2 ] )",
        "sh:or ( [ sh:nodeKind sh:IRI ] [ sh:minInclusive 2 ] )",
        "sh:xone ( [ sh:nodeKind sh:Literal ] [ sh:minInclusive 6 ] )",
        "sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]",
        "sh:node [ sh:property [ sh:path :q ; sh:maxCount 1 ; sh:hasValue :B ] ]",
        "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1",
        "sh:qualifiedValueShape [ sh:minInclusive 5 ] ; sh:qualifiedMaxCount 1",
        "sh:property [ sh:path :q ; sh:maxCount 0 ]",
        'sh:hasValue "a"',
        'sh:in ( 1 "a" "b"@en :B )',
    ],
)
def test_asks_every_component_that_it_knows(constraint: str) -> None:
    data = PREFIXES + EVERY.format(constraint)
    shapes = Graph.of_rdflib(graph(data))
    checked = plain(compiled(shapes).findings(shapes))
    assert checked, "the data must violate the constraint"
    assert plain(selects.found(asking(graph(data)), shapes)) == checked


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value { $this :q ?value FILTER NOT EXISTS { ?value a :Thing } }",
        "SELECT $this (COUNT(?x) AS ?value) { $this :q ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
        "SELECT $this ?value { $this $PATH ?value OPTIONAL { ?value :q ?w } FILTER (isIRI(?value) && ?w != $this) }",
        "SELECT $this { $this :p 1 }",
    ],
)
def test_asks_queries_of_shapes_for_all_focus_nodes_together(query: str) -> None:
    said = f'sh:sparql [ sh:message "{{?value}} of {{$this}}" ; sh:prefixes :o ; sh:select "{query}" ]'
    declared = ':o sh:declare [ sh:prefix "" ; sh:namespace "urn:x:" ] .'
    data = PREFIXES + declared + EVERY.format(said)
    shapes = Graph.of_rdflib(graph(data))
    checked = plain(compiled(shapes).findings(shapes))
    assert checked, "the data must violate the constraint"
    assert plain(selects.found(asking(graph(data)), shapes)) == checked


@pytest.mark.parametrize(
    ("constraint", "what"),
    [
        ("sh:closed true", "sh:closed"),
        ("sh:qualifiedValueShape [] ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1", "Disjoint"),
        ("sh:node [ sh:property [ sh:path :q ; sh:minCount 9 ] ]", "a count of more than 5 values"),
        ("sh:datatype <http://www.w3.org/2001/XMLSchema#hexBinary>", ""),
        ("sh:datatype :unknown", "sh:datatype <urn:x:unknown>"),
        (
            'sh:sparql [ sh:select "SELECT $this { FILTER NOT EXISTS { $this ?p 1 } }" ]',
            "a test of $this where nothing",
        ),
        ('sh:sparql [ sh:select "SELECT $this { $this ?p 1 } LIMIT 1" ]', "LIMIT or OFFSET"),
        ('sh:sparql [ sh:select "SELECT $this { { $this ?p 1 } UNION { ?x ?y ?z } }" ]', "no pattern that binds $this"),
        ('sh:sparql [ sh:select "SELECT $this { $this ?p $currentShape }" ]', "$currentShape"),
        ('sh:sparql [ sh:select "SELECT $this { { SELECT $this (COUNT(?p) AS ?n) { $this ?p 1 } } }" ]', "GROUP BY"),
    ],
)
def test_refuses_by_name_what_no_query_can_ask(constraint: str, what: str) -> None:
    shapes = Graph.of_rdflib(graph(PREFIXES + EVERY.format(constraint)))
    if not what:
        assert selects.questions(shapes, lambda kind: [kind])
        return
    with pytest.raises(InputError) as refused:
        selects.questions(shapes, lambda kind: [kind])
    assert what in str(refused.value)


def cutting(ask: selects.Ask, most: int) -> selects.Ask:
    """Cut answers as public endpoints do, without a word."""
    return lambda text: list(ask(text))[:most]


MANY = PREFIXES + ":s sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:maxLength 1 ] ."


def test_reads_answers_in_pages_where_an_endpoint_cuts_them() -> None:
    data = graph(PREFIXES + " ".join(f":t{number} :p 'a{number}' ." for number in range(2_500)))
    shapes = Graph.of_rdflib(graph(MANY))
    whole, cut = asking(data), cutting(asking(data), selects.asking.SHORT)
    assert plain(selects.found(cut, shapes)) == plain(selects.found(whole, shapes))
    assert len(list(selects.found(cut, shapes))) == 2_500


def test_says_so_when_rows_stay_missing() -> None:
    data = graph(PREFIXES + " ".join(f":t{number} :p 'a{number}' ." for number in range(2_500)))
    ask = asking(data)
    stubborn: selects.Ask = lambda text: [] if "OFFSET" in text else cutting(ask, 1_000)(text)  # noqa: E731
    with pytest.raises(FaultError, match=r"gave 0 of 2,500 results \(asked for shape _:"):
        list(selects.found(stubborn, Graph.of_rdflib(graph(MANY))))
