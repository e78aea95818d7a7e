"""A compiled shape: two functions, one that finds all and one that only tells whether a node conforms.

Facts
-----
* Most shapes are parts of others, which write them into their own functions: a function is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from kg.shacl import writing
from kg.shacl.check import FAR, Check, Phrase
from kg.shacl.graph import Graph
from kg.shacl.paths import Path
from kg.shacl.writing import Conforms, Validate


class Shape:
    """A shape: its node, its path (a property shape's), its checks, and the shapes of sh:property."""

    def __init__(self, node: str, path: Path | None, checks: Sequence[Check], properties: Sequence[Shape]) -> None:
        self.node = node
        self.path = path
        self.checks = tuple(checks)
        self.properties = tuple(properties)

    @cached_property
    def validate(self) -> Validate:
        """The function that finds all that is wrong with a node."""
        return writing.validating(self)

    @cached_property
    def conforms(self) -> Conforms:
        """The function that tells whether a node conforms."""
        conforms = writing.conforming(self)
        return conforms if self._is_quick else _remembered(self.node, conforms)

    @property
    def _is_quick(self) -> bool:
        """Tell whether an answer is found as soon as it is looked up."""
        flat = not self.properties and all(check.nesting <= _FLAT for check in self.checks)
        return flat and (self.path is None or bool(self.path.predicate))

    @cached_property
    def nesting(self) -> int:
        """How many shapes within shapes are asked whether a node conforms."""
        if self.path is not None or self.properties:
            return FAR
        return max((check.nesting for check in self.checks), default=0)

    @cached_property
    def fails(self) -> Phrase:
        """Whether a node does not conform: in the words of the checks where these are few, else asked."""
        phrases = [phrase for check in self.checks if (phrase := self._phrase(check))]
        size = sum(phrase.size for phrase in phrases)
        if self.properties or len(phrases) < len(self.checks) or size > _LARGEST:
            return Phrase(lambda at: f"not {at.code.constant(self.conforms)}(graph, {at.value})", pure=False)
        return joined(" or ", phrases)

    def _phrase(self, check: Check) -> Phrase | None:
        """Give a check of a node as a phrase, or the count of the values of one of its properties."""
        if self.path is None:
            return check.fails
        predicate, lacks = self.path.predicate, check.lacks
        if not predicate or lacks is None or check.nesting:
            return None
        return Phrase(lambda at: lacks(at.code, at.values(predicate)), pure=False)


_FLAT: Final = 1
"""Levels of shapes within the checks of a shape that is quick."""
_LARGEST: Final = 12
"""Parts of a phrase that is written where it is asked: shapes that share parts would be written without end.

A phrase around one other counts as a part, or shapes within shapes would nest deeper than Python reads.
"""


def joined(word: str, phrases: Sequence[Phrase]) -> Phrase:
    """Join phrases by `or` or `and`; none give what `or` gives of nothing."""
    return Phrase(
        lambda at: word.join(f"({phrase.write(at)})" for phrase in phrases) or "False",
        all(phrase.pure for phrase in phrases),
        any(phrase.dear for phrase in phrases),
        sum(phrase.size for phrase in phrases) + (len(phrases) == 1),
    )


def inactive(node: str, path: Path | None) -> Shape:
    """Give a deactivated shape: every node conforms to it (section 2.1.5)."""
    return Shape(node, path, (), ())


def _remembered(node: str, conforms: Callable[[Graph, str], bool]) -> Conforms:
    """Remember the answer for each node of a graph: shapes that share parts would ask without end."""

    def remembering(graph: Graph, focus: str) -> bool:
        known = graph.answers.get((node, focus))
        if known is None:
            known = graph.answers[node, focus] = conforms(graph, focus)
        return known

    return remembering
