"""The classification block: executive order, declassification instruction, who classified and why.

Facts
-----
* "E.O. 12958: DECL: 2020/01/29": the order in force and the instruction. Of 1,295 lines 1,080 have the
  date month first, 65 year first; others say N/A, MR, OADR or name an event ("TEN YEARS AFTER ..").
* Under the orders of the 1970s a schedule stands in place of DECL, often with the day and the name of who
  classified: "GDS 11/15/85 (DOE, JOHN)", "XGDS-3 DECLAS 12-31-84", "ADS, DECLAS 12-31-74"; archives shorten
  it to codes ("GS", "X1", "AS 19821231"). "DNG: CO 03/05/2012" downgrades on that day and declassifies on none.
* A text is classified for thirty years at most in front of it: two digits name a year by this.
* Order numbers are mistyped in a few (12598, 1295, 16652, "12 958"): mended when only one order can be meant.
* "Classified By: DCM J. Doe for reasons 1.4 (b) and (d)": 216 spellings of the reason clause were seen. The
  line was entered in a form that cut it at its 71st column, in the middle of words ("for rea / sons 1.4").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from kg.cable import Declassification
from kg.grammar import dates
from kg.grammar.memory import remembered

IN_FORCE_UNTIL: Final = MappingProxyType(
    {
        "8381": 1950,
        "10104": 1953,
        "10290": 1953,
        "10501": 1972,
        "11652": 1978,
        "12065": 1982,
        "12356": 1995,
        "12958": 2010,
        "13292": 2010,
        "13526": 2025,
    }
)
"""Order -> the last year in which telegrams were classified under it."""

ORDERS: Final = tuple(IN_FORCE_UNTIL)
LONGEST_TERM: Final = 30
"""Years until a text is declassified, at most."""

_NUMBER = r"(\d{2} \d{3}|[1lI][\dOolI]{3,4}|\d{4,6})(?![\d/])(?!-\d)"
_ORDER = re.compile(
    rf"(?:\bE[.,]? ?[O0](?![A-Za-z])\.?|\bEXECUTIVE ORDER\b)[.,:;\- ]*(?:NO\.? ?)?{_NUMBER}|^\s*{_NUMBER}",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"\s*(?:(?:E[.,]? ?[O0](?![A-Za-z])\.?|EXECUTIVE ORDER\b)[.,:;\- ]*(?:NO\.? ?)?)?(?:{_NUMBER})?[\s:;,.\-]*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\s:;,.()\-]*(?:DECL(?:ASSIFY)?(?: ON)?)?[\s:;,.()\-]*", re.IGNORECASE)
_BEFORE_A_DATE = re.compile(
    r"[\s:;,.()/\-]*(?:(?:DECLASS?(?:IFY|IFIED|IFICATION)?|D?[ECL]{2,5}|ON|OR|BEFORE|UPON|BY|UNTIL|NO LATER THAN|DATE"
    r"|(?:\d{1,2}|FIVE|TEN) YEARS?|OADR|MR|[XRG]DS|XGDS|ADS|[AG]S|EXEMPT"
    r"|EO|\d{4,5}|(?:25)?X ?\d|[1-9]|\([A-Z][A-Z ,.'\-]{1,40}\))[\s:;,.()/\-]+)*",
    re.IGNORECASE,
)
"""What may stand before the date that an instruction names: schedules and labels, no event."""

_DOWNGRADED = re.compile(r"\bD(?:N|W)?G\b", re.IGNORECASE)
_DECLASSIFIED = re.compile(r"\bDECL(?:AS)?[A-Z]*\b", re.IGNORECASE)
_SCHEDULE = re.compile(r"\b(?:X?GDS|ADS|[XR]DS|[AG]S)\b")
_AGES: Final = (1978, 2005)
"""Last year of a telegram that names no order: with a schedule of the 1970s, and without."""


@remembered
def order(text: str) -> tuple[str, bool]:
    """Read the number of an executive order: the order meant, and whether it had to be mended.

    >>> order("E.O. 12958: DECL: 2020/01/29"), order("E.O. 12598: N/A"), order("N/A")
    (('12958', False), ('12958', True), ('', False))
    """
    match = _ORDER.search(text[:_LONGEST])
    given = (match[1] or match[2]) if match else ""
    number = given.replace(" ", "").translate(_MISREAD)
    if not number or number in ORDERS:
        return number, number != given
    near = _near(number)
    return (near, True) if near else (number, False)


_MISREAD = str.maketrans("OolI", "0011")


def _near(number: str) -> str:
    """Give the one order that is a slip of the hand away, or else the one of the same digits; "" when unsure."""
    for alike in (_one_slip, lambda known, number: sorted(known) == sorted(number)):
        found = [known for known in ORDERS if alike(known, number)]
        if len(found) == 1:
            return found[0]
    return ""


def _one_slip(known: str, number: str) -> bool:
    """Tell whether one digit was left out, put in, mistyped, or two neighbours changed places."""
    begin = next(
        (at for at, (a, b) in enumerate(zip(known, number, strict=False)) if a != b), min(len(known), len(number))
    )
    mine, other = known[begin:], number[begin:]
    swapped = mine[1::-1] + mine[2:] == other
    return swapped or mine[1:] in (other, other[1:]) or mine == other[1:]


def declassification(text: str, year: int = 0) -> Declassification | None:
    """Read what follows the order; an empty instruction is none.

    `year` is the telegram's own, where it is known: a date with two digits lies up to thirty years after it.

    >>> declassification("E.O. 12958: DECL: 03/14/2017")
    Declassification(raw='DECL: 03/14/2017', date='2017-03-14')
    >>> declassification("11652 GDS").raw, declassification("E.O. 12958: N/A").raw, declassification("12958")
    ('GDS', 'N/A', None)
    >>> declassification("E.O. 12958: DECL: AFTER 1/1/2012 ELECTION").date, declassification("AS 19821231").date
    ('', '1982-12-31')
    """
    bare = " ".join(text.split())
    head = _HEAD.match(bare)
    raw = bare[head.end() :] if head else bare
    if raw.startswith("(") and raw.endswith(")") and raw.count("(") == 1:
        raw = raw[1:-1].strip()
    if _EMPTY.fullmatch(raw[:_LONGEST]):
        return None
    return Declassification(raw, _day(raw[:_LONGEST], year or _age(bare)))


def _age(text: str) -> int:
    """Give the last year a telegram with this instruction can be of."""
    named = IN_FORCE_UNTIL.get(order(text)[0])
    return named or _AGES[0 if _SCHEDULE.search(text[:_LONGEST]) else 1]


def _day(raw: str, year: int) -> str:
    """Give the day on which a text is declassified, where the instruction begins with one."""
    labels = list(_DECLASSIFIED.finditer(raw))
    if labels or _DOWNGRADED.search(raw):
        raw = raw[labels[-1].start() :] if labels else ""
    if _DIGITS_APART.search(raw):
        raw = _CUT_DATE.sub(lambda part: part.group().replace(" ", ""), raw)
    found = dates.place(raw, year + LONGEST_TERM)
    return found[0] if found and _BEFORE_A_DATE.fullmatch(raw[: found[1]]) else ""


_DIGITS_APART = re.compile(r"\d \d")
_CUT_DATE = re.compile(
    r"(?:(?<=[/\-])|(?<=, )|(?<![\d/\-.])(?=[\d ]{5}[/\-]))"
    r"(?:1 ?9|2 ?0)(?:(?<= \d)\d\d|(?<!\s\d)(?: \d\d|\d \d))(?!\d)"
    r"|(?<=\d[/\-])\d \d(?=[/\-])|(?<=\d\d[/\-])\d \d(?!\d|[/\-])(?<=\d{4}[/\-]\d\d[/\-]\d \d)"
)
"""A date in whose digits a line or a page ended: "03/04/2 019", "03/0 4/2019", "2019/03/0 4"."""

_LONGEST: Final = 500
"""An instruction and a classifier are no longer; the bound keeps reading quick whatever a line holds."""

_SECTION = r"1 ?[.,] ?[2-8](?!\d)"
_CLAUSE = re.compile(
    rf"\b{_SECTION}|\b(?:r ?e ?a ?s ?[o0] ?n ?s?|reaons?|resons?|rasons?|reas(?= ?\())\b", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?>(?:[\s,;:.(?&\-]++|(?<![a-z])(?:f ?[o0]? ?r|per|under|based|upon|[o0]n|due|to|para(?:graph)?|the"
    r"|s ?e ?c ?t ?i ?o ?n ?s?|e\.? ?o\.?|executive order|1\d{4}|r ?e ?a ?s ?[o0] ?n ?s?(?:\(s\))?"
    r"|rea?s?ons?|reas|rasons?|and)(?![a-z]))+)\Z",
    re.IGNORECASE,
)
"""What leads from a name to the reasons, read from its end."""

_LABEL = re.compile(
    r"(?:\s*(?:(?:this (?:message|telegram|cable) (?:is |was )?)?class?i?f(?:i?ed|ication)\s+by\b\s*[:;\-]*"
    r"|\((?:U|C|S|SBU)\)|\d\.(?=[\s(])))+\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\ba ?n ?d\b|\band(?=\s*\()", re.IGNORECASE)
_LETTERS = re.compile(rf"({_SECTION})\.?((?:[\s,/;&+()]|(?<![a-z])[a-h](?![a-z]))*)", re.IGNORECASE)
_LETTER = re.compile(r"[a-h]", re.IGNORECASE)
_JUNIOR = re.compile(r"\b(?:JR|SR|ESQ)\.\Z", re.IGNORECASE)
CUT_AT: Final = 71
"""Column at which the form of "Classified By:" cut its lines."""


def unwrapped(lines: Iterable[str]) -> str:
    """Join the lines of a "Classified By:" entry, label and all: a word cut at the form's edge is whole again.

    >>> unwrapped(["Classified By: Acting Deputy Economic Counselor Johanna Q. Doe for reas", "ons 1.4 (b)"])[-23:]
    'Doe for reasons 1.4 (b)'
    """
    text, cut = "", False
    for line in lines:
        whole = line.rstrip()
        goes_on = (cut and not _is_between_words(text, whole)) or (_HYPHEN.search(text) and whole[:1].isupper())
        text += whole if goes_on else f" {whole}"
        cut = len(whole) == CUT_AT
    return " ".join(text.split())


_HYPHEN = re.compile(r"[A-Za-z]-\Z")
"""The end of a line inside "Minister-Counselor"."""


def _is_between_words(before: str, after: str) -> bool:
    """Tell a line that ended with its last word at the form's edge from one that was cut inside a word."""
    last, following = before.rpartition(" ")[2].casefold(), after.split(maxsplit=1)[0] if after.split() else ""
    if following.casefold() in _WHOLE or (last in _WHOLE and not following[:1].isalpha()) or last.endswith((",", ";")):
        return True
    return before[-1:].islower() and following[:1].isupper() and last not in {"mc", "mac", "de", "le"}


