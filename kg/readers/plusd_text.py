r"""Layout `plusd-text`: the text or Markdown export of a PlusD record.

Facts
-----
* Some 19 fields "**Key:** value" with empty lines between (plain exports: "Key: value"), then `---`, then
  the telegram. TAGS run over several paragraphs. Empty values are two phrases.
* The telegram has no FM, TO or DTG lines: sender and addressees are known from the fields alone.
* Markdown: `\_`, `\$` are escaped; titles have `####`; page breaks are three empty lines.
* The holder's footer ends the file: a name block in bold, "This document is from the holdings of:", the
  holder, its address, telephone and e-mail. None of it is text of the telegram.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.cable import Cable, Note
from kg.document import Document
from kg.fields import HEADER
from kg.grammar.lines import Line, split
from kg.readers.assembly import Metadata, Stated, assembled

NAME: Final = "plusd-text"
_FIELD = re.compile(
    r"\s{0,3}(?:\*\*(?P<bold>[^*:\n]{1,60}):\s*\*\*|(?P<plain>[A-Z][A-Za-z .()/]{1,40}):(?=\s|$))\s*(?P<value>.*)"
)
_SNIFF = re.compile(
    r"^\s{0,3}(?:\*\*)?(?:Canonical ID|Document Character Count|Original Classification|TAGS):", re.MULTILINE
)
_TEXT_BEGINS = re.compile(r"\s*(?:---+|\*\s?\*\s?\*+|___+)\s*")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!$>~|&<\"'^])")
_HOLDINGS = re.compile(r"\s*This document is from the holdings of:?\s*", re.IGNORECASE)
_BOLD_BLOCK = re.compile(r"\s*(?:\*\*[A-Z][A-Z ]*\s*|[A-Z][A-Z ]*\s*(?:\*\*)?)\s*")
_PROBE = 20_000
_FIRST_FIELD = "**Canonical ID:**"


def unescape(text: str) -> str:
    r"""Undo Markdown's escapes.

    >>> unescape(r"10MEXICO83\_a costs \$200")
    '10MEXICO83_a costs $200'
    """
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def as_written(text: str) -> str:
    """Leave the text of a plain export alone."""
    return text


def sniff(head: str) -> bool:
    """Tell whether a record has the fields of this layout."""
    head = head[:_PROBE]
    return _FIRST_FIELD in head or len({match.group().strip(" *:") for match in _SNIFF.finditer(head)}) > 1


def read(document: Document) -> Iterator[Cable]:
    """Read the one telegram of a document; raises InputError when nothing gives an id."""
    lines = list(split(document.text))
    begin = _body_begins(lines)
    end, holder = _footer(lines, begin)
    markdown = any("**" in line.text for line in lines[:begin])
    undo = unescape if markdown else as_written
    fields, notes = _fields(lines[:begin])
    yield assembled(document, NAME, Metadata(fields, holder, (*document.notes, *notes), undo), lines[begin:end])


def _body_begins(lines: Sequence[Line]) -> int:
    """Find the line after the rule, or after the last field of an export without one."""
    last_field = 0
    for place, line in enumerate(lines):
        if last_field and _TEXT_BEGINS.fullmatch(line.text):
            return place + 1
        if (
            ":" in line.text
            and (match := _FIELD.match(line.text))
            and (match["bold"] or match["plain"].casefold() in HEADER)
        ):
            last_field = place + 1
    return last_field


def _footer(lines: Sequence[Line], begin: int) -> tuple[int, str]:
    """Find where the holder's footer begins, and who the holder is."""
    for place in range(len(lines) - 1, begin - 1, -1):
        if not _HOLDINGS.fullmatch(lines[place].text):
            continue
        following = (line.text.strip() for line in lines[place + 1 :] if line.text.strip())
        return _name_block(lines, place, begin), next(following, "").removeprefix("The ").strip()
    return len(lines), ""


def _name_block(lines: Sequence[Line], place: int, begin: int) -> int:
    """Go up over the holder's name in bold: `**NATIONAL`, `SECURITY`, `ARCHIVE**`."""
    up = place
    while up > begin and not lines[up - 1].text.strip():
        up -= 1
    end = up
    while up > begin and lines[up - 1].text.strip() and _BOLD_BLOCK.fullmatch(lines[up - 1].text):
        up -= 1
    return up if any("**" in line.text for line in lines[up:end]) else place


def _fields(lines: Sequence[Line]) -> tuple[dict[str, Stated], list[Note]]:
    """Read the fields, by their labels case folded; a value goes on until the next label."""
    found: dict[str, Stated] = {}
    notes: list[Note] = []
    key = ""
    for line in lines:
        text = line.text.strip()
        match = _FIELD.match(line.text) if ":" in text else None
        if match and (match["bold"] or match["plain"].casefold() in HEADER):
            label = " ".join((match["bold"] or match["plain"]).split())
            if label.casefold() in found:
                notes.append(Note("duplicate-field", line.number, label))
                label = f"{label} (line {line.number})"
            key = label.casefold()
            found[key] = Stated(label, match["value"].strip(), line.number)
        elif _TEXT_BEGINS.fullmatch(text):
            key = ""
        elif key and text:
            found[key] = found[key]._replace(value=f"{found[key].value}\n{text}".strip())
    return found, notes
