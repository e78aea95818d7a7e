"""Any spelling of a tag, post, agency or marking -> its concept.

Reads `ontology/schemes/` once. A known spelling gives the IRI of its authority record; an unknown one
gives a new entry that says so, never nothing: codes that no list holds go to `tag/unverified`.
The station of a message number has one code here, so that every spelling of a cited cable meets the
held one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple, TypeVar

from kg import resources, terms
from kg.cable import Tag
from kg.grammar import identifiers
from kg.grammar.memory import remembered
from kg.terms import AUTHORITIES, CK, DCTERMS, SKOS, Names, Quad, Term

Triple = tuple[Term, Term, Term]
_Key = TypeVar("_Key", str, tuple[str, str], Tag)
_Found = TypeVar("_Found")
_NAMING: Final = frozenset(f"<{SKOS}{name}>" for name in ("prefLabel", "altLabel", "hiddenLabel", "notation"))
_CODING: Final = frozenset(f"<{SKOS}{name}>" for name in ("hiddenLabel", "notation"))
FOLLOWED: Final = frozenset(
    f"<{iri}>"
    for iri in (
        SKOS + "broader",
        SKOS + "inScheme",
        CK + "country",
        CK + "station",
        CK + "member",
        DCTERMS + "isReplacedBy",
    )
)
"""Links along which an entry needs another one to be understood."""

CONTROLS: Final = {"SBU": "sbu", "FOUO": "fouo", "EFTO": "efto"}
_ROUTING_WORD = 6
_REMEMBERED: Final = 50_000
_LONGEST: Final = 200
"""Labels and codes whose record is remembered, and their length: a corpus has some hundred, a hostile one must
not fill the memory."""
_fold = remembered(terms.fold)
_ESCAPE = re.compile(r"\\(.)")
_MEANING = {"n": "\n", "r": "\r", "t": "\t"}


_DOCUMENT: Final = terms.ck("Document")
_STATION: Final = terms.ck("station")
_YEAR: Final = terms.ck("year")
_SERIAL: Final = terms.ck("serial")


class Identity(NamedTuple):
    """A cable's id with the station's one code, and its three parts (year 0: no message reference)."""

    id: str
    year: int
    station: str
    serial: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All authority records, by IRI and by spelling."""

    records: Mapping[Term, tuple[Triple, ...]]
    agencies: Mapping[str, Term]
    stations: Mapping[str, str]
    station_ends: frozenset[str]
    tags: frozenset[str]
    holding_commas: frozenset[str]
    comma_heads: frozenset[str]
    closures: dict[Term, tuple[Triple, ...]] = field(default_factory=dict, compare=False, repr=False)
    bases: dict[str, Authorities] = field(default_factory=dict, compare=False, repr=False)

    def identity(self, cable_id: str) -> Identity:
        """Give a cable's identity: one for every spelling of its station.

        >>> vocabulary().identity("77GUAYAQ145").id
        '77GUAYAQUIL145'
        """
        reference = identifiers.read(cable_id)
        if reference is None:
            return Identity(cable_id, 0, "", 0)
        station = self.stations.get(reference.station, reference.station)
        if station != reference.station:
            reference = reference._replace(station=station)
        return Identity(str(reference), *reference)

    def authorities(self, names: Names) -> Authorities:
        """Give the entries of one base."""
        if names.base not in self.bases:
            self.bases[names.base] = Authorities(names, self)
        return self.bases[names.base]

    def is_station(self, station: str) -> bool:
        """Tell whether letters are a known spelling of a station.

        >>> vocabulary().is_station("GUAYAQ"), vocabulary().is_station("LONDONER")
        (True, False)
        """
        return station in self.stations

    def ends_station(self, letters: str) -> bool:
        """Tell whether a known spelling of a station ends in these letters.

        >>> vocabulary().ends_station("PAZ"), vocabulary().ends_station("THE")
        (True, False)
        """
        return letters in self.station_ends

    def is_tag(self, code: str) -> bool:
        """Tell whether a code is a known tag.

        >>> vocabulary().is_tag("PGOV"), vocabulary().is_tag("POGOV")
        (True, False)
        """
        return code in self.tags

    def agency(self, label: str) -> Term | None:
        """Give the authority record of a label, with or without a routing indicator before it."""
        routing, _, rest = label.partition(" ")
        bare = rest if len(routing) >= _ROUTING_WORD and routing.startswith("R") and routing.isupper() else label
        return self.agencies.get(terms.fold(label)) or self.agencies.get(terms.fold(bare))

    def concept(self, kind: str, key: str) -> Term | None:
        """Give the authority record of a code."""
        concept = Term(f"<{AUTHORITIES.base}{kind}/{terms.segment(key)}>")
        return concept if concept in self.records else None

    def begins_comma(self, words: str) -> bool:
        """Tell whether a known name goes on with a comma behind these words."""
        return _fold(words) in self.comma_heads

    def holds_comma(self, label: str) -> bool:
        """Tell whether a label with a comma is one known name."""
        return terms.fold(label) in self.holding_commas

    def closure(self, concept: Term) -> tuple[Triple, ...]:
        """Give a record with the records it needs: broader tags, schemes, country, station."""
        if concept not in self.closures:
            self.closures[concept] = self._follow(concept)
        return self.closures[concept]

    def _follow(self, concept: Term) -> tuple[Triple, ...]:
        found: dict[Term, tuple[Triple, ...]] = {}
        waiting = [concept]
        while waiting:
            one = waiting.pop()
            if one in found or one not in self.records:
                continue
            found[one] = self.records[one]
            waiting += [link for _, predicate, link in found[one] if predicate in FOLLOWED]
        return tuple(triple for triples in found.values() for triple in triples)


