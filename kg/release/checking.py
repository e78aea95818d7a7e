"""The validation of cables, one by one, as they are mapped or as they stand in a release.

Facts
-----
* A cable is checked alone, with the vocabulary as background, so memory does not grow with the corpus and the
  answer is the same on any number of workers. The vocabulary is checked by itself, once.
* Of the vocabulary only the cited documents grow with the corpus without end: they are checked some at a time,
  with the authority records and lists, which all fit into memory, behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, groupby, islice, repeat
from operator import itemgetter
from typing import Any, Final, cast

from kg import facts, terms
from kg.formats import from_line, stated
from kg.quads import Mapped
from kg.release.opened import Release
from kg.shacl import own
from kg.shacl.graph import SUBCLASS, Facts, Graph
from kg.shacl.literals import of_oxigraph, to_oxigraph
from kg.shacl.report import results
from kg.shacl.results import Result
from kg.shacl.validator import Validator
from kg.terms import Names, Term
from kg.vocabulary import Triple

_DOCUMENT: Final = terms.ck("Document")
_CITED: Final = f"{terms.TYPE} {_DOCUMENT} "
_TOGETHER: Final = 2_000
"""Cited documents that are checked at a time."""
_REMEMBERED: Final = 2_000
"""Entries whose index is kept: authority records come again in every telegram."""
_NO_FACTS: Final[Facts] = {}


class Checker:
    """Checks mapped cables with our shapes; a worker of a build has one."""

    def __init__(self) -> None:
        self._validator = own.validator()
        self._known: list[tuple[Triple, ...]] = []
        """What is indexed: as long as it is held, its number is no other's."""
        self._indexes: dict[int, Facts] = {}
        self._predicates: set[str] = set()

    def results(self, mapped: Mapped) -> list[Result]:
        """Check one cable, with the vocabulary entries that it uses as background."""
        return _results(self._validator, _Cable(mapped.described, self._entries(mapped.entries.used), self._predicates))

    def _entries(self, used: dict[Term, tuple[Triple, ...]]) -> Graph:
        found = dict(zip(used, map(self._indexes.get, map(id, used.values())), strict=True))
        if not all(found.values()):
            found |= {subject: self._learn(used[subject]) for subject, said in found.items() if not said}
        graph = _Entries(self._predicates)
        graph.own = cast("dict[str, Facts]", found)
        return graph

    def _learn(self, entry: tuple[Triple, ...]) -> Facts:
        """Index an entry that is new, or has other words than before.

        Those of cited documents, which are as many as there are cables, are not kept.
        """
        said: Facts = facts.gathered((predicate, value) for _, predicate, value in entry)
        self._predicates.update(said)
        if _DOCUMENT not in said.get(terms.TYPE, ()):
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
                self._indexes.clear()
            self._known.append(entry)
            self._indexes[id(entry)] = said
        return said


class _Both(dict[str, Facts]):
    """Facts of subjects; others have none."""

    def __missing__(self, _: str) -> Facts:
        return _NO_FACTS


class _Cable(Graph):
    """A cable and its entries, which are few: one index of both halves the look-ups (5 % of a whole validation).

    No inverse index is made of a property that no entry ever had: queries look up the parts of a cable by their
    number, and to go through a hundred entries each time took another 5 %.
    """

    def __init__(self, described: dict[Term, facts.Facts], entries: Graph, predicates: AbstractSet[str]) -> None:
        super().__init__((), entries)
        self.own = cast("dict[str, Facts]", described)
        self._predicates = predicates
        self._both = _Both(entries.own)
        self._both.update(self.own)
        if not self.own.keys().isdisjoint(entries.own):
            for subject in entries.own.keys() & self.own.keys():
                self._both[subject] = super().facts(subject)
        # looked up some hundred times a cable: a method would cost as much as the look-up
        self.facts = self._both.__getitem__  # type: ignore[method-assign, assignment]

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the values of a property of a subject."""
        return self._both[subject].get(predicate, ())

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the subjects that have a value of a property."""
        if predicate in self._predicates:
            return super().subjects(predicate, value)
        return self.backwards(predicate)(value, ())

    def backwards(self, predicate: str) -> Callable[[str, Sequence[str]], Sequence[str]]:
        """Give what tells the subjects of each value of a property."""
        if predicate in self._predicates:
            return super().backwards(predicate)
        index = self._indexes.get(predicate)
        return (self._index(predicate) if index is None else index).get


