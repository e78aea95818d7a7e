"""What people say about a dataset: its title, who publishes it, under which licence, where it is found.

Nothing of it can be computed from cables; each field is an option of `kg build` and a key of its table in
`kg.toml`, with a default that claims nothing about people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Final

from kg.errors import UsageError

CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_MAIL = re.compile(r"[^\s<>\"{}|\\^`@:/]+@[^\s<>\"{}|\\^`@:/]+\.[^\s<>\"{}|\\^`@:/.]{2,}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class About:
    """The words of a publisher; an empty field has a default that follows from the base."""

    title: str = "Diplomatic cables as linked data"
    description: str = (
        "Diplomatic telegrams as RDF: who wrote to whom and when, under which tags, markings and captions, what each "
        "telegram cites, and the text of every paragraph with its place in the source."
    )
    publisher: str = ""
    publisher_url: str = ""
    creator: str = ""
    license: str = CC0
    rights: str = (
        "The licence covers what was made for this dataset: its structure, identifiers and links. The words of the "
        "telegrams keep the rights of their sources; works of the United States Government are not subject to "
        "copyright in the United States (17 U.S.C. 105). Conditions of the archive that holds a copy apply to it."
    )
    contact: str = ""
    landing_page: str = ""
    downloads: str = ""
    endpoint: str = ""
    keywords: str = "diplomatic cables, telegrams, foreign relations, archives, linked data"

    def __post_init__(self) -> None:
        """Refuse what no description can carry (raises UsageError)."""
        for name, value in asdict(self).items():
            if not value.strip() and name in NEEDED:
                raise UsageError(f"{_option(name)}: it must not be empty")
            if _CONTROL.search(value):
                raise UsageError(f"{_option(name)}: line ends and control characters cannot stand in it")
            if name in IRIS and value and not _IRI.fullmatch(value):
                raise UsageError(f"{_option(name)}: {value!r} is no absolute http(s) IRI")
        if self.contact and not _IRI.fullmatch(self.contact) and not _MAIL.fullmatch(self.contact):
            raise UsageError(f"--contact: {self.contact!r} is neither an e-mail address nor an http(s) IRI")

    def settled(self, base: str) -> About:
        """Fill the fields that follow from the base."""
        publisher = self.publisher or f"{UNNAMED}{base}"
        return About(
            title=self.title,
            description=self.description,
            publisher=publisher,
            publisher_url=self.publisher_url,
            creator=self.creator or publisher,
            license=self.license or CC0,
            rights=self.rights,
            contact=self.contact or self.landing_page or base,
            landing_page=self.landing_page or base,
            downloads=self.downloads or f"{base}data/",
            endpoint=self.endpoint or f"{base}sparql",
            keywords=self.keywords,
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The keywords, each once."""
        return tuple(dict.fromkeys(filter(None, map(str.strip, self.keywords.split(",")))))

    @property
    def mail(self) -> bool:
        """Whether the contact is an e-mail address."""
        return bool(_MAIL.fullmatch(self.contact))


UNNAMED: Final = "The publisher of "
"""How a publisher is called who said no name; the base follows."""
NEEDED: Final = ("title", "description")
"""Fields that have a default of their own and that no catalogue takes empty."""
IRIS: Final = ("publisher_url", "license", "landing_page", "downloads", "endpoint")

HELP: Final = MappingProxyType(
    {
        "title": "Title of the dataset.",
        "description": "What the dataset is, in a sentence or two.",
        "publisher": "Name of who publishes it.",
        "publisher_url": "Home page of the publisher.",
        "creator": "Name of who made it (default: the publisher).",
        "license": "Licence of what was made for the dataset (an IRI).",
        "rights": "Rights in the source texts, in words.",
        "contact": "E-mail address or page to write to.",
        "landing_page": "Page of the dataset (default: the base).",
        "downloads": "Folder that the releases are downloaded from (default: data/ under the base).",
        "endpoint": "Public address of the SPARQL endpoint (default: sparql under the base).",
        "keywords": "Keywords, with commas between them.",
    }
)
"""Field -> what it is; the options of `kg build`."""


def names() -> Iterable[str]:
    """Give the names of the fields."""
    return [field.name for field in fields(About)]


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
