"""Units: the text of a telegram in the pieces that are told apart one by one.

Facts
-----
* Most lines only go on with a sentence, so a unit is prose up to the next line that may begin something: a number,
  a sub-point, a mark.
* Where a rule stands each line may be a title, so there it is a unit of its own; so may the last lines above a rule.
* A name, end marks and what stands behind them are told line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.grammar.lines import Line, line_of
from kg.grammar.numbers import Unit, unit
from kg.grammar.rules import SIGNS

_BEGINNING = re.compile(r"\n[ \t]*(?:[^A-Za-z\s]|[A-Za-z][.)]|o\s)")
"""Inside a block: a line that may be a rule, a number, a sub-point or a mark."""
_RULED = r"[ \t]*[-_=*~](?:[-_=*~]| [-=*~] [-=*~])"
_RULE, _RULE_LINE = re.compile(_RULED), re.compile(rf"\n{_RULED}")
"""At the head of a block, and inside: a line that may be a rule; the lines above it may be its title."""
_SIGN_LINE = re.compile(r"\n[ \t]*[-_=*~]")
"""Inside a block: a line that may be a rule, if only of one sign."""
_FILLED_TITLE = re.compile(
    r"-{5,}[ \t]+[A-Za-z\"“'(](?:[^.]|\b[A-Z]\.)*?[ \t\n]-{5,}\s*|-{5,}\n(?:[^.]|\b[A-Z]\.)*?[^\s\-][ \t]-{5,}\s*"
    r"|[A-Za-z\"“'(](?:[^.\-]|\b[A-Z]\.)*?\n(?:[^.]|\b[A-Z]\.)*?[^\s\-][ \t]-{5,}\s*"
)
"""A title and its rules filled as if they were prose, broken over lines."""
_LONGEST_TITLE = 250
_SIGNED = re.compile(
    r"[ \t]*(?:(?:d[ea]|v[ao]n|la) )?(?:[A-ZÀ-Ö][A-ZÀ-ÖØ-Þ'’.\- ]{1,60}|[A-ZÀ-Ö][a-zß-öø-ÿ\-A-Z]+)[ \t]*+"
    r"(?:[#>\"\\;`+_*|\ufffd]++[ \t]*+)?"
)
"""The last line of a block that may be a signature."""
_NOTED = re.compile(
    r"(?:\A|\n)[ \t]*(?:[A-Z][A-Z'’.\-]{0,30} ){0,3}[A-Z][A-Za-z'’\-]{1,30}[#.]{0,3}[ \t]*"
    r"\n[ \t]*(?:NOTE\b|\*{3}|#|BT\b)"
)
"""A name above the note of the communication centre, or above a marking line of an archive."""
_BLOCKS_OF_AN_END, _LINES_OF_AN_END = 2, 12
LONGEST_TAIL = 60
"""A name and the words glued to it are shorter than this; a last block that is so is no prose."""


def of_text(blocks: Sequence[Line], count: int) -> list[Unit]:
    """Give the units of a text; with its end, that was taken off, it had so many blocks."""
    found: list[Unit] = []
    for place, block in enumerate(blocks):
        text, start, gap = block
        if "\n" not in text:
            found.append(unit(text, start, gap))
            continue
        if len(text) < _LONGEST_TITLE and "-----" in text and _FILLED_TITLE.fullmatch(text):
            found.append(unit(text.replace("\n", " "), start, gap))
            continue
        begins, behind = _beginnings(text), count - place - 1
        following = blocks[place + 1].text[0] if place + 1 < len(blocks) else ""
        if following in SIGNS or _may_hold_titles(text, begins) or (not behind and len(text) < LONGEST_TAIL):
            found += [unit(*line) for line in of_an_end(block, behind, begins)]
        elif begins:
            found += [unit(*line) for line in _parted(block, begins)]
        else:
            found.append(unit(text, start, gap))
    return found


def from_the_end(blocks: Sequence[Line]) -> Iterator[Line]:
    """Give the units of a text from the last to the first, single lines where the text may end."""
    for behind, block in enumerate(reversed(blocks)):
        yield from reversed(of_an_end(block, behind))


def of_an_end(block: Line, behind: int, begins: Sequence[int] | None = None) -> Sequence[Line]:
    """Part a block where the text may end: near the end, or where its last line may be a name."""
    text = block.text
    last = text.rfind("\n")
    if last < 0:
        return (block,)
    begins = _beginnings(text) if begins is None else begins
    signed = _SIGNED.fullmatch(text, last + 1) or (behind < _BLOCKS_OF_AN_END and _NOTED.search(text))
    short = not behind and len(text) < LONGEST_TAIL
    if short or ((begins or signed) and _is_ruled(text)):
        return [line for line in block.lines() if line.text.strip()]
    if signed or (begins and behind < _BLOCKS_OF_AN_END):
        begins = [*begins, *_last_lines(text)]
    return _parted(block, begins)


def _beginnings(text: str) -> list[int]:
    return [match.start() + 1 for match in _BEGINNING.finditer(text)]


def _is_ruled(text: str) -> bool:
    return bool(_RULE.match(text) or _RULE_LINE.search(text))


def _may_hold_titles(text: str, begins: Sequence[int]) -> bool:
    # a line of signs begins something; single looks, as `any` would cost a frame a sign
    if text[0] in SIGNS or (begins and _SIGN_LINE.search(text)):
        return True
    return "#" in text or ("=" in text and "=====" in text) or ("-" in text and "-----" in text)


def _parted(block: Line, begins: Sequence[int]) -> Sequence[Line]:
    if not begins:
        return (block,)
    text, start, gap = block
    bounds = pairwise([0, *sorted(set(begins)), len(text) + 1])
    return [line_of((text[begin : end - 1], start + begin, 0 if begin else gap)) for begin, end in bounds]


def _last_lines(text: str) -> Iterator[int]:
    """Give where the last lines of a block begin."""
    place = len(text)
    for _ in range(_LINES_OF_AN_END):
        place = text.rfind("\n", 0, place)
        if place < 0:
            return
        yield place + 1
