"""TAGS: Traffic Analysis by Geography and Subject, the index terms of a telegram.

Facts
-----
* The archive writes "Long title [CODE]", one entry a paragraph; titles hold commas, `--` and `;`.
* The telegram writes codes: "PGOV, PREL, MX" or with blanks alone "PREL PGOV MX".
* Person tags carry a name in parentheses: "OVIP (DOE, JANE A.)". Some entries are phrases.
* SIPDIS has slipped into TAGS lines; it is a caption.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.cable import Tag
from kg.grammar.markings import CAPTIONS
from kg.grammar.memory import remembered

_ENTRY = re.compile(r"\s*([^\[\]\n]*?)\s*\[([^\[\]]+)\]")
_OUTSIDE = re.compile(r"[,;](?![^()]*\))")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}\.?")
_PERSON = re.compile(r"([A-Z]{2,6})\s*\(([^()]+)\)?")


def titled(text: str) -> tuple[Tag, ...]:
    r"""Read the archive's form; text without brackets is read as codes.

    >>> titled("Mexico [MX]\n\nSocial Affairs--Narcotics [SNAR]")[1]
    Tag(code='SNAR', label='Social Affairs--Narcotics', person='', raw='')
    """
    lines = [line for line in text.split("\n") if line.strip()]
    whole = all(line.endswith("]") for line in lines)
    entries = [tag for part in (lines if whole else [text]) for tag in _entries(part)]
    return _once(entries) if entries else codes(text)


@remembered
def _entries(text: str) -> tuple[Tag, ...]:
    return tuple(_titled(" ".join(code.upper().split()), label.strip(", ")) for label, code in _ENTRY.findall(text))


def _titled(code: str, label: str) -> Tag:
    person = _PERSON.fullmatch(code)
    return Tag(person[1], label, person[2].strip()) if person else Tag(code, label)


def codes(text: str) -> tuple[Tag, ...]:
    """Read the telegram's form.

    >>> [tag.code for tag in codes("PREL PGOV, OVIP (DOE, JANE A.), HUMAN RIGHTS, MX")]
    ['PREL', 'PGOV', 'OVIP', 'HUMAN RIGHTS', 'MX']
    """
    line = " ".join(unicodedata.normalize("NFC", text).upper().split())
    items = _OUTSIDE.split(line) if ")" in line else line.replace(";", ",").split(",")
    return _once(tag for item in items for tag in _item(item) if tag.code not in CAPTIONS)


@remembered
def _item(text: str) -> tuple[Tag, ...]:
    """Read what stands between two commas: a person, codes or a phrase."""
    bare = text.strip().rstrip(".")
    if person := _PERSON.fullmatch(bare):
        return (Tag(person[1], person=person[2].strip()),)
    if all(_CODE.fullmatch(word) for word in bare.split()):
        return tuple(Tag(word.rstrip(".")) for word in bare.split())
    return (Tag(bare),)


def _once(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    kept: dict[tuple[str, str], Tag] = {}
    for tag in tags:
        kept.setdefault((tag.code, tag.person), tag)
    return tuple(kept.values())
