"""The competency questions as pages: a list with a form for each, and the page of an answer. No script is needed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.errors import UsageError
from kg.questions import Question, described
from kg.web import endpoint
from kg.web.negotiation import best
from kg.web.protocol import Operation, parameters
from kg.web.replies import PAGE, validated
from kg.web.site import Site

Values = dict[str, list[str]]


class _Form(NamedTuple):
    name: str
    media_type: str
    aliases: tuple[str, ...] = ()


_JSON: Final = _Form("json", "application/json")


async def listed(request: Request) -> Response:
    """List the questions: a page with forms, or JSON for programs."""
    site = Site.of(request)
    name = best(request.headers.get("accept"), (PAGE, _JSON))
    if name is None:
        raise HTTPException(406, f"The questions come as {PAGE.media_type} and {_JSON.media_type}.")
    if name == PAGE.name:
        reply: Response = HTMLResponse(site.page("questions.html", title="Questions"))
    else:
        reply = JSONResponse([described(one) for one in site.questions])
    reply.headers["Vary"] = "Accept"
    return validated(request, reply, f'"{hashlib.sha256(bytes(reply.body)).hexdigest()[:16]}"')


async def answered(request: Request) -> Response:
    """Answer one question with the values of its form; those left empty keep their defaults."""
    site = Site.of(request)
    name = str(request.path_params["name"])
    one = next((question for question in site.questions if question.name == name), None)
    if one is None:
        raise HTTPException(404)
    values: Values = defaultdict(list)
    for key, value in parameters(request.scope["query_string"]):
        if value.strip():
            values[key].append(value.strip())
    try:
        return HTMLResponse(await _page(site, one, values))
    except UsageError as error:
        page = _written(site, one, values, error=f"{str(error)[:1].upper()}{str(error)[1:]}.", table=None)
        return HTMLResponse(page, 400)


async def _page(site: Site, one: Question, values: Values) -> str:
    operation = Operation(one.bound(values, site.release.base))
    seen = await endpoint.seen_by(site, operation)
    return _written(site, one, values, error="", query=operation.query, **endpoint.shown(site, operation, seen))


def _written(site: Site, one: Question, values: Values, **rest: object) -> str:
    return site.page("question.html", title=one.title, one=one, values=dict(values), **rest)
