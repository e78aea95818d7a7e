"""Message references: the name of a telegram, in all the forms that archives and telegrams use.

Facts
-----
* The reference is year + originator + serial: "10 MEXICO 83" is the 83rd telegram of 2010 from Mexico.
* Archives write 10MEXICO83, 10MEXICO83_a (suffix: the collection) and 1976QUITO01234_b; the error messages
  of the 1970s' records pad to six digits (1976QUITO001234).
* Telegrams pad the serial: "MEXICO 000083" on the first line, "MEXICO 00000083" on page lines.
* Two-digit years run from 66 (1966) to 65 (2065); the oldest electronic telegram known is of 1966.
* Old exports read the first line wrongly: words of it are glued to the station ("EFTO", "AMEMBASSY"), most
  often a mangled "SECTION 01 OF 02" (09SCTION01OF02QUITO55, 09SECTIOQ1OF06QUITO55, 0901OF02QUITO55), or the
  year stands twice (7575QUITO1895).
* A second number follows some: the same telegram in another series (TOSEC, for who travels with the
  Secretary), a service signal ("ZFR", cancelled) or a suspected duplicate. The first one counts.
* Airgrams had numbers of their own: 76QUITO-A50 is not 76QUITO50.
* P750066-0259 is a reel of film and a frame on it, no message reference.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.grammar.memory import remembered

PIVOT: Final = 66
"""Two-digit years from here on are of the 1900s."""

GLUED: Final = (
    *(
        "UNCLASSIFIED",
        "UNCLAS",
        "SIFIED",
        "EFTO",
        "SIPDIS",
        "NOFORN",
        "EXDIS",
        "NODIS",
        "LIMDIS",
        "STADIS",
        "SENSITIVE",
    ),
    *("AMEMBASSY", "AMCONSUL", "USMISSION", "EMBASSY"),
)
"""Words of the first line that stand before a station and belong to no station's name."""

_YEAR = re.compile(r"(?:1[789]\d\d|2[01]\d\d|(\d\d)\1|\d\d)(?=[A-Z]|\d{2}OF\d)")
_PLAIN = re.compile(r"(1[789]\d\d|2[01]\d\d|\d\d)([A-Z]{2,}?)0*(\d+)(?:_[a-z])?")
_HEAD = re.compile(
    r"(?:(?:" + "|".join(GLUED) + r")(?=[A-Z]{3})"
    r"|[A-Z]{0,9}?(?:\d{1,2}|Q\d|\dQ)(?:[0OGQ]?F|O)\d\d(?=[A-Z]{3}))+"
)
_REFERENCE = re.compile(r"([A-Z][A-Z.\-]*?)-?0*(\d+)")
_AIRGRAM = re.compile(r"([A-Z][A-Z.\-]*?)-A-?0*(\d+)")
_WITH_REST = re.compile(r"([A-Z][A-Z.\-]*\d+)([A-Z].*)")
_COLLECTION = re.compile(r"\\?_[a-z]$")
_SEPARATOR = re.compile(r"[,;|/&\s]+")
_LONGEST: Final = 200
"""No id is longer, with all that was ever glued to one."""


class MessageReference(NamedTuple):
    """Year (four digits), station in capitals without blanks, serial number."""

    year: int
    station: str
    serial: int

    def __str__(self) -> str:
        """Give the canonical id: `10MEXICO83`.

        >>> str(MessageReference(2010, "MEXICO", 83)), str(MessageReference(1963, "SALVADOR", 94))
        ('10MEXICO83', '1963SALVADOR94')
        """
        year = f"{self.year % 100:02}" if PIVOT <= self.year - 1900 < PIVOT + 100 else f"{self.year:04}"
        return f"{year}{self.station}{self.serial}"


def full_year(digits: str) -> int:
    """Read a year of two or four digits.

    >>> full_year("66"), full_year("10"), full_year("1934")
    (1966, 2010, 1934)
    """
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= PIVOT else 2000)


@remembered
def read(text: str) -> MessageReference | None:
    r"""Read a message reference that carries its year; None when the text is none.

    >>> read("1976QUITO01234_b")
    MessageReference(year=1976, station='QUITO', serial=1234)
    >>> read("10 MEXICO 83").station, read("09SCTION01OF02QUITO55").station, read("not an id")
    ('MEXICO', 'QUITO', None)
    """
    if (plain := _plain(text.replace(" ", ""))) and not plain[2].startswith(GLUED):
        return MessageReference(full_year(plain[1]), plain[2], int(plain[3]))
    year, rest = _parted(text)
    match = _REFERENCE.fullmatch(rest) if year else None
    if match is None or _AIRGRAM.fullmatch(rest):
        return None
    return MessageReference(full_year(year), match[1].replace("-", ""), int(match[2]))


def _plain(text: str) -> re.Match[str] | None:
    """Read a year, a station of letters alone and a serial: nearly all ids are so."""
    return _PLAIN.fullmatch(text) if len(text) <= _LONGEST else None


def airgram(text: str) -> str:
    """Give the canonical id of an airgram; "" when the text names none.

    >>> airgram("1976QUITO-A050"), airgram("76QUITO50")
    ('76QUITO-A50', '')
    """
    year, rest = _parted(text)
    match = _AIRGRAM.fullmatch(rest) if year else None
    return str(MessageReference(full_year(year), match[1].replace("-", "") + "-A", int(match[2]))) if match else ""


def _parted(text: str) -> tuple[str, str]:
    """Give the year and what follows it, without what is glued to the station; ("", "") without a year."""
    if len(text) > _LONGEST:
        return "", ""
    packed = "".join(_COLLECTION.sub("", text.strip()).upper().split())
    year = _YEAR.match(packed)
    if year is None:
        return "", ""
    head = _HEAD.match(packed, year.end())
    return year[1] or year.group(), packed[head.end() if head else year.end() :]


@remembered
def first_of_two(text: str) -> tuple[str, str]:
    """Part an id to which a second one is glued: the first counts, the rest is kept for a note.

    >>> first_of_two("90STATE2555TOSEC140"), first_of_two("10MEXICO83_a, 10MEXICO84_a")
    (('90STATE2555', 'TOSEC140'), ('10MEXICO83_a', '10MEXICO84_a'))
    >>> first_of_two("10MEXICO83"), first_of_two("06QUITO25ZFR")
    (('10MEXICO83', ''), ('06QUITO25', 'ZFR'))
    """
    if _plain(text):
        return text, ""
    head, *tail = _SEPARATOR.split(text.strip(), maxsplit=1)
    if tail and tail[0] and read(head):
        return head, tail[0]
    year, rest = _parted(text)
    match = _WITH_REST.fullmatch(rest) if year else None
    return (year + match[1], match[2]) if match else (text, "")
