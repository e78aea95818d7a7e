r"""Lines of a record that know where they stand in it.

Facts
-----
* Lines end at LF only. `str.splitlines` would also break at VT, FF, NEL and LSEP, which stand inside
  telegrams, and every line number after one would be wrong.
* A piece of a line, or prose that runs over several, is handled like a line: what counts is that its
  place in the source is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Line(NamedTuple):
    """A line, a piece of one or prose over several: its text, its first code point, its number (1-based)."""

    text: str
    start: int
    number: int

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)

    def cut(self, begin: int, end: int | None = None) -> Line:
        """Give a piece of this line, outer blanks taken off.

        >>> Line("1. (C) Text ", 10, 3).cut(2)
        Line(text='(C) Text', start=13, number=3)
        """
        piece = self.text[begin:end]
        bare = piece.strip()
        if bare == self.text:
            return self
        skipped = begin + len(piece) - len(piece.lstrip())
        return Line(bare, self.start + skipped, self.number + self.text.count("\n", 0, skipped))


def split(text: str, start: int = 0, number: int = 1) -> Iterator[Line]:
    r"""Give the lines of a text without their ends.

    >>> [line.start for line in split("a\nbc\n\nd")]
    [0, 2, 5, 6]
    """
    for piece in text.split("\n"):
        yield Line(piece, start, number)
        start += len(piece) + 1
        number += 1


def joined(lines: Iterable[Line]) -> str:
    """Join lines to one text with single blanks."""
    return " ".join(" ".join(line.text for line in lines).split())
