"""What a release says of itself, for people: what it is, when and by whom it was made, from what, and how to cite it.

All of it stands in the description that the build wrote for search engines; nothing is counted again here.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from kg.errors import FaultError
from kg.release.about import UNNAMED
from kg.release.opened import Release

PAGE: Final = "schema.jsonld"
"""The file of a release that holds its description in terms of schema.org."""


class Fact(NamedTuple):
    """One row: what is told, in words, and where it leads ("" where to nothing)."""

    label: str
    words: str
    link: str = ""


def facts(release: Release) -> list[Fact]:
    """Give what a release says of itself, row by row; nothing for a release without a description.

    Raises FaultError when the description is damaged.
    """
    page, about = _page(release), release.manifest.get("options", {}).get("about", {})
    if not page or not about:
        return []
    rows = (
        Fact("Title", page["name"]),
        Fact("Telegrams sent", " to ".join(page.get("temporalCoverage", "").split("/"))),
        Fact("Sent from posts in", ", ".join(place["name"] for place in page.get("spatialCoverage", ()))),
        Fact("Copies held by", ", ".join(one["holdingArchive"]["name"] for one in page.get("isBasedOn", ()))),
        Fact("Issued", page["datePublished"]),
        Fact("Publisher", *_named(about["publisher"], about["publisher_url"])),
        Fact("Made by", *_named(about["creator"], "")),
        Fact("Made with", page["measurementTechnique"]),
        Fact("Licence", _licence(page["license"]), page["license"]),
        Fact("Rights in the telegrams", about["rights"]),
        Fact(
            "Contact", about["contact"], about["contact"] if "://" in about["contact"] else f"mailto:{about['contact']}"
        ),
        Fact("Cite as", page["creditText"]),
    )
    return [row for row in rows if row.words]


def text(release: Release) -> str:
    """Give the description for search engines as it was written; "" when there is none."""
    file = release.path / PAGE
    listed = PAGE in release.manifest.get("files", {})
    return file.read_text(encoding="utf-8") if listed and file.is_file() else ""


def _page(release: Release) -> dict[str, Any]:
    try:
        page: dict[str, Any] = json.loads(text(release) or "{}")
    except ValueError as error:
        raise FaultError(f"{release.path / PAGE}: damaged: {error}; build the release again") from error
    return page


def _named(name: str, link: str) -> tuple[str, str]:
    return ("", "") if name.startswith(UNNAMED) else (name, link)


def _licence(iri: str) -> str:
    """Give a licence of Creative Commons by its short name, another by its IRI.

    >>> _licence("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    kind, _, version = iri.partition("creativecommons.org/")[2].removeprefix("licenses/").strip("/").partition("/")
    if kind == "publicdomain" and version.startswith("zero/"):
        return f"CC0 {version.removeprefix('zero/')}"
    return f"CC {kind.upper()} {version}" if kind and version else iri
