"""Where in the telegrams a node of a store is from: a cable from its file, anything else from a cable that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kg.shacl.results import Places
from kg.terms import CK

if TYPE_CHECKING:
    import pyoxigraph


class StorePlaces(Places):
    """Finds the telegram, file and line of a node in a store."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__(cast("Any", store))
        self._store = store

    def near(self, focus: str, value: str) -> tuple[str, str, int]:
        """Give cable IRI, file and line of focus node or value, else of the first cable that names one of them."""
        ways = [(focus, ""), (value, ""), *(self._first(node) for node in (value, focus) if node)]
        return next((found for node, near in ways if (found := self.of(node, "", near))[0]), ("", "", 0))

    def _first(self, node: str) -> tuple[str, str]:
        """Give the first subject of a telegram that leads to a node, and by which property; "" when there is none."""
        import pyoxigraph  # noqa: PLC0415

        first = ("", "")
        for quad in self._store.quads_for_pattern(None, None, pyoxigraph.NamedNode(node), None):
            subject: Any = quad.subject
            found = (subject.value, quad.predicate.value)
            if (not first[0] or found < first) and self._copy(found[0].partition("#")[0])[0]:
                first = found
        return first

    def _copy(self, cable: str) -> tuple[str, int, dict[str, int]]:
        # asked anew each time: a store answers at once, and a corpus has more cables than memory has room
        return self._read(f"{cable}#copy") if cable else ("", 0, {})

    def _value(self, subject: str, name: str) -> str:
        import pyoxigraph  # noqa: PLC0415

        named = pyoxigraph.NamedNode
        quads = self._store.quads_for_pattern(named(subject), named(CK + name), None, None)
        return next((str(getattr(quad.object, "value", "")) for quad in quads), "")
