"""Pages for people: what a release holds, its files, and the page that says so when there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from kg import formats
from kg.release import described
from kg.release.opened import Release
from kg.shacl.results import MEANINGS
from kg.web.replies import validated
from kg.web.site import Site

COUNTED: Final = ("cables", "paragraphs", "triples")
"""The counts that come first; the manifest may hold more."""

_BY_SENDER: Final = "SELECT ?cable ?date ?title WHERE {{\n  ?cable ck:sender <{}> .\n{}}} ORDER BY ?date"
_BY_TAG: Final = "SELECT ?cable ?date ?title WHERE {{\n  ?cable ck:tag <{}> .\n{}}} ORDER BY ?date"
_OPTIONAL: Final = "  OPTIONAL { ?cable ck:date ?date }\n  OPTIONAL { ?cable dcterms:title ?title }\n"

MEDIA_TYPES: Final = {
    **{form.suffix: form.media_type for form in formats.FORMATS},
    "gz": "application/gzip",
    "json": "application/json",
    "css": "text/css",
    "cff": "text/plain",
    "csv": "text/csv",
    "sarif": "application/sarif+json",
    "xml": "application/xml",
    "html": "text/html",
    "md": "text/markdown",
    "txt": "text/plain",
    "": "text/plain",
}
"""Suffix of a file -> its media type; what is not here is bytes."""

UNLISTED: Final = ("manifest.json", "SHA256SUMS")
"""Files of a release that its manifest cannot list."""
_SECTIONS: Final = {
    "dumps": "Data",
    "reports": "Reports",
    "": "Descriptions of the dataset",
    "ontology": "Ontology and vocabularies",
    "shapes": "Shapes",
}
"""First folder of a file -> the heading under which it is offered; the store and the index are not."""


class Bar(NamedTuple):
    """One row of an overview: a thing, its number of cables, how long its bar is in percent of the longest."""

    label: str
    cables: int
    share: float
    query: str


class Download(NamedTuple):
    """One file of the release."""

    path: str
    size: int
    sha256: str


async def home(request: Request) -> Response:
    """Show what the release holds."""
    site = Site.of(request)
    manifest = site.release.manifest
    overview, validation = manifest.get("overview", {}), manifest.get("validation", {})
    body = site.page(
        "home.html",
        counts=list(counts(manifest.get("counts", {}))),
        period=manifest.get("period", []),
        senders=list(bars(overview.get("senders", ()), _BY_SENDER)),
        tags=list(bars(overview.get("tags", ()), _BY_TAG)),
        validation=[(name, meaning, validation.get(name, 0)) for name, meaning in MEANINGS.items()],
        downloads=downloads(manifest.get("files", {})),
        endpoint=site.endpoint(request),
        manifest=manifest,
        # in a script element of HTML no < may stand
        described=described.text(site.release).replace("<", "\\u003c"),
        about=described.facts(site.release),
    )
    return validated(request, HTMLResponse(body), f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"')


def counts(held: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Give what is counted, the main things first."""
    for name in (*COUNTED, *(name for name in held if name not in COUNTED)):
        if isinstance(held.get(name), int):
            yield name, held[name]


def bars(rows: Iterable[tuple[str, str, int]], template: str) -> Iterator[Bar]:
    """Give the rows of an overview with the query that lists the cables behind each."""
    rows = list(rows)
    longest = max((count for _, _, count in rows), default=0) or 1
    for iri, label, count in rows:
        yield Bar(label, count, round(100 * count / longest, 1), template.format(iri, _OPTIONAL))


def downloads(files: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, list[Download]]]:
    """Give the files to offer under their headings."""
    offered = []
    for folder, title in _SECTIONS.items():
        inside = [path for path in sorted(files) if _folder(path) == folder]
        if inside:
            offered.append((title, [Download(path, files[path]["bytes"], files[path]["sha256"]) for path in inside]))
    return offered


def _folder(path: str) -> str:
    first, slash, _ = path.partition("/")
    return first if slash else ""


async def data(request: Request) -> Response:
    """Send a file of the release: one that its manifest lists, no other.

    The path may begin with the id of the release, as in the addresses of the release's own description.
    """
    release = Site.of(request).release
    return _file(request, release, str(request.path_params["path"]).removeprefix(f"{release.id}/"))


async def context(request: Request) -> Response:
    """Send the JSON-LD context under the path of its IRI."""
    return _file(request, Site.of(request).release, "ontology/context.jsonld")


def _file(request: Request, release: Release, path: str) -> Response:
    entry = release.manifest.get("files", {}).get(path)
    file = release.path / path
    if (entry is None and path not in UNLISTED) or not file.is_file():
        raise HTTPException(404)
    suffix = PurePosixPath(path).suffix.removeprefix(".")
    media_type = MEDIA_TYPES.get(suffix, "application/octet-stream")
    etag = f'"{entry["sha256"]}"' if entry else f'"{release.id}"'
    named = None if media_type.startswith("text/") and suffix != "csv" else PurePosixPath(path).name
    headers, status = {"ETag": etag}, file.stat()
    response = FileResponse(file, media_type=media_type, filename=named, headers=headers, stat_result=status)
    return validated(request, response, etag)


async def alive(_: Request) -> Response:
    """Tell that the server answers."""
    return PlainTextResponse("ok")
