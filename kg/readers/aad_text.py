r"""Layout `aad-text`: an electronic telegram of 1973-79 as the National Archives give it out.

Facts
-----
* A line "Message Text", the telegram, a line "Message Attributes", then some 65 attributes "Key: value", most of
  them "n/a". Long values go on at column 0 of the next lines; release stamps and empty lines stand between pages,
  of attributes too. 1977 has "Sent Date" where the other years have "Draft Date".
* A withdrawal card and a paper on microfilm ("P750066-0259", reel and frame) have attributes and no text. One
  telegram in sixteen has lost its text: an error message stands in its place.
* From and To are cities and agencies without commas ("JOHANNESBURG     STATE", "STATE DOD", "LONDON INFO BONN");
  the program that made them took words of the text for names now and then.
* "n/a" is no value, but the "N/A" of an executive order says that none applies. 1 January 1960 is no date.
* TAGS put a person behind a comma: "OVIP, (DOE, JANE A)". Classifications end in a stray ".", "," or ")".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kg.cable import Cable, Note
from kg.document import Document, parts
from kg.fields import CANONICAL_ID, REFERENCES
from kg.grammar.lines import Claim, split
from kg.grammar.memory import remembered
from kg.passage import LineNumbers, Passage, plain, rewritten
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.metadata import Metadata, Stated, stated_of
from kg.vocabulary import vocabulary

NAME: Final = "aad-text"

LABELS: Final = MappingProxyType(
    {
        "Document Number": CANONICAL_ID,
        "Draft Date": "Date",
        "Sent Date": "Date",
        "Executive Order": "Executive Order (E.O.)",
        "Reference": REFERENCES,
    }
)
"""Attribute -> the label under which other layouts state the same (`kg.fields.HEADER`)."""

KEYS: Final = frozenset(
    key.strip()
    for key in """
    Automatic Decaptioning|Capture Date|Channel Indicators|Concepts|Control Number|Copy|Current Classification
    Decaption Date|Decaption Note|Disposition Action|Disposition Approved on Date|Disposition Authority
    Disposition Case Number|Disposition Comment|Disposition Date|Disposition Event|Disposition History
    Disposition Reason|Disposition Remarks|Document Number|Document Source|Document Unique ID|Draft Date|Drafter
    Enclosure|Errors|Executive Order|Expiration|Film Number|Format|From|Handling Restrictions|ISecure|Image Path
    Legacy Key|Line Count|Litigation Codes|Litigation History|Locator|Markings|Message ID|Office
    Original Classification|Original Handling Restrictions|Original Previous Classification
    Original Previous Handling Restrictions|Page Count|Previous Channel Indicators|Previous Classification
    Previous Handling Restrictions|Reference|Retention|Review Action|Review Authority|Review Comment
    Review Content Flags|Review Date|Review Event|Review Exemptions|Review History|Review Markings
    Review Media Identifier|Review Referrals|Review Release Date|Review Release Event|Review Transfer Date
    Review Withdrawn Fields|SAS ID|Secure|Sent Date|Status|Subject|TAGS|To|Type|vdkvgwkey
    """.replace("\n", "|").split("|")
    if key.strip()
)
"""Attributes by their names, as written: the same words in capitals are text of a value."""

_MESSAGE = re.compile("Message (?:Text|Attributes)")
_MARK = re.compile(r"Message (Text|Attributes)[ \t]*(?=\n|\Z)")
_WIDEST_MARGIN: Final = 200
_KEY = re.compile(r"\n[ \t]*([A-Za-z]+(?: [A-Za-z]+){0,5})[ \t]*:")
_NEW_KEY = re.compile(r"[A-Z][a-z]+(?: (?:[A-Z][a-z]+|[A-Z]{2,3}|of|on))+")
"""A key that no list holds; a value that goes on is in capitals."""
_CARD: Final = ("Document Number", "Film Number", "Draft Date", "Sent Date", "Document Source", "Review Action")
"""Attributes by which a card without a text is told."""
_CARD_KEY = re.compile(rf"\n({'|'.join(_CARD)}):")
_PROBE: Final = 20_000
_FURNITURE = re.compile(
    r"[\w. ]{0,60}Declassified/Released US Department of State EO Systematic Review.{0,20}"
    r"|\*\*\* ?Current .*|UNCLASSIFIED"
)
_LOST = re.compile(
    r"(?:MRN:\s*(?P<mrn>\w{6,20})\s+)?(?:SEGMENT\s+NUMBER:\s*\d+\s+)?ERROR\s+READING\s+TEXT\s+INDEX\s+FILE"
    r"(?:;?\s*TELEGRAM\s+TEXT\s+FOR\s+THIS\s+MRN\s+IS\s+UNAVAILABLE)?\.?"
)
_PLACEHOLDER = re.compile(r"0?1[ \-]jan[ \-]1960\b.*|1960-01-01\b.*", re.IGNORECASE | re.DOTALL)
_PERSON_APART = re.compile(r"\b([A-Z]{4}),\s*(?=\()")
_APART = re.compile(r"\s{2,}")
_INFO = re.compile(r"(?:^|\s)INFO\s+")


def sniff(head: str) -> bool:
    """Tell whether a text has the two parts of this layout, or the attributes of a card without text."""
    if _MESSAGE.search(head):
        return next(_marks(head), None) is not None
    return len({*_CARD_KEY.findall(head), *filter(head.startswith, _CARD)}) > 2


def read(document: Document) -> Iterator[Reading]:
    """Read the telegrams of a document, one or several; raises InputError when nothing gives an id."""
    marks = list(_marks(document.text))
    for part in parts(document, _starts(marks)):
        yield _reading(part, marks if part is document else list(_marks(part.text)))


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Give the lines that head the two parts of a record."""
    for mark in _MARK.finditer(text):
        margin = text[max(mark.start() - _WIDEST_MARGIN, 0) : mark.start()]
        if not margin.rpartition("\n")[2].strip() and ("\n" in margin or mark.start() < _WIDEST_MARGIN):
            yield mark


