"""Queries of shapes as Python: what is written finds what closures over bindings find, and what Oxigraph finds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.shacl.code import Unwritable
from kg.shacl.graph import Graph
from kg.shacl.literals import of_oxigraph
from kg.shacl.queries.reading import algebra
from kg.shacl.queries.solving import Solver
from kg.shacl.queries.world import ALWAYS, World
from kg.shacl.queries.writing import written
from kg.terms import SH, XSD
from tests.conftest import ROOT

EX = "http://example.org/"
THIS = f"<{EX}a>"
WRITTEN = {
    "a chain": "SELECT $this ?v { $this ex:p ?b . ?b ex:p ?v }",
    "a class": "SELECT $this ?v { $this a ex:C . $this ex:q ?v . ?v a ex:C }",
    "a constant": "SELECT $this ?v { ?v ex:p ex:b . $this ex:p ?v }",
    "one end of two": "SELECT $this ?v { $this ex:p ?v . ?v ex:n ?n . ?w ex:n ?n . $this ex:q ?w }",
    "twice the same": "SELECT $this ?v { ?v ex:p ?v }",
    "everything": "SELECT $this ?v ?w { ?v ex:p ?w }",
    "a path": "SELECT $this ?v { $this ex:p+ ?v }",
    "a path to itself": "SELECT $this ?v { ?v ex:p+ ?v }",
    "a path either way": "SELECT $this ?v { $this (ex:p|^ex:q)* ?v . ?v ex:n ?n }",
    "a path that ends at its beginning": "SELECT $this ?v { $this ex:p*/ex:p $this . $this ex:p ?v }",
    "one path twice": "SELECT $this ?v ?w { $this ex:p/ex:q ?v OPTIONAL { ?v ex:p/ex:q ?w } }",
    "paths within a path": "SELECT $this ?v { $this ex:p/ex:p ?v FILTER EXISTS { ?v ex:p/ex:p ?w } }",
    "a filter": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v > 1 && ?v != 3) }",
    "a filter with an error": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v > 1 || ?v = 'x') }",
    "no filter": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (!(?v > 1 || ?v = 'x')) }",
    "neither": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (!(?v > 1 && ?v < 9) || !BOUND(?b)) }",
    "a list": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v IN (1, 'x', ex:b)) }",
    "no list": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v NOT IN (1, 2.0)) }",
    "an empty list": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v NOT IN ()) }",
    "an error in no list": "SELECT $this ?v { $this ex:p ?v FILTER (?v = ex:b || ?v + 1 NOT IN ()) }",
    "no constant": "SELECT $this ?v { $this ex:p ?v OPTIONAL { $this ex:q ?v FILTER (false) } }",
    "an optional value": "SELECT $this ?v ?w { $this ex:p ?v OPTIONAL { ?v ex:n ?w FILTER (?w) } }",
    "a test of tests": f"SELECT $this ?v {{ $this ex:p ?b . ?b ex:n ?v FILTER ({'(' * 3}(?v > 1){' = true)' * 3}) }}",
    "a double": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v < 2.5e0 && ?v != 'NaN'^^xsd:double) }",
    "the truth of a value": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v) }",
    "the truth of a comparison": "SELECT $this ?t { $this ex:p ?b . ?b ex:n ?v BIND (?v > 1 AS ?t) }",
    "a sum": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (?n + 1 - 2 AS ?v) }",
    "sums that are compared": "SELECT $this ?v { $this ex:p/ex:n ?v FILTER (10 * ?v < 9 * ?v + 3 && ?v - 1 >= 0) }",
    "one compared twice": "SELECT $this ?v ?w { $this ex:p/ex:n ?v, ?w FILTER (2 * ?v > ?w + 1 || ?w * ?v * ?v <= 1) }",
    "a product beyond": "SELECT $this ?v { $this ex:p/ex:n ?v FILTER (?v * 3000000000 * 3000000000 > 1 || ?v < 3) }",
    "a quotient": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?v FILTER (?v / 2 < 1 + ?v) }",
    "a product": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (-?n * 2 / 4 AS ?v) }",
    "texts": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (CONCAT(STR(?n), '-', SUBSTR(STR(?b), 2, 3)) AS ?v) }",
    "functions": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (UCASE(STR(?n)) AS ?v) FILTER (isNumeric(?n)) }",
    "a choice": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (IF(?n > 1, 'more', ?n) AS ?v) }",
    "the first": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (COALESCE(?n + 1, ?unknown, STR(?n)) AS ?v) }",
    "a join over a sum": "SELECT $this ?v { $this ex:p ?b . ?b ex:n ?n BIND (?n + 1 AS ?m) ?v ex:n ?m }",
    "what is optional": "SELECT $this ?v ?n { $this ex:p ?v OPTIONAL { ?v ex:n ?n FILTER (?n > 1) } }",
    "what is missing": "SELECT $this ?v { $this ex:p ?v OPTIONAL { ?v ex:q ?n } FILTER (!BOUND(?n)) }",
    "two options": "SELECT $this ?v ?n { $this ex:p ?v OPTIONAL { ?v ex:n ?n } OPTIONAL { ?v ex:q ?n } }",
    "what exists": "SELECT $this ?v { $this ex:p ?v FILTER EXISTS { ?v ex:p ?w . ?w ex:n ?n FILTER (?n > 0) } }",
    "what does not": "SELECT $this ?v { $this ex:p ?v FILTER NOT EXISTS { ?v ex:n ?n FILTER EXISTS { ?w ex:q ?v } } }",
    "whether it exists": "SELECT $this ?v { $this ex:p ?b BIND (EXISTS { ?b ex:n ?n } AS ?v) }",
    "one or the other": "SELECT $this ?v ?n { { $this ex:p ?v } UNION { $this ex:q ?v . ?v ex:n ?n } }",
    "one, then others": "SELECT $this ?v ?n { $this ex:p ?v { ?v ex:n ?n } UNION { ?v ex:q ?n } }",
    "distinct": "SELECT DISTINCT $this ?n { $this (ex:p|ex:q) ?v . ?v ex:n ?n }",
    "a count": "SELECT $this (COUNT(?v) AS ?n) { $this ex:p ?v } GROUP BY $this",
    "all": "SELECT $this (COUNT(*) AS ?c) (SAMPLE(?n) AS ?v) { $this ex:p ?b . ?b ex:n ?n } GROUP BY $this ?n",
    "a group": "SELECT $this ?n (MIN(?v) AS ?least) (SUM(?n) AS ?sum) { $this ex:p ?v . ?v ex:n ?n } GROUP BY $this ?n",
    "a large group": "SELECT $this ?n { $this ex:p ?v . ?v ex:n ?n } GROUP BY $this ?n HAVING (COUNT(DISTINCT ?v) > 1)",
    "a group behind": "SELECT $this ?v { $this ex:p ?v { ?v ex:n ?n FILTER (?n > 1) } }",
    "a sub-select": """SELECT $this ?v { { SELECT $this ?n (MAX(?w) AS ?last) { $this ex:p ?w . ?w ex:n ?n }
        GROUP BY $this ?n HAVING (COUNT(?w) > 1) } $this ex:p ?v . ?v ex:n ?n FILTER (STR(?v) != STR(?last)) }""",
    "a sub-select behind": "SELECT $this ?v { $this ex:p ?v . { SELECT $this ?v { $this ex:q ?w . ?v ex:p ?w } } }",
}
CLOSURES = {
    "any predicate": "SELECT $this ?v { $this ?p ?v }",
    "any predicate of a value": "SELECT $this ?v { $this ex:p ?v . ?v ?p 2 }",
    "a test of many tests": f"SELECT $this ?v {{ $this ex:p ?v FILTER ({'(' * 20}(?v != ex:b){' = true)' * 20}) }}",
    "a long sum": f"SELECT $this ?v {{ $this ex:p ?b . ?b ex:n ?n BIND (?n{' + 1' * 300} AS ?v) }}",
    "two groups": "SELECT $this ?v { { $this ex:p ?v FILTER (?v != ex:b) } { ?v ex:n ?n FILTER (?n > 1) } }",
    "an order": "SELECT $this ?v { $this ex:p ?v } ORDER BY ?v LIMIT 1",
    "shapes": "SELECT $this ?v { GRAPH $shapesGraph { $this ex:p ?v } }",
}


def tree(query: str) -> Any:
    return algebra(f"PREFIX ex: <{EX}> PREFIX xsd: <{XSD}> {query}", ALWAYS)


def counted(solutions: Any) -> Counter[frozenset[tuple[str, str]]]:
    """Count solutions, without what is pre-bound."""
    return Counter(frozenset((name, value) for name, value in one.items() if name not in ALWAYS) for one in solutions)


def closures(query: str, graph: Graph) -> Any:
    return Solver(ALWAYS).pattern(tree(query)).solve(World.of(graph, Graph()), binding())


def binding() -> dict[str, str]:
    return {"this": THIS, "shapesGraph": "<urn:x>", "currentShape": "<urn:s>"}


def by_python(query: str, graph: Graph) -> Any:
    graph.steps.begin()
    return written(tree(query), ALWAYS)(graph, graph.steps, binding())


def by_oxigraph(query: str, data: str) -> Any:
    store = pyoxigraph.Store()
    store.load(f"@prefix ex: <{EX}> . {data}".encode(), pyoxigraph.RdfFormat.TURTLE)
    text = f"PREFIX ex: <{EX}> PREFIX xsd: <{XSD}> {query.replace('$this', THIS)}".replace(f"SELECT {THIS}", "SELECT")
    text = text.replace(f"DISTINCT {THIS}", "DISTINCT")
    text = text.replace(f"GROUP BY {THIS} ?n", "GROUP BY ?n").replace(f"GROUP BY {THIS}", "")
    found: Any = store.query(text)
    names = [one.value for one in found.variables]
    return [{name: of_oxigraph(term) for name in names if (term := row[name]) is not None} for row in found]


def graph_of(data: str) -> Graph:
    return Graph.of_rdflib(rdflib.Graph().parse(data=f"@prefix ex: <{EX}> . {data}"))


nodes = st.sampled_from(["ex:a", "ex:b", "ex:c", "ex:d", "ex:e"])
LARGE = ["999999", "1000000", "-1000000", "9223372036854775807", f'"3"^^<{XSD}byte>', f'"02"^^<{XSD}integer>', "2e0"]
values = st.sampled_from(["1", "2", "3", "2.0", "0", '"x"', '"2010-01-02"', "true", "ex:b", *LARGE])
links = st.tuples(nodes, st.sampled_from(["ex:p", "ex:q"]), nodes)
facts = st.tuples(nodes, st.just("ex:n"), values)
kinds = st.tuples(nodes, st.just("a"), st.just("ex:C"))
datas = st.lists(links | facts | kinds, max_size=24).map(
    lambda triples: " ".join(f"{s} {p} {o} ." for s, p, o in triples)
)
FULL = """ex:a a ex:C ; ex:p ex:b, ex:c, ex:d ; ex:q ex:d, ex:e ; ex:n 2 . ex:b a ex:C ; ex:n 1 ; ex:p ex:a, ex:b .
    ex:c ex:n 2, "x" ; ex:p ex:e ; ex:q ex:b . ex:d ex:n 2 ; a ex:C . ex:e ex:n 3, 2.5 ; ex:p ex:c ."""


@pytest.mark.parametrize("name", WRITTEN)
@given(data=datas)
def test_finds_what_closures_find(name: str, data: str) -> None:
    graph, query = graph_of(data), WRITTEN[name]
    assert counted(by_python(query, graph)) == counted(closures(query, graph))


@pytest.mark.parametrize("name", WRITTEN)
def test_finds_what_oxigraph_finds(name: str) -> None:
    query = WRITTEN[name]
    found = counted(by_python(query, graph_of(FULL)))
    assert found == counted(by_oxigraph(query, FULL)) != Counter()


@pytest.mark.parametrize("name", CLOSURES)
def test_leaves_the_others_to_closures(name: str) -> None:
    with pytest.raises(Unwritable):
        written(tree(CLOSURES[name]), ALWAYS)


@pytest.mark.parametrize("name", [name for name in CLOSURES if name != "shapes"])
def test_closures_find_what_oxigraph_finds(name: str) -> None:
    query = CLOSURES[name]
    assert counted(closures(query, graph_of(FULL))) == counted(by_oxigraph(query, FULL)) != Counter()


def queries() -> list[str]:
    graph = rdflib.Graph()
    for file in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(file)
    return sorted(str(text) for text in graph.objects(None, rdflib.URIRef(f"{SH}select")))


def test_all_our_own_queries_are_written() -> None:
    spaces = {name: f"urn:{name}#" for name in ("ck", "dcterms", "skos", "dcat", "void")} | {"xsd": XSD}
    prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in spaces.items())
    assert len(queries()) > 8
    for text in queries():
        written(algebra(prefixes + text, ALWAYS), ALWAYS)
