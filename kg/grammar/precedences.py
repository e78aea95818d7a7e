"""Precedences: how fast a telegram had to travel.

Facts
-----
* Four letters stand for the four precedences: Z FLASH, O IMMEDIATE, P PRIORITY, R ROUTINE. The precedence
  line has one letter, or two when action and information addressees differ ("O P 281848Z DEC 66"); the
  routing list doubles the letter ("OO RUEHC").
* An addressee can have a precedence of its own, in words; NIACT asks for action by night and is always
  IMMEDIATE or higher.
* The words were typed by hand: PIORITY, IMMEDIAT, PROIRITY. A word one slip away from a precedence is
  that precedence: no name of an addressee is.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

RANKS: Final = MappingProxyType({"ROUTINE": 1, "PRIORITY": 2, "IMMEDIATE": 3, "NIACT IMMEDIATE": 4, "FLASH": 5})
"""Precedence -> rank, the highest last."""

LETTERS: Final = MappingProxyType({"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"})

_MISTYPED: Final = ("ROUTINE", "PRIORITY", "IMMEDIATE")
"""Words long enough to be known by one slip."""


def highest(precedences: Iterable[str]) -> str:
    """Give the highest of some precedences; "" counts for nothing.

    >>> highest(["PRIORITY", "", "IMMEDIATE"]), highest([])
    ('IMMEDIATE', '')
    """
    return max(precedences, key=lambda name: RANKS.get(name, 0), default="")


def of_letters(text: str) -> str:
    """Give the highest precedence of the letters before a date-time group or a routing list.

    >>> of_letters("O P"), of_letters("RR"), of_letters("")
    ('IMMEDIATE', 'ROUTINE', '')
    """
    return highest(LETTERS.get(letter, "") for letter in text.upper())


def word(text: str) -> str:
    """Read one word as a precedence, mistyped ones too; "" when it is none.

    >>> word("PIORITY"), word("IMMEDIAT"), word("NIACT"), word("LIMA")
    ('PRIORITY', 'IMMEDIATE', 'NIACT IMMEDIATE', '')
    """
    if text in RANKS:
        return text
    if text == "NIACT":
        return "NIACT IMMEDIATE"
    return next((known for known in _MISTYPED if _one_slip(text, known)), "")


def _one_slip(text: str, known: str) -> bool:
    """Tell whether one letter was left out, doubled, replaced or swapped with its neighbour."""
    if abs(len(text) - len(known)) > 1:
        return False
    same = next((place for place, pair in enumerate(zip(text, known, strict=False)) if len(set(pair)) > 1), None)
    if same is None:
        return True
    rest, meant = text[same:], known[same:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] in {meant, meant[1:]} or rest == meant[1:] or swapped == meant
