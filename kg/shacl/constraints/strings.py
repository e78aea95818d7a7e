"""Strings: length, pattern, languages (section 4.4). A blank node has no text, so it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from kg.shacl.about import About
from kg.shacl.check import Check, Finding, check, each
from kg.shacl.constraints.counts import number
from kg.shacl.graph import Graph
from kg.shacl.literals import literal, string, true
from kg.shacl.patterns import pattern


def at_least_long(value: str, about: About) -> Check:
    """Ask for a number of characters."""
    wanted = number(value)
    return each(lambda node: node[0] == "_" or _length(node) < wanted, about.source)


def at_most_long(value: str, about: About) -> Check:
    """Ask for no more than a number of characters."""
    allowed = number(value)
    return each(lambda node: node[0] == "_" or _length(node) > allowed, about.source)


def _length(node: str) -> int:
    if node[-1] == '"' and "\\" not in node:
        return len(node) - 2
    return len(string(node))


def matching(value: str, about: About) -> Check:
    """Ask for text that a pattern is found in (REGEX of SPARQL)."""
    flags = literal(found).lexical if (found := about.value("flags")) else ""
    matches = pattern(literal(value).lexical, flags, about.node)
    return each(lambda node: node[0] == "_" or not matches(string(node)), about.source)


def in_languages(value: str, about: About) -> Check:
    """Ask for literals in some languages (langMatches of SPARQL)."""
    ranges = [literal(one).lexical.lower() for one in about.members(value)]
    return each(_speaks_none_of(ranges), about.source)


def _speaks_none_of(ranges: list[str]) -> Callable[[str], bool]:
    def fails(node: str) -> bool:
        language = literal(node).language.lower() if node[0] == '"' else ""
        return not any(language and (one in {"*", language} or language.startswith(f"{one}-")) for one in ranges)

    return fails


def one_a_language(value: str, about: About) -> Check | None:
    """Ask for one literal at most in each language; only the literal `true` asks for it."""
    source = about.source

    def run(_: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        tags = Counter(literal(node).language.lower() for node in values if node[0] == '"')
        out += [(source, focus, "")] * sum(1 for tag, times in tags.items() if tag and times > 1)

    return check(run)._replace(fewest=2) if true(value) else None
