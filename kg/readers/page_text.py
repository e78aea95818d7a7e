r"""The text of a PlusD page, as a browser copies it or a program takes it out of the page.

Facts
-----
* A label and its value stand on two lines ("Canonical ID:" / "1978QUITO05313_d"), or several pairs on one, with
  tabs or bars between: the table of the page has lost its form. The title stands above it without a label.
* The switch "Show Headers" and the names of the page's parts ("Content", "Raw content") stand before the telegram.
* A block of keys can stand before all: it is no telegram.
* Labels are those of the page (`plusd_html`); each stands once, so one that comes again is of the telegram.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from kg.grammar.lines import Claim
from kg.readers import plusd_html
from kg.readers.metadata import Stated, stated

_WORDS: Final = (
    "Canonical ID|Original Classification|Current Classification|Previous Handling Restrictions|Handling Restrictions"
    "|Original Handling Restrictions|Archive Status|Character Count|Document Character Count|Executive Order"
    r"|Executive Order \(E\.O\.\)|Locator|Reference\(s\)|References?|Markings|Enclosure|Concepts|TAGS|Office Origin"
    "|Office Action|Office|Draft Date|Date|Subject|Title|Type|From|To"
)
_LABEL = re.compile(rf"(?:^|(?<=[\t|]))[ \t|]{{0,8}}(?P<label>{_WORDS})[ ]?(?::|(?=[ \t|]*$))[ \t|]*", re.MULTILINE)
_OWN = re.compile(
    r"^[ \t|]{0,8}Canonical ID:[ \t|]{0,8}\n[\s|]{0,8}\d{2,4}[A-Z]"
    r"|^[^\n]{0,200}[\t|][ \t|]{0,8}Canonical ID:"
    r"|^[ \t|]{0,8}Canonical ID:[^\n]{4,60}[\t|][ \t|]{0,8}[A-Z][A-Za-z .()]{2,40}:",
    re.MULTILINE,
)
"""What tells that the fields of a page have lost their form."""
_SWITCH: Final = r"(?:Show|Hide) Headers|Content|Raw content|Metadata|Print|Share"
SWITCH: Final = re.compile(rf"^[ \t]*+(?:{_SWITCH})[ \t]*$(?>(?:\s*+(?:{_SWITCH})[ \t]*$)*)", re.MULTILINE)
"""Names of the parts of a page, each on a line of its own."""
KEYS: Final = re.compile(
    r"\s*(?:[^\n]{0,20}[Kk]ey(?:'s)? fingerprint[^\n]{0,120}\n\s*)?-----BEGIN PGP PUBLIC KEY BLOCK-----"
    r"[^<>]{0,60000}?-----END PGP PUBLIC KEY BLOCK-----[ \t]*"
)
"""The block of keys with which such a text can begin."""
_NO_TITLE = re.compile(r".*(?:PGP|-----|About PlusD|Press release)|(?:Metadata|Print|Share|Search)\Z")
_LONGEST_TITLE, _FARTHEST = 400, 20_000


class Page(NamedTuple):
    """The fields of a page, where its telegram begins, and where the first of its fields does."""

    fields: tuple[Stated, ...]
    body: int
    first: int

    def claims(self, text: str) -> Iterator[Claim]:
        """Claim what stands before the fields and between them and the telegram."""
        yield Claim(0, self.first, "layout")
        last = max((one.end for one in self.fields), default=0)
        yield from (Claim(*match.span(), "layout") for match in SWITCH.finditer(text, last, self.body))


def recognises(head: str) -> bool:
    """Tell whether a text holds the fields of a page that have lost their form."""
    return "Canonical ID:" in head and _OWN.search(head) is not None


def page(text: str) -> Page:
    """Read the fields of a page and find its telegram."""
    labels = list(_labels(text))
    switch = SWITCH.search(text, labels[-1].end(), labels[-1].end() + _FARTHEST) if labels else None
    end = switch.start() if switch else _line_end(text, labels[-1].end() if labels else 0)
    places = [*(label.start() for label in labels), end]
    found = [_field(text, label, stop) for label, (_, stop) in zip(labels, pairwise(places), strict=True)]
    title = _title(text, labels[0].start() if labels else 0)
    if title and all(one.label != title.label for one in found):
        found.insert(0, title)
    return Page(tuple(found), switch.end() if switch else end, min((one.start for one in found), default=0))


def _labels(text: str) -> Iterator[re.Match[str]]:
    """Give the labels, each once; the first that comes again is of the telegram."""
    keys = KEYS.match(text)
    switch = SWITCH.search(text, keys.end() if keys else 0, _FARTHEST)
    met: set[str] = set()
    for label in _LABEL.finditer(text, keys.end() if keys else 0, _FARTHEST):
        if label["label"] in met or (switch and met and label.start() > switch.start()):
            return
        met.add(label["label"])
        yield label


def _line_end(text: str, place: int) -> int:
    """Find the end of a value: of its line, or of the next one where nothing stands behind the label."""
    place += len(text[place:]) - len(text[place:].lstrip())
    end = text.find("\n", place)
    return end if end >= 0 else len(text)


def _field(text: str, label: re.Match[str], end: int) -> Stated:
    written = text[label.end() : end]
    value = stated(written.strip(" \t\n|"))
    name = plusd_html.label(label["label"])
    start = label.end() + len(written) - len(written.lstrip(" \t\n|"))
    return Stated(name, plusd_html.listed(name, value), label.start(), max(start, label.end() + len(written.rstrip())))


def _title(text: str, end: int) -> Stated | None:
    """Read the line above the fields, which is the subject."""
    bare = text[:end].rstrip(" \t\n|")
    begin = bare.rfind("\n") + 1
    words = bare[begin:].strip(" \t|")
    if not words or len(words) > _LONGEST_TITLE or _NO_TITLE.match(words):
        return None
    start = begin + bare[begin:].index(words)
    return Stated("Subject", words, start, start + len(words))
