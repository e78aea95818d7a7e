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
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kg.cable import maker
from kg.grammar.lines import Line, bared
from kg.grammar.portions import Mark, first_portion, portion_at

SLIP: Final = r"(?:[,:;\-]|[.)]\s?[.),:;\-])\s*(?=\((?:TS|SBU|LOU|[CSU])\b[^()]{0,20}\))"
"""A stop that was mistyped or typed twice between a number and its mark: "2, (C)", "2.. (C)", "2.-(C)"."""
NUMBER: Final = re.compile(
    rf"(?:[¶\ufffd]\s*)?(\d{{1,3}}|\d{{1,2}}[OlI](?=\s?[.)]\s*\())\s?({SLIP}|[.](?!\d)|•(?=\s)|\)(?![\d.,;:]))\s*"
    r"|(?:[¶\ufffd]\s*)?(\d{1,3})(?:\s+(?=\((?:[A-Z/]{1,8}|(?:TS|SBU|LOU|[CSU])/{1,2}[A-Z][A-Z ,/]{1,40}"
    r"|[A-Z]{1,12}\s*-\s*ENTIRE TEXT)\))|(?=\((?:C|S|U|SBU|[CS]//?NF)\) ?[A-Z]))"
    r"|[¶\ufffd]\s*(\d{1,3})\s+"
)
_LIKE_DIGITS = str.maketrans("OlI", "011")
PILCROWS: Final = frozenset("¶\ufffd")
SIGNS: Final = frozenset("0123456789") | PILCROWS


def value(number: re.Match[str]) -> int:
    """Give the number that was matched."""
    digits = number[1] or number[3] or number[4]
    return int(digits if digits.isdecimal() else digits.translate(_LIKE_DIGITS))


class Unit(NamedTuple):
    """A line, or prose over several, of which paragraphs are made: what it begins with is looked at once.

    `sign` is its first character, `match` and `number` are the number that it begins with (None and 0 without one),
    `mark` is the portion mark behind the number, and where the text goes on behind it.
    """

    text: str
    start: int
    gap: int
    sign: str
    match: re.Match[str] | None = None
    number: int = 0
    mark: tuple[Mark, int] | None = None

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)

    def cut(self, begin: int, end: int | None = None) -> Line:
        """Give a piece of this unit, outer blanks taken off."""
        return bared(self.text[begin:end], self.start + begin, self.gap)

    def is_marked(self, number: int) -> bool:
        """Tell whether this begins with a number, and a portion mark stands behind it."""
        return self.mark is not None and self.number == number


def unit(text: str, start: int, gap: int) -> Unit:
    """Look at what a piece of a text begins with.

    >>> unit(" 2. (C) Text", 10, 1).number, unit("(C) Text", 10, 1).sign
    (2, '(')
    """
    sign = text[0]
    begin = 0
    if sign.isspace():
        begin = len(text) - len(text.lstrip())
        sign = text[begin]
    match = NUMBER.match(text, begin) if sign in SIGNS else None
    if match is None:
        return _unit_of((text, start, gap, sign, None, 0, None))
    return _unit_of((text, start, gap, sign, match, value(match), portion_at(text, match.end())))


_unit_of = maker(Unit)


def parted(units: Sequence[Unit]) -> list[Unit]:
    """Part units inside which the next number stands with a mark."""
    found: list[Unit] = []
    last, due, marked = 0, "1", False
    whole = _resumed(_uniform(_with_marks(units)))
    for position, one in enumerate(whole, 1):
        rest = one
        while True:
            text, _, gap, _, match, number, mark = rest
            if match and _counts(whole, position, rest, last + 1, marked=marked):
                last, due, marked = number, f"{number + 1}", mark is not None
            place = text.find(due, 2)
            begin = _inside(text, due, place) if place >= 0 else 0
            if not begin or _comes(whole, position, last + 1):
                found.append(rest)
                break
            if (head := rest.cut(0, begin)).text:
                found.append(unit(head.text, head.start, gap))
            rest = unit(*rest.cut(begin)[:2], 0)
    return found


def _counts(units: Sequence[Unit], position: int, one: Unit, due: int, *, marked: bool) -> bool:
    """Tell whether a number at the head of a unit is counted; `marked` says that the one before has a mark.

    The item of a list is not, where the number that is due comes inside a line, with a mark.
    """
    if one.match and one.text.startswith("(", one.match.end()):
        return True
    if one.number != due or not marked:
        return one.number == due
    return not any(_counts_in(other.text, due) for other in units[position - 1 : position + _NEARBY])


_NEARBY = 30
"""Lines of a list or a quoted text before the paragraph behind it."""


def _comes(units: Sequence[Unit], position: int, number: int) -> bool:
    """Tell whether a number with a mark is still to come at the head of a line, before the next one does."""
    for one in units[position : position + _FARTHEST]:
        if one.mark and one.number in {number, number + 1}:
            return one.number == number
    return False


