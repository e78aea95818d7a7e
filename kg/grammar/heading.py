r"""The transmission heading of a telegram: everything that stands before its classification line.

Facts
-----
* Since the 1980s (format lines of ACP 127): VZCZC word, routing list, DE line, ZNY or ZNR line, precedence
  and date-time group, FM, TO, INFO, XMT. Much of it can be missing; the list of addressees ends it.
* In the 1970s: class word, "PAGE 01 QUITO 01234 082030Z", the distribution inside the Department ("ACTION
  ARA-10", "ORIGIN PA-04", "INFO OCT-01 ISO-00 /026 R": offices, no addressees), drafter, approver and
  clearances, a dash line with a counter, then date-time group, FM, TO, INFO.
* FM, TO, INFO and XMT hold for all lines up to the next of them. Posts after XMT do not get the telegram;
  an addressee with a precedence, a number or another form of name ends the exemption.
* Page lines stand inside the list, even behind the TO: "TO PAGE 02 STATE 015113 182333Z".
* "STATE GRNC" is no addressee but who pays and "group count not counted"; stamps can follow it.
* Exports that lost their line ends hold several of these on one line, the classification line too.
* Scans misread the labels ("EM AMCONSUL", "RM AMEMBASSY"); what is not sure stays residue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.cable import Address
from kg.grammar import addressees, dates, precedences
from kg.grammar.addressees import Addressee
from kg.grammar.format_lines import is_name, kind, leads, odd_lines, page_follows, pieces, recognises

__all__ = ("Heading", "read", "recognises")

_ROLES: Final = MappingProxyType({"to": "action", "info": "info"})
_LONGEST: Final = 160
"""A line of text, not of a heading: unwrapped headings are parted before they are measured."""
_LONGEST_LIST: Final = 8_000
"""The longest list of addressees on one line."""
_LONGEST_HEADING: Final = 65_536
"""A telegram to all posts has some 300 lines of addressees; a hostile text has no end."""
_UNKNOWN_LINES: Final = 6
"""So many lines in a row of no known kind, and the heading is over or never was."""


class Heading(NamedTuple):
    """What a heading says; `end` is the place behind its last line, `begin` when there is none.

    `claims` (start, end, part) and `residue` (start, end) cover all that is not blank before `end`.
    """

    dtg: str = ""
    instant: str = ""
    precedence: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    excluded: tuple[str, ...] = ()
    transmission: str = ""
    drafted_by: str = ""
    approved_by: str = ""
    distribution: str = ""
    reference: str = ""
    end: int = 0
    residue: tuple[tuple[int, int], ...] = ()
    lines: Mapping[str, int] = MappingProxyType({})
    claims: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    text: str
    place: int
    claims: list[tuple[int, int, str]] = field(default_factory=list)
    residue: list[tuple[int, int]] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    excluded: list[Addressee] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    section: str = ""
    addressed: str = ""
    """The list, to or info, that goes on after an exemption."""
    last: str = ""
    """The line of the last addressee, which may go on."""
    unknown: int = 0

    @property
    def begun(self) -> bool:
        """Tell whether the message itself has begun: after that, a class line ends the heading."""
        return bool(self.addresses or "sender" in self.values or "dtg" in self.values)

    def claim(self, begin: int, end: int, name: str) -> None:
        """Take a piece of the text for a part."""
        self.claims.append((begin, end, name))
        self.unknown = 0
        if name not in self.lines:
            self.lines[name] = begin

    def leave(self, begin: int, end: int) -> bool:
        """Leave a line unread; False when there were too many of them."""
        self.residue.append((begin, end))
        self.unknown += 1
        return self.unknown <= _UNKNOWN_LINES

    def add(self, name: str, value: str) -> None:
        """Put a value to what was read of a part."""
        self.values[name] = f"{self.values[name]} {value}" if name in self.values else value


_Rule = Callable[[_Reading, str, int], bool]
"""Reads a line of one part; False when the line ends the heading."""


def read(text: str, begin: int = 0, end: int | None = None) -> Heading:
    r"""Read the heading that begins here; an empty one when there is none.

    >>> found = read("P 041405Z MAR 09\nFM AMEMBASSY QUITO\nTO RUEHC/SECSTATE WASHDC 4696\n\nUNCLAS QUITO 000123")
    >>> found.instant, found.precedence, found.sender, found.to, found.end
    ('2009-03-04T14:05Z', 'PRIORITY', 'AMEMBASSY QUITO', ('SECSTATE WASHDC',), 65)
    """
    stop = min(len(text) if end is None else end, begin + _LONGEST_HEADING)
    reading = _Reading(text, begin)
    while reading.place < stop:
        start = reading.place
        line_end = text.find("\n", start, stop)
        line = text[start : line_end if line_end >= 0 else stop]
        reading.place = line_end + 1 if line_end >= 0 else stop
        bare = line.strip(" \t\r\\")
        if bare and not _line(reading, bare, start + line.index(bare)):
            break
    return _heading(reading, begin)


def _line(reading: _Reading, bare: str, start: int) -> bool:
    """Read a line; False when it ends the heading."""
    if reading.section in _ROLES and is_name(bare.rstrip("0123456789")):
        return _address(reading, bare, start)
    return all(_piece(reading, text, start + offset) for offset, text in pieces(bare, reading.section))


def _piece(reading: _Reading, text: str, start: int) -> bool:
    match = kind(text)
    if match is None:
        return _GOING_ON.get(reading.section, _unknown)(reading, text, start)
    return _BEGINNING[match.lastgroup or ""](reading, text, start)


def _value(text: str) -> str:
    """Give what stands behind the label of a line."""
    match = kind(text)
    return " ".join(text[match.end() if match else 0 :].split())


def _claimed(name: str, section: str) -> _Rule:
    """Make the rule of a line that says nothing for itself."""

    def rule(reading: _Reading, text: str, start: int) -> bool:
        reading.section = section
        reading.claim(start, start + len(text), name)
        return True

    return rule


def _stated(name: str, section: str) -> _Rule:
    """Make the rule of a line whose value is kept as it stands."""

    def rule(reading: _Reading, text: str, start: int) -> bool:
        reading.section = section
        reading.add(name, _value(text))
        reading.claim(start, start + len(text), name)
        return True

    return rule


def _transmission(reading: _Reading, text: str, start: int) -> bool:
    if "transmission" in reading.values:
        return False
    reading.values["transmission"] = text.split(maxsplit=1)[0]
    reading.claim(start, start + len(text), "transmission")
    return True


def _routing(reading: _Reading, text: str, start: int) -> bool:
    reading.section = "routing"
    reading.values["routing"] = text[:1]
    reading.claim(start, start + len(text), "routing")
    return True


def _beside(reading: _Reading, text: str, start: int) -> bool:
    """Take a page line or the words "Cable Text:" out of a line, and read on behind them."""
    match = kind(text)
    if match is None:
        return True
    for post, serial in _REFERENCES:
        if match[post] and "reference" not in reading.values:
            reading.values["reference"] = f"{' '.join(match[post].split())} {match[serial]}"
            reading.lines["reference"] = start + match.start(post)
    reading.claim(start, start + len(text[: match.end()].rstrip()), match.lastgroup or "")
    rest = text[match.end() :]
    return not rest.strip() or _piece(reading, rest.strip(), start + len(text) - len(rest.lstrip()))


_REFERENCES: Final = (("post", "serial"), ("station", "number"), ("modern", "padded"))
"""Names of the groups that hold the message reference of a page line."""


def _distribution(reading: _Reading, text: str, start: int) -> bool:
    if reading.begun:
        return _list(reading, text, start)
    reading.section = "distribution"
    reading.add("distribution", " ".join(text.split()))
    reading.claim(start, start + len(text), "distribution")
    return True


def _more_offices(reading: _Reading, text: str, start: int) -> bool:
    return _distribution(reading, text, start) if _OFFICES.fullmatch(text) else _unknown(reading, text, start)


_OFFICES = re.compile(
    r"(?:[A-Z][A-Z/]{0,7}[- ]\d\d[,\s]*|/\s?\d{1,4}\s?[A-Z]{0,2}\b\s*|\([A-Z]{1,4}\)\s*|[A-Z]{1,3}$)+"
)


def _dtg(reading: _Reading, text: str, start: int) -> bool:
    if reading.addresses or "dtg" in reading.values:
        return False
    group, instant = dates.group(text)
    if not group:
        return reading.leave(start, start + len(text))
    match = kind(text)
    reading.section = ""
    reading.values |= {"dtg": group, "instant": instant}
    reading.add("letters", match["letters"] if match else "")
    reading.claim(start, start + len(text), "dtg")
    return True


def _sender(reading: _Reading, text: str, start: int) -> bool:
    if reading.addresses:
        return False
    reading.section, value = "sender", _value(text)
    found = addressees.read(value)
    reading.add("sender", found[0].label if len(found) == 1 else value)
    reading.claim(start, start + len(text), "sender")
    return True


def _after_sender(reading: _Reading, text: str, start: int) -> bool:
    """Read a line between FM and TO: the end of a name that wrapped, or an addressee whose TO is lost."""
    found = addressees.read(text)
    if found[0].routing:
        reading.section = reading.addressed = "to"
        return _address(reading, text, start)
    if not found[-1].is_fragment or not found[-1].label:
        return _unknown(reading, text, start)
    reading.add("sender", found[-1].label)
    reading.claim(start, start + len(text), "sender")
    return True


def _list(reading: _Reading, text: str, start: int) -> bool:
    """Begin a list of addressees; before FM it is a damaged line of the Department's distribution."""
    match = kind(text)
    too_long = len(text) > _LONGEST_LIST
    if (
        match is None
        or too_long
        or (not reading.begun and _LATER_SENDER.search(reading.text, reading.place, reading.place + 1000))
    ):
        return reading.leave(start, start + len(text))
    name = "to" if match.lastgroup == "to" else "info"
    reading.section, reading.addressed, reading.last = name, name, ""
    label = len(text[: match.end()].rstrip())
    rest = text[match.end() :]
    reading.claim(start, start + (label if not rest or kind(rest) else len(text)), name)
    if not rest:
        return True
    begin = start + match.end()
    return _piece(reading, rest, begin) if kind(rest) else _addressed(reading, rest)


