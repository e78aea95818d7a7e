r"""Sections: the heads that stand above the later parts of a long telegram.

Facts
-----
* A telegram that is too long is sent in sections, each a transmission of its own. A copy that joins them keeps of
  the later ones the class line at least ("S E C R E T SECTION 02 OF 03 QUITO 000123"), with captions, E.O., TAGS,
  SUBJECT, REF and "Classified By:" behind it where the communication centre repeated them.
* The transmission heading can stand above that line, the end of the transmission before it above the heading
  (NNNN, BT). None of it is text, and the sentence that was cut goes on behind it.
* A caption, a passing line or a label is repeated with its words: only what looks like one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.grammar import heading
from kg.grammar.lines import line_around
from kg.grammar.markings import ClassLine, class_line, section

_LONGEST: Final = 120
"""A class line is shorter than this."""
_LONGEST_HEADING: Final = 6_000


class Head(NamedTuple):
    """The head of a later section: where it begins, where its class line does, where the text goes on, what it says."""

    begin: int
    start: int
    end: int
    line: ClassLine


def heads(text: str, begin: int) -> Iterator[Head]:
    """Find the heads of further sections: a class line with SECTION behind the telegram's own."""
    headed, first = False, -1
    place = begin - 1
    while (place := text.find("SECTION", place + 1)) >= 0:
        bounds = line_around(text, place, 0, _LONGEST)
        if bounds is None:
            continue
        line, start, end = _read(text, bounds, alone=headed)
        if not line:
            continue
        first = first if first >= 0 else len(text) - len(text[begin:].lstrip())
        if not headed and (line.section == 1 or start <= first):
            headed = True
            continue
        labels = _LABELS.match(text, end)
        yield Head(_headed_from(text, start, begin), start, labels.end() if labels else end, line)


def _read(text: str, bounds: tuple[int, int], *, alone: bool) -> tuple[ClassLine | None, int, int]:
    """Read the head of a section, and where it begins and ends; `alone` lets it have no class word.

    Class word and reference can stand on the line above, post and serial on the line below.
    """
    start, end = bounds
    line, wrapped = text[start:end], _WRAPPED.match(text, end)
    part = section(line)
    above = line_around(text, start - 1, 0, _LONGEST) if part[0] and start else None
    for begin in (above[0], start) if above else (start,):
        for stop in (wrapped.end(), end) if wrapped else (end,):
            found = class_line(" ".join(text[begin:stop].split()))
            if found and found.section and (found.reference or stop == end):
                return found, begin, stop
    return ClassLine("", section=part[0], sections=part[1]) if alone and part[0] > 1 else None, start, end


def _headed_from(text: str, start: int, begin: int) -> int:
    """Give the place where the heading above the head of a section begins, with what ended the section before."""
    floor = max(begin, start - _LONGEST_HEADING)
    if any(text.find(sign, floor, start) >= 0 for sign in _HEADING_SIGNS):
        start = min(_heading_from(text, floor, start), _rest_from(text, floor, start))
        if ended := _ENDED.search(text, floor, start):
            return ended.start()
    return start


_HEADING_SIGNS = ("----", "FM ", "Z ")


def _heading_from(text: str, floor: int, start: int) -> int:
    """Find a heading that is whole: from its first line all lines up to the class line are its own."""
    for line in _FIRST_LINES.finditer(text, floor, start):
        found = heading.read(text, line.start(), start)
        if (found.sender or found.dtg) and not found.residue and not text[found.end : start].strip():
            return line.start()
    return start


_FIRST_LINES = re.compile(
    r"^[ \t]*(?=V?ZCZC|PAGE\s+01\b|[ZOPR]{2} R[A-Z]{4}|DE R[A-Z]{4}|(?:[ZOPR] ){1,2}\d{6}Z|FM )", re.MULTILINE
)


def _rest_from(text: str, floor: int, start: int) -> int:
    """Find the rest of a heading of which lines are lost."""
    floor = max(floor, start - _LONGEST_REST)
    found = _REST.search(text[floor:start])
    return floor + found.start() if found else start


_LONGEST_REST: Final = 2_000
_REST = re.compile(
    r"(?<!\S)(?:(?=NOTE)|(?<!\s\s))(?:NOTE BY OC[^\n]*+\n\s*+)?"
    r"(?>(?:[ \t]*+(?:(?>(?:(?:ACTION|ORIGIN|INFO|LOG)[ \-]++)*)(?>(?:[A-Z][A-Z/]{0,7}-\d\d[ ,\t]*+)+))?"
    r"(?:/ ?\d{1,4} ?[A-Z]{0,2})?[ \t]*+\n)*)(?:[ \t]*-{4,} ?[0-9A-F]{6}[^\n]*\n|[ \t]*(?:[ZOPR] ){1,3}\d{6}Z[^\n]*\n"
    r"|[ \t]*FM [A-Z][^\n]{3,60}\n)(?:[ \t]*(?:[A-Z][A-Z0-9 /.,\-]{2,68})?\n)*[ \t]*\Z"
)
_ENDED = re.compile(
    r"^(?>(?:[ \t]*+(?:N{3,4}|BT|#\d{3,5}|V?ZCZC\w*|[ZOPR]{2} R[A-Z]{4,7}\b[^\n]*|R[A-Z]{4,7}(?: R[A-Z]{4,7}){0,12}"
    r"|DE R[A-Z]{4,7}\b[^\n]*|ZN[RY] [^\n]*|UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)?[ \t]*+\n)+)\Z",
    re.MULTILINE,
)
"""The end of a transmission and the first format lines of the next."""
_WRAPPED = re.compile(r"(?:\n[ \t]*){1,2}(?:[A-Z][A-Z.'\-]*[ ]){0,4}\d{3,8}[ \t]*(?=\n)")
"""Post and serial that were wrapped off the class line."""

_REPEATED: Final = (
    r"SIPDIS|NOFORN|SENSITIVE",
    r"E\.?O\.? ?\d{5}\b[^\n]*",
    r"(?i:TAGS) ?:[^\n]*(?:\n[ \t]*[A-Z]{2,5}(?>(?:[ ,]+[A-Z]{2,5})*)[ \t,]*(?=\n))?",
    r"(?i:SUBJECT) ?:[^\n]*(?:(?:\n[ \t]*(?:[A-Z0-9]|\((?![A-Z/]{1,5}\)))[^\n]{2,100}){1,5}(?=[ \t]*\n[ \t]*\n))?",
    (
        r"(?:(?:PLEASE |PLS )?PASS\b|[A-Z]{2,12} (?:PLEASE |ALSO )?(?:PASS|FOR)\b)[^\n]*"
        r"(?=\s*\n(?:[^\n]*\n){0,6}?[ \t]*(?:E\.?O\.? ?\d{5}|TAGS ?:|SUBJECT ?:))"
    ),
    r"(?:DEPT|STATE|DEPARTMENT) (?:PLEASE |ALSO )?(?:PASS|FOR)\b[^\n]*",
    r"C ?O ?R ?R ?E ?C ?T ?E ?D\b[^\n]*",
    (
        r"(?:(?i:REF)[STELstel()]{0,4} ?:|C(?:LASSIFIED|lassified) [Bb][Yy]\b|R(?:EASON|eason)S?:)[^\n]*"
        r"(?:\n[ \t]*[^\s][^\n]*){0,9}?(?=[ \t]*\n[ \t]*\n)"
    ),
)
"""What a communication centre repeats at the head of a section."""
_LABELS = re.compile(rf"(?:\s*\n[ \t]*(?:{'|'.join(_REPEATED)})[ \t]*(?=\n|$))*")
