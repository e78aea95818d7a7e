"""In how many ways a matcher that backtracks may read a text by a pattern.

Facts
-----
* A backtracking matcher takes exponential time for some patterns: `^(a+)+$` on 26 letters took 5 seconds.
  It never tries twice when at each step the next character allows one way on: the pattern is then strongly
  deterministic (Brueggemann-Klein and Wood, "One-Unambiguous Regular Languages", 1998), which the positions
  of its characters and what may follow each of them tell (Glushkov). A choice outside of all repetitions, as in
  `([0-9]{2}|[0-9]{4})Z`, makes it try a few times, however long the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kg.shacl.expressions import Characters, Node

MOST_POSITIONS: Final = 1_000
MOST_WAYS: Final = 64
MOST_PIECES: Final = 10_000
"""Of a pattern with its repetitions written out: "((){1000}){1000}" has a million and no position."""


class Part(NamedTuple):
    """What a piece of a pattern does: positions that may come first and last, and whether it may be empty.

    `safe` is false where two ways through it read the same text.
    """

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    empty: bool = True
    safe: bool = True


class _TooLarge(Exception):  # noqa: N818 - never leaves this module
    pass


def ways(node: Node) -> int:
    """Count the ways in which a matcher that backtracks may read a text; 0 when they grow with the text.

    1 for a strongly deterministic pattern. Where two characters that may come next overlap, a choice is made; one
    that no repetition leads back to is made once, so that the ways are the product of such choices.
    """
    positions = _Positions()
    try:
        part = positions.of(node)
    except _TooLarge:
        return 0
    return positions.ways(part) if part.safe else 0


def few_for_short(node: Node) -> bool:
    """Tell whether the ways grow no faster than the text: one character is repeated without end, and nothing else."""
    positions = _Positions()
    try:
        part = positions.of(node)
    except _TooLarge:
        return False
    return part.safe and _loops(node) <= 1 and positions.ways(part, patient=True) > 0


def _loops(node: Node) -> int:
    """Count the repetitions without end; two where one repeats more than one character."""
    if node.kind == "rep" and node.most is None:
        return 1 if node.parts[0].kind == "set" else 2
    return sum(map(_loops, node.parts)) * (2 if node.kind == "rep" and node.most != 1 else 1)


def endless(node: Node) -> bool:
    """Tell whether a pattern repeats something without end."""
    return (node.kind == "rep" and node.most is None) or any(map(endless, node.parts))


class _Positions:
    """The positions of a pattern's characters, and which may follow each."""

    def __init__(self) -> None:
        self.pieces = 0
        self.sets: list[Characters] = []
        self.follow: list[set[int]] = []

    def alone(self, positions: Iterable[int]) -> bool:
        """Tell whether no two of some positions accept the same character."""
        met = Characters(frozenset(), others=False)
        for one in positions:
            found = self.sets[one]
            if found.meets(met):
                return False
            met = Characters(met.ascii | found.ascii, met.others or found.others)
        return True

    def ways(self, part: Part, *, patient: bool = False) -> int:
        """Multiply the choices; 0 for one that a repetition leads back to (unless patient), or for too many."""
        found = self.choices(part.first)
        for position, follow in enumerate(self.follow):
            if found > MOST_WAYS:
                return 0
            if self.alone(follow):
                continue
            if not self.comes_back(position):
                found *= self.choices(follow)
            elif not patient:
                return 0
        return found if found <= MOST_WAYS else 0

    def choices(self, positions: Iterable[int]) -> int:
        """Give how many positions share a character with another one, 1 when none does."""
        several = list(positions)
        if self.alone(several):
            return 1
        if len(several) > MOST_WAYS:
            return MOST_WAYS + 1
        return sum(1 for one in several if any(one != other and self.meet(one, other) for other in several))

    def meet(self, one: int, other: int) -> bool:
        return self.sets[one].meets(self.sets[other])

    def comes_back(self, position: int) -> bool:
        """Tell whether a position may follow itself."""
        met: set[int] = set()
        todo = list(self.follow[position])
        while todo:
            one = todo.pop()
            if one == position:
                return True
            if one not in met:
                met.add(one)
                todo += self.follow[one]
        return False

    def of(self, node: Node) -> Part:
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise _TooLarge
        if node.kind == "set":
            return self._set(node.characters)
        if node.kind == "rep":
            return self._repeated(node)
        parts = [self.of(one) for one in node.parts]
        return self._cat(parts) if node.kind == "cat" else self._alt(parts)

    def _set(self, characters: Characters) -> Part:
        if len(self.sets) >= MOST_POSITIONS:
            raise _TooLarge
        self.sets.append(characters)
        self.follow.append(set())
        return Part((len(self.sets) - 1,), (len(self.sets) - 1,), empty=False)

    def _cat(self, parts: Sequence[Part]) -> Part:
        whole = Part()
        for part in parts:
            self._link(whole.last, part.first)
            whole = Part(
                (*whole.first, *part.first) if whole.empty else whole.first,
                (*whole.last, *part.last) if part.empty else part.last,
                whole.empty and part.empty,
                whole.safe and part.safe,
            )
        return whole

    @staticmethod
    def _alt(parts: Sequence[Part]) -> Part:
        return Part(
            tuple(one for part in parts for one in part.first),
            tuple(one for part in parts for one in part.last),
            any(part.empty for part in parts),
            all(part.safe for part in parts) and sum(part.empty for part in parts) <= 1,
        )

    def _repeated(self, node: Node) -> Part:
        (inner,) = node.parts
        parts = [self.of(inner) for _ in range(node.least)]
        if node.most is None:
            parts.append(self._star(self.of(inner)))
        else:
            parts += [self.of(inner) for _ in range(node.most - node.least)]
        if any(part.empty for part in parts[: node.least]) and (node.most or 2) > 1:
            return self._cat(parts)._replace(safe=False)
        return self._cat([*parts[: node.least], self._optional(parts[node.least :])])

    def _optional(self, parts: Sequence[Part]) -> Part:
        """Nest what may follow: (a(a(a)?)?)? has one way to read "aa", a?a?a? has three."""
        whole = Part()
        for part in reversed(parts):
            safe = part.safe and (not part.empty or part.first == () or part is parts[-1])
            whole = self._cat([part._replace(safe=safe), whole])._replace(empty=True)
        return whole

    def _star(self, part: Part) -> Part:
        loops = any(first in self.follow[last] for last in part.last for first in part.first)
        self._link(part.last, part.first)
        return part._replace(empty=True, safe=part.safe and not part.empty and not loops)

    def _link(self, lasts: Iterable[int], firsts: Sequence[int]) -> None:
        for last in lasts:
            self.follow[last].update(firsts)
