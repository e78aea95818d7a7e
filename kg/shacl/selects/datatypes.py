"""Well-formed literals as regular expressions (XML Schema 1.1 Part 2): a store keeps ill-formed ones as they are.

Only the datatypes that shapes of cables and of dataset descriptions ask for; a shape with another one is refused.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from kg.terms import XSD

_ZONE: Final = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_LEAP: Final = "([0-9]*[0-9]{2}(0[48]|[2468][048]|[13579][26])|[0-9]*([02468][048]|[13579][26])00)-02-29"
_DAY: Final = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
    "(0[469]|11)-(0[1-9]|[12][0-9]|30)",
    "02-(0[1-9]|1[0-9]|2[0-8])",
)
_DATE: Final = f"-?([0-9]{{4,}}-({'|'.join(_DAY)})|{_LEAP})"
_TIME: Final = "(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?|24:00:00(\\.0+)?)"

PATTERNS: Final = MappingProxyType(
    {
        f"<{XSD}{name}>": f"^({pattern})$" if pattern else ""
        for name, pattern in {
            "anyURI": "",
            "boolean": "true|false|0|1",
            "date": _DATE + _ZONE,
            "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
            "decimal": "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)",
            "duration": "-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?",
            "gYear": f"-?[0-9]{{4,}}{_ZONE}",
            "hexBinary": "([0-9a-fA-F]{2})*",
            "integer": "[+-]?[0-9]+",
            "nonNegativeInteger": "\\+?[0-9]+|-0+",
            "positiveInteger": "\\+?0*[1-9][0-9]*",
        }.items()
    }
)
"""Datatype -> the pattern of its lexical forms, "" where any text is one."""
