"""Labels of senders and addressees: what each calls the same post, agency or collective address.

Facts
-----
* One post has many names: "Mexico Mexico City" in the archive's list, "Embassy Mexico", "AMEMBASSY MEXICO
  CITY" on the wire, MEXICO in a record of the 1970s, "the Embassy in Mexico" or "the Ambassador in Mexico
  (Doe)" in a printed volume. Names are facts and stand in `ontology/schemes/agencies.ttl`; what is rule
  stands here.
* A name is dressed: a routing indicator before it, office symbols between double strokes, a precedence and
  a message number behind it, "FOR EUR" for a reader there, the seat of a ministry or a command.
* A city with several missions (Brussels, Geneva, Vienna, Rome, Paris) names the embassy only behind
  AMEMBASSY; USMISSION BRUSSELS may be one of two and stays unresolved.
* A country's one embassy is meant by "Embassy in Burma"; a country with two in the list (Bonn and Berlin)
  is not enough, nor is the name of one that was divided (Vietnam).
* Routing indicators are shared (RHMFISS stands before many commands): one is evidence only together with
  a name that looks like the one it leads to.
* One letter mistyped or misread in a long name of a post behind the word for its kind is surely a slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from kg.grammar import addressees
from kg.terms import Term, fold

_MISSION: Final = "US ?MISSION|U\\.?S\\.? MISSION|MISSION|US ?DEL(?:EGATION)?|USREP"
_POST: Final = (
    "AM ?EM ?B(?:ASSY)?|AMEMB|AMERICAN EMBASSY|EMBASSY|AM ?CONSUL(?:ATE)?|AMCONGEN|AM ?CONSULATE GENERAL"
    "|AMERICAN LEGATION|AMERICAN CONSULATE(?: GENERAL)?|CONSULATE(?: GENERAL)?|CONGEN|US ?INTS?"
    "|US INTERESTS SECTION|USLO|US LIAISON OFFICE|US ?OFFICE|AM ?LEGATION|LEGATION|BRANCH OFFICE|REO|RRT|APP"
    "|AIT|AMERICAN INSTITUTE"
)
_KIND = re.compile(rf"(?:(?P<mission>{_MISSION})|(?P<post>{_POST})) (?:AT |IN )?(?P<place>\S.*)", re.IGNORECASE)
"""A post on the wire: the word for its kind, then its place."""

_OFFICE = re.compile(
    r"(?:the )?(?:acting |american |first |second )*"
    r"(?:(?P<country>ambassador|minister|charg[ée](?: d.affaires)?|embassy|legation|liaison office|interests section)"
    r"|(?P<city>consul(?:ate)?(?: general)?|vice consul|consular agent|mission|officer)) (?:in|at) (?:the )?"
    r"(?P<place>[^()]+?)(?: \([^()]*\))?",
    re.IGNORECASE,
)
"""A post or its head in a printed volume: "Ambassador in Chile (Doe)", "Consulate General in Hong Kong"."""

_PEELED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\s*//.*$", ""),
        (r"\s+(?:FOR|ATTN:?|ATTENTION|PASS(?: TO)?)\s.*$", ""),
        (r"^THE ", ""),
        (r"^(?:U\.? ?S\.?|UNITED STATES) (?=EMB|CONS|LEG|DEP)", ""),
        (r"^(USDEL SECRETARY) .*$", r"\1"),
        (r"^DEPT\.? OF ", "DEPARTMENT OF "),
        (r"\bWASHINGTON,? ?D\.? ?C\.?$", "WASHDC"),
        (r",? (?:WASH ?DC|WASHINGTON)$", ""),
        (r"^(?:CDR|COMMANDER,?|HQS?|HEADQUARTERS|POLAD(?: AT)?|DIR(?:ECTOR)?) ", ""),
        (r" POLAD$", ""),
    )
)
"""What is taken off a name, or written otherwise, one after the other until the name is known."""

_SEAT = re.compile(r".* [A-Z]{2}")
"""A command with its seat: "USCENTCOM MACDILL AFB FL"."""
_AT_HOME = re.compile(r"(?P<name>.+?),? WASH(?:DC|INGTON(?:,? D\.? ?C\.?)?)", re.IGNORECASE)
"""An agency with its seat, which is often left out or written otherwise."""

_LETTERS = re.compile(r"[.' -]")
_HALF = re.compile(r"(.+) \((?:north|south|east|west)\)")
"""The name of a half of a country that was divided."""
_COLLECTIVE = re.compile(r"(?:.* )?COLLECTIVE|ALL .*\bPOSTS?|.* CAPITALS", re.IGNORECASE)
_EMBASSIES: Final = frozenset({"embassy", "interests-section"})
_SURE: Final = 8
"""Letters of a name in which one may be wrong."""
_ALIKE: Final = 0.7
"""How much of a name must be that to which its routing indicator leads."""
_LONGEST: Final = 200
"""No name is longer; longer text is only looked up as it stands."""


def bare(label: str) -> str:
    """Take routing indicator, precedence and message number off a label that is one addressee.

    >>> bare("RHMFISS CDR USNORTHCOM PETERSON AFB CO"), bare("AMEMBASSY QUITO IMMEDIATE 0452")
    ('CDR USNORTHCOM PETERSON AFB CO', 'AMEMBASSY QUITO')
    """
    single = " ".join(label.split())
    if len(single) > _LONGEST:
        return single
    found = addressees.read(single)
    return found[0].label if len(found) == 1 and found[0].label else single


def is_collective(label: str) -> bool:
    """Tell whether the words of a label say that it stands for many posts.

    >>> is_collective("VISEGRAD COLLECTIVE"), is_collective("ALL AFRICAN POSTS"), is_collective("POSTS ABROAD")
    (True, True, False)
    """
    return _COLLECTIVE.fullmatch(" ".join(label.split())) is not None


def packed(name: str) -> str:
    """Give a name as stations are written: capitals without blanks."""
    return "".join(name.upper().split())


class Agency(NamedTuple):
    """An authority record as far as its labels go: names, kind, station, country, routing indicators."""

    term: Term
    names: tuple[str, ...]
    kind: str = ""
    station: str = ""
    country: str = ""
    routing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of names, for all ways in which a label can be made of them.

    `spelled`: folded name -> agency. `stations`: spelling of a station -> its code; `posts`: code -> agency.
    `embassies`: folded name of a country -> its one embassy. `countries`: folded name of a country -> the
    stations in it. `routed`: routing indicator -> the one agency behind it. `missions` and `commands`: the
    agencies that are delegations to organizations, and those of the armed forces.
    """

    spelled: Mapping[str, Term]
    stations: Mapping[str, str]
    posts: Mapping[str, Term]
    embassies: Mapping[str, Term]
    countries: Mapping[str, frozenset[str]]
    routed: Mapping[str, Term]
    missions: frozenset[Term]
    commands: frozenset[Term]

    @classmethod
    def of(
        cls,
        agencies: Collection[Agency],
        stations: Mapping[str, str],
        lands: Mapping[str, str],
        former: Collection[str],
    ) -> Labels:
        """Arrange records; `lands`: folded name of a country -> its entry, `former`: countries that are no more.

        A post was in a former country under that one's name: any post may be looked for there.
        """
        posts = {one.station: one.term for one in agencies if one.station}
        inside, embassies, routed = defaultdict(set), defaultdict(set), defaultdict(list)
        for one in agencies:
            inside[one.country].add(one.station)
            if one.kind in _EMBASSIES:
                for country in (one.country, *_heads(one.names)):
                    embassies[country].add(one.term)
            for indicator in one.routing:
                routed[indicator].append(one.term)
        divided = {_LETTERS.sub("", half[1]) for half in map(_HALF.fullmatch, lands) if half}
        whole = {name: land for name, land in lands.items() if _LETTERS.sub("", name) not in divided}
        abroad = {name: embassies[land] or embassies[name] for name, land in whole.items()}
        return cls(
            _spelled(agencies),
            stations,
            posts,
            {name: next(iter(found)) for name, found in abroad.items() if len(found) == 1},
            {name: frozenset(posts if land in former else inside[land]) for name, land in lands.items()},
            {indicator: found[0] for indicator, found in routed.items() if len(found) == 1},
            frozenset(one.term for one in agencies if one.kind == "mission"),
            frozenset(one.term for one in agencies if one.kind == "military"),
        )

    def agency(self, label: str, routing: str = "") -> Term | None:
        """Give the authority record of a label; None when neither table nor rule knows it."""
        if found := self.spelled.get(fold(label)):
            return found
        if len(label) > _LONGEST:
            return None
        return next(filter(None, self._found(bare(label), routing or _indicator(label))), None)

    def _found(self, name: str, routing: str) -> Iterator[Term | None]:
        forms = list(_forms(name))
        for form in forms:
            yield self._named(form)
        for form in forms:
            yield self._abroad(form) or self._in_country(form) or self._office(form) or self._command(form)
        yield self._mended(forms[0])
        yield self._behind(routing, forms[0])

    def _named(self, name: str) -> Term | None:
        """Find a name, a collective address with or without that word, a bare station."""
        folded = fold(name)
        for known in (folded, f"{folded} collective", folded.removesuffix(" collective")):
            if found := self.spelled.get(known):
                return found
        return self._at(name)

    def _at(self, place: str) -> Term | None:
        name = packed(place)
        code = self.stations.get(name) or self.stations.get(_LETTERS.sub("", name))
        return self.posts.get(code) if code else None

    def _abroad(self, name: str) -> Term | None:
        """Find a post by its kind and its place."""
        match = _KIND.fullmatch(name)
        return self._of_kind(match, self._at(match["place"])) if match else None

    def _of_kind(self, match: re.Match[str], post: Term | None) -> Term | None:
        return post if post and bool(match["mission"]) == (post in self.missions) else None

    def _in_country(self, name: str) -> Term | None:
        """Find a post by country and city, as the archive's lists have it."""
        words = name.split()
        for size in range(1, len(words)):
            code = self.stations.get(packed("".join(words[size:])), "")
            if code in self.countries.get(fold(" ".join(words[:size])), ()):
                return self.posts.get(code)
        return None

    def _office(self, name: str) -> Term | None:
        """Find a post by its head or its name in a printed volume."""
        match = _OFFICE.fullmatch(name)
        if match is None:
            return None
        if match["city"]:
            return self._at(match["place"])
        land = fold(match["place"])
        return self.embassies.get(land) or self.spelled.get(f"embassy in {land}")

    def _command(self, name: str) -> Term | None:
        """Find a command by its first words, the longest that are a name, when its seat follows."""
        words = name.split()
        for size in range(len(words) - 1, 0, -1):
            found = self.spelled.get(fold(" ".join(words[:size])))
            if found in self.commands and self._is_seat(name, packed("".join(words[size:]))):
                return found
        return None

    def _is_seat(self, name: str, place: str) -> bool:
        """Tell whether the words behind a command are where it sits: with a state, a city with a post, or as known."""
        known = _SEAT.fullmatch(name) or place in self.stations
        return bool(known) or any(spelling.startswith(f"{fold(name)} ") for spelling in self.spelled)

    def _mended(self, name: str) -> Term | None:
        """Find a post of whose long name one letter is wrong, if there is only one."""
        match = _KIND.fullmatch(name)
        place = packed(match["place"]) if match else ""
        if match is None or len(place) < _SURE or not place.isalpha():
            return None
        near = {code for spelling, code in self.stations.items() if _one_off(spelling, place)}
        return self._of_kind(match, self.posts.get(near.pop())) if len(near) == 1 else None

    def _behind(self, routing: str, name: str) -> Term | None:
        """Find the agency of a routing indicator, if the name is much like one of its own."""
        found = self.routed.get(routing)
        if found is None:
            return None
        match = _KIND.fullmatch(name)
        place = packed(match["place"] if match else name)
        own = [spelling for spelling, code in self.stations.items() if self.posts.get(code) == found]
        return found if any(SequenceMatcher(None, place, spelling).ratio() > _ALIKE for spelling in own) else None


def _indicator(label: str) -> str:
    found = addressees.read(label)
    return found[0].routing if len(found) == 1 else ""


def _forms(name: str) -> Iterator[str]:
    """Give a name, without its accents, and what is left when its dress is taken off, piece by piece."""
    yield name
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        yield name
    for pattern, instead in _PEELED:
        less = pattern.sub(instead, name)
        if less and less != name:
            name = less
            yield name


def _spelled(agencies: Collection[Agency]) -> dict[str, Term]:
    """Give the folded names of agencies, and what is left of those in Washington without their seat."""
    names = {fold(name): one.term for one in agencies for name in one.names}
    bare = {
        fold(match["name"]): one.term for one in agencies for name in one.names if (match := _AT_HOME.fullmatch(name))
    }
    return bare | names


def _heads(names: Iterable[str]) -> set[str]:
    """Give the first words of names: the country of "Soviet Union Moscow" is among them."""
    split = [fold(name).split() for name in names]
    return {" ".join(words[:size]) for words in split for size in range(1, len(words))}


def _one_off(spelling: str, place: str) -> bool:
    return len(spelling) == len(place) and sum(map(str.__ne__, spelling, place)) == 1
