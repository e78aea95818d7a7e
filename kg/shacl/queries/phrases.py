"""Expressions of a query as Python (SPARQL 1.1 Query, section 17).

Facts
-----
* SPARQL knows true, false and error. What is asked of a test is only whether it is true, or whether it is false,
  and both go down through &&, || and ! to the comparisons: so no error needs to be raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kg.shacl.code import Code, Unwritable
from kg.shacl.literals import of_rdflib
from kg.shacl.order import value as value_of
from kg.shacl.queries import whole
from kg.shacl.queries.functions import NATIVE, ValueError_, asked, boolean, template_of
from kg.shacl.queries.known import NOTHING, Known, Value
from kg.shacl.queries.valuing import arguments, calculated, effective
from kg.shacl.relations import RELATIONS, equal, in_order

Exists = Callable[[Any, Known], str]
"""Writes the pattern of EXISTS; gives the text that tells whether it has a solution."""


class Phrases:
    """Writes the expressions of one query."""

    def __init__(self, code: Code, exists: Exists) -> None:
        self._code = code
        self._exists = exists

    def true(self, node: Any, known: Known) -> str:
        """Write whether an expression is true, and no error."""
        return self._test(node, known, wanted=True)

    def _test(self, node: Any, known: Known, *, wanted: bool) -> str:
        name = getattr(node, "name", "")
        if name in _TESTS:
            return _TESTS[name](self, node, known, wanted)
        text = self._call(effective, [self.value(node, known)])
        return _asks(text, wanted=wanted)

    def junction(self, node: Any, known: Known, wanted: bool, *, decisive: bool) -> str:  # noqa: FBT001 - of a table
        """Write && or ||: one decisive part decides, even beside an error (section 17.2)."""
        parts = [self._test(one, known, wanted=wanted) for one in (node.expr, *node.other)]
        return f"({(' or ' if wanted is decisive else ' and ').join(parts)})"

    def negation(self, node: Any, known: Known, wanted: bool) -> str:  # noqa: FBT001 - of a table
        """Write !."""
        return self._test(node.expr, known, wanted=not wanted)

    def relation(self, node: Any, known: Known, wanted: bool) -> str:  # noqa: FBT001 - of a table
        """Write a comparison, IN and NOT IN."""
        left, sign = self.value(node.expr, known), str(node.op)
        if sign in RELATIONS:
            text = self._compared(left, sign, self.value(node.other, known), wanted=wanted)
            return whole.compared(self._code, node, known, text) if wanted and sign not in _EQUAL else text
        members = node.other if isinstance(node.other, list) else []
        among = wanted is (sign == "IN")
        parts = [_asks(self._call(equal, [left, self.value(one, known)]), wanted=among) for one in members]
        if not parts:
            return "False" if among else f"({left.text} is not None)"
        return f"({(' or ' if among else ' and ').join(parts)})"

    def _compared(self, left: Value, sign: str, right: Value, *, wanted: bool) -> str:
        tests, texts = list[str](), list[str]()
        for part in (left, right):
            texts.append(part.text if part.sure else self._code.name())
            if not part.sure:
                tests.append(f"({texts[-1]} := {part.text}) is not None")
        if wanted and sign not in _EQUAL:
            tests.append(in_order(self._code, texts[0], sign, texts[1]))
        else:
            tests.append(_asks(f"{self._code.constant(RELATIONS[sign])}({', '.join(texts)})", wanted=wanted))
        return f"({' and '.join(tests)})"

    def bound(self, node: Any, known: Known, wanted: bool) -> str:  # noqa: FBT001 - of a table
        """Write BOUND."""
        value = known.get(str(node.arg), NOTHING)
        return str(wanted) if value.sure else f"({value.text} is {'not ' if wanted else ''}None)"

    def numeric(self, node: Any, known: Known, wanted: bool) -> str:  # noqa: FBT001 - of a table
        """Write isNumeric, which is no error of any term."""
        (one,), name = arguments(node), self._code.name()
        value = self.value(one, known)
        found = f"(({name} := {self._code.constant(value_of)}({value.text})) is not None and {name}[0] == 'number')"
        told = found if wanted else f"(not {found})"
        return told if value.sure else f"({value.text} is not None and {told})"

    def existing(self, node: Any, known: Known, wanted: bool) -> str:  # noqa: FBT001 - of a table
        """Write EXISTS and NOT EXISTS."""
        found = self._exists(node.graph, known)
        return found if wanted is (node.name == "Builtin_EXISTS") else f"(not {found})"

    def value(self, node: Any, known: Known) -> Value:
        """Write what gives the value of an expression; raises InputError for what is not supported."""
        name = getattr(node, "name", "")
        if not name:
            return self._term(node, known)
        if name in _TESTS:
            both = f"{self.true(node, known)}, {self._false(node, known)}"
            return _bounded(f"{self._code.constant(_truth)}({both})")
        if name in _FORMS:
            return _bounded(_FORMS[name](self, arguments(node), known))
        if name in _CHAINS:
            return self._chain(node, known)
        parts = [self.value(one, known) for one in arguments(node)]
        if name in NATIVE:
            return Value(f"{self._code.constant(_guarded(NATIVE[name]))}({_listed(parts)})", sure=False)
        sign = {"UnaryMinus": "- {}", "UnaryPlus": "+ {}"}.get(name)
        function = _asking(sign or template_of(name, str(node.iri), len(parts)))
        return Value(self._total(function, parts), sure=False)

    def _false(self, node: Any, known: Known) -> str:
        return self._test(node, known, wanted=False)

    def _term(self, node: Any, known: Known) -> Value:
        from rdflib.term import Variable  # noqa: PLC0415

        if isinstance(node, Variable):
            return known.get(str(node), NOTHING)
        return Value(self._code.constant(str(of_rdflib(node))))

    def _chain(self, node: Any, known: Known) -> Value:
        """Write a + b - c or a * b / c, from the left."""
        found = self.value(node.expr, known)
        for sign, one in zip(node.op, node.other, strict=True):
            sign_of = Value(self._code.constant(str(sign)))
            found = Value(self._total(calculated, [found, sign_of, self.value(one, known)]), sure=False)
        return found

    def choice(self, parts: Sequence[Any], known: Known) -> str:
        """Write IF."""
        test, then, other = parts
        one, two = self.value(then, known).text, self.value(other, known).text
        return f"({one} if {self.true(test, known)} else {two} if {self._false(test, known)} else None)"

    def first(self, parts: Sequence[Any], known: Known) -> str:
        """Write COALESCE."""
        values = (self.value(one, known) for one in parts)
        return f"({' or '.join(value.text for value in values)})"

    def _call(self, function: Callable[..., Any], parts: Sequence[Value]) -> str:
        """Call a function that may give None, with terms only."""
        if function is effective or not all(part.sure for part in parts):
            return self._total(function, parts)
        return f"{self._code.constant(function)}({_listed(parts)})"

    def _total(self, function: Callable[..., Any], parts: Sequence[Value]) -> str:
        return f"{self._code.constant(_total(function))}(({''.join(f'{part.text}, ' for part in parts)}))"


def _bounded(text: str) -> Value:
    """Give what may be an error; raises Unwritable for a text that doubles with each test within a test."""
    if len(text) > _LONGEST:
        raise Unwritable
    return Value(text, sure=False)


_LONGEST: Final = 20_000
"""Characters of an expression."""


def _listed(parts: Iterable[Value]) -> str:
    return ", ".join(part.text for part in parts)


def _asks(text: str, *, wanted: bool) -> str:
    return text if wanted else f"({text} is False)"


def _truth(true: bool, false: bool) -> str | None:  # noqa: FBT001 - of made code
    return boolean(true) if true or false else None


@lru_cache(maxsize=1_000)
def _asking(template: str) -> Callable[..., str]:
    """Let Oxigraph call a function."""
    return lambda *terms: asked(template, terms)


@lru_cache(maxsize=100)
def _guarded(function: Callable[..., str]) -> Callable[..., str | None]:
    """Give None for an error, or for one among the arguments."""

    def call(*terms: str | None) -> str | None:
        if None in terms:
            return None
        try:
            return function(*terms)
        except ValueError_:
            return None

    return call


class _Kept(dict[tuple["str | None", ...], Any]):
    """What a function gives for terms, None for an error or for one among them; answers about short terms are kept."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, terms: tuple[str | None, ...]) -> Any:
        if None in terms:
            return None
        try:
            found = self._function(*terms)
        except ValueError_:
            found = None
        if len("".join(map(str, terms))) < _SHORT:
            if len(self) >= _MOST:
                self.clear()
            self[terms] = found
        return found


