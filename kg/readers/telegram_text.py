"""Layout `telegram-text`: the bare telegram, as it came off the wire or out of a scan.

Facts
-----
* Nothing stands beside the telegram: id, date and addressees are its own (heading, classification line),
  or its file is named by its id.
* Released scans put a cover sheet first: labels in one run ("MRN:", "Date/DTG:", "From:" ..), then the
  values in the same order; where some are missing only the first is sure. The cover can contradict the
  telegram, so of it only the id, the tags and the subject are taken as the archive's word, and the date
  where the telegram has lost its own.
* Exports have left entities in it (&quot;). A pilcrow can stand before each paragraph, or U+FFFD for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from kg.document import Document
from kg.grammar import dates
from kg.grammar.lines import Claim, split
from kg.passage import LineNumbers, Passage, plain, rewritten
from kg.readers import page_text
from kg.readers.assembly import Given, Reading, assembled
from kg.readers.metadata import Metadata, Stated

NAME: Final = "telegram-text"
_MARKUP = re.compile(r"\s*(?:<[!?a-zA-Z/]|[{\[]\s*[\"{\[\]}])")
_ENTITY = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|#[xX][0-9A-Fa-f]{1,6}|#\d{1,7});")
_MEANING: Final = MappingProxyType(
    {"&quot;": '"', "&apos;": "'", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " "}
)
_COVER = re.compile(r"^(?:MRN:[ \t]*\n)(?:[ \t]*(?:[A-Z][A-Za-z/. ]{1,20}|E\.O\.):[ \t]*\n){3,12}", re.MULTILINE)
_LABELS: Final = MappingProxyType({"MRN": "Canonical ID", "Date/DTG": "Date", "TAGS": "TAGS", "Subject": "Subject"})
"""Label of the cover sheet -> label of the archive's field that it is."""


def sniff(text: str) -> bool:
    """Take what no other layout knows, unless it is some other kind of document."""
    return not _MARKUP.match(text)


def read(document: Document) -> Iterator[Reading]:
    """Read the one telegram of a document; raises InputError when nothing gives an id."""
    lines = LineNumbers(document.text, document.line, document.before)
    keys = page_text.KEYS.match(document.text) if "PGP" in document.text[:_KEYS_WITHIN] else None
    fields, begin = _cover(document.text) if keys is None else ({}, keys.end())
    if fields and dates.group(document.text[begin : begin + _LONGEST_COVER])[0]:
        fields.pop("date", None)
    metadata = Metadata(fields, lines, notes=document.notes)
    body = _body(document, begin, lines)
    yield assembled(Given(document, NAME, metadata, body, headed=True, claims=partial(_claims, begin)))


def _claims(begin: int) -> Iterator[Claim]:
    """Claim the cover sheet."""
    yield Claim(0, begin, "footer")


def _body(document: Document, begin: int, lines: LineNumbers) -> Passage:
    text = document.text
    if "&" not in text:
        return plain(text, begin, len(text), lines)
    changes = [(match.start(), match.end(), _meant(match.group())) for match in _ENTITY.finditer(text, begin)]
    return rewritten(text, begin, len(text), changes, lines=lines)


def _meant(entity: str) -> str:
    if entity in _MEANING:
        return _MEANING[entity]
    digits = entity[2:-1]
    number = int(digits[1:], 16) if digits[:1] in "xX" else int(digits)
    return chr(number) if 32 <= number < 0xD800 else " "


def _cover(text: str) -> tuple[dict[str, Stated], int]:
    """Read the cover sheet of a scan: its fields and where it ends; nothing when there is none."""
    match = _COVER.search(text, 0, _LONGEST_COVER) if "MRN:" in text[:_LONGEST_COVER] else None
    if match is None:
        return {}, 0
    labels = [line.text.strip().rstrip(":") for line in split(match.group()) if line.text.strip()]
    following = split(text[match.end() : match.end() + _LONGEST_COVER], match.end())
    values = list(
        takewhile(lambda line: not _TELEGRAM.match(line.text), filter(lambda line: line.text.strip(), following))
    )
    values = values[: len(labels)]
    if not values or not _MRN.fullmatch(values[0].text):
        return {}, 0
    stated = {"MRN": values[0], **dict(zip(labels, values, strict=False))} if len(values) == len(labels) else {}
    found = {
        name.casefold(): Stated(name, value.text.strip(), value.start, value.end)
        for label, value in {"MRN": values[0], **stated}.items()
        if (name := _LABELS.get(label, "")) and value.text.strip() != "n/a"
    }
    return found, values[-1].end


_LONGEST_COVER, _KEYS_WITHIN = 2_000, 300
_MRN = re.compile(r"\s*\d\d (?:[A-Z]+ ){1,4}\d{1,7}\s*")
_TELEGRAM = re.compile(r"\s*(?:FM|TO|INFO|PAGE|ACTION|ORIGIN|VZCZC\w+|[ZOPR]{1,2} \d{6}Z)\b")
"""Lines with which the telegram itself begins, where values of the cover are missing."""
