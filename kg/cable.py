"""A diplomatic cable as values: what a telegram says, and where in its source it says it.

Everything here is frozen and plain. A reader makes a `Cable`, everybody else only looks at it.
What a cable has many of is a NamedTuple: it is made in a third of the time of a frozen dataclass, and where a
hundred are made a telegram in half of that by a `maker`.
Empty text means "not stated"; offsets are code points of the decoded record, lines and columns are 1-based.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

_Value = TypeVar("_Value", bound=tuple[Any, ...])


def maker(kind: type[_Value]) -> Callable[[tuple[Any, ...]], _Value]:
    """Give what makes values of a NamedTuple, each of a tuple of all its fields, without a call of Python code.

    >>> maker(Mention)(("10QUITO2", "p1", "ref A"))
    Mention(id='10QUITO2', paragraph='p1', via='ref A')
    """
    return partial(tuple.__new__, kind)


@dataclass(frozen=True, slots=True)
class Source:
    """The record's own bytes in its file: where they stand and what they are."""

    path: str
    line: int
    offset: int
    bytes: int
    sha256: str
    encoding: str


class Tag(NamedTuple):
    """One TAGS entry; `raw` holds what was written when the code was mended."""

    code: str
    label: str = ""
    person: str = ""
    raw: str = ""


class Address(NamedTuple):
    """One TO or INFO line of the telegram."""

    role: str
    label: str
    routing: str = ""
    precedence: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Declassification:
    """The declassification instruction as written and, where it is a date, the ISO date."""

    raw: str
    date: str = ""


class Reference(NamedTuple):
    """One cited item of the REF block or of the archive's reference field."""

    label: str
    raw: str
    kind: str
    id: str = ""
    notal: bool = False
    where: str = "body"
    line: int = 0
    column: int = 1


class Mention(NamedTuple):
    """A cable cited inside a paragraph."""

    id: str
    paragraph: str
    via: str


@dataclass(frozen=True, slots=True)
class Sections:
    """SECTION n OF m: how many the telegram announces, and which were met."""

    count: int
    seen: tuple[int, ...]


class Heading(NamedTuple):
    """A title inside the text; it owns the paragraphs up to the next one."""

    id: str
    n: int
    text: str
    start: int
    end: int
    line: int
    column: int = 1


class Paragraph(NamedTuple):
    """One paragraph, whole: page furniture removed, lines joined.

    `n` is 0 when the telegram gives no number, `heading` and `section` are 0 when there is none.
    """

    id: str
    n: int
    mark: str
    level: str
    caveats: tuple[str, ...]
    heading: int
    section: int
    text: str
    start: int
    end: int
    line: int
    column: int = 1


class Note(NamedTuple):
    """Something unusual that a reader met; `code` is a key of `NOTES`."""

    code: str
    line: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cable:
    """One telegram, as its source tells it."""

    id: str
    copy: str
    layout: str
    source: Source
    holder: str = ""
    message_references: tuple[str, ...] = ()
    subject: str = ""
    body_subject: str = ""
    date: str = ""
    date_text: str = ""
    dtg: str = ""
    precedence: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    excluded: tuple[str, ...] = ()
    pass_to: tuple[str, ...] = ()
    original_classification: str = ""
    classification: str = ""
    captions: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    body_tags: tuple[str, ...] = ()
    executive_order: str = ""
    declassification: Declassification | None = None
    classified_by: str = ""
    derived_from: str = ""
    reasons: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sections: Sections | None = None
    page_lines: int = 0
    headings: tuple[Heading, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    signature: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    lines: tuple[tuple[str, int, int], ...] = ()
    """Property, line and column where it is stated, for what is not a part with a place of its own."""
    body_classification: str = ""
    """The level of the telegram's first line, where the archive's field has another one."""
    body_order: str = ""
    """The executive order of the telegram's own line, where the archive's field is empty or has another one."""
    body_length: int = 0
    """Characters of the telegram as it stands in the copy: without the archive's fields and footer."""

    @property
    def text_length(self) -> int:
        """Characters of text in all paragraphs: of two copies, the fuller one has more."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


NOTES: Final = MappingProxyType(
    {
        "copy-cut-short": "the telegram stood twice, first cut short: the whole copy behind it was read",
        "correction": "the telegram says that it is a corrected copy",
        "control-characters": "control characters stood in the source and were replaced by U+FFFD",
        "columns-missing": "a row of the archive's table has fewer columns than it should",
        "cut-off": "the source ends before the text does: a row or a page without its end",
        "date-unread": "the date is kept as text, its form is not known",
        "duplicate-field": "a header label stands twice with different values; the first one counts",
        "encoding-guess": "not valid UTF-8: read as Windows-1252",
        "heading-unmarked": "an underlined line without the mark of a heading was taken as one",
        "heading-residue": "a line of the telegram's heading has a form that is not known",
        "id-from-body": "the source states no id; it was made of the telegram's own number and date",
        "id-from-name": "the source states no id; the file's name gave it",
        "id-from-wire": "the source states no id; sender, number of the transmission and date gave it",
        "id-rest": "a second id was glued to the first; the first one counts",
        "level-unknown": "the classification is no known level; it is kept as a field",
        "minute-doubtful": "the archive's minute is the hour once more; the date-time group has another",
        "mojibake": "signs that look like UTF-8 read as Windows-1252 stand in the source; they are kept",
        "no-body": "metadata only: the source holds no text of the telegram",
        "no-text": "the archive has lost the text: an error message stands in its place",
        "order-mended": "the number of the executive order was mistyped and has been mended",
        "page-line-inline": "a page line stood inside a line of text and was taken out",
        "paragraph-sequence": "paragraph numbers do not run on from the one before",
        "partial-extract": "the source is an extract: it says so in place of the heading",
        "quote-missing": "a column of the archive's table lacks a quote before or behind it",
        "record-pasted": "the text holds the record once more as the export wrote it; the later copy was read",
        "record-swallowed": "the record of another cable stood behind the text and was left out",
        "reference-unread": "a reference holds no message number that can be read",
        "replacement-character": "U+FFFD stands in the source: the text was damaged before it came here",
        "section-apart": "the record begins with a later section of its telegram: the others stand elsewhere",
        "text-gap": "the archive has lost a segment of the text: an error message stood in its place",
    }
)
"""Every note code with its meaning: the one place where they are listed."""
