"""Any spelling of a tag, post, agency or marking -> its record.

Reads `ontology/schemes/` once, without rdflib. The station of a message number has one code here, so that
every spelling of a cited cable meets the held one. A code that took the place of another keeps the old one
as a deprecated record (owl:deprecated, dcterms:isReplacedBy): cables had IRIs with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final, NamedTuple
from urllib.parse import unquote

from kg import resources, terms
from kg.grammar import identifiers
from kg.grammar.memory import remembered
from kg.labels import Agency, Labels, packed
from kg.terms import AUTHORITIES, CK, DCTERMS, OWL, SKOS, Term

Triple = tuple[Term, Term, Term]
Records = Mapping[Term, tuple[Triple, ...]]
FOLLOWED: Final = frozenset(
    f"<{iri}>"
    for iri in (
        SKOS + "broader",
        SKOS + "inScheme",
        CK + "country",
        CK + "station",
        CK + "member",
        DCTERMS + "isReplacedBy",
        DCTERMS + "source",
    )
)
"""Links along which an entry needs another one to be understood."""

_NAMES: Final = tuple(terms.iri(SKOS + name) for name in ("prefLabel", "altLabel", "hiddenLabel", "notation"))
_CODES: Final = tuple(terms.iri(SKOS + name) for name in ("hiddenLabel", "notation"))
_DEPRECATED: Final = terms.iri(OWL + "deprecated")
_REPLACED_BY: Final = terms.iri(DCTERMS + "isReplacedBy")
_KIND, _STATION, _COUNTRY, _ROUTING = (terms.ck(name) for name in ("kind", "station", "country", "routingIndicator"))
_ROUTING_WORD = 6
_fold = remembered(terms.fold)
_ESCAPE = re.compile(r"\\(.)")
_MEANING = {"n": "\n", "r": "\r", "t": "\t"}


class Identity(NamedTuple):
    """A cable's id with the station's one code, and its three parts (year 0: no message reference)."""

    id: str
    year: int
    station: str
    serial: int


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All authority records, by IRI and by spelling.

    `agencies` and `stations` give the record and the code of a spelling as it stands; `labels` knows the rules
    too. `retired`: code of a station -> codes that it took the place of.
    """

    records: Records
    labels: Labels
    station_ends: frozenset[str]
    tags: frozenset[str]
    holding_commas: frozenset[str]
    comma_heads: frozenset[str]
    retired: Mapping[str, tuple[str, ...]]
    closures: dict[Term, Records] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, turtle: Iterable[bytes]) -> Vocabulary:
        """Read the records of some Turtle files."""
        import pyoxigraph  # noqa: PLC0415 - keeps `import kg` light

        records: dict[Term, list[Triple]] = defaultdict(list)
        for data in turtle:
            for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
                triple = (Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object)))
                records[triple[0]].append(triple)
        return _Index({subject: tuple(triples) for subject, triples in records.items()}).vocabulary()

    @property
    def stations(self) -> Mapping[str, str]:
        """Spellings of stations, and the code that each stands for."""
        return self.labels.stations

    def identity(self, cable_id: str) -> Identity:
        """Give a cable's identity: one for every spelling of its station.

        >>> vocabulary().identity("77GUAYAQ145").id
        '77GUAYAQUIL145'
        """
        reference = identifiers.read(cable_id)
        if reference is None:
            return Identity(cable_id, 0, "", 0)
        station = self.labels.stations.get(reference.station, reference.station)
        if station != reference.station:
            reference = reference._replace(station=station)
        return Identity(str(reference), *reference)

    def former(self, identity: Identity) -> tuple[str, ...]:
        """Give the ids that a cable had under codes which its station's code took the place of."""
        codes = self.retired.get(identity.station, ()) if identity.year else ()
        return codes and tuple(
            str(identifiers.MessageReference(identity.year, code, identity.serial)) for code in codes
        )

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
        """Give the record of a label that is a name as it stands, with or without a routing indicator before it.

        This tells names from other words; `labels.agency` finds out whom any label means.
        """
        routing, _, rest = label.partition(" ")
        bare = rest if len(routing) >= _ROUTING_WORD and routing.startswith("R") and routing.isupper() else label
        spelled = self.labels.spelled
        return spelled.get(terms.fold(label)) or spelled.get(terms.fold(bare))

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

    def explained(self, concept: Term) -> Records:
        """Give a record with the records it needs: broader tags, schemes, country, station, sources."""
        if concept not in self.closures:
            self.closures[concept] = self._follow(concept)
        return self.closures[concept]

    def closure(self, concept: Term) -> tuple[Triple, ...]:
        """Give the triples of a record and of the records it needs."""
        return tuple([triple for triples in self.explained(concept).values() for triple in triples])

    def _follow(self, concept: Term) -> Records:
        found: dict[Term, tuple[Triple, ...]] = {}
        waiting = [concept]
        while waiting:
            one = waiting.pop()
            if one in found or one not in self.records:
                continue
            found[one] = self.records[one]
            waiting += [link for _, predicate, link in found[one] if predicate in FOLLOWED]
        return found


