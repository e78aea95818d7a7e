"""Regular expressions of XPath, read far enough to know how they can be matched.

Facts
-----
* sh:pattern is REGEX of SPARQL, which is fn:matches of XPath: `$` is the very end, no look-around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kg.errors import InputError

LONGEST_PATTERN: Final = 5_000
DEEPEST_PATTERN: Final = 50

_ASCII: Final = frozenset(map(chr, range(128)))
_DIGITS: Final = frozenset("0123456789")
_WORD: Final = frozenset(character for character in _ASCII if character.isalnum() or character == "_")
_SPACE: Final = frozenset(character for character in _ASCII if character.isspace())
_CONTROL: Final = {"n": "\n", "r": "\r", "t": "\t"}


class Characters(NamedTuple):
    """A set of characters: those of ASCII, and whether any other may be in it."""

    ascii: frozenset[str]
    others: bool

    def meets(self, other: Characters) -> bool:
        """Tell whether two sets may share a character."""
        return (self.others and other.others) or not self.ascii.isdisjoint(other.ascii)


_CATEGORIES: Final = {
    "d": Characters(_DIGITS, others=True),
    "w": Characters(_WORD, others=True),
    "s": Characters(_SPACE, others=True),
    "D": Characters(_ASCII - _DIGITS, others=True),
    "W": Characters(_ASCII - _WORD, others=True),
    "S": Characters(_ASCII - _SPACE, others=True),
    "p": Characters(_ASCII, others=True),
    "P": Characters(_ASCII, others=True),
}
_ANY: Final = Characters(_ASCII, others=True)


class Node(NamedTuple):
    """A piece of the syntax: a set of characters, or `cat`, `alt`, `rep` of others; `rep` has bounds."""

    kind: str
    parts: tuple[Node, ...] = ()
    characters: Characters = _ANY
    least: int = 1
    most: int | None = 1


_QUANTIFIER: Final = re.compile(r"([?*+])|\{([0-9]+)(,?)([0-9]*)\}")
_BOUNDS: Final[dict[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_MOST_TIMES: Final = 1_000


class Expression:
    """A pattern that is being read; `node` is its syntax, `python` its text for the `re` module or ""."""

    def __init__(self, text: str, *, many_lines: bool, any_case: bool) -> None:
        self.text = text
        self.end = r"$" if many_lines else r"\Z"
        self.any_case = any_case
        self.at = 0
        self.depth = 0
        self.portable = True
        self.out: list[str] = []
        self.node = self._alternatives()
        self.anchored = text.startswith("^") and self.node.kind != "alt" and not many_lines
        if self.at < len(text):
            raise self._wrong("a ) without (")

    @property
    def python(self) -> str:
        """The pattern as Python writes it, "" when Python cannot match it."""
        return "".join(self.out) if self.portable else ""

    def _wrong(self, why: str) -> InputError:
        return InputError(f"{self.text[:80]!r} is no pattern: {why}", code="shapes")

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        self.at += 1
        character = self.text[self.at - 1 : self.at]
        if not character:
            raise self._wrong("it ends too early")
        return character

    def _alternatives(self) -> Node:
        branches = [self._branch()]
        while self._peek() == "|":
            self.out.append(self._take())
            branches.append(self._branch())
        return Node("alt", tuple(branches)) if len(branches) > 1 else branches[0]

    def _branch(self) -> Node:
        pieces: list[Node] = []
        while self._peek() not in {"", "|", ")"}:
            atom = self._atom()
            pieces.append(self._quantified(atom))
        return Node("cat", tuple(pieces))

    def _quantified(self, atom: Node) -> Node:
        match = _QUANTIFIER.match(self.text, self.at)
        if not match:
            return atom
        self.at = match.end()
        self.out.append(match.group())
        least, most = _BOUNDS[match[1]] if match[1] else (int(match[2]), int(match[4] or 0) if match[4] else None)
        if match[2] and not match[3]:
            most = least
        if (most is not None and most < least) or max(least, most or 0) > _MOST_TIMES:
            raise self._wrong(f"{match.group()} counts backwards or too far")
        if self._peek() == "?":
            self.out.append(self._take())
        if _QUANTIFIER.match(self.text, self.at):
            raise self._wrong("two quantifiers in a row")
        return Node("rep", (atom,), least=least, most=most)

    def _atom(self) -> Node:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return Node("set", characters=self._class())
        if character == "\\":
            return Node("set", characters=self._escape(self.out))
        if character in "^$":
            self.out.append(character if character == "^" else self.end)
            return Node("cat")
        if character in "?*+{":
            raise self._wrong(f"nothing before {character}")
        self.out.append("." if character == "." else re.escape(character))
        return Node("set", characters=_ANY if character == "." else self._of({character}))

    def _group(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST_PATTERN:
            raise self._wrong(f"groups nest deeper than {DEEPEST_PATTERN} levels")
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            raise self._wrong("look-around and flags in (?..) are not part of XPath")
        self.out.append("(?:")
        node = self._alternatives()
        if self._take() != ")":
            raise self._wrong("a ( without )")
        self.out.append(")")
        self.depth -= 1
        return node

    def _of(self, characters: Iterable[str]) -> Characters:
        found = set(characters)
        if self.any_case:
            found |= {character.swapcase() for character in found}
        plain = _ASCII.intersection(found)
        # with any case, K and s have relatives beyond ASCII
        return Characters(plain, others=len(plain) < len(found) or (self.any_case and not plain.isdisjoint("KkSs")))

    def _escape(self, out: list[str]) -> Characters:
        character = self._take()
        if character in "pP":
            self._property()
            return _CATEGORIES[character]
        out.append(f"\\{character}")
        if character in _CATEGORIES:
            return _CATEGORIES[character]
        if character.isalnum() and character not in _CONTROL:
            raise self._wrong(f"\\{character} is no escape that can be matched in linear time")
        return self._of({_CONTROL.get(character, character)})

    def _property(self) -> None:
        self.portable = False
        end = self.text.find("}", self.at)
        if self._peek() != "{" or end < 0:
            raise self._wrong("\\p without {..}")
        self.at = end + 1

    def _class(self) -> Characters:
        mark = len(self.out)
        self.out.append("[")
        negated = self._peek() == "^"
        if negated:
            self.out.append(self._take())
        found = Characters(frozenset(), others=False)
        while self._peek() != "]" and not self.text.startswith("-[", self.at):
            item = self._item()
            found = Characters(found.ascii | item.ascii, found.others or item.others)
        if self._peek() == "-":
            self._subtraction()
        if self._take() != "]" or len(self.out) == mark + 1 + negated:
            raise self._wrong("a class of no characters, or one that does not end")
        self.out.append("]")
        return Characters(_ASCII - found.ascii, others=True) if negated else found

    def _item(self) -> Characters:
        low, set_of = self._single()
        if not low or self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in {"]", "["}:
            return set_of
        self.out.append(self._take())
        high, _ = self._single()
        if not high or high < low:
            raise self._wrong("a range that ends before it begins")
        plain = {chr(code) for code in range(ord(low), min(ord(high), 127) + 1)}
        return self._of(plain | {high})

    def _single(self) -> tuple[str, Characters]:
        """Read a character that stands in a class; "" for an escape that is a class itself."""
        character = self._take()
        if character == "\\":
            kind = self._peek()
            set_of = self._escape(self.out)
            return ("", set_of) if kind in _CATEGORIES else (_CONTROL.get(kind, kind), set_of)
        if character == "[":
            raise self._wrong("a [ in a class needs a backslash")
        self.out.append(re.escape(character))
        return character, self._of({character})

    def _subtraction(self) -> None:
        """Read [a-z-[aeiou]]: what is taken away is counted in, which is on the safe side."""
        self.portable = False
        self.at += 2
        kept = self.out
        self.out = []
        self._class()
        self.out = kept
