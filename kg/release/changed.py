"""What changed from one release to another: cables, entries of the vocabulary, validation results.

There are no blank nodes in dumps, so two releases are compared statement by statement, what belongs together at once:
the graph of a cable, the entry of a thing, a result. What a release says of itself differs always and is left out.
Memory holds a hash of each of them, and the statements of those that changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.release.opened import Release


class Change(NamedTuple):
    """A thing that is not the same in both: what was said of it, and what is, as lines of N-Quads."""

    kind: str
    thing: str
    old: frozenset[str]
    new: frozenset[str]

    @property
    def sign(self) -> str:
        """`+` for what came, `-` for what went, `~` for what changed."""
        return "~" if self.old and self.new else "+" if self.new else "-"

    @property
    def gone(self) -> list[str]:
        """The statements that are no longer made, sorted."""
        return sorted(self.old - self.new)

    @property
    def come(self) -> list[str]:
        """The statements that were not made before, sorted."""
        return sorted(self.new - self.old)


def _graph(line: str) -> str:
    return line.rsplit(" ", 2)[1]


def _subject(line: str) -> str:
    return line.partition(" ")[0]


BELONGING: Final = MappingProxyType({"cables": _graph, "vocabulary": _subject, "quality": _subject})
"""Kind of a dump -> what the statements of one thing have in common."""


def changes(old: Release, new: Release) -> Iterator[Change]:
    """Give what changed, in the order of the kinds and names; raises FaultError when a dump is damaged."""
    for kind, of in BELONGING.items():
        before, after = (dict(_hashes(release.lines(kind), of)) for release in (old, new))
        differing = {thing for thing in before.keys() | after.keys() if before.get(thing) != after.get(thing)}
        said = [dict(_stated(release.lines(kind), of, differing)) for release in (old, new)]
        for thing in sorted(differing):
            yield Change(kind, thing, *(one.get(thing, frozenset()) for one in said))


def _hashes(lines: Iterable[str], of: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    for thing, found in groupby(lines, of):
        yield thing, hashlib.blake2b("".join(sorted(found)).encode(), digest_size=16).digest()


def _stated(lines: Iterable[str], of: Callable[[str], str], wanted: set[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for thing, found in groupby(lines, of):
        if thing in wanted:
            yield thing, frozenset(found)
