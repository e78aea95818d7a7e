"""A look at a SPARQL text before an engine sees it.

Facts
-----
* The engine has no switch for SERVICE, no timeout and a recursive parser: 4.7 kB of nested function calls
  end its process (measured with pyoxigraph 0.5.13). The largest query of the W3C suites has 3,145 tokens and
  nests five deep, so the limits below refuse nothing that people write.
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
    keywords: frozenset[str]

    @property
    def names_graphs(self) -> bool:
        """Tell whether the query chooses its own dataset."""
        return "FROM" in self.keywords


_KEYWORDS: Final = frozenset({"FROM", "SERVICE", "LOAD", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def look(query: str) -> Look:
    """Count tokens, nesting and keywords outside strings, IRIs and comments.

    >>> look('SELECT * { ?s ?p "SERVICE" } # FROM').keywords
    frozenset({'SELECT'})
    """
    tokens = depth = deepest = run = longest = 0
    keywords: set[str] = set()
    last = ""
    for match in _TOKEN.finditer(query):
        if match.lastgroup == "comment":
            continue
        tokens += 1
        token = match.group().upper() if match.lastgroup == "word" else match.group()
        run = run + 1 if match.lastgroup == "other" and token == last else 1
        depth += 1 if match.lastgroup == "open" else -1 if match.lastgroup == "close" else 0
        deepest, longest = max(deepest, depth), max(longest, run)
        last = token if match.lastgroup == "other" or token != last else last
        if token in _KEYWORDS:
            keywords.add(token)
    return Look(tokens, deepest, longest, frozenset(keywords))


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
    ):
        if value > limit:
            raise LimitError(f"the query has {value:,} {what}; {limit:,} are allowed")
    if "SERVICE" in found.keywords:
        raise UsageError("SERVICE is refused: this endpoint asks no other one")
    return found
