"""A volume as XML: its documents, element by element, each piece of text with its place in the document.

Facts
-----
* A volume of Foreign Relations is one TEI file of up to 40 MB with some 500 documents, each a
  `div[@type="document"]`; what stands between them (front matter, lists of persons, page breaks) is none.
* No volume declares entities. One that does could grow without end or name other files: it is refused.
* Text that expat finds well-formed has tags, comments and CDATA in one form each: where they stand is told by a
  pattern, in code points, and text is taken between two tags at once. expat's own calls, one for each line end and
  reference, cost four times that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn
from xml.parsers import expat

from kg.document import DAMAGE, Document
from kg.errors import InputError
from kg.grammar.memory import remembered

_DEEPEST: Final = 200
"""Elements of a document stand some 15 deep."""
_MOST: Final = 500_000
"""The longest documents have some 50,000 tags."""

_SILENT = r"!--.*?-->|\?.*?\?>|!\[CDATA\[(?P<literal>.*?)\]\]>"
_ATTRIBUTES = r"(?P<attributes>(?>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*))>"
TOKEN: Final = re.compile(rf"<(?:{_SILENT}|(?P<end>/?)(?P<name>[^\s<>/!?]++){_ATTRIBUTES})", re.DOTALL)
"""All of a well-formed text that is no text, references excepted."""
_BEGIN = re.compile(rf"<(?:{_SILENT}|(?P<name>TEI|div)(?=[\s/>]){_ATTRIBUTES})", re.DOTALL)
"""What names a volume or can begin a document, and what could hold its form without being it."""
_ATTRIBUTE = re.compile(r"([^\s=\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&[^;]*;")
_NAMED: Final = MappingProxyType({"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"})


@remembered
def meant(reference: str) -> str:
    """Give the sign that a reference stands for; one that nothing declares has none.

    >>> meant("&amp;"), meant("&#8212;"), meant("&#xE9;")
    ('&', '—', 'é')
    """
    if not reference.startswith("&#"):
        return _NAMED.get(reference[1:-1], "")
    return chr(int(reference[3:-1], 16) if reference[2] == "x" else int(reference[2:-1]))


def _said(written: str) -> str:
    return _REFERENCE.sub(lambda match: meant(match.group()), written) if "&" in written else written


class Piece(NamedTuple):
    """Text between two tags as it is written, and where in its document; in CDATA there are no references."""

    written: str
    at: int
    literal: bool = False

    @property
    def text(self) -> str:
        """What the piece says."""
        return self.written if self.literal else _said(self.written)


@dataclass(slots=True)
class Element:
    """An element of a document: its attributes as written, where it begins, and in order what stands in it."""

    name: str
    written: str
    at: int
    parts: list[Element | Piece] = field(default_factory=list)

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes by their names."""
        return {
            name: _said((one or other).replace("\n", " ").replace("\t", " "))
            for name, one, other in _ATTRIBUTE.findall(self.written)
        }

    @property
    def is_empty(self) -> bool:
        """Tell whether its one tag closes it."""
        return self.written.endswith("/")

    @property
    def children(self) -> Iterator[Element]:
        """Give the elements directly in this one."""
        return (part for part in self.parts if isinstance(part, Element))

    def found(self, name: str) -> Iterator[Element]:
        """Give the elements of a name, however deep."""
        for part in self.parts:
            if isinstance(part, Element):
                if part.name == name:
                    yield part
                yield from part.found(name)


class Part(NamedTuple):
    """One document of a volume: the volume's name, the document as elements, its own bytes as a record."""

    volume: str
    element: Element
    record: Document


def volume_name(head: str) -> str:
    """Tell by its beginning whether a text is a volume of Foreign Relations: its name, "" when it is none.

    >>> volume_name('<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1934v05">')
    'frus1934v05'
    """
    begin = head.find("<TEI")
    tag = head[begin : head.find(">", begin) + 1] if begin >= 0 else ""
    name = tag.partition('xml:id="')[2].partition('"')[0] if "tei-c.org" in tag else ""
    return name if name.startswith("frus") else ""


