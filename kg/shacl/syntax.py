"""What is a shape, and what a shape may say: the syntax rules of the Recommendation (appendix A), as a table.

Facts
-----
* A shape is what has the type, a target or a parameter, and what a shape refers to as a shape (section 2.1).
* Of SHACL Advanced Features and SHACL-JS nothing is supported; a property of the SHACL namespace that no row
  knows is refused too, since it may be a constraint that was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.shacl.components import COMPONENTS
from kg.shacl.constraints.types import KINDS
from kg.shacl.graph import Facts, Graph
from kg.shacl.literals import FALSE, LANG_STRING, STRING, TRUE, is_literal, literal
from kg.shacl.paths import ILL_FORMED
from kg.shacl.queries import custom
from kg.shacl.targets import DECLARATIONS
from kg.terms import OWL, SH, XSD

Test = Callable[[str, Graph], bool]


def _iri(term: str, _: Graph) -> bool:
    return term.startswith("<")


def _node(term: str, _: Graph) -> bool:
    return not is_literal(term)


def _literal(term: str, _: Graph) -> bool:
    return is_literal(term)


def _any(_: str, __: Graph) -> bool:
    return True


def _not_blank(term: str, _: Graph) -> bool:
    return not term.startswith("_:")


def _text(term: str, _: Graph) -> bool:
    return is_literal(term) and literal(term).datatype in {STRING, LANG_STRING}


def _string(term: str, _: Graph) -> bool:
    return is_literal(term) and literal(term).datatype == STRING


def _integer(term: str, _: Graph) -> bool:
    if not is_literal(term) or literal(term).datatype != f"<{XSD}integer>":
        return False
    return literal(term).lexical.lstrip("+-").isdecimal() and len(term) < _LONGEST_INTEGER


_LONGEST_INTEGER: Final = 100


def _boolean(term: str, _: Graph) -> bool:
    return is_literal(term) and literal(term).datatype == f"<{XSD}boolean>"


def _true_or_false(term: str, _: Graph) -> bool:
    return term in {TRUE, FALSE}


def _kind(term: str, _: Graph) -> bool:
    return term in KINDS


def _list(term: str, graph: Graph) -> bool:
    return graph.members(term) is not None


def _nodes(term: str, graph: Graph) -> bool:
    return all(_node(member, graph) for member in graph.members(term) or ['"'])


def _iris(term: str, graph: Graph) -> bool:
    members = graph.members(term)
    return members is not None and all(member.startswith("<") for member in members)


def _strings(term: str, graph: Graph) -> bool:
    members = graph.members(term)
    return members is not None and all(_string(member, graph) for member in members)


class Rule(NamedTuple):
    """What the values of one property of a shape are, in words, whether only one, whether of property shapes only."""

    name: str
    holds: Test
    words: str
    once: bool = False
    property_shape: bool = False


_SHAPES: Final = "a list of shapes"
_RULES: Final = (
    Rule("targetNode", _not_blank, "an IRI or a literal"),
    Rule("targetClass", _iri, "an IRI"),
    Rule("targetSubjectsOf", _iri, "an IRI"),
    Rule("targetObjectsOf", _iri, "an IRI"),
    Rule("severity", _iri, "an IRI", once=True),
    Rule("message", _text, "a string or a text with its language"),
    Rule("deactivated", _true_or_false, "true or false", once=True),
    Rule("path", _node, "a property path", once=True),
    Rule("class", _iri, "an IRI"),
    Rule("datatype", _iri, "an IRI", once=True),
    Rule("nodeKind", _kind, "one of the six kinds of nodes", once=True),
    Rule("minCount", _integer, "an integer", once=True, property_shape=True),
    Rule("maxCount", _integer, "an integer", once=True, property_shape=True),
    Rule("minExclusive", _literal, "a literal", once=True),
    Rule("minInclusive", _literal, "a literal", once=True),
    Rule("maxExclusive", _literal, "a literal", once=True),
    Rule("maxInclusive", _literal, "a literal", once=True),
    Rule("minLength", _integer, "an integer", once=True),
    Rule("maxLength", _integer, "an integer", once=True),
    Rule("pattern", _string, "a string", once=True),
    Rule("flags", _string, "a string", once=True),
    Rule("languageIn", _strings, "a list of strings", once=True),
    Rule("uniqueLang", _boolean, "true or false", once=True, property_shape=True),
    Rule("equals", _iri, "an IRI"),
    Rule("disjoint", _iri, "an IRI"),
    Rule("lessThan", _iri, "an IRI", property_shape=True),
    Rule("lessThanOrEquals", _iri, "an IRI", property_shape=True),
    Rule("not", _node, "a shape"),
    Rule("and", _nodes, _SHAPES),
    Rule("or", _nodes, _SHAPES),
    Rule("xone", _nodes, _SHAPES),
    Rule("node", _node, "a node shape"),
    Rule("property", _node, "a property shape"),
    Rule("qualifiedValueShape", _node, "a shape", once=True, property_shape=True),
    Rule("qualifiedMinCount", _integer, "an integer", once=True),
    Rule("qualifiedMaxCount", _integer, "an integer", once=True),
    Rule("qualifiedValueShapesDisjoint", _boolean, "true or false", once=True),
    Rule("closed", _boolean, "true or false", once=True),
    Rule("ignoredProperties", _iris, "a list of IRIs", once=True),
    Rule("hasValue", _any, "a term"),
    Rule("in", _list, "a list", once=True),
    Rule("sparql", _node, "a SPARQL constraint"),
    Rule("name", _text, "a string or a text with its language"),
    Rule("description", _text, "a string or a text with its language"),
    Rule("order", _any, "a number"),
    Rule("group", _any, "a group"),
    Rule("defaultValue", _any, "a term"),
)
RULES: Final[MappingProxyType[str, Rule]] = MappingProxyType({f"<{SH}{rule.name}>": rule for rule in _RULES})

_BESIDE: Final = frozenset(
    f"<{SH}{name}>" for name in ("declare", "prefixes", "shapesGraph", "suggestedShapesGraph", "optional")
)
"""Properties that a node may have beside being a shape, as an ontology or a parameter."""

_SPARQL: Final = f"<{SH}sparql>"
_OF_QUERIES: Final = frozenset(f"<{SH}{name}>" for name in ("select", "ask"))

_NODE_SHAPE: Final = f"<{SH}NodeShape>"
_PROPERTY_SHAPE: Final = f"<{SH}PropertyShape>"
_PATH: Final = f"<{SH}path>"
_IMPORTS: Final = f"<{OWL}imports>"
_ENTAILMENT: Final = f"<{SH}entailment>"
_SIMPLE_REFERENCES: Final = tuple(f"<{SH}{name}>" for name in ("node", "property", "not", "qualifiedValueShape"))
_LIST_REFERENCES: Final = tuple(f"<{SH}{name}>" for name in ("and", "or", "xone"))
_KNOWN_VOCABULARIES: Final = (SH[:-1], "http://datashapes.org/dash")
"""Vocabularies that shapes graphs import by habit and that hold no constraint on anybody's data."""


