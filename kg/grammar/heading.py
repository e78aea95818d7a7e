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
* Page lines stand inside the list, even behind the TO: "TO PAGE 02 STATE 012345 041405Z".
* "STATE GRNC" is no addressee but who pays and "group count not counted"; stamps can follow it.
* Exports that lost their line ends hold several of these on one line, the classification line too.
* A few were sent on by e-mail: its From, Sent, To and Subject come first.
* Scans misread the labels ("EM AMCONSUL", "RM AMEMBASSY"); what is not sure stays residue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.cable import Address
from kg.grammar import address_lists, dates, precedences
from kg.grammar.format_lines import (
    STATION,
    holds_several,
    is_name,
    kind,
    leads,
    odd_lines,
    page_follows,
    pieces,
    recognises,
)
from kg.grammar.reading import UNKNOWN_LINES, Reading, Rule, claimed, stated

__all__ = ("Heading", "read", "recognises")

_LONGEST: Final = 65_536
"""A telegram to all posts has some 300 lines of addressees; a hostile text has no end."""


class Heading(NamedTuple):
    """What a heading says; `end` is the place behind its last line, `begin` when there is none.

    `sent_as` is the sender's post and the number of the DE line, of which the Department's has the last four digits.
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
    sent_as: str = ""
    end: int = 0
    residue: tuple[tuple[int, int], ...] = ()
    lines: Mapping[str, int] = MappingProxyType({})
    claims: tuple[tuple[int, int, str], ...] = ()


def read(text: str, begin: int = 0, end: int | None = None) -> Heading:
    r"""Read the heading that begins here; an empty one when there is none.

    >>> found = read("P 041405Z MAR 09\nFM AMEMBASSY QUITO\nTO RUEHC/SECSTATE WASHDC 4696\n\nUNCLAS QUITO 000123")
    >>> found.instant, found.precedence, found.sender, found.to, found.end
    ('2009-03-04T14:05Z', 'PRIORITY', 'AMEMBASSY QUITO', ('SECSTATE WASHDC',), 65)
    """
    reading = Reading(text, begin)
    stop = min(len(text) if end is None else end, begin + _LONGEST)
    while (start := reading.place) < stop:
        line_end = text.find("\n", start, stop)
        line = text[start : line_end if line_end >= 0 else stop]
        reading.place += len(line) + 1
        bare = line.strip().rstrip("\\ \t")
        if bare and not _line(reading, bare, start + line.index(bare)):
            break
    return _heading(reading, begin)


def _line(reading: Reading, bare: str, start: int) -> bool:
    """Read a line; False when it ends the heading."""
    if reading.halved and _second_half(reading, bare, start):
        return True
    if reading.section in address_lists.ROLES and is_name(bare.rstrip("0123456789")):
        return address_lists.name(reading, bare, start)
    if not holds_several(bare):
        return _piece(reading, bare, start)
    return all(_piece(reading, text, start + offset) for offset, text in pieces(bare, reading.section))


def _second_half(reading: Reading, text: str, start: int) -> bool:
    """Read what belongs to a "PAGE 02" on the line before."""
    reading.halved, match = False, STATION.fullmatch(text)
    if match:
        _refer(reading, match, ("post", "serial"), start)
        reading.claim(start, text, "furniture")
    return match is not None


def _refer(reading: Reading, match: re.Match[str], groups: tuple[str, str], start: int) -> None:
    """Keep the first message reference that a page line states."""
    if match[groups[0]] and "reference" not in reading.values:
        reading.values["reference"] = f"{' '.join(match[groups[0]].split())} {match[groups[1]]}"
        reading.lines["reference"] = start + match.start(groups[0])


def _piece(reading: Reading, text: str, start: int) -> bool:
    reading.match = match = kind(text)
    if match is None:
        return _GOING_ON.get(reading.section, _unknown)(reading, text, start)
    return _BEGINNING[match.lastgroup or ""](reading, text, start)


def _transmission(reading: Reading, text: str, start: int) -> bool:
    """Read the VZCZC word; one behind the addressees is of another message."""
    if reading.addresses:
        return False
    reading.values.setdefault("transmission", text.split(maxsplit=1)[0])
    reading.claim(start, text, "transmission")
    return True


def _furniture(reading: Reading, text: str, start: int) -> bool:
    reading.claim(start, text, "furniture")
    return True


def _mail(reading: Reading, text: str, start: int) -> bool:
    """Read a line of the e-mail by which a telegram was sent on; behind the addressees it is text."""
    return not reading.begun and claimed("mail", "mail")(reading, text, start)


def _routing(reading: Reading, text: str, start: int) -> bool:
    reading.section = "routing"
    reading.values["routing"] = text[:1]
    reading.claim(start, text, "routing")
    return True


def _origin(reading: Reading, text: str, start: int) -> bool:
    """Read the DE line, which carries the telegram's number: "DE RUEHQT #0123/01 0631405"."""
    reading.section = ""
    if number := _WIRE_NUMBER.search(text):
        reading.values.setdefault("number", number[1])
    reading.claim(start, text, "origin")
    return True


_WIRE_NUMBER = re.compile(r"#\s?(\d{3,6})\b")


def _beside(reading: Reading, text: str, start: int) -> bool:
    """Take page lines and the words "Cable Text:" out of a line, and read on behind them."""
    while (match := reading.match) and match.lastgroup in _BESIDE:
        for groups in _REFERENCES:
            _refer(reading, match, groups, start)
        reading.claim(start, text[: match.end()].rstrip(), match.lastgroup)
        reading.halved = match.end() == len(text) and text.startswith("PAGE") and not match["post"]
        rest = text[match.end() :].lstrip()
        start, text = start + len(text) - len(rest), rest.rstrip()
        if not text:
            return True
        reading.match = kind(text)
    return _piece(reading, text, start)


