"""The lists of a telegram's heading: who sends it, who gets it for action or for information, who does not.

Facts
-----
* FM, TO, INFO and XMT hold for all lines up to the next of them.
* XMT leaves posts out of a collective: "XMT AMEMBASSY TRIPOLI", the posts on the lines behind it too. An
  addressee with a precedence, a number or another form of name ends the exemption, and the list goes on.
* An addressee that stands behind FM with a routing indicator has lost its TO.
* A number alone is a counter of the printer, or the message number of the addressee above it.
* Stamps of a later release ("Released in Full") stand in the middle of a list that is all in capitals.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from kg.cable import Address, maker
from kg.grammar import addressees, markings
from kg.grammar.reading import Reading

_address_of = maker(Address)
ROLES: Final = MappingProxyType({"to": "action", "info": "info"})
"""List of a heading -> role of its addressees."""

_LONGEST_LINE: Final = 160
"""A longer one is text: lists that lost their line ends stand behind their TO."""
_LONGEST_LIST: Final = 8_000
"""The longest list on one line."""
_LATER_SENDER: Final = re.compile(r"^\s*(?:FM|[ER]M(?=\s+AM))\s", re.MULTILINE)
_LOOK: Final = 1000


def sender(reading: Reading, text: str, start: int) -> bool:
    """Read FM; a second one belongs to a message that this one quotes."""
    if reading.addresses:
        return False
    reading.section, whole = "sender", reading.value(text)
    found = addressees.read(whole)
    reading.add("sender", found[0].label if len(found) == 1 else whole)
    reading.own = own_post(reading.values["sender"])
    reading.claim(start, text, "sender")
    return True


def own_post(sender: str) -> str:
    """Give the post of a sender as its telegrams name it.

    >>> own_post("AMEMBASSY LA PAZ"), own_post("SECSTATE WASHDC"), own_post("USMISSION USNATO")
    ('LA PAZ', 'STATE', 'USNATO')
    """
    return "STATE" if sender.startswith("SECSTATE") else _KIND.sub("", sender)


_KIND: Final = re.compile(rf"{addressees.POST}\s+")


def after_sender(reading: Reading, text: str, start: int) -> bool:
    """Read a line between FM and TO: the end of a name that wrapped, or an addressee whose TO is lost."""
    found = addressees.read(text)
    if found[0].routing:
        reading.section = reading.addressed
        return addressee(reading, text, start)
    if not found[-1].is_fragment or not found[-1].label:
        return reading.leave(start, text)
    reading.add("sender", found[-1].label)
    reading.claim(start, text, "sender")
    return True


def begins(reading: Reading, text: str, start: int) -> bool:
    """Begin a list of addressees; one before FM is a damaged line of the Department's distribution."""
    match = reading.match
    if reading.section == "mail":
        reading.claim(start, text, "mail")
        return True
    if match is None or len(text) > _LONGEST_LIST or _is_distribution(reading):
        return reading.leave(start, text)
    part = "to" if match.lastgroup == "to" else "info"
    reading.section, reading.addressed, reading.last = part, part, ""
    reading.claim(start, text, part)
    return match.end() == len(text) or _take(reading, text[match.end() :])


def _is_distribution(reading: Reading) -> bool:
    return not reading.begun and bool(_LATER_SENDER.search(reading.text, reading.place, reading.place + _LOOK))


def addressee(reading: Reading, text: str, start: int) -> bool:
    """Read a line of a list; what is too long is text, what has other letters than the heading a stamp."""
    if len(text) > _LONGEST_LINE:
        return False
    if not text.isupper() and not _fits(reading, text):
        return reading.leave(start, text)
    return name(reading, text, start)


def name(reading: Reading, text: str, start: int) -> bool:
    """Read a line of a list that can only be an addressee; False for the first line of a text that has no level."""
    if reading.own and reading.own in text and _names_itself(reading.own, text):
        return False
    reading.claim(start, text, reading.section)
    return _take(reading, text)


def _names_itself(own: str, text: str) -> bool:
    """Tell the telegram's own number ("QUITO 000123") from the number of an addressee ("AMEMBASSY QUITO 0123")."""
    first = markings.reference_line(text)
    return first is not None and first.reference.rpartition(" ")[0] == own


def _fits(reading: Reading, text: str) -> bool:
    """Tell whether a line that is not all in capitals can be an addressee in this heading."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    lowered = reading.values.get("sender", "").islower()
    return capitals >= small > 0 or (lowered and small > 0) or (not small and bool(reading.last))


def _take(reading: Reading, text: str) -> bool:
    """Put the addressees of a line to the list."""
    found, last = addressees.read(text), reading.last
    whole = addressees.joins(last, text, found) if last and len(last) < _LONGEST_LINE else ""
    if whole:
        del reading.addresses[-sum(1 for one in addressees.read(last) if one.label) :]
        found = addressees.read(whole)
    reading.last = (whole or text) if found[-1].label else ""
    role = ROLES[reading.section]
    for label, routing, precedence, number in found:
        if label:
            reading.addresses.append(_address_of((role, label, routing, precedence, number)))
    return True


def count(reading: Reading, text: str, start: int) -> bool:
    """Read a number alone: the number of the addressee before it, or a counter of the printer."""
    if reading.section in ROLES and reading.last and not reading.addresses[-1].number:
        return addressee(reading, text, start)
    reading.claim(start, text, "furniture")
    return True


def exempts(reading: Reading, text: str, start: int) -> bool:
    """Read XMT, or a line that goes on with it."""
    reading.section = "excluded"
    reading.excluded += [one for one in addressees.read(reading.value(text)) if one.label]
    reading.claim(start, text, "excluded")
    return True


def after_exemption(reading: Reading, text: str, start: int) -> bool:
    """Read a line after XMT: another post of the same form, or the list goes on."""
    found = addressees.read(text)
    routed = bool(reading.excluded and reading.excluded[-1].routing)
    if all(one.is_post and not one.precedence and not one.number and bool(one.routing) == routed for one in found):
        return exempts(reading, text, start)
    reading.section, reading.last = reading.addressed, ""
    return addressee(reading, text, start)