def _inside(text: str, due: str, place: int) -> int:
    """Find where a number stands inside a text with a mark, from a place where it may; 0 when it does not."""
    while place > 0:
        if text[place - 1] in " ¶":
            match = NUMBER.match(text, place)
            if match and match[2] in _STOPS and portion_at(text, match.end()):
                return place - (text[place - 1] == "¶")
        place = text.find(due, place + 1)
    return 0


def _uniform(units: Sequence[Unit]) -> Sequence[Unit]:
    """Read the numbers of a text that begins with one in a form of its own, kept up: "(1) TEXT", "1 TEXT"."""
    form = next((form for form in _FORMS if units and form.match(units[0].text)), None)
    if not form or any(one.number for one in units):
        return units
    found: list[Unit] = []
    due = 1
    for one in units:
        match = form.match(one.text) if not found or one.gap or _ENDED.search(found[-1].text) else None
        if match and int(match[1]) == due:
            found.append(one._replace(match=match, number=due, mark=portion_at(one.text, match.end())))
            due += 1
        else:
            found.append(one)
    return found if due > _FEWEST else units


_FORMS = (re.compile(r"[(\[](\d{1,2})([)\]])\s*(?=[A-Z\"(])"), re.compile(r"(\d{1,2})( ) {0,3}(?=[A-Z]{2})"))
"""Group 1 is the number, group 2 what stands for its stop."""
_ENDED = re.compile(r"[.!?:;][\"”)]?\s*\Z")


_STOPS = frozenset({".", ")", None})
"""What stands between a number inside a line and its mark: a slip counts at the beginning of a line alone."""


def _with_marks(units: Sequence[Unit]) -> Sequence[Unit]:
    """Join a unit that ends with a number, or with half a mark, to the mark or half that was wrapped off it."""
    marks = {
        place + (one.sign != "(")
        for place, one in enumerate(units)
        if one.sign == "(" or (one.number and not one.mark and _opens(one))
    }
    if not marks:
        return units
    found: list[Unit] = []
    for place, one in enumerate(units):
        if place in marks and found and _is_parted(found[-1], one) and not _is_dated(found, units, place):
            found.append(_whole(found.pop(), one))
        else:
            found.append(one)
    return found


def _whole(before: Unit, one: Unit) -> Unit:
    """Join a number to its mark, across the place of a page line."""
    whole = unit(before.text + " " * (one.start - before.end) + one.text, before.start, before.gap)
    halved = _halved(before, one) if one.sign != "(" else None
    return whole._replace(mark=(halved[0], halved[1] + one.start - before.start)) if halved else whole


def _halved(before: Unit, one: Unit) -> tuple[Mark, int] | None:
    """Read a mark of which a page line has cut off the end: the mark, and where the text goes on behind it."""
    opened = before.text[before.match.end() :] if before.match else ""
    found = first_portion(f"{opened} {one.text}")
    return (found[0], found[1] - len(opened) - 1) if found else None


def _opens(one: Unit) -> bool:
    """Tell a number behind which nothing stands but a bracket that is still open."""
    return bool(one.match and _OPEN.fullmatch(one.text, one.match.end()))


_OPEN = re.compile(r"\([A-Z][A-Z ,/\-]{0,40}")


def _resumed(units: Sequence[Unit]) -> Sequence[Unit]:
    """Part units where numbers that the lines pass over stand behind sentences ("..MET. 5. IN EUROPE").

    So can the last numbers of all.
    """
    numbered = [(place, one.number) for place, one in enumerate(units) if one.number]
    cuts: dict[int, list[int]] = {}
    for (begin, number), (end, after) in pairwise(numbered):
        if number + 1 < after <= number + _WIDEST:
            _find(units[begin:end], begin, range(number + 1, after), cuts)
    begin, number = _last_counted(numbered)
    if number <= 1 and not (number and _is_marked(units[begin])):
        _count(units, begin, number + 1, cuts)
    elif number > 1 and not _is_marked(units[begin]):
        _find(units[begin:], begin, range(number + 1, number + _MOST), cuts, some=True)
    return [part for place, one in enumerate(units) for part in _cut(one, cuts.get(place, ()))] if cuts else units


