"""The order of literals, as `<` of SPARQL 1.1 has it (section 17.3), with the date types of XML Schema.

Numbers compare across their types; a moment without a time zone and one with it only when fourteen hours
cannot change the answer (XML Schema 1.1 part 2, section 3.3.7). What has no order compares as None.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kg.shacl.datatypes import INTEGERS, WELL_FORMED
from kg.shacl.literals import STRING, literal
from kg.terms import XSD


class Value(NamedTuple):
    """A value that has an order: what it compares with, its place, and whether it knows its time zone."""

    kind: str
    key: Any
    zoned: bool = True


def compare(one: str, other: str) -> int | None:
    """Give -1, 0 or 1, or None when two terms cannot be compared.

    >>> compare('"2"^^<http://www.w3.org/2001/XMLSchema#integer>', '"10.0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    -1
    """
    first, second = value(one), value(other)
    if first is None or second is None or first.kind != second.kind:
        return None
    return ordered(first, second)


def ordered(first: Value, second: Value) -> int | None:
    """Compare two values of one kind; None for moments of which one knows no time zone and may be either."""
    if first.zoned != second.zoned:
        return _unzoned(first, second)
    return _sign(*promoted(first.key, second.key))


def promoted(one: Any, other: Any) -> tuple[Any, Any]:
    """Give the keys of two values as they compare: beside a double, an exact number is one (XPath 2.0, B.1)."""
    if isinstance(one, float) is isinstance(other, float):
        return one, other
    return _double_of(one), _double_of(other)


def _double_of(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _sign(one: Any, other: Any) -> int | None:
    return 0 if one == other else -1 if one < other else 1 if one > other else None


def _unzoned(one: Value, other: Value) -> int | None:
    early = _sign(one.key, other.key - _FURTHEST)
    late = _sign(one.key, other.key + _FURTHEST)
    return -1 if early == -1 else 1 if late == 1 else None


_FURTHEST: Final = 14 * 3600


class _Values(dict[str, "Value | None"]):
    """The values of terms that were met; long ones are not kept, and all are forgotten when there are too many."""

    def __missing__(self, term: str) -> Value | None:
        if len(term) >= _SHORT:
            return _read(term)
        # places in a telegram are most of what is new in each
        plain = term.endswith(_INTEGER) and (digits := term[1:_BEFORE_INTEGER]).isdecimal() and digits.isascii()
        found = _new(Value, ("number", int(digits), True)) if plain else _read(term)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[term] = found
        return found


_new: Final = tuple.__new__
"""A named tuple is made in half the time without the check of its parameters."""
_INTEGER: Final = f'"^^<{XSD}integer>'
_BEFORE_INTEGER: Final = -len(_INTEGER)
_SHORT: Final = 100
_REMEMBERED: Final = 2_000

value: Final[Callable[[str], Value | None]] = _Values().__getitem__
"""Give the value of a term; None when it is no well-formed literal of an ordered datatype."""


def _read(term: str) -> Value | None:
    if not term.startswith('"'):
        return None
    lexical, datatype, _ = literal(term)
    if datatype in _PLAIN and (plain := _plain_moment(lexical, datatype)):
        return plain
    reader = _READERS.get(datatype)
    well = WELL_FORMED.get(datatype)
    if reader is None or (well and not well(lexical)):
        return None
    return reader(lexical)


_LONGEST_INTEGER: Final = 4000


def _integer(lexical: str) -> Value:
    # Python refuses to read integers of more than 4,300 digits
    return Value("number", int(lexical) if len(lexical) < _LONGEST_INTEGER else Decimal(lexical))


def _double(lexical: str) -> Value:
    return Value("number", float(lexical.replace("INF", "inf")))


def _float(lexical: str) -> Value:
    double = float(lexical.replace("INF", "inf"))
    try:
        return Value("number", struct.unpack("f", struct.pack("f", double))[0])
    except OverflowError:
        return Value("number", float("inf") if double > 0 else float("-inf"))


_PARTS: Final = re.compile(
    r"(?:(?P<year>-?[0-9]{4,})(?:-(?P<month>[0-9]{2}))?(?:-(?P<day>[0-9]{2}))?|--(?P<only_month>[0-9]{2})?-?(?P<only_day>-?[0-9]{2})?)?"
    r"T?(?:(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9.]+))?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)


def _moment(kind: str) -> Callable[[str], Value | None]:
    def read(lexical: str) -> Value | None:
        match = _PARTS.fullmatch(lexical)
        if match is None:
            return None
        found = match.groupdict()
        month = int(found["month"] or found["only_month"] or 1)
        day = int((found["day"] or found["only_day"] or "1").removeprefix("-"))
        days = _days(int(found["year"] or 1972), month, day)
        seconds = days * 86_400 + int(found["hour"] or 0) * 3600 + int(found["minute"] or 0) * 60
        zone = found["zone"]
        return Value(kind, seconds + Decimal(found["second"] or 0) - _offset(zone), zone is not None)

    return read


def _plain_moment(lexical: str, datatype: str) -> Value | None:
    """Read what most moments look like: a day that every month has, whole seconds, no zone."""
    kind, form = _PLAIN[datatype]
    match = form.fullmatch(lexical)
    if match is None:
        return None
    year, month, day, *clock = map(int, match.groups())
    hour, minute, second = clock or (0, 0, 0)
    return Value(kind, _days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second, zoned=False)


_PLAIN_DAY: Final = "([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
_PLAIN_CLOCK: Final = "([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
_PLAIN: Final = MappingProxyType(
    {
        f"<{XSD}date>": ("date", re.compile(_PLAIN_DAY)),
        f"<{XSD}dateTime>": ("dateTime", re.compile(f"{_PLAIN_DAY}T{_PLAIN_CLOCK}")),
    }
)


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    hours, minutes = zone[1:].split(":")
    seconds = int(hours) * 3600 + int(minutes) * 60
    return -seconds if zone[0] == "-" else seconds


def _days(year: int, month: int, day: int) -> int:
    """Count days of the proleptic Gregorian calendar, whatever the year (datetime ends at 9999)."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year


_DURATION: Final = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?)?"
)


