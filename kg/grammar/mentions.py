"""Mentions: the cables that are cited inside the paragraphs.

Facts
-----
* "Ref A", "REFTEL (B)", "refs A, B and D", "reftels A-C" mean entries of the REF block; "reftel" alone the only
  telegram of the block, "reftels" all of them. "Septel" is a telegram of its own, without a number.
* A telegram is also cited outright: "(QUITO 0627)", "79 QUITO 1234", "LONDON 12840, 12774 AND 12649".
* A city before a number is more often no citation: dates, years ("London 2012"), times of arrival, money, counted
  people, postal codes. Four digits or more are mostly a serial, for counted things carry a comma there ("1,500
  WORKERS"); below, and where the number can be a year, something else has to tell: brackets around, "see" or "ref"
  before, NOTAL behind, a zero in front, a year.
* Telegrams of 1973-79 are in capitals throughout; later ones write a station in capitals, so three digits behind a
  city in small letters are counted things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from kg.cable import Mention, Paragraph, Reference
from kg.grammar.citations import NO_STATION, NOTAL, Citation, Citing, Known, Serial, cited, flattened, lexicon
from kg.grammar.identifiers import MessageReference, full_year
from kg.grammar.references import same

_REFERENCE = r"(?P<tel>\s?TEL|\s?tel|AIR|air)?(?P<long>ERENCE|erence)?(?P<many>S|s|\([Ss]\))?(?![A-Za-z])\.?"
_ASKED = {word: re.compile(rf"{word}(?<![A-Za-z]{word}){_REFERENCE}") for word in ("REF", "Ref", "ref")}
"""A pattern of its own for each way to write it: one that begins with letters is found at the speed of memory."""
_LINK = r"(?:,\s*(?:and|AND|&)\b|,|/|&|-|\b(?:and|AND|or|OR|through|thru|THROUGH|THRU|to|TO)\b)"
_AGAIN = r"(?:[Rr](?:EF|ef)(?:TEL|tel)?[Ss]?\.?\s*)?"
_FIRST = re.compile(r"[\s:]{0,3}[(\"\[]?(?P<label>[A-Za-z]|\d{1,2})(?!\w)[)\"\]]?")
_NEXT = re.compile(rf"\s{{0,3}}(?P<link>{_LINK})\s{{0,3}}{_AGAIN}[(\"\[]?(?P<label>[A-Za-z]|\d{{1,2}})(?!\w)[)\"\]]?")
_ALONE = re.compile(r"\s{0,2}(?:[).,;:#]|\Z|PARA|para)")
_RANGES = ("-", "THR", "TO")


class Stations(NamedTuple):
    """What is known of stations: whether letters are a spelling of one, and whether one ends in them."""

    known: Known
    ends: Known


def mentions(
    paragraphs: Iterable[Paragraph], references: Sequence[Reference], *, year: int, own: str, stations: Stations
) -> tuple[Mention, ...]:
    """Find the cables cited inside the paragraphs, in order, each once per paragraph and way of citing.

    `year` and `own` are year and id of the citing cable: none cites itself.
    """
    asked = _Asked.of(references)
    citing = Citing(year, stations.known)
    met: dict[Mention, None] = {}
    for paragraph in paragraphs:
        found: list[Found] = []
        text = paragraph.text[:_LONGEST]
        if asked.labels and (words := _asked(text)):
            found += _by_reference(text, words, asked)
        if places := _numbers(text, stations.ends):
            found += _by_number(text, places, citing, stations)
        if not found:
            continue
        for _, cable, via in sorted(found, key=itemgetter(0)):
            if not same(cable, own):
                met.setdefault(Mention(cable, paragraph.id, via))
        if len(met) > _MOST:
            break
    return tuple(met)


_LONGEST = 100_000
"""No paragraph is longer; the bound keeps a hostile one from holding a corpus up."""
_MOST: Final = 10_000
"""No telegram mentions so many cables: behind them nobody reads on."""
_MOST_OF_ONE: Final = 50
"""So many cables can be meant by one letter, or by "reftels"."""

Found = tuple[int, str, str]
"""A place in a paragraph, the id cited there, and how."""


class _Asked(NamedTuple):
    """What the entries of a REF block mean: letter -> ids, and what "reftel" and "reftels" mean."""

    labels: Mapping[str, tuple[str, ...]]
    only: tuple[str, ...]
    every: tuple[str, ...]

    @classmethod
    def of(cls, references: Sequence[Reference]) -> _Asked:
        """Order the cables of a REF block by the letter they are asked for."""
        if not references:
            return cls({}, (), ())
        cables = [one for one in references if one.id and one.where != "metadata"]
        cables = cables or [one for one in references if one.id]
        labels: dict[str, list[str]] = {}
        for one in cables:
            labels.setdefault(one.label, []).append(one.id)
        if "" in labels and "A" not in labels and ("B" in labels or len(labels) == 1):
            labels["A"] = labels[""] if len({one.raw for one in cables if not one.label}) == 1 else []
        every = tuple(dict.fromkeys(one.id for one in cables))
        single = len({(one.label, one.raw) for one in cables}) == 1
        meant = {label: tuple(dict.fromkeys(ids))[:_MOST_OF_ONE] for label, ids in labels.items()}
        return cls(meant, every[:_MOST_OF_ONE] if single else (), every[:_MOST_OF_ONE])


def _asked(text: str) -> list[re.Match[str]]:
    """Give the places where a text says "ref", in order."""
    if "ref" not in text.lower():
        return []
    found = [match for word, pattern in _ASKED.items() if word in text for match in pattern.finditer(text)]
    found.sort(key=re.Match.start)
    return found


def _by_reference(text: str, places: Iterable[re.Match[str]], asked: _Asked) -> Iterator[Found]:
    """Find what is cited by the letter of its entry, or as "the telegram referred to"."""
    read_to = 0
    met: set[str] = set()
    for match in places:
        if match.start() < read_to:
            continue
        letters, read_to = _letters(text, match.end(), asked.labels)
        for letter in [one for one in letters if one not in met]:
            yield from ((match.start(), cable, f"ref {letter}") for cable in asked.labels[letter])
        met.update(letters)
        if letters or match["long"] or not (match["tel"] or _ALONE.match(text, match.end())):
            continue
        yield from ((match.start(), cable, "reftel") for cable in (asked.every if match["many"] else asked.only))


def _letters(text: str, place: int, labels: Mapping[str, tuple[str, ...]]) -> tuple[list[str], int]:
    """Give the letters behind "ref" and where they end, ranges filled: "A-C" are three."""
    first = match = _FIRST.match(text, place)
    met: list[str] = []
    while first and match and _is_letter(match["label"], first["label"], labels):
        letter = match["label"].upper()
        ranged = met and match["link"].upper().startswith(_RANGES) and len(letter) == 1
        met += [chr(one) for one in range(ord(met[-1][0]) + 1, ord(letter))] if ranged else []
        met.append(letter)
        place = match.end()
        match = _NEXT.match(text, place)
    return [letter for letter in dict.fromkeys(met) if letter in labels], place


def _is_letter(label: str, first: str, labels: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a sign is the letter of an entry, in the case of the one before: no "a" or "I" of the prose."""
    return label.upper() in labels and label.isupper() == first.isupper()


