"""Statistics of the triples of a release as VoID names them, counted in one pass (W3C Note VoID, section 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from kg import terms
from kg.facts import Facts
from kg.release.distinct import MOST_HELD, SIZE, Distinct, digest
from kg.terms import Term

_REMEMBERED: Final = 5_000
"""Links whose object is remembered, so that it is hashed once: agencies, tags and levels recur all the time."""

MOST_WATCHED: Final = 10_000
"""Values of a watched property that are kept; a corpus has some hundred stations, a hostile one must not fill
the memory."""


class Counts(NamedTuple):
    """What was counted. Classes and properties by name: entities of a class, triples and objects of a property."""

    triples: int
    subjects: int
    objects: int
    classes: Mapping[Term, int]
    properties: Mapping[Term, tuple[int, int]]

    @property
    def namespaces(self) -> list[str]:
        """The namespaces of properties and classes, sorted."""
        return sorted({terms.namespace(term) for term in (*self.properties, *self.classes)})


class Statistics:
    """Counts triples that are given once each, whatever graph they stand in."""

    def __init__(self, folder: Path, watched: Collection[Term] = (), most_held: int = MOST_HELD) -> None:
        self.watched: dict[Term, set[Term]] = {predicate: set() for predicate in watched}
        self._subjects = Distinct(folder / "statistics-subjects", most_held)
        self._pairs = Distinct(folder / "statistics-objects", most_held)
        self._classes: Counter[Term] = Counter()
        self._properties: Counter[Term] = Counter()
        self._numbers: dict[Term, bytes] = {}
        self._met: set[tuple[Term, Term]] = set()

    def add(self, described: Iterable[tuple[Term, Facts]]) -> None:
        """Count what is said of some subjects; a subject may come again."""
        for subject, facts in described:
            self._subjects.add(digest(subject))
            self._classes.update(facts.get(terms.TYPE, ()))
            for predicate, values in facts.items():
                self._properties[predicate] += len(values)
                self._count(predicate, values)

    def _count(self, predicate: Term, values: Iterable[Term]) -> None:
        met, watched = self._met, self.watched
        for value in values:
            if (predicate, value) in met:
                continue
            self._pairs.add(digest(value) + self._number(predicate))
            if value[0] == "<":
                if len(met) >= _REMEMBERED:
                    met.clear()
                met.add((predicate, value))
            if predicate in watched and len(watched[predicate]) < MOST_WATCHED:
                watched[predicate].add(value)

    def _number(self, predicate: Term) -> bytes:
        if predicate not in self._numbers:
            self._numbers[predicate] = len(self._numbers).to_bytes(2, "big")
        return self._numbers[predicate]

    def counts(self) -> Counts:
        """Give the counts; triples may be added afterwards."""
        objects, of_property = 0, defaultdict[bytes, int](int)
        for part in self._pairs.parts():
            objects += len({key[:SIZE] for key in part})
            for number, count in Counter(key[SIZE:] for key in part).items():
                of_property[number] += count
        properties = {
            predicate: (self._properties[predicate], of_property[number]) for predicate, number in self._numbers.items()
        }
        triples = sum(self._properties.values())
        return Counts(triples, self._subjects.count(), objects, dict(self._classes), properties)

    def close(self) -> None:
        """Remove what was written to disk."""
        self._subjects.close()
        self._pairs.close()
