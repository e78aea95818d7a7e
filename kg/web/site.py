"""What all handlers share: the release, the questions, the templates, the lanes for queries.

An answer is computed in another process (`kg.web.workers`), which a thread waits for (`kg.aside`); its lane gives it
a place and a time (`kg.web.lanes`), and who comes behind it does not notice.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import jinja2
from starlette.requests import Request

from kg.pages import page
from kg.questions import FIRST, Question
from kg.release.about import About
from kg.web.lanes import Lanes
from kg.web.workers import Job, Workers

if TYPE_CHECKING:
    from kg.release.opened import Release

_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)


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


@dataclass(frozen=True)
class Site:
    """One release as it is served."""

    release: Release
    questions: Sequence[Question] = ()
    public_url: str = ""
    templates: jinja2.Environment = field(default_factory=environment, repr=False)
    written: dict[str, str] = field(default_factory=dict, repr=False)
    lanes: Lanes = field(default_factory=Lanes, repr=False)

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

    @cached_property
    def workers(self) -> Workers:
        """The processes that compute answers."""
        return Workers(self.release.path / "store", self.release.base)

    async def run(self, compute: Callable[..., Any], *arguments: Any) -> Any:
        """Give what a function computes of the store and arguments, in another process; see `Lanes.answer`."""
        return await self.lanes.answer(Job(self.workers, compute, *arguments))
