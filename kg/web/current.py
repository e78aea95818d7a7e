"""The release that is served: that of the link `current`, which a build may switch while the server runs.

A request is answered from one release, the one that was current when it came; so a page, its ETag and its rows
never mix two. The release before is let go of when its last answer is under way.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import KgError
from kg.release.opened import CURRENT, Release
from kg.web.site import Site

_LOG = logging.getLogger(__name__)


class Current:
    """Middleware: gives each request the site of the release that is current when it comes."""

    def __init__(self, app: ASGIApp, public: Path | None) -> None:
        """Follow the link in the folder `public`; None keeps to the release that the app was made with."""
        self.app = app
        self.link = public / CURRENT if public else None
        self._seen: Path | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; see the ASGI specification."""
        application = scope["app"]
        if (target := self._target()) != self._seen:
            self._seen = target
            _switch(application, target)
        scope["kg.site"] = application.state.site
        await self.app(scope, receive, send)

    def _target(self) -> Path | None:
        try:
            return self.link and self.link.parent / self.link.readlink()
        except OSError:  # no link, or one that is just being made
            return None


def _switch(application: Starlette, target: Path | None) -> None:
    """Serve another release from now on; one that cannot be opened is told to the log, and takes nobody's place."""
    site: Site = application.state.site
    if target is None or target.resolve() == site.release.path:
        return
    try:
        release = Release.open(target)
        _ = release.store
    except KgError:
        _LOG.exception("%s cannot be served; %s is still", target, site.release.id)
        return
    application.state.site = replace(site, release=release, written={})


def followed(release: Release) -> Path | None:
    """Give the output folder whose current release this is; None when it is no longer, or stands alone."""
    public = release.path.parent.parent
    link = public / CURRENT
    return public if link.is_symlink() and link.resolve() == release.path else None
