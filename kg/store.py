"""The embedded store: Oxigraph, filled once, then only read.

Facts
-----
* bulk_load is all or nothing even under kill -9, but an empty store looks valid: the release's manifest
  is what says that a store is whole.
* A store is opened read-only after the build; one read-write open changes its files.
* The default graph of a query is the union of all graphs, unless the query or the call names some: with
  named graphs only, an engine's own default graph is empty and answers nothing.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from kg import sparql
from kg.errors import FaultError, UsageError
from kg.results import Answer
from kg.terms import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    import pyoxigraph


MOST_PIECES: Final = 2
"""Pieces of a load that queries need not notice."""
LOADED_AT_ONCE: Final = 64_000_000
"""Bytes of N-Quads that the engine gets in one piece: it sorts a piece in memory, seven times its size. Half of it
makes the store a third larger, the whole of a corpus needs more than a gigabyte and is no faster."""


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    """Give whole lines, as many as fit into a piece."""
    while part := stream.read(LOADED_AT_ONCE):
        yield part + stream.readline()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FaultError(f"{folder}: the store cannot be written: {error}") from error


def fill(folder: Path, dumps: Iterable[Path]) -> int:
    """Add N-Quads dumps (plain or gzip) to a store, made if there is none, and tell how many quads it holds.

    Raises FaultError when it cannot be written. Nobody holds the store afterwards, so it can be read at once.
    """
    import pyoxigraph  # noqa: PLC0415

    with _writing(folder):
        engine, loaded = pyoxigraph.Store(str(folder)), 0
        for dump in dumps:
            with gzip.open(dump, "rb") if dump.suffix == ".gz" else dump.open("rb") as stream:
                for part in _parts(cast("IO[bytes]", stream)):
                    engine.bulk_load(part, pyoxigraph.RdfFormat.N_QUADS)
                    loaded += 1
        if loaded > MOST_PIECES:
            # each piece is an index of its own until they are merged, 1.6 s for 1.3 million quads: looks cost a
            # quarter to a third less then
            engine.optimize()
        engine.flush()
        return len(engine)


@dataclass(frozen=True, slots=True)
class Store:
    """A store that answers queries and changes nothing."""

    engine: pyoxigraph.Store
    base: str = DEFAULT_BASE

    @classmethod
    def open(cls, folder: Path, base: str = DEFAULT_BASE) -> Store:
        """Open a store read-only; raises FaultError when it is not there or damaged."""
        import pyoxigraph  # noqa: PLC0415

        try:
            return cls(pyoxigraph.Store.read_only(str(folder)), base)
        except OSError as error:
            raise FaultError(f"{folder}: the store cannot be opened: {error}; build the release again") from error

    def query(self, text: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> Answer:
        """Answer a SPARQL 1.1 query, our prefixes declared beforehand.

        `default` and `named` are the graphs of the protocol's dataset. Raises UsageError for a syntax
        error or SERVICE, LimitError for a query beyond the limits of `kg.sparql`.
        """
        import pyoxigraph  # noqa: PLC0415

        look = sparql.check(text)
        dataset: dict[str, object] = {}
        try:
            if default or named:
                dataset["default_graph"] = [pyoxigraph.NamedNode(graph) for graph in default]
                dataset["named_graphs"] = [pyoxigraph.NamedNode(graph) for graph in named]
            elif not look.names_graphs:
                dataset["use_default_graph_as_union"] = True
            value = self.engine.query(text, base_iri=self.base, prefixes=dict(prefixes(self.base)), **dataset)  # type: ignore[arg-type]
        except (SyntaxError, ValueError, RuntimeError) as error:
            # a RuntimeError is the engine's word for a function that it does not know
            raise UsageError(f"the query cannot be read: {_readable(error)}") from error
        except OSError as error:
            raise FaultError(f"the query failed: {error}") from error
        return Answer(value, isinstance(value, pyoxigraph.QueryTriples), self.base)


_CLASSES = re.compile(r",?\s*\[(?:_|'[^\]]*)\]")
_LONGEST_MESSAGE = 400


def _readable(error: Exception) -> str:
    """Give the engine's message without the character classes that it expected, too."""
    return _CLASSES.sub("", str(error))[:_LONGEST_MESSAGE]