@cache
def vocabulary() -> Vocabulary:
    """Read the authority records that come with kg (once)."""
    import pyoxigraph  # noqa: PLC0415 - keeps `import kg` light

    records: dict[Term, list[Triple]] = defaultdict(list)
    for path in resources.turtle_files("ontology/schemes"):
        for quad in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
            triple = (Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object)))
            records[triple[0]].append(triple)
    return _indexed({subject: tuple(triples) for subject, triples in records.items()})


def _indexed(records: Mapping[Term, tuple[Triple, ...]]) -> Vocabulary:
    agencies: dict[str, Term] = {}
    stations: dict[str, str] = {}
    commas: set[str] = set()
    agency, station = (f"<{AUTHORITIES.base}{kind}/" for kind in ("agency", "station"))
    for subject, triples in records.items():
        spellings = [plain(value) for _, predicate, value in triples if predicate in _NAMING]
        codes = [plain(value) for _, predicate, value in triples if predicate in _CODING]
        if subject.startswith(agency):
            agencies |= {terms.fold(spelling): subject for spelling in spellings}
            commas |= {terms.fold(spelling) for spelling in spellings if "," in spelling}
        elif subject.startswith(station):
            code = AUTHORITIES.parse(subject[1:-1]).key
            stations |= {"".join(spelling.upper().split()): code for spelling in codes}
    heads = {label[: comma.start()] for label in commas for comma in re.finditer(", ", label)}
    tag = f"<{AUTHORITIES.base}tag/"
    tags = frozenset(subject[len(tag) : -1] for subject in records if subject.startswith(tag))
    ends = frozenset(spelling[place:] for spelling in stations for place in range(len(spelling)))
    return Vocabulary(records, agencies, stations, ends, tags, frozenset(commas), frozenset(heads))


def plain(literal: Term) -> str:
    r"""Give the text of a literal in N-Triples form.

    >>> plain(Term('"say \\"no\\""@en'))
    'say "no"'
    """
    body = literal[1 : literal.rindex('"')]
    return _ESCAPE.sub(lambda match: _MEANING.get(match[1], match[1]), body)


