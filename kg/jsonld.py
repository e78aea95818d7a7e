"""JSON-LD for people who write for the web: a tree a cable, short keys, values as JSON has them (W3C JSON-LD 1.1).

Facts
-----
* `ontology/context.jsonld` says what each key means and of which type its values are; what a value does not need
  to say because its key says it stays out, anything else stands as a value object.
* `label` beside a link is null in the context, so it is for the reader and no statement (JSON-LD 1.1, 4.1): a cable
  shows the names of its agencies and tags while these are stated once, in the graph of the vocabulary. `@index`
  would be the other way to say so; PyLD 3.3 fails where one stands twice.
* A context that was fetched cannot set `@base` (JSON-LD 1.1 API, 4.1.2), so each document states its own; things
  under the base are named relative to it: `cable/05STATE44120#p4`.
* Paragraphs, headings, references, addresses and copies are nested in their cable: a part belongs to one cable.
* JavaScript reads a JSON number as a double, which holds integers up to 2^53.
* Node objects with one `@id` are one node, those with a `@graph` one graph (API, 7.2): a large graph is written in
  pieces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, Final, NamedTuple

from kg import resources
from kg.terms import CK, DEFAULT_BASE, LABEL, TYPE, XSD, Quad, Term
from kg.vocabulary import vocabulary

CONTEXT: Final = f"{DEFAULT_BASE}ontology/context.jsonld"
"""The IRI of the published context; the same file stands in each release."""

NESTED: Final = tuple(Term(f"<{CK}{name}>") for name in ("hasCopy", "address", "reference", "heading", "paragraph"))
"""Links to parts, in the order in which a tree ends with them."""

PIECE: Final = 1_000
"""Statements of a graph without a tree that are held at once."""
WHOLE: Final = 50_000
"""Statements without a graph that are held at once: the answer to a query comes in no order, and gets one here."""
FEW: Final = 3
"""Graphs of a document that is written to be read: lines are short, its context holds what it uses."""
_WIDTH: Final = 110
_REMEMBERED: Final = 10_000

Node = dict[str, Any]
Statement = tuple[Term, ...]
Said = dict[Term, dict[Term, list[Term]]]
Labels = Callable[[Term], str]
"""Gives the label of a thing, "" when it has none."""

_KEYWORDS: Final = (1.1, "@id", "@type", None)
"""What the context says of names that are no property."""
_BEGIN: Final = Term(f"<{CK}begin>")
_RELATIVE: Final = re.compile(r"[\w~%-][\w.~%-]*(?:/[\w~%-][\w.~%-]*)*(?:#[\w-]+)?", re.ASCII)
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_COUNTS: Final = (f"{XSD}integer", f"{XSD}nonNegativeInteger")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_MEANING: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Key(NamedTuple):
    """What the context says of a property: the key, the type or language of its values, whether they are a list."""

    name: str
    type: str = ""
    language: str = ""
    several: bool = False


class Terms(NamedTuple):
    """The published context, to be looked up by IRI."""

    text: Mapping[str, Any]
    prefixes: Mapping[str, str]
    keys: Mapping[str, Key]


@cache
def published() -> Terms:
    """Read the published context (once)."""
    text = json.loads((resources.folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    prefixes = {name: value for name, value in text.items() if isinstance(value, str) and value[-1:] in {"/", "#"}}

    def whole(name: str) -> str:
        prefix, _, local = name.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else name

    keys: dict[str, Key] = {}
    for name, said in text.items():
        meaning = said if isinstance(said, dict) else {"@id": said}
        if said not in _KEYWORDS and name not in prefixes:
            kind, language = whole(meaning.get("@type", "")), meaning.get("@language", "")
            keys[whole(str(meaning["@id"]))] = Key(name, kind, language, "@container" in meaning)
    return Terms(text, prefixes, keys)


def known(term: Term) -> str:
    """Give the label of a record of the vocabularies that come with kg.

    >>> known(Term("<https://w3id.org/cables/tag/EC>"))
    'Ecuador'
    """
    return label(term, vocabulary().records.get(term, ()))


def label(term: Term, triples: Iterable[tuple[Term, Term, Term]]) -> str:
    """Give the preferred label of a thing among statements, the English one of several."""
    said = [value for subject, predicate, value in triples if predicate == LABEL and subject == term]
    found = sorted((not value.endswith("@en"), value) for value in said)
    return words(found[0][1]) if found else ""


def words(literal: Term) -> str:
    r"""Give the text of a literal in N-Triples form.

    >>> words(Term('"say \\u0022no\\u0022"@en'))
    'say "no"'
    """
    return _ESCAPE.sub(_meant, literal[1 : literal.rindex('"')])


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _MEANING.get(escape[3], escape[3])


def lines(quads: Iterable[Quad], base: str, labels: Labels = known) -> Iterator[str]:
    """Write quads as one document, with an object for each cable on a line of its own; a few cables to be read.

    Memory is bounded: a cable's graph is held at once, of another `PIECE` statements. The context stands in
    the document: whoever reads it needs no network.
    """
    entries = _entries(quads, Writer(base, labels))
    first = list(islice(entries, FEW + 1))
    written = _pretty if len(first) <= FEW else _line
    yield f'{{"@context": {written([_used(first) if len(first) <= FEW else published().text, {"@base": base}])},\n'
    yield '"@graph": [\n'
    for number, entry in enumerate(chain(first, entries)):
        yield (",\n" if number else "") + written(entry)
    yield "\n]}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _pretty(value: Any, indent: str = "") -> str:
    """Write a value over several lines where one would be too long."""
    short = _line(value)
    if len(short) + len(indent) <= _WIDTH or not isinstance(value, dict | list):
        return short
    deeper = indent + " "
    if isinstance(value, list):
        parts, ends = [_pretty(one, deeper) for one in value], "[]"
    else:
        parts, ends = [f"{_line(key)}: {_pretty(one, deeper)}" for key, one in value.items()], "{}"
    return f"{ends[0]}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{ends[1]}"


def _used(entries: list[Node]) -> Node:
    """Give the part of the published context that some nodes use."""
    context = published().text
    met = set(_names(entries))
    held = {name: context[name] for name in context if name in met}
    prefixes = {name.partition(":")[0] for name in (*met, *_names([held])) if ":" in name}
    return {name: said for name, said in context.items() if name in held or name in prefixes or said in _KEYWORDS}


def _names(value: Any) -> Iterator[str]:
    """Give all keys and words that may be a name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        yield from value if isinstance(value, dict) else ()
        for one in value.values() if isinstance(value, dict) else value:
            yield from _names(one)


