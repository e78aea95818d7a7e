r"""Lines of a record that know where they stand in it.

Facts
-----
* Lines end at LF only. `str.splitlines` would also break at VT, FF, NEL and LSEP, which stand inside
  telegrams, and every line number after one would be wrong.
* The number of a line is no business of the grammar: it follows from the offset (`kg.passage`).
* A piece of a line, or prose that runs over several, is handled like a line: what counts is that its
  place in the source is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.cable import maker


class Line(NamedTuple):
    """A line, a piece of one or prose over several: its text, the offset of its first character.

    `gap` is what stands before it: 0 none, 1 empty lines, 2 a page break. A `Line` with a gap is a block:
    the lines up to the next gap, in one piece.
    """

    text: str
    start: int
    gap: int = 0

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)

    def cut(self, begin: int, end: int | None = None) -> Line:
        """Give a piece of this line, outer blanks taken off.

        >>> Line("1. (C) Text ", 10).cut(2)
        Line(text='(C) Text', start=13, gap=0)
        """
        text, start, gap = self
        return bared(text[begin:end], start + begin, gap)

    def lines(self) -> Iterable[Line]:
        r"""Give the lines of a block without their ends.

        >>> [(line.start, line.gap) for line in Line("a\nbc\nd", 0, 2).lines()]
        [(0, 2), (2, 0), (5, 0)]
        """
        return split(*self) if "\n" in self.text else (self,)


line_of = maker(Line)
"""Makes a line of a text, its place and its gap."""


def bared(text: str, start: int, gap: int = 0) -> Line:
    """Make a line of a piece that begins at an offset, its outer blanks taken off.

    >>> bared(" Text ", 10)
    Line(text='Text', start=11, gap=0)
    """
    bare = text.strip()
    if bare[:1] != text[:1]:
        start += len(text) - len(text.lstrip())
    return line_of((bare, start, gap))


def split(text: str, start: int = 0, gap: int = 0) -> Iterator[Line]:
    r"""Give the lines of a text without their ends.

    >>> [line.start for line in split("a\nbc\n\nd")]
    [0, 2, 5, 6]
    """
    for piece in text.split("\n"):
        yield line_of((piece, start, gap))
        start += len(piece) + 1
        gap = 0


def line_around(text: str, place: int, begin: int, longest: int) -> tuple[int, int] | None:
    r"""Give the bounds of the line that holds a place, from an offset on; None for one that is longer on a side.

    >>> line_around("a\nbcd\ne", 3, 0, 10), line_around("abcdefgh", 4, 0, 2)
    ((2, 5), None)
    """
    floor = max(begin, place - longest)
    start, end = text.rfind("\n", floor, place), text.find("\n", place, place + longest)
    if (start < 0 and floor > begin) or (end < 0 and place + longest < len(text)):
        return None
    return start + 1 if start >= 0 else begin, end if end >= 0 else len(text)


def joined(lines: Iterable[Line]) -> str:
    r"""Join lines to one text with single blanks; a compound that was parted behind its hyphen is whole again.

    >>> joined([Line("A FOLLOW-", 0), Line("UP ON PRE-", 10), Line("AND POST-WAR PLANS", 21)])
    'A FOLLOW-UP ON PRE- AND POST-WAR PLANS'
    """
    text = "\n".join([line.text for line in lines])
    return " ".join((_PARTED_COMPOUND.sub(r"\1", text) if "-" in text else text).split())


_PARTED_COMPOUND = re.compile(r"(?<=\w)(--?)[ \t]*\n[ \t]*(?=\w)(?!(?:AND|OR|TO)\b)", re.IGNORECASE)


def place_in(lines: Sequence[Line], offset: int) -> int:
    r"""Give the place of an offset in lines that were joined by line ends.

    >>> place_in([Line("ab", 10), Line("cd", 20)], 3)
    20
    """
    for line in lines:
        if offset <= len(line.text):
            return line.start + offset
        offset -= len(line.text) + 1
    return lines[-1].end


def squeezed(text: str) -> str:
    r"""Give prose with single blanks: `" ".join(text.split())`, quicker where there is little to do.

    Most prose is ASCII, its sentences end with two blanks at most, and its lines with none, or all of them with one;
    a clean record holds no white space of ASCII but LF, tab and blank.

    >>> squeezed("one\ntwo"), squeezed("one  \n\ttwo")
    ('one two', 'one two')
    """
    flat = (text.replace(" \n", " ") if " \n" in text[:_FIRST_LINE] else text).replace("\n", " ")
    if not flat.isascii() or "\t" in flat:
        return " ".join(flat.split())
    while _TWO_BLANKS.search(flat):
        flat = flat.replace("  ", " ")
    return flat.strip(" ")


_TWO_BLANKS = re.compile("  ")
_FIRST_LINE = 90


def prose(pieces: Sequence[tuple[str, Line]]) -> str:
    r"""Join pieces, each with what parts it from the one before, to prose with single blanks.

    >>> prose([(" ", Line("1. Points:", 0)), ("\n", Line("-- one", 12)), (" ", Line("of  two", 19))])
    '1. Points:\n-- one of two'
    """
    if len(pieces) == 1:
        return squeezed(pieces[0][1].text)
    runs: list[list[str]] = []
    for separator, line in pieces:
        if separator == "\n" or not runs:
            runs.append([])
        runs[-1].append(line.text)
    return "\n".join([squeezed(" ".join(run)) for run in runs])


def letters(text: str) -> str:
    """Give the letters and digits of a text in one case: two subjects are compared by this.

    >>> letters("Talks, in D.C.") == letters("TALKS IN DC")
    True
    """
    return "".join(filter(str.isalnum, text.casefold()))


class Claim(NamedTuple):
    """What a stretch of a telegram is: a part of the record by its name, or a kind of residue."""

    start: int
    end: int
    kind: str
    part: str = ""