_WHOLE: Final = frozenset(
    {"for", "reason", "reasons", "reason:", "reasons:", "and", "per", "by", "1.4", "1.5", "under"}
)
"""Words of the clause: what stands beside one of them is no part of a word."""


def classifier(text: str) -> tuple[str, tuple[str, ...]]:
    """Read who classified the telegram, and the reasons in the order's own numbering.

    >>> classifier("Classified By: Ambassador Jane Q. Example for reasons 1.4 (b) and (d).")
    ('Ambassador Jane Q. Example', ('1.4(b)', '1.4(d)'))
    """
    if not text:
        return "", ()
    bare = " ".join(text[: 2 * _LONGEST].split())[:_LONGEST]
    label = _LABEL.match(bare)
    bare = bare[label.end() :] if label else bare
    clause = _CLAUSE.search(bare)
    who = bare[: clause.start()] if clause else bare
    lead = _LEAD.search(who)
    return _name(who[: lead.start()] if lead else who, lead.group() if lead else ""), reasons(bare)


def _name(who: str, behind: str) -> str:
    """Take off what does not belong to a name; the full stop of "Jr." does."""
    dotted = f"{who}." if behind.startswith(".") else who
    return dotted if _JUNIOR.search(dotted) else who.strip(" ,;:.-")


def reasons(text: str) -> tuple[str, ...]:
    """Read the reasons of a clause, in any of its spellings.

    >>> reasons("1.4 (b/d)"), reasons("1.4(b),(d)"), reasons("1.5 D"), reasons("1. 4 (b) a nd (d)")
    (('1.4(b)', '1.4(d)'), ('1.4(b)', '1.4(d)'), ('1.5(d)',), ('1.4(b)', '1.4(d)'))
    """
    if not text:
        return ()
    clause = _AND.sub(",", text[:_LONGEST])
    found = [
        f"{section.replace(' ', '').replace(',', '.')}({letter.lower()})"
        for section, letters in _LETTERS.findall(clause)
        for letter in _LETTER.findall(letters)
    ]
    return tuple(dict.fromkeys(found))