_LATER_SENDER = re.compile(r"^\s*(?:FM|[ER]M(?=\s+AM))\s", re.MULTILINE)


def _address(reading: _Reading, text: str, start: int) -> bool:
    """Read a line of a list; what is too long is text, what has other letters than the heading a stamp."""
    if len(text) > _LONGEST:
        return False
    small = sum(map(str.islower, text)) * 2
    if (
        small > len(text) - text.count(" ") - sum(map(str.isdigit, text))
        and not reading.values.get("sender", "").islower()
    ):
        return reading.leave(start, start + len(text))
    if not any(map(str.isalpha, text)) and not reading.last:
        return reading.leave(start, start + len(text))
    reading.claim(start, start + len(text), reading.section)
    return _addressed(reading, text)


def _addressed(reading: _Reading, text: str) -> bool:
    """Put the addressees of a line to the list."""
    whole = addressees.joins(reading.last, text) if reading.last and len(reading.last) < _LONGEST else None
    if whole:
        reading.addresses.pop()
    reading.last = whole or text
    role = _ROLES[reading.section]
    for label, routing, precedence, number in addressees.read(whole or text):
        reading.addresses.append(Address(role, label, routing, precedence, number))
    return True


def _exempt(reading: _Reading, text: str, start: int) -> bool:
    reading.section = "excluded"
    reading.excluded += addressees.read(_value(text))
    reading.claim(start, start + len(text), "excluded")
    return True


