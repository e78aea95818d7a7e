"""References: the telegrams and other papers that a telegram builds on.

Facts
-----
* The REF block names one telegram ("REF: LIMA 87") or a lettered list ("A. QUITO 214 (NOTAL) B. 06 BOGOTA
  1021"). A year in front is given only when it is not the citing telegram's own.
* NOTAL: "not to, nor needed by, all addressees".
* What is no telegram (an e-mail, an intelligence report, a resolution) is kept as a typed entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from kg.cable import Reference
from kg.grammar.identifiers import MessageReference, full_year
from kg.grammar.lines import Line, split

LETTER: Final = re.compile(r"(?:^|(?<=\s))\(?([A-Z])[.):]\)?\s+(?=\S)")
_NOTAL = re.compile(r"\(?\bNOTAL\b\)?")
_CABLE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d|\d\d)\s*)?(?P<post>(?:[A-Z][A-Z.]*[ \-]?){1,4}?)\s*#?\s*0*(?P<serial>[1-9]\d{0,6})"
)
_LONGEST = 60
"""A longer entry is prose; the bound keeps reading linear."""
_GLUED = re.compile(r"^(?:AMEMBASSY|AMCONSUL|USMISSION) (?=[A-Z])")
KINDS: Final = (
    ("email", re.compile(r"\bE-?MAILS?\b", re.IGNORECASE)),
    ("dtg", re.compile(r"\bDTG\b|\b\d{6}Z [A-Z]{3} \d\d\b")),
    ("report", re.compile(r"\b(?:IIR|TD[- ]?\d|OSC|FBIS|CIR)\b")),
    ("law", re.compile(r"\b(?:UNSCR?|RES(?:OLUTION)?|FAM|FAH|TREATY|USC|CFR|PUBLIC LAW)\b")),
    ("airgram", re.compile(r"\b(?:AIRGRAM|CA|[A-Z]+)[- ]A?-\d+\b|\bAIRGRAM\b")),
)
"""Kind of an entry that names no telegram -> how it is told, first match counts."""


def entries(lines: Sequence[Line]) -> Iterator[tuple[str, str, int]]:
    """Part a REF block: letter ("" when there is one entry only), text and line of each entry.

    >>> list(entries([Line("A. QUITO 214 (NOTAL)", 0), Line("B. 06 BOGOTA 1021", 21)]))
    [('A', 'QUITO 214 (NOTAL)', 0), ('B', '06 BOGOTA 1021', 21)]
    """
    text = " ".join(line.text.strip() for line in lines)
    marks = list(_in_sequence(LETTER.finditer(text)))
    if not marks:
        yield "", " ".join(text.split()), lines[0].start if lines else 0
        return
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        yield mark[1], " ".join(text[mark.end() : end].split()).rstrip(",;"), _line_at(lines, mark.start())


def _in_sequence(marks: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Keep letters that follow each other from A on: initials of names are none."""
    expected = "A"
    for mark in marks:
        if mark[1] == expected:
            yield mark
            expected = chr(ord(expected) + 1)


def _line_at(lines: Sequence[Line], offset: int) -> int:
    for line in lines:
        if offset <= len(line.text.strip()):
            return line.start
        offset -= len(line.text.strip()) + 1
    return lines[-1].start


def read(label: str, raw: str, *, year: int, where: str, line: int) -> Reference:
    """Read one entry; a year that is not stated is the citing telegram's own.

    >>> read("B", "06 BOGOTA 1021 (NOTAL)", year=2007, where="body", line=8).id
    '06BOGOTA1021'
    """
    notal = bool(_NOTAL.search(raw))
    bare = " ".join(_NOTAL.sub(" ", raw).split()).rstrip(".,;")
    match = _CABLE.fullmatch(bare.upper()) if len(bare) <= _LONGEST else None
    if match and year:
        station = "".join(_GLUED.sub("", match["post"].strip()).replace("-", "").split())
        own_year = full_year(match["year"]) if match["year"] else year
        cited = MessageReference(own_year, station, int(match["serial"]))
        return Reference(label, raw, "cable", str(cited), notal, where, line)
    kind = next((kind for kind, pattern in KINDS if pattern.search(bare)), "other")
    return Reference(label, raw, kind, "", notal, where, line)


def merged(body: Iterable[Reference], metadata: Iterable[Reference], own: str) -> tuple[Reference, ...]:
    """Join both lists: the telegram's first, then what only the archive lists; none cites itself."""
    listed = {entry.id or entry.raw: entry for entry in metadata}
    found: dict[str, Reference] = {}
    for entry in body:
        key = entry.id or entry.raw
        where = "both" if listed.pop(key, None) else "body"
        found.setdefault(key, _placed(entry, where))
    for key, entry in listed.items():
        found.setdefault(key, entry)
    return tuple(entry for entry in found.values() if entry.id != own)


def _placed(entry: Reference, where: str) -> Reference:
    return Reference(entry.label, entry.raw, entry.kind, entry.id, entry.notal, where, entry.line)


def read_block(
    text: str, *, year: int, station: str, known: Callable[[str], bool]
) -> tuple[tuple[int, Reference], ...]:
    """Read the value of a REF block: where in it each entry begins, and the entry."""
    del station, known
    found = entries(list(split(text)))
    return tuple(
        (start, read(label, raw, year=year, where="body", line=0))
        for label, raw, start in found
        if raw.upper() not in {"", "NONE", "N/A"}
    )


def listed(text: str, *, year: int, where: str = "metadata", known: Callable[[str], bool]) -> tuple[Reference, ...]:
    """Read an archive's list of references."""
    del known
    items = [item.strip() for item in re.split(r"[|;,]", text) if item.strip()]
    return tuple(read("", item, year=year, where=where, line=0) for item in items)
