"""What the cables of a release say in place of entries: how often, and what no list knows.

Every label of an agency is a resource of its own in the vocabulary graph (SKOS-XL, W3C 2009), so that it can
be asked which labels stand for a post and in how many cables. What met no list is in
`reports/unresolved.csv`, most frequent first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from kg import terms
from kg.errors import TermError
from kg.terms import SKOSXL, Names, Term
from kg.vocabulary import Triple


class Met(NamedTuple):
    """A label or code: in how many cables it stands, its entry, the first of the cables, whether a list holds it."""

    kind: str
    label: str
    cables: int
    entry: str
    examples: str
    listed: bool = True


EXAMPLES: Final = 3
"""Cables that are named for a label."""
_SHOWN: Final = ("agency", "tag", "station")
_COLUMNS: Final = Met._fields[:-1]
_LABEL: Final = terms.iri(SKOSXL + "Label")
_LITERAL_FORM: Final = terms.iri(SKOSXL + "literalForm")
_LABEL_OF: Final = terms.ck("labelOf")
_CABLE_COUNT: Final = terms.ck("cableCount")


def merged(examples: str, more: str) -> str:
    """Give the first cables of two lists, by id: the same however the corpus was parted.

    >>> merged("07QUITO2 07QUITO9", "07LIMA1 07QUITO2 07QUITO3")
    '07LIMA1 07QUITO2 07QUITO3'
    """
    return " ".join(sorted({*examples.split(), *more.split()})[:EXAMPLES])


def triples(met: Iterable[Met], names: Names) -> Iterator[Triple]:
    """Give the labels of agencies, each with its agency and the number of cables.

    One that no IRI can name (a lone dot, an accent in two signs) is left out; the cables hold its words.
    """
    for one in met:
        if one.kind == "agency":
            with suppress(TermError):
                yield from _counted(one, terms.iri(names.label(one.entry[1:-1].rpartition("/")[2], one.label)))


def _counted(one: Met, subject: Term) -> tuple[Triple, ...]:
    return (
        (subject, terms.TYPE, _LABEL),
        (subject, _LITERAL_FORM, terms.text(one.label)),
        (subject, _LABEL_OF, Term(one.entry)),
        (subject, _CABLE_COUNT, terms.integer(one.cables)),
    )


def write(met: Iterable[Met], path: Path) -> None:
    """Write what no list holds as CSV (RFC 4180, with LF)."""
    with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows([*one[:3], one.entry[1:-1], one.examples] for one in met if not one.listed)


def facts(met: Iterable[Met]) -> dict[str, dict[str, int]]:
    """Give the manifest's counts of each kind: uses in cables, those that a list knows, labels that none does."""
    found = {kind: {"uses": 0, "known": 0, "unresolved": 0} for kind in _SHOWN}
    for one in met:
        counts = found.setdefault(one.kind, {"uses": 0, "known": 0, "unresolved": 0})
        counts["uses"] += one.cables
        counts["known"] += one.cables if one.listed else 0
        counts["unresolved"] += not one.listed
    return {kind: found[kind] for kind in (*_SHOWN, *sorted(found.keys() - set(_SHOWN)))}
