"""The SPARQL 1.1 Protocol (W3C Recommendation of 2013-03-21): what a request asks for; query operations only.

Facts
-----
* SPARQLWrapper adds format, output and results to every query, rdflib `output=json`: what we do not know is
  passed over.
* rdflib puts the dataset of a POSTed form into the URL or into the body: both are read.
* A form may percent-encode each byte of a query, so it can be three times as long as the query.
* A body in UTF-16 can be valid UTF-8 with NULs in it; so the charset is looked at too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.sparql import LARGEST_QUERY

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORM_OVERHEAD: Final = 16 * 1024
"""Bytes of a form beside its query: names, graphs, what clients add."""
LARGEST_BODY: Final = 3 * LARGEST_QUERY + FORM_OVERHEAD
MOST_PARAMETERS: Final = 1_000
SLOWEST_BODY: Final = 10.0
"""Seconds that a body may take to arrive: half-sent requests must not pile up."""

READ_ONLY: Final = "This endpoint is read-only: it answers queries and takes no updates."
Parameters = Sequence[tuple[str, str]]


class Operation(NamedTuple):
    """A query with the graphs of its dataset and the form that its `format` parameter names."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    form: str = ""


async def read(request: Request) -> Operation | None:
    """Read the operation of a request; None when a GET asks for nothing, which means the service itself.

    Raises HTTPException: 400 for what the protocol does not allow, 403 for an update, 408 and 413 for a body
    that is too slow or too large, 415 for one of another type.
    """
    in_url = parameters(request.scope["query_string"])
    if request.method != "POST":
        return operation(in_url) if in_url else None
    kind = _content_type(request.headers.get("content-type", ""))
    body = await _body(request)
    if kind == UPDATE:
        raise HTTPException(403, READ_ONLY)
    if kind == QUERY:
        return operation((*in_url, ("query", _text(body))))
    return operation((*in_url, *parameters(body)))


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Read name=value pairs of a URL or a form; raises HTTPException (400) for what is no UTF-8."""
    try:
        return parse_qsl(_text(encoded), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise HTTPException(400, "The parameters are not in UTF-8.") from error
    except ValueError as error:
        raise HTTPException(400, f"The request has more than {MOST_PARAMETERS:,} parameters.") from error


def operation(pairs: Parameters) -> Operation:
    """Make the operation of the parameters of a request.

    >>> operation([("query", "ASK {}"), ("output", "json")])
    Operation(query='ASK {}', default=(), named=(), form='')
    """
    queries = _values(pairs, "query")
    if _values(pairs, "update"):
        raise HTTPException(403, READ_ONLY)
    if not queries or not queries[0].strip():
        raise HTTPException(400, "The query is missing: send one as the parameter query.")
    if len(queries) > 1:
        raise HTTPException(400, f"There are {len(queries)} queries in one request: send one.")
    if len(queries[0].encode(errors="surrogatepass")) > LARGEST_QUERY:
        raise _too_large()
    default, named = _values(pairs, "default-graph-uri"), _values(pairs, "named-graph-uri")
    return Operation(queries[0], default, named, (*_values(pairs, "format"), "")[0])


def _values(pairs: Parameters, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _content_type(header: str) -> str:
    kind, _, rest = header.partition(";")
    name = kind.strip().lower()
    if name not in {FORM, QUERY, UPDATE}:
        raise HTTPException(415, f"A POST carries {QUERY} or {FORM}.", headers={"Accept-Post": f"{QUERY}, {FORM}"})
    for parameter in rest.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset" and value.strip().strip('"').lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise HTTPException(400, "The body is not in UTF-8: SPARQL is written in no other encoding.")
    return name


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    with anyio.move_on_after(SLOWEST_BODY) as patience:
        try:
            async for chunk in request.stream():
                parts.append(chunk)
                size += len(chunk)
                if size > LARGEST_BODY:
                    raise _too_large()
        except ClientDisconnect as error:
            raise HTTPException(400, "The body broke off.") from error  # nobody reads it
    if patience.cancelled_caught:
        raise HTTPException(408, f"The body did not arrive within {SLOWEST_BODY:.0f} seconds.")
    return b"".join(parts)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, "The request is not in UTF-8.") from error


def _too_large() -> HTTPException:
    return HTTPException(413, f"The query is longer than {LARGEST_QUERY:,} bytes.")
