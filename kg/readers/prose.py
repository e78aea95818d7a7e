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
from itertools import accumulate
from typing import Final, NamedTuple

from kg.grammar.lines import Line
from kg.passage import LineNumbers, Passage
from kg.readers.tei import Element, Piece, meant

SILENT: Final = frozenset({"note", "pb", "figure", "graphic", "milestone", "frus:attachment"})
"""Elements that hold no words of the text around them."""
_PARAGRAPHS: Final = frozenset({"p", "quote", "head", "list", "table", "lg", "floatingText", "opener", "closer", "div"})
_LINES: Final = frozenset({"lb", "item", "label", "row", "l", "dateline", "salute", "signed"})
_NAMES: Final = frozenset({"persName", "gloss", "orgName", "placeName"})
_WHITE: Final = " \n\t\r"
_PARAGRAPH: Final = "\n\n"
_LITERAL = re.compile(r"[^ \t\n](?:[^\n]*[^ \t\n])?")
_RUN = re.compile(r"&[^;]*;|[^ \t\n&](?:[^\n&]*[^ \t\n&])?")
"""What stands on one line between blanks, a reference by itself."""


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
    ends = begins = 0

    def go(element: Element) -> None:
        nonlocal ends, begins
        role = element.attributes.get("type") if element.name in _NAMES else ""
        if role == "to":
            begins = len(said)
        for part in element.parts:
            if isinstance(part, Piece):
                said.append(part.text)
            elif part.name not in SILENT:
                go(part)
        if element.name == "lb":
            said.append("\n")
        if role == "from":
            ends = ends or len(said)

    go(head)
    return Marked(_squeezed(said).rstrip(), len(_squeezed(said[:ends])), len(_squeezed(said[:begins])))


def _squeezed(said: list[str]) -> str:
    """Join pieces with single blanks, none before them and at most one behind."""
    text = "".join(said)
    bare = " ".join(text.split())
    return f"{bare} " if bare and text[-1].isspace() else bare


@dataclass(slots=True)
class Prose:
    """Words of a document as they are gathered, in runs (`kg.passage`), and the runs that begin its paragraphs."""

    starts: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
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
        end = 0
        for run in (_LITERAL if piece.literal else _RUN).finditer(piece.written):
            begin, stop = run.span()
            text = run.group()
            if text[0] == "&" and not piece.literal:
                text = meant(text)
            if begin > end or text in _WHITE:
                self.gap = self.gap or " "
            end = stop
            if text not in _WHITE:
                self._run(text, piece.at + begin, stop - begin)
        if end < len(piece.written):
            self.gap = self.gap or " "

    def _run(self, text: str, place: int, size: int) -> None:
        gap = self.gap
        if gap and self.pieces:
            self.pieces += gap, text
            self.source += place, place
            self.size += 0, size
        else:
            self.pieces.append(text)
            self.source.append(place)
            self.size.append(size)
        if gap == _PARAGRAPH:
            self.starts.append(len(self.pieces) - 1)
        self.gap, self.labelled = "", False

    def passage(self, lines: LineNumbers) -> Passage:
        """Give what was gathered as a passage of the record."""
        if not self.pieces:
            return Passage("", (0,), (0,), (0,), lines)
        at = list(accumulate(map(len, self.pieces[:-1]), initial=0))
        return Passage("".join(self.pieces), at, self.source, self.size, lines)

    def blocks(self, where: Passage) -> list[Line]:
        """Give the paragraphs of the passage."""
        starts = [where.at[run] for run in self.starts]
        stops = [start - len(_PARAGRAPH) for start in starts[1:]]
        bounds = zip(starts, [*stops, len(where.text)], strict=True) if starts else ()
        return [Line(where.text[start:stop], start, 1) for start, stop in bounds]