class Entry(NamedTuple):
    """What a value stands for: its name, and the records that explain it, its own and those it needs."""

    term: Term
    explained: Mapping[Term, tuple[Triple, ...]]


class _Memory(dict[_Key, _Found]):
    """What was found for short keys; it forgets when it is full, since a hostile corpus has no two keys alike."""

    def __init__(self, find: Callable[[_Key], _Found]) -> None:
        super().__init__()
        self.find: Callable[[_Key], _Found] = find

    def __missing__(self, key: _Key) -> _Found:
        found: _Found = self.find(key)
        if len(self) >= _REMEMBERED:
            self.clear()
        if len("".join(key)) <= _LONGEST:
            self[key] = found
        return found


class Authorities:
    """The entries of one base: records of the vocabularies, and new ones for what no list holds.

    Each is made once and remembered: senders, TAGS and signatories come again in every telegram.
    """

    def __init__(self, names: Names, known: Vocabulary) -> None:
        self.names = names
        self.known = known
        self.agencies: _Memory[str, Entry] = _Memory(self._agency)
        self.stations: _Memory[str, Entry] = _Memory(self._station)
        self.tags: _Memory[Tag, Entry] = _Memory(self._tag)
        self.levels: _Memory[str, Entry | None] = _Memory(self._level)
        self.concepts: _Memory[tuple[str, str], Entry] = _Memory(self._concept)
        self.signatories: _Memory[tuple[str, str], Entry] = _Memory(self._signatory)

    def _record(self, concept: Term) -> Entry:
        return Entry(concept, {concept: self.known.closure(concept)})

    def _authority(self, kind: str, key: str) -> Entry | None:
        concept = self.known.concept(kind, key)
        return self._record(concept) if concept else None

    def _new(self, concept: str, facts: Iterable[tuple[Term, Term]], *needed: Entry) -> Entry:
        subject = terms.iri(concept)
        explained = {subject: tuple((subject, predicate, value) for predicate, value in facts)}
        for entry in needed:
            explained |= entry.explained
        return Entry(subject, explained)

    def _listed(self, name: str, concept: str, code: str, kind: Term, label: str) -> Entry:
        """Make an entry of a list."""
        scheme = self._scheme(name)
        facts = (
            (terms.TYPE, kind),
            (terms.NOTATION, terms.text(code)),
            (terms.LABEL, terms.english(label)),
            (terms.IN_SCHEME, scheme.term),
        )
        return self._new(concept, facts, scheme)

    def _scheme(self, name: str) -> Entry:
        scheme = terms.iri(AUTHORITIES.base + name)
        if scheme in self.known.records:
            return self._record(scheme)
        title = terms.english(f"Values met: {name}")
        return self._new(
            self.names.base + name, ((terms.TYPE, terms.iri(SKOS + "ConceptScheme")), (terms.TITLE, title))
        )

    def _agency(self, label: str) -> Entry:
        if record := self.known.agency(label):
            return self._record(record)
        address = self.names.agency(label)
        if self.names.base == AUTHORITIES.base and terms.iri(address) in self.known.records:
            address = f"{address}_{terms.label_hash(label)}"
        facts = (terms.TYPE, terms.ck("Agency")), (terms.LABEL, terms.english(" ".join(label.split())))
        return self._new(address, facts)

    def _station(self, code: str) -> Entry:
        return self._authority("station", code) or self._listed(
            "station", self.names.thing("station", code), code, terms.ck("Station"), code
        )

    def _tag(self, tag: Tag) -> Entry:
        return self._authority("tag", tag.code) or self._listed(
            "tag/unverified", self.names.thing("tag", tag.code), tag.code, terms.ck("Tag"), tag.label or tag.code
        )

    def _level(self, name: str) -> Entry | None:
        key = CONTROLS.get(name) or name.lower().replace(" ", "-")
        return self._authority("classification", key) if key else None

    def _concept(self, place: tuple[str, str]) -> Entry:
        kind, code = place
        if not code:
            return Entry(Term(""), {})
        joined = "-".join(code.split(" "))  # NIACT IMMEDIATE
        of = terms.ck(CONCEPT_CLASSES[kind]) if kind in CONCEPT_CLASSES else terms.iri(SKOS + "Concept")
        return self._authority(kind, joined) or self._listed(kind, self.names.thing(kind, code), code, of, code)

    def _signatory(self, place: tuple[str, str]) -> Entry:
        station, name = place
        facts = [(terms.TYPE, terms.ck("Signatory")), (terms.LABEL, terms.text(name))]
        at = [self.stations[station]] if station else []
        facts += [(_STATION, entry.term) for entry in at]
        return self._new(self.names.signatory(station or "UNKNOWN", name), facts, *at)


