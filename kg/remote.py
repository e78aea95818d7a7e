"""Any SPARQL 1.1 endpoint, through SPARQLWrapper.

A remote store knows none of our prefixes, so those that a query uses are put in front of it.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.error import URLError

from kg.errors import FaultError, UsageError
from kg.results import Answer
from kg.terms import DEFAULT_BASE, prefixes

_TIMEOUT_SECONDS = 60


def query(endpoint: str, text: str, base: str = DEFAULT_BASE) -> Answer:
    """Ask a remote endpoint; raises UsageError for a query it refuses, FaultError when it cannot be reached."""
    import SPARQLWrapper  # noqa: PLC0415
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException  # noqa: PLC0415

    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint)
    wrapper.setQuery(with_prefixes(text, base))
    wrapper.setTimeout(_TIMEOUT_SECONDS)
    wrapper.setMethod(SPARQLWrapper.POST)
    graph = wrapper.queryType in {"CONSTRUCT", "DESCRIBE"}
    wrapper.setReturnFormat(SPARQLWrapper.TURTLE if graph else SPARQLWrapper.JSON)
    try:
        response = wrapper.query()
        return _answer(response.response.read(), graph=graph, base=base)
    except QueryBadFormed as error:
        raise UsageError(f"{endpoint}: the query was refused: {str(error).strip()[:300]}") from error
    except (SPARQLWrapperException, URLError, OSError, SyntaxError, ValueError) as error:
        raise FaultError(f"{endpoint}: no answer: {str(error).strip()[:300]}") from error


def _answer(body: bytes, *, graph: bool, base: str) -> Answer:
    import pyoxigraph  # noqa: PLC0415

    if graph:
        quads = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE)
        return Answer(iter([quad.triple for quad in quads]), True, base)
    value: Any = pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
    return Answer(value, False, base)


def with_prefixes(text: str, base: str = DEFAULT_BASE) -> str:
    """Declare those of our prefixes that a query uses and does not declare itself.

    >>> with_prefixes("SELECT * { ?c a ck:Cable }").splitlines()[0]
    'PREFIX ck: <https://w3id.org/cables/ns#>'
    """
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", text))
    used = [
        (prefix, namespace)
        for prefix, namespace in prefixes(base).items()
        if prefix not in declared and re.search(rf"(?<![\w<]){prefix}:", text)
    ]
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in used) + text
