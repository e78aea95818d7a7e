"""What a text must hold before a pattern can be found in it: a look for a few letters costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.shacl.expressions import Node

SHORTEST: Final = 2
"""Letters of a fragment that is worth looking for; one sign is rare enough."""


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
        letter, more = _letters(part, any_case=any_case)
        run += letter
        if more:
            continue
        for found in ((run,), _within(part, any_case=any_case)):
            if _worth(found) > _worth(best):
                best = found
        run = ""
    return best if _worth(best) >= SHORTEST else ()


def sought(found: Sequence[str]) -> tuple[str, ...]:
    """Give what is looked for of fragments: of one with a rare sign that sign, which is found some ten times sooner.

    Python looks for the last letter first, so that a blank at the end would stop it at each word.

    >>> sought(("&amp;", "&quot;", "summary", "PAGE "))
    ('&', 'summary', 'PAGE')
    """
    return tuple(dict.fromkeys(next((sign for sign in one if sign in _RARE), _ending(one)) for one in found))


def _ending(fragment: str) -> str:
    return found if len(found := fragment.rstrip(" ")) >= SHORTEST else fragment


def _flat(node: Node) -> Iterator[Node]:
    if node.kind != "cat":
        yield node
        return
    for part in node.parts:
        # what stands for no character, such as ^, ends a run
        yield from _flat(part) if part.parts else (part,)


def _letters(part: Node, *, any_case: bool) -> tuple[str, bool]:
    """Give the characters that a piece stands for, and whether what follows it follows them."""
    if part.kind == "rep":
        one, _ = _letters(part.parts[0], any_case=any_case)
        return one * min(part.least, _FEW), part.least == part.most and part.least <= _FEW and bool(one)
    if part.kind != "set":
        return "", False
    plain, others = part.characters
    found = {character.casefold() for character in plain} if any_case else plain
    # with any case, k and s have relatives beyond ASCII, which are folded to them
    if len(found) != 1 or (others and not (any_case and found <= {"k", "s"})):
        return "", False
    return next(iter(found)), True


_FEW: Final = 9


def _within(part: Node, *, any_case: bool) -> tuple[str, ...]:
    if part.kind == "alt":
        branches = [fragments(one, any_case=any_case) for one in part.parts]
        return tuple(one for branch in branches for one in branch) if all(branches) else ()
    if part.kind == "rep" and part.least:
        return fragments(part.parts[0], any_case=any_case)
    return ()


def _worth(found: Sequence[str]) -> int:
    return min(map(_worth_of_one, found), default=0)


def _worth_of_one(fragment: str) -> int:
    if fragment.replace(" ", "a").isalnum():
        return len(fragment)
    return (4 if _RARE & set(fragment) else 2) * len(fragment)


_RARE: Final = frozenset("\\#&*_$<>|~^@=+%{}")
"""Signs that prose has none of: one tells more than three letters."""
