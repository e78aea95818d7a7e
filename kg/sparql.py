"""A look at a SPARQL text before an engine sees it.

Facts
-----
* The engine has no switch for SERVICE, no timeout and a recursive parser: 4.7 kB of nested function calls
  end its process (measured with pyoxigraph 0.5.13). The largest query of the W3C suites has 3,145 tokens and
  nests five deep, so the limits below refuse nothing that people write.
* Its planner looks at the order of joins for longer than they take: 100 patterns about one subject in one group
  1.3 s, 200 patterns 19 s; a path of 400 steps 5 s. Alternatives and options are no joins.
* It gives the columns of SELECT * by the alphabet; people expect them as they stand in the query.
* A union over all graphs as default graph overrides FROM, so it is asked for only without one.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import LimitError, UsageError

LARGEST_QUERY: Final = 64 * 1024
MOST_TOKENS: Final = 5_000
DEEPEST: Final = 32
LONGEST_RUN: Final = 500
"""Of one operator in a row: `true||true||..` and `!!!!..` nest inside the engine without a bracket."""
MOST_JOINED: Final = 100
"""Patterns and steps of paths in one group; what a template of CONSTRUCT makes is not counted."""

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<string>\"\"\"(?:(?:\"|\"\")?[^\"\\]|\\.)*\"\"\"|'''(?:(?:'|'')?[^'\\]|\\.)*'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<word>[^\W\d][\w\-]*(?::[^\s{}()\[\],;|^/*+?!=<>\"']*)?|[?$]\w+|:[^\s{}()\[\],;|^/*+?!=<>\"']*)"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<other>\d[\w.]*|\S)",
    re.DOTALL,
)


class Look(NamedTuple):
    """What a query text holds."""

    tokens: int
    depth: int
    run: int
    joined: int
    keywords: frozenset[str]
    star: int = -1
    """Place of the * of the outermost SELECT, -1 when there is none."""
    variables: tuple[str, ...] = ()
    """Names of variables, in the order of their first appearance."""

    @property
    def names_graphs(self) -> bool:
        """Tell whether the query chooses its own dataset."""
        return "FROM" in self.keywords


_KEYWORDS: Final = frozenset({"FROM", "SERVICE", "LOAD", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def look(query: str) -> Look:
    """Count tokens, nesting and joins, and find keywords and variables outside strings, IRIs and comments.

    >>> look('SELECT * { ?s ?p "SERVICE" } # FROM').keywords
    frozenset({'SELECT'})
    """
    tokens = run = longest = 0
    keywords: set[str] = set()
    variables: dict[str, None] = {}
    groups, star, last = _Groups(), -1, ""
    for match in _TOKEN.finditer(query):
        kind, text = match.lastgroup or "", match.group()
        if kind == "comment":
            continue
        tokens += 1
        word = text.upper() if kind == "word" else text
        if word == "*" and last in _BEFORE_STAR and groups.depth == 0:
            star = match.start()
        groups.take(kind, word, last)
        run = run + 1 if kind == "other" and word == last else 1
        longest, last = max(longest, run), word
        if word in _KEYWORDS:
            keywords.add(word)
        elif word[0] in "?$" and kind == "word":
            variables[text[1:]] = None
    return Look(tokens, groups.deepest, longest, groups.most, frozenset(keywords), star, tuple(variables))


_BEFORE_STAR: Final = frozenset({"SELECT", "DISTINCT", "REDUCED"})


class _Groups:
    """The brackets around a word, and how much is joined in the group of each pair of braces."""

    def __init__(self) -> None:
        self.deepest = self.most = 0
        self._open: list[tuple[str, list[int]]] = [("", [0])]

    @property
    def depth(self) -> int:
        return len(self._open) - 1

    def take(self, kind: str, word: str, last: str) -> None:
        """Go on by one word; `last` is the one before it."""
        bracket, joined = self._open[-1]
        if kind == "open":
            if word == "{" and last in {"}", "."}:
                self._join(joined)
            inner = [-MOST_TOKENS if last == "CONSTRUCT" else 0]
            self._open.append((word, inner if word == "{" else joined))
            self.deepest = max(self.deepest, self.depth)
        elif kind == "close":
            del self._open[max(1, self.depth) :]
        elif word == "/" or (word[-1] in ".;," and kind != "string" and bracket in {"{", "["}):
            self._join(joined)

    def _join(self, joined: list[int]) -> None:
        joined[0] += 1
        self.most = max(self.most, joined[0])


def check(query: str) -> Look:
    """Refuse what would reach out or bring the engine down.

    Raises LimitError for a query beyond a limit, UsageError for SERVICE.
    """
    if len(query.encode(errors="surrogatepass")) > LARGEST_QUERY:
        raise LimitError(f"the query is longer than {LARGEST_QUERY:,} bytes")
    found = look(query)
    for value, limit, what in (
        (found.tokens, MOST_TOKENS, "tokens"),
        (found.depth, DEEPEST, "levels of nesting"),
        (found.run, LONGEST_RUN, "times one operator in a row"),
        (found.joined, MOST_JOINED, "patterns in one group"),
    ):
        if value > limit:
            raise LimitError(f"the query has {value:,} {what}; {limit:,} are allowed")
    if "SERVICE" in found.keywords:
        raise UsageError("SERVICE is refused: this endpoint asks no other one")
    return found
