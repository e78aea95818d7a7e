"""Messages with places to fill: `{$this}` and `{?value}` (Recommendation, section 5.2.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kg.shacl.literals import is_literal, literal, spelled
from kg.terms import Term, prefixes

_PLACE: Final = re.compile(r"\{[$?](\w+)\}")


def filled(message: str, values: Mapping[str, str]) -> Term:
    """Fill the places of a message with values; one without a value stays as it is.

    >>> filled('"{?value} is odd"@en', {"value": '"7"'})
    '"7 is odd"@en'
    """
    text, _, language = literal(message)
    found = _PLACE.sub(lambda place: readable(values[place[1]]) if place[1] in values else place[0], text)
    return spelled(found, "", language)


def readable(term: str) -> str:
    """Give a term as people read it: a literal's text, an IRI short where a prefix of ours fits."""
    if is_literal(term):
        return literal(term).lexical
    for prefix, namespace in prefixes().items():
        if term.startswith(f"<{namespace}") and len(term) > len(namespace) + 2:
            return f"{prefix}:{term[len(namespace) + 1 : -1]}"
    return term[1:-1] if term.startswith("<") else term
