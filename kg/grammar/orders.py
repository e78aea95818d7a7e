"""The classification block: executive order, declassification instruction, who classified and why.

Facts
-----
* "E.O. 12958: DECL: 2020/01/29": the order in force and the instruction. Of 1,295 lines 1,080 have the
  date month first, 65 year first; others say N/A, MR, OADR or name an event.
* Order numbers are mistyped in a few (12598, 1295): mended when only one order can be meant.
* "Classified By: DCM J. Doe for reasons 1.4 (b) and (d)": 216 spellings of the reason clause were seen.
"""

from __future__ import annotations

import re
from typing import Final

from kg.cable import Declassification
from kg.grammar.dates import written

ORDERS: Final = ("8381", "10104", "10290", "10501", "11652", "12065", "12356", "12958", "13292", "13526")
_ORDER = re.compile(r"\bE\.?\s?O\.?\s*(\d{4,5})\b|^\s*(\d{4,5})\b", re.IGNORECASE)
_HEAD = re.compile(r"\s*(?:E\.?\s?O\.?)?\s*:?\s*(?:\d{4,5}\b)?\s*[:;,.]*\s*", re.IGNORECASE)
_REASON_CLAUSE = re.compile(
    r"[\s,;]*(?:\(|\b)(?:for\s+)?(?:e\.?\s?o\.?\s*\d{5},?\s*)?rea\s?sons?\b.*|[\s,;]*(?:\(|\b)1\.[3-7]\s*\(?[a-h].*",
    re.IGNORECASE | re.DOTALL,
)
_REASON = re.compile(r"(1\.[3-7])((?:[\s,/;&]|and|\(?[a-h]\)?(?![a-z]))+)", re.IGNORECASE)
_LETTER = re.compile(r"(?<![a-z])\(?([a-h])\)?(?![a-z])", re.IGNORECASE)
_LABEL = re.compile(r"^(?:\s*classified\s+by\s*:?)+\s*", re.IGNORECASE)


def order(text: str) -> tuple[str, bool]:
    """Read the number of an executive order: the order meant, and whether it had to be mended.

    >>> order("E.O. 12958: DECL: 2020/01/29"), order("E.O. 12598: N/A"), order("N/A")
    (('12958', False), ('12958', True), ('', False))
    """
    match = _ORDER.search(text)
    number = (match[1] or match[2]) if match else ""
    if not number or number in ORDERS:
        return number, False
    near = [known for known in ORDERS if sorted(known) == sorted(number) or _one_left_out(known, number)]
    return (near[0], True) if len(near) == 1 else (number, False)


def _one_left_out(known: str, number: str) -> bool:
    return any(known[:place] + known[place + 1 :] == number for place in range(len(known)))


def declassification(text: str) -> Declassification | None:
    """Read what follows the order; an empty instruction is none.

    >>> declassification("E.O. 12958: DECL: 03/14/2017")
    Declassification(raw='DECL: 03/14/2017', date='2017-03-14')
    >>> declassification("11652 GDS").raw, declassification("E.O. 12958: N/A").raw, declassification("12958")
    ('GDS', 'N/A', None)
    """
    bare = " ".join(text.split())
    raw = bare[match.end() :] if (match := _HEAD.match(bare)) else bare
    return Declassification(raw, written(raw)) if raw else None


def classifier(text: str) -> tuple[str, tuple[str, ...]]:
    """Read who classified the telegram, and the reasons in the order's own numbering.

    >>> classifier("Classified By: Ambassador Jane Q. Example for reasons 1.4 (b) and (d).")
    ('Ambassador Jane Q. Example', ('1.4(b)', '1.4(d)'))
    """
    bare = _LABEL.sub("", " ".join(text.split()))
    clause = _REASON_CLAUSE.search(bare)
    who = (bare[: clause.start()] if clause else bare).strip(" ,;(").removesuffix(".")
    return who, reasons(clause.group() if clause else "")


def reasons(text: str) -> tuple[str, ...]:
    """Read the reasons of a clause, in any of its spellings.

    >>> reasons("1.4 (b/d)"), reasons("1.4(b),(d)"), reasons("1.5 D")
    (('1.4(b)', '1.4(d)'), ('1.4(b)', '1.4(d)'), ('1.5(d)',))
    """
    found = [
        f"{section}({letter.lower()})" for section, rest in _REASON.findall(text) for letter in _LETTER.findall(rest)
    ]
    return tuple(dict.fromkeys(found))
