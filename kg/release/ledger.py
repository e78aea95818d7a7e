"""The ledger: every input ends in one bucket, and the program checks that it adds up.

read = published + duplicate + rejected + skipped      by records and by bytes
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import FaultError

BUCKETS: Final = ("published", "duplicate", "rejected", "skipped")


class Row(NamedTuple):
    """One input that was not published, and why; the columns of `reports/ledger.csv`."""

    bucket: str
    code: str
    file: str
    line: int
    id: str
    bytes: int
    reason: str


@dataclass(slots=True)
class Ledger:
    """Counts of records and bytes, what was read against where it went."""

    records: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("read", *BUCKETS), 0))
    sizes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("read", *BUCKETS), 0))

    def count(self, bucket: str, size: int) -> None:
        """Count one record into a bucket (or as read)."""
        self.records[bucket] += 1
        self.sizes[bucket] += size

    def totals(self) -> dict[str, dict[str, int]]:
        """Give the totals of the manifest; raises FaultError when they do not add up."""
        for counted in (self.records, self.sizes):
            if counted["read"] != sum(counted[bucket] for bucket in BUCKETS):
                raise FaultError(f"the ledger does not add up: {counted}; please report this")
        return {name: {"records": self.records[name], "bytes": self.sizes[name]} for name in self.records}


def write(rows: Iterable[Row], path: Path) -> None:
    """Write the rows as CSV (RFC 4180, with LF)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows)
