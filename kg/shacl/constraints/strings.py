"""Strings: length, pattern, languages (section 4.4). A blank node has no text, so it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from kg.shacl.about import About
from kg.shacl.check import At, Check, Finding, Phrase, each
from kg.shacl.code import Code
from kg.shacl.constraints.counts import number
from kg.shacl.graph import Graph
from kg.shacl.literals import literal, true
from kg.shacl.patterns import Pattern, pattern


def at_least_long(value: str, about: About) -> Check:
    """Ask for a number of characters."""
    wanted = number(value)
    return _of_text(lambda at: f"len({at.text}) < {at.code.constant(wanted)}", about)


def at_most_long(value: str, about: About) -> Check:
    """Ask for no more than a number of characters."""
    allowed = number(value)
    return _of_text(lambda at: f"len({at.text}) > {at.code.constant(allowed)}", about)


def _of_text(fails: Callable[[At], str], about: About, *, dear: bool = False) -> Check:
    return Check(about.source, Phrase(lambda at: f"{at.value}[0] == '_' or {fails(at)}", dear=dear))


def matching(value: str, about: About) -> Check:
    """Ask for text that a pattern is found in (REGEX of SPARQL)."""
    flags = literal(found).lexical if (found := about.value("flags")) else ""
    wanted = pattern(literal(value).lexical, flags, about.node)
    return _of_text(lambda at: f"not {_matches(wanted, at)}", about, dear=True)


def _matches(wanted: Pattern, at: At) -> str:
    """Write whether a text matches: first whether it holds a fragment of what does."""
    found = f"{at.code.constant(wanted.found)}({at.text})"
    if not wanted.fragments:
        return found
    held = at.folded if wanted.folded else at.text
    if wanted.in_folded:
        found = f"({at.code.constant(wanted.in_folded)}({held}) if {at.text}.isascii() else {found})"
    tests = [_holds(at.code, held, fragment, folded=wanted.folded) for fragment in wanted.fragments]
    return f"(({' or '.join(tests)}) and {found})"


def _holds(code: Code, held: str, fragment: str, *, folded: bool) -> str:
    """Write whether a text holds a fragment: first its rarest capital letter, which takes a twentieth of the time."""
    capitals = [] if folded else sorted(filter(_RARITY.__contains__, fragment), key=_RARITY.index)
    letter = f"{code.constant(capitals[0])} in {held} and " if capitals and len(fragment) > 1 else ""
    return f"{letter}{code.constant(fragment)} in {held}"


_RARITY: Final = "ZQXJVKWGYFBMPHLDURCNOSITAE"
"""Capital letters, the rarest of English first; most texts are no capitals."""


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

    return Check(source, run=run, fewest=2) if true(value) else None
