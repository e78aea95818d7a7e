"""The text of a query: limits, restrictions of pre-binding, and its algebra.

Facts
-----
* A query that is evaluated with pre-bound variables must not contain MINUS, VALUES or SERVICE, must not assign
  a pre-bound variable, and its sub-selects must return the pre-bound variables (appendix "Pre-binding").
* FROM would name graphs that a shapes graph has no business with; rdflib would even open them as files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from kg import sparql
from kg.errors import InputError, LimitError, UsageError

REFUSED: Final = {
    "MinusGraphPattern": "MINUS",
    "InlineData": "VALUES",
    "ServiceGraphPattern": "SERVICE",
    "DatasetClause": "FROM",
}
OPTIONAL: Final = frozenset({"shapesGraph", "currentShape"})
"""Pre-bound variables that a sub-select need not return."""


@lru_cache(maxsize=256)
def algebra(text: str, prebound: frozenset[str]) -> Any:
    """Read a SELECT or ASK query that will be evaluated with pre-bound variables.

    Raises InputError when it cannot be read, passes a limit of `kg.sparql` or breaks a rule of pre-binding.
    """
    from rdflib.plugins.sparql.algebra import translateQuery  # noqa: PLC0415
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        sparql.check(text)
        parsed = parseQuery(text)
    except (LimitError, UsageError) as error:
        raise _refused(str(error)) from error
    except Exception as error:
        # pyparsing and rdflib raise errors of several kinds for text that is no SPARQL
        raise _refused(f"it cannot be read: {str(error).strip()[:200]}") from error
    _check(parsed[1], prebound, top=True)
    try:
        return translateQuery(parsed).algebra
    except Exception as error:
        raise _refused(f"it cannot be read: {str(error).strip()[:200]}") from error


def _refused(why: str) -> InputError:
    return InputError(f"the query is refused: {why}", code="shapes")


def _check(node: Any, prebound: frozenset[str], *, top: bool = False) -> None:
    for one in _walk(node):
        if one.name in REFUSED:
            raise _refused(f"{REFUSED[one.name]} cannot stand in a query with pre-bound variables")
        if one.name == "Bind" and str(one.var) in prebound:
            raise _refused(f"it assigns ?{one.var}, which is pre-bound")
        if one.name == "SubSelect" or (top and one is node):
            _check_projection(one, prebound, sub=one.name == "SubSelect")
        if one.datasetClause:
            raise _refused("FROM cannot stand in a query of a shape")
        if one.valuesClause:
            raise _refused("VALUES cannot stand in a query with pre-bound variables")
        if one.name == "Filter":
            one["expr"] = _kept(one.expr)


def _kept(test: Any) -> Any:
    """Give a test as one part of &&, so that rdflib keeps it: it drops a constant that Python holds for nothing."""
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

    return CompValue("ConditionalAndExpression", expr=test, other=[])


def _check_projection(select: Any, prebound: frozenset[str], *, sub: bool) -> None:
    projection = select.projection or []
    named = {str(one.var) for one in projection if one.var is not None}
    assigned = {str(one.evar) for one in projection if one.evar is not None}
    if wrong := assigned & prebound:
        raise _refused(f"it assigns ?{min(wrong)}, which is pre-bound")
    if not sub:
        return
    given = named | assigned if projection else set(_matched(select))
    if missing := prebound - OPTIONAL - given:
        raise _refused(f"a sub-select does not return ?{min(missing)}, which is pre-bound")


def _matched(select: Any) -> Iterator[str]:
    """Give the variables of triples: those that SELECT * returns."""
    from rdflib.term import Variable  # noqa: PLC0415

    for one in _walk(select):
        for triple in one.triples or ():
            yield from (str(term) for term in triple if isinstance(term, Variable))


def _walk(node: Any) -> Iterator[Any]:
    """Give all parts of a parsed query, itself first."""
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

    todo = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, CompValue):
            yield one
            todo += one.values()
        elif isinstance(one, Iterable) and not isinstance(one, str):
            todo.extend(list(one))
