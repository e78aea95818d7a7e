"""Functions of SPARQL (SPARQL 1.1 Query, section 17.4): a few are done here, the others are left to Oxigraph."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from kg.errors import InputError, LimitError
from kg.shacl.literals import FALSE, LANG_STRING, STRING, TRUE, is_literal, literal, of_oxigraph, spelled, to_oxigraph
from kg.shacl.order import value
from kg.terms import XSD, escaped


class ValueError_(Exception):  # noqa: N801, N818 - SPARQL calls it an error, and a filter takes it as false
    """An expression has no value."""


def boolean(found: bool) -> str:  # noqa: FBT001 - a value, not a switch
    """Give a boolean literal."""
    return TRUE if found else FALSE


def template_of(name: str, iri: str, arity: int) -> str:
    """Write the call of a function for Oxigraph; raises InputError when there is none of the name."""
    if name == "Function":
        if not iri.startswith(XSD):
            raise InputError(f"the query is refused: function <{iri}> is not known", code="shapes")
        call = f"<{iri}>"
    elif name.startswith("Builtin_") and name not in _UNSTEADY:
        call = name.removeprefix("Builtin_")
    else:
        raise InputError(f"the query is refused: {name} is not supported", code="shapes")
    return f"{call}({', '.join(['{}'] * arity)})"


_UNSTEADY: Final = frozenset(f"Builtin_{name}" for name in ("BNODE", "NOW", "RAND", "STRUUID", "UUID"))
"""Functions whose answer changes from call to call: the same data would get another report."""


def asked(template: str, arguments: tuple[str, ...]) -> str:
    """Let Oxigraph call a function with constant terms; raises ValueError_ when it has no value for them."""
    if any(term.startswith("_:") for term in arguments):
        raise ValueError_
    size = sum(map(len, arguments))
    if size > _SHORT:
        within_limits(size * (2 * len(arguments[2]) + 1) if template.startswith("REPLACE") else size)
    found = _asked(template, arguments) if size <= _SHORT else _asked.__wrapped__(template, arguments)
    if not found:
        raise ValueError_
    return found


_SHORT: Final = 200
LONGEST_TEXT: Final = 10_000_000
"""Characters of a text that an expression makes: one that doubles itself thirty times has a billion."""


def within_limits(characters: int) -> None:
    """Raise LimitError for a text that would be longer than the longest."""
    if characters > LONGEST_TEXT:
        raise LimitError(f"a query of the shapes makes a text of more than {LONGEST_TEXT:,} characters")


@lru_cache(maxsize=2_000)
def _asked(template: str, arguments: tuple[str, ...]) -> str:
    import pyoxigraph  # noqa: PLC0415

    names = [f"a{number}" for number in range(len(arguments))]
    projected = " ".join(f"?{name}" for name in names)
    call = template.format(*projected.split())
    try:
        # terms are values, never text: an IRI of an rdflib graph may hold any character
        given = {pyoxigraph.Variable(name): to_oxigraph(term) for name, term in zip(names, arguments, strict=True)}
        found = pyoxigraph.Store().query(f"SELECT {projected} ({call} AS ?found) {{}}", substitutions=given)
        (solution,) = found  # type: ignore[misc]
    except (SyntaxError, ValueError, RuntimeError):
        return ""
    term = solution["found"]
    return "" if term is None else of_oxigraph(term)


def _str(term: str) -> str:
    if term.startswith("_:"):
        raise ValueError_
    return term[: term.rindex('"') + 1] if is_literal(term) else f'"{escaped(term[1:-1])}"'


def _is_plain(term: str) -> bool:
    """Tell a literal without language, datatype and escapes, which is what most texts are made of."""
    return term[0] == '"' == term[-1] and "\\" not in term


def _concat(*terms: str) -> str:
    if all(map(_is_plain, terms)) and sum(map(len, terms)) < LONGEST_TEXT:
        return f'"{"".join([term[1:-1] for term in terms])}"'
    parts = [literal(term) for term in terms if is_literal(term)]
    if len(parts) < len(terms) or any(part.datatype not in {STRING, LANG_STRING} for part in parts):
        raise ValueError_
    within_limits(sum(len(part.lexical) for part in parts))
    languages = {part.language for part in parts}
    return spelled("".join(part.lexical for part in parts), "", languages.pop() if len(languages) == 1 else "")


def _lang(term: str) -> str:
    if not is_literal(term):
        raise ValueError_
    return spelled(literal(term).language, "")


def _datatype(term: str) -> str:
    if not is_literal(term):
        raise ValueError_
    return literal(term).datatype


def _is_numeric(term: str) -> str:
    found = value(term)
    return boolean(found is not None and found.kind == "number")


def _is_iri(term: str) -> str:
    return boolean(term.startswith("<"))


def _text(term: str) -> str:
    if not is_literal(term) or literal(term).datatype not in {STRING, LANG_STRING}:
        raise ValueError_
    return literal(term).lexical


def _whole(term: str) -> int:
    found = value(term)
    if found is None or not isinstance(found.key, int) or found.kind != "number":
        raise ValueError_
    return found.key


def _substr(term: str, start: str, *length: str) -> str:
    """Give the characters from a place on (fn:substring: places count from 1, those before it are nothing)."""
    text, begin = term[1:-1] if _is_plain(term) else _text(term), _whole(start) - 1
    end = begin + max(_whole(length[0]), 0) if length else len(text)
    found = text[max(begin, 0) : max(end, 0)]
    return f'"{found}"' if _is_plain(term) else spelled(found, "", literal(term).language)


def _strlen(term: str) -> str:
    return spelled(str(len(_text(term))), f"{XSD}integer")


NATIVE: Final[MappingProxyType[str, Callable[..., str]]] = MappingProxyType(
    {
        "Builtin_STR": _str,
        "Builtin_CONCAT": _concat,
        "Builtin_LANG": _lang,
        "Builtin_STRLEN": _strlen,
        "Builtin_SUBSTR": _substr,
        "Builtin_DATATYPE": _datatype,
        "Builtin_isIRI": _is_iri,
        "Builtin_isURI": _is_iri,
        "Builtin_isBLANK": lambda term: boolean(term.startswith("_:")),
        "Builtin_isLITERAL": lambda term: boolean(is_literal(term)),
        "Builtin_isNUMERIC": _is_numeric,
        "Builtin_sameTerm": lambda one, other: boolean(one == other),
    }
)
