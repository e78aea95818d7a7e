"""Sums and products of whole numbers that are only compared, as Python reckons them: no term is written and read."""

from __future__ import annotations

from typing import Any, Final

from kg.shacl.code import Code
from kg.shacl.literals import of_rdflib
from kg.shacl.order import value
from kg.shacl.queries.known import NOTHING, Known
from kg.terms import XSD

_INTEGER: Final = f'"^^<{XSD}integer>'
_SMALL: Final = 1_000_000
"""Numbers below are reckoned here; the others, and what is none, as all terms are."""
_LARGEST: Final = 2**63 - 1
"""Results beyond are errors (see `valuing`)."""


def compared(code: Code, node: Any, known: Known, otherwise: str) -> str:
    """Write a comparison with arithmetic; `otherwise` is what tells it of any terms."""
    names: dict[str, str] = {}
    parts = [_written(code, part, known, names) for part in (node.expr, node.other)]
    if not names or not all(parts) or not (_is_chain(node.expr) or _is_chain(node.other)):
        return otherwise
    tests = [_is_small(code, term, name) for term, name in names.items()]
    one, other = (text for text, _ in filter(None, parts))
    return f"({one} {node.op} {other} if {' and '.join(tests)} else {otherwise})"


def _is_chain(node: Any) -> bool:
    return getattr(node, "name", "") in _CHAINS


def _is_small(code: Code, term: str, name: str) -> str:
    small = f"{name}[1].__class__ is int and -{_SMALL} < {name}[1] < {_SMALL}"
    return f"({name} := {code.constant(value)}({term})) and {term}.endswith({code.constant(_INTEGER)}) and {small}"


def _written(code: Code, node: Any, known: Known, names: dict[str, str]) -> tuple[str, int] | None:
    """Write an expression, with how large it may be; None for what is not of sums and products."""
    from rdflib.term import Variable  # noqa: PLC0415

    if _is_chain(node):
        return _chain(code, node, known, names)
    if isinstance(node, Variable):
        term = known.get(str(node), NOTHING)
        return (f"{names.setdefault(term.text, code.name())}[1]", _SMALL) if term.sure else None
    given = None if getattr(node, "name", "") else value(str(of_rdflib(node)))
    return (f"({given.key})", abs(given.key)) if given and isinstance(given.key, int) else None


def _chain(code: Code, node: Any, known: Known, names: dict[str, str]) -> tuple[str, int] | None:
    found = _written(code, node.expr, known, names)
    for sign, part in zip(map(str, node.op), node.other, strict=True):
        one = _written(code, part, known, names)
        if found is None or one is None or sign not in _LARGER:
            return None
        size = _LARGER[sign](found[1], one[1])
        found = (f"({found[0]} {sign} {one[0]})", size) if size <= _LARGEST else None
    return found


_CHAINS: Final = frozenset({"AdditiveExpression", "MultiplicativeExpression"})
_LARGER: Final = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one + other,
    "*": lambda one, other: one * other,
}
"""Sign -> how large its result may be; a quotient of integers is a decimal."""