def shapes(graph: Graph) -> list[str]:
    """Give the shapes of a graph, each checked; raises InputError for the first that is not well-formed."""
    _whole(graph)
    found = dict.fromkeys(_shapes(graph))
    for node in found:
        _check(graph, node)
    return list(found)


_ELSEWHERE: Final = MappingProxyType(
    {
        f"<{SH}{name}>": standard
        for standard, names in {
            "SHACL Advanced Features": ("expression", "rule", "target", "values"),
            "SHACL-JS": ("js", "jsFunctionName", "jsLibrary"),
        }.items()
        for name in names
    }
)
"""Property of another standard -> the standard; what has one asks for something, whether it is a shape or not."""


def _whole(graph: Graph) -> None:
    for subject, facts in graph.own.items():
        if other := _ELSEWHERE.keys() & facts.keys():
            name = min(other)
            raise _refused(
                subject, f"sh:{name[len(SH) + 1 : -1]} belongs to {_ELSEWHERE[name]}, which is not supported"
            )
        if _ENTAILMENT in facts:
            raise _refused(subject, "sh:entailment: no entailment regime is supported")
        for imported in facts.get(_IMPORTS, ()):
            name = imported[1:-1].rstrip("#/")
            if imported not in graph.own and name not in _KNOWN_VOCABULARIES:
                raise _refused(subject, f"owl:imports {imported}: nothing is fetched; put both in one file")


