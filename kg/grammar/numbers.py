"""Numbers of paragraphs: how they are written.

Facts
-----
* "1. (C)", "1.(SBU)", "1) ", "1 (S)"; sites put a pilcrow before them, which some copies turned into U+FFFD.
"""

from __future__ import annotations

import re
from typing import Final

from kg.grammar.lines import Line
from kg.grammar.markings import portion_at

NUMBER: Final = re.compile(
    r"(?:[¶\ufffd]\s*)?(\d{1,3})\s?([.)])(?!\d)\s*|(?:[¶\ufffd]\s*)?(\d{1,3})\s+(?=\([A-Z/]{1,8}\))"
    r"|[¶\ufffd]\s*(\d{1,3})\s+"
)
PILCROWS: Final = frozenset("¶\ufffd")
SIGNS: Final = frozenset("0123456789") | PILCROWS
LEADING: Final = re.compile(
    r"(?:\b(?:PARAS?|PARAGRAPHS?|REFS?|AND|OR|OF|TO|NOS?|ITEMS?|SECTIONS?|ARTICLES?|THE|IN|ON|AT|BY|FROM|FOR"
    r"|WITH|ABOUT|OVER|UNDER|THAN|UNTIL|SINCE|ABOVE|BELOW|PAGES?|NUMBERS?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)|[,\d$(])$",
    re.IGNORECASE,
)
"""Words behind which a number belongs to the sentence."""


def value(number: re.Match[str]) -> int:
    """Give the number that was matched."""
    return int(number[1] or number[3] or number[4])


def is_numbered(line: Line, number: int, *, marked: bool) -> bool:
    """Tell whether a line begins with a number, and with a portion mark behind it."""
    text = line.text.lstrip()
    match = NUMBER.match(text) if text[:1] in SIGNS else None
    return bool(match and value(match) == number and (not marked or portion_at(text, match.end())))
