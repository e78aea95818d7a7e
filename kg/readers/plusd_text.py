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
from collections.abc import Iterator
from typing import Final

from kg.cable import Cable, Note
from kg.document import Document
from kg.fields import HEADER
from kg.grammar.lines import Line
from kg.readers.assembly import Metadata, Stated, assembled

NAME: Final = "plusd-text"
_FIELD = re.compile(
    r"^(?P<name>[ ]{0,3}(?:\*\*(?P<bold>[^*:\n]{1,60}):\s?\*\*|(?P<plain>[A-Z][A-Za-z .()/]{1,40}):(?=[ \t]|$)))",
    re.MULTILINE,
)
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
    begin = _body_begins(text)
    end, holder = _footer(text, begin)
    undo = unescape if "**" in text[:begin] else as_written
    fields, notes = _fields(text[:begin])
    body = Line(text[begin:end], begin, text.count("\n", 0, begin) + 1)
    yield assembled(document, NAME, Metadata(fields, holder, (*document.notes, *notes), undo), body)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Give the fields: every label in bold, of a plain export the known ones."""
    for match in _FIELD.finditer(text):
        if match["bold"] or match["plain"].casefold() in HEADER:
            yield match


def _body_begins(text: str) -> int:
    """Find the place after the rule, or after the last field of an export without one."""
    first = next(_matches(text), None)
    if first is None:
        return 0
    near = text.find("\n---", first.end())
    if rule := (_RULE.match(text, near + 1) if near > 0 else None) or _RULE.search(text, first.end()):
        return rule.end()
    return max(match.end() for match in _matches(text))


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


def _fields(text: str) -> tuple[dict[str, Stated], list[Note]]:
    """Read the fields, by their labels case folded; a value goes on until the next label."""
    found: dict[str, Stated] = {}
    notes: list[Note] = []
    matches = list(_matches(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    line, counted = 1, 0
    for match, end in zip(matches, ends, strict=True):
        line, counted = line + text.count("\n", counted, match.start("name")), match.start("name")
        label = " ".join((match["bold"] or match["plain"]).split())
        if label.casefold() in found:
            notes.append(Note("duplicate-field", line, label))
            label = f"{label} (line {line})"
        value = _RULE.sub("", text[match.end() : end])
        found[label.casefold()] = Stated(label, value.strip(), line)
    return found, notes
