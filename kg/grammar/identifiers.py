"""Message references: the name of a telegram, in all the forms that archives and telegrams use.

Facts
-----
* The reference is year + originator + serial: "10 MEXICO 83" is the 83rd telegram of 2010 from Mexico.
* Archives write 10MEXICO83, 10MEXICO83_a (suffix: the collection) and 1976QUITO01234_b.
* Telegrams pad the serial: "MEXICO 000083" on the first line, "MEXICO 00000083" on page lines.
* Two-digit years run from 66 (1966) to 65 (2065); the oldest electronic telegram known is of 1966.
* "EFTO", "SECTION 01 OF 02", "AMEMBASSY" and others have been glued to the station by old exports.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.grammar.memory import remembered

PIVOT: Final = 66
"""Two-digit years from here on are of the 1900s."""

_ID = re.compile(r"([1-9]\d{3}|\d{2})([A-Z][A-Z.\-]*?)-?0*(\d+)(?![A-Z0-9])")
_YEAR = re.compile(r"(?:\d{4}|\d{2})(?=[A-Z])")
_COLLECTION = re.compile(r"_[a-z]$")
_GLUED = re.compile(r"^(?:SECTIO[NM]?\d\dOF\d\d|EFTO|NOFORN|AMEMBASSY|AMCONSUL)(?=[A-Z]{3})")
_SECOND = re.compile(r"(\d{2,4}(?:SECTIO[NM]?\d\dOF\d\d)?[A-Z.\-]+\d+)([A-Z]+\d+.*)")


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
    >>> read("10 MEXICO 83").station, read("07EFTOQUITO90").station, read("not an id")
    ('MEXICO', 'QUITO', None)
    """
    packed = "".join(_COLLECTION.sub("", text.strip()).upper().split())
    year = _YEAR.match(packed)
    if year is None:
        return None
    packed = year.group() + _GLUED.sub("", packed[year.end() :])
    match = _ID.fullmatch(packed)
    if match is None:
        return None
    digits, station, serial = match.groups()
    return MessageReference(full_year(digits), station, int(serial))


@remembered
def first_of_two(text: str) -> tuple[str, str]:
    """Part an id to which a second one is glued: the first counts, the rest is kept for a note.

    >>> first_of_two("90STATE2555TOSEC140")
    ('90STATE2555', 'TOSEC140')
    >>> first_of_two("10MEXICO83_a, 10MEXICO84_a")
    ('10MEXICO83_a', '10MEXICO84_a')
    """
    head, comma, tail = text.partition(",")
    if comma and read(head):
        return head.strip(), tail.strip()
    match = _SECOND.fullmatch("".join(_COLLECTION.sub("", text.strip()).upper().split()))
    return (match.group(1), match.group(2)) if match else (text, "")
