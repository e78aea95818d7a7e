"""Citations: a telegram named by its station and number, wherever that is written.

Facts
-----
* A telegram is cited by its originator and serial, the year only when it is not the citing one's own: "QUITO 12",
  "09 QUITO 12". The year is also found behind: "QUITO 12 (08)", "QUITO 12-08", "QUITO 00789/08", "QUITO 12 08",
  "QUITO 12 DTD 3/4/08"; and between: "QUITO (08) 12".
* One station carries several serials: "QUITO 12, 13 AND 14", "QUITO 12/13/14", "QUITO 120 THRU 123". Two digits
  behind a slash are a year when they can be one and the serial is longer ("789/08"), else one more serial.
* A serial of six digits can carry a comma: "STATE 130,014". A list goes up: "QUITO 120,122".
* A year cannot lie after the citing one. A telegram dated 3/4/08 is one of 2008.
* Hands slip: "QUITO87", "QUITO #87", "QUITO O152" (the letter), "COTON0U 34" (the digit), "PRAGUE, 1228", and the
  number comes first ("870 QUITO").
* What kind of post it is stands before its name and is no part of it (AMEMBASSY, USMISSION); a station of many
  words is one word in the id (LA PAZ, PORT-AU-PRINCE).
* A telegram to or from the Secretary abroad has a number of that series too: "STATE 012345 (TOSEC 080123)".
* New stations and misspelt ones are met. What has the form of a citation and stands alone is one, unless a word
  tells that something else is counted: a month, a report, a resolution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from kg.grammar.identifiers import full_year
from kg.grammar.memory import remembered

Known = Callable[[str], bool]
"""Tells whether capitals without blanks and points are a spelling of a station."""


class Citing(NamedTuple):
    """Where a citation stands: the year of the citing telegram (0 unknown), and the stations that are known."""

    year: int
    known: Known


class Serial(NamedTuple):
    """One number of a citation: its year (0 not stated) and where it begins."""

    number: int
    year: int
    start: int


class Citation(NamedTuple):
    """A station and its numbers from `start` to `end`; `sure` when the station is a known one."""

    start: int
    end: int
    station: str
    serials: tuple[Serial, ...]
    sure: bool


def lexicon(text: str) -> frozenset[str]:
    """Give the words of a text as a set, so that a long list reads like one."""
    return frozenset(text.split())


LEADING: Final = lexicon(
    "REF REFS REFTEL REFTELS REFERENCE SEE ALSO CF UNCLAS UNCLASS UNCLASSIFIED EFTO NOFORN SBU SIPDIS AMERICAN"
    " AMEMBASSY AMEMB EMBASSY EMB AMCONSUL AMCONGEN CONGEN CONSULATE USMISSION MISSION MY OUR YOUR CABLE CABLES"
    " TELEGRAM TELEGRAMS MESSAGE MSG AND FROM"
)
"""Words before a station that do not belong to its name."""
_CLOSING = lexicon(
    "CABLE CABLES TELEGRAM TELEGRAMS TEL TELS MESSAGE MESSAGES MSG MSGS NO NOS NUMBER SERIAL CIRCULAR CIRC"
)
"""Words between a station and its number."""
NO_STATION: Final = lexicon(
    "JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER"
    " OCTOBER NOVEMBER DECEMBER MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY DTD DATED DATE ON OF FOR IN"
    " TO BY AT RE IIR TD OSC FBIS CIR NIE NSPD HSPD PDD DTG MAIL EMAIL EMAILS MAILS TELCON TELCONS MEMCON PHONE CALL"
    " FAX LETTER LTR MEMO MEMORANDUM NOTE NOTES NOTICE DIPNOTE REPORT REPORTS ARTICLE POINTS POC MTCR PARA PARAS"
    " SECTION PAGE CHAPTER VOLUME ANNEX APPENDIX TAB VERSION ISSUE DRAFT ROOM FY UNSC UNSCR UNGA RES RESOLUTION"
    " TREATY CONVENTION PROTOCOL AGREEMENT ACT LAW PL EO ORDER FAM FAH USC CFR INA HR FR ATA PREVIOUS ROUND SUMMIT"
    " OLYMPICS MEETING CONFERENCE SESSION CLUB PROJECT LICENSE CASE CONTRACT AIRGRAM BRIEF DAILY BOX TEL EXT"
    " INFCIRC STANAG ISO HTS ECCN NSSM NSDD PRM TENDER PROPOSAL OPERATION EMBTEL OURTEL MYTEL URTEL YOURTEL"
)
"""What is numbered and no station: a word run with one of these is never taken for an unknown station."""

_MONTH = (
    r"(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d|\d\d"
_DATE = (
    rf"(?:{_MONTH}\s*\d{{1,2}}(?!\d)(?:\s*,\s*(?P<year1>(?:19|20)\d\d)|[\s/]\s*(?P<year2>{_YEAR})(?!\d))?"
    rf"|{_MONTH}\s*(?P<year5>(?:19|20)\d\d)(?!\d)"
    rf"|(?:\d{{6}}Z\s*|\d{{1,2}}[\s\-]*){_MONTH}(?:[\s,\-]*(?P<year3>{_YEAR})(?!\d))?"
    rf"|\d{{1,2}}/\d{{1,2}}(?:/(?P<year4>{_YEAR}))?(?![\d/]))"
)
_WORD = r"[A-Z][A-Z'.]{0,24}"
_POST = rf"(?P<post>{_WORD}(?:[\s\-]{{1,60}}{_WORD}){{0,5}})"
_ASKED = r"(?:REF(?:S|TELS?|ERENCES?)?\s*[:.]\s*)?"
_CITATION = re.compile(
    rf"{_ASKED}[('\s]{{0,2}}(?:(?P<year>{_YEAR})\)?[\s\-/]{{0,12}})?{_POST}"
    r"(?P<gap>[\s#.:,\-]{0,12})(?:\(\s*(?:'?(?P<inner>(?:19|20)?\d\d)|[A-Z/]{1,5})\s*\)[\s#]{0,4}"
    r"|(?P<joined>0\d|(?:19|20)\d\d(?=-(?:0|\d{5})))-(?=\d{3})|(?P<apart>0\d|(?:19|20)\d\d)\s{1,3}(?=\d{3}))?"
    r"(?P<serial>\d{1,8})(?![A-Z\d])"
)
_REVERSED = re.compile(rf"{_ASKED}#?(?P<serial>\d{{1,7}})\s+{_POST}(?=\s*(?:[,;.()/&\n]|\Z|AND\b))")
_CALENDAR = re.compile(
    rf"\d{{1,2}}\s*{_MONTH}(?![A-Z])|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?P<year>{_YEAR})(?!\d)"
)
_YEAR_AFTER = re.compile(
    r"\s*\(\s*'?(?P<held>(?:19|20)?\d\d)\s*\)|\s?(?P<by>[\-/])\s?'?(?P<joined>(?:19|20)?\d\d)(?![\d/A-Z])"
    r"|,?\s+OF\s+(?P<of>(?:19|20)\d\d)(?!\d)"
    r"|\s+'?(?P<blank>(?:19|20)?\d\d)(?=\s*(?:[,;.()&\n]|\Z|AND\b|NOTAL\b))"
)
_MORE = re.compile(
    r"\s*+(?>(?P<by>,\s*+AND\b|[,;/&\-]|AND\b|THRU\b|THROUGH\b|TO\b)?)\s*+(?:#\s*+)?(?P<serial>\d{1,8})(?!\d)"
)
_ENDED = re.compile(
    r"(?!\s+(?:FAM|FAH|USC|CFR)\b)\s*(?:[,;:./&()\-\"\n]|\Z|AND\b|NOTAL\b|ET\b|DTD\b|DATED\b|OF\b|THRU\b|THROUGH\b"
    r"|(?:REPORT|REFER|DESCRIBE|DISCUSS|DETAIL|PROVIDE|OUTLINE|NOTE|CONTAIN|INDICATE)(?:S|D|ED)?\b|(?:ARE|WERE|HAVE)\b)"
)
"""What can stand behind a serial; behind another number stands what it counts ("9 FAM")."""
FIRST_YEAR: Final = 1966
"""The year of the oldest electronic telegrams; a lower number is a serial."""
_LONGEST_UNKNOWN = 4
_RANGES = frozenset({"-", "THRU", "THROUGH", "TO"})
_LONGEST_RANGE = 10
_MOST_SERIALS = 50
NOTAL: Final = r"N[O0]\s?TAL\b|NOT(?:\s+TO)?\s+ALL\b"
_TRAILER = re.compile(
    rf"[\s,\-]{{0,8}}(?:\(?\s*(?:{NOTAL})[^();,\n]{{0,40}}\)|(?:{NOTAL})"
    r"|\(?(?:AND|&)\s+(?:ALL\s+)?(?:PREVIOUS|PRECEDING|OTHERS?|PRIOR|EARLIER|RELATED|SUBSEQUENT)\b"
    r"(?:\s+(?:CABLES?|REPORTING|TELEGRAMS?|TELS?|MESSAGES?))?\)?"
    r"|ET\.?\s+(?:AL|SEQ)\b\.?|(?:CIRCULAR|SERIES)\b"
    r"|\((?:TOSEC|SECTO)\s?\d{1,7}\)"
    r'|"[^"]{0,300}"'
    rf"|\(?(?:(?:DTD|DATED|OF|ON|DTG)\b\.?\s*){{0,3}}(?P<date>{_DATE})\)?"
    r"|\((?P<aside>[^()]{0,200})\))"
)
_SEPARATOR = re.compile(r"\s*(?:[,;&/)\-]|\.(?!\d)|\Z|\n|AND\b)")
_POSSESSIVE = re.compile(r"'S(?![A-Z'])")
_SPACES = re.compile(r"[\s\-]+")
_GLUED = re.compile(r"(?:EFTO|AMEMBASSY|AMCONSUL|AMCONGEN|USMISSION|EMBASSY)(?=[A-Z]{3})")

_NO_LETTER = re.compile(r"(?<![A-Z])O(?=O?\d)|(?<=\d)O(?=\d)")
_NO_DIGIT = re.compile(r"(?<=[A-Z])0(?=[A-Z])|(?<![A-Z\d])0(?=[A-Z]{3})")
"""The letter in a number, the digit in a word."""
_PLAIN = str.maketrans(
    "¶\ufffd\\\t\u00a0\u2019\u2018\u2013\u2014\u201c\u201d[]ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ",
    "     ''--\"\"()AAAAAACEEEEIIIINOOOOOUUUUY",
)


def flattened(text: str) -> str:
    """Give a text of the same length in the one form that citations are read in: capitals, plain signs.

    >>> flattened("[A] Quito O152")
    '(A) QUITO 0152'
    """
    upper = text.upper()
    if len(upper) != len(text):
        upper = "".join(one if len(one) == 1 else "?" for one in map(str.upper, text))
    flat = upper.translate(_PLAIN)
    return _NO_DIGIT.sub("O", _NO_LETTER.sub("0", flat)) if "0" in flat or "O" in flat else flat


def cited(flat: str, begin: int, end: int, citing: Citing) -> Citation | None:
    """Read the citation that begins at a place of a flattened text.

    >>> citing = Citing(2009, {"QUITO"}.__contains__)
    >>> text = "08 QUITO 12 (NOTAL) AND 13, LIMA"
    >>> [(one.year, one.number) for one in cited(text, 0, len(text), citing).serials]
    [(2008, 12), (2008, 13)]
    """
    match = _CITATION.match(flat, begin, end)
    if match and (found := _forwards(flat, end, match, citing)):
        return found
    match = _REVERSED.match(flat, begin, end)
    if match is None or not int(match["serial"]):
        return None
    station, sure = named(match["post"], citing.known)
    serial = Serial(int(match["serial"]), 0, match.start("serial"))
    return Citation(begin, _trailed(flat, match.end(), end, citing)[0], station, (serial,), sure) if sure else None


def begins(flat: str, begin: int, end: int, citing: Citing) -> bool:
    """Tell whether the citation of a known station begins at a place.

    >>> begins("SEE 08 QUITO 12", 4, 15, Citing(2009, {"QUITO"}.__contains__))
    True
    """
    match = _CITATION.match(flat, begin, end)
    if match is None:
        match = _REVERSED.match(flat, begin, end)
        return match is not None and named(match["post"], citing.known)[1]
    return named(match["post"], citing.known)[1] and not _is_date(flat, match.start("serial"), end, citing)


def implied(flat: str, begin: int, end: int, station: str, citing: Citing) -> Citation | None:
    """Read numbers that stand alone: the station is the one cited before.

    >>> implied("297 AND PREVIOUS", 0, 16, "QUITO", Citing(2009, {"QUITO"}.__contains__)).serials
    (Serial(number=297, year=0, start=0),)
    """
    match = _MORE.match(flat, begin, end)
    if match is None or match["by"] or not station or not _is_number(flat, match, end, citing):
        return None
    serials, stop = _serials(flat, match.span("serial"), end, citing)
    return Citation(begin, stop, station, serials, sure=True)


def _forwards(flat: str, end: int, match: re.Match[str], citing: Citing) -> Citation | None:
    place = match.span("serial")
    if not int(match["serial"]) or _is_date(flat, place[0], end, citing):
        return None
    if match["year"] and "," in match["gap"]:
        return None
    station, sure = named(match["post"], citing.known)
    if not (sure or _plain(match)):
        return None
    serials, stop = _serials(flat, place, end, citing)
    if not sure and not _SEPARATOR.match(flat, stop, end):
        return None
    stated = match["year"] or match["inner"] or match["joined"] or match["apart"]
    year = full_year(stated) if stated else 0
    if year:
        serials = tuple(serial if serial.year else serial._replace(year=year) for serial in serials)
    return Citation(match.start("year" if match["year"] else "post"), stop, station, serials, sure)


def _is_date(flat: str, begin: int, end: int, citing: Citing) -> bool:
    """Tell whether a number is the day or month of a date, not after the year of the citing telegram."""
    match = _CALENDAR.match(flat, begin, end)
    if match is None:
        return False
    return not (match["year"] and citing.year and full_year(match["year"]) > citing.year)


def _plain(match: re.Match[str]) -> bool:
    """Tell whether words that are no known station have the form of one."""
    words = _words(match["post"])
    return (
        len(words) <= _LONGEST_UNKNOWN
        and all(len(word) > 1 and word not in NO_STATION for word in words)
        and len(words[0]) > 2
        and words[0] not in LEADING
        and len(match["serial"]) > 2
        and not match["gap"].strip(" \n#")
    )


@remembered
def _words(post: str) -> tuple[str, ...]:
    bare = _POSSESSIVE.sub("", post).replace(".", "").replace("'", "")
    words = [word for word in _SPACES.split(bare) if word]
    while len(words) > 1 and words[-1] in _CLOSING:
        words.pop()
    while len(words) > 1 and (words[0] in LEADING or (words[0] == "US" and words[1] in LEADING)):
        words.pop(0)
    return tuple(words)


def named(post: str, known: Known) -> tuple[str, bool]:
    """Give the station that words name, as one word, and whether it is a known one.

    >>> named("AMEMBASSY LA PAZ", {"LAPAZ"}.__contains__), named("USMISSIONGENEVA", {"GENEVA"}.__contains__)
    (('LAPAZ', True), ('GENEVA', True))
    """
    station = "".join(_words(post))
    bare = _GLUED.sub("", station, count=1)
    return (bare, True) if known(bare) else (station, True) if known(station) else (bare, False)


def _serials(flat: str, place: tuple[int, int], end: int, citing: Citing) -> tuple[tuple[Serial, ...], int]:
    """Read the serial at a place with its year, and what follows it: NOTAL, titles, dates, more serials."""
    serials: list[Serial] = []
    head = ""
    while True:
        begin, stop = place
        digits = head + flat[begin:stop]
        if flat.startswith(",", stop) and (rest := _thousands(flat, begin, stop, end)):
            digits, stop = digits + rest, stop + 1 + len(rest)
        if flat[stop:end].isspace() or stop == end:
            return (*serials, Serial(int(digits), 0, begin)), stop
        year, stop = _year_after(flat, stop, end, citing.year)
        stop, dated = _trailed(flat, stop, end, citing)
        serials.append(Serial(int(digits), year or dated, begin))
        more = _MORE.match(flat, stop, end)
        if more is None or len(serials) >= _MOST_SERIALS or not _goes_on(flat, more, end, citing):
            return tuple(serials), stop
        place = more.span("serial")
        head = _head(digits, more)
        serials += _between(serials[-1], int(head + more["serial"]), more)


def _thousands(flat: str, begin: int, stop: int, end: int) -> str:
    """Give the last three digits of a serial written with a comma ("STATE 130,014"); "QUITO 120,122" are two."""
    rest = _LAST_THREE.match(flat, stop + 1, end)
    if rest is None or not 0 < stop - begin <= len(rest[0]) or flat[begin] == "0":
        return ""
    small = rest[0] < flat[begin:stop].zfill(len(rest[0]))
    return rest[0] if small or flat[:begin].rstrip().endswith("STATE") else ""


_LAST_THREE = re.compile(r"\d{3}(?!\d|,\d)")


def _head(digits: str, more: re.Match[str]) -> str:
    """Give the digits that the end of a range does not repeat: "12345-47" ends with 12347."""
    return digits[: -len(more["serial"])] if more["by"] in _RANGES and int(more["serial"]) < int(digits) else ""


def _between(last: Serial, upto: int, more: re.Match[str]) -> Iterator[Serial]:
    """Give the serials inside a range: "120 THRU 123" are four."""
    if more["by"] in _RANGES and last.number < upto <= last.number + _LONGEST_RANGE:
        yield from (Serial(number, last.year, last.start) for number in range(last.number + 1, upto))


def _is_number(flat: str, more: re.Match[str], end: int, citing: Citing) -> bool:
    """Tell whether a number stands alone or before a citation, and is no date."""
    if not int(more["serial"]) or _is_date(flat, more.start("serial"), end, citing):
        return False
    if _ENDED.match(flat, more.end(), end):
        return True
    blank = len(flat[more.end() : more.end() + 12]) - len(flat[more.end() : more.end() + 12].lstrip())
    return blank > 0 and begins(flat, more.end() + blank, end, citing)


def _goes_on(flat: str, more: re.Match[str], end: int, citing: Citing) -> bool:
    """Tell whether a number behind a serial is one more: no year of the next citation, no date."""
    if not _is_number(flat, more, end, citing) or not (more["by"] or len(more["serial"]) > 2):
        return False
    following = _CITATION.match(flat, more.start("serial"), end)
    if following is None or following["year"] is None or not named(following["post"], citing.known)[1]:
        return True
    return bool(citing.year) and full_year(following["year"]) > citing.year


def _year_after(flat: str, stop: int, end: int, citing: int) -> tuple[int, int]:
    """Read the year behind a serial: 0 when there is none, and where it ends."""
    match = _YEAR_AFTER.match(flat, stop, end)
    if match is None:
        return 0, stop
    stated = match["held"] or match["joined"] or match["of"] or match["blank"]
    year = full_year(stated)
    if year < FIRST_YEAR or (citing and year > citing) or (match["joined"] and _is_serial(flat, stop, match)):
        return 0, stop
    return year, match.end()


def _is_serial(flat: str, stop: int, match: re.Match[str]) -> bool:
    """Tell whether a number joined to a serial is one more, near it: "12/13", "1998/1999", but not "1278 - 2009"."""
    if len(match["joined"]) > 2:
        serial = _LAST_DIGITS.search(flat, max(0, stop - _LONGEST_SERIAL), stop)
        return serial is not None and abs(int(serial[0]) - int(match["joined"])) < _NEAR
    return match["by"] == "/" and not match["joined"].startswith("0") and not flat[stop - 3 : stop].isdigit()


_LAST_DIGITS = re.compile(r"\d+\Z")
_LONGEST_SERIAL: Final = 8
_NEAR: Final = 50
"""Serials that are cited together lie nearer to each other than a serial and a year."""


def _trailed(flat: str, stop: int, end: int, citing: Citing) -> tuple[int, int]:
    """Pass what belongs to a citation behind its serial; gives the end and the year of a date (0 none)."""
    year = 0
    while match := _TRAILER.match(flat, stop, end):
        if match["aside"] and _cites(match["aside"], citing):
            break
        stated = match["year1"] or match["year2"] or match["year3"] or match["year4"] or match["year5"]
        if stated and full_year(stated) <= (citing.year or FIRST_YEAR):
            year = full_year(stated)
        stop = match.end()
    return stop, year


def _cites(aside: str, citing: Citing) -> bool:
    """Tell whether words in brackets cite a telegram of their own."""
    return begins(aside.strip(), 0, len(aside), citing)
