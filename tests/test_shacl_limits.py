"""Shapes of a stranger: what is refused by name, and what is bounded, so that nothing is read, fetched or hung."""

from __future__ import annotations

import http.server
import threading
from itertools import pairwise

import pytest
import rdflib

from kg.errors import InputError, LimitError
from kg.shacl import steps
from kg.shacl.check import Finding
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.terms import SH

PREFIXES = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
DATA = PREFIXES + 'ex:a a ex:T ; ex:p ex:b, ex:c ; ex:text "words" . ex:b ex:p ex:c . ex:c ex:p ex:a .'


def graph(text: str) -> Graph:
    return Graph.of_rdflib(rdflib.Graph().parse(data=PREFIXES + text, format="turtle"))


def findings(shape: str, data: str = DATA) -> list[Finding]:
    return compiled(graph(f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; {shape} .")).findings(graph(data))


def selecting(where: str) -> str:
    return f'sh:sparql [ sh:select """PREFIX ex: <http://example.org/> SELECT $this WHERE {{ {where} }}""" ]'


REFUSED = {
    "a shape of itself": ("sh:node ex:S", "recursive"),
    "two shapes of each other": ("sh:not [ sh:property [ sh:path ex:p ; sh:node ex:S ] ]", "recursive"),
    "javascript": ('sh:js [ sh:jsFunctionName "f" ]', "SHACL-JS"),
    "a rule": ("sh:rule [ ]", "Advanced Features"),
    "a target in SPARQL": ('sh:target [ sh:select "SELECT ?this {}" ]', "Advanced Features"),
    "an expression": ("sh:expression [ sh:path ex:p ]", "Advanced Features"),
    "an entailment": ("sh:entailment <http://www.w3.org/ns/entailment/RDFS>", "entailment"),
    "an import": ("owl:imports <http://127.0.0.1:9/shapes>", "nothing is fetched"),
    "an import of a file": ("owl:imports <file:///etc/hostname>", "nothing is fetched"),
    "a constraint that nobody knows": ("sh:minSize 4", "sh:minSize is not supported"),
    "SERVICE": (selecting("SERVICE <http://127.0.0.1:9/> { $this ?p ?o }"), "SERVICE"),
    "SERVICE SILENT in a sub-select": (
        selecting("{ SELECT $this { SERVICE SILENT <x:y> { $this ?p ?o } } }"),
        "SERVICE",
    ),
    "FROM": ('sh:sparql [ sh:select "SELECT $this FROM <file:///etc/hostname> { $this ?p ?o }" ]', "FROM"),
    "FROM NAMED": ('sh:sparql [ sh:select "SELECT $this FROM NAMED <file:///etc/hostname> { $this ?p ?o }" ]', "FROM"),
    "an update": ('sh:sparql [ sh:select "LOAD <file:///etc/hostname>" ]', "cannot be read"),
    "MINUS": (selecting("$this ?p ?o MINUS { $this ex:p ?o }"), "MINUS"),
    "VALUES": (selecting("VALUES $this { ex:a }"), "VALUES"),
    "a function that nobody knows": (selecting("FILTER (ex:run($this))"), "not known"),
    "a function that changes": (selecting("FILTER (RAND() < 2)"), "RAND"),
    "a query that nests": (selecting("{" * 60 + "}" * 60), "nesting"),
    "a query that goes on": (
        selecting("BIND (1 AS ?x0) " + " ".join(f"BIND (?x{n} AS ?x{n + 1})" for n in range(600))),
        "deep",
    ),
    "a back-reference": ('sh:property [ sh:path ex:text ; sh:pattern "(a)\\\\1" ]', "linear"),
    "look-around": ('sh:property [ sh:path ex:text ; sh:pattern "(?=a)a" ]', "not part of XPath"),
    "a pattern without end": ('sh:property [ sh:path ex:text ; sh:pattern "((a{999}){999}){999}" ]', "no pattern"),
    "a list that comes back": ("sh:in ex:L . ex:L rdf:first 1 ; rdf:rest ex:L", "list"),
    "a path of itself": (
        "sh:property [ sh:path _:p ] . _:p sh:inversePath [ sh:zeroOrMorePath _:p ]",
        "contains itself",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_by_name(name: str) -> None:
    shape, word = REFUSED[name]
    with pytest.raises(InputError, match=word) as caught:
        findings(shape)
    assert caught.value.code == "shapes"


BOUNDED = {
    "unions of triples": selecting(
        " ".join(f"{{ $this ex:text ?x{n} }} UNION {{ $this ex:text ?x{n} }}" for n in range(16))
    ),
    "sub-selects beside each other": selecting(
        " ".join(
            f"{{ SELECT $this ?x{n} {{ {{ $this ex:text ?x{n} }} UNION {{ $this ex:text ?x{n} }} }} }}"
            for n in range(16)
        )
    ),
    "options of unions": selecting(
        " ".join(f"OPTIONAL {{ {{ $this ex:text ?x{n} }} UNION {{ $this ex:text ?x{n} }} }}" for n in range(16))
    ),
    "unions of unions": selecting(
        " ".join(f"{{ BIND (1 AS ?x{n}) }} UNION {{ BIND (2 AS ?x{n}) }}" for n in range(30))
    ),
    "joins without a variable in common": selecting(" ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(30))),
    "a text that doubles": selecting(
        'BIND ("0123456789" AS ?x0) ' + " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    ),
    "a text that is replaced by itself": selecting(
        'BIND ("0123456789" AS ?x0) ' + " ".join(f"BIND (REPLACE(?x{n}, '.', ?x{n}) AS ?x{n + 1})" for n in range(9))
    ),
}


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST_STEPS", 10_000)
    monkeypatch.setattr(steps, "MOST_STEPS_IN_ALL", 20_000)


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("name", BOUNDED)
def test_gives_up_at_a_limit(name: str) -> None:
    with pytest.raises(LimitError, match="more than"):
        findings(BOUNDED[name])


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("where", ["?s ?p ?o FILTER (?o = ex:no)", "FILTER EXISTS { ?s ex:p ?o FILTER (?s = ex:no) }"])
def test_a_look_at_all_triples_for_every_node_gives_up_at_a_limit(where: str) -> None:
    with pytest.raises(LimitError, match="ask for too much"):
        findings(selecting(where), " ".join(f"ex:n{n} a ex:T ; ex:p {n} ." for n in range(200)))


@pytest.mark.usefixtures("low")
def test_paths_within_paths_give_up_at_a_limit() -> None:
    path = "ex:p"
    for _ in range(12):
        path = f"[ sh:zeroOrMorePath ( {path} [ sh:zeroOrMorePath ex:p ] ) ]"
    ring = " ".join(f"ex:n{n} ex:p ex:n{(n + 1) % 40} ." for n in range(40))
    with pytest.raises(LimitError, match="ask for too much"):
        findings(f"sh:property [ sh:path {path} ; sh:minCount 99 ]", f"ex:n0 a ex:T . {ring}")


def test_numbers_that_square_themselves_have_no_value() -> None:
    squares = " ".join(f"BIND (?x{n} * ?x{n} AS ?x{n + 1})" for n in range(30))
    assert findings(selecting(f"BIND (7 AS ?x0) {squares} FILTER (?x30 > 0)")) == []


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "(x+x+)+y", "^(((a?){30}){30})*$", "^([^,]*,)*;$"])
def test_catastrophic_patterns_take_no_time(pattern: str) -> None:
    shape = f'sh:property [ sh:path ex:text ; sh:pattern "{pattern}" ]'
    assert len(findings(shape, f'ex:a a ex:T ; ex:text "{"a" * 50_000}!", "{"x" * 2_000}z" .')) == 2


@pytest.mark.parametrize("inner_first", [True, False])
@pytest.mark.parametrize("word", ["sh:not {}", "sh:node {}", "sh:and ( {} )", "sh:xone ( {} )"])
def test_nesting_has_one_limit_whatever_comes_first(word: str, *, inner_first: bool) -> None:
    def validated(levels: int) -> list[Finding]:
        names = [f"<http://example.org/S{level}>" for level in range(levels)]
        parts = [f"{one} a sh:NodeShape ; {word.format(other)} ." for one, other in pairwise(names)]
        shapes = graph(" ".join([*parts, f"{names[-1]} a sh:NodeShape ; sh:nodeKind sh:IRI ."]))
        order = names[::-1] if inner_first else names
        shapes.own = {one: shapes.own[one] for one in [*order, *shapes.own]}
        shapes.add([(names[0], f"<{SH}targetClass>", "<http://example.org/T>")])
        return compiled(shapes).findings(graph(DATA))

    assert validated(59) == []
    with pytest.raises(InputError, match="deeper than 60"):
        validated(61)


def test_shapes_that_share_their_parts_are_asked_once() -> None:
    """Takes 2^40 questions without memory."""
    levels = " ".join(f"ex:L{n} a sh:NodeShape ; sh:and ( ex:L{n + 1} ex:L{n + 1} ) ." for n in range(40))
    assert findings(f"sh:node ex:L0 . {levels} ex:L40 a sh:NodeShape ; sh:nodeKind sh:IRI") == []


def test_an_iri_is_never_taken_for_query_text() -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        bad = f"http://x/> AS ?y) {{ SERVICE <http://127.0.0.1:{server.server_port}/> {{ ?s ?p ?o }} }} #"
        data = rdflib.Graph()
        data.add((rdflib.URIRef(bad), rdflib.RDF.type, rdflib.URIRef("http://example.org/T")))
        shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; {selecting('FILTER (STRLEN(UCASE(STR($this))) > 0)')} ."
        found = compiled(graph(shape)).findings(Graph.of_rdflib(data))
    assert (len(found), asked) == (1, [])
