r"""Format lines: the kinds of line that stand in the heading of a telegram, and how each is known.

Facts
-----
* ACP 127 numbers them: 1 VZCZC word, 2 precedence and routing list, 3 DE, 4 ZNY (classified) or ZNR, 5
  precedence and date-time group, 6 FM, 7 TO, 8 INFO, 9 XMT, 10 accounting ("STATE GRNC"). They keep this
  order, so a line that lost its line ends can be parted wherever a later one begins.
* The Department's printer of 1973-79 put its own before them: page, distribution, drafter, counter.
* "FM" in the text of a telegram is a foreign minister, "TO" and "INFO" are words: they count only where a
  heading is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.grammar.addressees import POST, ROUTING
from kg.grammar.memory import remembered

_OFFICE = r"[A-Z][A-Z/]{0,7}-\d\d\b"
_LEVEL = (
    r"(?i:.?NCLAS(?:S|SIFIED)?\b|U {1,2}N {1,2}C {1,2}L {1,2}A {1,2}S\b"
    r"|C {0,2}O {0,2}N {0,2}F {0,2}I {0,2}D {0,2}E {0,2}N {0,2}T {0,2}I {0,2}A {0,2}L\b"
    r"|S {0,2}E {0,2}C {0,2}R {0,2}E {0,2}T\b(?!\s+SERVICE)|T {0,2}O {0,2}P\s+S {0,2}E {0,2}C {0,2}R {0,2}E {0,2}T\b"
    r"|L ?I ?M ?I ?T ?E ?D\s+O ?F ?F ?I ?C|R ?E ?S ?T ?R ?I ?C ?T ?E ?D\b)"
)
_GROUP = r"(?P<letters>(?:[ZOPR]{1,2}\s+){0,4})\d\d\s?\d\d\s?\d\d\s?Z\s*[A-Z]{3}"

PARTS: Final = MappingProxyType(
    {
        "transmission": r"V?ZCZC[A-Z]*\d*",
        "sender": r"(?i:FM)(?:\s*:\s*|\s+)|FM(?=AM(?:EMB|CON))|[ER]M\s+(?=AM\s?(?:EM|CON))",
        "to": r"(?i:TO)(?:\s*:\s*|\s+|$)|TO(?=RUEH)",
        "routing": rf"[ZOPR]{{2}}\s+{ROUTING}\b",
        "origin": rf"DE\s+{ROUTING}\b",
        "security": r"ZN[RY]\b",
        "dtg": rf"(?i:\W*{_GROUP})",
        "distribution": rf"(?:ACTION|ORIGIN)[:\s]+(?={_OFFICE}|[A-Z]{{1,5}}\s\d\d\b)|INFO[:\s]+(?={_OFFICE})"
        r"|INFO[:\s]+(?=[A-Z]{1,5}\s\d\d[,\s]+[A-Z]{1,5}\s\d\d\b)",
        "info": r"(?i:INF[O0]|INOF|IFNO)(?:\s*:\s*|\s+|$)|INFO(?=RUEH)",
        "notice": r"This record is a partial extract|The full text of the original cable is not available",
        "cover": r"Cable Text:\s*",
        "stamp": r"(?:[A-Z][A-Za-z. ]{2,40} )?Declassified/Released ",
        "mail": r"(?:From|Sent|Cc|Subject):\s",
        "page": r"(?:(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)\s*){0,2}PAGE\s+\d\d\b"
        r"(?:\s+(?P<post>[A-Z][A-Z. ]{0,14}?)\s+(?P<serial>\d{3,6})\b(?:\s+(?:SECTO|TOSEC)\s+\d+)?"
        r"(?:\s+\d\d\s+OF\s+\d\d)?(?:\s+\d{6}Z)?)?"
        r"|(?P<modern>[A-Z][A-Z.\-]*(?:\s[A-Z][A-Z.\-]*){0,3})\s+(?P<padded>\d{5,8})\s+\d{3}(?:\.\d)?\s+OF\s+\d{3}\b"
        r"|(?P<station>[A-Z][A-Z. ]{1,14}?)\s+(?P<number>\d{4,6})(?:\s+\d\d\s+OF\s+\d\d)?\s+\d{6}Z$",
        "drafted_by": r"DRAFTED\s+BY\b[\s:]*",
        "approved_by": r"APPROVED\s+BY\b[\s:]*",
        "clearance": r"CLEARED\s+BY\b|CLEARANCES?\b|DESIRED\s+DISTRIBUTION\b",
        "counter": r"-{4,}\s*[0-9A-F]{5,6}(?:Z\b|\b)|-{4,}+[-\s0-9A-Z/]*+$",
        "excluded": rf"(?:{ROUTING}\s?/\s?)?XMT\b[\s:/]*",
        "account": r"(?:STATE\s+)?GRNC\b|GR\s?\d{1,4}$|BT(?=\s|$)",
        "section": r"(?:FINAL\s+)?SECTION\s+\d{1,2}\s+OF\s+\d{1,2}$|\d{6}Z$",
        "classification": _LEVEL,
        "body": r"(?i:E\.? ?[O0]\.? ?:? ?\d{4,5}|E\.O\.|T?AGS\b|S?UBJ(?:ECT)?\b\s*[:;]|REF(?:S|TELS?)?\b\s*[:;])"
        r"|\d{1,2}\.\s+\S|(?:SIPDIS|NODIS|EXDIS|LIMDIS|STADIS|NOFORN)\b|[¶\ufffd]|\([A-Z]{1,3}\)\s",
        "count": r"\d{1,7}$",
    }
)
"""Part of a heading -> how its line begins; the first that fits counts, so what is frequent stands first.

