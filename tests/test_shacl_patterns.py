"""Patterns: what is found is the same by whatever means a pattern is matched."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.shacl.compile import compiled
from kg.shacl.expressions import Expression
from kg.shacl.graph import Graph
from kg.shacl.literals import spelled
from kg.shacl.patterns import _automaton
from kg.shacl.queries.functions import NATIVE, asked
from kg.shacl.ways import few_for_short, ways
from kg.terms import SH, XSD

PIECES = ("a", "b", "K", "s", ".", "[ab]", "[^a]", " ", "ab", "^", "$")
TEXTS = st.text(alphabet="abkKsSſ\N{KELVIN SIGN} \n", max_size=12)


def patterns() -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(PIECES),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map("".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
            st.tuples(inner, st.sampled_from(("?", "*", "+", "{2}", "{1,2}"))).map(lambda two: f"({two[0]}){two[1]}"),
        ),
        max_leaves=6,
    )


def matches(text: str, flags: str, value: str) -> bool:
    """Ask a shape: what a constraint writes of a pattern is part of the means."""
    shape = f"<urn:S> <{SH}targetNode> {spelled(value, '')} ; <{SH}pattern> {spelled(text, '')} "
    given = f"; <{SH}flags> {spelled(flags, '')} " if flags else ""
    shapes = rdflib.Graph().parse(data=f"{shape}{given}; a <{SH}NodeShape> .")
    return not compiled(Graph.of_rdflib(shapes)).findings(Graph())


@settings(max_examples=300, derandomize=True, deadline=None)
@given(text=patterns(), value=TEXTS, flags=st.sampled_from(("", "i", "m", "s")))
def test_every_way_of_matching_finds_the_same(text: str, value: str, flags: str) -> None:
    assert matches(text, flags, value) == _automaton(text, flags)(value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("^[a-z]+[0-9]$", 1),
        ("^([0-9]{2}|[0-9]{4})[A-Z]", 2),
        ("(^|\\n)#{2,6} |&#[0-9]+;|&(amp|quot);", 2),
        ("^(a+)+$", 0),
        ("x*x*y", 0),
        ("^(a|ab)(c|bcd)*d", 2),
        ("(a|aa){40}", 0),
    ],
)
def test_counts_the_ways_to_read_a_text(text: str, number: int) -> None:
    assert ways(Expression(text, many_lines=False, any_case=False).node) == number


@pytest.mark.parametrize(
    ("text", "few"), [("^[A-Z][A-Z-]*[A-Z]$", True), ("x*x*y", False), ("^(a+)+$", False), ("(a|a){40}b*b", False)]
)
def test_knows_what_is_quick_in_short_texts(text: str, few: bool) -> None:  # noqa: FBT001
    assert few_for_short(Expression(text, many_lines=False, any_case=False).node) == few


@given(text=st.text("aß\n🂡", max_size=5), start=st.integers(-3, 8), length=st.integers(-2, 8))
def test_functions_done_here_say_what_oxigraph_says(text: str, start: int, length: int) -> None:
    terms = spelled(text, "", "de"), spelled(str(start), f"{XSD}integer"), spelled(str(length), f"{XSD}integer")
    assert NATIVE["Builtin_SUBSTR"](*terms) == asked("SUBSTR({}, {}, {})", terms)
    assert NATIVE["Builtin_SUBSTR"](*terms[:2]) == asked("SUBSTR({}, {})", terms[:2])
    assert NATIVE["Builtin_STRLEN"](terms[0]) == asked("STRLEN({})", terms[:1])
