"""Portion marks: the level and caveats of a paragraph, in parentheses before its text.

Facts
-----
* 62 spellings of portion marks were seen in 1,295 telegrams: (C), (S/NF), (C//NF), (U//FOUO), (S-NF),
  (CNF), (N/SF), (S//REL TO USA, FVEY), (SBU/N), "C - ENTIRE TEXT". A parenthesis that holds anything
  else ("(IRAN)", "(Note: ..)", "(S/P)", an office) is text.
* SBU is a control where it stands behind a level, and stands for the level where it comes first.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.grammar.markings import release
from kg.grammar.memory import remembered

_CONTROLS: Final = frozenset({"SBU", "LIMITED OFFICIAL USE"})
"""What is the level of a portion where it stands first, and restricts it behind another level."""

PORTIONS: Final = MappingProxyType(
    {
        **dict.fromkeys(("U", "UNCLAS", "UNCLASS", "UNCLASSIFIED"), ("UNCLASSIFIED", ())),
        **dict.fromkeys(("SBU", "USBU", "SENSITIVE BUT UNCLASSIFIED"), ("SBU", ())),
        **dict.fromkeys(("LOU", "LIMITED OFFICIAL USE", "LIMITED OFFICIALUSE"), ("LIMITED OFFICIAL USE", ())),
        **dict.fromkeys(("C", "CONFIDENTIAL"), ("CONFIDENTIAL", ())),
        **dict.fromkeys(("S", "SECRET"), ("SECRET", ())),
        **dict.fromkeys(("TS", "TOP SECRET"), ("TOP SECRET", ())),
        **dict.fromkeys(("NF", "NOFORN", "NO FORN", "NOFOR", "NOFORM", "NOFRN", "NFORN"), ("", ("NOFORN",))),
        **dict.fromkeys(("MR", "X1", "X5", "25X1", "25X6"), ("", ())),
        **dict.fromkeys(("FOUO", "FOR OFFICIAL USE ONLY"), ("", ("FOUO",))),
        **dict.fromkeys(("OC", "ORCON"), ("", ("ORCON",))),
        **dict.fromkeys(("PR", "PROPIN"), ("", ("PROPIN",))),
        **{word: ("", (word,)) for word in ("FGI", "SI", "TK", "HCS", "RD", "FRD", "LES", "EXDIS", "NODIS", "RELIDO")},
        **{word: ("", (word,)) for word in ("FISA", "NOCONTRACT")},
        **{word: ("", (word,)) for word in ("LIMDIS", "NATO")},
        **dict.fromkeys(("CNF", "CN/F", "N/CF", "C/N"), ("CONFIDENTIAL", ("NOFORN",))),
        **dict.fromkeys(("SNF", "SN/F", "N/SF", "S/N"), ("SECRET", ("NOFORN",))),
        **dict.fromkeys(("SBUNF", "SBU/N", "SBU-N"), ("SBU", ("NOFORN",))),
        "TSNF": ("TOP SECRET", ("NOFORN",)),
        "UFOUO": ("UNCLASSIFIED", ("FOUO",)),
    }
)
"""Piece of a portion mark, or a whole mark that does not read piece by piece -> level, caveats."""

_ALONE: Final = MappingProxyType(
    {"NF": "", "NOFORN": "", "FOUO": "UNCLASSIFIED", "FOR OFFICIAL USE ONLY": "UNCLASSIFIED", "LES": "UNCLASSIFIED"}
)
"""Caveats that stand for a whole mark -> the level they imply."""

_ENTIRE = r"ENTIRE\s+(?:TEXT|MESSAGE|TELEGRAM|CABLE)\b"
_ENTIRE_INSIDE = re.compile(rf"\s*[-,:;/]*\s*{_ENTIRE}\.?\Z|\A{_ENTIRE}\s*[-,:;/]*\s*")
_SIGNS = re.compile(r"\s*(?:/+|-|,)\s*")
_RELEASED = re.compile(
    r"(?P<head>[A-Z/ \-]{1,20}?)[\s/,\-]+(?P<release>REL(?:EASABLE)?(?: ?TO)?:?(?:[ ,/&]+[A-Z\d][A-Z\-]{0,13}){0,20})"
)
_GIVEN_BY = re.compile(r"FGI(?: [A-Z]{2,4}){1,5}")
_MARK = re.compile(
    rf"\s*(?:\(\s*([A-Z][A-Z\d/,:;&\s\-]{{0,80}}?)\.?\s*\){{1,2}}(?:[.:](?=\s|\Z))?(?:\s*+-*+\s*+{_ENTIRE}(?:\s*[.;:]+|(?=\s*(?:\n|\Z))))?"
    rf"|(TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE|LOU|SBU|[UCS](?=\s*-))"
    rf"\s*+-*+\s*+{_ENTIRE}(?!\s+(?:OF|IS)\b)\s*[.;:]*)\s*",
    re.IGNORECASE,
)

_PLAIN = re.compile(r"\(([A-Z][A-Z/]{0,7})\) (?=[A-DF-Za-df-z])")
"""What nearly all marks look like; behind the parenthesis no "ENTIRE TEXT" can begin."""


class Mark(NamedTuple):
    """A portion mark as written (upper case, single blanks) and what it means."""

    mark: str
    level: str
    caveats: tuple[str, ...]


_SPACED = 10
_LETTERS_APART = re.compile(r"(?:[A-Z] )+[A-Z]")
"""A level spelled out letter by letter."""


@remembered
def portion(text: str) -> Mark | None:
    """Read the inside of a parenthesis as a portion mark; None when it is none.

    >>> portion("S/NF")
    Mark(mark='S/NF', level='SECRET', caveats=('NOFORN',))
    >>> portion("S//REL TO USA, FVEY").caveats, portion("IRAN"), portion("C - ENTIRE TEXT").mark
    (('REL TO USA, FVEY',), None, 'C')
    """
    mark = _ENTIRE_INSIDE.sub("", " ".join(text.upper().split()))
    if len(mark) > _SPACED and _LETTERS_APART.fullmatch(mark) and (spaced := PORTIONS.get(mark.replace(" ", ""))):
        return Mark(mark, *spaced)
    if mark in _ALONE:
        return Mark(mark, _ALONE[mark], PORTIONS[mark][1])
    released = _RELEASED.fullmatch(mark)
    told = _portion_pieces(released["head"] if released else mark)
    if told is None:
        return None
    return Mark(mark, told[0], (*told[1], release(released["release"])) if released else told[1])


def _portion_pieces(mark: str) -> tuple[str, tuple[str, ...]] | None:
    """Read a mark whole, or piece by piece: a level, then caveats."""
    if mark in PORTIONS:
        return PORTIONS[mark] if PORTIONS[mark][0] else None
    pieces = [word for piece in _SIGNS.split(mark) for word in ([piece] if _is_piece(piece) else piece.split())]
    if not all(map(_is_piece, pieces)) or not PORTIONS.get(pieces[0], ("",))[0]:
        return None
    caveats: list[str] = []
    for piece in pieces[1:]:
        level_again, more = PORTIONS.get(piece, ("", ("FGI",)))
        if level_again and level_again not in _CONTROLS:
            return None
        caveats += (level_again, *more) if level_again else more
    return PORTIONS[pieces[0]][0], tuple(dict.fromkeys((*PORTIONS[pieces[0]][1], *caveats)))


def _is_piece(text: str) -> bool:
    return text in PORTIONS or bool(_GIVEN_BY.fullmatch(text))


def first_portion(text: str) -> tuple[Mark, int] | None:
    """Read the portion mark a text begins with: the mark and where the text goes on.

    >>> first_portion("(C) Calderon has")
    (Mark(mark='C', level='CONFIDENTIAL', caveats=()), 4)
    >>> first_portion("(Note: as before) no mark")
    """
    return portion_at(text, 0)


def portion_at(text: str, begin: int) -> tuple[Mark, int] | None:
    """Read the portion mark at a place of a text, as `first_portion` does."""
    if plain := _PLAIN.match(text, begin):
        mark = portion(plain[1])
        return (mark, plain.end()) if mark else None
    match = _MARK.match(text, begin)
    mark = portion(match[1] or match[2]) if match else None
    return (mark, match.end()) if match and mark else None
