"""The opening of a telegram: everything between its first line and its first paragraph.

Facts
-----
* Order: classification line, captions (SIPDIS), passing lines, E.O., TAGS, SUBJECT, REF, classified by.
  Fields are swapped in some telegrams, and several can stand on one line ("E.O. 12958: N/A TAGS: AMGT").
* The last label before the first numbered paragraph is of the opening, whatever stands before it.
* SUBJECT wraps over lines, in Markdown exports even over an empty line; the archive's own subject tells
  where it ends. It can carry a portion mark: "SUBJECT: (S/NF) TALKS".
* A line that nothing explains is kept as residue.
* "Classified Secret." in prose repeats the level and is no paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

from kg.cable import maker
from kg.grammar import markings
from kg.grammar.continuations import (
    DANGLING,
    FIRST_LETTERS,
    LETTERED,
    RULE,
    begins_a_list,
    goes_on,
    is_cut,
    is_prose,
)
from kg.grammar.labels import SECTION, class_pieces, pieces
from kg.grammar.lines import Claim, Line, joined, letters
from kg.grammar.numbers import SLIP
from kg.grammar.portions import first_portion, portion_at

_CLASS_PROSE = re.compile(r"Classified (?:Top Secret|Secret|Confidential)\.?", re.IGNORECASE)
FIRST_PARAGRAPH: Final = re.compile(
    rf"(?:[¶\ufffd]\s*)?\d{{1,3}}\s?(?:{SLIP}|[.)](?!\d)\s*\S|•\s+\S)|"
    r"(?:[¶\ufffd]\s*)?\d{1,3}\s*\([A-Z/]{1,8}\)|[¶\ufffd]\s*\d{1,2}\s"
)
_INNER_PARAGRAPH = re.compile(r"(?<=\s)(?:¶\s*)?1\s?\.?\s*(?=\([A-Z])")
_CLASS_LINES = 6
"""Lines within which the classification line is looked for where it goes on."""
_FARTHEST = 80
"""Lines within which an opening ends where no numbered paragraph follows."""


@dataclass(slots=True)
class Opening:
    """What was read so far; entries keep the lines of each label in the order met."""

    class_line: markings.ClassLine | None = None
    class_line_at: int = -1
    captions: list[str] = field(default_factory=list)
    entries: list[tuple[str, list[Line]]] = field(default_factory=list)
    residue: list[Line] = field(default_factory=list)
    taken: list[tuple[Line, str]] = field(default_factory=list)
    """Lines that say something without a label, and what: class line, captions, prose, rules."""
    labels: list[Claim] = field(default_factory=list)
    """Lines that begin with a label, the label too: entries are cut behind it."""
    texts: dict[str, str] = field(default_factory=dict)
    """Label -> text, for those asked for."""

    def lines(self, name: str) -> list[Line]:
        """Give all lines of a label."""
        return [line for label, lines in self.entries if label == name for line in lines]

    def at(self, name: str) -> int:
        """Give the offset of the first line of a label, -1 when it was not met."""
        for label, lines in self.entries:
            if label == name:
                return lines[0].start
        return -1

    def text(self, name: str) -> str:
        """Give the text of the first entry of a label that has one; it is asked for when all is read."""
        if name not in self.texts:
            found = [joined(lines) for label, lines in self.entries if label == name]
            self.texts[name] = next(filter(None, found), "") if found else ""
        return self.texts[name]


class _Row(NamedTuple):
    """A line of the opening: its block, itself, the label it begins with."""

    block: int
    line: Line
    label: str
    value: int


_row_of = maker(_Row)


def read(blocks: Sequence[Line], subject: str = "") -> tuple[Opening, list[Line]]:
    """Read the opening; gives it and the blocks of the text.

    `subject` is the archive's, by which a subject wrapped over an empty line is known.
    """
    opening = Opening()
    rows = list(_rows(blocks, subject))
    last = max((place for place, row in enumerate(rows) if row.label and row.label not in _WEAK), default=-1)
    for place, row in enumerate(rows):
        if place > last and _text_begins(opening, row, rows[place + 1 : place + 4], subject):
            return opening, _rest(blocks, row.block, row.line.start)
        _enter(opening, row, subject, labelled=place < last)
    return opening, _rest(blocks, rows[-1].block, rows[-1].line.end) if rows else list(blocks)


_WEAK = frozenset({"pass_to", "correction", "reasons"})
"""Labels that prose may begin with too: they do not say that the opening goes on."""


def _rest(blocks: Sequence[Line], number: int, start: int) -> list[Line]:
    """Give the blocks from an offset on."""
    block = blocks[number]
    rest = block.cut(start - block.start)
    return [rest, *blocks[number + 1 :]] if rest.text.strip() else list(blocks[number + 1 :])


def _rows(blocks: Sequence[Line], subject: str) -> Iterator[_Row]:
    """Give the lines up to the first numbered paragraph, parted where a label stands inside one."""
    count, label, before = 0, "", ""
    for number, block in enumerate(blocks):
        for line in block.lines():
            count += 1
            text = line.text.lstrip()
            over = text[:1] in _NUMBER_SIGNS and _is_paragraph(text, label, "" if line.gap else before)
            if over or count > _FARTHEST:
                return
            if text.endswith(_FIRST_LAST) and (cut := _parted_first(block, line)):
                yield from (_Row(number, *piece) for piece in pieces(line.cut(0, cut)))
                return
            before = line.text
            for piece, name, value in pieces(line) if count > _CLASS_LINES else class_pieces(line):
                if name in _INSIDE and _is_inside(name, label, piece, subject):
                    name, value = "", 0  # noqa: PLW2901 - the words of a label inside another entry
                label = _listing(name, piece.text[value:]) or label
                if begun := _begun(piece.text, value):
                    yield _Row(number, piece.cut(0, begun), name, value)
                    return
                yield _row_of((number, piece, name, value))


_FIRST_LAST = ("1.", "1. ")


def _parted_first(block: Line, line: Line) -> int:
    """Find the first paragraph's number at the end of a line whose next one begins with the mark, 0 when it is none."""
    begin = line.text.rindex("1.")
    end = line.end - block.start
    marked = block.text.startswith("\n", end) and portion_at(block.text, end + 1)
    return begin if marked and begin and line.text[begin - 1] in _BEFORE_A_NUMBER else 0


