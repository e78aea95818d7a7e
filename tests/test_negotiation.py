"""Content negotiation: what RFC 9110 says, what clients really send, and that nothing sent breaks it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.results import GRAPHS, SOLUTIONS, ResultFormat
from kg.web.negotiation import LONGEST, best
from kg.web.replies import PAGE

ROWS = (*SOLUTIONS, PAGE)
TRIPLES = (*GRAPHS, PAGE)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
WRAPPER_JSON = "application/sparql-results+json,application/json,text/javascript,application/javascript"
WRAPPER_TURTLE = "application/turtle,text/turtle"
RDFLIB_PARSE = "application/rdf+xml,text/n3,application/xhtml+xml,text/turtle,application/n-triples,*/*;q=0.1"

CASES = [
    (None, ROWS, "json"),
    ("", ROWS, "json"),
    ("*/*", ROWS, "json"),
    ("*/*", TRIPLES, "ttl"),
    ("garbage", ROWS, "json"),
    (FIREFOX, ROWS, "table"),
    (CHROME, TRIPLES, "table"),
    (WRAPPER_JSON, ROWS, "json"),
    (WRAPPER_TURTLE, TRIPLES, "ttl"),
    ("application/sparql-results+xml, application/rdf+xml", ROWS, "xml"),
    ("application/sparql-results+xml, application/rdf+xml", TRIPLES, "rdfxml"),
    (RDFLIB_PARSE, GRAPHS, "ttl"),
    ("application/json, text/javascript, */*; q=0.01", ROWS, "json"),
    ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", SOLUTIONS, "json"),
    ("text/csv;q=0.5, application/json;q=0.4", ROWS, "csv"),
    ("TEXT/CSV", ROWS, "csv"),
    ("text/csv;charset=utf-8;header=present", ROWS, "csv"),
    ('text/csv;x="a, text/html";q=0.1, text/tab-separated-values;q=0.2', ROWS, "tsv"),
    ("text/csv;q=0, text/*", SOLUTIONS, "xml"),
    ("text/*, text/csv;q=0, text/xml;q=0", SOLUTIONS, "tsv"),
    ("*/*, application/sparql-results+json;q=0, application/json;q=0", ROWS, "xml"),
    ("image/png", ROWS, None),
    ("*/*;q=0", ROWS, None),
    ("text/csv;q=2", ROWS, "json"),
    ("text/csv;q=high, text/html", ROWS, "table"),
    ("*/csv", ROWS, None),
]


@pytest.mark.parametrize(("accept", "offers", "name"), CASES)
def test_chooses_what_the_client_likes_best(
    accept: str | None, offers: Sequence[ResultFormat], name: str | None
) -> None:
    assert best(accept, offers) == name


def test_offers_nothing_without_offers() -> None:
    assert best("*/*", ()) is None


def test_looks_at_no_more_than_a_header_has() -> None:
    assert best("," * LONGEST + "text/csv", ROWS) == "json"


RANGES = st.sampled_from(
    ["*/*", "text/*", "application/*", "text/html", "text/csv", "application/json", "application/sparql-results+xml"]
)
ITEMS = st.lists(st.tuples(RANGES, st.integers(0, 1000)), min_size=1, max_size=6, unique_by=lambda item: item[0])


def header(items: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name};q={weight / 1000}" for name, weight in items)


@given(st.one_of(st.none(), st.text(), st.text(alphabet='*/;,="q.01 texcsv\\')))
def test_never_fails(accept: str | None) -> None:
    assert best(accept, ROWS) in {*(offer.name for offer in ROWS), None}


@given(ITEMS, st.data())
def test_order_of_ranges_does_not_matter(items: list[tuple[str, int]], data: st.DataObject) -> None:
    assert best(header(items), ROWS) == best(header(data.draw(st.permutations(items))), ROWS)


@given(ITEMS)
def test_parameters_do_not_matter(items: list[tuple[str, int]]) -> None:
    with_parameters = ", ".join(f'{name};level=1;x="a,b;q=0";q={weight / 1000}' for name, weight in items)
    assert best(header(items), ROWS) == best(with_parameters, ROWS)


@given(ITEMS)
def test_exact_type_of_highest_quality_wins(items: list[tuple[str, int]]) -> None:
    lower = [(name, weight // 2) for name, weight in items if name != "text/csv"]
    assert best(header([*lower, ("text/csv", 1000)]), ROWS) == "csv"


@given(ITEMS)
def test_refused_type_is_never_sent(items: list[tuple[str, int]]) -> None:
    others = [item for item in items if item[0] != "text/csv"]
    assert best(header([*others, ("text/csv", 0)]), ROWS) != "csv"


@given(ITEMS)
def test_ties_go_by_our_order(items: list[tuple[str, int]]) -> None:
    chosen = best(header([(name, 500) for name, _ in items]), ROWS)
    taken = [offer.name for offer in ROWS if best(header([(name, 500) for name, _ in items]), (offer,))]
    assert chosen == (taken[0] if taken else None)
