"""One cable to read on a terminal: its facts, its text, what it cites and who cites it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from kg.errors import TermError, UsageError
from kg.release.opened import Release
from kg.terms import CK, Names, segment
from kg.vocabulary import vocabulary, volume_id

WIDTH = 88
_FACTS = (
    ("subject", "dcterms:title"),
    ("date", "ck:dateText"),
    ("from", "ck:sender"),
    ("to", "ck:addressee"),
    ("info", "ck:infoAddressee"),
    ("classification", "ck:originalClassification"),
    ("now", "ck:classification"),
    ("captions", "ck:caption"),
    ("tags", "ck:tag"),
    ("declassify", "ck:declassification"),
    ("classified by", "ck:classifiedBy"),
)
_LABEL = "OPTIONAL { ?value skos:notation ?code } OPTIONAL { ?value skos:prefLabel ?name }"


def shown(release: Release, cable_id: str) -> Iterator[str]:
    """Give the lines of a cable; any spelling of its id will do.

    Raises UsageError when the release neither holds nor cites it.
    """
    names = Names(release.base)
    identity = vocabulary().identity(bare_id(cable_id, release.base))
    cable = f"<{names.cable(identity.id)}>"
    citing = _rows(
        release,
        f"SELECT ?id ?title {{ ?c ck:cites {cable} ; dcterms:identifier ?id ; dcterms:title ?title }} ORDER BY ?id",
    )
    if not release.query(f"ASK {{ {cable} a ck:Cable }}").value:
        if not citing:
            raise UsageError(f"{identity.id}: this release neither holds nor cites such a cable")
        yield f"{identity.id} is not held; it is cited by {len(citing)}:"
        yield from _listed(citing)
        return
    yield identity.id
    yield from _facts(release, cable)
    yield ""
    yield from _text(release, cable)
    yield from _network(release, cable, citing)


def bare_id(text: str, base: str) -> str:
    """Give the id in whatever names a cable: `cable:05STATE44120#p4`, its IRI, or the id itself.

    >>> bare_id("cable:05STATE44120#p4", "https://w3id.org/cables/")
    '05STATE44120'
    """
    name = (
        text.strip().strip("<>").removeprefix(base).removeprefix("doc/").removeprefix("cable/").removeprefix("cable:")
    )
    name = name.partition("#")[0]
    try:
        segment(name)
    except TermError as error:
        raise UsageError(f"{text!r} names no cable") from error
    return volume_id(name) or name


def _rows(release: Release, query: str) -> list[list[str]]:
    return [[cell(value) for value in solution] for solution in release.query(query).value]


def cell(value: Any) -> str:
    """Give the text of a term."""
    return "" if value is None else str(value.value)


def _facts(release: Release, cable: str) -> Iterator[str]:
    for label, path in _FACTS:
        rows = _rows(
            release, f"SELECT ?value ?code ?name {{ {cable} {path} ?value {_LABEL} }} ORDER BY ?code ?name ?value"
        )
        values = list(dict.fromkeys(code if label == "tags" else name or value for value, code, name in rows))
        if values:
            separator = " " if label in {"tags", "captions"} else "; "
            yield from _wrapped(separator.join(values), f"{label:<14}  ", " " * 16)
    for identifier, file, line, holder in _rows(
        release,
        f"SELECT ?id ?file ?line ?name {{ {cable} ck:hasCopy ?c . ?c dcterms:identifier ?id ; "
        "ck:path ?file ; ck:line ?line OPTIONAL { ?c ck:holder/skos:prefLabel ?name } }",
    ):
        yield f"{'source':<14}  {identifier} in {file}:{line}" + (f", {holder}" if holder else "")


def _wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(line, WIDTH, initial_indent=first, subsequent_indent=rest) or [""]
        first = rest


def _text(release: Release, cable: str) -> Iterator[str]:
    query = f"""SELECT ?text ?number ?mark ?code ?kind {{ {cable} ck:paragraph|ck:heading ?part .
      ?part a ?kind ; ck:text ?text ; ck:begin ?begin
      OPTIONAL {{ ?part ck:number ?number }} OPTIONAL {{ ?part ck:portionMark ?mark }}
      OPTIONAL {{ ?part ck:portionLevel/skos:notation ?code }} }} ORDER BY ?begin"""
    for text, number, mark, code, kind in _rows(release, query):
        if kind == CK + "Heading":
            yield from (text, "-" * min(len(text), WIDTH), "")
            continue
        head = f"{number}. " if number else ""
        head += f"({mark or code}) " if mark or code else ""
        yield from _wrapped(head + text)
        yield ""
    for (signature,) in _rows(release, f"SELECT ?s {{ {cable} ck:signature ?s }}"):
        yield from (signature, "")


def _network(release: Release, cable: str, citing: list[list[str]]) -> Iterator[str]:
    query = f"""SELECT ?label ?raw ?id ?title {{ {cable} ck:reference ?r . ?r ck:referenceText ?raw
      OPTIONAL {{ ?r ck:referenceLabel ?label }}
      OPTIONAL {{ ?r ck:refersTo ?c . ?c dcterms:identifier ?id OPTIONAL {{ ?c dcterms:title ?title }} }}
    }} ORDER BY ?r"""
    cited = _rows(release, query)
    yield f"cites {len(cited)}"
    for label, raw, identifier, title in cited:
        known = f"{identifier}  {title or '(not held)'}" if identifier else raw
        yield from _wrapped(known, f"  {label + '. ' if label else ''}", "    ")
    yield f"cited by {len(citing)}"
    yield from _listed(citing)


def _listed(rows: list[list[str]]) -> Iterator[str]:
    for identifier, title in rows:
        yield from _wrapped(f"{identifier}  {title}", "  ", "    ")