_BEFORE_A_NUMBER = frozenset(" ¶\ufffd\t")


def _begun(text: str, value: int) -> int:
    """Find the first paragraph behind an entry on its line, 0 when none begins there."""
    found = _INNER_PARAGRAPH.search(text) if "(" in text else None
    if found and portion_at(text, found.end()):
        return found.start()
    found = _FLATTENED.search(text, value + 1) if len(text) > _LONG_LINE else None
    return found.start() if found else 0


_FLATTENED = re.compile(r"(?<=\s)1\s?[.)]\s*(?=[A-Z\"(].{10,}?\s2\s?[.)]\s*[A-Z\"(])", re.DOTALL)
"""The text of a telegram behind an entry, where an archive has taken all line ends out."""
_LONG_LINE = 130
_INSIDE = frozenset({"order", "pass_to", "correction"})
"""Labels whose words stand inside other entries too."""


def _is_inside(name: str, label: str, line: Line, subject: str) -> bool:
    """Tell a wrapped line of an entry ("SUBJECT: .. / PLANS FOR 2008") from a label."""
    text = line.text.strip()
    if name == "order":
        return label in {"classifier", "reasons"} and bool(SECTION.match(text))
    if label == "subject" and subject and letters(text) in letters(subject):
        return True
    return label in _WRAPPED and line.gap != 1 and not _PASSED.match(text)


def _listing(name: str, value: str) -> str:
    """Give the label of an entry; one of references that are numbered, or about to be, has a name of its own."""
    return "numbered references" if name == "references" and _NUMBERS_FIRST.match(value) else name


_NUMBERS_FIRST = re.compile(r"\s*(?:\(?1[.)]|\Z)")
_WRAPPED = frozenset({"subject", "references", "numbered references", "classifier", "derived"})
_PASSED = re.compile(
    r"(?:(?:PLEASE|PLS) )?PASS TO |(?:FOR )?(?:STATE|DEPT|DEPARTMENT|SECSTATE|WASHDC) |\S+ (?:ALSO )?FOR POLAD",
    re.IGNORECASE,
)
"""Passing lines that stand right below an entry."""

_NUMBER_SIGNS = frozenset("0123456789¶\ufffd")


