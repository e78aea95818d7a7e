"""Findings: results that say the same, worst first, most frequent first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kg.shacl.results import SEVERITIES, Result, cable_id
from kg.terms import Term
from kg.turtle import Turtle

LONGEST_WORDS = 80


class Finding(NamedTuple):
    """What one shape found, in one sentence, and wherever it found it.

    `results` stand by file and line and can be gone through again; there may be more than memory holds.
    """

    severity: str
    shape: str
    message: str
    number: int
    cables: int
    results: Iterable[Result]

    @property
    def name(self) -> str:
        """The shape's name without its namespace, to read; a shape without one is anonymous."""
        return local(self.shape) or "anonymous shape"


def findings(results: Iterable[Result]) -> list[Finding]:
    """Group results by severity, shape and message."""
    groups: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for result in results:
        groups[result.severity, result.shape, result.message].append(result)
    found = [Finding(*key, len(group), _cables(group), sorted(group, key=_place)) for key, group in groups.items()]
    return ordered(found)


def ordered(found: Iterable[Finding]) -> list[Finding]:
    """Put the worst first, and of these the most frequent."""
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), -one.number, one.shape, one.message))


def total(found: Iterable[Finding]) -> dict[str, int]:
    """Count results by severity; all severities stand, also with 0."""
    counted = dict.fromkeys(SEVERITIES, 0)
    for finding in found:
        counted[finding.severity] += finding.number
    return counted


def _cables(results: Iterable[Result]) -> int:
    return len({result.cable for result in results if result.cable})


def _place(result: Result) -> tuple[str, int, int, str, str]:
    return result.file, result.line, result.column, result.focus, result.value


def local(iri: str) -> str:
    """Give the last part of an IRI: what stands behind its # or last slash."""
    plain = iri.strip("<>")
    return plain.rpartition("#")[2] or plain.rpartition("/")[2]


def subject(result: Result, base: str) -> str:
    """Name what a result is about, to read: a cable, a part of it (`08QUITO610#p3`), or an IRI."""
    value = result.value.strip("<>")
    return cable_id(value if result.cable and value.startswith(f"{result.cable}#") else result.focus.strip("<>"), base)


def words(result: Result, base: str) -> str:
    """Give the words of the telegram, or the value, that offend; "" where something is missing."""
    if result.words:
        found = result.words
    elif result.value.startswith('"'):
        found = result.value.rpartition('"')[0][1:].replace('\\"', '"').replace("\\n", " ")
    elif result.value.startswith("<") and result.value != result.focus and "#" not in subject(result, base):
        found = Turtle(base).name(Term(result.value))
    else:
        found = ""
    return found if len(found) <= LONGEST_WORDS else f"{found[: LONGEST_WORDS - 1].rstrip()}…"