def _duration(kind: str) -> Callable[[str], Value | None]:
    def read(lexical: str) -> Value | None:
        match = _DURATION.fullmatch(lexical)
        if match is None:
            return None
        years, months, days, hours, minutes = (int(match[number] or 0) for number in range(2, 7))
        whole = (years * 12 + months) if kind == "months" else (days * 24 + hours) * 3600 + minutes * 60
        size = whole + (Decimal(match[7] or 0) if kind == "seconds" else 0)
        return Value(kind, -size if match[1] else size)

    return read


_READERS: Final[MappingProxyType[str, Callable[[str], Value | None]]] = MappingProxyType(
    dict.fromkeys(INTEGERS, _integer)
    | {
        f"<{XSD}decimal>": lambda lexical: Value("number", Decimal(lexical)),
        f"<{XSD}double>": _double,
        f"<{XSD}float>": _float,
        f"<{XSD}boolean>": lambda lexical: Value("boolean", lexical in {"true", "1"}),
        STRING: lambda lexical: Value("string", lexical),
        f"<{XSD}dateTime>": _moment("dateTime"),
        f"<{XSD}dateTimeStamp>": _moment("dateTime"),
        f"<{XSD}date>": _moment("date"),
        f"<{XSD}time>": _moment("time"),
        f"<{XSD}gYear>": _moment("gYear"),
        f"<{XSD}gYearMonth>": _moment("gYearMonth"),
        f"<{XSD}gMonth>": _moment("gMonth"),
        f"<{XSD}gMonthDay>": _moment("gMonthDay"),
        f"<{XSD}gDay>": _moment("gDay"),
        f"<{XSD}yearMonthDuration>": _duration("months"),
        f"<{XSD}dayTimeDuration>": _duration("seconds"),
    }
)
ORDERED: Final = frozenset(_READERS)
"""Datatypes whose well-formed literals have a value."""
