"""The opening of a telegram: everything between its first line and its first paragraph.

Facts
-----
* Order: classification line, captions (SIPDIS), passing lines, E.O., TAGS, SUBJECT, REF, classified by.
  Fields are swapped in some telegrams, and several can stand on one line ("E.O. 12958: N/A TAGS: AMGT").
* SUBJECT wraps over lines, in Markdown exports even over an empty line; the archive's own subject tells
  where it ends. It can carry a portion mark: "SUBJECT: (S/NF) TALKS".
* Labels are mistyped (TAGES, SUBJ, UBJECT, REF A); a line that nothing explains is kept as residue.
* "Classified Secret." in prose repeats the level and is no paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from kg.grammar import markings
from kg.grammar.lines import Line, joined, letters
from kg.grammar.references import LETTER

LABELS: Final = MappingProxyType(
    {
        "order": r"(?=E\.? ?O\.?,? ?:? ?\d{4,5}\b|E\.O\.\s*:)",
        "tags": r"(?:T?A[GB]E?S|TAS|TGS|TABS|TAGS)\s*[:;,]\s*",
        "subject": r"S?UBJ(?:ECT)?\s*[:;]\s*",
        "references": r"REF(?:S|TELS?|ERENCES?|\(S\))?\s*[:;]\s*|REF(?= [A-Z][.)]\s)",
        "classifier": r"(?:CLASSIFIED|CLASSIFED)\s+BY\s*:?\s*",
        "derived": r"DERIVED\s+FROM\s*:?\s*",
        "reasons": r"REASONS?\s*:\s*",
        "declassify": r"(?:DECLASSIFY\s+ON|DECL)\s*:\s*",
        "pass_to": r"(?:PLEASE\s+)?PASS\s+TO\s+"
        r"|(?:STATE|DEPT|DEPARTMENT|SECSTATE|WASHDC)\s+(?:FOR|(?:PLEASE\s+)?PASS(?:\s+TO)?)\s*:?\s+",
        "correction": r"(?=C ?O ?R ?R ?E ?C ?T ?E ?D\s+C ?O ?P ?Y\b)",
    }
)
"""Label of the opening -> how it is written; a look-ahead keeps the label in the value."""

_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in LABELS.items()), re.IGNORECASE)
_INNER = re.compile(r"\s(?=(?:TAGS|SUBJECT|SUBJ|REFS?|CLASSIFIED BY)\s*:)")
_CLASS_PROSE = re.compile(r"Classified (?:Top Secret|Secret|Confidential)\.?", re.IGNORECASE)
_RULE = re.compile(r"[-_=*]{3,}")
FIRST_PARAGRAPH: Final = re.compile(r"(?:[¶\ufffd]\s*)?\d{1,3}\s?[.)](?!\d)\s*\S|\d{1,3}\s*\([A-Z/]{1,8}\)")
_SHORT_LINE = 50
"""A subject line shorter than this was not wrapped by the terminal's 69 columns."""


@dataclass(slots=True)
class Opening:
    """What was read so far; entries keep the lines of each label in the order met."""

    class_line: markings.ClassLine | None = None
    class_line_at: int = 0
    captions: list[str] = field(default_factory=list)
    entries: list[tuple[str, list[Line]]] = field(default_factory=list)
    residue: list[Line] = field(default_factory=list)

    def lines(self, name: str) -> list[Line]:
        """Give all lines of a label."""
        return [line for label, lines in self.entries if label == name for line in lines]

    def line(self, name: str) -> int:
        """Give the number of the first line of a label, 0 when it was not met."""
        for label, lines in self.entries:
            if label == name:
                return lines[0].number
        return 0

    def text(self, name: str) -> str:
        """Give the text of the first entry of a label."""
        for label, lines in self.entries:
            if label == name:
                return joined(lines)
        return ""

    def has(self, name: str) -> bool:
        """Tell whether a label was met."""
        return name in [label for label, _ in self.entries]


