"""The count of paragraphs: which number begins one, and which stands in a list, a date or a quoted text.

Facts
-----
* Where paragraphs carry marks, a number without one counts when it is due. A list that begins at 1 goes on past the
  number that is due, and so does a text that is quoted ("BEGIN TEXT: 1. .. 2. ..").
* Where they carry none, hands mistype numbers and leave them out, and an annex begins to count again.
* The sign behind a number tells a list from the count: "1. .. 1) .. 2) .. 2. ..".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.grammar import slips
from kg.grammar.drafts import Draft
from kg.grammar.numbers import Unit
from kg.grammar.portions import Mark

_LONGEST_LIST = 200
_PAGE = 2
"""The gap that a page line has left."""
_FEWEST = 2
"""Paragraphs counted before a list that is told by the count going on."""
_NEAR = 5
"""Paragraphs back in which a mark tells that paragraphs carry marks."""


@dataclass(slots=True)
class Count:
    """The paragraphs so far, and how they were counted."""

    drafts: list[Draft] = field(default_factory=list)
    last: int = 0
    due: int = 0
    """What the number of a paragraph should have been, where it was mistyped."""
    sign: str = ""
    """What stands behind the number of the last paragraph that has one."""
    marked: bool = False
    """The last paragraph with a number has a mark."""
    counted: int = 0
    """Items from 1 on of a list below a paragraph with a mark, or of a text that is quoted there."""

    def start(
        self, units: Sequence[Unit], position: int, match: re.Match[str]
    ) -> tuple[int, int, tuple[Mark, int] | None] | None:
        """Tell whether a number begins a paragraph: the number, where the rest begins, its mark."""
        unit, behind = units[position], match.end()
        number, mark = unit.number, None
        if number == self.last + 1 and (slip := slips.mark_at(unit.text, behind)):
            mark = slip if self._marks(units, position) else None
        if mark or (number == self.last + 1 and self._brackets(unit, behind)):
            return number, behind, mark
        sign = ")" if unit.text.startswith(")", behind) else match[2] or ""
        if self.drafts and self.drafts[-1].lists_on(number, unit.text[behind : behind + 1]):
            self._items(self.drafts[-1], number, sign)
            return None
        if self._lists(units, position, number, sign) or (number == 1 and self._resumes(units, position, sign)):
            return None
        if sign != ")" and (self._slipped(units, position, number) or self._counts_on(units, position, number)):
            return number, behind, mark
        return (number, behind, mark) if self._believable(number, sign, unit.gap) else None

    def _brackets(self, unit: Unit, behind: int) -> bool:
        """Tell a bracket behind the number that is due, where no sentence leads on to it."""
        return unit.text.startswith("(", behind) and bool(unit.gap or not self.drafts or not self.drafts[-1].leads_on)

    def _counts_on(self, units: Sequence[Unit], position: int, number: int) -> bool:
        """Tell the number that is due behind a line without a stop: it comes nowhere else, the next one follows.

        The last one can stand behind a table or a gap.
        """
        draft = self.drafts[-1] if self.drafts else None
        if draft is None or draft.ended or draft.list_item or not 0 < self.last == number - 1:
            return False
        met = {unit.number for unit in units[position + 1 : position + _LONGEST_LIST]}
        last = met <= {0} and (draft.ends_in_a_digit or units[position].gap > 0)
        return number not in met and (number + 1 in met or last)

    def _slipped(self, units: Sequence[Unit], position: int, number: int) -> bool:
        """Tell a number that a hand mistyped or left one out before, where no paragraph carries a mark.

        The number that was due comes nowhere else, and the count goes on behind it, or one is left out before the last.
        """
        draft = self.drafts[-1] if self.drafts else None
        if draft is None or draft.mark or draft.list_item or not self.last or number <= self.last + 1:
            return False
        if not (draft.ended or units[position].gap or draft.breaks_off):
            return False
        met = {unit.number for unit in units[position + 1 : position + _LONGEST_LIST]}
        last = met <= {0} and number == self.last + 2 and draft.ended
        if self.last + 1 in met or not (last or met & {number + 1, self.last + 2}):
            return False
        self.due = 0 if number + 1 in met else self.last + 1
        return True

    def _marks(self, units: Sequence[Unit], position: int) -> bool:
        """Tell whether paragraphs carry marks here: the one before, else the next one, if it is mistyped as well."""
        if self.drafts and self.last:
            return any(draft.mark for draft in self.drafts[-_NEAR:])
        following = units[position + 1 : position + _LONGEST_LIST]
        return any(unit.is_marked(self.last + 2) or slips.is_marked(unit, self.last + 2) for unit in following)

    def _resumes(self, units: Sequence[Unit], position: int, sign: str) -> bool:
        """Tell the first item of a list by the count of the paragraphs, which goes on behind it ("4. 1. 2. 5.").

        Numbers that begin again for good, in an annex, come to the number that was due in their own count.
        """
        draft = self.drafts[-1] if self.drafts else None
        if draft is None or draft.mark or draft.list_item:
            return False
        following = units[position + 1 : position + _LONGEST_LIST]
        if self.last < _FEWEST:
            return bool(self.last) and any(one.is_marked(2) for one in following) and not self._items(draft, 1, sign)
        due = 2
        for unit in following:
            number = unit.number
            if number == due:
                due += 1
            elif number == self.last + 1:
                return not self._items(draft, 1, sign)
        return False

    def _lists(self, units: Sequence[Unit], position: int, number: int, sign: str) -> bool:
        """Tell the next item of a list in this paragraph: its number comes once more, as the paragraph's."""
        draft = self.drafts[-1] if self.drafts else None
        if draft and not units[position].gap and self._comes_again(units, position, number, marked=bool(draft.mark)):
            return True
        if draft is None or not draft.list_item or draft.list_item != number - 1 or number != self.last + 1:
            return False
        if self._is_of_the_count(draft, number, sign):
            return False
        following = units[position + 1 : position + _LONGEST_LIST]
        again = any(unit.is_marked(number) if draft.mark else unit.number == number for unit in following)
        return again and not self._items(draft, number, sign)

    def _comes_again(self, units: Sequence[Unit], position: int, number: int, *, marked: bool) -> bool:
        """Tell the number that is due where it comes once more, with a mark or behind a gap, before the next one does.

        Numbers that begin again, in an annex, are none of this count.
        """
        if number != self.last + 1 or number == 1:
            return False
        for unit in units[position + 1 : position + _LONGEST_LIST]:
            if unit.number in {1, number, number + 1} and (unit.mark or not marked):
                return unit.number == number and (marked or unit.gap > 0)
        return False

    def _believable(self, number: int, sign: str, gap: int) -> bool:
        """Tell whether a number without a mark begins a paragraph and not an item or a wrapped date."""
        draft = self.drafts[-1] if self.drafts else None
        if draft and self._is_next_item(draft, number, sign, gap):
            return not (draft.asks and not gap) and self._items(draft, number, sign)
        if draft and gap == _PAGE and self.last and not (draft.ended or draft.breaks_off):
            return False
        if not gap and (draft is None or not draft.ended):
            if draft is None or (number == 1 and not draft.number):
                return draft is None or not self.marked or self._items(draft, number, sign)
            return number == self.last + 1 and draft.breaks_off
        if number == self.last + 1:
            return True
        marked = self.marked or any(one.mark for one in self.drafts[-_NEAR:])
        if draft and number == self.last > 1 and not (marked or draft.takes_numbers):
            return True
        if draft and (marked or sign == ")" or not gap or number == self.last > 1):
            return self._items(draft, number, sign)
        return number >= self.last or number == 1

    def _is_of_the_count(self, draft: Draft, number: int, sign: str) -> bool:
        """Tell the number that is due by its sign, where the list above it has another ("1. .. 1) .. 2) .. 2. ..")."""
        return number == self.last + 1 and sign == self.sign and bool(draft.list_sign) and draft.list_sign != sign

    def _items(self, draft: Draft, number: int, sign: str) -> bool:
        """Take a number for that of an item of a list: False, for it begins no paragraph."""
        draft.list_item, draft.list_sign = number, sign
        if number == 1 or number == self.counted + 1:
            self.counted = number
        return False

    def _is_next_item(self, draft: Draft, number: int, sign: str, gap: int) -> bool:
        """Tell the first item of a list in a paragraph, or the next one where no paragraph can begin."""
        if self._is_of_the_count(draft, number, sign):
            return False
        if sign == ")" and draft.list_item == number - 1:
            return bool(draft.list_item or (number == 1 and not ((gap or draft.is_in_capitals) and self._opens(draft))))
        if number == 1:
            return bool(draft.number and not gap and not draft.ended)
        if self.marked and number == self.counted + 1 > 1:
            return not (draft.closes and number == self.last + 1)
        return bool(draft.list_item and draft.list_item == number - 1 and number != self.last + 1)

    def _opens(self, draft: Draft) -> bool:
        """Tell words before all numbers from those that lead on to a list."""
        return not self.last and draft.ended and not draft.pieces[-1][1].text.endswith(":")

    def count(self, number: int, sign: str | None, *, marked: bool) -> None:
        """Count a paragraph with a number, behind which a sign stands."""
        self.last, self.due = self.due or number, 0
        self.sign, self.marked, self.counted = sign or "", marked, 0
