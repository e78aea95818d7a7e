"""A heading while it is read: what was taken of the text, for which part, and what was left.

Every line is claimed by a part or left as residue, so that nothing disappears unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kg.cable import Address
from kg.grammar.addressees import Addressee

UNKNOWN_LINES: Final = 6
"""So many lines in a row of no known kind, and the heading is over or never was."""


@dataclass(slots=True)
class Reading:
    """What was read so far; `place` is where the next line begins."""

    text: str
    place: int
    match: re.Match[str] | None = None
    """How the present line begins: its part and the groups of its label; None when its kind is not known."""
    claims: list[tuple[int, int, str]] = field(default_factory=list)
    residue: list[tuple[int, int]] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    excluded: list[Addressee] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    section: str = ""
    """The part to which a line of no known kind belongs."""
    addressed: str = "to"
    """The list, to or info, that goes on after an exemption."""
    own: str = ""
    """The post that sends the telegram."""
    last: str = ""
    """The line of the last addressee, which may go on."""
    halved: bool = False
    """The line before was the first half of a page line."""
    unknown: int = 0
    """How many lines in a row were left."""

    @property
    def begun(self) -> bool:
        """Tell whether the message itself has begun: after that, a class line ends the heading."""
        return bool(self.addresses or "sender" in self.values or "dtg" in self.values)

    def claim(self, start: int, text: str, part: str) -> None:
        """Take a piece of the text for a part."""
        self.claims.append((start, start + len(text), part))
        self.unknown = 0
        if part not in self.lines:
            self.lines[part] = start

    def value(self, text: str) -> str:
        """Give what stands behind the label of the present line."""
        return " ".join(text[self.match.end() if self.match else 0 :].split())

    def leave(self, start: int, text: str) -> bool:
        """Leave a line unread; False when there were too many of them."""
        self.residue.append((start, start + len(text)))
        self.unknown += 1
        return self.unknown <= UNKNOWN_LINES

    def add(self, part: str, value: str) -> None:
        """Put a value to what was read of a part."""
        self.values[part] = f"{self.values[part]} {value}" if part in self.values else value


Rule = Callable[[Reading, str, int], bool]
"""Reads a line that begins at an offset; False when the line ends the heading."""


def claimed(part: str, section: str) -> Rule:
    """Make the rule of a line that is known and holds no value."""

    def rule(reading: Reading, text: str, start: int) -> bool:
        reading.section = section
        reading.claim(start, text, part)
        return True

    return rule


def stated(part: str, section: str) -> Rule:
    """Make the rule of a line whose value is kept as it stands."""

    def rule(reading: Reading, text: str, start: int) -> bool:
        reading.section = section
        reading.add(part, reading.value(text))
        reading.claim(start, text, part)
        return True

    return rule