class Entries:
    """The vocabulary entries that some cables use, known ones and new ones.

    Each method gives the IRI for what a cable says and keeps the entry that explains it.
    """

    __slots__ = ("_all", "_met", "_used", "known", "names")

    def __init__(self, names: Names, known: Vocabulary) -> None:
        self.names = names
        self.known = known
        self._all = known.authorities(names)
        self._met: list[Entry] = []
        self._used: dict[Term, tuple[Triple, ...]] = {}

    @property
    def used(self) -> dict[Term, tuple[Triple, ...]]:
        """The records that explain what was met."""
        for entry in self._met:
            self._used.update(entry.explained)
        self._met.clear()
        return self._used

    def agency(self, label: str) -> Term:
        """Name a sender, addressee or holder."""
        entry = self._all.agencies[label]
        self._met.append(entry)
        return entry.term

    def station(self, code: str) -> Term:
        """Name the originator of message numbers."""
        entry = self._all.stations[code]
        self._met.append(entry)
        return entry.term

    def tag(self, tag: Tag) -> Term:
        """Name a TAGS entry; a code that no list holds goes to the unverified ones."""
        entry = self._all.tags[tag]
        self._met.append(entry)
        return entry.term

    def level(self, name: str) -> Term | None:
        """Name a classification level or a control; None when it is neither."""
        entry = self._all.levels[name]
        if entry is None:
            return None
        self._met.append(entry)
        return entry.term

    def concept(self, kind: str, code: str) -> Term:
        """Name a value of another list (type, locator, caption, order, office, ..)."""
        entry = self._all.concepts[kind, code]
        self._met.append(entry)
        return entry.term

    def signatory(self, station: str, name: str) -> Term:
        """Name who signs at a station."""
        entry = self._all.signatories[station, name]
        self._met.append(entry)
        return entry.term

    def cited(self, cable_id: str) -> Term:
        """Name a cited cable; whether it is held is known when all are read."""
        identity = self.known.identity(cable_id)
        subject = terms.iri(self.names.cable(identity.id))
        if subject not in self._used:
            facts = self.identifying(identity, _DOCUMENT)
            self._used[subject] = tuple([(subject, predicate, value) for predicate, value in facts])
        return subject

    def identifying(self, identity: Identity, kind: Term) -> list[tuple[Term, Term]]:
        """Give the facts that a cable, held or cited, is known by."""
        facts = [(terms.TYPE, kind), (terms.IDENTIFIER, terms.text(identity.id))]
        if identity.year:
            facts += [
                (_STATION, self.station(identity.station)),
                (_YEAR, terms.integer(identity.year)),
                (_SERIAL, terms.integer(identity.serial)),
            ]
        return facts

    def quads(self, held: Iterable[Term] = ()) -> Iterator[Quad]:
        """Give all entries in the vocabulary graph, without the cited cables that are held."""
        graph = terms.iri(self.names.graph("vocabulary"))
        without = frozenset(held)
        triples = {triple for subject, entry in self.used.items() if subject not in without for triple in entry}
        for triple in sorted(triples):
            yield Quad(*triple, graph)


CONCEPT_CLASSES: Final = {"caption": "Caption", "order": "ExecutiveOrder"}
