"""RDF formats: the table that knows name, suffix, media type and writer of each.

Quads carry their terms in N-Triples form, so N-Quads, N-Triples, Turtle and TriG are written directly, JSON-LD as
trees; RDF/XML goes through pyoxigraph, whose escaping is not ours to get wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from kg import jsonld, schemaorg
from kg.errors import UsageError
from kg.terms import Quad, Term, prefixes
from kg.turtle import Turtle

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

_BATCH = 5_000
"""Quads that go through a foreign library at once; memory stays flat."""


class Format(NamedTuple):
    """One RDF format: what it is called, how it is asked for, whether it keeps graphs apart, its writer."""

    name: str
    suffix: str
    media_type: str
    graphs: bool
    write: Callable[[Iterable[Quad], IO[bytes], str], None]


def nquads(quads: Iterable[Quad]) -> Iterator[str]:
    """Give the lines of N-Quads (W3C N-Quads 1.1)."""
    for subject, predicate, value, graph in quads:
        yield f"{subject} {predicate} {value} {graph} .\n"


def from_line(line: str) -> Quad:
    r"""Read a line of N-Quads that kg wrote: single blanks between the terms, a graph in each line.

    >>> from_line('<urn:s> <urn:p> "a b" <urn:g> .\n').object
    '"a b"'
    """
    subject, predicate, rest = line.split(" ", 2)
    value, graph, _ = rest.rsplit(" ", 2)
    return Quad(Term(subject), Term(predicate), Term(value), Term(graph))


def stated(statement: str) -> tuple[Term, Term]:
    r"""Part what stands behind the subject in such a line: the property and its value.

    >>> stated('<urn:p> "a b" <urn:g> .\n')
    ('<urn:p>', '"a b"')
    """
    predicate, _, rest = statement.partition(" ")
    return Term(predicate), Term(rest.rsplit(" ", 2)[0])


def _ntriples(quads: Iterable[Quad]) -> Iterator[str]:
    for subject, predicate, value, _ in quads:
        yield f"{subject} {predicate} {value} .\n"


def _text(lines: Iterable[str], out: IO[bytes]) -> None:
    iterator = iter(lines)
    while chunk := "".join(islice(iterator, _BATCH)):
        out.write(chunk.encode())


def _write_nquads(quads: Iterable[Quad], out: IO[bytes], _: str) -> None:
    _text(nquads(quads), out)


def _write_ntriples(quads: Iterable[Quad], out: IO[bytes], _: str) -> None:
    _text(_ntriples(quads), out)


def _write_turtle(quads: Iterable[Quad], out: IO[bytes], base: str) -> None:
    _text(Turtle(base).turtle(quads), out)


def _write_trig(quads: Iterable[Quad], out: IO[bytes], base: str) -> None:
    _text(Turtle(base).trig(quads), out)


def _write_jsonld(quads: Iterable[Quad], out: IO[bytes], base: str, labels: jsonld.Labels = jsonld.known) -> None:
    for line in jsonld.lines(quads, base, labels):
        out.write(line.encode())


def _write_schemaorg(quads: Iterable[Quad], out: IO[bytes], base: str, labels: jsonld.Labels = jsonld.known) -> None:
    for line in schemaorg.lines(quads, base, labels):
        out.write(line.encode())


def _write_rdfxml(quads: Iterable[Quad], out: IO[bytes], base: str) -> None:
    import pyoxigraph  # noqa: PLC0415

    triples = (quad.triple for quad in oxigraph(quads))
    pyoxigraph.serialize(triples, out, pyoxigraph.RdfFormat.RDF_XML, prefixes=dict(prefixes(base)))


FORMATS: Final = (
    Format("ttl", "ttl", "text/turtle", False, _write_turtle),
    Format("nt", "nt", "application/n-triples", False, _write_ntriples),
    Format("nq", "nq", "application/n-quads", True, _write_nquads),
    Format("trig", "trig", "application/trig", True, _write_trig),
    Format("jsonld", "jsonld", "application/ld+json", True, _write_jsonld),
    Format("rdfxml", "rdf", "application/rdf+xml", False, _write_rdfxml),
)
VIEWS: Final = (Format("schemaorg", "jsonld", "application/ld+json", False, _write_schemaorg),)
"""Forms that say in the words of others what they have words for, and no more."""
NAMES: Final = tuple(form.name for form in (*FORMATS, *VIEWS))
_LABELLED: Final = {"jsonld": _write_jsonld, "schemaorg": _write_schemaorg}


def by_name(name: str, labels: jsonld.Labels = jsonld.known) -> Format:
    """Give a format by its name; raises UsageError with the names there are.

    `labels` are those of things that the vocabularies do not hold, for the forms that show them beside links.
    """
    for form in (*FORMATS, *VIEWS):
        if form.name == name:
            write = partial(_LABELLED[name], labels=labels) if name in _LABELLED else form.write
            return form._replace(write=write)
    reason = f"format {name!r} is not known; there are {', '.join(NAMES)}"
    raise UsageError(reason)


def oxigraph(quads: Iterable[Quad]) -> Iterator[pyoxigraph.Quad]:
    """Give quads as pyoxigraph's values, in batches."""
    import pyoxigraph  # noqa: PLC0415

    lines = nquads(quads)
    while chunk := "".join(islice(lines, _BATCH)):
        yield from pyoxigraph.parse(chunk.encode(), format=pyoxigraph.RdfFormat.N_QUADS)


def from_oxigraph(quad: Any) -> Quad:
    """Give a quad of pyoxigraph in N-Triples forms; the default graph is the empty text."""
    graph = getattr(quad, "graph_name", None)
    name = Term(str(graph)) if type(graph).__name__ == "NamedNode" else Term("")
    return Quad(Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object)), name)


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Dataset:
    """Give quads as an rdflib Dataset with our prefixes; lexical forms stay as they are."""
    import rdflib  # noqa: PLC0415

    dataset = rdflib.Dataset()
    for prefix, namespace in prefixes().items():
        dataset.bind(prefix, namespace)
    dataset.addN(
        (
            rdflib_term(quad.subject),
            rdflib_term(quad.predicate),
            rdflib_term(quad.object),
            dataset.graph(rdflib_term(quad.graph_name)),
        )
        for quad in oxigraph(quads)
    )
    return dataset


def to_rdflib_graph(quads: Iterable[Quad], into: rdflib.Graph | None = None) -> rdflib.Graph:
    """Give quads as one rdflib Graph, their graphs merged; `into` is a new graph of another kind."""
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph() if into is None else into
    for prefix, namespace in prefixes().items():
        graph.bind(prefix, namespace)
    for quad in oxigraph(quads):
        graph.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)))
    return graph


def rdflib_term(term: Any) -> Any:
    """Give a term of pyoxigraph as rdflib's."""
    import rdflib  # noqa: PLC0415

    kind = type(term).__name__
    if kind == "NamedNode":
        return rdflib.URIRef(term.value)
    if kind == "BlankNode":
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == str(rdflib.XSD.string)
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(datatype), normalize=False)
