"""Expressions of SPARQL (SPARQL 1.1 Query, section 17): closures that give a term or an error.

What filters mostly do - comparing, joining text, counting - is done here; any other function is left to Oxigraph,
asked about constant terms, so that each has one meaning.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kg.shacl.datatypes import INTEGERS
from kg.shacl.literals import (
    FALSE,
    STRING,
    TRUE,
    is_literal,
    literal,
    of_rdflib,
)
from kg.shacl.order import value
from kg.shacl.queries.functions import NATIVE, ValueError_, asked, boolean, template_of
from kg.shacl.queries.world import Binding, World
from kg.shacl.relations import RELATIONS, equal
from kg.terms import XSD

Expression = Callable[[World, Binding], str]
Test = Callable[[World, Binding], bool]
"""An expression that gives a truth value; raises ValueError_ for an error."""
Exists = Callable[[Any], Test]


def effective(term: str) -> bool:
    """Give the effective boolean value (section 17.2.2)."""
    if term == TRUE:
        return True
    if term == FALSE:
        return False
    return _effective(term)


def _effective(term: str) -> bool:
    if not is_literal(term):
        raise ValueError_
    lexical, datatype, language = literal(term)
    if datatype == STRING or language:
        return bool(lexical)
    found = value(term)
    if found is None or found.kind not in {"boolean", "number"}:
        if datatype in INTEGERS or datatype in _TRUTHS:
            return False
        raise ValueError_
    return bool(found.key) and not (isinstance(found.key, float) and math.isnan(found.key))


_TRUTHS: Final = frozenset(f"<{XSD}{name}>" for name in ("boolean", "decimal", "float", "double"))


def holds(node: Any, exists: Exists) -> Test:
    """Compile a filter: an error is no."""
    test = _test(node, exists)

    def holding(world: World, binding: Binding) -> bool:
        try:
            return test(world, binding)
        except ValueError_:
            return False

    return holding


def _test(node: Any, exists: Exists) -> Test:
    """Compile the effective boolean value of an expression: what is true or false needs no literal in between."""
    name = getattr(node, "name", "")
    if name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        found = exists(node.graph)
        return found if name == "Builtin_EXISTS" else lambda world, binding: not found(world, binding)
    if name in _TESTS:
        return _TESTS[name](node, exists)
    valued = expression(node, exists)
    return lambda world, binding: effective(valued(world, binding))


def expression(node: Any, exists: Exists) -> Expression:
    """Compile an expression; raises InputError for what is not supported."""
    name = getattr(node, "name", "")
    if not name:
        return _term(node)
    if name in _TESTS or name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        test = _test(node, exists)
        return lambda world, binding: boolean(test(world, binding))
    if name in _OPERATORS:
        return _OPERATORS[name](node, lambda one: expression(one, exists))
    parts = [expression(one, exists) for one in arguments(node)]
    if name in _FORMS:
        return _FORMS[name](parts)
    return _called(name, node, parts)


def _term(node: Any) -> Expression:
    from rdflib.term import Variable  # noqa: PLC0415

    if not isinstance(node, Variable):
        constant = str(of_rdflib(node))
        return lambda _, __: constant
    name = str(node)

    def look_up(_: World, binding: Binding) -> str:
        found = binding.get(name)
        if found is None:
            raise ValueError_
        return found

    return look_up


def arguments(node: Any) -> list[Any]:
    """Give the arguments of a function."""
    found: list[Any] = []
    for key, given in node.items():
        if key not in {"_vars", "iri", "distinct"}:
            found += given if isinstance(given, list) else [given]
    return found


Compile = Callable[[Any], Expression]


def _and(node: Any, exists: Exists) -> Test:
    return _junction([node.expr, *node.other], exists, decisive=False)


def _or(node: Any, exists: Exists) -> Test:
    return _junction([node.expr, *node.other], exists, decisive=True)


def _junction(nodes: Iterable[Any], exists: Exists, *, decisive: bool) -> Test:
    """Give && or ||: one decisive part decides, even beside an error (section 17.2)."""
    parts = [_test(one, exists) for one in nodes]

    def evaluate(world: World, binding: Binding) -> bool:
        failed = False
        for part in parts:
            try:
                if part(world, binding) == decisive:
                    return decisive
            except ValueError_:
                failed = True
        if failed:
            raise ValueError_
        return not decisive

    return evaluate


def _not(node: Any, exists: Exists) -> Test:
    part = _test(node.expr, exists)
    return lambda world, binding: not part(world, binding)


def _relation(node: Any, exists: Exists) -> Test:
    left, sign = expression(node.expr, exists), str(node.op)
    if sign in {"IN", "NOT IN"}:
        members = node.other if isinstance(node.other, list) else []
        return _among(left, [expression(one, exists) for one in members], wanted=sign == "IN")
    right, test = expression(node.other, exists), RELATIONS[sign]
    return lambda world, binding: _sure(test(left(world, binding), right(world, binding)))


def _sure(found: bool | None) -> bool:  # noqa: FBT001 - a value, not a switch
    if found is None:
        raise ValueError_
    return found


def _among(left: Expression, members: Sequence[Expression], *, wanted: bool) -> Test:
    def evaluate(world: World, binding: Binding) -> bool:
        one, failed = left(world, binding), False
        for member in members:
            try:
                if _sure(equal(one, member(world, binding))):
                    return wanted
            except ValueError_:
                failed = True
        if failed:
            raise ValueError_
        return not wanted

    return evaluate


def _bound(node: Any, _: Exists) -> Test:
    name = str(node.arg)
    return lambda __, binding: name in binding


def _chain(node: Any, compile_one: Compile) -> Expression:
    """Give a + b - c or a * b / c, from the left."""
    first, rest = compile_one(node.expr), [compile_one(one) for one in node.other]
    signs = [str(one) for one in node.op]

    def evaluate(world: World, binding: Binding) -> str:
        found = first(world, binding)
        for sign, part in zip(signs, rest, strict=True):
            found = calculated(found, sign, part(world, binding))
        return found

    return evaluate


def calculated(one: str, sign: str, other: str) -> str:
    """Give one + other, and the like."""
    short = len(one) + len(other) < _SHORT
    return _reckoned(one, sign, other) if short else _reckoned.__wrapped__(one, sign, other)


_SHORT: Final = 200


@lru_cache(maxsize=2_000)
def _reckoned(one: str, sign: str, other: str) -> str:
    if one.endswith(_INTEGER) and other.endswith(_INTEGER) and sign != "/":
        first, second = value(one), value(other)
        if first is not None and second is not None:
            found = _EXACT[sign](first.key, second.key)
            if abs(found) > _LARGEST_INTEGER:
                raise ValueError_
            return f'"{found}{_INTEGER}'
    return asked(f"{{}} {sign} {{}}", (one, other))


_INTEGER: Final = f'"^^<{XSD}integer>'
_LARGEST_INTEGER: Final = 2**63 - 1
"""As Oxigraph has it: an expression that squares itself again and again has no value beyond."""
_EXACT: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
}


def _minus(node: Any, compile_one: Compile) -> Expression:
    part = compile_one(node.expr)
    return lambda world, binding: asked("- {}", (part(world, binding),))


def _plus(node: Any, compile_one: Compile) -> Expression:
    part = compile_one(node.expr)
    return lambda world, binding: asked("+ {}", (part(world, binding),))


_TESTS: Final[MappingProxyType[str, Callable[[Any, Exists], Test]]] = MappingProxyType(
    {
        "ConditionalAndExpression": _and,
        "ConditionalOrExpression": _or,
        "UnaryNot": _not,
        "RelationalExpression": _relation,
        "Builtin_BOUND": _bound,
    }
)
_OPERATORS: Final[MappingProxyType[str, Callable[[Any, Compile], Expression]]] = MappingProxyType(
    {
        "UnaryMinus": _minus,
        "UnaryPlus": _plus,
        "AdditiveExpression": _chain,
        "MultiplicativeExpression": _chain,
    }
)


def _if(parts: Sequence[Expression]) -> Expression:
    test, then, other = parts
    return lambda world, binding: (then if effective(test(world, binding)) else other)(world, binding)


def _coalesce(parts: Sequence[Expression]) -> Expression:
    def evaluate(world: World, binding: Binding) -> str:
        for part in parts:
            try:
                return part(world, binding)
            except ValueError_:
                continue
        raise ValueError_

    return evaluate


_FORMS: Final[MappingProxyType[str, Callable[[Sequence[Expression]], Expression]]] = MappingProxyType(
    {"Builtin_IF": _if, "Builtin_COALESCE": _coalesce}
)


def _called(name: str, node: Any, parts: Sequence[Expression]) -> Expression:
    """Call a function with the values of its arguments."""
    function = NATIVE.get(name)
    if function is None:
        template = template_of(name, str(node.iri), len(parts))
        return lambda world, binding: asked(template, tuple(part(world, binding) for part in parts))
    if len(parts) == 1:
        (part,) = parts
        return lambda world, binding: function(part(world, binding))
    return lambda world, binding: function(*[part(world, binding) for part in parts])
