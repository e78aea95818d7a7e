"""Rules of dashes: below and above the titles of a telegram, and below the head of a table.

Facts
-----
* A title of up to three lines stands over a rule, often below one too. Dashes with blanks between are a rule too.
* A long rule has a gap behind 45 dashes; a rule in pieces below words in columns is of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.grammar.numbers import NUMBER, Unit

RULE: Final = re.compile(r"[-_=*~]{2,}(?: +[-_=*~]+)*|(?:[-=*~] ){2,}[-=*~]|[-=*~]")
SIGNS: Final = frozenset("-_=*~")
_LINES_OF_A_HEADING = 3
_STOP = re.compile(r"(?:[a-z]{3}|[A-Z]{4})\.\s*\Z")
"""The end of a sentence, which stands above a title and not inside one."""
_SENTENCE = re.compile(r"[a-z)]\.[\"”')]?\s*\Z|[A-Z]{3}\.\s*\Z")
"""The end of a sentence that stands right above: a rule behind a gap belongs to what is below."""
_COLUMNS = re.compile(r"\S[ \t]{2,}\S")
_RULED_COLUMNS = re.compile(r"\S{1,40}(?:\s+\S{1,40})+")


def is_rule(units: Sequence[Unit], position: int) -> bool:
    """Tell whether a rule of two signs or more stands at a place."""
    if not 0 <= position < len(units) or units[position].sign not in SIGNS:
        return False
    text = units[position].text.strip()
    return len(text) > 1 and RULE.fullmatch(text) is not None


def underlined(units: Sequence[Unit], position: int) -> int:
    """Tell how many lines stand over a rule of dashes."""
    for lines in range(1, _LINES_OF_A_HEADING + 1):
        following = units[position + lines] if position + lines < len(units) else None
        if following is None or "\n" in following.text:
            return 0
        above = units[position + lines - 1].text
        if is_rule(units, position + lines):
            table = _RULED_COLUMNS.fullmatch(following.text.strip()) and _COLUMNS.search(units[position].text)
            upper, ended = _is_upper_rule(units, position + lines), _SENTENCE.search(above)
            apart = (upper or ended) if following.gap else (upper and ended)
            return 0 if table or apart else lines
        if following.gap or following.match or _STOP.search(above):
            return 0
    return 0


def underlined_behind_a_page(units: Sequence[Unit], position: int) -> int:
    """Tell how many lines stand over a rule where a page break cut their title in two."""
    if (
        position + 1 >= len(units)
        or units[position + 1].gap != _PAGE
        or not _TITLE.fullmatch(units[position].text.strip())
    ):
        return 0
    lines = underlined(units, position + 1)
    return lines + 1 if lines else 0


_PAGE = 2
_TITLE = re.compile(r"[A-Z][^\n]{0,60}[A-Za-z,\-]")


def _is_upper_rule(units: Sequence[Unit], position: int) -> bool:
    """Tell a rule above a title from one below: the title stands right under it, its own rule or number behind."""
    title, behind = units[position + 1 : position + 2], units[position + 2 : position + 3]
    if not title or title[0].gap or NUMBER.match(title[0].text) or not behind:
        return False
    return bool(RULE.fullmatch(behind[0].text.strip()) or NUMBER.match(behind[0].text))