def _entries(quads: Iterable[Quad], writer: Writer) -> Iterator[Node]:
    for graph, group in groupby(quads, key=itemgetter(3)):
        for nodes in writer.pieces(graph, group):
            if graph:
                alone = len(nodes) == 1 and writer.is_document(graph)
                yield {"id": writer.reference(graph), "@graph": nodes[0] if alone else nodes}
            else:
                yield from nodes


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes nodes for one base."""

    base: str
    labels: Labels = known

    def is_document(self, graph: Term) -> bool:
        """Tell whether a graph is about one cable."""
        return graph.startswith(f"<{self.base}doc/")

    def pieces(self, graph: Term, quads: Iterable[Statement]) -> Iterator[list[Node]]:
        """Give the nodes of a graph: of a cable all at once, of another graph some at a time."""
        if not graph or self.is_document(graph):
            remaining = iter(quads)
            while some := list(islice(remaining, WHOLE)):
                yield self.nodes(some if graph else sorted(some))
            return
        piece: list[Statement] = []
        for _, group in groupby(quads, key=itemgetter(0)):
            while some := list(islice(group, PIECE)):
                if len(piece) + len(some) > PIECE and piece:
                    yield self.nodes(piece)
                    piece = []
                piece += some
        if piece:
            yield self.nodes(piece)

    def nodes(self, quads: Iterable[Statement]) -> list[Node]:
        """Give the nodes of one graph, parts nested in what they belong to."""
        said: Said = {}
        for subject, predicate, value, *_ in quads:
            said.setdefault(subject, {}).setdefault(predicate, []).append(value)
        owned = {
            part: subject
            for subject, facts in said.items()
            for link in NESTED
            for part in facts.get(link, ())
            if part in said and part.startswith(f"{subject[:-1]}#")
        }
        return [self._node(subject, said, owned) for subject in said if subject not in owned]

    def _node(self, subject: Term, said: Said, owned: Mapping[Term, Term]) -> Node:
        facts = said[subject]
        node: Node = {"id": self.reference(subject)}
        kinds = [_name(kind) for kind in facts.get(TYPE, ()) if kind.startswith("<")]
        if kinds:
            node["type"] = kinds if len(kinds) > 1 else kinds[0]
        for predicate in sorted(facts, key=_place):
            key = _key(predicate)
            values = [
                self._node(value, said, owned) if owned.get(value) == subject else self._value(value, key)
                for value in _in_order(facts[predicate], said)
                if predicate != TYPE or not value.startswith("<")
            ]
            if values:
                node[key.name] = values if key.several or len(values) > 1 else values[0]
        return node

    def reference(self, term: Term) -> str:
        """Name a thing: relative to the base where that is safe, a blank node by its label.

        What is a key of the context too, such as `type`, is no safe name (API, 5.2.2, step 4).
        """
        name = term.strip("<>")
        rest = name.removeprefix(self.base)
        return rest if rest != name and rest not in published().text and _RELATIVE.fullmatch(rest) else name

    def _value(self, value: Term, key: Key) -> Any:
        if not value.startswith('"'):
            return self._link(value, key)
        text = words(value)
        end = value[value.rindex('"') + 1 :]
        if end.startswith("@"):
            return text if key.language == end[1:] else {"@value": text, "@language": end[1:]}
        datatype = end[3:-1]
        if datatype and datatype == key.type:
            return _native(text, datatype)
        if datatype:
            return {"@value": text, "@type": _name(Term(datatype))}
        return {"@value": text} if key.type or key.language else text

    def _link(self, value: Term, key: Key) -> Any:
        if key.type == "@vocab":
            return _name(value)
        if said := self.labels(value):
            return {"id": self.reference(value), "label": said}
        return self.reference(value) if key.type == "@id" else {"id": self.reference(value)}


@lru_cache(_REMEMBERED)
def _name(term: Term) -> str:
    """Name a class, a property or a datatype: by a term of the context, a prefix, or in full."""
    whole = term.strip("<>")
    if whole in published().keys:
        return published().keys[whole].name
    for prefix, namespace in published().prefixes.items():
        if whole.startswith(namespace) and not whole.startswith("//", len(namespace)):
            return f"{prefix}:{whole.removeprefix(namespace)}"
    return whole


@lru_cache(_REMEMBERED)
def _key(predicate: Term) -> Key:
    return published().keys.get(predicate[1:-1]) or Key(_name(predicate))


def _place(predicate: Term) -> int:
    """Put parts behind facts, which keep their order."""
    return NESTED.index(predicate) + 1 if predicate in NESTED else 0


def _in_order(values: list[Term], said: Said) -> list[Term]:
    """Give parts as they stand in the text, other values as they come."""
    begins = [said.get(value, {}).get(_BEGIN, []) for value in values]
    if len(values) < 2 or not all(begins):
        return values
    return sorted(values, key=lambda value: int(words(said[value][_BEGIN][0])))


def _native(text: str, datatype: str) -> Any:
    """Give a number or a boolean as JSON has it where it comes back as it was, else its text."""
    if datatype in _COUNTS and _INTEGER.fullmatch(text):
        return int(text)
    if datatype == f"{XSD}boolean" and text in {"true", "false"}:
        return text == "true"
    return text
