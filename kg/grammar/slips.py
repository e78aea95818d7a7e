r"""Portion marks that a hand mistyped: read where the number of the next paragraph stands, and nowhere else.

Facts
-----
* A parenthesis is left out ("(C Text", "SBU) Text"), is of another kind ("[C]", "<C>", "(C}", "(C(", "((C))") or was
  typed without the shift key: "9C)", "(C0".
* Letters of SBU change places ("SUB"), a letter is typed twice ("CC", "SBUU"), a scan misreads one ("GBU").
* Behind a level stands what no list knows: a country without REL ("(S/ROK)", "(S/RELROK)"), a word ("(SBU, PROTECT)").
* "(S Africa)" and "(U.S. forces" are text: what a parenthesis opens before other words it closes behind them.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from kg.grammar.numbers import Unit
from kg.grammar.portions import Mark, portion

_LETTERS: Final = MappingProxyType(
    {
        **dict.fromkeys(("SUB", "BSU", "SBUU", "SSBU", "SUBU"), "SBU"),
        **dict.fromkeys(("GBU", "5BU", "8BU", "S8U", "SB0", "SBO"), "SBU"),
        **{letter * 2: letter for letter in "CU"},
    }
)
"""Mistyped letters of a mark -> the mark that was meant."""

_MEANT = r"(?:TS|SBU|LOU|[CSU])(?:\s?(?:/{1,2}|-)\s?(?:NF|NOFORN|FOUO))?"
_BEGINS = r"(?=\s+[\"“'‘]?[A-Z\d])"
_SLIP = re.compile(
    rf"(?:[\[{{(<9]{{1,2}}\s?(?P<closed>{_MEANT})\s?[/\\]?[)\]}}>]{{1,2}}"
    rf"|(?P<opened>{_MEANT})[)\]}}]"
    rf"|\((?P<left>{_MEANT})(?:[0(\]}}]|[/.]?{_BEGINS})(?![^()]{{0,200}}\))"
    rf"|\((?P<letters>{'|'.join(_LETTERS)})\)"
    r"|\((?P<level>TS|SBU|[CSU])(?P<caveat>\s?(?:/{1,2}|,|-)\s?[A-Z][A-Za-z\d]{2}[A-Za-z\d ,/&\-]{0,40})\))[.:]?\s*"
)
_OFFICES: Final = frozenset({"CRS", "GAC", "WCI", "SRAP"})
"""Offices of the Secretary: "(S/CRS)"."""


def mark_at(text: str, begin: int) -> tuple[Mark, int] | None:
    """Read a mistyped portion mark at a place of a text: the mark and where the text goes on.

    >>> mark_at("2. SBU) Talks", 3), mark_at("(S Africa) talks", 0)
    ((Mark(mark='SBU', level='SBU', caveats=()), 8), None)
    >>> mark_at("(SUB) Talks", 0)
    (Mark(mark='SUB', level='SBU', caveats=()), 6)
    """
    match = _SLIP.match(text, begin)
    if match is None:
        return None
    if match["level"]:
        return _with_caveat(match)
    letters = match["letters"]
    meant = portion(_LETTERS[letters] if letters else match["closed"] or match["opened"] or match["left"])
    return (meant._replace(mark=letters or meant.mark), match.end()) if meant else None


def _with_caveat(match: re.Match[str]) -> tuple[Mark, int] | None:
    """Read a mark whose level is known and whose caveat is not."""
    mark = " ".join(f"{match['level']}{match['caveat']}".upper().split())
    meant = portion(match["level"]) if match["caveat"].strip(" /,-") not in _OFFICES else None
    return (meant._replace(mark=mark), match.end()) if meant else None


def is_marked(unit: Unit, number: int) -> bool:
    """Tell whether a unit begins with a number and a mistyped mark: some hands write "[C]" all through."""
    return bool(unit.match and unit.number == number and mark_at(unit.text, unit.match.end()))
