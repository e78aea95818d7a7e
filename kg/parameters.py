"""Parameters of a question: what people write -> an RDF term, or an error that says what could stand there.

A parameter is declared as SHACL declares those of a constraint component or a function (`sh:Parameter`, SHACL
6.2.1; SHACL Advanced Features 5.2): the local name of its `sh:path` is the variable, `sh:class` or `sh:datatype` its
kind, `sh:pattern` its form, `sh:defaultValue` what stands in the query as long as nobody says otherwise.
Values reach a query only as terms in N-Triples form, never as text of its own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple

from kg import terms
from kg.cable import Tag
from kg.entries import Entries
from kg.errors import TermError, UsageError
from kg.grammar import identifiers
from kg.terms import AUTHORITIES, CK, LABEL, NOTATION, XSD, Names, Term, prefixes
from kg.vocabulary import plain, vocabulary, volume_id

MOST_SUGGESTED: Final = 3


class Parameter(NamedTuple):
    """One parameter: its variable, what it means, its kind (IRI of a class or datatype), form and defaults.

    `default` holds terms; it is more than one where several values make sense together.
    """

    name: str
    label: str
    description: str
    kind: str
    pattern: str
    default: tuple[Term, ...]
    order: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """The defaults as people write them."""
        return tuple(map(readable, self.default))

    @property
    def type(self) -> str:
        """The kind in one word: agency, tag, document, date, integer .."""
        return re.split("[#/]", self.kind)[-1].lower()

    def term(self, value: str, base: str) -> Term:
        """Give the term of a value; raises UsageError with near names when it is none of this kind."""
        written = value.strip()
        try:
            if named := self._named(written, base):
                return named
            return KINDS[self.kind](written, Entries(Names(base), vocabulary()), self)
        except TermError as error:
            raise self.refusal(value, str(error.reason)) from error

    def _named(self, written: str, base: str) -> Term | None:
        """Give the IRI that is written instead of a name: `agency:peru-lima`, or the IRI itself."""
        if not self.kind.startswith(CK):
            return None
        prefix, _, rest = written.partition(":")
        if prefix in prefixes(base) and rest:
            written = prefixes(base)[prefix] + rest
        return terms.iri(written.strip("<>")) if _IRI.fullmatch(written) else None

    def refusal(self, value: str, reason: str, known: Iterable[str] = ()) -> UsageError:
        """Give the error of a value, with known names that are near to it."""
        near = _near(value, known)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        return UsageError(f"parameter {self.name}: {value[:80]!r} {reason}{hint}")


_IRI: Final = re.compile(r"<?https?://[^\s<>\"{}|\\^`\x00-\x20]+>?")


def _near(value: str, known: Iterable[str]) -> list[str]:
    folded = {terms.fold(name): name for name in known}
    near = difflib.get_close_matches(terms.fold(value), folded, MOST_SUGGESTED, 0.6)
    return list(dict.fromkeys(folded[name] for name in near))


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the end of a message about an unknown name: the near ones, else all of them.

    >>> nearest("moth", ["month", "post"]), nearest("zzz", ["month", "post"])
    ('did you mean month?', 'there are month, post')
    """
    names = list(known)
    near = _near(name, names)
    return f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(names) or 'none'}"


def readable(term: Term) -> str:
    """Give a term as people write it: a code, a label, the id of a cable, the text of a literal.

    >>> readable(Term("<https://w3id.org/cables/tag/PREL>")), readable(terms.integer(3))
    ('PREL', '3')
    """
    if not term.startswith("<"):
        return plain(term)
    record = vocabulary().records.get(term, ())
    wanted = LABEL if term.startswith(_BY_LABEL) else NOTATION
    found = [plain(value) for _, predicate, value in record if predicate == wanted]
    return min(found) if found else term[1:-1].rpartition("/")[2]


_BY_LABEL: Final = (f"<{AUTHORITIES.base}agency/", f"<{AUTHORITIES.base}classification/")


Reading = Callable[[str, Entries, Parameter], Term]


def _agency(value: str, entries: Entries, parameter: Parameter) -> Term:
    if entries.known.agency(value) is None:
        raise parameter.refusal(value, "is no agency that is known here", _spellings("agency"))
    return entries.agency(value)


def _tag(value: str, entries: Entries, parameter: Parameter) -> Term:
    code = value.upper()
    if not entries.known.is_tag(code):
        raise parameter.refusal(value, "is no TAGS entry that is known here", _spellings("tag"))
    return entries.tag(Tag(code))


def _station(value: str, entries: Entries, parameter: Parameter) -> Term:
    code = entries.known.stations.get("".join(value.upper().split()))
    if code is None:
        raise parameter.refusal(value, "is no station that is known here", entries.known.stations)
    return entries.station(code)


def _listed(kind: str, what: str, value: str, _: Entries, parameter: Parameter) -> Term:
    """Find a value in a closed list by its label or code, in any case."""
    spellings = _spellings(kind)
    found = {terms.fold(spelling): one for spelling, one in spellings.items()}.get(terms.fold(value))
    if found is None:
        raise parameter.refusal(value, f"is no {what}", spellings)
    return found


def _document(value: str, entries: Entries, parameter: Parameter) -> Term:
    volume = volume_id(value)
    name = volume or "".join(value.upper().split())
    if not volume and identifiers.read(name) is None:
        raise parameter.refusal(value, "is no message number such as 05STATE44120")
    return terms.iri(entries.names.cable(entries.known.identity(name).id))


def _text(value: str, _: Entries, parameter: Parameter) -> Term:
    if not value or not re.fullmatch(parameter.pattern or "(?s:.+)", value):
        raise parameter.refusal(value, f"has not the form {parameter.pattern}" if value else "is empty")
    return terms.text(value)


def _integer(value: str, _: Entries, parameter: Parameter) -> Term:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", value):
        raise parameter.refusal(value, "is no whole number")
    return terms.integer(int(value))


def _date(value: str, _: Entries, parameter: Parameter) -> Term:
    try:
        return terms.typed(date.fromisoformat(value if _DAY.fullmatch(value) else "").isoformat(), "date")
    except ValueError:
        raise parameter.refusal(value, "is no day of the form 2010-01-29") from None


def _month(value: str, _: Entries, parameter: Parameter) -> Term:
    if not _MONTH.fullmatch(value):
        raise parameter.refusal(value, "is no month of the form 2010-01")
    return terms.typed(value, "gYearMonth")


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")

KINDS: Final = MappingProxyType[str, Reading](
    {
        CK + "Agency": _agency,
        CK + "Tag": _tag,
        CK + "Station": _station,
        CK + "Level": partial(_listed, "classification", "classification level"),
        CK + "Caption": partial(_listed, "caption", "caption that is known here"),
        CK + "Document": _document,
        XSD + "string": _text,
        XSD + "integer": _integer,
        XSD + "date": _date,
        XSD + "gYearMonth": _month,
    }
)
"""Class or datatype of a parameter -> what reads a value of it."""


def _spellings(kind: str) -> dict[str, Term]:
    """Give the record of each label and each code of a kind, as it is spelled."""
    start = f"<{AUTHORITIES.base}{kind}/"
    return {
        plain(value): subject
        for subject, triples in vocabulary().records.items()
        if subject.startswith(start)
        for _, predicate, value in triples
        if predicate in _SPELLED
    }


_SPELLED: Final = frozenset({LABEL, NOTATION})
