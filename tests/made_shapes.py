"""Made-up graphs and shapes for comparing engines: small, so that most constraints are met by some node."""

from __future__ import annotations

from hypothesis import strategies as st

PREFIXES = """\
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = ("ex:a", "ex:b", "ex:c", "ex:d", "_:e")
PREDICATES = ("ex:p", "ex:q", "ex:r")
CLASSES = ("ex:C", "ex:D", "ex:E")
LITERALS = (
    '"a"',
    '"ab"',
    '"b"',
    '"a"@en',
    '"b"@en',
    '"a"@en-GB',
    '"a"@de',
    "1",
    "2",
    "3",
    "1.5",
    '"2"^^xsd:byte',
    "true",
    '"2007-01-02"^^xsd:date',
    '"2007-03-01"^^xsd:date',
    '"2007-01-02T03:04:05"^^xsd:dateTime',
    '"2007-01-02T03:04:05Z"^^xsd:dateTime',
    '"2007-01-02+14:00"^^xsd:date',
    '"x"^^xsd:integer',
    "1.5e0",
    "false",
    '""',
    '"S"',
    # signs that a case-insensitive pattern takes for a k and an s, and those that N-Triples escapes
    '"\\u212A"',
    '"\\u017F"',
    '"\\u00e9"',
    '"a\\nb"',
    '"a\\\\b"',
    '"q\\"q"',
)
TERMS = (*NODES, *LITERALS)


def some(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


def listed(part: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(part, min_size=least, max_size=3).map(lambda parts: f"( {' '.join(parts)} )")


def statements() -> st.SearchStrategy[str]:
    facts = st.tuples(some(NODES), some(PREDICATES), some(TERMS))
    types = st.tuples(some(NODES), st.just("a"), some(CLASSES))
    classes = st.tuples(some(CLASSES), st.just("rdfs:subClassOf"), some(CLASSES))
    return st.one_of(facts, facts, facts, types, types, classes).map(lambda parts: f"{' '.join(parts)} .")


def graphs() -> st.SearchStrategy[str]:
    return st.lists(statements(), max_size=25).map(lambda lines: PREFIXES + "\n".join(lines))


_REPEATED = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")


def path() -> st.SearchStrategy[str]:
    return st.recursive(
        some(PREDICATES),
        lambda inner: st.one_of(
            listed(inner, 2),
            listed(inner, 2).map(lambda parts: f"[ sh:alternativePath {parts} ]"),
            st.tuples(some(_REPEATED), inner).map(lambda pair: f"[ sh:{pair[0]} {pair[1]} ]"),
        ),
        max_leaves=4,
    )


_BLANK_KINDS = ("sh:IRI", "sh:Literal", "sh:BlankNode", "sh:BlankNodeOrIRI", "sh:BlankNodeOrLiteral", "sh:IRIOrLiteral")
_DATATYPES = ("xsd:string", "xsd:integer", "xsd:date", "rdf:langString", "xsd:byte", "xsd:decimal")
_NODES = tuple(node for node in NODES if not node.startswith("_"))
_PATTERNS = ("^a", "b$", "^A", "example", "k", "[a-z]", "^s$", "a.b", "^$", "[^a]", "(a|b)+", "\\\\s", "[k-l]", "a{2}")
_FLAGS = ("", "i", "s", "m", "im")
_ONE = (
    "sh:minCount 1",
    "sh:maxCount 1",
    "sh:hasValue ex:a",
    "sh:nodeKind sh:IRI",
    "sh:class ex:C",
    "sh:deactivated true",
)
"""What a small property shape asks for."""


def small_property() -> st.SearchStrategy[str]:
    return st.tuples(path(), some(_ONE)).map(lambda pair: f"[ sh:path {pair[0]} ; {pair[1]} ]")


def anywhere(inner: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[str]]:
    """Constraints that any shape may have; `inner` are node shapes."""
    return {
        "class": some(CLASSES).map(lambda one: f"sh:class {one}"),
        "datatype": some(_DATATYPES).map(lambda one: f"sh:datatype {one}"),
        "kind": some(_BLANK_KINDS).map(lambda one: f"sh:nodeKind {one}"),
        "range": st.tuples(
            some(("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")), some(("1", "2", "2.0"))
        ).map(lambda pair: f"sh:{pair[0]} {pair[1]}"),
        "length": st.tuples(some(("minLength", "maxLength")), some(("1", "2", "20"))).map(
            lambda pair: f"sh:{pair[0]} {pair[1]}"
        ),
        "pattern": st.tuples(some(_PATTERNS), some(_FLAGS)).map(
            lambda pair: f'sh:pattern "{pair[0]}" ; sh:flags "{pair[1]}"' if pair[1] else f'sh:pattern "{pair[0]}"'
        ),
        "languages": listed(some(('"en"', '"EN"', '"de"', '"en-GB"', '"fr"', '"*"'))).map(
            lambda one: f"sh:languageIn {one}"
        ),
        "pair": st.tuples(some(("equals", "disjoint")), some(PREDICATES)).map(lambda pair: f"sh:{pair[0]} {pair[1]}"),
        "value": some((*_NODES, *LITERALS)).map(lambda one: f"sh:hasValue {one}"),
        "in": listed(some((*_NODES, *LITERALS))).map(lambda one: f"sh:in {one}"),
        "not": inner.map(lambda one: f"sh:not {one}"),
        "node": inner.map(lambda one: f"sh:node {one}"),
        "logic": st.tuples(some(("and", "or", "xone")), listed(inner | small_property())).map(
            lambda pair: f"sh:{pair[0]} {pair[1]}"
        ),
        "no property": small_property().map(lambda one: f"sh:not {one}"),
        "two classes": st.tuples(some(CLASSES), some(CLASSES)).map(lambda pair: f"sh:class {pair[0]} , {pair[1]}"),
        "two lists": st.tuples(listed(inner), listed(inner)).map(lambda pair: f"sh:or {pair[0]} , {pair[1]}"),
        "switched off": inner.map(lambda one: f"sh:node {one[:-1]} ; sh:deactivated true ]"),
    }


def property_only(inner: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[str]]:
    """Constraints that only a property shape may have."""
    return {
        "least": some(("1", "2")).map(lambda one: f"sh:minCount {one}"),
        "most": some(("0", "1", "2")).map(lambda one: f"sh:maxCount {one}"),
        "unique": st.just("sh:uniqueLang true"),
        "order": st.tuples(some(("lessThan", "lessThanOrEquals")), some(PREDICATES)).map(
            lambda pair: f"sh:{pair[0]} {pair[1]}"
        ),
        "two orders": st.tuples(some(PREDICATES), some(PREDICATES)).map(
            lambda pair: f"sh:lessThan {pair[0]} , {pair[1]}"
        ),
        "nested": small_property().map(lambda one: f"sh:property {one}"),
        "qualified": st.tuples(inner, some(("1", "2")), some(("0", "1")), some(("true", "false"))).map(
            lambda four: (
                f"sh:qualifiedValueShape {four[0]} ; sh:qualifiedMinCount {four[1]} ; "
                f"sh:qualifiedMaxCount {four[2]} ; sh:qualifiedValueShapesDisjoint {four[3]}"
            )
        ),
    }


@st.composite
def node_shape(draw: st.DrawFn, depth: int = 2) -> str:
    """Draw the inside of a node shape."""
    inner = node_shape(depth - 1).map(lambda body: f"[ {body} ]") if depth else st.just("[ sh:nodeKind sh:IRI ]")
    rows = anywhere(inner)
    chosen = draw(st.lists(st.sampled_from(sorted(rows)), max_size=2, unique=True))
    parts = [draw(rows[name]) for name in chosen]
    if depth:
        parts += [f"sh:property [ {draw(property_shape(depth - 1))} ]" for _ in range(draw(st.integers(0, 2)))]
    if draw(st.integers(0, 5)) == 0:
        parts.append(f"sh:closed true ; sh:ignoredProperties ( rdf:type {draw(some(PREDICATES))} )")
    return " ; ".join(parts or ["sh:nodeKind sh:IRI"])


@st.composite
def property_shape(draw: st.DrawFn, depth: int = 1) -> str:
    """Draw the inside of a property shape."""
    inner = node_shape(depth - 1).map(lambda body: f"[ {body} ]") if depth > 0 else st.just("[ sh:nodeKind sh:IRI ]")
    rows = {**anywhere(inner), **property_only(inner)}
    chosen = draw(st.lists(st.sampled_from(sorted(rows)), max_size=3, unique=True))
    return " ; ".join([f"sh:path {draw(path())}", *(draw(rows[name]) for name in chosen)])


_TARGETS = (
    *(f"sh:targetClass {one}" for one in CLASSES),
    *(f"sh:targetNode {one}" for one in (*_NODES, "1", '"a"@en')),
    *(f"sh:targetSubjectsOf {one}" for one in PREDICATES),
    *(f"sh:targetObjectsOf {one}" for one in PREDICATES),
)


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Draw a shapes graph: some named shapes, each with a target."""
    lines = [PREFIXES]
    for number in range(draw(st.integers(1, 3))):
        body = draw(st.one_of(node_shape(), property_shape()))
        severity = draw(some(("", " ; sh:severity sh:Warning", " ; sh:severity ex:Odd")))
        off = " ; sh:deactivated true" if draw(st.integers(0, 9)) == 0 else ""
        lines.append(f"ex:shape{number} {draw(some(_TARGETS))} ; {body}{severity}{off} .")
    return "\n".join(lines)
