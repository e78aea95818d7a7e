r"""The prose of a document in XML as a passage: words in running lines, each with its place in the record.

Facts
-----
* A volume is indented by machine: a line end with the blanks around it is one blank, and none at the edge of
  a paragraph.
* A label and its item ("1." "General agreement ..") are one line. Inside a paragraph the items of a list are
  lines of it; outside, paragraphs.
* Footnotes, page breaks, figures and enclosures stand inside paragraphs and are no words of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kg.grammar.lines import Line
from kg.passage import LineNumbers, Passage
from kg.readers.tei import Element, Piece, Places

SILENT: Final = frozenset({"note", "pb", "figure", "graphic", "milestone", "frus:attachment"})
"""Elements that hold no words of the text around them."""
_PARAGRAPHS: Final = frozenset({"p", "quote", "head", "list", "table", "lg", "floatingText", "opener", "closer", "div"})
_LINES: Final = frozenset({"lb", "item", "label", "row", "l", "dateline", "salute", "signed"})
_NAMES: Final = frozenset({"persName", "gloss", "orgName", "placeName"})
_WHITE: Final = " \n\t\r"
_PARAGRAPH: Final = "\n\n"
_REFERENCE = re.compile(r"&#?\w{1,10};")


def words(element: Element, line_end: str = " ") -> str:
    """Give the words of an element in one line, without what is silent in it."""
    pieces: list[str] = []
    _gather(element, pieces, line_end)
    return " ".join("".join(pieces).split())


def _gather(element: Element, pieces: list[str], line_end: str) -> None:
    for part in element.parts:
        if isinstance(part, Piece):
            pieces.append(part.text)
        elif part.name == "lb":
            pieces.append(line_end)
        elif part.name not in SILENT:
            _gather(part, pieces, line_end)


class Marked(NamedTuple):
    """The words of a head, and where in them the sender's name ends and the last addressee's begins (0: not marked)."""

    words: str
    sender_ends: int
    addressee_begins: int


def marked(head: Element) -> Marked:
    """Read a head with the marks of who is meant by which words."""
    said: list[str] = []
    ends = begins = length = 0

    def go(element: Element) -> None:
        nonlocal ends, begins, length
        role = element.attributes.get("type") if element.name in _NAMES else ""
        if role == "to":
            begins = length
        for part in element.parts:
            if isinstance(part, Piece):
                said.append(_squeezed(part.text, after=said[-1] if said else " "))
                length += len(said[-1])
            elif part.name not in SILENT:
                go(part)
        if element.name == "lb":
            said.append("" if said and said[-1].endswith(" ") else " ")
            length += len(said[-1])
        if role == "from":
            ends = ends or length

    go(head)
    return Marked("".join(said).strip(), ends, begins)


def _squeezed(text: str, after: str) -> str:
    """Give a piece with single blanks, with none in front where the words before it end in one."""
    bare = " ".join(text.split())
    before = " " if text[0].isspace() and not after.endswith(" ") else ""
    return f"{before}{bare} " if bare and text[-1].isspace() else before + bare


@dataclass(slots=True)
class Prose:
    """Words of a document as they are gathered, in runs (`kg.passage`), and where its paragraphs begin."""

    record: str
    places: Places
    starts: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    length: int = 0
    gap: str = _PARAGRAPH
    labelled: bool = False

    def add(self, element: Element, break_: str = _PARAGRAPH) -> None:
        """Gather an element; inside a paragraph a break is a line end."""
        name = element.name
        if name in SILENT:
            return
        breaks = name in _PARAGRAPHS or name in _LINES
        if breaks:
            self._break(break_)
        inner = "\n" if name in {"p", "signed"} else break_
        for part in element.parts:
            if isinstance(part, Piece):
                self._words(part)
            else:
                self.add(part, inner)
        if name == "label":
            self.gap, self.labelled = " ", True
        elif breaks or name == "cell":
            self._break(break_ if breaks else " ")

    def _break(self, gap: str) -> None:
        if not self.labelled and len(gap) >= len(self.gap.strip(" ")):
            self.gap = gap

    def _words(self, piece: Piece) -> None:
        bare = piece.text.strip(_WHITE)
        if not bare:
            self.gap = self.gap or " "
            return
        lead = piece.text.index(bare)
        self.gap = self.gap or (" " if lead else "")
        place = self.places.of(piece.at)
        size = len(bare)
        if size == 1 and (written := _REFERENCE.match(self.record, place)):
            size = written.end() - place
        if self.gap and (self.pieces or self.gap == _PARAGRAPH):
            self._between(place + lead)
        self._run(bare, place + lead, size)
        self.gap = " " if piece.text[-1] in _WHITE else ""
        self.labelled = False

    def _between(self, place: int) -> None:
        if self.pieces:
            self._run(self.gap, place, 0)
        if self.gap == _PARAGRAPH:
            self.starts.append(self.length)

    def _run(self, text: str, place: int, size: int) -> None:
        self.pieces.append(text)
        self.at.append(self.length)
        self.source.append(place)
        self.size.append(size)
        self.length += len(text)

    def passage(self, lines: LineNumbers) -> Passage:
        """Give what was gathered as a passage of the record."""
        if not self.pieces:
            return Passage("", (0,), (0,), (0,), lines)
        return Passage("".join(self.pieces), self.at, self.source, self.size, lines)

    def blocks(self, text: str) -> list[Line]:
        """Give the paragraphs of the passage's text."""
        stops = [start - len(_PARAGRAPH) for start in self.starts[1:]]
        bounds = zip(self.starts, [*stops, len(text)], strict=True) if self.starts else ()
        return [Line(text[start:stop], start, 1) for start, stop in bounds]
