"""Turtle and TriG for people: prefixed, grouped by subject, streamed.

Terms come in N-Triples form, which is valid Turtle as it stands; what this adds is only shorter names.
Things under the base of a dump that no prefix fits are written relative to `@base`.
A short document declares the prefixes that it uses, a longer one all, since its head is written first.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, islice
from operator import itemgetter

from kg.facts import Facts, by_subject
from kg.terms import TYPE, XSD, Quad, Term, prefixes

_PARTED = re.compile(r"(.*[#/])([A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?)")
"""An IRI whose end can be a local name: all our namespaces end in one of these two."""
_BARE = {f"{XSD}integer": re.compile(r"[+-]?[0-9]+"), f"{XSD}boolean": re.compile(r"true|false")}
_CACHED = 50_000
_SHORT = 1_000
"""Blocks that are held to see which prefixes they use."""


@cache
def _by_namespace(base: str) -> dict[str, str]:
    return {namespace: prefix for prefix, namespace in prefixes(base).items()}


@dataclass(slots=True)
class Turtle:
    """A writer of Turtle (W3C Turtle 1.1) and TriG for one base."""

    base: str
    names: dict[Term, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def head(self, used: Container[str] | None = None) -> str:
        """Give the base and the prefixes, all or those that are used."""
        known = prefixes(self.base).items()
        lines = [f"@prefix {name}: <{namespace}> ." for name, namespace in known if used is None or name in used]
        return "\n".join([f"@base <{self.base}> .", *lines, "", ""])

    def turtle(self, quads: Iterable[Quad]) -> Iterator[str]:
        """Write triples; quads of one subject that follow each other make one block."""
        yield from self._whole(self._block(*one, "") + "\n" for one in by_subject(quads))

    def _whole(self, blocks: Iterator[str]) -> Iterator[str]:
        first = list(islice(blocks, _SHORT))
        yield self.head(self.used if len(first) < _SHORT else None)
        yield from first
        yield from blocks

    def blocks(self, things: Iterable[tuple[Term, Facts]]) -> str:
        """Write what is said of some subjects without the head, to go on with a file."""
        return "".join([self._block(subject, facts, "") + "\n" for subject, facts in things])

    def trig(self, quads: Iterable[Quad]) -> Iterator[str]:
        """Write quads, a block for each graph."""
        yield from self._whole(self._graphs(quads))

    def _graphs(self, quads: Iterable[Quad]) -> Iterator[str]:
        for graph, group in groupby(quads, key=itemgetter(3)):
            yield f"{self.name(graph)} {{\n"
            yield from (self._block(subject, facts, "  ") for subject, facts in by_subject(group))
            yield "}\n\n"

    def _block(self, subject: Term, facts: Facts, indent: str) -> str:
        name = self.name
        # sorted triples have the class in the middle, and readers look for it first
        lines = [f"a {', '.join(map(name, facts[TYPE]))}"] if TYPE in facts else []
        lines += [f"{name(said)} {', '.join(map(name, values))}" for said, values in facts.items() if said != TYPE]
        return f"{indent}{name(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"

    def name(self, term: Term) -> str:
        """Give the shortest safe form of a term."""
        if term.startswith('"'):
            return self._literal(term)
        short = self.names.get(term)
        if short is None:
            short = self._iri(term[1:-1])
            if len(self.names) < _CACHED:
                self.names[term] = short
        return short

    def _iri(self, iri: str) -> str:
        parted = _PARTED.fullmatch(iri)
        if parted and (prefix := _by_namespace(self.base).get(parted[1])):
            self.used.add(prefix)
            return f"{prefix}:{parted[2]}"
        return f"<{iri.removeprefix(self.base)}>" if len(iri) > len(self.base) else f"<{iri}>"

    def _literal(self, term: Term) -> str:
        if not term.endswith(">"):
            return term
        lexical, _, datatype = term[:-1].rpartition('"^^<')
        if (bare := _BARE.get(datatype)) and bare.fullmatch(lexical[1:]):
            return lexical[1:]
        return f'{lexical}"^^{self._iri(datatype)}'
