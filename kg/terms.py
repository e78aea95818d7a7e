"""Names: every IRI and literal that kg writes is made here, and only here namespaces are known.

Facts
-----
* A thing of the world has a slash IRI (`{base}cable/10MEXICO83`), the document about it another
  (`{base}doc/cable/10MEXICO83`, which is also its named graph), a part of it a hash on the thing
  (`{base}cable/10MEXICO83#p4`): Cool URIs for the Semantic Web, W3C Note 2008-12-03.
* A key becomes one path segment: unreserved characters of RFC 3986 stand as they are, everything
  else is percent-encoded UTF-8. `~` is encoded too, since `~2` marks the second text of one id.
* Minting is injective and reversible: `Names.parse` gives back what an IRI was made of.
* A term is kept in its N-Triples form (W3C N-Triples, section 2): text that sorts, compares and
  is written as it is.
* Two bases: what a build mints follows its `--base`; terms and authority records that come with
  kg keep the base they were published under.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, NewType
from urllib.parse import quote, unquote, urlsplit

from kg.errors import TermError, UsageError

Term = NewType("Term", str)
"""An RDF term in N-Triples form: `<iri>`, `"text"`, `"text"@en` or `"4"^^<datatype>`."""


class Quad(NamedTuple):
    """One statement in its named graph; all four are N-Triples forms."""

    subject: Term
    predicate: Term
    object: Term
    graph: Term


DEFAULT_BASE: Final = "https://w3id.org/cables/"
CK: Final = DEFAULT_BASE + "ns#"
SHAPES: Final = DEFAULT_BASE + "shapes#"
CITO: Final = "http://purl.org/spar/cito/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCATAP: Final = "http://data.europa.eu/r5r/"
DCTERMS: Final = "http://purl.org/dc/terms/"
DOCO: Final = "http://purl.org/spar/doco/"
DQV: Final = "http://www.w3.org/ns/dqv#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
LDQD: Final = "http://www.w3.org/2016/05/ldqd#"
ORG: Final = "http://www.w3.org/ns/org#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
RICO: Final = "https://www.ica.org/standards/RiC/ontology#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
SCHEMA: Final = "https://schema.org/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SPDX: Final = "http://spdx.org/rdf/terms#"
TIME: Final = "http://www.w3.org/2006/time#"
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

THINGS: Final = (
    "cable",
    "doc/cable",
    "agency",
    "station",
    "signatory",
    "tag",
    "classification",
    "caption",
    "precedence",
    "order",
    "type",
    "locator",
    "status",
    "marking",
    "enclosure",
    "office",
    "concept",
    "label",
    "result",
    "graph",
    "dataset",
    "release",
)
"""Kinds of things with an IRI of their own: the first path segment(s) after the base."""

PAIRED: Final = frozenset({"signatory", "label"})
"""Kinds of things with two keys."""

_UNRESERVED = re.compile(r"[A-Za-z0-9._-]+")
_PART = re.compile(r"(?:copy|[phu]\d+(?:-\d+)?|(?:ref|to)-\d+)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BASE_CHARACTERS = re.compile(r"https?://(?:[^\s<>\"{}|\\^`\x00-\x20?#%]|%[0-9A-Fa-f]{2})+/")
_SLUG_BREAK = re.compile(r"[^a-z0-9]+")
_PLAIN_FOLD = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")


def iri(value: str) -> Term:
    """Give the N-Triples form of an IRI that was minted here or is a constant."""
    return Term(f"<{value}>")


def escaped(value: str) -> str:
    """Give a text as it stands between the quotes of a literal."""
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    if "\n" in value or "\r" in value or "\t" in value:
        value = value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return value


def text(value: str) -> Term:
    r"""Give a plain literal (RDF 1.1: an xsd:string, never written with its datatype).

    >>> text('say "no"')
    '"say \\"no\\""'
    """
    return Term(f'"{escaped(value)}"')


def english(value: str) -> Term:
    """Give a literal in English: for words of ours or of a catalogue, not for transcriptions."""
    return Term(text(value) + "@en")


def typed(value: object, datatype: str) -> Term:
    """Give a literal of an XML Schema datatype, named without its namespace."""
    return Term(f'"{value}"^^<{XSD}{datatype}>')


def integer(value: int) -> Term:
    """Give an xsd:integer."""
    return Term(f'"{value}"^^<{XSD}integer>')


def ck(name: str) -> Term:
    """Give a term of our ontology."""
    return Term(f"<{CK}{name}>")


TYPE: Final = iri(RDF + "type")
LABEL: Final = iri(SKOS + "prefLabel")
NOTATION: Final = iri(SKOS + "notation")
IN_SCHEME: Final = iri(SKOS + "inScheme")
IDENTIFIER: Final = iri(DCTERMS + "identifier")
TITLE: Final = iri(DCTERMS + "title")


def segment(key: str) -> str:
    """Give the one path segment that stands for this key and for no other.

    Raises TermError for what cannot be a key: empty text, control characters, surrogates, outer
    blanks, text that is not in Unicode normalisation form C, and the dot segments of RFC 3986.

    >>> segment("HUMAN RIGHTS")
    'HUMAN%20RIGHTS'
    """
    if _UNRESERVED.fullmatch(key) and key not in {".", ".."}:
        return key
    if not key or key in {".", ".."} or key != key.strip() or _CONTROL.search(key):
        reason = f"{key[:40]!r} cannot be named by an IRI: empty, a dot segment, outer blanks or control characters"
        raise TermError(reason)
    if unicodedata.normalize("NFC", key) != key:
        reason = f"{key[:40]!r} cannot be named by an IRI: not in Unicode normalisation form C"
        raise TermError(reason)
    return quote(key, safe="").replace("~", "%7E")


def fold(label: str) -> str:
    """Give the form under which two spellings of one label are the same: case and blanks aside."""
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


def slug(label: str) -> str:
    """Give a readable path segment for a label: ASCII, lower case, hyphens, nothing else.

    A label that loses something on the way (accents, signs) carries six hex digits of its hash
    behind `_`, which no other slug holds, so that another label never gets the same segment.

    >>> slug("Mexico Mexico City"), slug("Saint-Foo")
    ('mexico-mexico-city', 'saint-foo_7700a2')
    """
    folded = fold(label)
    if not folded or _CONTROL.search(folded):
        reason = f"{label[:40]!r} is no label: empty or with control characters"
        raise TermError(reason)
    if _PLAIN_FOLD.fullmatch(folded):
        return folded.replace(" ", "-")
    return f"{ascii_slug(label)}_{label_hash(label)}"


def ascii_slug(label: str) -> str:
    """Give the slug of a label without the hash that makes it unique (for authority records)."""
    plain = unicodedata.normalize("NFKD", fold(label)).encode("ascii", "ignore").decode()
    return _SLUG_BREAK.sub("-", plain).strip("-")


def label_hash(label: str) -> str:
    """Give six hex digits that tell apart labels of one slug."""
    return hashlib.sha256(fold(label).encode()).hexdigest()[:6]


class Name(NamedTuple):
    """What an IRI was made of: kind of thing, its key (or keys), which text of an id, which part."""

    kind: str
    key: str
    second: str = ""
    nth: int = 1
    part: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """IRIs under one base.

    >>> Names().part("10MEXICO83", "p4")
    'https://w3id.org/cables/cable/10MEXICO83#p4'
    >>> Names().parse("https://w3id.org/cables/cable/10MEXICO83#p4").part
    'p4'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        """Refuse a base that would make IRIs nobody can follow (raises UsageError)."""
        if not _BASE_CHARACTERS.fullmatch(self.base) or not _has_host(self.base):
            reason = f"base {self.base!r} is no absolute http(s) IRI that ends with a slash"
            raise UsageError(reason)

    def thing(self, kind: str, key: str) -> str:
        """Name a thing of one of the `THINGS` by its key."""
        return f"{self.base}{kind}/{segment(key)}"

    def cable(self, cable_id: str, nth: int = 1) -> str:
        """Name a cable by its canonical id; `nth` > 1 is another text under the same id."""
        return self.thing("cable", cable_id) + (f"~{nth}" if nth > 1 else "")

    def document(self, cable_id: str, nth: int = 1) -> str:
        """Name the document about a cable, which is its named graph too."""
        return self.thing("doc/cable", cable_id) + (f"~{nth}" if nth > 1 else "")

    def part(self, cable_id: str, part: str, nth: int = 1) -> str:
        """Name a part of a cable: `p4`, `u1`, `h2`, `ref-1`, `to-1` or `copy`."""
        if not _PART.fullmatch(part):
            reason = f"{part!r} is no part of a cable (p4, u1, h2, ref-1, to-1, copy)"
            raise TermError(reason)
        return f"{self.cable(cable_id, nth)}#{part}"

    def agency(self, label: str) -> str:
        """Name an agency that no authority record knows, by its label."""
        return f"{self.base}agency/{slug(label)}"

    def signatory(self, station: str, name: str) -> str:
        """Name who signs at a station: a persona, not an identified person."""
        return f"{self.base}signatory/{segment(station)}/{segment(name)}"

    def label(self, agency: str, label: str) -> str:
        """Name a label that stands for an agency, by the agency's own key and its words."""
        return f"{self.base}label/{segment(agency)}/{segment(label)}"

    def graph(self, name: str) -> str:
        """Name one of the graphs that are not about one cable: vocabulary, quality, metadata."""
        return f"{self.base}graph/{segment(name)}"

    def release(self, release_id: str) -> str:
        """Name a release of the dataset."""
        return self.thing("release", release_id)

    def parse(self, value: str) -> Name:
        """Tell what an IRI of this base was made of; raises TermError when it was not made here."""
        body, mark, part = value.removeprefix(self.base).partition("#")
        kind = next((kind for kind in THINGS if body.startswith(kind + "/")), "")
        if not value.startswith(self.base) or not kind or bool(mark) != bool(_PART.fullmatch(part)):
            raise _foreign(value)
        return self._checked(value, kind, body[len(kind) + 1 :], part)

    def _checked(self, value: str, kind: str, rest: str, part: str) -> Name:
        path, _, nth = rest.partition("~")
        keys = [unquote(piece, errors="surrogateescape") for piece in path.split("/")]
        expected = 2 if kind in PAIRED else 1
        if len(keys) != expected or (nth and not re.fullmatch(r"[2-9]|[1-9][0-9]+", nth)):
            raise _foreign(value)
        again = "/".join(segment(key) for key in keys)
        if again != path:
            raise _foreign(value)
        return Name(kind, keys[0], keys[1] if expected > 1 else "", int(nth or 1), part)


