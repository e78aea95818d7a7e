"""Numbers of paragraphs: how they are written.

Facts
-----
* "1. (C)", "1.(SBU)", "1) ", "1 (S)"; sites put a pilcrow before them, which some copies turned into U+FFFD.
* Hands slip: "2, (C)", "2.. (C)", "2(C)", "1O. (C)" with the letter. Scans have a bullet for the stop: "2• TEXT".
* In telegrams without marks one number in some hundred stands behind a sentence, on no line of its own.
* In 23 telegrams of 1,295 a number stands inside a line of text ("..may grow. 12. (C) The .."): it counts when it
  carries a mark and the sequence asks for it. A mark can be wrapped off its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from kg.grammar.lines import Line
from kg.grammar.portions import first_portion, portion_at

SLIP: Final = r"(?:[,:;\-]|[.)]\s?[.),:;\-])\s*(?=\((?:TS|SBU|LOU|[CSU])\b[^()]{0,20}\))"
"""A stop that was mistyped or typed twice between a number and its mark: "2, (C)", "2.. (C)", "2.-(C)"."""
NUMBER: Final = re.compile(
    rf"(?:[¶\ufffd]\s*)?(\d{{1,3}}|\d{{1,2}}[OlI](?=\s?[.)]\s*\())\s?({SLIP}|[.](?!\d)|•(?=\s)|\)(?![\d.,;:]))\s*"
    r"|(?:[¶\ufffd]\s*)?(\d{1,3})(?:\s+(?=\([A-Z/]{1,8}\))|(?=\((?:C|S|U|SBU|[CS]//?NF)\) ?[A-Z]))"
    r"|[¶\ufffd]\s*(\d{1,3})\s+"
)
_LIKE_DIGITS = str.maketrans("OlI", "011")
PILCROWS: Final = frozenset("¶\ufffd")
SIGNS: Final = frozenset("0123456789") | PILCROWS


def value(number: re.Match[str]) -> int:
    """Give the number that was matched."""
    digits = number[1] or number[3] or number[4]
    return int(digits if digits.isdecimal() else digits.translate(_LIKE_DIGITS))


def first(line: Line) -> int:
    """Give the number that a line begins with, 0 without one."""
    text = line.text.lstrip()
    match = NUMBER.match(text) if text[:1] in SIGNS else None
    return value(match) if match else 0


def is_numbered(line: Line, number: int, *, marked: bool) -> bool:
    """Tell whether a line begins with a number, and with a portion mark behind it."""
    text = line.text.lstrip()
    match = NUMBER.match(text) if text[:1] in SIGNS else None
    return bool(match and value(match) == number and (not marked or portion_at(text, match.end())))


def parted(units: Iterable[Line]) -> Iterator[Line]:
    """Part a unit inside which the next number stands with a mark."""
    last = 0
    for unit in _resumed(list(_with_marks(list(units)))):
        rest: Line | None = unit
        while rest:
            head, rest, last = _next_number(rest, last)
            if head.text:
                yield head


def _with_marks(units: Sequence[Line]) -> Iterator[Line]:
    """Join a line that ends with a number to the mark that was wrapped off it."""
    waiting: Line | None = None
    for place, unit in enumerate(units):
        if waiting and unit.text[0] == "(" and _is_parted(waiting.text, unit) and not _is_dated(units, place):
            between = " " * (unit.start - waiting.end)
            waiting = Line(waiting.text + between + unit.text, waiting.start, waiting.gap)
            continue
        if waiting:
            yield waiting
        waiting = unit
    if waiting:
        yield waiting


def _resumed(units: Sequence[Line]) -> Sequence[Line]:
    """Part units where numbers that the lines pass over stand behind sentences ("..MET. 5. IN EUROPE").

    So can the last numbers of all.
    """
    numbered = [(place, number) for place, unit in enumerate(units) if (number := first(unit))]
    if len(numbered) == 1 and numbered[0][1] == 1 and len(units[numbered[0][0]].text) > _LONG:
        place = numbered[0][0]
        return [*units[:place], *_counted(units[place]), *units[place + 1 :]]
    cuts: dict[int, list[int]] = {}
    for (begin, number), (end, after) in pairwise(numbered):
        if number + 1 < after <= number + _WIDEST:
            _find(units[begin:end], begin, range(number + 1, after), cuts)
    begin, number = _last_counted(numbered)
    if number > 1 and not _is_marked(units[begin]):
        _find(units[begin:], begin, range(number + 1, number + _WIDEST), cuts, some=True)
    return [part for place, unit in enumerate(units) for part in _cut(unit, cuts.get(place, ()))] if cuts else units


def _last_counted(numbered: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give place and number of the last line that goes on with the count: a wrapped "11) AND" is none."""
    last = (0, 0)
    for one in numbered:
        last = one if not last[1] or last[1] < one[1] <= last[1] + _WIDEST else last
    return last


