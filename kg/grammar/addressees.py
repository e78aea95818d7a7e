"""Addressees of a telegram: what one line of its TO or INFO list says.

Facts
-----
* "RUEHC/SECSTATE WASHDC PRIORITY 4696": routing indicator, name, precedence, number of the message in the
  series to this addressee. Everything but the name can be missing.
* Routing indicators are R and three to six letters; ZEN stands there when the message goes another way.
  Other strokes belong to the name: "JCS/DIA", "DIA WASHDC//DHO-2/REA//" (office symbols).
* Numbers have one to six digits, some padded ("0452"), several for a telegram in sections ("1234-1236"), or
  UNN for "unnumbered". Units end in a number that is theirs: "CTF 151", "DET 1".
* Precedences are mistyped, doubled, or glued to the number ("PRIORITY4696").
* A line that is too long wraps: before the stroke, inside the office symbols, before "DC" or COLLECTIVE,
  before the precedence. Exports that lost their line ends have several addressees on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.cable import maker
from kg.grammar import precedences
from kg.grammar.memory import remembered

ROUTING: Final = r"R[BFHLPTUWX][A-Z]{2,5}"
POST: Final = r"(?:AM ?EMBASSY|AMCONSUL|AMCONGEN|USMISSION|USINT|USLO|USDEL|US INTERESTS SECTION)\b"
"""Kinds of post, as the first word of a name."""

_ROUTED = re.compile(
    rf"(?P<routing>{ROUTING}|ZEN)\s?/{{1,2}}\s?"
    rf"|(?P<odd>[A-Z]{{3,7}})/(?={POST})"
    r"|(?P<blank>R(?:U[CEFHKLMDW]|H[BEHMRW])[A-Z]{2,4})\s(?=[A-Z0-9])"
)
_ALONE = re.compile(rf"(?:{ROUTING}|ZEN)\s?/?")
_COMMANDS: Final = (
    r"(?:(?:HQ\s)?US(?:EUCOM|CENTCOM|PACOM|SOUTHCOM|AFRICOM|NORTHCOM|STRATCOM|SOCOM|TRANSCOM)\b|USCINC[A-Z]{2,6}\b"
    r"|USNMR\b|CINC[A-Z]{2,8}\b|COM(?:US|SIX|SEVENTH|IDEAST|NAV|SOC|JTF)[A-Z]*\b|CHJUSMAG[A-Z]*\b|DIRNSA\b"
    r"|JCSE\b|DIA\b|CNO\b|ERDA\s)"
)
"""Military commands and agencies, as the first words of a name."""
_COLLECTIVES: Final = (
    r"(?:(?:AFGHANISTAN|AFRICAN|ALL|ANDEAN|APEC|ARAB|ASEAN|ASSOCIATION|BALKAN|BALTIC|CARIBBEAN|CENTRAL|CHINA|CIS"
    r"|DARFUR|EC|ECOWAS|EU|EUROPEAN|GULF|GUAM|HUMAN|IGAD|IRAN|IRAQ|ISLAMIC|MAGHREB|MERCOSUR|MISSILE|NATO|NORDIC"
    r"|NUCLEAR|OECD|OSCE|RWANDA|SADC|SOMALIA|SOUTH|SOUTHERN|SUDAN|UN|UNSC|VISEGRAD|WASSENAAR|WHA|WORLD|WTO)"
    r"(?:[\s\-](?!AM[CE]|US[A-Z]|SEC[SD])[A-Z]+){0,6}\sCOLLECTIVE\b)"
)
"""Names of collectives, told by their first word and their last."""
_NAMES: Final = (
    rf"(?:{POST}|SECSTATE\b|SECDEF\b|(?:DEPT|DEPARTMENT)\sOF\s|CDR\s|JOINT\sSTAFF\b|CINC[A-Z]{{2,8}}\b"
    r"|(?:AID|CIA|CNO|CSAF|DEA|DIA|FAA|FBI|INS|JCS|NASA|NSA|NSC|TREASURY|USDA|USDOC|USIA|USTR)\sWASH|DEA\sHQS?\b)"
)
"""How names begin that stand behind another on one line."""

_BORDER: Final = (
    r"(?:\b(?:PRIORITY|IMMEDIATE|ROUTINE|FLASH)(?:\s\d{1,6})?|\b\d{4,6}|\b(?:COLLECTIVE|WASHDC|WASHINGTON\sDC))\s"
    r"(?=[A-Z]{2})(?!(?:NIACT|UNN|FOR)\b)"
    rf"|(?<=[\s\d])(?P<routed>(?={ROUTING}/))"
)
_CUT = re.compile(rf"{_BORDER}|(?<=\s)(?={_NAMES})")
_CUT_LONG = re.compile(rf"{_BORDER}|(?<=\s)(?={_NAMES}|{_COMMANDS}|{_COLLECTIVES})")
_ONE_NAME: Final = 22
"""A line that is not longer holds one name, or two that begin with the commonest words."""
_NAMED = re.compile(rf"{_NAMES}|{_COMMANDS}|{_COLLECTIVES}")
_CLOSED = ("COLLECTIVE", "POSTS", "WASHDC", "WASHINGTON DC")
"""Words that end a name."""

_NUMBER = re.compile(r"(?P<letters>[A-Z]{3,}(?=\d{4}(?!\d)))?(?P<number>\d{1,6}(?:[-/]\d{1,6})?|UNN(?:UMBERED)?)")
_GLUED = re.compile(r"\s*(PRIORITY|IMMEDIATE|ROUTINE)(?=\s*\d*$)")
_OWN_NUMBER = re.compile(
    r"(?:C?JTF|[CT]TF|CT[GU]|T[FGU]|DET|(?:COM)?(?:DESRON|PHIBRON|CARGRU)|CVW|ME[FUB]|OL|UNIT|TEAM|GRU|GROUP|REGION|ZONE"
    r"|DIST|AREA|SECTOR|SQDN|WING|BDE|DIV|CORPS|FLEET|UNGA|CSCE|SALT)"
)
"""Words whose number is part of a name."""

_FRAGMENT: Final = frozenset(
    {
        *("COLLECTIVE", "WASHDC", "WASHINGTON", "WASHINGTON DC", "POSTS", "POSTS COLLECTIVE", "COMMUNITY"),
        *("COMMUNITY COLLECTIVE", "COUNCIL COLLECTIVE", "NATIONS", "NATIONS COLLECTIVE", "STATES COLLECTIVE"),
    }
)
"""What is no addressee alone: the end of a name that wrapped. A word of two letters (DC, FL, GE) is none either."""


class Addressee(NamedTuple):
    """One addressee; only a piece of one when the name is missing."""

    label: str
    routing: str = ""
    precedence: str = ""
    number: str = ""

    @property
    def is_post(self) -> bool:
        """Tell whether this is an embassy, a consulate or another mission abroad."""
        return _IS_POST.match(self.label) is not None

    @property
    def is_fragment(self) -> bool:
        """Tell whether this ends the addressee of the line before."""
        place = self.label.partition("//")[0]
        return len(place) < 3 or place in _FRAGMENT


_addressee_of = maker(Addressee)
_IS_POST = re.compile(POST)
_LONGEST: Final = 8_000
"""A list of all posts that lost its line ends is shorter."""
_MOST_PRECEDENCES: Final = 8
_FULL_LINE: Final = 60
"""A line this long came near the terminal's 69 columns: the next word may have fallen to the line after."""


