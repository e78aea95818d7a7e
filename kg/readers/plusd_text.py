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
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from kg.cable import Note
from kg.document import Document, parts
from kg.fields import HEADER
from kg.grammar.lines import Claim
from kg.grammar.memory import remembered
from kg.passage import LineNumbers, plain, rewritten
from kg.readers import page_text
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.markup import by_label
from kg.readers.metadata import Metadata, Stated, stated, stated_of

NAME: Final = "plusd-text"
_FIELD = re.compile(
    r"\n[ \t]*(?:\*\*(?P<bold>[^*:\n]{1,60})(?::\s?\*\*|\*\*:)|(?P<plain>[A-Z][A-Za-z .()/]{1,40}):(?=[ \t]|$))",
    re.MULTILINE,
)
"""One line of the fields. It begins with a literal, by which it is found fast."""
_RULE = re.compile(r"^[ \t]*(?:---+|\*[ ]?\*[ ]?\*+|___+)[ \t]*$", re.MULTILINE)
_SNIFF = re.compile(
    r"^[ \t]*(?:\*\*)?(?:Canonical ID|Document Character Count|Original Classification|TAGS):", re.MULTILINE
)
_LABELS: Final = ("Canonical ID:", "Document Character Count:", "Original Classification:")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!$>~|&<\"'^])")
_HOLDINGS = "This document is from the holdings of"
_NAME_BLOCK = re.compile(r"^[ \t]*(?:\*\*[^*]{1,200}\*\*\s*){1,6}\Z", re.MULTILINE)
_LONGEST_NAME_BLOCK = 400
GAP_OF_A_PAGE: Final = 3
"""So many empty lines in a row are a page break of a Markdown export."""
_PROBE, _NEAR = 20_000, 100
FIRST_FIELD: Final = "**Canonical ID:**"
_RECORD = re.compile(r"^[ \t]*\*\*Canonical ID:\*\*", re.MULTILINE)
"""What a record begins with, where a file holds several."""


def unescape(text: str) -> str:
    r"""Undo Markdown's escapes.

    >>> unescape(r"10MEXICO83\_a costs \$200")
    '10MEXICO83_a costs $200'
    """
    return _ESCAPE.sub(_SIGN, text) if "\\" in text else text


_SIGN = itemgetter(1)
"""The sign that an escape stands for."""


def sniff(head: str) -> bool:
    """Tell whether a record has the fields of this layout."""
    head = head[:_PROBE]
    if not any(label in head for label in _LABELS):
        return False
    if FIRST_FIELD in head or page_text.recognises(head):
        return True
    return len({match.group().strip(" *:") for match in _SNIFF.finditer(head)}) > 1


def read(document: Document) -> Iterator[Reading]:
    """Read the telegrams of a document, most hold one; raises InputError when nothing gives an id."""
    starts = [match.start() for match in _RECORD.finditer(document.text)] if _several(document.text) else []
    for part in parts(document, starts):
        yield _reading(part)


def _several(text: str) -> bool:
    first = text.find(FIRST_FIELD)
    return first >= 0 and text.find(FIRST_FIELD, first + 1) >= 0


def _copied(document: Document) -> Reading:
    """Read the text of a page whose table has lost its form."""
    text, lines = document.text, LineNumbers(document.text, document.line, document.before)
    page = page_text.page(text)
    fields, notes = by_label(page.fields, lines)
    metadata = Metadata(fields, lines, notes=(*document.notes, *notes))
    body = plain(text, page.body, len(text), lines)
    return assembled(Given(document, NAME, metadata, body, headed=True, claims=partial(page.claims, text)))


def _reading(document: Document) -> Reading:
    if FIRST_FIELD not in document.text[:_PROBE] and page_text.recognises(document.text[:_PROBE]):
        return _copied(document)
    text, lines = document.text, LineNumbers(document.text, document.line, document.before)
    fields_end, begin, met = _parted(text)
    end, holder = _footer(text, begin)
    switch = page_text.SWITCH.search(text, begin, begin + _NEAR) if "Headers" in text[begin : begin + _NEAR] else None
    begin = switch.end() if switch and not text[begin : switch.start()].strip() else begin
    markdown = "**" in text[:begin]
    fields, notes = _fields("\n" + text[:fields_end], met, lines, markdown=markdown)
    metadata = Metadata(fields, lines, holder, (*document.notes, *notes))
    if markdown and text.find("\\", begin, end) >= 0:
        escapes = ((match.start(), match.end(), match[1]) for match in _ESCAPE.finditer(text, begin, end))
        body = rewritten(text, begin, end, escapes, lines=lines)
    else:
        body = plain(text, begin, end, lines)
    gap = GAP_OF_A_PAGE if markdown else 0
    claims = partial(_claims, text, begin, end)
    return assembled(Given(document, NAME, metadata, body, headed=True, page_gap=gap, claims=claims))


