"""The app: its routes, and the server that runs it."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import FaultError, KgError
from kg.questions import Question
from kg.web import asked, endpoint, model, pages, replies
from kg.web.current import Current
from kg.web.lanes import DEADLINE, Lanes
from kg.web.site import Site

if TYPE_CHECKING:
    from kg.release.opened import Release

STATIC: Final = Path(__file__).parent / "static"
GRACE: Final = 5
"""Seconds that answers under way get when the server is told to stop."""
LARGEST_HEAD: Final = 256 * 1024
"""Bytes of a request line with its headers: a query of the largest size fits, percent-encoded as GET."""


def app(
    release: Release,
    questions: Sequence[Question],
    *,
    public_url: str = "",
    public: Path | None = None,
    timeout: float = DEADLINE,
) -> Starlette:
    """Make the app of a release; raises FaultError when its store cannot be opened.

    `public_url` is where clients reach the site, when that is not the address it listens on; `public` is an
    output folder whose current release is served, also when another one becomes it; an answer may take `timeout`
    seconds.
    """
    _ = release.store
    application = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/sparql", endpoint.answer, methods=list(endpoint.METHODS)),
            Route("/questions", asked.listed),
            Route("/questions/{name}", asked.answered),
            *model.routes(),
            Route("/data/{path:path}", pages.data),
            Route("/ontology/context.jsonld", pages.context),
            Route("/healthz", pages.alive),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(replies.Headers), Middleware(Current, public)],
        exception_handlers={HTTPException: replies.refused, KgError: replies.failed, Exception: replies.broken},
    )
    application.router.redirect_slashes = False
    application.state.site = Site(release, questions, public_url, lanes=Lanes(deadline=timeout))
    return application


def server(application: Starlette) -> uvicorn.Server:
    """Make the server of an app: quiet, and with limits on what a request may send."""
    return uvicorn.Server(
        uvicorn.Config(
            application,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            http="h11",
            ws="none",
            lifespan="off",
            h11_max_incomplete_event_size=LARGEST_HEAD,
            timeout_graceful_shutdown=GRACE,
        )
    )


def serve(  # noqa: PLR0913 - each is an option
    release: Release,
    questions: Sequence[Question],
    host: str,
    port: int,
    *,
    public_url: str = "",
    public: Path | None = None,
    timeout: float = DEADLINE,
    listening: Callable[[int], None] = lambda _: None,
) -> None:
    """Serve a release until SIGINT or SIGTERM; raises FaultError when the address cannot be listened on.

    `listening` is told the port once clients can connect: 0 asks the system for a free one.
    """
    one = server(app(release, questions, public_url=public_url, public=public, timeout=timeout))
    with _stopped_by_signals(one), _listening(host, port) as listener:
        listening(listener.getsockname()[1])
        one.run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
        # who accepts takes it over; asyncio sets it for other sockets, and without it each answer waits 40 ms
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        reason = f"{host}:{port} cannot be listened on: {error.strerror}; choose another with --port"
        raise FaultError(reason) from error
    return listener


@contextmanager
def _stopped_by_signals(one: uvicorn.Server) -> Iterator[None]:
    """Let a signal stop the server and nothing else.

    The server has handlers of its own, but only while it runs, and it raises the signal again afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[signal.Signals, Any] = {
        number: signal.signal(number, one.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