def read(line: str) -> tuple[Addressee, ...]:
    """Read the addressees of a line; most lines hold one, a line without a name a nameless one.

    >>> read("RUEHC/SECSTATE WASHDC PRIORITY 4696")
    (Addressee(label='SECSTATE WASHDC', routing='RUEHC', precedence='PRIORITY', number='4696'),)
    >>> read("JCS WASHDC//J5//")[0].label, read("CTF 151")[0].label, read("AMEMBASSY QUITO 0071")[0].number
    ('JCS WASHDC//J5//', 'CTF 151', '0071')
    """
    if len(line) > _LONGEST:
        return (Addressee(" ".join(line.split())),)
    head = line.rstrip("0123456789")
    number = line[len(head) :]
    if not number or len(number) > 6 or head[-1:] != " ":
        return _several(line)
    *before, last = _several(head.rstrip())
    if last.number:
        return _several(line)
    if not last.precedence and _OWN_NUMBER.fullmatch(last.label.rpartition(" ")[2]):
        return (*before, last._replace(label=f"{last.label} {number}"))
    return (*before, _addressee_of((*last[:3], number)))


@remembered
def _several(line: str) -> tuple[Addressee, ...]:
    return tuple(map(_one, _cut(" ".join(line.rstrip("\\").split())))) or (Addressee(""),)


