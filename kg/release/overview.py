"""What the first page of a release tells, counted while it is built: no page has to ask the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg import terms
from kg.facts import Facts
from kg.release.parts import Publication
from kg.terms import Term
from kg.vocabulary import plain

EntryOf = Callable[[Term], Facts]
"""Gives what the vocabulary says of an entry: its properties with their values."""

TOP: Final = 10
"""Senders and tags that an overview names."""

_SENDER: Final = terms.ck("sender")
_TAG: Final = terms.ck("tag")


@dataclass(slots=True)
class Overview:
    """Counts of a release."""

    cables: int = 0
    paragraphs: int = 0
    senders: Counter[Term] = field(default_factory=Counter)
    tags: Counter[Term] = field(default_factory=Counter)
    first: str = ""
    last: str = ""
    example: str = ""

    def add(self, one: Publication) -> None:
        """Count a published cable."""
        self.cables += 1
        self.example = self.example or one.subject[1:-1]
        self.paragraphs += one.paragraphs
        if day := one.day:
            self.first, self.last = min(self.first or day, day), max(self.last, day)
        for predicate, counter in ((_SENDER, self.senders), (_TAG, self.tags)):
            counter.update(one.described[one.subject].get(predicate, ()))

    def facts(self, graphs: Mapping[str, int], entry_of: EntryOf) -> dict[str, Any]:
        """Give the manifest's counts, period and overview.

        `graphs` are the triples of each kind of graph; `entry_of` tells the labels.
        """
        return {
            "counts": {
                "cables": self.cables,
                "paragraphs": self.paragraphs,
                "triples": sum(graphs.values()),
                "graphs": dict(graphs),
            },
            "period": [self.first, self.last] if self.first else [],
            "overview": {"senders": _top(self.senders, entry_of), "tags": _top(self.tags, entry_of)},
        }


def _top(counter: Counter[Term], entry_of: EntryOf) -> list[list[object]]:
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return [[iri[1:-1], plain(Term(entry_of(iri).get(terms.LABEL, ('""',))[0])), number] for iri, number in ranked]