def _starts(marks: Iterable[re.Match[str]]) -> list[int]:
    """Tell where records start: at each text, and at attributes that follow no text."""
    starts, open_text = [], False
    for mark in marks:
        if mark[1] == "Text" or not open_text:
            starts.append(mark.start())
        open_text = mark[1] == "Text"
    return starts


class _Stretches(NamedTuple):
    """Where in a record the telegram stands, and from where on the attributes."""

    begin: int
    end: int
    attributes: int


def _parted(text: str, marks: Sequence[re.Match[str]]) -> _Stretches:
    first = {mark[1]: mark for mark in reversed(marks)}
    head, foot = first.get("Text"), first.get("Attributes")
    end = foot.start() if foot else len(text) if head else 0
    return _Stretches(head.end() if head else end, end, foot.end() if foot else end)


def _reading(document: Document, marks: Sequence[re.Match[str]]) -> Reading:
    text, lines = document.text, LineNumbers(document.text, document.line, document.before)
    parted = _parted(text, marks)
    begin, end, attributes = parted
    fields, notes = _fields(text, attributes, lines)
    metadata = Metadata(fields, lines, notes=(*document.notes, *notes))
    lost = list(_LOST.finditer(text, begin, end)) if text.find("INDEX", begin, end) >= 0 else []
    body = _body(document, lines, begin, end, lost)
    claims, amends = partial(_claims, text, parted, lost), partial(_named, metadata.value("To"))
    reading = assembled(Given(document, NAME, metadata, body, headed=True, claims=claims, amends=amends))
    return reading._replace(cable=_without_text(reading.cable, lost, body)) if lost else reading


def _claims(text: str, parted: _Stretches, lost: Sequence[re.Match[str]]) -> Iterator[Claim]:
    """Claim the lines that head the parts, attributes with and without a value, stamps, and errors for a text."""
    yield from (Claim(*mark.span(), "layout") for mark in _marks(text))
    yield from (Claim(*match.span(), "skipped", "lost text") for match in lost)
    for start, end in _attributes(text, parted.attributes):
        key = text[start:end].partition(":")[0].strip()
        yield Claim(start, end, "field", LABELS.get(key, key))
    mark = next(_marks(text), None)
    for begin, end in ((0, mark.start() if mark else 0), (parted.attributes, len(text))):
        yield from (
            Claim(line.start, line.end, "furniture")
            for line in split(text[begin:end], begin)
            if _FURNITURE.fullmatch(line.text.strip())
        )