def _claims(text: str, begin: int, end: int) -> Iterator[Claim]:
    """Claim the rule above the telegram and the holder's footer."""
    yield from (Claim(*rule.span(), "layout") for rule in _RULE.finditer(text, 0, begin))
    yield Claim(end, len(text), "footer")


def _matches(text: str) -> list[re.Match[str]]:
    """Give the fields at the head of a text before which a line ends.

    Where the first label is in bold, labels in bold alone are fields; in a plain export the known ones, each
    once: TAGS and SUBJECT come again in the telegram.
    """
    matches = list(_FIELD.finditer(text))
    if matches and matches[0][1]:
        return [match for match in matches if match[1]]
    found: list[re.Match[str]] = []
    met: set[str] = set()
    for match in matches:
        label = (match[1] or match[2]).casefold()
        if found and bool(found[0][1]) != bool(match[1]):
            continue
        if not match[1] and (label not in HEADER or label in met):
            if label in met:
                break
            continue
        found.append(match)
        met.add(label)
    return found


class _Parted(NamedTuple):
    """Where the fields end, where the body begins, and the fields' beginnings where they are sure."""

    end: int
    begin: int
    met: list[re.Match[str]] | None = None


def _parted(text: str) -> _Parted:
    """Find where the fields end and the body begins: at the rule, or after the last field's lines without one.

    A rule counts when only the value of one field stands before it: the telegram has rules of its own.
    """
    if plain := _plainly_parted(text):
        return plain
    fields = _matches("\n" + text)
    if not fields:
        return _Parted(0, 0)
    ends = [match.start() for match in fields[1:]]
    for match, following in zip(fields, [*ends, len(text)], strict=True):
        rule = _RULE.search(text, match.end() - 1, following)
        if rule and not _is_telegram(text[match.end() - 1 : rule.start()]):
            return _Parted(*rule.span())
    end = text.find("\n", fields[-1].end() - 1)
    return _Parted(end, end) if end >= 0 else _Parted(len(text), len(text))


def _plainly_parted(text: str) -> _Parted | None:
    """Part a record at its first line of dashes when no other rule comes before it: nearly all are so."""
    near = text.find("\n---")
    fields = _matches("\n" + text[:near]) if near > 0 else []
    rule = _RULE.match(text, near + 1)
    if not fields or not rule or (_holds_rules(text[:near]) and _RULE.search(text, fields[0].end() - 1, near)):
        return None
    if _is_telegram(text[fields[-1].end() - 1 : near]):
        return None
    return _Parted(*rule.span(), fields if fields[0][1] else None)


def _holds_rules(text: str) -> bool:
    """Tell whether a text may hold a rule."""
    return "---" in text or "___" in text or "***" in text or "* *" in text


def _is_telegram(text: str) -> bool:
    """Tell the lines of a telegram from a field's value: TAGS alone run over several paragraphs."""
    paragraphs = [line for line in text.split("\n")[1:] if line.strip()]
    return any("]" not in line for line in paragraphs)


def _footer(text: str, begin: int) -> tuple[int, str]:
    """Find where the holder's footer begins, and who the holder is."""
    words = text.rfind(_HOLDINGS, begin)
    line = text.rfind("\n", begin, max(words, begin)) + 1
    if words < 0 or text[line:words].strip(" \t*_"):
        return len(text), ""
    rest = text[words + len(_HOLDINGS) :].lstrip(" \t:*_").split("\n")
    holder = next((line.strip(" \t*_\r") for line in rest if line.strip(" \t*_\r")), "").partition(",")[0]
    begin = max(begin, line - _LONGEST_NAME_BLOCK)
    block = _NAME_BLOCK.search(text, begin, line)
    return block.start() if block else line, holder.removeprefix("The ")


def _fields(
    text: str, met: list[re.Match[str]] | None, lines: LineNumbers, *, markdown: bool
) -> tuple[dict[str, Stated], list[Note]]:
    """Read the fields, by their labels case folded; a field goes on until the next label."""
    found: dict[str, Stated] = {}
    notes: list[Note] = []
    if met is None:
        met = list(_FIELD.finditer(text))
        bold = any(match[1] for match in met)
        met = [match for match in met if match[1] or (not bold and match[2].casefold() in HEADER)]
    ruled, escaped = _holds_rules(text), markdown and "\\" in text
    for match, (start, end) in zip(met, pairwise([*[one.start() for one in met], len(text)]), strict=True):
        value = text[match.end() : end + 1]
        value = _RULE.sub("", value) if ruled else value
        label, folded = _label(match[1] or match[2])
        if folded in found:
            line = lines.at(start)
            notes.append(Note("duplicate-field", line, label))
            label = f"{label} (line {line})"
            folded = label.casefold()
        found[folded] = stated_of((label, stated(unescape(value) if escaped else value), start, end - 1))
    return found, notes


@remembered
def _label(written: str) -> tuple[str, str]:
    """Give a label with single blanks, as written and case folded."""
    label = " ".join(written.split())
    return label, label.casefold()
