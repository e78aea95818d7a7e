"""`/sparql`: the SPARQL 1.1 endpoint for programs, and a page with the rows for people.

A release never changes, so an answer is named by release, query, dataset and form; whoever holds it
already gets 304 without the query being run.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg import formats, sparql
from kg.results import GRAPHS, SOLUTIONS, ResultFormat
from kg.terms import prefixes
from kg.web import cells, protocol
from kg.web.computing import Asked, Seen, tabled, written
from kg.web.description import description
from kg.web.negotiation import Offer, best
from kg.web.protocol import Operation
from kg.web.replies import PAGE, PREFLIGHT, held, validated
from kg.web.site import Site

LARGEST_ANSWER: Final = 64 * 1024 * 1024
"""Bytes: an answer is held in memory whole, so that an error in its middle can still be told."""

METHODS: Final = ("GET", "POST", "OPTIONS")
_DOWNLOADED: Final = ("csv", "tsv")
"""Forms that a spreadsheet opens: a browser saves them rather than guess."""


async def answer(request: Request) -> Response:
    """Answer a query, describe the service, or allow a page of another site to ask."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=PREFLIGHT)
    operation = await protocol.read(request)
    response = await (_service(request) if operation is None else _answered(request, operation))
    response.headers["Vary"] = "Accept"
    return response


async def _service(request: Request) -> Response:
    """Answer a bare GET: a form for people, the service description for programs."""
    site = Site.of(request)
    name = _accepted(request, (*GRAPHS, PAGE))
    if name == PAGE.name:
        known = prefixes(site.release.base)
        page = site.page("query.html", title="Query", query="", form="table", table=None, error="", prefixes=known)
        return HTMLResponse(page)
    out = io.BytesIO()
    rdf = formats.by_name(name)
    rdf.write(description(site.endpoint(request)), out, site.release.base)
    etag = f'"{hashlib.sha256(out.getvalue()).hexdigest()[:16]}"'
    return validated(request, Response(out.getvalue(), media_type=rdf.media_type), etag)


async def _answered(request: Request, operation: Operation) -> Response:
    site = Site.of(request)
    request.state.query = operation.query
    form = _form(request, operation)
    if form is None:
        return HTMLResponse(await _page(site, operation))
    etag = _etag(site.release.id, operation, form.media_type)
    headers = {"ETag": etag}
    if held(request, etag):
        return Response(status_code=304, headers=headers)
    body = await site.run(written, _asked(operation), form.name, LARGEST_ANSWER)
    if form.name in _DOWNLOADED:
        headers["Content-Disposition"] = f'attachment; filename="answer.{form.name}"'
    return Response(body, media_type=form.media_type, headers=headers)


def _form(request: Request, operation: Operation) -> ResultFormat | None:
    """Choose the form of an answer before the query runs; None is the page.

    The parameter `format` decides where it names a form that such an answer has; SPARQLWrapper sends it
    with other names too.
    """
    graph = bool(sparql.look(operation.query).keywords & {"CONSTRUCT", "DESCRIBE"})
    forms = {form.name: form for form in (GRAPHS if graph else SOLUTIONS)}
    if operation.form == PAGE.name:
        return None
    if operation.form in forms:
        return forms[operation.form]
    return forms.get(_accepted(request, (*forms.values(), PAGE)))


def _accepted(request: Request, offers: tuple[Offer, ...]) -> str:
    name = best(request.headers.get("accept"), offers)
    if name is None:
        types = ", ".join(offer.media_type for offer in offers)
        raise HTTPException(406, f"This answer has none of the forms asked for; there are {types}.")
    return name


def _etag(release: str, operation: Operation, media_type: str) -> str:
    parts = (operation.query, "default", *operation.default, "named", *operation.named, media_type)
    return f'"{release}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"'


def _asked(operation: Operation) -> Asked:
    return Asked(operation.query, operation.default, operation.named)


async def seen_by(site: Site, operation: Operation) -> Seen:
    """Give the answer of a query as a page shows it."""
    found: Seen = await site.run(tabled, _asked(operation), site.root)
    return found


async def _page(site: Site, operation: Operation) -> str:
    seen = await seen_by(site, operation)
    return site.page(
        "query.html",
        title="Query",
        query=operation.query,
        form=operation.form or PAGE.name,
        error="",
        **shown(site, operation, seen),
    )


def shown(site: Site, operation: Operation, seen: Seen) -> dict[str, Any]:
    """Give what the template of an answer needs."""
    return {
        "table": seen.table,
        "seconds": seen.seconds,
        "links": [(form.name, _link(site, operation, form.name)) for form in (GRAPHS if seen.graph else SOLUTIONS)],
        "triples": seen.graph,
        "most": cells.MOST_ROWS,
    }


def _link(site: Site, operation: Operation, name: str) -> str:
    graphs = [("default-graph-uri", graph) for graph in operation.default]
    graphs += [("named-graph-uri", graph) for graph in operation.named]
    return f"{site.root}/sparql?{urlencode([('query', operation.query), *graphs, ('format', name)])}"
