"""The labels of an opening, and how a line that holds several is parted.

Facts
-----
* Labels are mistyped (TAGES, SUBJ, UBJECT, REF A), stand without a colon or glued to the word before
  ("UK PRIMEREF: A.").
* Several can stand on one line ("E.O. 12958: N/A TAGS: AMGT"), the classification line before them; "E.O." may be
  wrapped off its number there.
* A reason names its order ("under E.O. 12958, 1.4 (b)"): that is no label.
* Subjects name orders of sanctions (E.O. 13224, 13382, 12947): none of classification, so no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.cable import maker
from kg.grammar import markings
from kg.grammar.lines import Line

_OTHER_ORDER = r"(?!13(?!292)[0-4]\d\d|129(?:38|47|78)\b)"
LABELS: Final = MappingProxyType(
    {
        "order": rf"(?=E[.,] ?[O0][.,]?,? ?:? ?{_OTHER_ORDER}\d{{2}} ?\d{{2,3}}\b"
        rf"|EO[.:]{{0,2}} ?{_OTHER_ORDER}\d{{5}}\b"
        rf"|E\. ?[O0]\.? ?:|EXECUTIVE ORDER {_OTHER_ORDER}\d{{5}}\b"
        r"|1(?:2958|3292|3526|2356|2065|1652) ?: )|E\.O\.\s*\Z",
        "tags": r"(?:TAGS|T?A[GB]E?S|TAS|TGS|TABS|TAG)\s*[:;,.\-]\s*"
        r"|(?-i:T(?:AG|ag)[Ss]?)(?:\s+(?=(?-i:[A-Z]{2,4}\b))|\s*\Z)",
        "subject": r"(?:S?UBJ(?:ECTS?)?|SUBECT|SUJECT|SUBJCT|SUBJET|SUBEJCT)\s*[:;]\s*|(?-i:SUBJECT)[ \-]+(?=[A-Z(\"])",
        "references": r"(?:PROGRAM\s+)?\(?REF(?:S|TELS?|ERENCES?|\(S\))?\.?\s*[:;]\s*"
        r"|(?=\(?REF(?:TEL)?\s\(?[A-Z]\)?\s?:)"
        r"|(?-i:R)EF(?:S|TELS?)?(?=\s+\(?[A-Z][.)]\s)"
        r"|REF(?:S|TELS?)?\s(?=(?-i:(?:\d\d )?[A-Z]{3,}(?: [A-Z]+)? \d{2,6}\b))",
        "classifier": r"(?:\([A-Z/]{1,5}\)\s*)?(?:CLASSIFIED|CLASSIFED|CLASSFIED|CLASIFIED)\s+BY\s*:?\s*",
        "derived": r"DERIVED\s+FROM\s*:?\s*",
        "reasons": r"REASONS?\s*:\s*",
        "declassify": r"(?:DECLASSIFY\s+ON|DECL)\s*:\s*",
        "pass_to": r"(?:PLEASE\s+|PLS\s+)?PASS\s+TO\s+"
        r"|(?:(?:FOR\s+)?(?:STATE|DEPT|DEPARTMENT|SECSTATE|WASHDC)|(?-i:[A-Z0-9][A-Z0-9/.\-]*(?: [A-Z0-9/.\-]+){0,2}))"
        r"\s+(?:ALSO\s+)?(?-i:FOR|(?:PLEASE\s+|PLS\s+)?PASS(?:\s+TO)?)(?>(?:\s*+:(?=\s))?)\s++(?=\S)",
        "correction": r"(?=(?:/+\s*)?C ?O ?R ?R ?E ?C ?T ?E ?D\s+C ?O ?P ?Y\b)",
    }
)
"""Label of the opening -> how it is written; a look-ahead keeps the label in the value."""

LABEL: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in LABELS.items()), re.IGNORECASE)
_INNER = re.compile(
    r"(?<=\s)(?=(?:T?AGS|SUBJECT|SUBJ|REFS?|REF\(S\)|REFTELS?|(?<!OF )REFERENCES?|CLASSIFIED BY|DERIVED FROM"
    r"|DECLASSIFY ON|REASONS?)\s*:"
    rf"|E\.O\.(?: ?{_OTHER_ORDER}\d{{5}}|(?P<last>\s*\Z))"
    r"|(?P<bare>CLASSIFIED BY)\s+[A-Z]|(?P<mistyped>TAGS;|(?:TAGES|TABS|TAS|TGS)\s*[:;]))"
    r"|(?<=[A-Za-z.])(?=REFS?: )",
    re.IGNORECASE,
)
_LEVEL_BEGINS = re.compile(r"(?:U\W*N|C\W*O|L\W*I|S\W*E|T\W*O|R\W*E\W*S)", re.IGNORECASE)
"""First letters of the levels."""


class Piece(NamedTuple):
    """A piece of the opening that begins with one label at most: the label ("" without one) and where it ends."""

    line: Line
    label: str = ""
    value: int = 0


_piece_of = maker(Piece)


def class_pieces(line: Line) -> Sequence[Piece]:
    """Part a line behind the classification line that it begins with, then where labels stand."""
    text = line.text
    begin = len(text) - len(text.lstrip())
    if (
        not _LEVEL_BEGINS.match(text, begin)
        or markings.class_line(text)
        or not (found := markings.class_line_at(text, begin))
    ):
        return pieces(line)
    rest = line.cut(found[1])._replace(gap=0)
    return [_piece(line.cut(0, found[1])), *(pieces(rest) if rest.text else ())]


def pieces(line: Line) -> Sequence[Piece]:
    """Part a line that holds several labels."""
    text = line.text
    begin = len(text) - len(text.lstrip())
    own = LABEL.match(text, begin)
    name, value = (own.lastgroup or "", own.end()) if own else ("", 0)
    if ":" not in text and "E.O." not in text:
        return (_piece_of((line, name, value)),)
    cuts = [*_inner_labels(text, begin, name, value)] if _may_hold_labels(text[begin:].upper()) else []
    if not cuts and not begin:
        return (_piece_of((line, name, value)),)
    return [_piece(line.cut(*bounds)) for bounds in pairwise([begin, *cuts, len(text)])]


def _piece(line: Line) -> Piece:
    own = LABEL.match(line.text)
    return Piece(line, own.lastgroup or "", own.end()) if own else Piece(line)


def _inner_labels(text: str, begin: int, name: str, value: int) -> Iterator[int]:
    """Find where labels stand inside a line, behind the one that it begins with."""
    for match in _INNER.finditer(text, max(begin + 1, value)):
        if ((match["bare"] or match["mistyped"]) and name != "order") or (match["last"] is not None and name != "tags"):
            continue
        if LABEL.match(text, match.start()) and not _cites_order(text, begin, match.start()):
            yield match.start()
            begin = match.start()


def _may_hold_labels(text: str) -> bool:
    """Tell by the word before each colon whether a label can stand behind the first words of a line."""
    heads = [head.rstrip() for head in text.split(":")]
    heads.pop()
    if heads and heads[0] in _LABEL_WORDS:
        heads[0] = ""
    return (
        text.find("E.O.", 1) > 0
        or " TAGS;" in text
        or any(head.endswith(_LABEL_WORDS) for head in heads)
        or (text.startswith("E") and " CLASSIFIED BY " in text)
    )


_LABEL_WORDS = (
    *(
        "AGS",
        "TAGS",
        "TAGES",
        "TABS",
        "TAS",
        "TGS",
        "SUBJECT",
        "SUBJ",
        "REF",
        "REFS",
        "REF(S)",
        "REFTEL",
        "REFTELS",
        "REASON",
        "REASONS",
    ),
    *("CLASSIFIED BY", "DERIVED FROM", "DECLASSIFY ON"),
)
"""The words of labels that can stand inside a line; a line that begins with one may hold no other."""


def _cites_order(text: str, begin: int, place: int) -> bool:
    """Tell an order that a reason names ("reason E.O. 12958, 1.4 (b)") from the label of the E.O. line."""
    if text[place : place + 1] not in "Ee":
        return False
    return text[:place].lower().endswith(_CITING) or bool(_REASONED.match(text, begin) or SECTION.match(text, place))


_CITING = ("under ", "per ", "of ", "by ")
_REASONED = re.compile(r"\s*(?:\([A-Z/]{1,5}\)\s*)?(?:CLASSI?F\w* BY|REASONS?|DERIVED FROM)\b", re.IGNORECASE)
SECTION: Final = re.compile(
    r"E\.? ?O\.? ?\d{5}[,:;]?\s*(?:(?:FOR\s+)?(?:REASONS?|SEC\w*)\.?:?\s*){0,2}1\.\d", re.IGNORECASE
)
