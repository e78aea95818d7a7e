"""The compiled validator: finds the focus nodes of a data graph in one pass and runs the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress

from kg.errors import LimitError
from kg.shacl.check import Finding
from kg.shacl.graph import TYPE, Facts, Graph
from kg.shacl.shape import Shape
from kg.shacl.targets import Targets
from kg.shacl.writing import Validate


class Validator:
    """A shapes graph, compiled; safe to use for any number of data graphs, one after the other."""

    def __init__(self, aims: Sequence[tuple[Shape, Targets]]) -> None:
        groups: dict[Targets, list[Validate]] = {}
        for shape, aim in aims:
            groups.setdefault(aim, []).append(shape.validate)
        self._validates = tuple(groups.values())
        """The shapes that are about the same nodes, together."""
        self._nodes = _by(groups, lambda aim: aim.nodes)
        self._classes = _by(groups, lambda aim: aim.classes)
        subjects, objects = _by(groups, lambda aim: aim.subjects_of), _by(groups, lambda aim: aim.objects_of)
        self._linked = {one: (subjects.get(one, []), objects.get(one, [])) for one in (*subjects, *objects)}

    def findings(self, graph: Graph) -> list[Finding]:
        """Check a data graph; gives each finding once.

        Raises LimitError when the shapes ask for more than a limit allows.
        """
        graph.begin()
        found: list[Finding] = []
        try:
            focus_nodes = self._focus_nodes(graph)
            for group, nodes in compress(zip(self._validates, focus_nodes, strict=True), focus_nodes):
                for validate in group:
                    for focus in nodes:
                        validate(graph, focus, found)
        except RecursionError as error:
            raise LimitError("the shapes nest too deep to be checked") from error
        return list(dict.fromkeys(found)) if found else found

    def focus_nodes(self, graph: Graph) -> set[str]:
        """Give the nodes that some shape is about."""
        return set().union(*self._focus_nodes(graph))

    def _focus_nodes(self, graph: Graph) -> Sequence[dict[str, None]]:
        """Give the focus nodes of each group of shapes, in the order of the graph."""
        found: list[dict[str, None]] = [{} for _ in self._validates]
        for node, shapes in self._nodes.items():
            for shape in shapes:
                found[shape][node] = None
        by_class = self._instances(graph)
        for subject, facts in graph.own.items():
            for kind in facts.get(TYPE, ()):
                for shape in by_class.get(kind, ()):
                    found[shape][subject] = None
            self._link(found, subject, facts)
        return found

    def _link(self, found: Sequence[dict[str, None]], subject: str, facts: Facts) -> None:
        for predicate in filter(self._linked.__contains__, facts):
            subjects, objects = self._linked[predicate]
            for shape in subjects:
                found[shape][subject] = None
            for shape in objects:
                for value in facts[predicate]:
                    found[shape][value] = None

    def _instances(self, graph: Graph) -> Mapping[str, Sequence[int]]:
        """Give the shapes that are about each class of the data, subclasses included."""
        if not graph.names_subclasses:
            return self._classes
        shapes: dict[str, list[int]] = {}
        for of, aimed in self._classes.items():
            for kind in graph.subclasses(of):
                shapes.setdefault(kind, []).extend(aimed)
        return shapes


def _by(aims: Iterable[Targets], part: Callable[[Targets], Sequence[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, aim in enumerate(aims):
        for name in part(aim):
            found.setdefault(name, []).append(number)
    return found
