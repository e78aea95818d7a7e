"""A query of a shape: its text with prefixes, compiled, and answered for one focus node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from kg.errors import InputError
from kg.shacl.about import About
from kg.shacl.code import Unwritable
from kg.shacl.graph import Graph
from kg.shacl.literals import literal
from kg.shacl.paths import ILL_FORMED
from kg.shacl.queries import world
from kg.shacl.queries.reading import algebra
from kg.shacl.queries.solving import Solver
from kg.shacl.queries.world import SHAPES_GRAPH, Binding, World
from kg.shacl.queries.writing import written
from kg.terms import OWL, SH

Answer = Callable[[Graph, Binding], Iterable[Binding]]

ALWAYS: Final = world.ALWAYS
PATH: Final = re.compile(r"[$?]PATH\b")
_IMPORTS: Final = f"<{OWL}imports>"
_PREFIX_NAME: Final = re.compile(r"[^\W\d_][\w.-]*|")


def answer(about: About, node: str, kind: str, prebound: frozenset[str] = frozenset()) -> Answer:
    """Compile the query of a constraint or validator (`kind` is select or ask); raises InputError.

    The answer takes a data graph and what is pre-bound, and gives solutions: what ASK finds is one without names.
    """
    texts = about.shapes.values(node, f"<{SH}{kind}>")
    if len(texts) != 1 or not texts[0].endswith('"'):
        raise InputError(f"{ILL_FORMED}: {node} needs exactly one sh:{kind}, a string", code="shapes")
    text = literal(texts[0]).lexical
    if about.path:
        # a function, so that a backslash in an IRI stays what it is
        text = PATH.sub(lambda _: about.path.text if about.path else "", text)
    names = prebound | ALWAYS
    try:
        tree = algebra(prefixes(about.shapes, node) + text, names)
        find = _finding(tree, names, about)
    except (InputError, RecursionError) as error:
        reason = error.reason if isinstance(error, InputError) else "the query is refused: it nests too deep"
        raise InputError(f"sh:{kind} of shape {about.node}: {reason}", code="shapes") from error
    if tree.name != {"select": "SelectQuery", "ask": "AskQuery"}[kind]:
        raise InputError(f"sh:{kind} of shape {about.node} is no {kind.upper()} query", code="shapes")
    fixed = {"shapesGraph": SHAPES_GRAPH, "currentShape": about.node}
    return lambda graph, binding: find(graph, {**fixed, **binding})


def _finding(tree: Any, prebound: frozenset[str], about: About) -> Answer:
    """Write the query as Python; what cannot be written so is solved with closures."""
    try:
        query = written(tree, prebound, about.node)
    except Unwritable:
        solve = Solver(prebound).pattern(tree).solve
        return lambda graph, binding: solve(World.of(graph, about.shapes), binding)

    def find(graph: Graph, binding: Binding) -> Iterable[Binding]:
        graph.steps.begin()
        return query(graph, graph.steps, binding)

    return find


def prefixes(shapes: Graph, node: str) -> str:
    """Write the PREFIX lines that sh:prefixes declares, with those of imported ontologies (section 5.2.1)."""
    todo, met = list(shapes.values(node, f"<{SH}prefixes>")), dict[str, None]()
    while todo:
        ontology = todo.pop()
        if ontology not in met:
            met[ontology] = None
            todo += shapes.values(ontology, _IMPORTS)
    declared: dict[str, str] = {}
    for ontology in met:
        for one in shapes.values(ontology, f"<{SH}declare>"):
            prefix, namespace = (shapes.value(one, f"<{SH}{name}>") for name in ("prefix", "namespace"))
            if not (prefix.startswith('"') and namespace.startswith('"')):
                raise InputError(f"{ILL_FORMED}: a prefix declared by {ontology} is none", code="shapes")
            name, iri = literal(prefix).lexical, literal(namespace).lexical
            if not _PREFIX_NAME.fullmatch(name) or re.search(r'[\x00-\x20<>"{}|^`\\]', iri):
                raise InputError(f"{ILL_FORMED}: prefix {name!r} cannot be declared", code="shapes")
            if declared.setdefault(name, iri) != iri:
                raise InputError(f"{ILL_FORMED}: prefix {name!r} has two namespaces", code="shapes")
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in declared.items())
