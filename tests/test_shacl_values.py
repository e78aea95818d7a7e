"""Shapes about values that are seldom met: a thousand of them, doubles beside exact numbers, NaN."""

from __future__ import annotations

import pyoxigraph
import pytest
import rdflib

from kg.shacl.compile import compiled
from kg.shacl.graph import Graph

PREFIXES = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def conforms(constraint: str, values: str) -> bool:
    """Tell whether values conform, read by either library."""
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] ."
    data = f"{PREFIXES} ex:a ex:p {values} ; ex:q 1.5 ."
    validator = compiled(Graph.of_rdflib(rdflib.Graph().parse(data=PREFIXES + shape)))
    by_rdflib = Graph.of_rdflib(rdflib.Graph().parse(data=data))
    by_oxigraph = Graph.of_oxigraph(pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE))
    answers = {not validator.findings(by_rdflib), not validator.findings(by_oxigraph)}
    assert len(answers) == 1
    return answers.pop()


@pytest.mark.parametrize("most", [998, 999, 1000, 1001, 5000])
def test_counts_any_number_of_values(most: int) -> None:
    assert conforms(f"sh:maxCount {most}", ", ".join(map(str, range(most))))
    assert not conforms(f"sh:maxCount {most}", ", ".join(map(str, range(most + 1))))


NUMBERS = {
    "a decimal and the same double": ("sh:minInclusive 0.1", "0.1e0", True),
    "a double and the same decimal": ("sh:maxInclusive 0.1e0", "0.1", True),
    "a double is not more than its decimal": ("sh:minExclusive 0.1e0", "0.1", False),
    "an integer that no double holds": ("sh:maxInclusive 9007199254740992e0", "9007199254740993", True),
    "a number beyond all doubles": ("sh:minInclusive 1e308", f"1{'0' * 400}", True),
    "a bound that is not a number": ('sh:minInclusive "NaN"^^xsd:double', "1.5", False),
    "a value that is not a number": ("sh:minInclusive 1.5", '"NaN"^^xsd:double', False),
    "a value without end": ("sh:minInclusive 1.5 ; sh:datatype xsd:double", '"INF"^^xsd:double', True),
    "not a number is a double": ("sh:datatype xsd:double", '"NaN"^^xsd:double', True),
    "not a number beside a whole one": ("sh:minInclusive 1", '"NaN"^^xsd:double', False),
    "a pair with what is not a number": ("sh:lessThan ex:q", '"NaN"^^xsd:double', False),
    "a pair of a double and a decimal": ("sh:lessThanOrEquals ex:q", "1.5e0", True),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_compares_doubles_with_exact_numbers(name: str) -> None:
    constraint, value, wanted = NUMBERS[name]
    assert conforms(constraint, value) is wanted