_SHAPE = (
    bytes(
        0x30 if chr(code).isdigit() else 0x41 if chr(code).isupper() else 0x20 if chr(code) in " \n#" else 0x61
        for code in range(128)
    )
    + bytes([0x61]) * 128
)
"""What a sign is: digit, capital, blank, other. A number behind a word is found in this form at the speed of memory."""
_NUMBER = re.compile(b"00(?<=[ A]00)")
_BLANK, _CAPITAL = b" A"
_YEAR_BEFORE = re.compile(
    r"(?:\b(?P<month>[A-Za-z]{3,9})\.?\s)?(?<![\d/.,A-Za-z\-])(?P<year>(?:19|20)\d\d|\d\d)[\s\-]{0,2}\Z"
)
_OPENINGS: Final = ("(", "[", '"', "--", "/", ";")
"""What can stand before a station without a blank."""
_LONGEST_NAME, _BEFORE, _WINDOW = 48, 60, 200


class _Context(NamedTuple):
    """What tells whether a number behind a station is a serial."""

    station: str
    digits: str
    before: str
    after: str
    capitals: bool
    told: bool


def _by_number(text: str, places: Iterable[int], citing: Citing, stations: Stations) -> Iterator[Found]:
    """Find what is cited by station and number."""
    read_to = 0
    for place in places:
        run = _station_before(text, place, stations) if place >= read_to else place
        if run == place:
            continue
        begin = _year_before(text, run, citing.year)
        window = flattened(text[begin : place + _WINDOW])
        citation = cited(window, 0, len(window), citing)
        if not (citation and citation.sure):
            continue
        context = _context(text, begin, run, window, citation)
        if read_to and _LINKED.fullmatch(text, read_to, begin) and _LIST_GOES_ON.match(context.after):
            context = context._replace(told=True)
        if _is_meant(context):
            read_to = begin + citation.end
            yield from _listed(citation, window, begin, citing)


