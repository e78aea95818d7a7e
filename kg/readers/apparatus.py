"""What of a printed document is no text of the telegram: markup, head, notes, dateline, signature.

Facts
-----
* Footnotes, figures and enclosures are the editors' or another paper's: they are passed over, as people expect.
* What stands between head and text ("[Telegram]", class words) is a paragraph of its own in some volumes, and
  part of the opener in others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.grammar.lines import Claim
from kg.readers.tei import TOKEN

_TYPE = re.compile(r"\stype\s*=\s*[\"']([^\"']*)")


class _Role(NamedTuple):
    """What the words of an element are; without a kind they are text."""

    kind: str = ""
    part: str = ""


_SKIPPED: Final = MappingProxyType(
    {
        "note": _Role("skipped", "note"),
        "figure": _Role("skipped", "figure"),
        "frus:attachment": _Role("skipped", "attachment"),
    }
)
_NOTES: Final = MappingProxyType({"source": _Role("field", "Source"), "summary": _Role("field", "Summary")})
_PARTS: Final = MappingProxyType(
    {
        "head": _Role("field", "Title"),
        "opener": _Role("field", "Handling"),
        "dateline": _Role("field", "Date"),
        "postscript": _Role("field", "Postscript"),
    }
)
"""Elements directly in a document -> what they are."""
_LISTS: Final = MappingProxyType(
    {name: _Role("field", name.capitalize()) for name in ("subject", "participants", "to", "from")}
)
_INNER: Final = MappingProxyType({"signed": _Role("signature"), "dateline": _Role("field", "Date")})
_TOP: Final = 1
"""How deep in its document an element stands that is a part of it."""


def claims(text: str, lines: Collection[int] = ()) -> Iterator[Claim]:
    """Claim what is no text in a document; `lines` are the places of elements that hold class words alone."""
    roles: list[_Role] = []
    place = 0
    for begin, end, token in _markup(text):
        if roles and roles[-1].kind and begin > place:
            yield Claim(place, begin, *roles[-1])
        yield Claim(begin, end, "layout")
        place = end
        if token["end"]:
            roles = roles[:-1]
        elif token["name"] and not token["attributes"].endswith("/"):
            here = _Role("field", "Handling") if token.start() in lines else _role(token, len(roles))
            roles = [*roles, here or (roles[-1] if roles else _Role())]


def _markup(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Give where markup begins and ends: CDATA has words within."""
    for token in TOKEN.finditer(text):
        if token["literal"]:
            yield token.start(), token.start("literal"), token
            yield token.end("literal"), token.end(), token
        else:
            yield *token.span(), token


def _role(token: re.Match[str], depth: int) -> _Role | None:
    """Tell what an element is by its name, its type and how deep it stands; None when it is as what holds it."""
    name, found = token["name"], _TYPE.search(token["attributes"])
    kind = found[1] if found else ""
    if name in _SKIPPED:
        return _NOTES.get(kind, _SKIPPED[name]) if name == "note" else _SKIPPED[name]
    if depth == _TOP:
        return _LISTS.get(kind) if name == "list" else _PARTS.get(name)
    return _INNER.get(name)