def _cut(line: str) -> Iterator[str]:
    """Part a line that lost its line ends before each addressee that surely begins."""
    begin = 0
    for match in (_CUT_LONG if len(line) > _ONE_NAME else _CUT).finditer(line):
        piece = line[begin : match.end()].strip()
        if piece and (match["routed"] is not None or (_is_whole(_one(piece), line, match.end()))):
            yield piece
            begin = match.end()
    if begin < len(line):
        yield line[begin:].strip()


def _is_whole(one: Addressee, line: str, end: int) -> bool:
    """Tell an addressee from the first words of one: no post is called in the middle of a name."""
    if not one.label or _is_tail(line, end) or line[:end].rstrip().endswith(","):
        return False
    known = one.precedence or one.number or _NAMED.match(one.label) or one.label.endswith(_CLOSED)
    return bool(known or (" " in one.label and _IS_POST.match(line, end)))


def _is_tail(line: str, begin: int) -> bool:
    """Tell whether a line goes on with a precedence, and so with the same addressee."""
    return bool(precedences.word(line[begin : begin + 12].partition(" ")[0].rstrip(".,0123456789")))


def _one(text: str) -> Addressee:
    routed = _ROUTED.match(text)
    routing = (routed["routing"] or routed["odd"] or routed["blank"]) if routed else ""
    rest = _GLUED.sub(r" \1 ", text[routed.end() :] if routed else text).strip(" ,;")
    number, found = "", [""]
    while rest and len(found) < _MOST_PRECEDENCES:
        head, _, last = rest.rpartition(" ")
        if precedence := precedences.word(last.rstrip(".,")):
            rest = head.rstrip(" ,-")
            found.append(precedence)
        elif not number and (match := _number(head, last.rstrip("."))):
            rest, number = f"{head} {match['letters'] or ''}".strip(" ,-"), match["number"]
        elif number and last.isdigit() and len(last) > 2:
            rest, number = head, f"{last} {number}"
        else:
            break
    return Addressee(rest, routing, precedences.highest(found), "" if number.startswith("UNN") else number)


def _number(head: str, last: str) -> re.Match[str] | None:
    """Read the last word of a line as a message number, if it is not the number of a unit."""
    return None if _OWN_NUMBER.fullmatch(head.rpartition(" ")[2]) else _NUMBER.fullmatch(last)


def joins(line: str, following: str, found: tuple[Addressee, ...]) -> str:
    """Join a line with the one after it when that goes on with the same addressee; "" when it does not.

    `found` is what the second line says by itself.

    >>> joins("RUEHAM", "/AMEMBASSY AMMAN 0452", read("/AMEMBASSY AMMAN 0452"))
    'RUEHAM/AMEMBASSY AMMAN 0452'
    >>> joins("RUEHC/DEPT OF LABOR WASHINGTON", "DC PRIORITY", read("DC PRIORITY"))
    'RUEHC/DEPT OF LABOR WASHINGTON DC PRIORITY'
    >>> joins("AMEMBASSY LIMA", "AMEMBASSY QUITO", read("AMEMBASSY QUITO"))
    ''
    """
    if following[0] == "/" or (line[-1] == "/" and line[-2:] != "//"):
        return line + following
    if found[-1].is_fragment or (not line[-1].isdigit() and _UNFINISHED.search(line)):
        return f"{line} {following}"
    if found[0].routing:
        return ""
    if "//" in following or len(line) >= _FULL_LINE:
        return _wrapped(line, following)
    return f"{line}/{following}" if " " not in line and _ALONE.fullmatch(line) else ""


_UNFINISHED = re.compile(rf"(?:{POST}|\b(?:OF|AND|THE|FOR|DEPT|DEPARTMENT|NEW|SAN|SANTO|SAO|LA|TEL|KUALA|PORT))\Z")
"""The end of a line that no name ends with."""


def _wrapped(line: str, following: str) -> str:
    """Join a long line with the end of its office symbols or of its name."""
    if line.count("//") == 1 and line[-2:] != "//" and "//" in following:
        return line + following
    if len(line) < _FULL_LINE or _NAMED.match(following) or not _ROUTED.match(line):
        return ""
    return f"{line} {following}"
