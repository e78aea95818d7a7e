"""What all handlers share: the release, the questions, the templates, the slots for queries.

Facts
-----
* Rows of the engine may be dropped only by the thread that made them; an error's traceback would carry
  them into another one.
* The engine cannot be told to stop, and Python waits at its end for all threads but daemons (anyio's and
  an executor's are none): one endless query would keep a stopped server alive.
"""

from __future__ import annotations

import asyncio
import re
import shlex
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, urlsplit

import anyio
import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.pages import page
from kg.questions import FIRST, Question
from kg.release.about import About

if TYPE_CHECKING:
    from kg.release.opened import Release

MOST_QUERIES: Final = 4
"""Queries at once: each may fill a core; more of them make all of them slow."""
PATIENCE: Final = 10.0
"""Seconds that a query waits for its turn before the client is told to come back."""
RETRY_AFTER: Final = {"Retry-After": "5"}

_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)
_T = TypeVar("_T")


def environment() -> jinja2.Environment:
    """Make the environment of the templates; all that they print is escaped."""
    made = page.environment()
    made.filters.update(
        number="{:,}".format, bytes=size, day=day, query_value=partial(quote, safe=""), quoted=shlex.quote
    )
    return made


def size(count: int) -> str:
    """Give a number of bytes to read.

    >>> size(999), size(1_500_000)
    ('999 B', '1.5 MB')
    """
    value, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"


def day(text: str) -> str:
    """Give an ISO date to read.

    >>> day("2010-01-23"), day("2010")
    ('23 January 2010', '2010')
    """
    try:
        moment = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{moment.day} {moment:%B %Y}"


def _settle(result: Future[_T], work: Callable[[], _T]) -> None:
    """Do work in this thread; when it fails, let go of all that its frames hold before the error leaves it."""
    result.set_running_or_notify_cancel()
    try:
        result.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
        cause: BaseException | None = error
        while cause is not None:
            traceback.clear_frames(cause.__traceback__)
            cause = cause.__cause__ or cause.__context__
        result.set_exception(error)


@dataclass(frozen=True)
class Site:
    """One release as it is served."""

    release: Release
    questions: Sequence[Question] = ()
    public_url: str = ""
    templates: jinja2.Environment = field(default_factory=environment, repr=False)
    written: dict[str, str] = field(default_factory=dict, repr=False)
    slots: anyio.Semaphore = field(default_factory=lambda: anyio.Semaphore(MOST_QUERIES), repr=False)

    @classmethod
    def of(cls, request: Request) -> Site:
        """Give the site that a request is answered from."""
        site: Site = request.scope["kg.site"]
        return site

    @property
    def root(self) -> str:
        """The path under which the site stands, without a slash at its end; a proxy may put it under one."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def first(self) -> list[Question]:
        """The questions that a newcomer is shown; all of them when none of these is there."""
        return [one for name in FIRST for one in self.questions if one.name == name] or list(self.questions)

    def endpoint(self, request: Request) -> str:
        """Give the absolute URL of the endpoint: as configured, else as the client reached it."""
        if self.public_url:
            return self.public_url.rstrip("/") + "/sparql"
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            host = "{}:{}".format(*(request.scope.get("server") or ("localhost", 80)))
        return f"{request.url.scheme}://{host}/sparql"

    def page(self, template: str, **values: Any) -> str:
        """Write a page."""
        return self.templates.get_template(template).render(**self.frame, **values)

    @property
    def frame(self) -> dict[str, Any]:
        """What every page needs."""
        return {"site": self, "release": self.release, "root": self.root, "called": self.called}

    @property
    def called(self) -> str:
        """What the site is called: the title that its publisher gave to the dataset."""
        about = self.release.manifest.get("options", {}).get("about", {})
        return str(about.get("title") or About().title)

    async def run(self, work: Callable[[], _T]) -> _T:
        """Do work in a thread when there is a slot for it; raises HTTPException (503) when there is none for long."""
        async with self._slot():
            result: Future[_T] = Future()
            threading.Thread(target=_settle, args=(result, work), daemon=True).start()
            try:
                return await asyncio.wrap_future(result)
            except asyncio.CancelledError as error:  # only a server that stops cancels
                raise HTTPException(503, "The server is stopping: try again soon.", headers=RETRY_AFTER) from error

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        with anyio.move_on_after(PATIENCE) as patience:
            await self.slots.acquire()
        if patience.cancelled_caught:
            raise HTTPException(503, "Too many queries are running: try again soon.", headers=RETRY_AFTER)
        try:
            yield
        finally:
            self.slots.release()