class _Entries(Graph):
    """Vocabulary entries as background: no index is made of a property that no entry ever had.

    Queries look up the parts of a cable by their number, which entries have none of: to go through a hundred
    entries each time took some 5 % of a whole validation.
    """

    def __init__(self, predicates: AbstractSet[str]) -> None:
        super().__init__()
        self._predicates = predicates

    @cached_property
    def names_subclasses(self) -> bool:
        """Tell whether an entry states a subclass."""
        return SUBCLASS in self._predicates and any(SUBCLASS in facts for facts in self.own.values())

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the entries that have a value of a property."""
        return super().subjects(predicate, value) if predicate in self._predicates else ()


def _results(validator: Validator, data: Graph) -> list[Result]:
    found = validator.findings(data)
    return results(found, data) if found else []


def vocabulary(entries: Callable[[], Iterable[str]], validator: Validator | None = None) -> Iterator[Result]:
    """Check the vocabulary graph, given as sorted lines that can be gone through twice."""
    checks = validator or own.validator()
    lists = Graph.of(dict(_entries(entries(), cited=False)))
    yield from _results(checks, lists)
    documents = _entries(entries(), cited=True)
    while some := dict(islice(documents, _TOGETHER)):
        yield from _results(checks, Graph.of(some, lists))


def _entries(lines: Iterable[str], *, cited: bool) -> Iterator[tuple[str, Facts]]:
    """Give the entries that are cited documents, or the others: only their lines are taken apart."""
    parted = map(str.partition, lines, repeat(" "))
    for subject, found in groupby(parted, key=itemgetter(0)):
        said = [statement for _, _, statement in found]
        if any(map(str.startswith, said, repeat(_CITED))) == cited:
            yield subject, facts.gathered(map(stated, said))


def of_release(release: Release, validator: Validator) -> Iterator[Result]:
    """Check all cables of a release and its vocabulary."""
    behind = _Stored(release.store.engine, Names(release.base).graph("vocabulary"))
    for data in cables(release, 1):
        yield from _results(validator, data.before(behind))
    yield from vocabulary(lambda: release.lines("vocabulary"), validator)


def cables(release: Release, together: int) -> Iterator[Graph]:
    """Give the cables of a release, so many in one graph."""
    quads = map(from_line, release.lines("cables"))
    lists = ([quad[:3] for quad in found] for _, found in groupby(quads, key=lambda quad: quad.graph))
    while some := list(islice(lists, together)):
        yield Graph(chain.from_iterable(some))


class _Looked(dict[str, Facts]):
    """Facts of subjects, looked up in a store when they are asked for."""

    def __init__(self, find: Callable[[str], Facts]) -> None:
        super().__init__()
        self._find = find

    def get(self, subject: str, default: Any = None) -> Any:
        """Give the facts of a subject."""
        if subject not in self:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[subject] = self._find(subject)
        return self[subject] or default


class _Stored(Graph):
    """A graph of a store as background."""

    def __init__(self, engine: Any, graph: str) -> None:
        super().__init__()
        self._engine = engine
        self._graph = to_oxigraph(f"<{graph}>")
        self.own = _Looked(self._of)

    def _quads(self, subject: str = "", predicate: str = "", value: str = "") -> Iterator[Any]:
        pattern = (to_oxigraph(term) if term else None for term in (subject, predicate, value))
        return self._engine.quads_for_pattern(*pattern, self._graph)  # type: ignore[no-any-return]

    def _of(self, subject: str) -> Facts:
        quads = self._quads(subject) if subject.startswith("<") else ()
        return facts.gathered((of_oxigraph(quad.predicate), of_oxigraph(quad.object)) for quad in quads)

    @cached_property
    def names_subclasses(self) -> bool:
        """Tell whether the graph states a subclass."""
        return next(self._quads("", SUBCLASS), None) is not None

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Give the subjects that have a value of a property."""
        return [of_oxigraph(quad.subject) for quad in self._quads("", predicate, value)]

    @property
    def predicates(self) -> Iterable[str]:
        """The predicates of the graph."""
        return dict.fromkeys(of_oxigraph(quad.predicate) for quad in self._quads())

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give the subjects and values of a property."""
        return ((of_oxigraph(quad.subject), of_oxigraph(quad.object)) for quad in self._quads("", predicate))

    @property
    def nodes(self) -> Iterable[str]:
        """The subjects and values of the graph."""
        ends = ((of_oxigraph(quad.subject), of_oxigraph(quad.object)) for quad in self._quads())
        return dict.fromkeys(chain.from_iterable(ends))