def _last_counted(numbered: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give place and number of the last line that goes on with the count: a wrapped "11) AND" is none."""
    last = (0, 0)
    for one in numbered:
        last = one if not last[1] or last[1] < one[1] <= last[1] + _WIDEST else last
    return last


_WIDEST = 4
"""Numbers in a row that can stand behind sentences."""


def _find(
    units: Sequence[Unit], first_place: int, due: range, cuts: dict[int, list[int]], *, some: bool = False
) -> None:
    """Find where numbers begin behind sentences, all of them in their order, else none; the first ones with `some`."""
    found: list[tuple[int, int]] = []
    place, begin, cut = 0, 0, 0
    for number in due:
        while place < len(units) and not (cut := _stands(units[place], number, begin)):
            place, begin = place + 1, 0
        if place == len(units):
            break
        if cut != _AT_THE_HEAD:
            found.append((first_place + place, cut))
        begin = cut
    for one, cut in found if some or len(found) == len(due) else ():
        cuts.setdefault(one, []).append(cut)


_AT_THE_HEAD = -1


def _stands(one: Unit, number: int, begin: int) -> int:
    """Find where a number begins in a unit, behind a sentence or at its head; 0 when it does not."""
    if not begin and one.number == number:
        return _AT_THE_HEAD
    return _behind(one.text, number, max(begin, 0))


def _is_marked(one: Unit) -> bool:
    """Tell a paragraph with a mark from one without, and from the mark of the entire text."""
    return bool(one.match and one.mark and "ENTIRE" not in one.text[one.match.end() : one.mark[1]].upper())


def _behind(text: str, number: int, begin: int = 0) -> int:
    """Find where a number begins behind a sentence, 0 when it does not."""
    digits = str(number)
    place = text.find(digits, begin)
    while place >= 0:
        match = _NUMBER_OF_TEXT.match(text, place) if text[place - 1 : place].isspace() else None
        if match and match[1] == digits and _STOP.search(text[max(0, place - _LONGEST_STOP) : place]):
            return place
        place = text.find(digits, place + 1)
    return 0


_NUMBER_OF_TEXT = re.compile(r"(\d+)\s?[.)]\s*[A-Z\"(]")
_STOP = re.compile(r"(?:[.!?:\"”]|[.!?T\d]\)|SUMMARY|COMMENT|UNQUOTE| TEXT|-{5}|={5})\s+\Z")
"""What ends a sentence, with words that need no stop."""
_LONGEST_STOP = 160
"""A page line can stand between a sentence and the number behind it."""


def _cut(whole: Unit, places: Sequence[int]) -> Sequence[Unit]:
    """Part a unit at places: the gap stands before its first piece."""
    if not places:
        return (whole,)
    pieces = (whole.cut(begin, end) for begin, end in pairwise([0, *sorted(set(places)), len(whole.text)]))
    return [unit(text, start, 0 if place else gap) for place, (text, start, gap) in enumerate(pieces)]


def _count(units: Sequence[Unit], place: int, begin: int, cuts: dict[int, list[int]]) -> None:
    """Find the count of a text whose lines were joined: its numbers behind sentences.

    A number 2 alone goes on with a number 1 where the text holds no list.
    """
    found: dict[int, list[int]] = {}
    _find(units[place:], place, range(begin, begin + _MOST), found, some=True)
    counted = sum(map(len, found.values()))
    if counted + begin > _FEWEST or (counted and begin > 1 and not any(map(_lists_one, units[place:]))):
        cuts.update(found)


def _lists_one(one: Unit) -> bool:
    """Tell a text that holds a list: a number 1 behind words."""
    return " 1" in one.text and _ONE.search(one.text) is not None


_ONE = re.compile(r"\w\S*\s+\(?1\s?[.)]\s*[A-Z\"(]")
_FEWEST, _MOST = 3, 60
"""Numbers that are a count; numbers that can stand behind sentences, one after the other."""


def _is_parted(before: Unit, one: Unit) -> bool:
    """Tell a mark from the text behind a number; behind a page line, where nothing but the number stood before it."""
    if one.sign != "(":
        return one.gap == _PAGE and _halved(before, one) is not None
    bare = before.text.rstrip()
    last = _LAST_NUMBER.fullmatch(bare) if one.gap == _PAGE else _LAST_NUMBER.search(bare[-8:])
    return bool(last) and first_portion(one.text) is not None


_PAGE = 2
"""The gap that a page line has left."""


def _is_dated(before: Sequence[Unit], units: Sequence[Unit], place: int) -> bool:
    """Tell a mark, or item "(C)" of a list, above which a date ends a text: the count asks for no such number.

    Or the number comes once more, with a mark of its own.
    """
    if not _ITEM.match(units[place].text) and not units[place].gap:
        return False
    above = before[-1].text.strip()
    found = _LAST_NUMBER.search(above[-8:])
    before = before[-_FARTHEST : len(before) - bool(_LAST_NUMBER.fullmatch(above))]
    if not found or not any(one.number for one in before):
        return False
    number = int(found[1])
    taken = any(one.is_marked(number) for one in before) or _comes(units, place + 1, number)
    return taken or not any(one.number + 1 == number or _counts_in(one.text, number - 1) for one in before)


def _counts_in(text: str, number: int) -> bool:
    """Tell whether a number stands inside a text with a bracket behind it, as those of paragraphs do."""
    digits = f" {number}"
    return digits in text and any(f"{digits}{stop}" in text for stop in (". (", ".(", ".\n(", ") (", ")\n("))


_FARTHEST = 100
"""Lines back in which the number of the paragraph before stands."""
_ITEM = re.compile(r"\([CSU]\)", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?:^|\s)(\d{1,3})\s?[.)]\s*$")