_LINKED = re.compile(r"(?:,|;|/|,? (?:and|AND|&))\s?")
"""What stands between two citations of one list."""
_LIST_GOES_ON = re.compile(r"\s?(?:[)\];,]|\.(?!\d)|AND\b|PARA|\Z)")


def _year_before(text: str, run: int, citing: int) -> int:
    """Find where a citation begins with the year before its station; a day of a month is none."""
    match = _YEAR_BEFORE.search(text, max(0, run - 20), run)
    if match is None or full_year(match["year"]) > (citing or full_year(match["year"])):
        return run
    return run if match["month"] and match["month"].upper() in NO_STATION else match.start("year")


def _listed(citation: Citation, window: str, begin: int, citing: Citing) -> Iterator[Found]:
    """Give the telegrams of a citation."""
    first = citation.serials[0]
    for serial in citation.serials:
        year = serial.year or citing.year
        if year and (serial is first or _is_one_more(window, first, serial)):
            yield begin + serial.start, str(MessageReference(year, citation.station, serial.number)), "text"


def _is_one_more(window: str, first: Serial, serial: Serial) -> bool:
    """Tell one more serial from a year, and from a small number behind a larger one that nothing closes."""
    if serial.number in _YEARS and first.number not in _YEARS:
        return False
    if serial.number >= _THREE_DIGITS or first.number < _THREE_DIGITS:
        return True
    digits = _DIGITS.match(window, serial.start)
    return bool(digits and (digits[0].startswith("00") or digits[1]))


_THREE_DIGITS = 100
_DIGITS = re.compile(r"\d+([)\]])?")


def _numbers(text: str, ends: Known) -> list[int]:
    """Give the places where a number of two digits or more follows a word that may end a station, glued ones last.

    99 words in 100 are none: a look at each spares its number the slower looks.
    """
    shape = text.encode("ascii", "replace").translate(_SHAPE)
    found: list[int] = []
    glued: list[int] = []
    for match in _NUMBER.finditer(shape, 1):
        start = match.start()
        end = start - (shape[start - 1] == _BLANK)
        begin = shape.rfind(b" ", 0, end) + 1
        word = text[begin:end]
        if not word.isalpha() or (shape[begin] == _CAPITAL and ends(word.upper())):
            (found if end < start else glued).append(start)
    return found + glued


def _station_before(text: str, place: int, stations: Stations) -> int:
    """Find where the known station that ends before a number begins (the longest one), else give the place."""
    head = text[max(0, place - _LONGEST_NAME) : place].rstrip(" \n#")
    end = max(0, place - _LONGEST_NAME) + len(head)
    for opening in _OPENINGS:
        head = head.rpartition(opening)[2]
    name, best, begin = "", place, len(head)
    for word in reversed(head.rsplit(maxsplit=_MOST_WORDS)[-_MOST_WORDS:]):
        bare = word.lstrip("'0123456789")
        letters = bare.replace(".", "").replace("-", "").replace("'", "")
        name = letters.upper() + name
        if not stations.ends(name) or not letters.isalpha() or not letters[0].isupper():
            break
        if letters in NO_STATION and not stations.known(name):
            break
        begin = head.rfind(word, 0, begin)
        if stations.known(name):
            best = end - len(head) + begin + len(word) - len(bare)
    return best


