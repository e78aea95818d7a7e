"""Dates as archives and telegrams write them.

Facts
-----
* PlusD: "2010 January 29, 20:49 (Friday)", no time zone stated, so none is published.
* Records of 1973-79 have 00:00 for "hour not known": day precision, not midnight.
* Date-time group: "292049Z JAN 10", day, hour and minute in UTC, month, year of two digits.
* Declassification dates come as 2020/01/29, 1/29/2020 (month first, the American way) and 1/29/20.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kg.grammar.identifiers import full_year

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DTG: Final = re.compile(r"\b(\d{2})(\d{2})(\d{2})Z\s+([A-Z]{3})[A-Z]*\s+(\d{4}|\d{2})\b")
_PLUSD = re.compile(r"(\d{4}) ([A-Za-z]{3})[a-z]* (\d{1,2})(?:,? +(\d{1,2}):(\d{2})(?::\d{2})?)?")
_ISO_MOMENT = re.compile(r"\s*(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?")
_ISO = re.compile(r"\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b")
_AMERICAN = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})\b")
_WRITTEN = re.compile(
    r"\b(\d{1,2})[ \-]([A-Za-z]{3})[a-z]*\.?,?[ \-](\d{4})\b|\b([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})\b"
)
_DAY_ONLY: Final = range(1973, 1980)


def _iso_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    upper = name[:3].upper()
    return MONTHS.index(upper) + 1 if upper in MONTHS else 0


def stated(text: str) -> str:
    """Read the date of a PlusD field: minute or day precision as stated, "" when it is no date.

    >>> stated("2010 January 29, 20:49 (Friday)"), stated("1976 May 3, 00:00 (Monday)")
    ('2010-01-29T20:49', '1976-05-03')
    """
    if moment := _ISO_MOMENT.match(text):
        return _minute(written(moment[1]), int(moment[2]), moment[3])
    match = _PLUSD.search(text)
    if match is None:
        return written(text)
    year, month, day, hour, minute = match.groups()
    iso = _iso_day(int(year), _month(month), int(day))
    midnight = hour is None or (int(hour) == 0 and int(minute) == 0 and int(year) in _DAY_ONLY)
    return iso if midnight else _minute(iso, int(hour), minute)


def _minute(iso: str, hour: int, minute: str) -> str:
    """Give the minute of a day, or the day alone when the clock shows no such time."""
    return f"{iso}T{hour:02}:{minute}" if iso and hour <= 23 and int(minute) <= 59 else iso


def group(text: str) -> tuple[str, str]:
    """Find a date-time group: the group as written and its instant in UTC.

    >>> group("R 041405Z MAR 09")
    ('041405Z MAR 09', '2009-03-04T14:05Z')
    """
    match = DTG.search(text.upper())
    if match is None:
        return "", ""
    day, hour, minute, month, year = match.groups()
    iso = _iso_day(full_year(year), _month(month), int(day))
    if not iso or int(hour) > 23 or int(minute) > 59:
        return "", ""
    return " ".join(match.group().split()), f"{iso}T{hour}:{minute}Z"


def written(text: str) -> str:
    """Find a day in a text, in any of the orders met; "" when there is none.

    >>> written("DECL: 2020/01/29"), written("1/29/20"), written("DECL: 29 JAN 2020")
    ('2020-01-29', '2020-01-29', '2020-01-29')
    """
    if match := _ISO.search(text):
        return _iso_day(int(match[1]), int(match[2]), int(match[3]))
    if match := _AMERICAN.search(text):
        return _american(int(match[1]), int(match[2]), full_year(match[3]))
    if match := _WRITTEN.search(text):
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        return _iso_day(int(year), _month(month), int(day))
    return ""


def _american(first: int, second: int, year: int) -> str:
    """Month first, unless only the other way round is a date."""
    return _iso_day(year, first, second) or _iso_day(year, second, first)
