"""Messages with places to fill: `{$this}` and `{?value}` (Recommendation, section 5.2.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kg.shacl.literals import is_literal, literal, spelled
from kg.terms import Term, prefixes

LONGEST_VALUE: Final = 1_000
"""Characters of a value that a message repeats: a message is read by people."""
_PLACE: Final = re.compile(r"\{[$?](\w+)\}")


def filled(message: str, values: Mapping[str, str]) -> Term:
    """Fill the places of a message with values; one without a value stays as it is.

    >>> filled('"{?value} is odd"@en', {"value": '"7"'})
    '"7 is odd"@en'
    """
    text, _, language = literal(message)
    said = {name: readable(values[name])[:LONGEST_VALUE] for name in _PLACE.findall(text) if name in values}
    return spelled(_PLACE.sub(lambda place: said.get(place[1], place[0]), text), "", language)


def readable(term: str) -> str:
    """Give a term as people read it: a literal's text, an IRI short where a prefix of ours fits."""
    if is_literal(term):
        return literal(term).lexical
    for prefix, namespace in prefixes().items():
        if term.startswith(f"<{namespace}") and len(term) > len(namespace) + 2:
            return f"{prefix}:{term[len(namespace) + 1 : -1]}"
    return term[1:-1] if term.startswith("<") else term
