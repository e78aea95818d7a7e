"""Literals in N-Triples form, taken apart.

A term is compared as its text, so every literal has one form only: what `kg.terms` writes (an xsd:string
without its datatype, language tags in lower case; RDF 1.1 Concepts, section 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from kg.terms import RDF, XSD, Term, escaped

STRING: Final = f"<{XSD}string>"
LANG_STRING: Final = f"<{RDF}langString>"
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}
_SHORT: Final = 100
"""Characters of a literal that is worth remembering: dates, numbers and codes come again, texts do not."""


class Literal(NamedTuple):
    """A literal: its lexical form, the IRI of its datatype in `<>`, its language tag or ""."""

    lexical: str
    datatype: str
    language: str = ""


def literal(term: str) -> Literal:
    """Take a literal apart.

    >>> literal('"4"^^<http://www.w3.org/2001/XMLSchema#integer>').lexical
    '4'
    """
    return (_remembered if len(term) < _SHORT else _last)(term)


def _literal(term: str) -> Literal:
    if term.endswith('"'):
        return Literal(unescaped(term[1:-1]), STRING)
    end = term.rindex('"')
    lexical = unescaped(term[1:end])
    if term[end + 1] == "@":
        return Literal(lexical, LANG_STRING, term[end + 2 :])
    return Literal(lexical, term[end + 3 :])


_remembered = lru_cache(maxsize=2_000)(_literal)
_last = lru_cache(maxsize=32)(_literal)


def unescaped(text: str) -> str:
    """Give the characters that stand between the quotes of a literal."""
    if "\\" not in text:
        return text
    if "\\\\" not in text:
        # no escaped backslash: each escape stands for itself
        return text.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "\t").replace("\\r", "\r")
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), text)


def is_literal(term: str) -> bool:
    """Tell a literal from a node."""
    return term.startswith('"')


def _string(term: str) -> str:
    if term[-1] == '"':
        return unescaped(term[1:-1])
    return literal(term).lexical if term[0] == '"' else term[1:-1]


class _AtHand(dict[str, str]):
    """What was made of the terms at hand: several constraints look at a text, one after the other."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, term: str) -> str:
        made = self._make(term)
        if _SHORT <= len(term) < _LONG:
            if len(self) >= _AT_HAND:
                self.clear()
            self[term] = made
        return made


_LONG: Final = 20_000
"""Characters of a text that is kept at hand: a short one is made again as soon as it is looked up."""
_AT_HAND: Final = 128

string: Final[Callable[[str], str]] = _AtHand(_string).__getitem__
"""Give STR(term) of SPARQL: an IRI's text, a literal's lexical form."""
folded: Final[Callable[[str], str]] = _AtHand(lambda term: string(term).casefold()).__getitem__
"""Give the same in one case."""


def true(term: str) -> bool:
    """Tell whether a term is the literal `true`, the only one that the Recommendation counts."""
    return term == TRUE


TRUE: Final = f'"true"^^<{XSD}boolean>'
FALSE: Final = f'"false"^^<{XSD}boolean>'


def spelled(lexical: str, datatype: str, language: str = "") -> Term:
    """Give the one form of a literal; the datatype is an IRI without `<>`."""
    if language:
        return Term(f'"{escaped(lexical)}"@{language.lower()}')
    if datatype in {"", XSD + "string"}:
        return Term(f'"{escaped(lexical)}"')
    return Term(f'"{escaped(lexical)}"^^<{datatype}>')


def of_oxigraph(term: Any) -> Term:
    """Give the form of a term of pyoxigraph."""
    kind = type(term).__name__
    if kind == "Literal":
        return spelled(term.value, term.datatype.value, term.language or "")
    return Term(f"<{term.value}>" if kind == "NamedNode" else f"_:{term.value}")


def to_oxigraph(term: str) -> Any:
    """Give a term of pyoxigraph; raises ValueError when it cannot be one."""
    import pyoxigraph  # noqa: PLC0415

    if not term.startswith('"'):
        return pyoxigraph.BlankNode(term[2:]) if term.startswith("_:") else pyoxigraph.NamedNode(term[1:-1])
    lexical, datatype, language = literal(term)
    if language:
        return pyoxigraph.Literal(lexical, language=language)
    return pyoxigraph.Literal(lexical, datatype=pyoxigraph.NamedNode(datatype[1:-1]))


def to_rdflib(term: str) -> Any:
    """Give a term of rdflib; an ill-typed literal stays as it is."""
    import rdflib  # noqa: PLC0415

    if not term.startswith('"'):
        return rdflib.BNode(term[2:]) if term.startswith("_:") else rdflib.URIRef(term[1:-1])
    lexical, datatype, language = literal(term)
    if language:
        return rdflib.Literal(lexical, lang=language)
    return rdflib.Literal(
        lexical, datatype=None if datatype == STRING else rdflib.URIRef(datatype[1:-1]), normalize=False
    )


def of_rdflib(term: Any) -> Term:
    """Give the form of a term of rdflib."""
    kind = type(term).__name__
    if kind == "BNode":
        return Term(f"_:{term}")
    if hasattr(term, "datatype"):
        lexical, datatype = str(term), str(term.datatype or "")
        if lexical in _OF_PYTHON and datatype in _INEXACT:
            lexical = _OF_PYTHON[lexical]
        return spelled(lexical, datatype, term.language or "")
    return Term(f"<{term}>")


_OF_PYTHON: Final = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}
"""How rdflib spells doubles that are no numbers, where it normalizes them: as Python does, not as XML Schema."""
_INEXACT: Final = frozenset({f"{XSD}double", f"{XSD}float"})
