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
from collections.abc import Iterable

from kg.cable import Tag
from kg.grammar.markings import CAPTIONS

_ENTRY = re.compile(r"\s*([^\[\]\n]*?)\s*\[([^\[\]]+)\]")
_OUTSIDE = re.compile(r"[,;](?![^()]*\))")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}\.?")
_PERSON = re.compile(r"([A-Z]{2,6})\s*\(([^()]+)\)?")


def titled(text: str) -> tuple[Tag, ...]:
    r"""Read the archive's form; text without brackets is read as codes.

    >>> titled("Mexico [MX]\n\nSocial Affairs--Narcotics [SNAR]")[1]
    Tag(code='SNAR', label='Social Affairs--Narcotics', person='', raw='')
    """
    entries = _ENTRY.findall(text)
    if not entries:
        return codes(text)
    return _once(Tag(" ".join(code.upper().split()), " ".join(label.split(" ")).strip(", ")) for label, code in entries)


def codes(text: str) -> tuple[Tag, ...]:
    """Read the telegram's form.

    >>> [tag.code for tag in codes("PREL PGOV, OVIP (DOE, JANE A.), HUMAN RIGHTS, MX")]
    ['PREL', 'PGOV', 'OVIP', 'HUMAN RIGHTS', 'MX']
    """
    found: list[Tag] = []
    for item in _OUTSIDE.split(" ".join(text.upper().split())):
        bare = item.strip().rstrip(".")
        if person := _PERSON.fullmatch(bare):
            found.append(Tag(person[1], person=person[2].strip()))
        elif bare and all(_CODE.fullmatch(word) for word in bare.split()):
            found += [Tag(word.rstrip(".")) for word in bare.split()]
        elif bare:
            found.append(Tag(bare))
    return _once(tag for tag in found if tag.code not in CAPTIONS)


def _once(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    kept: dict[tuple[str, str], Tag] = {}
    for tag in tags:
        kept.setdefault((tag.code, tag.person), tag)
    return tuple(kept.values())
