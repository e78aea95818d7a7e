"""Where in the telegrams a node of a store is from: a cable from its file, anything else from a cable that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.shacl.literals import of_oxigraph, to_oxigraph
from kg.shacl.places import Place, Places

if TYPE_CHECKING:
    import pyoxigraph


class _Stored:
    """The facts of a store, whatever their graph."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    def value(self, subject: str, predicate: str) -> str:
        """Give one value of a property."""
        quads = self._store.quads_for_pattern(to_oxigraph(subject), to_oxigraph(predicate), None, None)
        return next((of_oxigraph(quad.object) for quad in quads), "")


class StorePlaces(Places):
    """Finds the place of a node in a store; terms are in N-Triples form, "" for none."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__(_Stored(store))
        self._store = store

    def naming(self, node: str) -> tuple[str, str]:
        """Give the first subject of a telegram that leads to a node, and by which property; "" when there is none."""
        first = ("", "")
        for quad in self._store.quads_for_pattern(None, None, to_oxigraph(node), None):
            subject: Any = quad.subject
            found = (subject.value, quad.predicate.value)
            if (not first[0] or found < first) and self._copy(subject.value.partition("#")[0])[0].cable:
                first = found
        return (f"<{first[0]}>", f"<{first[1]}>") if first[0] else first

    def _copy(self, cable: str) -> tuple[Place, str]:
        # asked anew each time: a store answers at once, and a corpus has more cables than memory has room
        return self._read(cable)