def _more_exempt(reading: _Reading, text: str, start: int) -> bool:
    """Read a line after XMT: another post of the same form, or the list goes on."""
    found = addressees.read(text)
    form = bool(reading.excluded and reading.excluded[-1].routing)
    if all(one.is_post and not one.precedence and not one.number and bool(one.routing) == form for one in found):
        return _exempt(reading, text, start)
    reading.section, reading.last = reading.addressed or "to", ""
    return _address(reading, text, start)


def _class_line(reading: _Reading, text: str, start: int) -> bool:
    """Read a class line: it ends the heading, unless a page or the heading itself comes behind it."""
    odd = odd_lines(text)
    if reading.begun:
        goes_on = odd > 0 and page_follows(reading.text, reading.place)
    else:
        goes_on = leads(reading.text, reading.place, odd_lines=odd)
    if goes_on:
        reading.claim(start, start + len(text), "furniture" if reading.begun else "classification")
    return goes_on


def _account(reading: _Reading, text: str, start: int) -> bool:
    """Read the accounting line, whose STATE can stand on the line before."""
    if reading.addresses and reading.addresses[-1][1:] == ("STATE", "", "", ""):
        reading.addresses.pop()
        reading.claims[-1] = (*reading.claims[-1][:2], "furniture")
    reading.section = ""
    reading.claim(start, start + len(text), "furniture")
    return True


