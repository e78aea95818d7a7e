"""What is said of subjects: N-Quads, Turtle, the statistics and the shapes all look at triples from there.

Triples are gathered once, by subject and property, and keep the order in which they were stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from kg.terms import Term

_Term = TypeVar("_Term", bound=str)

Facts = dict[Term, Sequence[Term]]
"""What is said of one subject: the values of each property."""


def gathered(said: Iterable[tuple[_Term, _Term]]) -> dict[_Term, Sequence[_Term]]:
    """Gather properties and values of one subject.

    >>> gathered([("<p>", "<a>"), ("<q>", "<b>"), ("<p>", "<c>")])
    {'<p>': ['<a>', '<c>'], '<q>': ['<b>']}
    """
    facts: dict[_Term, list[_Term]] = {}
    for predicate, value in said:
        facts.setdefault(predicate, []).append(value)
    return {**facts}


def by_subject(triples: Iterable[tuple[Term, ...]]) -> Iterator[tuple[Term, Facts]]:
    """Gather triples (or quads): those of one subject that follow each other are described together.

    >>> list(by_subject([(Term("<s>"), Term("<p>"), Term("<a>")), (Term("<s>"), Term("<p>"), Term("<b>"))]))
    [('<s>', {'<p>': ['<a>', '<b>']})]
    """
    for subject, group in groupby(triples, key=itemgetter(0)):
        yield subject, gathered((triple[1], triple[2]) for triple in group)


def nquads(of: Mapping[Term, Facts], graph: Term) -> str:
    """Give the statements in their graph as lines of N-Quads."""
    end = f" {graph} .\n"
    lines = [
        f"{subject} {predicate} {value}{end}"
        for subject, said in of.items()
        for predicate, values in said.items()
        for value in values
    ]
    return "".join(lines)


def triples(of: Mapping[Term, Facts]) -> Iterator[tuple[Term, Term, Term]]:
    """Give the statements one by one."""
    return (
        (subject, predicate, value)
        for subject, facts in of.items()
        for predicate, values in facts.items()
        for value in values
    )
