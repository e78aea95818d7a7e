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
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from kg.cable import Cable, Note
from kg.document import Document
from kg.fields import HEADER
from kg.grammar.lines import Line
from kg.grammar.memory import remembered
from kg.readers.assembly import Metadata, Stated, assembled, stated

NAME: Final = "plusd-text"
_FIELD = re.compile(
    r"\n[ ]{0,3}(?:\*\*(?P<bold>[^*:\n]{1,60}):\s?\*\*|(?P<plain>[A-Z][A-Za-z .()/]{1,40}):(?=[ \t]|$))",
    re.MULTILINE,
)
"""One line of the fields. It begins with a literal, by which it is found fast."""
_RULE = re.compile(r"^[ \t]*(?:---+|\*[ ]?\*[ ]?\*+|___+)[ \t]*$", re.MULTILINE)
_SNIFF = re.compile(
    r"^\s{0,3}(?:\*\*)?(?:Canonical ID|Document Character Count|Original Classification|TAGS):", re.MULTILINE
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!$>~|&<\"'^])")
_HOLDINGS = "This document is from the holdings of"
_NAME_BLOCK = re.compile(r"\*\*[^*]{1,200}\*\*\s*\Z")
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
    text = document.text
    fields_end, begin = _parted(text)
    end, holder = _footer(text, begin)
    markdown = "**" in text[:begin]
    fields, notes = _fields(text[:fields_end], _markdown_field if markdown else _plain_field)
    body = Line(text[begin:end], begin, text.count("\n", 0, begin) + 1)
    undo = unescape if markdown else as_written
    yield assembled(document, NAME, Metadata(fields, holder, (*document.notes, *notes), undo), body)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Give the fields of a text before which a line ends: every label in bold, of a plain export the known ones."""
    for match in _FIELD.finditer(text):
        if match[1] or match[2].casefold() in HEADER:
            yield match


def _parted(text: str) -> tuple[int, int]:
    """Find where the fields end and the body begins: at the rule, or after the last field's line without one."""
    lines = "\n" + text
    first = next(_matches(lines), None)
    if first is None:
        return 0, 0
    after = first.end() - 1
    near = text.find("\n---", after)
    if rule := (_RULE.match(text, near + 1) if near > 0 else None) or _RULE.search(text, after):
        return rule.span()
    *_, last = _matches(lines)
    end = text.find("\n", last.end() - 1)
    return (end, end) if end >= 0 else (len(text), len(text))


def _footer(text: str, begin: int) -> tuple[int, str]:
    """Find where the holder's footer begins, and who the holder is."""
    words = text.rfind(_HOLDINGS, begin)
    line = text.rfind("\n", begin, max(words, begin)) + 1
    if words < 0 or text[line:words].strip():
        return len(text), ""
    rest = text[words + len(_HOLDINGS) :].lstrip(" \t:").split("\n")
    holder = next((line.strip() for line in rest if line.strip()), "")
    bold = text.rfind("**", begin, line)
    block = _NAME_BLOCK.match(text, text.rfind("**", begin, bold), line) if bold > 0 else None
    return block.start() if block else line, holder.removeprefix("The ")


def _fields(text: str, read_one: Callable[[str], _Field]) -> tuple[dict[str, Stated], list[Note]]:
    """Read the fields, by their labels case folded; a field goes on until the next label."""
    found: dict[str, Stated] = {}
    notes: list[Note] = []
    text = "\n" + text
    starts = [match.start() for match in _matches(text)]
    line, counted = 0, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, counted = line + text.count("\n", counted, start + 1), start + 1
        label, folded, value = read_one(text[start : end + 1])
        if folded in found:
            notes.append(Note("duplicate-field", line, label))
            label = f"{label} (line {line})"
            folded = label.casefold()
        found[folded] = Stated(label, value, line)
    return found, notes


class _Field(NamedTuple):
    """One field: its label as written and case folded, its value."""

    label: str
    folded: str
    value: str


@remembered
def _plain_field(text: str) -> _Field:
    return _field(text, as_written)


@remembered
def _markdown_field(text: str) -> _Field:
    return _field(text, unescape)


def _field(text: str, undo: Callable[[str], str]) -> _Field:
    """Read one field with the line end before it; most are the same in many records."""
    match = _FIELD.match(text)
    end, written = (match.end(), match[1] or match[2]) if match else (0, "")
    label = " ".join(written.split())
    return _Field(label, label.casefold(), stated(undo(_RULE.sub("", text[end:]))))