def read(blocks: Sequence[Line], subject: str = "") -> tuple[Opening, list[Line]]:
    """Read the opening; gives it and the blocks of the text.

    `subject` is the archive's, by which a subject wrapped over an empty line is known.
    """
    opening = Opening()
    for number, block in enumerate(blocks):
        for line in block.lines():
            label = _label(line.text)
            if label and _INNER.search(line.text):
                for piece in _pieces(line):
                    _enter(opening, piece)
            elif label:
                opening.entries.append((label.lastgroup or "", [line.cut(label.end())]))
            elif _text_begins(opening, line, blocks[number:], subject):
                rest = block.cut(line.start - block.start)._replace(gap=block.gap)
                return opening, [rest, *blocks[number + 1 :]]
            else:
                _take(opening, line)
    return opening, []


def _pieces(line: Line) -> Iterator[Line]:
    """Part a line that holds several labels."""
    begin = 0
    for match in _INNER.finditer(line.text):
        piece = line.cut(begin, match.start())
        if _label(piece.text):
            yield piece
            begin = match.end()
    yield line.cut(begin)


def _label(text: str) -> re.Match[str] | None:
    return _LABEL.match(text, len(text) - len(text.lstrip()))


def _text_begins(opening: Opening, line: Line, rest: Sequence[Line], subject: str) -> bool:
    """Tell whether the text begins with a line that has no label."""
    text = line.text.strip()
    if FIRST_PARAGRAPH.match(text):
        in_references = opening.entries and opening.entries[-1][0] == "references"
        return bool(line.gap) or not (in_references and _is_entry(text))
    if not line.gap or _is_furniture(text):
        return False
    if opening.has("subject"):
        return not _goes_on(opening, text, subject)
    labelled = opening.entries or any(_label(one.text) for block in rest for one in block.lines())
    return not labelled and (opening.class_line is not None or not text.isupper())


def _is_entry(text: str) -> bool:
    """Tell whether a numbered line goes on with a list of references ("1. QUITO 12")."""
    return bool(re.fullmatch(r"\d{1,2}[.)]\s+[A-Z ]{3,40} \d{1,7}.{0,12}", text))


def _is_furniture(text: str) -> bool:
    return bool(
        markings.class_line(text) or markings.captions(text) or _CLASS_PROSE.fullmatch(text) or _RULE.fullmatch(text)
    )


def _goes_on(opening: Opening, text: str, subject: str) -> bool:
    """Tell whether a block after an empty line still belongs to the entry before it."""
    name, lines = opening.entries[-1]
    if name == "references":
        return bool(LETTER.match(text))
    if name in {"classifier", "reasons"}:
        return bool(re.match(r"(?:for )?reasons?\b|1\.[3-7]", text, re.IGNORECASE))
    if name != "subject":
        return False
    whole, read_so_far = letters(subject), joined(lines)
    if whole.startswith(letters(read_so_far + text)):
        return True
    matched = whole.startswith(letters(read_so_far))
    return not matched and len(read_so_far) >= _SHORT_LINE and len(text) < _SHORT_LINE and text[-1] not in ".:"


def _enter(opening: Opening, piece: Line) -> None:
    """Put a piece of a line that holds several labels where it belongs."""
    if label := _label(piece.text):
        opening.entries.append((label.lastgroup or "", [piece.cut(label.end())]))
    else:
        _take(opening, piece)


def _take(opening: Opening, line: Line) -> None:
    """Put a line of the opening that has no label where it belongs."""
    text = line.text.strip()
    if not opening.has("subject") and (read_line := markings.class_line(text)):
        if opening.class_line is None:
            opening.class_line, opening.class_line_at = read_line, line.number
        opening.captions += read_line.captions
    elif words := markings.captions(text):
        opening.captions += words
    elif _CLASS_PROSE.fullmatch(text) or _RULE.fullmatch(text) or not text:
        return
    elif opening.entries and opening.entries[-1][0] != "pass_to" and (not line.gap or opening.has("subject")):
        opening.entries[-1][1].append(line)
    else:
        opening.residue.append(line)
