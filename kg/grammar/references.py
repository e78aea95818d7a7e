"""References: the telegrams and other papers that a telegram builds on.

Facts
-----
* The REF block names one telegram ("REF: LIMA 87") or a list, mostly a lettered one: "A. QUITO 214 (NOTAL) B. 06
  BOGOTA 1021"; also A) (A) [A] A: "A - ", numbers, or nothing but commas, semicolons, AND, new lines.
* A number without a station belongs to the station before it ("A. QUITO 296 B. 297"), the first one to the own.
* NOTAL: "not to, nor needed by, all addressees".
* What is no telegram (an e-mail, an intelligence report, a resolution) is kept as a typed entry.
* Archives list ids ("88MOSCOW603|88QUITO91") or citations with years of two digits; the records of 1973-79 cut
  that list near 120 characters, so its last item can be half a one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.cable import Reference
from kg.grammar import identifiers
from kg.grammar.citations import NOTAL, Citation, Citing, Known, begins, cited, flattened, implied
from kg.grammar.identifiers import MessageReference
from kg.grammar.lettering import Entry, entries, skipped

KINDS: Final = (
    ("email", re.compile(r"\bE-?\s?MAILS?\b")),
    ("dtg", re.compile(r"\bDTG\b|\b[A-Z]?\s?\d{6}(?:Z\b|Z?\s?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC))")),
    ("report", re.compile(r"\b(?:IIR|TD[- ]?\d|OSC|FBIS|CIR|NIE)\b|\bTDX?-\d")),
    (
        "law",
        re.compile(
            r"\b(?:UNSCR?|RES(?:OLUTIONS?)?|FAM|FAH|TREATY|CONVENTION|USC|CFR|PUBLIC LAW|P\.?L\.?[ -]\d|STATUTES?"
            r"|EXECUTIVE ORDER|PROTOCOL)\b|\bU\.S\.C\b|\b(?:INA|ACT) (?:SECTION|OF|\d)"
        ),
    ),
    ("airgram", re.compile(r"\bAIRGRAMS?\b|\b(?:CA|A)\s?-\s?\d+\b")),
)
"""Kind of an entry that names no telegram -> how it is told, first match counts."""
_NOTAL = re.compile(rf"\b(?:{NOTAL})")
_NOTHING = re.compile(r"\W*+(?:(?:NONE|N/?A|NIL|NOT? APPLICABLE|NO REFERENCES?)\W*+)?")
_FOREIGN = ("CLASSIFIED BY", "SENSITIVE BUT UNCLASSIFIED", "NOT FOR INTERNET", "REASON:")
"""What follows the REF block on the same line in exports that lost their line ends."""
_PAGE = re.compile(r"[A-Z][A-Z ]{2,40}\s\d{5,8}\s+\d{3}(?:\.\d)?\s+OF\s+\d{3}")
_NUMBERED_LETTER = re.compile(r"(?<![\w/])\d{1,2}[.)](?=\s{1,4}\(?[A-Z][.)]\s)")
"""A list of letters that software has numbered: "1. A. QUITO 12 2. B. LIMA 34"."""
_BREAK = re.compile(r"[;|\n,&(/]|\.\s|\s-|\bAND\b|\s{2,}")
_PORTION = re.compile(r"\((?:U|C|S|TS|LOU|SBU|FOUO|EXDIS|NODIS|LIMDIS|NOTAL|[UCS]//?(?:NF|NOFORN|FOUO)|SBU/NF)\)\s*")
"""Classes and captions that some drafters set before each citation."""
_LONGEST_BLOCK = 50_000
"""A hundred times the longest REF block met; what is longer is none."""
_LONGEST = 300
"""In a longer entry without a citation at its start none is looked for inside: it is prose."""


class Item(NamedTuple):
    """One cited item of an entry: where it stands, and the telegrams it names (None: no telegram)."""

    start: int
    end: int
    citation: Citation | None


class _Block(NamedTuple):
    text: str
    flat: str
    citing: Citing
    where: str


def read_block(text: str, *, year: int, station: str, known: Known) -> tuple[tuple[int, Reference], ...]:
    """Read the value of a REF block: each cited item and serial, with the offset where it begins.

    `year` and `station` are the citing telegram's own, for what the citations leave out.

    >>> block = "A. QUITO 12 (NOTAL), 13 B. 06 LIMA 7"
    >>> found = read_block(block, year=2008, station="QUITO", known={"QUITO", "LIMA"}.__contains__)
    >>> [(offset, one.label, one.id, one.notal) for offset, one in found]
    [(3, 'A', '08QUITO12', True), (21, 'A', '08QUITO13', False), (27, 'B', '06LIMA7', False)]
    """
    text = text[:_LONGEST_BLOCK]
    flat = flattened(text)
    end = min((place for word in _FOREIGN if (place := flat.find(word)) >= 0), default=len(flat))
    if _NOTHING.fullmatch(flat, 0, end):
        return ()
    for page in _PAGE.finditer(flat) if " OF " in flat else ():
        blank = " " * len(page.group())
        flat = flat[: page.start()] + blank + flat[page.end() :]
        text = text[: page.start()] + blank + text[page.end() :]
    if flat.lstrip().startswith("1"):
        flat = _NUMBERED_LETTER.sub(lambda number: " " * len(number.group()), flat)
    block = _Block(text, flat, Citing(year, known), "body")
    return _withheld(tuple(_read(block, entries(flat, end, block.citing), station)), flat)


def listed(text: str, *, year: int, where: str = "metadata", known: Known) -> tuple[Reference, ...]:
    """Read the reference field of an archive.

    >>> [one.id for one in listed("73 QUITO 1234, STATE 012345", year=1974, known={"QUITO", "STATE"}.__contains__)]
    ['73QUITO1234', '74STATE12345']
    """
    text = text[:_LONGEST_BLOCK]
    flat = flattened(text)
    if _NOTHING.fullmatch(flat):
        return ()
    block = _Block(text, flat, Citing(year, known), where)
    found = [reference for _, reference in _read(block, [Entry("", 0, len(flat))], "")]
    if _is_cut(text, year) and found[-1].id and len(_last_digits(text)) < _SHORTEST:
        found[-1] = found[-1]._replace(kind="other", id="")
    return tuple(found)


_CUT: Final = range(118, 123)
_SHORTEST: Final = 4
"""A list of 1973-79 of this length has been cut; a last serial of fewer digits is half a one."""


def _is_cut(text: str, year: int) -> bool:
    return len(text) in _CUT and year < 1980


def _last_digits(text: str) -> str:
    return text[len(text.rstrip("0123456789")) :]


def _read(block: _Block, parts: Iterable[Entry], station: str) -> Iterator[tuple[int, Reference]]:
    for entry in parts:
        for item in _items(block, entry, station):
            if item.citation:
                station = item.citation.station
            yield from _references(block, entry.label, item)


def _withheld(found: tuple[tuple[int, Reference], ...], flat: str) -> tuple[tuple[int, Reference], ...]:
    """Let a "BOTH NOTAL" hold for the two entries before it, "ALL NOTAL" for all."""
    words = _NOTAL_OF_MORE.search(flat) if "TAL" in flat else None
    if words is None:
        return found
    before = [place for place, (offset, _) in enumerate(found) if offset < words.start()]
    meant = before[-2:] if words["both"] else before
    return tuple(
        (offset, entry._replace(notal=True)) if place in meant else (offset, entry)
        for place, (offset, entry) in enumerate(found)
    )


_NOTAL_OF_MORE = re.compile(rf"\b(?:(?P<both>BOTH)|ALL)\s+(?:ARE\s+)?(?:{NOTAL})")


def _references(block: _Block, label: str, item: Item) -> Iterator[tuple[int, Reference]]:
    flat = block.flat[item.start : item.end]
    raw = _raw(block.text[item.start : item.end])
    last = max((match.start() for match in _NOTAL.finditer(flat)), default=-1) + item.start
    if item.citation is None:
        if raw and not _NOTHING.fullmatch(flat):
            yield item.start, Reference(label, raw, _kind(flat), "", last >= item.start, block.where)
        return
    for order, serial in enumerate(item.citation.serials):
        year = serial.year or block.citing.year
        cable = str(MessageReference(year, item.citation.station, serial.number)) if year else ""
        place = serial.start if order else item.start
        yield place, Reference(label, raw, "cable", cable, last > serial.start, block.where)


_CLOSING: Final = frozenset("0123456789)")


def _raw(text: str) -> str:
    """Give an item as written, without what parts it from the next."""
    words = text.replace("¶", " ").replace("\ufffd", " ").split()
    while words and words[-1].upper() in {"AND", "&", "-"}:
        words.pop()
    bare = " ".join(words).strip(",;&-| ")
    return bare[:-1] if bare.endswith(".") and bare[-2:-1] in _CLOSING else bare


def _kind(flat: str) -> str:
    return next((kind for kind, pattern in KINDS if pattern.search(flat)), "other")


def _items(block: _Block, entry: Entry, station: str) -> Iterator[Item]:
    """Part an entry into what it cites."""
    place = skipped(block.flat, entry.start, entry.end)
    first = True
    while place < entry.end:
        place = _past_portion(block, place, entry.end)
        citation = _citation(block, place, entry.end)
        if citation is None and first:
            citation = implied(block.flat, place, entry.end, station, block.citing)
        item = _item(block, place, entry.end, citation)
        yield item
        station = item.citation.station if item.citation else station
        place = skipped(block.flat, item.end, entry.end)
        first = False


def _past_portion(block: _Block, place: int, end: int) -> int:
    mark = _PORTION.match(block.flat, place, end)
    return mark.end() if mark and begins(block.flat, mark.end(), end, block.citing) else place


def _citation(block: _Block, place: int, end: int) -> Citation | None:
    """Read a citation; words in small letters are a station only when it is known."""
    citation = cited(block.flat, place, end, block.citing)
    if citation is None or citation.sure:
        return citation
    letter = next((one for one in block.text[citation.start : citation.end] if one.isalpha()), "")
    return citation if letter.isupper() else None


def _item(block: _Block, place: int, end: int, citation: Citation | None) -> Item:
    """Give the item at a place with the words that go with it: titles, what a paper is about."""
    begin = citation.end if citation else place
    if citation and _next_begins(block, begin, end):
        return Item(citation.start, begin, citation)
    stop = _stop(block, begin, end)
    rest = block.flat[begin:stop]
    if citation:
        return Item(citation.start, begin if _stands_apart(rest, block.where) else stop, citation)
    if _kind(rest) == "other" and stop - begin <= _LONGEST:
        return Item(begin, stop, _inside(block, begin, stop))
    return Item(begin, stop, None)


def _stands_apart(rest: str, where: str) -> bool:
    """Tell whether words behind a citation are an item of their own: after a semicolon, in a list, another paper."""
    bare = rest.lstrip()
    return bare.startswith((";", "|")) or (bool(_BREAK.match(bare)) and (where != "body" or _kind(rest) != "other"))


def _next_begins(block: _Block, begin: int, end: int) -> bool:
    """Tell whether the next citation follows at once, of a known station or, behind a separator, of any."""
    place = skipped(block.flat, begin, end)
    if begins(block.flat, place, end, block.citing):
        return True
    parted = any(sign in block.flat[begin:place] for sign in ",;&/\n|") or "AND" in block.flat[begin:place]
    return parted and _citation(block, place, end) is not None


def _stop(block: _Block, begin: int, end: int) -> int:
    """Find the end of an item: a semicolon, or what parts it from a citation that follows."""
    passed = begin
    for found in _BREAK.finditer(block.flat, begin + 1, end):
        if found.group() in ";|":
            return found.start()
        if found.end() <= passed:
            continue
        passed = skipped(block.flat, found.end(), end)
        if begins(block.flat, passed, end, block.citing):
            return found.start()
    return end


def _inside(block: _Block, begin: int, end: int) -> Citation | None:
    """Find a citation behind other words ("DEPARTMENT'S CABLE, STATE 12345"); a year is no serial."""
    for blank in re.finditer(r"\s", block.flat[begin:end]):
        citation = cited(block.flat, begin + blank.end(), end, block.citing)
        if citation and citation.sure and citation.serials[0].number > _SMALL:
            return citation if citation.serials[0].number not in _YEARS else None
    return None


_SMALL, _YEARS = 99, range(1900, 2066)


def merged(body: Iterable[Reference], metadata: Iterable[Reference], own: str) -> tuple[Reference, ...]:
    """Join both lists: the telegram's first, then what only the archive lists; none cites itself.

    An archive cuts the names of stations: TEGUC 12 and TEGUCIGALPA 12 of one year are one telegram here.
    """
    waiting = {entry.id or entry.raw: entry for entry in metadata}
    alike: dict[tuple[int, int], list[str]] = {}
    for key, entry in waiting.items():
        if number := identifiers.read(entry.id):
            alike.setdefault((number.year, number.serial), []).append(key)
    found: dict[str, Reference] = {}
    for entry in body:
        key = entry.id or entry.raw
        met = waiting.pop(_listed_as(entry, waiting, alike), None)
        found.setdefault(key, entry._replace(where="both") if met else entry)
    for key, entry in waiting.items():
        found.setdefault(key, entry)
    return tuple(entry for entry in found.values() if not same(entry.id, own))


def _listed_as(
    entry: Reference, metadata: Mapping[str, Reference], alike: Mapping[tuple[int, int], Sequence[str]]
) -> str:
    """Tell under which id an archive lists an entry; `alike` are its ids by year and serial."""
    key = entry.id or entry.raw
    number = identifiers.read(entry.id) if key not in metadata else None
    if number is None:
        return key
    others = alike.get((number.year, number.serial), ())[:_MOST_ALIKE]
    return next((other for other in others if other in metadata and same(entry.id, other)), key)


_MOST_ALIKE = 50
"""Telegrams of one number and year that a list can hold."""


def same(one: str, other: str) -> bool:
    """Tell whether two ids name one telegram: year and serial agree, one station is a part of the other.

    >>> same("77GUAYAQ145", "77GUAYAQUIL145"), same("77QUITO145", "77LIMA145")
    (True, False)
    """
    if not one or not other:
        return False
    if one == other:
        return True
    first, second = identifiers.read(one), identifiers.read(other)
    if first is None or second is None or (first.year, first.serial) != (second.year, second.serial):
        return False
    return first.station in second.station or second.station in first.station