_WIDEST = 4
"""Numbers in a row that can stand behind sentences."""


def _find(
    units: Sequence[Line], first_place: int, due: range, cuts: dict[int, list[int]], *, some: bool = False
) -> None:
    """Find where numbers begin behind sentences, all of them in their order, else none; the first ones with `some`."""
    found: list[tuple[int, int]] = []
    place, begin = 0, 0
    for number in due:
        while place < len(units) and not (cut := _behind(units[place].text, number, begin)):
            place, begin = place + 1, 0
        if place == len(units):
            break
        found.append((first_place + place, cut))
        begin = cut
    for unit, cut in found if some or len(found) == len(due) else ():
        cuts.setdefault(unit, []).append(cut)


def _is_marked(unit: Line) -> bool:
    text = unit.text.lstrip()
    number = NUMBER.match(text)
    return bool(number and portion_at(text, number.end()))


_LONG = 130
"""A line longer than terminals have."""


def _behind(text: str, number: int, begin: int = 0) -> int:
    """Find where a number begins behind a sentence, 0 when it does not."""
    if text.find(f"{number}", begin) < 0:
        return 0
    match = re.compile(rf"(?<=[.!?:\"”])\s+(?={number}\s?[.)]\s*[A-Z\"(])").search(text, begin)
    return match.end() if match else 0


def _cut(unit: Line, places: Sequence[int]) -> Sequence[Line]:
    first, *rest = (unit.cut(begin, end) for begin, end in pairwise([0, *sorted(set(places)), len(unit.text)]))
    return (first, *(piece._replace(gap=0) for piece in rest)) if places else (unit,)


def _counted(unit: Line) -> Sequence[Line]:
    """Part a text without line ends at its numbers; two of them are no count."""
    cuts = [0]
    while place := _behind(unit.text, len(cuts) + 1, cuts[-1]):
        cuts.append(place)
    if len(cuts) < _FEWEST:
        return (unit,)
    pieces = (unit.cut(begin, end)._replace(gap=0) for begin, end in pairwise([*cuts, len(unit.text)]))
    return [next(pieces)._replace(gap=unit.gap), *pieces]


_FEWEST = 3


def _is_parted(before: str, unit: Line) -> bool:
    """Tell a mark from the text behind a number; behind a page line, where nothing but the number stood before it."""
    bare = before.rstrip()
    last = _LAST_NUMBER.fullmatch(bare) if unit.gap == _PAGE else _LAST_NUMBER.search(bare[-8:])
    return bool(last) and first_portion(unit.text) is not None


_PAGE = 2
"""The gap that a page line has left."""


def _is_dated(units: Sequence[Line], place: int) -> bool:
    """Tell item "(C)" of a list, above which a date ends item "(B)", from a mark: the count asks for no such number."""
    if not _ITEM.match(units[place].text):
        return False
    found = _LAST_NUMBER.search(units[place - 1].text.rstrip()[-8:])
    due = {number + 1 for number in map(first, units[max(0, place - _FARTHEST) : place - 1]) if number}
    return bool(found and due and int(found[1]) not in due)


_FARTHEST = 100
"""Lines back in which the number of the paragraph before stands."""
_ITEM = re.compile(r"\([CSU]\)", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?:^|\s)(\d{1,3})\s?[.)]\s*$")


_STOPS = frozenset({".", ")", None})
"""What stands between a number inside a line and its mark: a slip counts at the beginning of a line alone."""


def _next_number(unit: Line, last: int) -> tuple[Line, Line | None, int]:
    text = unit.text
    start = len(text) - len(text.lstrip()) if text[0] == " " else 0
    number = NUMBER.match(text, start) if text[start : start + 1] in SIGNS else None
    own = value(number) if number else 0
    if number and (own == last + 1 or text[number.end() : number.end() + 1] == "("):
        last = own
    due = str(last + 1)
    place = text.find(due, 2)
    while place > 0:
        match = NUMBER.match(text, place) if text[place - 1] in " ¶" else None
        if match and match[2] in _STOPS and portion_at(text, match.end()):
            begin = place - 1 if text[place - 1] == "¶" else place
            return unit.cut(0, begin), unit.cut(begin)._replace(gap=0), last
        place = text.find(due, place + 1)
    return unit, None, last
