"""schema.org: what search engines are told of a cable, an ArchiveComponent that is a Message.

Facts
-----
* schema.org's context is known to crawlers by heart and never fetched; whoever has no copy of it reads plain JSON.
* No author: who signs a telegram stands for the post and seldom wrote it. No language: a transcription makes no claim.
* Google takes each nested Dataset for one of its own and misses its description: the dataset is named by IRI alone.
* The text stays in the archive's own form; a description holds its first paragraph, cut at the end of a word.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote

from kg.jsonld import Labels, Node, Writer, known
from kg.terms import Quad

LONGEST: Final = 300
"""Characters of a description: search engines show no more."""

_FACTS: Final = MappingProxyType(
    {
        "identifier": "identifier",
        "title": "name",
        "bodySubject": "alternativeHeadline",
        "date": "dateCreated",
        "sent": "dateSent",
    }
)
"""Key of a cable's tree -> the same fact at schema.org; as it stands."""

_LINKS: Final = MappingProxyType(
    {
        "sender": ("sender", "GovernmentOrganization"),
        "addressee": ("recipient", "GovernmentOrganization"),
        "actionAddressee": ("toRecipient", "GovernmentOrganization"),
        "infoAddressee": ("ccRecipient", "GovernmentOrganization"),
        "tag": ("about", "DefinedTerm"),
        "cites": ("citation", "ArchiveComponent"),
    }
)
"""Key of a cable's tree -> the same link at schema.org, and what it leads to."""


def described(cable: Node, base: str) -> Node:
    """Give the description of a cable's tree (see `kg.jsonld`)."""
    found: Node = {"@type": ["ArchiveComponent", "Message"], "@id": base + cable["id"]}
    found["url"] = f"{base}doc/{cable['id']}"
    found |= {_FACTS[key]: cable[key] for key in _FACTS if key in cable}
    for key, (name, kind) in _LINKS.items():
        if key in cable:
            things = [_thing(one, kind, base) for one in _several(cable[key])]
            found[name] = things if isinstance(cable[key], list) else things[0]
    found |= _kept(cable, base)
    if texts := [one["text"] for one in cable.get("paragraph", ()) if "text" in one]:
        found["description"] = textwrap.shorten(str(texts[0]), LONGEST, placeholder=" …")
    if level := _label(cable.get("originalClassification")):
        found["conditionsOfAccess"] = f"{level} when it was sent"
    found["isPartOf"] = {"@id": f"{base}dataset/cables"}
    return found


def _kept(cable: Node, base: str) -> Node:
    """Say who holds the copies, and which files they are."""
    copies = [copy for copy in cable.get("hasCopy", ()) if isinstance(copy, dict)]
    holders = [_thing(copy["holder"], "ArchiveOrganization", base) for copy in copies if "holder" in copy]
    files = [
        {
            "@type": "MediaObject",
            "@id": base + copy["id"],
            "name": copy.get("path", ""),
            "contentSize": f"{copy.get('byteSize', 0)} B",
            "sha256": copy.get("sha256", ""),
        }
        for copy in copies
    ]
    return ({"holdingArchive": holders} if holders else {}) | ({"associatedMedia": files} if files else {})


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _label(value: Any) -> str:
    return str(value.get("label", "")) if isinstance(value, dict) else ""


def _thing(value: Any, kind: str, base: str) -> Node:
    name = value["id"] if isinstance(value, dict) else str(value)
    thing = {"@type": kind, "@id": name if ":" in name.partition("/")[0] else base + name}
    if key := _KEYS.get(kind):
        thing[key] = unquote(name.rpartition("/")[2])
    return thing | ({"name": label} if (label := _label(value)) else {})


_KEYS: Final = MappingProxyType({"DefinedTerm": "termCode", "ArchiveComponent": "identifier"})
"""Kind of thing -> what schema.org calls the key in its IRI."""


def lines(quads: Iterable[Quad], base: str, labels: Labels = known) -> Iterator[str]:
    """Write the descriptions of the cables among quads as one document, each on a line of its own."""
    writer = Writer(base, labels)
    yield '{"@context": "https://schema.org/", "@graph": [\n'
    mark = ""
    for graph, group in groupby(quads, key=itemgetter(3)):
        if graph.startswith(f"<{base}doc/"):
            for cable in writer.nodes(group):
                yield mark + json.dumps(described(cable, base), ensure_ascii=False)
                mark = ",\n"
    yield "\n]}\n"