_SHORT: Final = 200
_MOST: Final = 2_000


@lru_cache(maxsize=1_000)
def _total(function: Callable[..., Any]) -> Callable[[tuple[str | None, ...]], Any]:
    """Make a function of its arguments as a tuple, which remembers."""
    return _Kept(function).__getitem__


_EQUAL: Final = frozenset({"=", "!="})
_CHAINS: Final = frozenset({"AdditiveExpression", "MultiplicativeExpression"})
_TESTS: Final[MappingProxyType[str, Callable[[Phrases, Any, Known, bool], str]]] = MappingProxyType(
    {
        "ConditionalAndExpression": lambda *given: Phrases.junction(*given, decisive=False),
        "ConditionalOrExpression": lambda *given: Phrases.junction(*given, decisive=True),
        "UnaryNot": Phrases.negation,
        "RelationalExpression": Phrases.relation,
        "Builtin_BOUND": Phrases.bound,
        "Builtin_isNUMERIC": Phrases.numeric,
        "Builtin_EXISTS": Phrases.existing,
        "Builtin_NOTEXISTS": Phrases.existing,
    }
)
_FORMS: Final[MappingProxyType[str, Callable[[Phrases, Sequence[Any], Known], str]]] = MappingProxyType(
    {"Builtin_IF": Phrases.choice, "Builtin_COALESCE": Phrases.first}
)
