"""Any SPARQL 1.1 endpoint, through SPARQLWrapper.

A remote store knows none of our prefixes, so those that a query uses are put in front of it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from kg import exchange
from kg.errors import FaultError
from kg.results import Answer
from kg.shacl.literals import of_oxigraph
from kg.terms import DEFAULT_BASE, prefixes


def query(endpoint: str, text: str, base: str = DEFAULT_BASE) -> Answer:
    """Ask a remote endpoint.

    Raises UsageError for an address that is none or a query that is refused, FaultError when it cannot be reached
    or its answer is none, LimitError for an answer too large or too slow.
    """
    import SPARQLWrapper  # noqa: PLC0415

    wrapper = SPARQLWrapper.SPARQLWrapper(exchange.checked(endpoint))
    wrapper.setQuery(with_prefixes(text, base))
    wrapper.setMethod(SPARQLWrapper.POST)
    graph = wrapper.queryType in {"CONSTRUCT", "DESCRIBE"}
    wrapper.setReturnFormat(SPARQLWrapper.TURTLE if graph else SPARQLWrapper.JSON)
    request = wrapper._createRequest()  # noqa: SLF001 - it would send it to any scheme and read without end
    body = exchange.answer(request)
    try:
        return _answer(body, graph=graph, base=base)
    except (SyntaxError, ValueError, LookupError, TypeError, OSError) as error:
        raise FaultError(f"{endpoint}: no answer: {str(error).strip()[:300]}") from error


def rows(endpoint: str, text: str) -> list[dict[str, str]]:
    """Give the rows of a SELECT query as terms in N-Triples form; raises as `query` does."""
    found: Any = query(endpoint, text).value
    names = [variable.value for variable in found.variables]
    return [{name: of_oxigraph(row[name]) for name in names if row[name] is not None} for row in found]


def _answer(body: bytes, *, graph: bool, base: str) -> Answer:
    import pyoxigraph  # noqa: PLC0415

    if graph:
        quads = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE)
        return Answer(iter([quad.triple for quad in quads]), True, base)
    body, form = _labelled(body), pyoxigraph.QueryResultsFormat.JSON
    whole: Any = pyoxigraph.parse_query_results(body, format=form)
    if isinstance(whole, pyoxigraph.QuerySolutions):
        for _ in whole:  # rows are read when they are asked for: an answer that breaks off is known only at its end
            pass
    return Answer(pyoxigraph.parse_query_results(body, format=form), False, base)


def _labelled(body: bytes) -> bytes:
    """Write labels of blank nodes as every parser takes them: Virtuoso's are `nodeID://b10001`."""
    if b"nodeID" not in body:
        return body
    answer = json.loads(body)
    for row in answer["results"]["bindings"]:
        for term in row.values():
            if term["type"] == "bnode":
                term["value"] = re.sub(r"\W", "", term["value"])
    return json.dumps(answer).encode()


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
