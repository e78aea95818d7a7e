"""Writers: every literal and IRI survives, in every format, for rdflib and Oxigraph alike."""

from __future__ import annotations

import io
from itertools import count

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import formats, terms
from kg.document import clean
from kg.errors import UsageError
from kg.formats import Format
from kg.terms import DEFAULT_BASE, Names, Quad, Term, prefixes
from kg.turtle import Turtle

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(clean)
LITERALS = st.one_of(
    TEXTS.map(terms.text),
    TEXTS.map(terms.english),
    st.integers().map(terms.integer),
    st.sampled_from(
        [terms.typed("true", "boolean"), terms.typed("2010-01-29", "date"), terms.typed("0aff", "hexBinary")]
    ),
)
KEYS = st.from_regex(r"[A-Z0-9][A-Za-z0-9 .'()~é-]{0,10}[A-Z]", fullmatch=True)
SUBJECTS = KEYS.map(lambda key: terms.iri(Names().cable(key)))
QUADS = st.lists(
    st.builds(
        Quad,
        SUBJECTS,
        st.sampled_from([terms.TYPE, terms.TITLE, terms.ck("text")]),
        st.one_of(LITERALS, SUBJECTS),
        st.just(terms.iri(Names().graph("vocabulary"))),
    ),
    max_size=8,
).map(lambda quads: sorted(set(quads)))


def written(form: Format, quads: list[Quad]) -> bytes:
    out = io.BytesIO()
    form.write(quads, out, DEFAULT_BASE)
    return out.getvalue()


def triples(quads: list[Quad]) -> set[tuple[Term, Term, Term]]:
    return {quad[:3] for quad in quads}


@pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.name)
@given(QUADS)
def test_oxigraph_reads_back_what_was_written(form: Format, quads: list[Quad]) -> None:
    parsed = pyoxigraph.parse(written(form, quads), format=pyoxigraph.RdfFormat.from_media_type(form.media_type))
    assert triples([formats.from_oxigraph(quad) for quad in parsed]) == triples(quads)


@pytest.mark.parametrize("name", ["ttl", "nt", "rdfxml"])
@given(QUADS)
def test_rdflib_reads_back_what_was_written(name: str, quads: list[Quad]) -> None:
    parser = {"ttl": "turtle", "nt": "nt", "rdfxml": "xml"}[name]
    graph = rdflib.Graph().parse(data=written(formats.by_name(name), quads), format=parser)
    assert set(graph) == set(formats.to_rdflib_graph(quads))


@given(QUADS)
def test_a_line_is_read_back_as_the_quad_it_was(quads: list[Quad]) -> None:
    assert [formats.from_line(line) for line in formats.nquads(quads)] == quads


def test_turtle_is_short_where_it_is_safe() -> None:
    graph = terms.iri(Names().graph("vocabulary"))
    subject = terms.iri(Names().part("10MEXICO83", "p4"))
    level = terms.iri("https://w3id.org/cables/classification/secret")
    quads = [
        Quad(subject, terms.ck("portionLevel"), level, graph),
        Quad(subject, terms.ck("number"), terms.integer(4), graph),
    ]
    text = written(formats.by_name("ttl"), quads).decode()
    assert "<cable/10MEXICO83#p4> ck:portionLevel classification:secret ;\n    ck:number 4 .\n" in text


@pytest.mark.parametrize("name", ["ttl", "trig"])
def test_a_short_document_declares_what_it_uses(name: str) -> None:
    graph = terms.iri(Names().graph("vocabulary"))
    text = written(formats.by_name(name), [Quad(terms.iri("urn:s"), terms.TITLE, terms.text("x"), graph)]).decode()
    used = {"dcterms"} | ({"graph"} if name == "trig" else set())
    assert {line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("@prefix")} == used


def test_a_long_document_is_written_while_it_is_read() -> None:
    graph = terms.iri(Names().graph("vocabulary"))
    endless = (Quad(terms.iri(f"urn:{number}"), terms.TITLE, terms.text("x"), graph) for number in count())
    lines = Turtle(DEFAULT_BASE).turtle(endless)
    assert next(lines).count("@prefix") == len(prefixes())


def test_an_unknown_format_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="ttl, nt, nq"):
        formats.by_name("csv")
