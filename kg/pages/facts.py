"""Turtle files as facts by subject, for whoever writes about them.

Keeps the order of the files, which is the order in which a person would read the terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import FaultError
from kg.terms import CK, RDF, SHAPES

FIRST: Final = RDF + "first"
REST: Final = RDF + "rest"
NIL: Final = RDF + "nil"
TYPE: Final = RDF + "type"


@dataclass(frozen=True)
class Facts:
    """What some Turtle files say; nodes are IRIs or `_:` labels, values those or literals of pyoxigraph."""

    prefixes: dict[str, str]
    subjects: dict[str, dict[str, list[Any]]]

    def values(self, node: str, *predicates: str) -> list[Any]:
        """Give the values that a node has of some properties, in the order of the files."""
        facts = self.subjects.get(node, {})
        return [value for predicate in predicates for value in facts.get(predicate, ())]

    def nodes(self, node: str, *predicates: str) -> list[str]:
        """Give those values that are nodes."""
        return [name(value) for value in self.values(node, *predicates) if type(value).__name__ != "Literal"]

    def texts(self, node: str, *predicates: str) -> list[str]:
        """Give those values as text."""
        return [value.value for value in self.values(node, *predicates)]

    def text(self, node: str, *predicates: str) -> str:
        """Give the first of those values as text, "" when there is none."""
        return next(iter(self.texts(node, *predicates)), "")

    def of_type(self, *kinds: str) -> list[str]:
        """Give the nodes that have one of these types, in the order of the files."""
        wanted = set(kinds)
        return [node for node in self.subjects if wanted & set(self.nodes(node, TYPE))]

    def items(self, head: str) -> Iterator[Any]:
        """Give the members of a list."""
        while head != NIL and self.values(head, FIRST):
            yield from self.values(head, FIRST)
            head = next(iter(self.nodes(head, REST)), NIL)

    def short(self, node: str) -> str:
        """Give the prefixed name of an IRI, the IRI itself when no prefix fits.

        >>> Facts({"ck": CK}, {}).short(CK + "Cable")
        'ck:Cable'
        """
        for prefix, namespace in self.prefixes.items():
            if node.startswith(namespace) and "/" not in node[len(namespace) :]:
                return f"{prefix}:{node[len(namespace) :]}"
        return node


def read(paths: Iterable[Path]) -> Facts:
    """Read Turtle files; raises FaultError when one cannot be read."""
    import pyoxigraph  # noqa: PLC0415 - keeps `import kg` light

    prefixes: dict[str, str] = {"ck": CK, "shapes": SHAPES}
    subjects: dict[str, dict[str, list[Any]]] = {}
    for path in paths:
        try:
            parser = pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
            for quad in parser:
                facts = subjects.setdefault(name(quad.subject), defaultdict(list))
                facts[quad.predicate.value].append(quad.object)
        except (OSError, SyntaxError) as error:
            raise FaultError(f"{path}: the file cannot be read: {error}") from error
        prefixes |= parser.prefixes
    return Facts(prefixes, subjects)


def name(node: Any) -> str:
    """Give the name of a node: its IRI, or the label of a blank node with `_:` before it."""
    return str(node) if type(node).__name__ == "BlankNode" else str(node.value)
