"""Ontology and shapes as HTML: one template each, for a file of a release and for a server.

A file stands alone and finds its style sheet beside its folder; a server gives the page its own frame.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.pages import diagram, ontology, shapes
from kg.pages.facts import Facts
from kg.shacl.results import MEANINGS
from kg.terms import CK, DEFAULT_BASE, SHAPES

if TYPE_CHECKING:
    import jinja2

_WEB: Final = Path(__file__).parent.parent / "web"
STYLE: Final = "static/kg.css"
ALONE: Final = "alone.html"
"""The frame of a page that is a file."""


_PREFIXES: Final = {"ck": CK, "shapes": SHAPES}
_TERM = re.compile(r"\b((?:ck|shapes):[A-Za-z][\w-]*)")


class Places(NamedTuple):
    """Where pages lead to: the pages of the ontology and of the shapes, seen from where they stand.

    What else has an IRI of ours is answered under `base`, if there is a server at all.
    """

    ontology: str
    shapes: str
    base: str = ""

    def href(self, iri: str) -> str:
        """Give where a term is explained, "" for what has no address."""
        for namespace, page in ((CK, self.ontology), (SHAPES, self.shapes)):
            if iri.startswith(namespace):
                return f"{page}#{iri.removeprefix(namespace)}"
        if iri.startswith(DEFAULT_BASE):
            return self.base and self.base + iri.removeprefix(DEFAULT_BASE)
        return iri if iri.startswith(("http://", "https://")) else ""

    def pieces(self, text: str) -> Iterator[tuple[str, str]]:
        """Cut a text into pieces that lead somewhere and others that do not: the words, and where they lead or "".

        >>> list(Places("/ns", "/shapes").pieces("see ck:tag."))
        [('see ', ''), ('ck:tag', '/ns#tag'), ('.', '')]
        """
        for piece in _TERM.split(text):
            prefix, _, name = piece.partition(":")
            yield piece, self.href(_PREFIXES[prefix] + name) if _TERM.fullmatch(piece) else ""


class File(NamedTuple):
    """A file that says in RDF what a page says: its name, where it is, its media type."""

    name: str
    href: str
    media_type: str = "text/turtle"


FILES: Final = Places("../ontology/index.html", "../shapes/index.html")


def of_ontology(folder: Path, templates: jinja2.Environment, places: Places, **frame: Any) -> str:
    """Write the page of the ontology in a folder."""
    page = ontology.read(folder)
    known = page.facts
    return _written(
        templates,
        "ontology.html",
        known,
        places,
        about=ontology.about(known, ontology.HOME),
        classes=page.classes,
        properties=page.properties,
        drawing=diagram.drawing(page),
        sizes=diagram,
        title=known.text(ontology.HOME, "http://purl.org/dc/terms/title"),
        description=known.text(ontology.HOME, "http://purl.org/dc/terms/description"),
        **frame,
    )


def of_shapes(folder: Path, templates: jinja2.Environment, places: Places, **frame: Any) -> str:
    """Write the page of the shapes in a folder."""
    page = shapes.read(folder)
    known = page.facts
    return _written(
        templates,
        "shapes.html",
        known,
        places,
        about=ontology.about(known, page.home),
        groups=page.groups,
        meanings=MEANINGS,
        title=known.text(page.home, "http://purl.org/dc/terms/title"),
        description=known.text(page.home, "http://purl.org/dc/terms/description"),
        **frame,
    )


def _written(templates: jinja2.Environment, template: str, known: Facts, places: Places, **values: Any) -> str:
    return templates.get_template(template).render(short=known.short, href=places.href, pieces=places.pieces, **values)


def write(release: Path) -> None:
    """Write both pages into a release, beside the files that they are about, and the style sheet."""
    templates = environment()
    frame = {"layout": ALONE, "root": "..", "style": f"../{STYLE}"}
    for name, page in (("ontology", of_ontology), ("shapes", of_shapes)):
        text = page(release / name, templates, FILES, files=_files(release / name), **frame)
        (release / name / "index.html").write_text(text, encoding="utf-8")
    (release / STYLE).parent.mkdir(exist_ok=True)
    shutil.copyfile(_WEB / STYLE, release / STYLE)


def _files(folder: Path) -> list[File]:
    """Give the Turtle files beside a page."""
    return [File(path.name, path.name) for path in sorted(folder.glob("*.ttl"))]


def environment() -> jinja2.Environment:
    """Make the environment of the templates; all that they print is escaped."""
    import jinja2  # noqa: PLC0415 - keeps `import kg` light

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_WEB / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