_BESIDE: Final = frozenset({"page", "cover"})


_REFERENCES: Final = (("post", "serial"), ("station", "number"), ("modern", "padded"))
"""Names of the groups that hold the message reference of a page line."""


def _distribution(reading: Reading, text: str, start: int) -> bool:
    if reading.begun:
        return address_lists.begins(reading, text, start)
    reading.section = "distribution"
    reading.add("distribution", " ".join(text.split()))
    reading.claim(start, text, "distribution")
    return True


_OFFICES: Final = (
    r"(?:[A-Z][A-Z/]{0,7}[- ]\d\d[,\s]*+|/\s?\d{1,4}(?:\s?[A-Z]{1,2})?\b\s*+|\([A-Z]{1,4}\)\s*|[A-Z]{1,3}$)+"
)
"""Office symbols with their numbers of copies, and the sum of the copies ("/142 R")."""


def _dtg(reading: Reading, text: str, start: int) -> bool:
    if reading.addresses or "dtg" in reading.values:
        return False
    group, instant = dates.group(text)
    if not group:
        return reading.leave(start, text)
    reading.section = ""
    reading.values |= {"dtg": group, "instant": instant}
    reading.add("letters", reading.match["letters"] if reading.match else "")
    reading.claim(start, text, "dtg")
    return True


def _class_line(reading: Reading, text: str, start: int) -> bool:
    """Read a class line: it ends the heading, unless a page or the heading itself comes behind it."""
    odd = odd_lines(text)
    if reading.begun:
        goes_on = odd > 0 and page_follows(reading.text, reading.place)
    else:
        goes_on = leads(reading.text, reading.place, odd_lines=odd)
    if goes_on:
        reading.claim(start, text, "furniture" if reading.begun else "classification")
    return goes_on


def _account(reading: Reading, text: str, start: int) -> bool:
    """Read the accounting line, whose STATE can stand on the line before."""
    if reading.addresses and reading.addresses[-1][1:] == ("STATE", "", "", ""):
        reading.addresses.pop()
        reading.claims[-1] = (*reading.claims[-1][:2], "furniture")
    reading.section = ""
    reading.claim(start, text, "furniture")
    return True


def _unknown(reading: Reading, text: str, start: int) -> bool:
    """Read a line of no known kind: letters of precedence whose date-time group fell to the next line."""
    group = reading.text[reading.place : reading.place + 30]
    if not _LETTERS.fullmatch(text) or not dates.group(group)[0]:
        return reading.leave(start, text)
    reading.add("letters", text)
    reading.claim(start, text, "dtg")
    return True


_LETTERS = re.compile(r"[ZOPR](?:\s[ZOPR])?")


def _more(pattern: str, rule: Rule) -> Rule:
    """Make the rule of a line that goes on with a part if it has the form for it."""
    form = re.compile(pattern)
    return lambda reading, text, start: (rule if form.fullmatch(text) else _unknown)(reading, text, start)


def _end(_reading: Reading, _text: str, _start: int) -> bool:
    return False


_BEGINNING: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "transmission": _transmission,
        "notice": claimed("notice", "notice"),
        "cover": _beside,
        "mail": _mail,
        "page": _beside,
        "distribution": _distribution,
        "drafted_by": stated("drafted_by", "drafted_by"),
        "approved_by": stated("approved_by", "clearance"),
        "clearance": claimed("clearance", "clearance"),
        "counter": claimed("furniture", ""),
        "routing": _routing,
        "origin": _origin,
        "security": claimed("security", "routing"),
        "dtg": _dtg,
        "sender": address_lists.sender,
        "to": address_lists.begins,
        "info": address_lists.begins,
        "excluded": address_lists.exempts,
        "account": _account,
        "section": _furniture,
        "stamp": _furniture,
        "classification": _class_line,
        "body": _end,
        "count": address_lists.count,
    }
)
"""Part -> rule of the line that begins it."""

_GOING_ON: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "notice": _more(r".*\bcable\b.*", claimed("notice", "notice")),
        "distribution": _more(_OFFICES, _distribution),
        "drafted_by": stated("drafted_by", "drafted_by"),
        "clearance": claimed("clearance", "clearance"),
        "mail": _mail,
        "routing": _more(r"[A-Z]{4,7}(?:\s+[A-Z]{4,7})*|Z[A-Z]{2}\b.*", claimed("routing", "routing")),
        "sender": address_lists.after_sender,
        "to": address_lists.addressee,
        "info": address_lists.addressee,
        "excluded": address_lists.after_exemption,
    }
)
"""Part -> rule of a line of no known kind that stands behind it."""


def _heading(reading: Reading, begin: int) -> Heading:
    values, addresses = reading.values, tuple(reading.addresses)
    if not values and not addresses and all(name in _HOLLOW for _, _, name in reading.claims):
        return Heading(end=begin)
    end = reading.claims[-1][1]
    if reading.unknown <= UNKNOWN_LINES and reading.residue:
        end = max(end, reading.residue[-1][1])
    stated = {precedences.of_letters(values.get("letters", "")), *[one.precedence for one in addresses]}
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
        f"{reading.own} {values['number']}" if reading.own and "number" in values else "",
        end,
        tuple([place for place in reading.residue if place[1] <= end]),
        MappingProxyType(reading.lines),
        tuple(reading.claims),
    )


_HOLLOW: Final = frozenset({"classification", "cover", "furniture", "mail"})
"""Parts that make no heading by themselves."""
