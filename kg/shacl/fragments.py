"""What a text must hold before a pattern can be found in it: a look for a few letters costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.shacl.expressions import Node

SHORTEST: Final = 2
"""Characters of a fragment that is worth looking for."""


def fragments(node: Node, *, any_case: bool) -> tuple[str, ...]:
    """Give fragments of which a text that matches holds one; none when there is nothing to look for.

    With any case they are in lower case, and to be looked for in a text whose case is folded.

    >>> from kg.shacl.expressions import Expression
    >>> fragments(Expression("(^|x) *end( of)? (summary|paper)", many_lines=False, any_case=True).node, any_case=True)
    ('summary', 'paper')
    """
    best: tuple[str, ...] = ()
    run = ""
    for part in (*_flat(node), Node("cat")):
        if letter := _letter(part, any_case=any_case):
            run += letter
            continue
        for found in ((run,), _within(part, any_case=any_case)):
            if _worth(found) > _worth(best):
                best = found
        run = ""
    return best if _worth(best) >= SHORTEST else ()


def _flat(node: Node) -> Iterator[Node]:
    if node.kind != "cat":
        yield node
        return
    for part in node.parts:
        # what stands for no character, such as ^, ends a run
        yield from _flat(part) if part.parts else (part,)


def _letter(part: Node, *, any_case: bool) -> str:
    """Give the character that a set stands for."""
    if part.kind != "set":
        return ""
    plain, others = part.characters
    found = {character.casefold() for character in plain} if any_case else plain
    # with any case, k and s have relatives beyond ASCII, which are folded to them
    if len(found) != 1 or (others and not (any_case and found <= {"k", "s"})):
        return ""
    return next(iter(found))


def _within(part: Node, *, any_case: bool) -> tuple[str, ...]:
    if part.kind == "alt":
        branches = [fragments(one, any_case=any_case) for one in part.parts]
        return tuple(one for branch in branches for one in branch) if all(branches) else ()
    if part.kind == "rep" and part.least:
        return fragments(part.parts[0], any_case=any_case)
    return ()


def _worth(found: Sequence[str]) -> int:
    return min(map(len, found), default=0)