`body` is what ends a heading.
"""

_LINE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PARTS.items()))
_ORDER: Final = MappingProxyType(
    dict.fromkeys(("notice", "cover"), 0)
    | {"transmission": 1, "distribution": 1, "routing": 2, "drafted_by": 2, "origin": 3, "approved_by": 3}
    | {"security": 4, "counter": 4, "dtg": 5, "sender": 6, "to": 7, "info": 8, "page": 9, "excluded": 9}
    | {"account": 10, "classification": 11}
)
"""Parts that can share a line, in the order in which they stand."""
_LAST: Final = 11

_FIRST: Final = frozenset({"page", "classification", "count"})
"""Parts behind which a heading of the 1970s goes on when they begin its line."""

_INNER = re.compile(
    rf"\s(?=[ZOPR]{{2}}\s+{ROUTING}\b|DE\s+R|ZN[RY]\s|(?i:{_GROUP.replace('?P<letters>', '?:')})|(?:FM|TO|INFO)[\s:]"
    rf"|PAGE\s+\d\d\b|XMT[\s:/]|(?:ACTION|ORIGIN)\s+{_OFFICE}|(?:DRAFTED|APPROVED)\s+BY\b|-{{6}}"
    rf"|(?:STATE\s+)?GRNC\b|BT(?:\s|$)|{_LEVEL})"
)
_LONGEST: Final = 4000
"""No heading is longer: behind this a line is text."""

_OPENING: Final = frozenset(
    {"transmission", "routing", "origin", "security", "dtg", "distribution", "drafted_by", "approved_by", "notice"}
)
"""Kinds of line that begin a heading and nothing else."""

_BEFORE: Final = frozenset({"classification", "count", "cover", "counter", "mail", "stamp"})
"""Kinds of line that can stand before the first line of a heading."""

_LOOK: Final = 600
_ODD_LINES: Final = 8


def kind(text: str, begin: int = 0) -> re.Match[str] | None:
    """Find which format line begins here; `lastgroup` of the match names it.

    >>> [line.lastgroup for line in map(kind, ("FM AMEMBASSY QUITO", "ZNR UUUUU ZZH", "INFO OCT-01")) if line]
    ['sender', 'security', 'distribution']
    """
    return _LINE.match(text, begin)


@remembered
def part(text: str) -> str:
    """Give the part that a line begins, "" when no kind is known."""
    match = _LINE.match(text)
    return (match and match.lastgroup) or ""


@remembered
def is_name(text: str) -> bool:
    """Tell whether a line (its last number taken off) can only be the name of an addressee.

    >>> is_name("RUEHC/SECSTATE WASHDC PRIORITY "), is_name("UNCLAS QUITO "), is_name("QUITO 00000123 002 OF ")
    (True, False, False)
    """
    return not (_LINE.match(text) or _INNER.search(text) or _NUMBERLESS.search(text)) and text.isupper()


_NUMBERLESS = re.compile(r"^(?:PAGE|GR)?\s*$|\sOF\s*$|^\d")


def holds_several(text: str) -> bool:
    """Tell whether a line may hold several format lines; most hold one."""
    return _INNER.search(text, 0, _LONGEST) is not None


def pieces(text: str, section: str) -> Iterator[tuple[int, str]]:
    """Part a line at the format lines that it holds: offset and text of each.

    >>> list(pieces("FM AMEMBASSY QUITO TO SECSTATE WASHDC", ""))
    [(0, 'FM AMEMBASSY QUITO'), (19, 'TO SECSTATE WASHDC')]
    """
    begin, first = 0, kind(text)
    current = (first and first.lastgroup) or section
    rank = 0 if (current in _FIRST or not current) and not section else _ORDER.get(current, _LAST)
    for match in _INNER.finditer(text, max(first.end() - 1, 0) if first else 0, _LONGEST):
        line = kind(text, match.end())
        found = (line and line.lastgroup) or ""
        if match.end() > begin and _ORDER.get(found, 0) > rank:
            yield begin, text[begin : match.start()].rstrip()
            begin, rank = match.end(), _ORDER[found]
    yield begin, text[begin:]


def unfilled(text: str) -> str:
    r"""Put the format lines of a heading on one line where someone has wrapped them as if they were prose.

    >>> unfilled("R 041405Z MAR 09 FM AMEMBASSY\nQUITO TO SECSTATE\nWASHDC\n\nUNCLAS\nQUITO 12")
    'R 041405Z MAR 09 FM AMEMBASSY QUITO TO SECSTATE WASHDC\n\nUNCLAS\nQUITO 12'
    """
    head = text[:_FARTHEST]
    signed = _FROM_INSIDE.search(head) or _TO_INSIDE.search(head) or _SECURITY_INSIDE.search(head)
    found = _FILLED.search(head) if signed else None
    if not found or _LABELLED.search(text, 0, found.start()):
        return text
    begin = max((gap.end() for gap in _EMPTY_LINE.finditer(text, 0, found.start())), default=0)
    blocks, place = [text[:begin]], begin
    while place < len(text) and not (place > begin and _BODY.match(text, place)):
        gap = _EMPTY_LINE.search(text, max(place, found.end()))
        end, following = gap.span() if gap else (len(text), len(text))
        blocks += [text[place:end].replace("\n", " "), text[end:following]]
        place = following
    return "".join([*blocks, text[place:]])


_FARTHEST: Final = 3_000
_FROM_INSIDE = re.compile(r"FM(?<= FM)[ \n]")
_TO_INSIDE = re.compile(r"TO (?<= TO )(?:R[UH]|SECSTATE|AMEMB|AMCON|USMI|USDEL|USINT|ALL )")
_SECURITY_INSIDE = re.compile(r"ZZH [OPR]")
"""One of them stands in such a heading: a look for capitals spares most texts the slower pattern."""
_FILLED = re.compile(
    r"\d{6}Z\s{1,3}[A-Z]{3}\s{1,3}\d\d(?:\s{1,3}Z[A-Z\d]{2,4}){0,2}[ \t]+FM\b|\bZZH[ \t]+[ZOPR] "
    r"|\bFM (?:AM|SEC|US)[A-Z .]{2,40} TO (?:R[A-Z]{4,6}/|SECSTATE|AMEMB|AMCON|US[MDIL]|ALL )"
    r"|ZCZC\w+[ \t]+[ZOPR]{2} R[A-Z]{4}"
)
"""Two format lines on one line."""
_LABELLED = re.compile(r"^[ \t]*(?:SUBJ|TAGS|E\.O\.|\d{1,2}\.\s)", re.MULTILINE)
"""The text has begun above: what looks like format lines behind it is quoted."""
_BODY = re.compile(rf"\s*(?:{_LEVEL}|{PARTS['body']})")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")


def _next(text: str, begin: int) -> Iterator[tuple[str, str, int]]:
    """Give the lines that come next, empty ones left out: part, text without outer blanks and place of each."""
    place, stop = begin, min(len(text), begin + _LOOK)
    for line in text[place:stop].split("\n"):
        if bare := line.strip():
            yield part(bare), bare, place + line.index(bare)
        place += len(line) + 1


def page_follows(text: str, begin: int) -> bool:
    """Tell whether a page line comes next; class words are passed over."""
    return next((name for name, _, _ in _next(text, begin) if name != "classification"), "") == "page"


def leads(text: str, begin: int, *, odd_lines: int = 0) -> bool:
    """Tell whether the lines of a heading come next, for sure.

    Class words and counters are passed over, and so many lines of no known kind.
    """
    for name, line, place in _next(text, begin):
        if name in _OPENING or (name in _SURE_BY and _SURE_BY[name](line, text, place)):
            return True
        odd_lines -= name not in _BEFORE
        if odd_lines < 0 or name == "body":
            return False
    return False


def _is_first_page(line: str, _text: str, _place: int) -> bool:
    match = kind(line)
    return match is not None and (match["station"] is not None or "PAGE 01" in match.group())


def _is_named(line: str, _text: str, _place: int) -> bool:
    match = kind(line)
    return match is not None and _NAMED.match(line, match.end()) is not None


def _is_sender(line: str, text: str, place: int) -> bool:
    return _is_named(line, text, place) or _ADDRESSED.match(text, place) is not None


_NAMES = rf"(?:{ROUTING}\s?/|{POST}|SECSTATE|SECDEF|US[A-Z]|JCS|CDR|HQ|CINC|ALL\s|DEPT\s|WHITE\s?HOUSE)"
_NAMED = re.compile(_NAMES)
_ADDRESSED = re.compile(rf"FM[^\n]{{1,60}}\n\s{{0,20}}(?:TO|INFO)[:\s]{{1,9}}{_NAMES}")
_SURE_BY: Final[Mapping[str, Callable[[str, str, int], bool]]] = MappingProxyType(
    {"page": _is_first_page, "sender": _is_sender, "to": _is_named, "info": _is_named}
)
"""Kinds of line that could be text: what makes sure that a heading begins with one."""


def recognises(text: str, begin: int = 0) -> bool:
    r"""Tell whether a text begins with the heading of a telegram.

    >>> recognises("UNCLASSIFIED\n\nPAGE 01 QUITO 01234 082030Z"), recognises("UNCLAS QUITO 001234\n\nSIPDIS")
    (True, False)
    """
    name, line, _ = next(_next(text, begin), ("", "", begin))
    return leads(text, begin, odd_lines=odd_lines(line) if name in {"classification", "mail"} else 0)


STATION: Final = re.compile(
    r"(?P<post>[A-Z][A-Z. ]{0,14}?)\s+(?P<serial>\d{3,6})(?:\s+\d\d\s+OF\s+\d\d)?(?:\s+\d{6}Z)?"
)
"""The second half of a page line of which "PAGE 02" stands alone."""


def odd_lines(class_line: str) -> int:
    """Tell how many lines of no known kind can stand behind the first line of a page.

    A scan of the page misreads many, and the head of an e-mail wraps. Behind a class line with a message
    reference comes the text.
    """
    return 0 if any(map(str.isdigit, class_line)) else _ODD_LINES
