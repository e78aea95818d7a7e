"""Markings: classification lines, captions and the portion marks of paragraphs.

Facts
-----
* The first line spells the level out, letter by letter in most telegrams: "S E C R E T SECTION 01 OF 05
  MEXICO 000083", "C O N F I D E N T I A L QUITO 000123", "UNCLAS LA PAZ 000456".
* The handbook keeps levels apart from administrative controls (5 FAH-2 H-220): SBU and FOUO restrict an
  unclassified text, they are captions of a telegram but stand where a level stands in a portion mark.
* 62 spellings of portion marks were seen in 1,295 telegrams: (C), (S/NF), (C//NF), (U//FOUO), (S-NF),
  (CNF), (N/SF), (S//REL TO USA, FVEY), (SBU/N), "C - ENTIRE TEXT". A parenthesis that holds anything
  else ("(IRAN)", "(Note: ..)") is text.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.grammar.memory import remembered

LEVELS: Final = MappingProxyType(
    {
        "UNCLASSIFIED": "UNCLASSIFIED",
        "UNCLAS": "UNCLASSIFIED",
        "LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE",
        "LIMITEDOFFICIALUSE": "LIMITED OFFICIAL USE",
        "LOU": "LIMITED OFFICIAL USE",
        "RESTRICTED": "RESTRICTED",
        "CONFIDENTIAL": "CONFIDENTIAL",
        "SECRET": "SECRET",
        "TOP SECRET": "TOP SECRET",
        "TOPSECRET": "TOP SECRET",
    }
)
"""Spelling of a level -> level, blanks inside a letter-spaced word taken out."""

_ONE_WORD = (
    "SIPDIS",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "STADIS",
    "NOFORN",
    "ROGER",
    "CHEROKEE",
    "SBU",
    "FOUO",
    "EFTO",
    "NESCO",
)

CAPTIONS: Final = MappingProxyType(
    {
        **{word: word for word in _ONE_WORD},
        "ONLY": "ONLY",
        "EYES ONLY": "ONLY",
        "TERREP": "TERREP",
        "DISSENT": "DISSENT",
        "NOFORN WHEN SEPARATED": "NOFORN",
        "SENSITIVE": "SBU",
        "SENSITIVE BUT UNCLASSIFIED": "SBU",
        "FOR OFFICIAL USE ONLY": "FOUO",
        "ROGER CHANNEL": "ROGER",
        "NO FORN": "NOFORN",
    }
)
"""Words on a line of their own, or behind `//` of a level -> caption."""

_SPACED_LEVEL = re.compile(
    r"(U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?"
    r"|L ?I ?M ?I ?T ?E ?D ?\s?O ?F ?F ?I ?C ?I ?A ?L ?\s?U ?S ?E"
    r"|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|T ?O ?P ?\s?S ?E ?C ?R ?E ?T|S ?E ?C ?R ?E ?T|R ?E ?S ?T ?R ?I ?C ?T ?E ?D)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_CAPTION = "(?:" + "|".join(sorted(map(re.escape, CAPTIONS), key=len, reverse=True)) + ")"
_REST = re.compile(
    rf"(?:\s*/{{0,2}}\s*(?P<captions>{_CAPTION}(?:[/, ]+{_CAPTION})*)(?![A-Z]))?"
    r"(?:\s*(?:FINAL\s+)?SECTION\s+(?:(?P<section>\d{1,2})\s+)?OF\s+(?P<sections>\d{1,2}))?"
    r"(?:\s*(?P<post>[A-Z][A-Z.\-]*(?: [A-Z.\-]+){0,4}?) ?(?P<serial>\d{3,8}))?\s*",
    re.IGNORECASE,
)


class ClassLine(NamedTuple):
    """What the first line of a telegram says."""

    level: str
    captions: tuple[str, ...] = ()
    section: int = 0
    sections: int = 0
    reference: str = ""


@remembered
def class_line(text: str) -> ClassLine | None:
    """Read a classification line, letter-spaced or not; None when the line is none.

    >>> class_line("S E C R E T SECTION 01 OF 05 MEXICO 000083")
    ClassLine(level='SECRET', captions=(), section=1, sections=5, reference='MEXICO 000083')
    >>> class_line("UNCLAS LA PAZ 000456").reference, class_line("Secretary of State")
    ('LA PAZ 000456', None)
    >>> class_line("S E C R E T//NOFORN BOGOTA 001021").captions
    ('NOFORN',)
    >>> class_line("UNCLAS FINAL SECTION OF 05 MEXICO 000083").section
    5
    """
    head = _SPACED_LEVEL.match(text.strip())
    if head is None:
        return None
    rest = _REST.fullmatch(text.strip(), head.end())
    if rest is None:
        return None
    reference = f"{' '.join(rest['post'].upper().split())} {rest['serial']}" if rest["post"] else ""
    return ClassLine(
        LEVELS["".join(head.group().upper().split())],
        captions(rest["captions"] or ""),
        int(rest["section"] or rest["sections"] or 0),
        int(rest["sections"] or 0),
        reference,
    )


@remembered
def level(text: str) -> tuple[str, tuple[str, ...]]:
    """Read a classification field: the level and the captions behind it; ("", ()) when it is no level.

    >>> level("UNCLASSIFIED//FOR OFFICIAL USE ONLY")
    ('UNCLASSIFIED', ('FOUO',))
    """
    head, _, rest = text.strip().upper().replace(",", "/", 1).partition("/")
    known = LEVELS.get(" ".join(head.split()), "")
    return (known, captions(rest)) if known else ("", ())


@remembered
def captions(text: str) -> tuple[str, ...]:
    """Read caption words that stand alone on a line or behind a level; () when a word is unknown.

    >>> captions("SIPDIS"), captions("SIPDIS NOFORN"), captions("SENSITIVE"), captions("SIPDIS FOLLOWS")
    (('SIPDIS',), ('SIPDIS', 'NOFORN'), ('SBU',), ())
    """
    found: list[str] = []
    for part in filter(None, re.split(r"[/,;]+", text.upper())):
        phrase = " ".join(part.split())
        words = [phrase] if phrase in CAPTIONS else phrase.split()
        if not all(word in CAPTIONS for word in words):
            return ()
        found += [CAPTIONS[word] for word in words]
    return tuple(dict.fromkeys(found))


PORTION_LEVELS: Final = MappingProxyType(
    {
        "U": "UNCLASSIFIED",
        "C": "CONFIDENTIAL",
        "S": "SECRET",
        "TS": "TOP SECRET",
        "SBU": "SBU",
        "LOU": "LIMITED OFFICIAL USE",
        "UNCLAS": "UNCLASSIFIED",
        "UNCLASSIFIED": "UNCLASSIFIED",
        "CONFIDENTIAL": "CONFIDENTIAL",
        "SECRET": "SECRET",
    }
)
CAVEATS: Final = MappingProxyType(
    {"NF": "NOFORN", "NOFORN": "NOFORN", "N": "NOFORN", "FOUO": "FOUO", "FGI": "FGI", "OC": "ORCON", "SBU": "SBU"}
)
_WHOLE_MARKS: Final = MappingProxyType(
    {
        "CNF": ("CONFIDENTIAL", ("NOFORN",)),
        "SNF": ("SECRET", ("NOFORN",)),
        "N/SF": ("SECRET", ("NOFORN",)),
        "N/CF": ("CONFIDENTIAL", ("NOFORN",)),
        "SBUNF": ("SBU", ("NOFORN",)),
        "SBU/N": ("SBU", ("NOFORN",)),
        "NF": ("", ("NOFORN",)),
        "FOUO": ("UNCLASSIFIED", ("FOUO",)),
    }
)
"""Marks met in 1,295 telegrams that do not read as level + caveats."""

_REL = re.compile(r"REL(?:EASABLE)?(?: TO)? [A-Z ,]+")
_ENTIRE = re.compile(r"\s*[-,:]?\s*ENTIRE TEXT\.?$")


class Mark(NamedTuple):
    """A portion mark as written (upper case, single blanks) and what it means."""

    mark: str
    level: str
    caveats: tuple[str, ...]


@remembered
def portion(text: str) -> Mark | None:
    """Read the inside of a parenthesis as a portion mark; None when it is none.

    >>> portion("S/NF")
    Mark(mark='S/NF', level='SECRET', caveats=('NOFORN',))
    >>> portion("S//REL TO USA, FVEY").caveats, portion("IRAN"), portion("C - ENTIRE TEXT").mark
    (('REL TO USA, FVEY',), None, 'C')
    """
    mark = _ENTIRE.sub("", " ".join(text.upper().split()))
    if mark in _WHOLE_MARKS:
        return Mark(mark, *_WHOLE_MARKS[mark])
    pieces = [piece.strip() for piece in re.split(r"/+|-(?=NF|NOFORN)", mark)]
    if pieces[0] not in PORTION_LEVELS:
        return None
    caveats = [CAVEATS.get(piece) or (piece if _REL.fullmatch(piece) else "") for piece in pieces[1:]]
    return Mark(mark, PORTION_LEVELS[pieces[0]], tuple(caveats)) if all(caveats) else None


def first_portion(text: str) -> tuple[Mark, int] | None:
    """Read the portion mark a text begins with: the mark and where the text goes on.

    >>> first_portion("(C) Calderon has")
    (Mark(mark='C', level='CONFIDENTIAL', caveats=()), 4)
    >>> first_portion("(Note: as before) no mark")
    """
    return portion_at(text, 0)


def portion_at(text: str, begin: int) -> tuple[Mark, int] | None:
    """Read the portion mark at a place of a text, as `first_portion` does."""
    match = _PARENTHESIS.match(text, begin)
    mark = portion(match[1] or match[2]) if match else None
    return (mark, match.end()) if match and mark else None


_PARENTHESIS = re.compile(r"\s*(?:\(\s*([A-Za-z][A-Za-z/, \-]{0,40}?)\s*\)|([A-Z]{1,3}) - ENTIRE TEXT\.?)\s*")