def _has_host(base: str) -> bool:
    try:
        parts = urlsplit(base)
        _ = parts.port  # raises ValueError when it is none
        return bool(parts.hostname)
    except ValueError:
        return False


def _foreign(value: str) -> TermError:
    return TermError(f"{value[:120]!r} is no IRI that was minted here")


AUTHORITIES: Final = Names(DEFAULT_BASE)
"""Names of what comes with kg: vocabularies and authority records."""


_AUTHORITY_KINDS = ("agency", "station", "tag", "classification", "caption", "precedence", "order", "type")


def prefixes(base: str = DEFAULT_BASE) -> MappingProxyType[str, str]:
    """Give prefix -> namespace for dumps and queries, ours first, then the shared ones."""
    minted = {"cable": f"{base}cable/", "doc": f"{base}doc/cable/", "graph": f"{base}graph/"}
    ours = {kind: f"{DEFAULT_BASE}{kind}/" for kind in _AUTHORITY_KINDS}
    shared = {
        "cito": CITO,
        "dcat": DCAT,
        "dcatap": DCATAP,
        "dcterms": DCTERMS,
        "doco": DOCO,
        "dqv": DQV,
        "foaf": FOAF,
        "ldqd": LDQD,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "rico": RICO,
        "schema": SCHEMA,
        "sh": SH,
        "skos": SKOS,
        "skosxl": SKOSXL,
        "spdx": SPDX,
        "time": TIME,
        "vcard": VCARD,
        "void": VOID,
        "xsd": XSD,
    }
    return MappingProxyType({"ck": CK, "shapes": SHAPES, **minted, **ours, **shared})