@cache
def vocabulary() -> Vocabulary:
    """Read the authority records that come with kg (once)."""
    return Vocabulary.of(path.read_bytes() for path in resources.turtle_files("ontology/schemes"))


class _Index:
    """Records on their way to being found by what they are called."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def values(self, subject: Term, *predicates: Term) -> list[Term]:
        return [value for _, predicate, value in self.records[subject] if predicate in predicates]

    def texts(self, subject: Term, *predicates: Term) -> tuple[str, ...]:
        return tuple([plain(value) for value in self.values(subject, *predicates)])

    def of_kind(self, kind: str) -> list[Term]:
        head = f"<{AUTHORITIES.base}{kind}/"
        return [subject for subject in self.records if subject.startswith(head)]

    @cached_property
    def codes(self) -> dict[Term, str]:
        """Code of each station; for a deprecated one the code of the station that took its place."""
        return {
            station: _key(next(iter(self.values(station, _REPLACED_BY)), station)) for station in self.named("station")
        }

    def named(self, kind: str) -> list[Term]:
        """Give the records of a kind that are entries, no schemes or collections."""
        return [subject for subject in self.of_kind(kind) if self.values(subject, terms.NOTATION)]

    def retired(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for station, code in sorted(self.codes.items()):
            if _key(station) != code:
                found[code] = (*found.get(code, ()), _key(station))
        return found

    def agency(self, subject: Term) -> Agency:
        first = [next(iter(self.values(subject, predicate)), "") for predicate in (_STATION, _COUNTRY)]
        kind = next(iter(self.texts(subject, _KIND)), "")
        station = self.codes.get(Term(first[0]), "")
        return Agency(subject, self.texts(subject, *_NAMES), kind, station, first[1], self.texts(subject, _ROUTING))

    def vocabulary(self) -> Vocabulary:
        agencies = [self.agency(subject) for subject in self.of_kind("agency")]
        stations = {
            packed(spelling): code for station, code in self.codes.items() for spelling in self.texts(station, *_CODES)
        }
        tags = self.named("tag")
        lands = {
            terms.fold(name): tag for tag in tags if len(_key(tag)) == _DIGRAPH for name in self.texts(tag, *_NAMES)
        }
        former = frozenset(tag for tag in lands.values() if self.values(tag, _DEPRECATED))
        commas = {terms.fold(name) for one in agencies for name in one.names if "," in name}
        heads = {label[: comma.start()] for label in commas for comma in re.finditer(", ", label)}
        labels = Labels.of(agencies, stations, lands, former)
        ends = frozenset(spelling[place:] for spelling in stations for place in range(len(spelling)))
        known = frozenset(map(_key, tags)), frozenset(commas), frozenset(heads)
        return Vocabulary(self.records, labels, ends, *known, self.retired())


def _key(subject: Term) -> str:
    return unquote(subject[subject.rindex("/") + 1 : -1])


_DIGRAPH: Final = 2
"""Letters of a geographic TAGS entry."""


def volume_id(text: str) -> str:
    """Give the id of a document of Foreign Relations in the small letters of the edition, "" for another text.

    >>> volume_id("FRUS1934v05-D31"), volume_id("05STATE44120")
    ('frus1934v05-d31', '')
    """
    name = text.strip().lower()
    return name if _OF_A_VOLUME.fullmatch(name) else ""


_OF_A_VOLUME: Final = re.compile(r"frus[\w-]+-d\d+[a-z]?")


def plain(literal: Term) -> str:
    r"""Give the text of a literal in N-Triples form.

    >>> plain(Term('"say \\"no\\""@en'))
    'say "no"'
    """
    body = literal[1 : literal.rindex('"')]
    return _ESCAPE.sub(lambda match: _MEANING.get(match[1], match[1]), body)
