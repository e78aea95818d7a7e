"""Statements about one thing, written as a table: prefixed name of a property, and its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import terms
from kg.terms import Term

Triple = tuple[Term, Term, Term]
Values = Term | Iterable[Term]


def described(subject: str, kinds: str, *facts: tuple[str, Values]) -> Iterator[Triple]:
    """Give what is said of a thing: its classes, by prefixed names with blanks between them, and its facts.

    A property without values says nothing.
    """
    term = terms.iri(subject)
    for kind in kinds.split():
        yield term, terms.TYPE, terms.named(kind)
    for name, values in facts:
        for value in (values,) if isinstance(values, str) else values:
            yield term, terms.named(name), Term(value)


def links(iris: Iterable[str]) -> list[Term]:
    """Give IRIs as terms."""
    return [terms.iri(one) for one in iris]


def optional(value: str) -> list[Term]:
    """Give an IRI as values of a property; none for an empty one."""
    return [terms.iri(value)] if value else []
