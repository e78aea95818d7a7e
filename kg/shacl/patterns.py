"""sh:pattern: a test that takes a time linear in the text, whatever the pattern.

Facts
-----
* Patterns with few ways to read a text are matched by Python's `re`, which tries these at most; from each place of
  the text anew unless the pattern begins with ^, so that what repeats without end is looked for in short texts only.
* A text is first looked through for letters without which the pattern cannot match.
* All other patterns are matched by REGEX of Oxigraph, an automaton without backtracking.
* Back-references and look-around need backtracking and are refused; XPath has no look-around anyway.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from kg.errors import InputError
from kg.shacl.expressions import LONGEST_PATTERN, Expression
from kg.shacl.fragments import fragments, sought
from kg.shacl.ways import endless, few_for_short, ways

Matches = Callable[[str], Any]


class Pattern(NamedTuple):
    """A pattern: fragments of which a text must hold one, in the case of the text or `folded`, and the test itself.

    `in_folded` is the test of an ASCII text in one case, which is some five times as fast as one of any case.
    """

    fragments: Sequence[str]
    folded: bool
    found: Matches
    in_folded: Matches | None = None


_FLAGS: Final = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": 0, "q": 0}
_LONGEST_SEARCH: Final = 3_000
"""Characters that a pattern without ^ is searched in by Python."""
_REMEMBERED: Final = 2_000
_SHORT: Final = 200
_START: Final = "A-Z_a-z:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2c00-\u2fef\u3001-\ud7ff"
_NAMES: Final = {"i": _START, "c": _START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"}


def pattern(text: str, flags: str = "", shape: str = "") -> Pattern:
    """Make the test of a pattern; raises InputError when it is none, or cannot be matched in linear time.

    >>> pattern("^(a+)+$").found("a" * 5000 + "!")
    False
    """
    try:
        return _pattern(text, flags)
    except InputError as error:
        raise InputError(f"sh:pattern of {shape}: {error.reason}", code="shapes") from error


@lru_cache(maxsize=256)
def _pattern(text: str, flags: str) -> Pattern:
    if unknown := set(flags) - set(_FLAGS):
        raise InputError(f"flags {''.join(sorted(unknown))!r} are not known; there are s, m, i, x and q")
    if len(text) > LONGEST_PATTERN:
        raise InputError(f"the pattern is longer than {LONGEST_PATTERN:,} characters")
    read = _escaped(text) if "q" in flags else _named(_packed(text) if "x" in flags else text)
    expression = Expression(read, many_lines="m" in flags, any_case="i" in flags)
    slow = _automaton(read.replace("-[", "--["), "".join(flag for flag in flags if flag in "smi"))
    wanted = sought(fragments(expression.node, any_case="i" in flags))
    longest = _longest(expression)
    if not longest:
        return Pattern(wanted, "i" in flags, _remembering(slow))
    options = re.NOFLAG
    for flag in flags:
        options |= _FLAGS[flag]
    found = re.compile(expression.python, options).search
    if (letters := _letters(expression)) and "i" not in flags:
        return Pattern((), False, lambda value: not _without(value, letters) if value.isascii() else found(value))
    if longest == sys.maxsize and expression.anchored:
        # at one place of a text the pattern is tried sooner than its letters are looked for in all of it
        return Pattern((), "i" in flags, found)
    if longest == sys.maxsize:
        lower = "i" in flags and expression.python.isascii() and not _UPPER.search(expression.python)
        in_folded = re.compile(expression.python, options & ~re.IGNORECASE).search if lower else None
        return Pattern(wanted, "i" in flags, found, in_folded)
    return Pattern(wanted, "i" in flags, lambda value: found(value) if len(value) <= longest else slow(value))


_UPPER: Final = re.compile(r"(?<!\\)(?:\\\\)*[A-Z]")


def _letters(expression: Expression) -> bytes:
    """Give the characters of ASCII that a pattern like ^[a-z]*$ allows: a text is rid of them some six times sooner."""
    pieces = [part for part in expression.node.parts if part.kind != "cat" or part.parts]
    whole = expression.anchored and expression.text.endswith("*$")
    if not whole or [(one.kind, one.least, one.most) for one in pieces] != [("rep", 0, None)]:
        return b""
    (repeated,) = pieces[0].parts
    return "".join(repeated.characters.ascii).encode() if repeated.kind == "set" else b""


def _without(text: str, letters: bytes) -> bytes:
    return text.encode("ascii").translate(None, letters)


def _longest(expression: Expression) -> int:
    """Give how long a text may be for Python, 0 when none may be."""
    if not expression.python:
        return 0
    if ways(expression.node):
        return _LONGEST_SEARCH if endless(expression.node) and not expression.anchored else sys.maxsize
    return _SHORT if expression.anchored and few_for_short(expression.node) else 0


def _remembering(matches: Matches) -> Matches:
    known = lru_cache(maxsize=_REMEMBERED)(matches)
    return lambda value: known(value) if len(value) <= _SHORT else matches(value)


def _escaped(text: str) -> str:
    return re.sub(r"([\\.\[\](){}?*+|^$\-])", r"\\\1", text)


_CLASS_OR_SPACE: Final = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|[ \t\n\r]+", re.DOTALL)


def _packed(text: str) -> str:
    """Leave out blanks, which the flag x allows between the pieces, but not in classes."""
    return _CLASS_OR_SPACE.sub(lambda match: match[1] or "", text)


_PIECE: Final = re.compile(r"\\(.)|([\[\]])", re.DOTALL)


def _named(text: str) -> str:
    r"""Write out \i and \c, the characters that begin and make XML names."""
    depth = 0

    def written(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2]:
            depth += 1 if match[2] == "[" else -1
            return match[2]
        if (name := match[1]) not in "iIcC":
            return match[0]
        if depth and name.isupper():
            raise InputError(f"\\{name} in a class cannot be written out")
        return _NAMES[name] if depth else f"[{'^' if name.isupper() else ''}{_NAMES[name.lower()]}]"

    return _PIECE.sub(written, text)


def _automaton(text: str, flags: str) -> Matches:
    """Make the test that Oxigraph runs; raises InputError when it knows no such pattern."""
    import pyoxigraph  # noqa: PLC0415

    store = pyoxigraph.Store()
    given = f"{pyoxigraph.Literal(text)}, {pyoxigraph.Literal(flags)}"

    def answer(value: str) -> str:
        found = store.query(f"SELECT (REGEX({pyoxigraph.Literal(value)}, {given}) AS ?found) {{}}")
        term = next(iter(found))[0]  # type: ignore[arg-type]
        return "" if term is None else term.value

    if not answer(""):
        raise InputError(f"{text[:80]!r} is no pattern of XPath")
    return lambda value: answer(value) == "true"
