"""Lexical spaces of the datatypes of RDF: which literals are well-formed.

Source: XML Schema 1.1 part 2 (the 34 types that RDF 1.1 Concepts, section 5.1, lists), rdf:HTML,
rdf:XMLLiteral. A literal of another datatype cannot be ill-formed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from functools import partial
from types import MappingProxyType
from typing import Final

from kg.terms import XSD

Check = Callable[[str], bool]

_YEAR: Final = "-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_NAME_START: Final = (
    ":A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = _NAME_START + "\\-.0-9\xb7\u0300-\u036f\u203f-\u2040"
_NC_NAME: Final = f"[{_NAME_START[1:]}][{_NAME[1:]}]*"
_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT: Final = rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_MONTHS: Final = "(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_TIMES: Final = (
    r"T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S)"
)
_DAYS: Final = f"(?:[0-9]+D(?:{_TIMES})?|{_TIMES})"
_B64: Final = "[A-Za-z0-9+/]"

_FORMS: Final = {
    "boolean": "true|false|0|1",
    "decimal": _NUMBER,
    "float": _FLOAT,
    "double": _FLOAT,
    "time": f"{_CLOCK}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "duration": f"-?P(?:{_MONTHS}{_DAYS}?|{_DAYS})",
    "yearMonthDuration": f"-?P{_MONTHS}",
    "dayTimeDuration": f"-?P{_DAYS}",
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": f"(?:(?:{_B64} ?){{4}})*(?:(?:{_B64} ?){{3}}=|(?:{_B64} ?){{2}}= ?=)?",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "Name": f"[{_NAME_START}][{_NAME}]*",
    "NCName": _NC_NAME,
    "NMTOKEN": f"[{_NAME}]+",
    "QName": f"(?:{_NC_NAME}:)?{_NC_NAME}",
}

_INTEGERS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
INTEGERS: Final = frozenset(f"<{XSD}{name}>" for name in _INTEGERS)

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_SIGN_AND_DIGITS: Final = re.compile(r"([+-]?)0*([0-9]*)")
_DATED: Final = re.compile(f"({_YEAR})-({_MONTH})-({_DAY})(T{_CLOCK})?({_ZONE})?")
_MONTH_DAY: Final = re.compile(f"--({_MONTH})-({_DAY}){_ZONE}?")
_LEAP: Final = 2000


def magnitude(lexical: str) -> tuple[int, str]:
    """Give sign and significant digits of a well-formed integer: comparable whatever its length.

    >>> magnitude("-007")
    (-1, '7')
    """
    match = _SIGN_AND_DIGITS.match(lexical)
    sign, digits = match.groups() if match else ("", "")
    return (0, "") if not digits else (-1 if sign == "-" else 1, digits)


def _at_least(lexical: str, bound: int) -> bool:
    sign, digits = magnitude(lexical)
    wanted, others = magnitude(str(bound))
    if sign != wanted:
        return sign > wanted
    longer = (len(digits), digits) >= (len(others), others)
    shorter = (len(digits), digits) <= (len(others), others)
    return longer if sign >= 0 else shorter


def _within(low: int | None, high: int | None, lexical: str) -> bool:
    if not _INTEGER.fullmatch(lexical):
        return False
    return (low is None or _at_least(lexical, low)) and (high is None or not _at_least(lexical, high + 1))


def _calendar(timed: bool, zoned: bool, lexical: str) -> bool:  # noqa: FBT001 - bound once, in the table
    match = _DATED.fullmatch(lexical)
    if not match or bool(match.group(4)) != timed or (zoned and not match.group(5)):
        return False
    year, month, day = (int(part[-4:]) if number == 0 else int(part) for number, part in enumerate(match.groups()[:3]))
    # the last four digits tell a leap year, but for the rule of four centuries, which repeats every 400 years
    return day <= monthrange(year % 400 + _LEAP, month)[1]


def _month_day(lexical: str) -> bool:
    match = _MONTH_DAY.fullmatch(lexical)
    return bool(match) and int(match[2]) <= monthrange(_LEAP, int(match[1]))[1] if match else False


def _form(pattern: str) -> Check:
    fullmatch = re.compile(pattern).fullmatch
    return lambda lexical: fullmatch(lexical) is not None


WELL_FORMED: Final[MappingProxyType[str, Check]] = MappingProxyType(
    {f"<{XSD}{name}>": _form(pattern) for name, pattern in _FORMS.items()}
    | {f"<{XSD}{name}>": partial(_within, *bounds) for name, bounds in _INTEGERS.items()}
    | {
        f"<{XSD}dateTime>": partial(_calendar, True, False),
        f"<{XSD}dateTimeStamp>": partial(_calendar, True, True),
        f"<{XSD}date>": partial(_calendar, False, False),
        f"<{XSD}gMonthDay>": _month_day,
    }
)
"""Datatype -> whether a lexical form is of it."""


def well_formed(lexical: str, datatype: str) -> bool:
    """Tell whether a lexical form is in the lexical space of its datatype.

    >>> well_formed("2007-02-29", f"<{XSD}date>")
    False
    """
    check = WELL_FORMED.get(datatype)
    return check is None or check(lexical)
