"""What a worker computes: the answer of a query as bytes of one form, or as the table of a page.

Loads nothing of the web but tables: a worker begins in milliseconds.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from kg.errors import FaultError, LimitError, UsageError
from kg.results import failing
from kg.store import Store
from kg.web import cells


class Asked(NamedTuple):
    """A query and the graphs of its dataset."""

    query: str
    default: Sequence[str] = ()
    named: Sequence[str] = ()


class Seen(NamedTuple):
    """An answer as a page shows it."""

    table: cells.Table
    graph: bool
    seconds: float


def written(store: Store, asked: Asked, form: str, largest: int) -> bytes:
    """Run a query and write its answer; rows are computed while they are written.

    Raises LimitError for an answer of more bytes than `largest`.
    """
    out = _Bounded(largest)
    with _told():
        store.query(*asked).write(form, out)
    return out.getvalue()


def tabled(store: Store, asked: Asked, root: str) -> Seen:
    """Run a query and make the table of its answer; `root` is the path under which the site stands."""
    start = time.perf_counter()
    with _told():
        found = store.query(*asked)
        table = cells.table(found, root)
    return Seen(table, found.graph, time.perf_counter() - start)


class _Bounded(io.BytesIO):
    def __init__(self, largest: int) -> None:
        super().__init__()
        self.largest = largest

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self.largest:
            raise LimitError(f"the answer is larger than {self.largest:,} bytes: add a LIMIT, or take a dump")
        return super().write(data)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what the engine raises while rows are computed; an answer is held in memory, so no output can fail."""
    try:
        with failing():
            yield
    except OSError as error:
        raise FaultError(f"the query failed: {error}") from error
    except ValueError as error:
        raise UsageError(f"the query failed: {error}") from error
