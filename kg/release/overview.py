"""What the first page of a release tells, counted while it is built: no page has to ask the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg import terms
from kg.cable import Cable
from kg.quads import Mapped
from kg.terms import Term
from kg.vocabulary import plain

TOP: Final = 10
"""Senders and tags that an overview names."""

_SENDER: Final = terms.ck("sender")
_TAG: Final = terms.ck("tag")


@dataclass(slots=True)
class Overview:
    """Counts of a release."""

    cables: int = 0
    paragraphs: int = 0
    senders: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    labels: dict[str, str] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    example: str = ""

    def add(self, mapped: Mapped, cable: Cable) -> None:
        """Count a published cable."""
        self.cables += 1
        self.example = self.example or mapped.subject[1:-1]
        self.paragraphs += len(cable.paragraphs)
        if cable.date:
            day = cable.date[:10]
            self.first, self.last = min(self.first or day, day), max(self.last, day)
        for predicate, counter in ((_SENDER, self.senders), (_TAG, self.tags)):
            counter.update(mapped.described[mapped.subject].get(predicate, ()))
        self._label(triple for triples in mapped.entries.used.values() for triple in triples)

    def _label(self, triples: Iterable[tuple[Term, Term, Term]]) -> None:
        for subject, predicate, value in triples:
            if predicate == terms.LABEL and (subject in self.senders or subject in self.tags):
                self.labels[subject] = value

    def facts(self, graphs: Mapping[str, int]) -> dict[str, Any]:
        """Give the manifest's counts, period and overview; `graphs` are the triples of each kind of graph."""
        return {
            "counts": {
                "cables": self.cables,
                "paragraphs": self.paragraphs,
                "triples": sum(graphs.values()),
                "graphs": dict(graphs),
            },
            "period": [self.first, self.last] if self.first else [],
            "overview": {"senders": self._top(self.senders), "tags": self._top(self.tags)},
        }

    def _top(self, counter: Counter[str]) -> list[list[object]]:
        ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:TOP]
        return [[iri[1:-1], plain(Term(self.labels.get(iri, '""'))), number] for iri, number in ranked]