def _count(reading: _Reading, text: str, start: int) -> bool:
    """Read a number alone: a counter of the printer, or the number of the addressee before it."""
    if reading.section in _ROLES and reading.last and not reading.addresses[-1].number:
        return _address(reading, text, start)
    reading.claim(start, start + len(text), "furniture")
    return True


def _unknown(reading: _Reading, text: str, start: int) -> bool:
    """Read a line of no known kind: letters of precedence whose date-time group fell to the next line."""
    group = reading.text[reading.place : reading.place + 30]
    if _LETTERS.fullmatch(text) and dates.group(group)[0]:
        reading.add("letters", text)
        reading.claim(start, start + len(text), "dtg")
        return True
    return reading.leave(start, start + len(text))


_LETTERS = re.compile(r"[ZOPR](?:\s[ZOPR])?")


def _more_notice(reading: _Reading, text: str, start: int) -> bool:
    return _claimed("notice", "notice")(reading, text, start) if "cable" in text else _unknown(reading, text, start)


def _more_routing(reading: _Reading, text: str, start: int) -> bool:
    return (
        _claimed("routing", "routing")(reading, text, start)
        if _ROUTES.fullmatch(text)
        else _unknown(reading, text, start)
    )


_ROUTES = re.compile(r"[A-Z]{4,7}(?:\s+[A-Z]{4,7})*|Z[A-Z]{2}\b.*")


def _end(_reading: _Reading, _text: str, _start: int) -> bool:
    return False


_BEGINNING: Final[Mapping[str, _Rule]] = MappingProxyType(
    {
        "transmission": _transmission,
        "notice": _claimed("notice", "notice"),
        "cover": _beside,
        "page": _beside,
        "distribution": _distribution,
        "drafted_by": _stated("drafted_by", "drafted_by"),
        "approved_by": _stated("approved_by", "clearance"),
        "clearance": _claimed("clearance", "clearance"),
        "counter": _claimed("furniture", ""),
        "routing": _routing,
        "origin": _claimed("origin", ""),
        "security": _claimed("security", "routing"),
        "dtg": _dtg,
        "sender": _sender,
        "to": _list,
        "info": _list,
        "excluded": _exempt,
        "account": _account,
        "section": _claimed("furniture", ""),
        "classification": _class_line,
        "body": _end,
        "count": _count,
    }
)
"""Part -> rule of the line that begins it."""

_GOING_ON: Final[Mapping[str, _Rule]] = MappingProxyType(
    {
        "notice": _more_notice,
        "distribution": _more_offices,
        "drafted_by": _stated("drafted_by", "drafted_by"),
        "clearance": _claimed("clearance", "clearance"),
        "routing": _more_routing,
        "sender": _after_sender,
        "to": _address,
        "info": _address,
        "excluded": _more_exempt,
    }
)
"""Part -> rule of a line of no known kind that stands behind it."""


def _heading(reading: _Reading, begin: int) -> Heading:
    values, addresses = reading.values, tuple(reading.addresses)
    if not values and not addresses and all(name in _HOLLOW for _, _, name in reading.claims):
        return Heading(end=begin)
    end = reading.claims[-1][1]
    if reading.unknown <= _UNKNOWN_LINES and reading.residue:
        end = max(end, reading.residue[-1][1])
    stated = [precedences.of_letters(values.get("letters", "")), *(one.precedence for one in addresses)]
    return Heading(
        values.get("dtg", ""),
        values.get("instant", ""),
        precedences.highest(stated) or precedences.of_letters(values.get("routing", "")),
        values.get("sender", ""),
        tuple([one.label for one in addresses if one.role == "action"]),
        tuple([one.label for one in addresses if one.role == "info"]),
        addresses,
        tuple([one.label for one in reading.excluded]),
        values.get("transmission", ""),
        values.get("drafted_by", ""),
        values.get("approved_by", ""),
        values.get("distribution", ""),
        values.get("reference", ""),
        end,
        tuple([place for place in reading.residue if place[1] <= end]),
        MappingProxyType(reading.lines),
        tuple(reading.claims),
    )


_HOLLOW: Final = frozenset({"classification", "cover", "furniture"})
"""Parts that make no heading by themselves."""