def parts(whole: Document) -> Iterator[Part]:
    """Give the documents of a volume in their order; raises InputError when the XML is not to be read."""
    if whole.encoding == "utf-16":
        raise InputError("a volume in UTF-16: convert it to UTF-8", code="several", path=whole.path, line=1)
    place, volume, cut = _root(whole), "", _Cut(whole)
    while begin := _BEGIN.search(whole.text, place):
        place = begin.end()
        element = Element(begin["name"] or "", begin["attributes"] or "", 0)
        if element.name == "TEI":
            volume = element.attributes.get("xml:id", "")
        elif element.name and element.attributes.get("type") == "document":
            place = place if element.is_empty else _filled(element, whole, begin)
            yield Part(volume, element, cut.record(begin.start(), place))


def _root(whole: Document) -> int:
    """Find where the root of a text begins; raises InputError for what is no well-formed XML and for entities."""
    parser = expat.ParserCreate("utf-8")
    data = whole.text.encode()
    found = 0

    def start(*_: object) -> None:
        nonlocal found
        found = len(data[: parser.CurrentByteIndex].decode())
        parser.StartElementHandler = None

    def refuse(*_: object) -> NoReturn:
        reason = "the XML declares or names entities: a volume has none, take them out"
        raise InputError(reason, code="entities", path=whole.path, line=parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = f"no well-formed XML: {expat.ErrorString(error.code)}"
        raise InputError(reason, code="xml", path=whole.path, line=error.lineno) from None
    return found


def _filled(document: Element, whole: Document, begin: re.Match[str]) -> int:
    """Put into a document what stands in it, and give the place behind it."""
    text, first, place = whole.text, begin.start(), begin.end()
    within = [document]
    for token in islice(TOKEN.finditer(text, place), _MOST):
        holder, start = within[-1].parts, token.start()
        if start > place:
            holder.append(Piece(text[place:start], place - first))
        place = token.end()
        if token["end"]:
            within.pop()
        elif part := _part(token, first):
            holder.append(part)
            if isinstance(part, Element) and not part.is_empty:
                within.append(part)
        if not within:
            return place
        if len(within) > _DEEPEST:
            break
    reason = f"a document of elements more than {_DEEPEST} deep, or of more than {_MOST:,} tags"
    raise InputError(reason, code="xml", path=whole.path, line=text.count("\n", 0, place) + 1)


def _part(token: re.Match[str], first: int) -> Element | Piece | None:
    """Give what begins with a tag or stands in CDATA, nothing for a comment."""
    literal, _, name, written = token.groups()
    if name:
        return Element(name, written, token.start() - first)
    return Piece(literal, token.start("literal") - first, literal=True) if literal else None


class _Cut:
    """A cursor that cuts documents out of a volume, from its front to its end."""

    def __init__(self, whole: Document) -> None:
        self._whole = whole
        raw = whole.data.decode(whole.encoding, errors="replace")
        self._raw = whole.text if raw == whole.text else raw
        self._place = 0
        self._offset = len(whole.data) - len(whole.data.removeprefix(b"\xef\xbb\xbf"))
        self._line = whole.line

    def record(self, begin: int, end: int) -> Document:
        """Cut out a document by its places in the text, in which controls are replaced already."""
        self._go(begin)
        offset, line, whole = self._offset, self._line, self._whole
        before = begin - whole.text.rfind("\n", 0, begin) - 1
        self._go(end)
        text = whole.text[begin:end]
        notes = whole.notes if whole.encoding == "cp1252" or DAMAGE in text else ()
        data = whole.data[offset : self._offset]
        return Document(whole.path, data, text, whole.encoding, line, whole.offset + offset, notes, before)

    def _go(self, place: int) -> None:
        passed = self._raw[self._place : place]
        self._offset += len(passed) if self._whole.encoding == "cp1252" else len(passed.encode())
        self._line += passed.count("\n")
        self._place = place
