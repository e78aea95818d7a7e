"""A telegram that stands twice in its record: a first copy cut short, and the whole one behind it.

Facts
-----
* Where an extract was replaced, both were kept in one text: the first copy breaks off with "..", then come the
  columns of a table, or lines like "id:", "date:", "header:", and the whole telegram from its first line on.
* Only a copy with the first one's message reference is the same telegram; another stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.grammar.markings import class_line

_CUT_SHORT = re.compile(r"\.\.\.[ \t]*(?=\n)")
_FARTHEST = 8_000
"""A first copy that was cut short is an extract: its opening and a few lines."""


def whole(text: str, begin: int) -> int:
    r"""Give the offset where the whole copy begins, `begin` itself where there is only one.

    >>> whole("UNCLAS QUITO 000123\nREF: A. LIM...\n\nheader ends\nUNCLAS QUITO 000123\n\n1. Text.", 0)
    48
    """
    cut = _CUT_SHORT.search(text, begin, begin + _FARTHEST)
    if cut is None:
        return begin
    first = next((reference for _, reference in _first_lines(text, begin, cut.start())), "")
    copies = [place for place, reference in _first_lines(text, cut.end(), len(text)) if reference == first]
    return copies[-1] if first and copies else begin


def _first_lines(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Give the first lines of telegrams, each with its message reference, serial without padding."""
    for match in _LINE.finditer(text, begin, end):
        line = class_line(match.group())
        if line and line.reference and line.section <= 1:
            post, _, serial = line.reference.rpartition(" ")
            yield match.start(), f"{post} {int(serial)}"


_LINE = re.compile(r"^[ \t]*[A-Za-z][^\n]{4,118}$", re.MULTILINE)
