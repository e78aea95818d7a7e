"""Dates as archives and telegrams write them.

Facts
-----
* PlusD: "2010 January 29, 20:49 (Friday)", no time zone stated, so none is published. Cablegate tables:
  "2/5/1988 9:30" (month first); its pages: "2010-01-29 20:49". The National Archives: "01 JAN 1960",
  "01-Jan-1960 12:00:00 am", "31/12/2019" (day first: where only one order gives a date, that one counts).
* Records of 1973-79 have 00:00 for "hour not known": day precision, not midnight; "12:00:00 am" is how a
  database writes a day of any year. 1960-01-01 stands where there is no date at all.
* Date-time group: "292049Z JAN 10", day, hour and minute in UTC, month, year of two digits; parts of it come
  glued or broken ("041405ZMAR09", "29 20 49Z JAN 10"), the year is left out inside a year ("041405Z MAR").
* A slash is lost now and then: "03/142017", "0314/2017", "01/2920" can mean one day alone, "112/2017" two.
* Declassification dates come as 2020/01/29, 1/29/2020 (month first, the American way), 1/29/20, 20200129,
  29 JANUARY 2020 and January 29, 2020; letters O and l stand for digits.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kg.grammar.identifiers import full_year

_NAMES: Final = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY"),
    *("AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
MONTHS: Final = tuple(name[:3] for name in _NAMES)
NO_DATE: Final = frozenset({"1960-01-01", "1900-01-01", "1899-12-30"})
"""Days that databases of archives hold where there is no date."""

DTG: Final = re.compile(
    r"\b(\d{2}) ?(\d{2}) ?(\d{2}) ?Z\s{0,3}((?:"
    + "|".join(MONTHS)
    + r")[A-Z]{0,6})[,.]?(?:\s{0,3}(\d{4}|\d{2})\b)?(?!\w)"
)
_LONGEST_MONTH = r"[A-Za-z]{3})[a-z]{0,6}\.?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:\.\d+)?(?: ?(?P<half>[ap])\.?m\b)?(?P<zone>Z|\+00:?00)?"
_TIMED = tuple(
    re.compile(rf"\s*{day}(?:,?[T ]\s*{_CLOCK})?", re.IGNORECASE)
    for day in (
        rf"(?P<year>\d{{4}}) (?P<name>{_LONGEST_MONTH},? (?P<day>\d{{1,2}})(?!\d)",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b",
        rf"(?P<day>\d{{1,2}})[- ](?P<name>{_LONGEST_MONTH}[-, ]{{1,2}}(?P<year>\d{{4}})\b",
    )
)
"""The forms of archives, each with a time of day or without."""

_SLASH = r" ?[-/.\\]{1,2} ?"
_ISO = re.compile(rf"(?<![\d/])(\d{{4}}){_SLASH}(\d{{1,2}}){_SLASH}(\d{{1,2}})(?![\d/])")
_AMERICAN = re.compile(
    rf"(?<![\d/.])(\d{{1,2}}){_SLASH}(\d{{1,2}}){_SLASH}(\d{{4}}|\d{{2}}(?!/))(?!\d|/\d{{1,4}}(?![\d.]))"
)
_PACKED = re.compile(r"(?<![\d/])((?:19|20)\d\d)[/ ]?(\d\d)[/ ]?(\d\d)(?![\d/])")
_LOST_SLASH = re.compile(
    r"(?<![\d/])(?:(\d{1,2})[/ ](\d{1,2}) ?|(\d\d)(\d\d)[/ ]?)((?:19|20)\d\d)(?![\d/])"
    r"|(?<![\d/])(\d{1,2})/(?!19|20)(\d\d)(\d\d)(?![\d/])"
)
_MONTH_NAMES = "(" + "|".join(MONTHS) + r")[A-Z]{0,6}(?![A-Z])\.?"
_WRITTEN = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:ST|ND|RD|TH)?[- ]?{_MONTH_NAMES}[-, ]{{0,2}}(\d{{4}}|\d{{2}})(?!\d)"
    rf"|\b{_MONTH_NAMES} ?(\d{{1,2}})(?:ST|ND|RD|TH)?,? ?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MISREAD = re.compile(r"(?<=[\d/\-])[OolI](?=[\d/\-]|$|\s)|\b[OolI](?=\d?/)")
_DAY_ONLY: Final = range(1973, 1980)
_CENTURY: Final = 100
_LONGEST: Final = 300
"""A date stands at the beginning of its field; the bound keeps reading quick whatever a field holds."""


def _iso_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    upper = name[:3].upper()
    return MONTHS.index(upper) + 1 if upper in MONTHS else 0


def year_up_to(digits: str, last: int) -> int:
    """Read a year of which the last possible one is known: two digits name one of the hundred years up to it.

    >>> year_up_to("15", 2005), year_up_to("85", 2005), year_up_to("2031", 2005)
    (1915, 1985, 2031)
    """
    if len(digits) > 2:
        return int(digits)
    return last - (last - int(digits)) % _CENTURY


def stated(text: str) -> str:
    """Read the date of an archive's field: minute or day precision as stated, "" when it is no date.

    >>> stated("2010 January 29, 20:49 (Friday)"), stated("1976 May 3, 00:00 (Monday)")
    ('2010-01-29T20:49', '1976-05-03')
    >>> stated("2/5/1988 9:30"), stated("01 JAN 1976"), stated("01-Jan-1960 12:00:00 am")
    ('1988-02-05T09:30', '1976-01-01', '')
    """
    text = text[:_LONGEST]
    for form in _TIMED:
        if match := form.match(text):
            return _moment(match.groupdict())
    found = written(text)
    return "" if found in NO_DATE else found


def _moment(part: dict[str, str | None]) -> str:
    """Give the day of a match and, where the clock shows a time of day, the minute."""
    year, month, day = int(part["year"] or 0), part.get("month"), int(part["day"] or 0)
    iso = _american(int(month), day, year) if month else _iso_day(year, _month(part.get("name") or ""), day)
    if not iso or iso in NO_DATE or part["hour"] is None:
        return "" if iso in NO_DATE else iso
    hour, minute = int(part["hour"]), part["minute"] or ""
    if part["half"]:
        hour = hour % 12 + (12 if part["half"].lower() == "p" else 0)
    midnight = hour == 0 and int(minute) == 0 and (year in _DAY_ONLY or part["half"])
    if midnight or hour > 23 or int(minute) > 59:
        return iso
    return f"{iso}T{hour:02}:{minute}{'Z' if part['zone'] else ''}"


def group(text: str, year: int = 0) -> tuple[str, str]:
    """Find a date-time group: the group in its one form and its instant in UTC.

    `year` is the telegram's own, where it is known: a group without a year is of it, and a group with two
    digits of the nearest year that ends in them.

    >>> group("R 041405Z MAR 09"), group("O 29 20 49ZJAN10")
    (('041405Z MAR 09', '2009-03-04T14:05Z'), ('292049Z JAN 10', '2010-01-29T20:49Z'))
    >>> group("041405Z MAR", 1976), group("041405Z MAR")
    (('041405Z MAR', '1976-03-04T14:05Z'), ('', ''))
    """
    for match in DTG.finditer(text.upper()):
        day, hour, minute, month, digits = match.groups()
        own = _group_year(digits or "", year) if digits or month in _NAMES or month in MONTHS else 0
        iso = _iso_day(own, _month(month), int(day)) if own else ""
        if iso and int(hour) <= 23 and int(minute) <= 59:
            return f"{day}{hour}{minute}Z {month[:3]} {digits or ''}".rstrip(), f"{iso}T{hour}:{minute}Z"
    return "", ""


def _group_year(digits: str, year: int) -> int:
    if not digits:
        return year
    return year_up_to(digits, year + _CENTURY // 2) if year else full_year(digits)


def written(text: str, last: int = 0) -> str:
    """Find a day in a text, in any of the orders met; "" when there is none.

    `last` is the last year that two digits can mean, where it is known.

    >>> written("DECL: 2020/01/29"), written("1/29/20"), written("DECL: 29 JAN 2020")
    ('2020-01-29', '2020-01-29', '2020-01-29')
    >>> written("GDS 11/15/85", 2005), written("January 18, 2019"), written("1/18/2O19"), written("20190118")
    ('1985-11-15', '2019-01-18', '2019-01-18', '2019-01-18')
    """
    found = place(text, last)
    return found[0] if found else ""


def place(text: str, last: int = 0) -> tuple[str, int] | None:
    """Find a day in a text as `written` does: the day and where in the text it begins."""
    clean = _MISREAD.sub(lambda letter: "0" if letter.group() in "Oo" else "1", text[:_LONGEST])
    for form, order in _FORMS if _DIGIT.search(clean) else ():
        if match := form.search(clean):
            year, first, second = (next(filter(None, map(match.group, groups)), "") for groups in order)
            full = year_up_to(year, last) if last else full_year(year)
            iso = _american(_number(first), _number(second), full)
            return (iso, match.start()) if iso else None
    return None


def _number(part: str) -> int:
    return int(part) if part.isdigit() else _month(part)


_FORMS: Final[tuple[tuple[re.Pattern[str], tuple[tuple[int, ...], ...]], ...]] = (
    (_ISO, ((1,), (2,), (3,))),
    (_AMERICAN, ((3,), (1,), (2,))),
    (_WRITTEN, ((3, 6), (2, 4), (1, 5))),
    (_PACKED, ((1,), (2,), (3,))),
    (_LOST_SLASH, ((5, 8), (1, 3, 6), (2, 4, 7))),
)
"""Form of a day -> in which groups year, month and day stand."""


def _american(first: int, second: int, year: int) -> str:
    """Month first, unless only the other way round is a date."""
    return _iso_day(year, first, second) or _iso_day(year, second, first)
