"""How far a validation may go: a stranger's shapes may ask for more than a life is long.

Facts
-----
* Paths within paths, patterns that join without a common variable and unions of unions take exponential time in
  the length of what asks for them; one step is a fraction of a microsecond to a few microseconds of Python.
"""

from __future__ import annotations

from typing import Final, NoReturn

from kg.errors import LimitError

MOST_STEPS: Final = 2_000_000
"""Solutions that one query may try for one focus node: some seconds."""
MOST_STEPS_IN_ALL: Final = 20_000_000
"""Nodes that paths may reach and solutions that queries may try while one graph is validated: some ten seconds."""


class Steps:
    """The steps of one validation: those of the query that is being answered, and those of all before it."""

    __slots__ = ("before", "most", "taken")

    def __init__(self) -> None:
        self.taken = 0
        self.before = 0
        self.most = MOST_STEPS

    def begin(self) -> None:
        """Begin to answer a query."""
        self.spend(self.taken)
        self.taken = 0

    def step(self) -> None:
        """Count a solution that a query tries; raises LimitError beyond the limit of a query."""
        self.taken += 1
        if self.taken > self.most:
            self.stop()

    def take(self, number: int) -> None:
        """Count so many solutions."""
        self.taken += number
        if self.taken > self.most:
            self.stop()

    def stop(self) -> NoReturn:
        """Give up a query."""
        raise LimitError(f"a query of the shapes took more than {self.most:,} steps for one node")

    def spend(self, number: int) -> None:
        """Count steps; raises LimitError beyond the limit of a validation."""
        self.before += number
        if self.before > MOST_STEPS_IN_ALL:
            raise LimitError(f"the validation took more than {MOST_STEPS_IN_ALL:,} steps: the shapes ask for too much")