def _is_paragraph(text: str, label: str, before: str) -> bool:
    """Tell the first paragraph by its number; `before` is the line right above, which may end with a station."""
    if label.endswith("references") and _SERIAL_FIRST.match(text) and DANGLING.search(before.rstrip()[-12:]):
        return False
    if label in _WRAPPED and before and not _FIRST_NUMBER.match(text) and not _is_marked(text):
        return False
    begins = FIRST_PARAGRAPH.match(text) or _NUMBER_ALONE.fullmatch(text)
    return bool(begins) and not (label == "numbered references" and _is_entry(text))


_SERIAL_FIRST = re.compile(r"\d{1,3}\s*\([A-Z]\)\s*(?:\d\d )?[A-Z]{3}")
"""A serial whose station stands on the line above, with the next letter of the list behind it."""
_FIRST_NUMBER = re.compile(r"[¶\ufffd\s]*[12]\s?[.)•\s]")
_OPEN = re.compile(r"[¶\ufffd\s]*\d{1,3}\s?[.,)]*\s*(?=\()")
_NUMBER_ALONE = re.compile(r"(?:[¶\ufffd]\s*)?1\s?[.)]\s*")
"""The number of the first paragraph, from which a page line has parted its mark."""


def _is_marked(text: str) -> bool:
    """Tell a number with a portion mark right below the subject, which is of a paragraph; "8(E)" is of the subject."""
    number = _OPEN.match(text)
    return bool(number and portion_at(text, number.end()))


def _text_begins(opening: Opening, row: _Row, following: Sequence[_Row], subject: str) -> bool:
    """Tell whether the text begins with a line that has no label, behind the last one that has."""
    text = row.line.text.strip()
    if not text or _is_furniture(text):
        return _begins_a_title(opening, row, following[:2])
    if row.label:
        return row.label == "pass_to" and bool(row.line.gap) and opening.at("subject") >= 0
    if not opening.entries:
        return opening.class_line is not None or not _begins_opening(text)
    name, lines = opening.entries[-1]
    underlined = _is_rule(following, 0) and not _is_rule(following, 2)
    if row.line.gap:
        cut = row.line.gap == _PAGE and not underlined and is_cut(name, joined(lines), text)
        titled = underlined and name == "subject"
        return titled or not (cut or goes_on(name, lines, text, subject))
    if not joined(lines):
        return False
    if name == "subject" and subject and letters(joined(lines)) == letters(subject):
        return True
    if name == "references" and text[:1] in FIRST_LETTERS and begins_a_list(joined(lines), text):
        return True
    return name == "subject" and (underlined or first_portion(text) is not None or is_prose(joined(lines), text))


def _is_rule(rows: Sequence[_Row], place: int) -> bool:
    """Tell a rule right below the lines above it."""
    lines = [row.line for row in rows[: place + 1]]
    return len(lines) > place and not any(one.gap for one in lines) and bool(RULE.fullmatch(lines[-1].text.strip()))


def _begins_a_title(opening: Opening, row: _Row, following: Sequence[_Row]) -> bool:
    """Tell the rule above the first title of the text: a rule stands below the title too."""
    lines = [row.line, *(one.line for one in following)]
    if not opening.entries or not row.line.gap or len(following) < 2 or any(one.gap for one in lines[1:]):
        return False
    return all(_RULED.fullmatch(one.text.strip()) for one in (lines[0], lines[-1]))


_RULED = re.compile(r"[-_=*]{3,}(?: [-_=*]+)?")


def _begins_opening(text: str) -> bool:
    return bool(markings.class_line(text) or markings.reference_line(text) or LETTERED.match(text))


def _is_entry(text: str) -> bool:
    """Tell whether a numbered line goes on with a list of references ("1. QUITO 12")."""
    return bool(re.fullmatch(r"\d{1,2}[.)]\s+(?:\d\d )?[A-Z ]{3,40} \d{1,7}.{0,12}", text))


def _is_furniture(text: str) -> bool:
    return bool(
        markings.class_line(text) or markings.captions(text) or _CLASS_PROSE.fullmatch(text) or RULE.fullmatch(text)
    )


_PAGE = 2
"""The gap that a page line has left."""


