"""The report for a terminal: grouped, each result with the telegram's file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.reports.findings import findings, subject, words
from kg.shacl.results import Result, counts


def write(results: Sequence[Result], base: str) -> str:
    """Give a report to read: worst first, most frequent first, then the counts in one line."""
    lines: list[str] = []
    for finding in findings(results):
        lines.append(f"{finding.severity}: {finding.message} [{finding.name}] ({len(finding.results)})")
        lines += [_line(result, base) for result in finding.results]
    return "\n".join([*lines, *([""] if lines else []), summary(results)]) + "\n"


def _line(result: Result, base: str) -> str:
    parts = (result.place, subject(result, base), words(result, base))
    return "  " + "  ".join(part for part in parts if part)


def summary(results: Iterable[Result]) -> str:
    """Give the counts in one line."""
    return ", ".join(f"{number} {severity}" for severity, number in counts(results).items())
