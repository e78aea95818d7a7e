"""What an archive says beside a telegram: its fields, by their labels."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.cable import Note
from kg.fields import HEADER

EMPTY: Final = frozenset({"-- not assigned --", "-- n/a or blank --"})
"""What the archive writes where a field has no value, case folded."""


class Stated(NamedTuple):
    """One field of the archive: its label as written, its value (`stated`), where it stands in the record."""

    label: str
    value: str
    start: int
    end: int


def stated(value: str) -> str:
    """Give the value of a field without outer blanks, the archive's empty phrases taken as none."""
    bare = value.strip()
    return "" if bare.startswith("--") and " ".join(bare.casefold().split()) in EMPTY else bare


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the archive says beside the telegram: label, case folded -> what is stated there.

    `ends` are the line ends of the record and `first` the number of its first line (`kg.passage`).
    """

    fields: dict[str, Stated]
    ends: Sequence[int] = ()
    first: int = 1
    holder: str = ""
    notes: tuple[Note, ...] = ()

    def value(self, label: str) -> str:
        """Give the value of a label, "" when it has none."""
        field = self.fields.get(label.casefold())
        return field.value if field else ""

    def line(self, label: str) -> int:
        """Give the line of a label (that of the record when it is not there)."""
        field = self.fields.get(label.casefold())
        return self.first + (bisect_left(self.ends, field.start) if field else 0)

    def rest(self) -> Iterator[tuple[str, str]]:
        """Give the labels that no attribute of `Cable` holds, as written."""
        for name, field in self.fields.items():
            if field.value and not HEADER.get(name):
                yield field.label, " ".join(field.value.split())
