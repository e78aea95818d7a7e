"""What every answer carries, and what an answer looks like when something went wrong.

Facts
-----
* Pages hold no script and load nothing from elsewhere; the policy says so, and a browser keeps to it.
* Any page of the web may ask a public endpoint (CORS): nothing here depends on who asks, there are no cookies.
* An answer without Cache-Control is kept as long as a browser likes: an old style sheet under a new page.
* Starlette answers a bug outside of all middleware, so that answer gets the headers by hand.
"""

from __future__ import annotations

import logging
from email.utils import parsedate
from typing import Final, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import LimitError, UsageError
from kg.web.negotiation import best
from kg.web.site import Site

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Range, ETag, Link, Retry-After",
}
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}
"""What a browser is told that asks whether a page of another site may ask (Fetch standard, CORS-preflight request)."""
LONGEST_REASON: Final = 300
"""Characters of a reason: a parser's list of all that it expected is of no help."""

_LOG = logging.getLogger(__name__)


class Form(NamedTuple):
    """A form of an error or page: see `negotiation.Offer`."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()


TEXT: Final = Form("text", "text/plain")
PAGE: Final = Form("table", "text/html", ("application/xhtml+xml",))


class Headers:
    """Middleware: puts the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; see the ASGI specification."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        app = _allowed if _is_preflight(scope) else self.app
        await app(scope, receive, send_with_headers)


def _is_preflight(scope: Scope) -> bool:
    names = {name for name, _ in scope.get("headers", ())}
    return scope.get("method") == "OPTIONS" and {b"origin", b"access-control-request-method"} <= names


_allowed: Final = Response(status_code=204, headers=PREFLIGHT)


def wants_page(request: Request) -> bool:
    """Tell whether a person with a browser asks."""
    return best(request.headers.get("accept"), (TEXT, PAGE)) == PAGE.name


def validated(request: Request, response: Response, etag: str) -> Response:
    """Give the answer with its ETag, or 304 when the client holds it already."""
    response.headers["ETag"] = etag
    if not held(request, etag) and not _unchanged(request, response):
        return response
    return Response(status_code=304, headers={"ETag": etag})


def _unchanged(request: Request, response: Response) -> bool:
    """Tell whether nothing changed since If-Modified-Since; an ETag is asked first (RFC 9110, section 13.1.3)."""
    since, changed = (
        parsedate(headers.get(name, ""))
        for headers, name in ((request.headers, "if-modified-since"), (response.headers, "last-modified"))
    )
    asked = request.method in {"GET", "HEAD"} and "if-none-match" not in request.headers
    return bool(asked and since and changed and changed <= since)


def held(request: Request, etag: str) -> bool:
    """Tell whether If-None-Match names this ETag, or any (RFC 9110, section 13.1.2; weak comparison)."""
    names = {name.strip().removeprefix("W/") for name in request.headers.get("if-none-match", "").split(",")}
    return request.method in {"GET", "HEAD"} and bool(names & {"*", etag.removeprefix("W/")})


async def refused(request: Request, error: Exception) -> Response:
    """Answer what Starlette or a handler refused, with its own status."""
    if not isinstance(error, HTTPException):
        return await broken(request, error)
    text = "There is nothing at this address." if error.status_code == 404 else error.detail
    if error.status_code == 405:
        text = f"{request.method} is not possible here."
    return _reply(request, error.status_code, text, dict(error.headers or {}))


async def failed(request: Request, error: Exception) -> Response:
    """Answer an error of ours: 400 when the request was wrong or beyond a limit, 500 when the server was.

    What failed on the server is for its log: it may name paths.
    """
    if not isinstance(error, UsageError | LimitError):
        _LOG.error("%s: %s", request.url.path, error)
        return _reply(request, 500, "The server could not answer; the reason is in its log.", {})
    text = " ".join(str(error).split())
    short = text if len(text) <= LONGEST_REASON else text[:LONGEST_REASON].rstrip() + " …"
    return _reply(request, 400, short[:1].upper() + short[1:], {})


async def broken(request: Request, _: Exception) -> Response:
    """Answer a bug: nothing of it is shown, the server's log has it."""
    return _reply(request, 500, "The server made a mistake; it is in its log.", HEADERS)


_TITLES: Final = {400: "This cannot be answered", 403: "Read-only", 404: "Not found", 406: "No such form", 503: "Busy"}


def _reply(request: Request, status: int, text: str, headers: dict[str, str]) -> Response:
    reply: Response = PlainTextResponse(text + "\n", status, headers)
    if wants_page(request):
        query = getattr(request.state, "query", "")
        site = Site.of(request)
        template = "query.html" if query else "error.html"
        title = _TITLES.get(status, "Something went wrong")
        body = site.page(template, title=title, status=status, error=text, query=query, form="table", table=None)
        reply = HTMLResponse(body, status, headers)
    reply.headers["Vary"] = "Accept"
    return reply
