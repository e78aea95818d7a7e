"""Ontology, alignments and shapes under their own IRIs: a page for people, RDF for programs.

Facts
-----
* The terms are hash IRIs, so one answer holds them all and needs no redirect (Cool URIs for the Semantic
  Web, W3C Note 2008-12-03); a version IRI gives the same as long as it is the version that is held.
* A release carries the ontology and the shapes it was built with, and those are what it answers with.
* Protege and other OWL tools ask for RDF/XML first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kg import formats, resources
from kg.pages import facts, page
from kg.pages.page import File, Places
from kg.results import GRAPHS, ResultFormat
from kg.terms import DEFAULT_BASE, OWL
from kg.web.negotiation import Offer, best
from kg.web.replies import PAGE, validated
from kg.web.site import Site

Write = Callable[..., str]


class Document(NamedTuple):
    """One of the three: its path, the folder and files that it is made of, and what writes its page, if it has one."""

    name: str
    folder: str
    files: str
    write: Write
    paged: bool = True


DOCUMENTS: Final = (
    Document("ns", "ontology", "cables.ttl", page.of_ontology),
    Document("alignments", "ontology", "alignments.ttl", page.of_ontology, paged=False),
    Document("shapes", "shapes", "*.ttl", page.of_shapes),
)
RDF: Final = tuple(form for form in GRAPHS if form.name in {"ttl", "nt", "jsonld", "rdfxml"})
_SUFFIXES: Final = {formats.by_name(form.name).suffix: form for form in RDF}


def routes() -> list[Route]:
    """Give the routes of all documents: the IRI, its suffixes, its version, and `/ontology` for those who guess."""
    found = [Route("/ontology", _moved)]
    for document in DOCUMENTS:
        answer = partial(_answer, document)
        found += [Route(f"/{document.name}{rest}", answer) for rest in ("", ".{suffix}", "/{version}")]
    return found


async def _moved(request: Request) -> Response:
    return RedirectResponse(f"{Site.of(request).root}/ns", 301)


async def _answer(document: Document, request: Request) -> Response:
    """Answer with the form that was asked for by suffix or by Accept."""
    site = Site.of(request)
    folder = _folder(site, document)
    version = request.path_params.get("version")
    if version and version != _version(document, folder):
        raise HTTPException(404)
    form = _form(request, document)
    if form is None:
        response: Response = HTMLResponse(_page(site, document, folder))
    else:
        response = Response(_rdf(document, folder, form.name), media_type=form.media_type)
    response.headers["Vary"] = "Accept"
    response.headers["Link"] = ", ".join(_links(document, site.root))
    return validated(request, response, f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:16]}"')


def _form(request: Request, document: Document) -> ResultFormat | None:
    """Choose a form; None is the page."""
    suffix = request.path_params.get("suffix")
    if suffix == "html" and document.paged:
        return None
    if suffix is not None:
        if suffix not in _SUFFIXES:
            raise HTTPException(404)
        return _SUFFIXES[suffix]
    offers: tuple[Offer, ...] = (*RDF, PAGE) if document.paged else RDF
    name = best(request.headers.get("accept"), offers)
    if name is None:
        types = ", ".join(offer.media_type for offer in offers)
        raise HTTPException(406, f"This document has none of the forms asked for; there are {types}.")
    return next((form for form in RDF if form.name == name), None)


def _folder(site: Site, document: Document) -> Path:
    """Give the folder of the release, or ours where a release has none."""
    own = site.release.path / document.folder
    return own if own.is_dir() else resources.folder(document.folder)


def _links(document: Document, root: str) -> list[str]:
    forms = [(suffix, form.media_type) for suffix, form in _SUFFIXES.items()]
    forms += [("html", PAGE.media_type)] if document.paged else []
    return [f'<{root}/{document.name}.{suffix}>; rel="alternate"; type="{kind}"' for suffix, kind in forms]


@cache
def _version(document: Document, folder: Path) -> str:
    known = facts.read(sorted(folder.glob(document.files)))
    return known.text(DEFAULT_BASE + document.name, OWL + "versionInfo")


@cache
def _rdf(document: Document, folder: Path, form: str) -> bytes:
    """Give a document in one of the forms of RDF; Turtle is the files themselves, with their comments."""
    import pyoxigraph  # noqa: PLC0415

    turtle = b"\n".join(path.read_bytes() for path in sorted(folder.glob(document.files)))
    if form == "ttl":
        return turtle
    parser = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    triples = [quad.triple for quad in parser]
    media_type = formats.by_name(form).media_type
    return bytes(
        pyoxigraph.serialize(
            triples, format=pyoxigraph.RdfFormat.from_media_type(media_type), prefixes=dict(parser.prefixes)
        )
        or b""
    )


def _page(site: Site, document: Document, folder: Path) -> str:
    """Give the page of a document, written once: a release never changes."""
    if document.name not in site.written:
        places = Places(f"{site.root}/ns", f"{site.root}/shapes", f"{site.root}/")
        names = [(f"{document.name}.{suffix}", form.media_type) for suffix, form in _SUFFIXES.items()]
        files = [File(name, f"{site.root}/{name}", media_type) for name, media_type in names]
        frame = {"layout": "base.html", **site.frame}
        site.written[document.name] = document.write(folder, site.templates, places, files=files, **frame)
    return site.written[document.name]
