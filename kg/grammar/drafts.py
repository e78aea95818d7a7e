"""Paragraphs while their lines are being collected: what goes on in them, and what ends them.

Facts
-----
* Sub-points ("-", "--", bullets, "A.", "(1)") belong to the paragraph before them, each on its own line.
* A letter in brackets behind its forerunner is an item and no mark: "(A) .. (B) .. (C) ..".
* A site put a pilcrow before every line with a number or letter, where no paragraph begins too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.grammar import numbers
from kg.grammar.lines import Claim, Line
from kg.grammar.portions import Mark

SUB_POINT: Final = re.compile(
    r"(?:(?:-{1,3}|\*|•)\s*|o\s+)\S|\(?(?:[a-zA-Z]|\d{1,2})[.)]{1,2}\s+\S|\((?:[ivx]+|[IVX]+)\)\s"
)
ENDS = (".", "!", "?", ":", ";")
CLOSING = "\"'”’)]"
_SHORT_FOR_NUMBER = tuple(
    f"{blank}{word}."
    for word in ("NO", "NOS", "No", "Nos", "no", "nos", "paras", "para", "Art", "art", "Sec")
    for blank in " \n"
)
"""Words that a number follows, where a line ends with their stop."""
_BEFORE_AN_ITEM = (*ENDS, ",", ")", "-")
_ITEM = re.compile(r"\(\s*([A-Za-z])\s*\)")
_LEADING = re.compile(
    r"(?:\b(?:PARAS?|PARAGRAPHS?|REFS?|AND|OR|OF|TO|NOS?\.?|ITEMS?|SECTIONS?|ARTICLES?|THE|IN|ON|AT|BY|FROM|FOR"
    r"|POINTS?|OPTIONS?|PHASES?|STEPS?|TABLES?|ANNEX|CHAPTERS?|WITH|ABOUT|OVER|UNDER|THAN|UNTIL|SINCE|ABOVE|BELOW|PAGES?|NUMBERS?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)|[,\d$(])$",
    re.IGNORECASE,
)
"""Words behind which a number belongs to the sentence."""
_CLOSED = re.compile(r"(?:END|End)(?: (?:OF|of|[A-Z][A-Za-z]+)){1,4}|(?:END)?(?:UNQUOTE|TEXT)")
"""A line that closes a quoted text and needs no stop."""
_CLOSING_LINE = re.compile(r"(?:END|End)(?: [A-Za-z]+){1,4}\.?|(?:END )?UNQUOTE\.?")
_SHORT_LINE = 24
"""A line that no terminal has wrapped: forms of trade offices are answered by numbers in such lines."""
_PILCROW = re.compile(r"[¶\ufffd]\s*(?=(?:\d{1,3}|[A-Za-z])[.)])")
"""A site put a pilcrow before every line with a number or letter: "in the year / ¶2009. He left"."""


@dataclass(slots=True)
class Draft:
    """A paragraph while its lines are being collected."""

    number: int
    mark: Mark | None
    heading: int
    begin: int
    stop: int
    """Where its first line ends: all there is of a number without a text."""
    pieces: list[tuple[str, Line]] = field(default_factory=list)
    signs: tuple[Claim, ...] = ()
    """Pilcrows that begin no paragraph."""
    list_item: int = 0
    list_sign: str = ""
    """What stands behind the numbers of a list: "." or ")"."""
    bare: bool = False
    """Nothing but its mark so far."""
    items: frozenset[str] = frozenset()
    """Letters in brackets with which its lines begin."""

    def put(self, separator: str, line: Line) -> None:
        """Put a piece behind the others, with what parts it from them."""
        self.pieces.append((separator, line))
        if line.text.startswith("(") and (letter := _ITEM.match(line.text)):
            self.items |= {letter[1].upper()}

    def add(self, unit: numbers.Unit) -> None:
        """Add a line, a sub-point as a line of its own."""
        bare = unit.cut(0)
        bare = self.unsigned(bare) if unit.sign in numbers.PILCROWS else bare
        if bare.text:
            if self.bare:
                self.pieces.clear()
                self.bare = False
            self.put("\n" if self.pieces and self._is_item(bare) else " ", bare)

    def unsigned(self, line: Line) -> Line:
        """Take off a pilcrow where it begins no paragraph."""
        sign = _PILCROW.match(line.text)
        if not sign:
            return line
        self.signs = (*self.signs, Claim(line.start, line.start + sign.end(), "layout"))
        return line.cut(sign.end())

    def _is_item(self, line: Line) -> bool:
        """Tell a sub-point from a wrapped line that begins with "4." or "A."."""
        sure = line.gap or not line.text[0].isalnum() or self.pieces[-1][1].text.endswith(_BEFORE_AN_ITEM)
        return bool(sure and SUB_POINT.match(line.text))

    def lists(self, text: str) -> bool:
        """Tell an item "(C)" of a list from a portion mark: item "(B)" stands before it."""
        letter = text[1:3].strip()[:1].upper()
        return letter.isalpha() and chr(ord(letter) - 1) in self.items

    def lists_on(self, number: int, letter: str) -> bool:
        """Tell the next item of a list by its small letter, where the text has capitals: paragraphs begin with one."""
        goes_on = self.list_item == number - 1 and letter.islower()
        return goes_on and bool(self.pieces) and not self.pieces[0][1].text.islower()

    @property
    def breaks_off(self) -> bool:
        """Tell a last line that lost its stop from one that a number goes on ("SEE PARA" / "3. THE")."""
        text = self.pieces[-1][1].text
        last = text.rpartition("\n")[2]
        if last[-1:] == "," and SUB_POINT.match(text):  # as items of a list end
            return bool(self.number and not self.mark)
        answered = len(last) < _SHORT_LINE and last[-1:].isdigit()
        return bool(self.number and not self.mark and (answered or not _LEADING.search(last[-12:])))

    @property
    def leads_on(self) -> bool:
        """Tell whether the last line so far ends with a word behind which a number belongs to the sentence."""
        return bool(self.pieces and _LEADING.search(self.pieces[-1][1].text[-12:]))

    @property
    def closes(self) -> bool:
        """Tell whether the last line so far closes a quoted text or a list."""
        return bool(self.pieces) and _CLOSING_LINE.fullmatch(self.pieces[-1][1].text.rpartition("\n")[2]) is not None

    @property
    def asks(self) -> bool:
        """Tell whether the last word so far asks for a number ("SEE PARA"), which then begins no list."""
        return self.leads_on and self.pieces[-1][1].text[-1].isalpha()

    @property
    def takes_numbers(self) -> bool:
        """Tell whether a number that is not due belongs to this paragraph: to its list, or to its last sentence."""
        return bool(self.list_item or (self.leads_on and not self.ends_in_a_digit))

    @property
    def is_in_capitals(self) -> bool:
        """Tell a telegram in capitals throughout, in which capitals make no title."""
        return bool(self.pieces) and self.pieces[-1][1].text.isupper()

    @property
    def ends_in_a_digit(self) -> bool:
        """Tell whether the last line so far ends as lines of a table do."""
        return bool(self.pieces and self.pieces[-1][1].text[-1:].isdigit())

    @property
    def ended(self) -> bool:
        """Tell whether the last line so far ends a sentence, or is the mark of the entire text."""
        text = self.pieces[-1][1].text if self.pieces else ENDS[0]
        if self.bare and "ENTIRE" in text.upper():
            return True
        if (text[-1] in ENDS and not text.endswith(_SHORT_FOR_NUMBER)) or (
            text[-1] in CLOSING and text.rstrip(CLOSING).endswith(ENDS)
        ):
            return True
        return _CLOSED.fullmatch(text, max(0, text.rfind("\n", 0, -1) + 1)) is not None
