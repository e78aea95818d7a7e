"""Shapes about values that are seldom met: a thousand of them, doubles beside exact numbers, NaN."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.shacl.order import compare
from kg.terms import typed

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


MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31))  # noqa: DTZ001 - telegrams state no zone
NEAR = st.sampled_from([timedelta(), timedelta(days=1), timedelta(days=-3), timedelta(seconds=1), timedelta(hours=-30)])


@given(MOMENTS, NEAR)
def test_moments_are_in_the_order_of_time(one: datetime, away: timedelta) -> None:
    other = one + away
    order = (one > other) - (one < other)
    assert compare(typed(one.isoformat(), "dateTime"), typed(other.isoformat(), "dateTime")) == order
    days = one.date(), other.date()
    assert compare(typed(days[0], "date"), typed(days[1], "date")) == (days[0] > days[1]) - (days[0] < days[1])
    assert compare(typed(days[0], "date"), typed(one.isoformat(), "dateTime")) is None


@pytest.mark.parametrize("nothing", ["2009-02-29", "2009-13-01", "2009-00-10", "2009-01-00", "2009-1-10"])
def test_what_is_no_day_has_no_order(nothing: str) -> None:
    assert compare(typed(nothing, "date"), typed("2009-01-10", "date")) is None
    assert compare(typed("2009-01-10T24:00:01", "dateTime"), typed("2009-01-10T00:00:00", "dateTime")) is None