def _enter(opening: Opening, row: _Row, subject: str, *, labelled: bool) -> None:
    """Put a line of the opening where it belongs; `labelled` says that another label follows."""
    line = row.line
    if row.label:
        opening.entries.append((row.label, [line.cut(row.value)]))
        opening.labels.append(Claim(line.start, line.end, "opening", row.label))
        return
    text = line.text.strip()
    if not text:
        return
    if text.startswith(_ANNOUNCING) and _ANNOUNCED.match(text):
        opening.entries.append(("repeated", [line]))
    elif said := _said(opening, line, text):
        opening.taken.append((line, said))
    elif not opening.entries and LETTERED.match(text):
        opening.entries.append(("references", [line]))
    elif opening.entries and (
        _belongs(*opening.entries[-1], line, subject)
        or (line.gap == _PAGE and _runs_on(*opening.entries[-1], text, labelled=labelled))
    ):
        opening.entries[-1][1].append(line)
    else:
        opening.residue.append(line)


def _runs_on(name: str, lines: list[Line], text: str, *, labelled: bool) -> bool:
    """Tell whether an entry goes on behind a page break: subject and TAGS do, where another label is still to come."""
    sure = name == "subject" and not first_portion(text)
    sure = sure or (name == "tags" and bool(_CODES.fullmatch(text)))
    return (labelled and sure) or is_cut(name, joined(lines), text)


_ANNOUNCING = ("FOL", "QUOTE", "QTE")
_ANNOUNCED = re.compile(
    r"FOL(?:LOWING|L?) (?:IS (?:A )?)?(?:REPEAT(?:ED)?|RPT|TEL(?:EGRAM)?|MESSAGE|MSG|CABLE|SENT|RECEIVED|FROM|TEXT)\b"
    r"|(?:QUOTE|QTE)(?:[:.]?\Z| (?:UNCLAS|CONFID|SECRET|LIMITED|C O N|S E C|R \d|O \d|P \d|FM ))"
)
"""The words before a telegram that is repeated whole, with labels of its own: no part of the subject above them."""
_CODES = re.compile(r"[A-Z0-9.()\-]{1,14}(?>(?:[\s,;/]+[A-Z0-9.()\-]{1,14})*)[\s,;/]*")
_OF_ONE_LINE = frozenset({"pass_to", "correction"})


def _belongs(name: str, lines: list[Line], line: Line, subject: str) -> bool:
    """Tell whether a line without a label goes on with the entry before it."""
    if name in _OF_ONE_LINE or (name == "subject" and is_prose(joined(lines), line.text.strip())):
        return False
    if lines[-1].text.rstrip().endswith("..."):
        return False
    return not line.gap or name == "references" or goes_on(name, lines, line.text.strip(), subject)


def _said(opening: Opening, line: Line, text: str) -> str:
    """Read a line that says something without a label; "" when it says nothing that is known."""
    read_line = markings.class_line(text) or _with_its_serial(opening, text)
    if read_line and (opening.class_line is None or not opening.entries):
        if opening.class_line is None:
            opening.class_line_at = line.start
        known = opening.class_line
        if known is None or not known.reference or read_line.sections > known.sections:
            opening.class_line = read_line
        opening.captions += read_line.captions
        return "class line"
    if words := markings.captions(text):
        opening.captions += words
        return "captions"
    if opening.class_line is None and not opening.entries and (read_line := markings.reference_line(text)):
        opening.class_line, opening.class_line_at = read_line, line.start
        opening.captions += read_line.captions
        return "class line"
    if opening.taken and opening.taken[-1][1] == "captions" and markings.is_advice(text):
        return "captions"
    if read_line and line.gap and not read_line.reference:
        return "layout"
    return "layout" if _CLASS_PROSE.fullmatch(text) or RULE.fullmatch(text) else ""


def _with_its_serial(opening: Opening, text: str) -> markings.ClassLine | None:
    """Read the rest of a classification line that was wrapped: its section, its post, its serial number."""
    line = opening.class_line
    if line is None or (line.reference and line.sections) or not _REST_OF_FIRST.fullmatch(text):
        return None
    if line.reference and not markings.section(text)[0]:
        return None
    before = takewhile(lambda taken: taken[1] == "class line", reversed(opening.taken))
    whole = [text, *(taken.text.strip() for taken, _ in before)]
    found = markings.class_line(" ".join(reversed(whole)))
    return found if found and (found.reference, found.sections) != (line.reference, line.sections) else None


_REST_OF_FIRST = re.compile(r"[A-Z0-9][A-Z0-9.'\- ]{2,60}", re.IGNORECASE)
