"""What an archive says beside a telegram: its fields, by their labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.cable import Note, maker
from kg.fields import HEADER
from kg.passage import LineNumbers

EMPTY: Final = frozenset({"-- not assigned --", "-- n/a or blank --"})
"""What the archive writes where a field has no value, case folded."""


class Stated(NamedTuple):
    """One field of the archive: its label as written, its value (`stated`), where it stands in the record."""

    label: str
    value: str
    start: int
    end: int


stated_of = maker(Stated)
"""Makes a field of its label, its value, and where it begins and ends."""


def stated(value: str) -> str:
    """Give the value of a field without outer blanks, the archive's empty phrases taken as none."""
    bare = value.strip()
    return "" if bare.startswith("--") and " ".join(bare.casefold().split()) in EMPTY else bare


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the archive says beside the telegram: label, case folded -> what is stated there.

    `lines` are the numbers of the lines of the record.
    """

    fields: dict[str, Stated]
    lines: LineNumbers
    holder: str = ""
    notes: tuple[Note, ...] = ()

    def value(self, label: str) -> str:
        """Give the value of a label, "" when it has none."""
        field = self.fields.get(label.casefold())
        return field.value if field else ""

    def line(self, label: str) -> int:
        """Give the line of a label (that of the record when it is not there)."""
        return self.position(label)[0]

    def position(self, label: str) -> tuple[int, int]:
        """Give line and column of a label (those of the record when it is not there)."""
        field = self.fields.get(label.casefold())
        return self.lines.position(field.start if field else 0)

    def rest(self) -> Iterator[tuple[str, str]]:
        """Give the labels that no attribute of `Cable` holds, as written."""
        for name, field in self.fields.items():
            if field.value and not HEADER.get(name):
                yield field.label, " ".join(field.value.split())
