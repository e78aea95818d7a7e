"""The compiled validator: finds the focus nodes of a data graph in one pass and runs the checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.errors import LimitError
from kg.shacl.check import Finding
from kg.shacl.graph import TYPE, Graph
from kg.shacl.shape import Shape, Validate
from kg.shacl.targets import Targets


class Validator:
    """A shapes graph, compiled; safe to use for any number of data graphs, one after the other."""

    def __init__(self, aims: Sequence[tuple[Shape, Targets]]) -> None:
        self._validates: tuple[Validate, ...] = tuple(shape.validate for shape, _ in aims)
        self._nodes = _by(aims, lambda aim: aim.nodes)
        self._classes = _by(aims, lambda aim: aim.classes)
        self._subjects = _by(aims, lambda aim: aim.subjects_of)
        self._objects = _by(aims, lambda aim: aim.objects_of)
        self._linked = self._subjects.keys() | self._objects.keys()

    def findings(self, graph: Graph) -> list[Finding]:
        """Check a data graph; gives each finding once.

        Raises LimitError when the shapes ask for more than a limit allows.
        """
        graph.begin()
        found: list[Finding] = []
        try:
            for validate, focus_nodes in zip(self._validates, self._focus_nodes(graph), strict=True):
                for focus in focus_nodes:
                    validate(graph, focus, found)
        except RecursionError as error:
            raise LimitError("the shapes nest too deep to be checked") from error
        return list(dict.fromkeys(found)) if found else found

    def focus_nodes(self, graph: Graph) -> set[str]:
        """Give the nodes that some shape is about."""
        return set().union(*self._focus_nodes(graph))

    def _focus_nodes(self, graph: Graph) -> Sequence[dict[str, None]]:
        """Give the focus nodes of each shape, in the order of the graph."""
        found: list[dict[str, None]] = [{} for _ in self._validates]
        for node, shapes in self._nodes.items():
            for shape in shapes:
                found[shape][node] = None
        by_class, linked = self._instances(graph), self._linked
        for subject, facts in graph.own.items():
            for kind in facts.get(TYPE, ()):
                for shape in by_class.get(kind, ()):
                    found[shape][subject] = None
            for predicate in linked & facts.keys():
                self._link(found, subject, predicate, facts[predicate])
        return found

    def _link(self, found: list[dict[str, None]], subject: str, predicate: str, values: Sequence[str]) -> None:
        for shape in self._subjects.get(predicate, ()):
            found[shape][subject] = None
        for shape in self._objects.get(predicate, ()):
            found[shape].update(dict.fromkeys(values))

    def _instances(self, graph: Graph) -> Mapping[str, Sequence[int]]:
        """Give the shapes that are about each class of the data, subclasses included."""
        if not graph.names_subclasses:
            return self._classes
        shapes: dict[str, list[int]] = {}
        for of, aimed in self._classes.items():
            for kind in graph.subclasses(of):
                shapes.setdefault(kind, []).extend(aimed)
        return shapes


def _by(aims: Sequence[tuple[Shape, Targets]], part: Callable[[Targets], Sequence[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, (_, aim) in enumerate(aims):
        for name in part(aim):
            found.setdefault(name, []).append(number)
    return found
