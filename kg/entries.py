"""The entries of a release: what stands for a value that a cable states, and the records that explain it.

A known spelling gives the IRI of its authority record; an unknown one gives a new entry that says so, never
nothing: it is in the `unverified` scheme of its kind (`tag/unverified`, `agencies/unverified`, ..).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from kg import labels, terms
from kg.cable import Tag
from kg.terms import AUTHORITIES, DCTERMS, OWL, SKOS, Names, Quad, Term
from kg.vocabulary import Identity, Records, Triple, Vocabulary

_Key = TypeVar("_Key", str, tuple[str, str], Tag)
_Found = TypeVar("_Found")

CONTROLS: Final = MappingProxyType({"SBU": "sbu", "FOUO": "fouo", "EFTO": "efto"})
CONCEPT_CLASSES: Final = MappingProxyType({"caption": "Caption", "order": "ExecutiveOrder"})
_REMEMBERED: Final = 2_000
_LONGEST: Final = 200
"""Labels and codes whose record is remembered, and their length: a corpus has some hundred, a hostile one must
not fill the memory."""

_DOCUMENT: Final = terms.ck("Document")
_STATION: Final = terms.ck("station")
_YEAR: Final = terms.ck("year")
_SERIAL: Final = terms.ck("serial")
_CONCEPT: Final = terms.iri(SKOS + "Concept")
_TOP_CONCEPT_OF: Final = terms.iri(SKOS + "topConceptOf")
_ALT_LABEL: Final = terms.iri(SKOS + "altLabel")
_DEPRECATED: Final = (terms.iri(OWL + "deprecated"), terms.typed("true", "boolean"))
_REPLACED_BY: Final = terms.iri(DCTERMS + "isReplacedBy")


Said = tuple[str, str]
"""What a cable says in place of an entry: the kind of value (agency, tag, station, ..) and its words."""


class Entry(NamedTuple):
    """What a value stands for: its name, the records that explain it, and whether a list holds it.

    `spelled` tells whether the words of the value are a name of it as they stand; `said` is the value.
    """

    term: Term
    explained: Records
    listed: bool = True
    spelled: bool = True
    said: Said = ("", "")


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
        self.agencies: _Memory[tuple[str, str], Entry] = _Memory(lambda at: _said(self._agency(at), "agency", at[0]))
        self.holders: _Memory[str, Entry] = _Memory(lambda name: _said(self._agency((name, "")), "holder", name))
        self.stations: _Memory[str, Entry] = _Memory(lambda code: _said(self._station(code), "station", code))
        self.tags: _Memory[Tag, Entry] = _Memory(lambda tag: _said(self._tag(tag), "tag", tag.code))
        self.levels: _Memory[str, Entry | None] = _Memory(self._level)
        self.concepts: _Memory[tuple[str, str], Entry] = _Memory(lambda at: _said(self._concept(at), *at))
        self.signatories: _Memory[tuple[str, str], Entry] = _Memory(self._signatory)

    def _record(self, concept: Term) -> Entry:
        return Entry(concept, self.known.explained(concept))

    def _authority(self, kind: str, key: str) -> Entry | None:
        concept = self.known.concept(kind, key)
        return self._record(concept) if concept else None

    def _new(self, concept: str, facts: Iterable[tuple[Term, Term]], *needed: Entry) -> Entry:
        subject = terms.iri(concept)
        explained = {subject: tuple((subject, predicate, value) for predicate, value in facts)}
        for entry in needed:
            explained |= entry.explained
        return Entry(subject, explained, listed=False)

    def _unlisted(self, kind: str, code: str, of: Term, *more: tuple[Term, Term]) -> Entry:
        """Make an entry for a code that no list of its kind holds."""
        scheme = self._scheme(kind)
        facts = (
            *dict.fromkeys(((terms.TYPE, _CONCEPT), (terms.TYPE, of))),
            (terms.NOTATION, terms.text(code)),
            (terms.LABEL, terms.english(code)),
            (terms.IN_SCHEME, scheme.term),
            (_TOP_CONCEPT_OF, scheme.term),
            *more,
        )
        return self._new(self.names.thing(kind, code), facts, scheme)

    def _scheme(self, kind: str) -> Entry:
        """Give the scheme of unverified entries of a kind; for a kind without a list, one of the values met."""
        scheme = terms.iri(f"{AUTHORITIES.base}{kind}/unverified")
        if scheme in self.known.records:
            return self._record(scheme)
        title = terms.english(f"Values met: {kind}")
        return self._new(
            self.names.base + kind, ((terms.TYPE, terms.iri(SKOS + "ConceptScheme")), (terms.TITLE, title))
        )

    def _agency(self, place: tuple[str, str]) -> Entry:
        label, routing = place
        if record := self.known.labels.agency(label, routing):
            return self._record(record)._replace(spelled=terms.fold(label) in self.known.labels.spelled)
        name = labels.bare(label)
        address = self.names.agency(name)
        if self.names.base == AUTHORITIES.base and terms.iri(address) in self.known.records:
            address = f"{address}_{terms.label_hash(name)}"
        collective = labels.is_collective(name)
        scheme = self._scheme("agencies")
        facts = (
            (terms.TYPE, terms.ck("Collective" if collective else "Agency")),
            (terms.LABEL, terms.english(name)),
            (terms.IN_SCHEME, scheme.term),
            *([(terms.ck("kind"), terms.text("collective"))] if collective else []),
        )
        return self._new(address, facts, scheme)._replace(spelled=terms.fold(name) == terms.fold(label))

    def _station(self, code: str) -> Entry:
        return self._authority("station", code) or self._unlisted("station", code, terms.ck("Station"))

    def _tag(self, tag: Tag) -> Entry:
        titled = ((_ALT_LABEL, terms.english(tag.label)),) if tag.label not in {"", tag.code} else ()
        return self._authority("tag", tag.code) or self._unlisted("tag", tag.code, terms.ck("Tag"), *titled)

    def _level(self, name: str) -> Entry | None:
        key = CONTROLS.get(name) or name.lower().replace(" ", "-")
        found = self._authority("classification", key) if key else None
        return _said(found, "classification", name) if found else None

    def _concept(self, place: tuple[str, str]) -> Entry:
        kind, code = place
        if not code:
            return Entry(Term(""), {})
        joined = "-".join(code.split(" "))  # NIACT IMMEDIATE
        of = terms.ck(CONCEPT_CLASSES[kind]) if kind in CONCEPT_CLASSES else _CONCEPT
        return self._authority(kind, joined) or self._authority(kind, code) or self._unlisted(kind, code, of)

    def _signatory(self, place: tuple[str, str]) -> Entry:
        station, name = place
        facts = [(terms.TYPE, terms.ck("Signatory")), (terms.LABEL, terms.text(name))]
        at = [self.stations[station]] if station else []
        facts += [(_STATION, entry.term) for entry in at]
        return self._new(self.names.signatory(station or "UNKNOWN", name), facts, *at)._replace(listed=True)


def is_document(entry: Iterable[Triple]) -> bool:
    """Tell the entry of a cited cable; it is made anew for each cable that cites it."""
    return any(predicate == terms.TYPE and value == _DOCUMENT for _, predicate, value in entry)


def _said(entry: Entry, kind: str, words: str) -> Entry:
    return entry._replace(said=(kind, words))


@cache
def authorities(names: Names, known: Vocabulary) -> Authorities:
    """Give the entries of one base (each base once)."""
    return Authorities(names, known)


class Entries:
    """The vocabulary entries that some cables use, known ones and new ones.

    Each method gives the IRI for what a cable says and keeps the entry that explains it. `routing`: label of
    an addressee -> the routing indicator that stands before it, as evidence of whom it means. `rewritten`: the
    labels met that are no name of their agency as they stand.
    """

    __slots__ = ("_all", "_explained", "_met", "_used", "known", "names", "rewritten", "routing")

    def __init__(self, names: Names, known: Vocabulary, routing: Mapping[str, str] = MappingProxyType({})) -> None:
        self.names = names
        self.known = known
        self.routing = routing
        self.rewritten: dict[str, None] = {}
        self._all = authorities(names, known)
        self._met: list[Entry] = []
        self._explained = 0
        self._used: dict[Term, tuple[Triple, ...]] = {}

    @property
    def said(self) -> Mapping[Said, Entry]:
        """What the cables say, and the entry for it; signatories are named after what they say."""
        return {entry.said: entry for entry in self._met if entry.said[1]}

    @property
    def used(self) -> dict[Term, tuple[Triple, ...]]:
        """The records that explain what was met."""
        for entry in self._met[self._explained :]:
            if entry.listed:
                self._used.update(entry.explained)
            else:
                self._keep(entry.explained)
        self._explained = len(self._met)
        return self._used

    def add(self, others: Entries) -> None:
        """Keep the records that explain what other cables use."""
        self._keep(others.used)

    def _keep(self, records: Records) -> None:
        """Keep records that others of the same name can stand beside: an unlisted entry has the words it was met in."""
        for subject, triples in records.items():
            before = self._used.get(subject, triples)
            self._used[subject] = before if before is triples else tuple(dict.fromkeys(before + triples))

    def agency(self, label: str) -> Term:
        """Name a sender or addressee."""
        entry = self._all.agencies[label, self.routing.get(label, "")]
        if not entry.spelled:
            self.rewritten[label] = None
        self._met.append(entry)
        return entry.term

    def holder(self, label: str) -> Term:
        """Name the archive that holds a copy."""
        entry = self._all.holders[label]
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
        """Give the facts that a cable, held or cited, is known by, and keep the names that it once had."""
        facts = [(terms.TYPE, kind), (terms.IDENTIFIER, terms.text(identity.id))]
        if identity.year:
            facts += [
                (_STATION, self.station(identity.station)),
                (_YEAR, terms.integer(identity.year)),
                (_SERIAL, terms.integer(identity.serial)),
            ]
        for former in self.known.former(identity):
            self._retire(terms.iri(self.names.cable(former)), former, terms.iri(self.names.cable(identity.id)))
        return facts

    def _retire(self, subject: Term, cable_id: str, now: Term) -> None:
        facts = ((terms.IDENTIFIER, terms.text(cable_id)), _DEPRECATED, (_REPLACED_BY, now))
        self._used[subject] = tuple([(subject, predicate, value) for predicate, value in facts])

    def quads(self, held: Iterable[Term] = ()) -> Iterator[Quad]:
        """Give all entries in the vocabulary graph, without the cited cables that are held."""
        graph = terms.iri(self.names.graph("vocabulary"))
        without = frozenset(held)
        triples = {triple for subject, entry in self.used.items() if subject not in without for triple in entry}
        for triple in sorted(set(_one_name(sorted(triples)))):
            yield Quad(*triple, graph)


def _one_name(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give sorted triples with one preferred label a subject: an unlisted entry can be met in several writings."""
    last: Term | None = None
    for triple in triples:
        subject, predicate, value = triple
        again = predicate == terms.LABEL and subject == last
        last = subject if predicate == terms.LABEL else last
        yield (subject, _ALT_LABEL, value) if again else triple
