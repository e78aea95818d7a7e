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
from typing import IO, TYPE_CHECKING, Any, Final, cast

from kg import sparql
from kg.background import Background
from kg.errors import FaultError, UsageError
from kg.results import Answer, refuse_damage
from kg.terms import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    import pyoxigraph


MOST_PIECES: Final = 2
"""Pieces of a load that queries need not notice."""
LOADED_AT_ONCE: Final = 8_000_000
"""Bytes of N-Quads that the engine gets in one piece: it sorts a piece in memory, seven times its size. A piece of
half the size costs a fifth more time, one of eight times the size 300 MB more and no less time once a corpus has
several of them."""
_READ_AT_ONCE: Final = 1_000_000


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    """Give whole lines, some at a time."""
    while part := stream.read(_READ_AT_ONCE):
        yield part + stream.readline()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FaultError(f"{folder}: the store cannot be written: {error}") from error


class Filling:
    """A store, made if there is none, that is filled in the background.

    Raises FaultError, from any call, when the store cannot be written. Nobody holds it once this is closed, so it
    can be read at once.
    """

    def __init__(self, folder: Path) -> None:
        import pyoxigraph  # noqa: PLC0415

        self._folder = folder
        self._pieces = 0
        with _writing(folder):
            self._engine = pyoxigraph.Store(str(folder))
        self._background = Background(self._load, LOADED_AT_ONCE)

    def add(self, lines: bytes) -> None:
        """Add whole lines of N-Quads."""
        self._background.add(lines)

    def add_dump(self, dump: Path) -> None:
        """Add a file of N-Quads, plain or gzip."""
        with gzip.open(dump, "rb") if dump.suffix == ".gz" else dump.open("rb") as stream:
            for part in _parts(cast("IO[bytes]", stream)):
                self.add(part)

    def _load(self, lines: bytes) -> None:
        import pyoxigraph  # noqa: PLC0415

        self._pieces += 1
        with _writing(self._folder):
            self._engine.bulk_load(lines, pyoxigraph.RdfFormat.N_QUADS)

    def close(self) -> int:
        """Wait until all is in the store, and tell how many quads it holds."""
        try:
            self._background.close()
        finally:
            engine = self._engine
            del self._engine  # who holds it locks the store
        with _writing(self._folder):
            if self._pieces > MOST_PIECES:
                # each piece is an index of its own until they are merged, 1.6 s for 1.3 million quads: looks cost a
                # quarter to a third less then
                engine.optimize()
            engine.flush()
            return len(engine)


def fill(folder: Path, dumps: Iterable[Path]) -> int:
    """Add N-Quads dumps (plain or gzip) to a store and tell how many quads it holds; see `Filling`."""
    filling = Filling(folder)
    for dump in dumps:
        filling.add_dump(dump)
    return filling.close()


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
        except (OSError, RuntimeError) as error:
            # a RuntimeError is the engine's word for damage that it sees
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
            text = self._with_columns(text, look)
            value = self.engine.query(text, base_iri=self.base, prefixes=dict(prefixes(self.base)), **dataset)  # type: ignore[arg-type]
        except (SyntaxError, ValueError, RuntimeError) as error:
            # a RuntimeError is the engine's word for a function that it does not know, and for damage
            refuse_damage(error)
            raise UsageError(f"the query cannot be read: {_readable(error)}") from error
        except OSError as error:
            raise FaultError(f"the query failed: {error}") from error
        return Answer(value, isinstance(value, pyoxigraph.QueryTriples), self.base)

    def _with_columns(self, text: str, look: sparql.Look) -> str:
        """Name the columns of SELECT * in the order of the query; an empty store tells which there are."""
        import pyoxigraph  # noqa: PLC0415

        if look.star < 0 or not look.variables:
            return text
        empty: Any = pyoxigraph.Store().query(text, base_iri=self.base, prefixes=dict(prefixes(self.base)))
        there = {variable.value for variable in empty.variables}
        columns = [f"?{name}" for name in look.variables if name in there]
        return f"{text[: look.star]}{' '.join(columns)}{text[look.star + 1 :]}" if columns else text


_CLASSES = re.compile(r",?\s*\[(?:_|'[^\]]*)\]")
_LONGEST_MESSAGE = 400


def _readable(error: Exception) -> str:
    """Give the engine's message without the character classes that it expected, too."""
    return _CLASSES.sub("", str(error))[:_LONGEST_MESSAGE]
