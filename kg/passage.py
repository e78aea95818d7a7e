"""A stretch of a record as the grammar reads it, and where each piece of it stands in the record.

Facts
-----
* Archives dress a telegram: Markdown escapes, entities, tags, backslashes before quotes. The grammar reads
  the bare telegram; a citation must point at the dressed one.
* Most stretches are not dressed at all: one run, and a place is a sum.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


class LineNumbers:
    r"""The numbers of the lines of a record, whose first line has a number of its own in its file.

    Few lines are asked for, and most in their order: line ends are counted from the place asked for last.
    `before` are the characters of the first line that stand before the record.

    >>> LineNumbers("a\nbc\n", 7).at(3), LineNumbers("a\nbc\n", 7).position(3)
    (8, (8, 2))
    """

    __slots__ = ("_before", "_line", "_place", "_text", "first")

    def __init__(self, text: str, first: int = 1, before: int = 0) -> None:
        """Begin to count at the head of the record."""
        self.first = first
        self._before = before
        self._text = text
        self._place, self._line = 0, first

    def at(self, offset: int) -> int:
        """Give the number of the line on which a character of the record stands."""
        place = self._place
        if offset >= place:
            self._line += self._text.count("\n", place, offset)
        elif 2 * offset > place:
            self._line -= self._text.count("\n", offset, place)
        else:
            self._line = self.first + self._text.count("\n", 0, offset)
        self._place = offset
        return self._line

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column of a character of the record, both from 1; a column is a character of Unicode."""
        end = self._text.rfind("\n", 0, offset)
        return self.at(offset), offset - end if end >= 0 else offset + 1 + self._before

    def positions(self, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
        r"""Give lines and columns of many characters, by their offsets.

        >>> LineNumbers("a\nbc\n", 7).positions([3, 0, 2])
        {0: (7, 1), 2: (8, 1), 3: (8, 2)}
        """
        text, ordered = self._text, sorted(set(offsets))
        counts = [text.count("\n", begin, end) for begin, end in pairwise(ordered)]
        lines = list(accumulate(counts, initial=self.at(ordered[0]))) if ordered else []
        columns = [offset - text.rfind("\n", 0, offset) for offset in ordered]
        if self._before:
            columns = [
                column + self._before if line == self.first else column
                for line, column in zip(lines, columns, strict=True)
            ]
        return dict(zip(ordered, zip(lines, columns, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class Passage:
    """Text without its dress, in runs: where a run begins in the text, where in the record, how long it is there.

    `lines` are the numbers of the lines of the whole record.
    """

    text: str
    at: Sequence[int]
    source: Sequence[int]
    size: Sequence[int]
    lines: LineNumbers

    def start(self, offset: int) -> int:
        """Give the place in the record of a character of the text."""
        if len(self.at) == 1:
            return self.source[0] + offset
        run = bisect_right(self.at, offset) - 1
        return self.source[run] + min(offset - self.at[run], self.size[run])

    def end(self, offset: int) -> int:
        """Give the place in the record behind the character before this offset."""
        if len(self.at) == 1:
            return self.source[0] + offset
        run = max(bisect_left(self.at, offset) - 1, 0)
        following = self.at[run + 1] if run + 1 < len(self.at) else len(self.text)
        inside = offset - self.at[run]
        return self.source[run] + (self.size[run] if offset >= following else min(inside, self.size[run]))

    def line(self, offset: int) -> int:
        """Give the number of the line of the record on which a character of the text stands."""
        return self.lines.at(self.start(offset))

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column of the record where a character of the text stands."""
        return self.lines.position(self.start(offset))

    def place(self, begin: int, end: int) -> tuple[int, int, int, int]:
        """Give the place in the record of a stretch of the text: its begin and end, its first line and column."""
        start = self.start(begin)
        return start, self.end(end), *self.lines.position(start)

    def places(self, stretches: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int, int, int]]:
        """Give the places of many stretches of the text, as `place` does of one."""
        if len(self.at) == 1:
            shift = self.source[0]
            found = [(begin + shift, end + shift) for begin, end in stretches]
        else:
            found = [(self.start(begin), self.end(end)) for begin, end in stretches]
        positions = self.lines.positions([start for start, _ in found])
        return [(start, end, *positions[start]) for start, end in found]


def plain(text: str, begin: int, end: int, lines: LineNumbers) -> Passage:
    """Take a stretch of a record as it stands."""
    return Passage(text[begin:end], (0,), (begin,), (end - begin,), lines)


def rewritten(
    text: str, begin: int, end: int, changes: Iterable[tuple[int, int, str]], *, lines: LineNumbers
) -> Passage:
    r"""Take a stretch of a record with some pieces of it (begin, end, what stands for it) replaced.

    >>> record = "cost \\$5 &amp; up"
    >>> passage = rewritten(record, 0, 17, [(5, 7, "$"), (9, 14, "&")], lines=LineNumbers(record))
    >>> passage.text, passage.start(8), passage.end(9)
    ('cost $5 & up', 9, 14)
    """
    pieces: list[str] = []
    at: list[int] = []
    source: list[int] = []
    size: list[int] = []
    length, place = 0, begin
    for start, stop, new in changes:
        for piece, where, long in ((text[place:start], place, start - place), (new, start, stop - start)):
            if piece:
                pieces.append(piece)
                at.append(length)
                source.append(where)
                size.append(long)
                length += len(piece)
        place = stop
    if place < end or not at:
        pieces.append(text[place:end])
        at.append(length)
        source.append(place)
        size.append(end - place)
    return Passage("".join(pieces), at, source, size, lines)