_MOST_WORDS: Final = 5
_YEARS: Final = range(1900, 2066)
_AMBIGUOUS: Final = lexicon(
    "AID AIT ALEX BA BERN BRIDGE CAL CASA CDC CIA COMMERCE CORK DAM DAR DEPT DEPARTMENT DOC FSI GEORGE HK ICAO JCS JAK"
    " KL MARTIN MEX NATO NEWYORK NICE NSC OAS OECD OSCE OSD PALAU POS RIO STAT TANA TREASURY UNESCO USAID USDA USIA"
    " USICA VAT VICTOR VICTORIA WASHDC SECSTATEWASHDC WH WHITEHOUSE ATLANTA PANAM"
)
"""Spellings of stations that are also words, names or bodies: in prose a number behind them needs a sign."""
_CUE = re.compile(
    r"(?:\b(?:REF|REFS|REFTELS?|REFERENCE|SEE|SEE ALSO|PER|CABLES?|TELEGRAMS?|TELS?|MESSAGES?|CF|ALSO|VIA)\b\W{0,3}"
    r"(?:IN |AND )?|[(\[;]\s?)\Z"
)
_OPENED = re.compile(r"[(\[;]\s?\Z")
_CLOSED = re.compile(r"\s?(?:[)\];,]|AND\b|PARA)")
_COUNTED = re.compile(
    r"%|[.,:]\d|-\d{4}|/\d+/|\s?(?:MILLION|BILLION|THOUSAND|HUNDRED|PERCENT|PER CENT|PCT|DOLLARS|DOLS|POUNDS|FRANCS|"
    r"MARKS|YEN|EUROS?|KMS?|KILOMET(?:ERS?|RES?)|MILES|METERS|METRES|FEET|TONS|TONNES|BARRELS|BBL|HOURS?|HRS|AM|A\.M|PM|P\.M|LOCAL|GMT|"
    r"PEOPLE|PERSONS|MEN|WOMEN|CHILDREN|YEARS?|DAYS?|MONTHS?|WEEKS?|MINUTES|MW|KV|MHZ|KG|SQUARE|ODD|OR MORE|NEW|"
    r"OTHER|ADDITIONAL)\b"
)
_COUNTABLE = re.compile(
    r"\s(?!(?:IS|WAS|HAS|THIS|AS|REPORTS|NOTES|STATES|REFERS|INDICATES|CONTAINS|DISCUSSES)\b)[A-Z]{2,20}S\b"
)
_PLACE = re.compile(r"[A-Z.]\s?,\s\Z")
_LONGEST_SERIAL = 6
_TRAVEL = re.compile(r"\b(?:ARR|ARRIV[A-Z]+|DEP|DEPART[A-Z]*|LV|LEAV[A-Z]+|ETA|ETD|FLIGHT|FLT)\b")
_ADDRESS = re.compile(r"\b(?:STREET|AVENUE|AVE|BOX|ROAD|RUE|STRASSE|PLAZA|TELEX|PHONE|TELEPHONE|FAX|TLX|CALLE)\b")


def _context(text: str, begin: int, run: int, window: str, citation: Citation) -> _Context:
    start = citation.serials[0].start
    stop = start
    while window[stop : stop + 1].isdecimal():
        stop += 1
    digits = window[start:stop]
    before = text[max(0, begin - _BEFORE) : begin].upper()
    after = window[stop : stop + 30]
    capitals = text[run : begin + start].isupper()
    closed = bool(_OPENED.search(before)) and bool(_CLOSED.match(after))
    told = bool(
        run != begin
        or (closed and capitals)
        or (_CUE.search(before) and (capitals or not _is_year(digits) or not _OPENED.search(before)))
        or (digits.startswith("0") and len(digits) > 2)
        or (window[start - 1].isalpha() and capitals and citation.station not in _AMBIGUOUS)
        or re.match(rf"[\s,(]{{0,3}}(?:{NOTAL})", after)
    )
    return _Context(citation.station, digits, before, after, capitals, told)


def _is_year(digits: str) -> bool:
    """Tell a number that can be a year: behind a bracket a city in small letters has one ("(London 2012)")."""
    return len(digits) == 4 and int(digits) in _YEARS


def _is_meant(context: _Context) -> bool:
    """Tell whether a number behind a station is the serial of a telegram."""
    station, digits, before, after, capitals, told = context
    if _COUNTED.match(after) or _ADDRESS.search(before) or len(digits.lstrip("0")) > _LONGEST_SERIAL:
        return False
    if len(digits) == 4 and digits[2] < "6" and digits < "2400" and _TRAVEL.search(before):
        return False
    if told:
        return True
    if len(digits) < 3 or station in _AMBIGUOUS or (len(digits) == 4 and int(digits) in _YEARS):
        return False
    if digits.endswith("00") and _COUNTABLE.match(after):
        return False
    return len(digits) > 3 or (capitals and not _COUNTABLE.match(after) and not _PLACE.search(before))
