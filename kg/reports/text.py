"""The report for a terminal: grouped, each result with the telegram's file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.reports.findings import Finding, subject, total, words
from kg.shacl.results import Result


def write(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give a report to read: worst first, most frequent first, then the counts in one line."""
    for finding in found:
        yield f"{finding.severity}: {finding.message} [{finding.name}] ({finding.number})\n"
        for result in finding.results:
            yield _line(result, base)
    yield "\n" if found else ""
    yield summary(found) + "\n"


def _line(result: Result, base: str) -> str:
    parts = (result.place, subject(result, base), words(result, base))
    return f"  {'  '.join(part for part in parts if part)}\n"


def summary(found: Iterable[Finding]) -> str:
    """Give the counts in one line."""
    return ", ".join(f"{number} {severity}" for severity, number in total(found).items())
