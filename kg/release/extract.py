"""Part of a release: the cables that meet conditions, with the vocabulary entries that they use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from kg import terms
from kg.cable import Tag
from kg.entries import Entries
from kg.errors import UsageError
from kg.formats import from_line
from kg.release.opened import GRAPHS, Release
from kg.release.shown import bare_id
from kg.terms import Names, Quad, Term
from kg.vocabulary import FOLLOWED, vocabulary

Fact = tuple[Term, Term]


def _id(value: str, entries: Entries) -> set[Fact]:
    name = bare_id(value, entries.names.base)
    return {(terms.IDENTIFIER, terms.text(entries.known.identity(name).id))}


def _tag(value: str, entries: Entries) -> set[Fact]:
    return {(terms.ck("tag"), entries.tag(Tag(value.upper())))}


def _year(value: str, _: Entries) -> set[Fact]:
    return {(terms.ck("year"), terms.integer(int(value)))} if value.isdigit() else set()


def _sender(value: str, entries: Entries) -> set[Fact]:
    code = "".join(value.upper().split())
    station = entries.known.stations.get(code, code)
    return {(terms.ck("sender"), entries.agency(value)), (terms.ck("station"), entries.station(station))}


def _classification(value: str, entries: Entries) -> set[Fact]:
    level = entries.level(value.upper())
    return {(terms.ck("classification"), level)} if level else set()


CONDITIONS: Final = MappingProxyType[str, Callable[[str, Entries], set[Fact]]](
    {"id": _id, "tag": _tag, "year": _year, "from": _sender, "classification": _classification}
)
"""Key of a condition -> the facts of which a cable must state one."""


def conditions(where: Iterable[str], base: str) -> list[set[Fact]]:
    """Read conditions such as "tag=PREL,year=2007"; raises UsageError for an unknown key or value."""
    entries = Entries(Names(base), vocabulary())
    found: list[set[Fact]] = []
    for part in (part for text in where for part in text.split(",") if part.strip()):
        key, _, value = part.partition("=")
        facts = (
            CONDITIONS[key.strip()](value.strip(), entries) if key.strip() in CONDITIONS and value.strip() else set()
        )
        if not facts:
            raise UsageError(f"condition {part!r} cannot be read; write KEY=VALUE with KEY of {', '.join(CONDITIONS)}")
        found.append(facts)
    return found


def extract(release: Release, where: Sequence[str] = ()) -> Iterator[Quad]:
    """Stream the quads of a release, or of the cables that meet all conditions and what explains them."""
    wanted = conditions(where, release.base)
    if not wanted:
        yield from map(from_line, release.lines(*GRAPHS))
        return
    used: set[Term] = set()
    subjects: set[Term] = set()
    for _, group in groupby(map(from_line, release.lines("cables")), key=lambda quad: quad.graph):
        quads = list(group)
        facts = {(quad.predicate, quad.object) for quad in quads}
        if all(facts & alternatives for alternatives in wanted):
            used.update(quad.object for quad in quads if quad.object.startswith("<"))
            subjects.add(quads[0].subject)
            yield from quads
    yield from _explaining(release, used)
    yield from _about(release, subjects)


def _explaining(release: Release, used: set[Term]) -> Iterator[Quad]:
    """Give the entries in use, and those that they need."""
    entries: dict[Term, list[Quad]] = defaultdict(list)
    for quad in map(from_line, release.lines("vocabulary")):
        entries[quad.subject].append(quad)
    waiting = [term for term in used if term in entries]
    wanted = set(waiting)
    while waiting:
        links = {
            quad.object for quad in entries[waiting.pop()] if quad.predicate in FOLLOWED and quad.object in entries
        }
        waiting += links - wanted
        wanted |= links
    yield from (quad for subject in sorted(wanted) for quad in entries[subject])


def _about(release: Release, subjects: set[Term]) -> Iterator[Quad]:
    """Give the validation results about these cables."""
    in_cable = terms.ck("inCable")
    for _, group in groupby(map(from_line, release.lines("quality")), key=lambda quad: quad.subject):
        quads = list(group)
        if any(quad.predicate == in_cable and quad.object in subjects for quad in quads):
            yield from quads