def _attributes(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Give the places of attributes: each goes on until the next."""
    block = "\n" + text[begin:]
    starts = [begin + match.start() for match in _KEY.finditer(block) if _is_key(match[1])]
    return ((start, following - 1) for start, following in pairwise([*starts, len(text) + 1]))


def _body(document: Document, lines: LineNumbers, begin: int, end: int, lost: list[re.Match[str]]) -> Passage:
    text = document.text
    if lost:
        changes = [(match.start(), match.end(), "") for match in lost]
        return rewritten(text, begin, end, changes, lines=lines)
    return plain(text, begin, end, lines)


def _named(written: str, values: dict[str, Any]) -> dict[str, Any]:
    """Give the addressees, and the day alone: the clock of a date is midnight in every record."""
    to, info = addressees(written)
    return {"to": to, "info": tuple(dict.fromkeys((*info, *values["info"]))), "date": values["date"][:10]}


def _without_text(cable: Cable, lost: list[re.Match[str]], body: Passage) -> Cable:
    """Tell that the archive has lost the text, or a segment of it."""
    whole = not cable.paragraphs
    line = body.lines.at(lost[0].start())
    notes = [note for note in cable.notes if not (whole and note.code == "no-body")]
    numbers = (match["mrn"] for match in lost if match["mrn"])
    return replace(
        cable,
        message_references=tuple(dict.fromkeys((*cable.message_references, *numbers))),
        notes=(*notes, Note("no-text" if whole else "text-gap", line)),
    )


def _fields(text: str, begin: int, lines: LineNumbers) -> tuple[dict[str, Stated], list[Note]]:
    """Read the attributes under the labels of `kg.fields`; a value goes on until the next key."""
    found: dict[str, Stated] = {}
    notes: list[Note] = []
    for start, end in _attributes(text, begin):
        key, label, value = _attribute(text[start:end])
        folded = label.casefold()
        if value and folded in found:
            label, folded = key, key.casefold()
        if folded in found:
            notes.append(Note("duplicate-field", lines.at(start), key))
        elif value:
            found[folded] = stated_of((label, value, start, end))
    return found, notes


@remembered
def _is_key(words: str) -> bool:
    return words in KEYS or bool(_NEW_KEY.fullmatch(words))


class _Attribute(NamedTuple):
    """One attribute: its key, the label it is known by, its value."""

    key: str
    label: str
    value: str


@remembered
def _attribute(text: str) -> _Attribute:
    """Read one attribute with its lines; most are the same in many records."""
    written, _, rest = text.partition(":")
    key = written.strip()
    return _Attribute(key, LABELS.get(key, key), _tidied(key, _value(rest)))


def _value(text: str) -> str:
    """Give a value without the furniture of pages between its lines."""
    first, *more = text.split("\n")
    kept = [bare for line in more if (bare := line.strip()) and not _FURNITURE.fullmatch(bare)]
    return "  ".join(filter(None, (first.strip(), *kept)))


def _tidied(key: str, value: str) -> str:
    """Take away what means nothing.

    >>> _tidied("Subject", "N/A"), _tidied("Executive Order", "N/A"), _tidied("Decaption Date", "01-Jan-1960")
    ('', 'N/A', '')
    >>> _tidied("TAGS", "OVIP, (DOE, JANE A), EC"), _tidied("Original Classification", "SECRET)")
    ('OVIP (DOE, JANE A), EC', 'SECRET')
    """
    if value.casefold() == "n/a" and (value != "N/A" or key != "Executive Order"):
        return ""
    if key.endswith("Date") and _PLACEHOLDER.fullmatch(value):
        return ""
    if key.endswith("Classification"):
        return value.strip(" .,;:\"')(")
    if key == "TAGS":
        return _PERSON_APART.sub(r"\1 ", value)
    return value if key == "To" else " ".join(value.split()).lstrip(": ")


@remembered
def addressees(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the archive's line of addressees: to whom for action, to whom for information.

    >>> addressees("JOHANNESBURG     STATE"), addressees("STATE DOD INFO NEW DELHI")
    ((('JOHANNESBURG', 'STATE'), ()), (('STATE', 'DOD'), ('NEW DELHI',)))
    >>> addressees("USUN NEW YORK")
    (('USUN NEW YORK',), ())
    """
    action, *informed = _INFO.split(text.strip(), maxsplit=1)
    to, info = _names(action), _names("  ".join(informed))
    return to, tuple(name for name in info if name not in to)


def _names(text: str) -> tuple[str, ...]:
    """Part names at wide gaps, and at single blanks where every piece is a name that is known."""
    names = [name for chunk in _APART.split(text.strip()) if chunk for name in _known_names(chunk.split()) or (chunk,)]
    return tuple(dict.fromkeys(names))


def _known_names(words: list[str]) -> tuple[str, ...]:
    """Part words into known names, the longest first; () when a piece is none."""
    found: list[str] = []
    place = 0
    while place < len(words):
        ends = range(min(place + _LONGEST_NAME, len(words)), place, -1)
        end = next((end for end in ends if _is_known(" ".join(words[place:end]))), 0)
        if not end:
            return ()
        found.append(" ".join(words[place:end]))
        place = end
    return tuple(found)


_LONGEST_NAME: Final = 12
"""Words of a name."""


@remembered
def _is_known(name: str) -> bool:
    return vocabulary().agency(name) is not None or vocabulary().is_station("".join(name.split()))