def _shapes(graph: Graph) -> Iterator[str]:
    own = (predicate for one in custom.components(graph) for predicate in one.needed.values())
    parameters = (*DECLARATIONS, *(component.parameter for component in COMPONENTS), f"<{SH}property>", *own)
    typed = {*graph.subclasses(_NODE_SHAPE), *graph.subclasses(_PROPERTY_SHAPE)}
    for subject, facts in graph.own.items():
        if any(parameter in facts for parameter in parameters) or not typed.isdisjoint(facts.get(_TYPE, ())):
            yield subject
        yield from referred(graph, facts)


def referred(graph: Graph, facts: Facts) -> Iterator[str]:
    """Give what a shape refers to as shapes."""
    for reference in _SIMPLE_REFERENCES:
        yield from facts.get(reference, ())
    for reference in _LIST_REFERENCES:
        for head in facts.get(reference, ()):
            yield from graph.members(head) or ()


_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def _check(graph: Graph, node: str) -> None:
    if is_literal(node):
        raise _ill_formed(node, "a literal is no shape")
    facts = graph.facts(node)
    has_path = _PATH in facts
    if graph.is_a(node, [_NODE_SHAPE]) and has_path:
        raise _ill_formed(node, "a node shape has no sh:path")
    if graph.is_a(node, [_PROPERTY_SHAPE]) and not has_path:
        raise _ill_formed(node, "a property shape needs a sh:path")
    for predicate, values in facts.items():
        if predicate.startswith(f"<{SH}"):
            _check_property(graph, node, predicate, values)
    _check_references(graph, facts)


def _check_property(graph: Graph, node: str, predicate: str, values: Iterable[str]) -> None:
    rule = RULES.get(predicate)
    name = f"sh:{predicate[len(SH) + 1 : -1]}"
    if rule is None:
        if predicate in _BESIDE or (predicate in _OF_QUERIES and graph.subjects(_SPARQL, node)):
            return
        raise _refused(node, f"{name} is not supported")
    given = list(values)
    if rule.once and len(given) > 1:
        raise _ill_formed(node, f"{name} has more than one value")
    if rule.property_shape and _PATH not in graph.facts(node):
        raise _ill_formed(node, f"{name} stands in a node shape, where it has no meaning")
    for value in given:
        if not rule.holds(value, graph):
            raise _ill_formed(node, f"{name} {value} is not {rule.words}")


def _check_references(graph: Graph, facts: Facts) -> None:
    for one in facts.get(f"<{SH}property>", ()):
        if _PATH not in graph.facts(one):
            raise _ill_formed(one, "sh:property needs a property shape, with a sh:path")
    for one in facts.get(f"<{SH}node>", ()):
        if _PATH in graph.facts(one):
            raise _ill_formed(one, "sh:node needs a node shape, without sh:path")


def _ill_formed(node: str, why: str) -> InputError:
    return InputError(f"{ILL_FORMED}: shape {node}: {why}", code="shapes")


def _refused(node: str, why: str) -> InputError:
    return InputError(f"the shapes cannot be used: {node}: {why}", code="shapes")
