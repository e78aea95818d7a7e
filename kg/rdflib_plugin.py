"""rdflib reads a cable: `Graph().parse("10MEXICO83_a.md", format="cable")` (entry point rdf.plugins.parser)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from rdflib import Graph
from rdflib.parser import InputSource, Parser

from kg import formats, readers
from kg.api import mapped


class CableParser(Parser):
    """Adds the triples of a telegram, with the vocabulary entries that it uses, to a graph."""

    def parse(self, source: InputSource, sink: Graph, **_: Any) -> None:
        """Read a source that rdflib opened; raises InputError when it holds no cable."""
        stream: Any = source.getByteStream() or source.getCharacterStream()
        data = stream.read()
        path = unquote(urlsplit(source.getSystemId() or source.getPublicId() or "-").path)
        cables = readers.read(Path(path).name or "-", data.encode() if isinstance(data, str) else data)
        for quad in formats.oxigraph(mapped(list(cables))):
            term = formats.rdflib_term
            sink.add((term(quad.subject), term(quad.predicate), term(quad.object)))