_SHARED: Final = prefixes()


def named(name: str) -> Term:
    """Give the term of a prefixed name; for names that stand in the code.

    >>> named("dcat:Dataset")
    '<http://www.w3.org/ns/dcat#Dataset>'
    """
    prefix, _, local = name.partition(":")
    return Term(f"<{_SHARED[prefix]}{local}>")


def namespace(term: Term) -> str:
    """Give the namespace of an IRI: all up to its last hash or slash but one at its end, as IRIs of GeoNames have.

    >>> namespace(named("skos:prefLabel")), namespace(iri("https://sws.geonames.org/3658394/"))
    ('http://www.w3.org/2004/02/skos/core#', 'https://sws.geonames.org/')
    """
    value = term[1:-1]
    return value[: max(value.rfind(sign, 0, -1) for sign in "#/") + 1]


def prefixed(term: Term, base: str = DEFAULT_BASE) -> str:
    """Give the prefixed name of an IRI whose local name is a plain word; "" when there is none.

    >>> prefixed(named("skos:prefLabel"))
    'skos:prefLabel'
    """
    space = namespace(term)
    local = term[len(space) + 1 : -1]
    return next((f"{prefix}:{local}" for prefix, iri in prefixes(base).items() if iri == space and _WORD(local)), "")


_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*").fullmatch
