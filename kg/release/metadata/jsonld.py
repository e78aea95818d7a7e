"""JSON-LD 1.1 of a description: one object a thing, prefixes in the context, nothing to fetch."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from kg import terms
from kg.release.metadata.statements import Triple
from kg.terms import Term
from kg.vocabulary import plain


def jsonld(triples: Iterable[Triple], base: str) -> str:
    """Give sorted triples as a document."""
    graph = [_node(subject, list(group), base) for subject, group in groupby(triples, key=itemgetter(0))]
    used = json.dumps(graph)
    context = {prefix: iri for prefix, iri in terms.prefixes(base).items() if f'"{prefix}:' in used}
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _node(subject: Term, triples: list[Triple], base: str) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject[1:-1]}
    for predicate, group in groupby(triples, key=itemgetter(1)):
        values = [value for _, _, value in group]
        if predicate == terms.TYPE:
            node["@type"] = [_short(value, base) for value in values]
        else:
            node[_short(predicate, base)] = [_value(value, base) for value in values]
    return node


def _short(term: Term, base: str) -> str:
    return terms.prefixed(term, base) or term[1:-1]


def _value(term: Term, base: str) -> dict[str, str] | str:
    if term.startswith("<"):
        return {"@id": term[1:-1]}
    _, _, end = term.rpartition('"')
    if end.startswith("@"):
        return {"@value": plain(term), "@language": end[1:]}
    return {"@value": plain(term), "@type": _short(Term(end[2:]), base)} if end else plain(term)
