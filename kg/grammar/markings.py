"""Markings of a whole telegram: classification lines and captions.

Facts
-----
* The first line spells the level out, letter by letter in most telegrams: "S E C R E T SECTION 01 OF 05
  MEXICO 000083", "C O N F I D E N T I A L QUITO 000123", "UNCLAS LA PAZ 000456". Blanks are lost and
  doubled in it ("LIMITED OFFICIALUSE"), words are glued ("CONFIDENTIALSIPDIS"), some are in small letters.
* Captions stand behind the level, on lines of their own, several on one line; archives glue them
  ("EXDIS, NODISSTADIS"). The section can follow the number ("UNCLAS QUITO 1234 SECTION 1 OF 2").
* The handbook keeps levels apart from administrative controls (5 FAH-2 H-220): SBU and FOUO restrict an
  unclassified text, they are captions of a telegram but stand where a level stands in a portion mark.
* SBU is spelled out with advice behind it: "SENSITIVE BUT UNCLASSIFIED - PLEASE HANDLE ACCORDINGLY".
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.grammar.memory import remembered

LEVELS: Final = MappingProxyType(
    {
        "UNCLASSIFIED": "UNCLASSIFIED",
        "UNCLASS": "UNCLASSIFIED",
        "UNCLAS": "UNCLASSIFIED",
        "LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE",
        "RESTRICTED": "RESTRICTED",
        "CONFIDENTIAL": "CONFIDENTIAL",
        "SECRET": "SECRET",
        "TOP SECRET": "TOP SECRET",
    }
)
"""Spelling of a level on a first line or in a field -> level."""

CAPTION_WORDS: Final = (
    *("SIPDIS", "NODIS", "EXDIS", "LIMDIS", "STADIS", "NOFORN", "ROGER", "CHEROKEE", "EFTO", "SBU", "FOUO", "NESCO"),
    *("AIDAC", "ALDAC", "ORCON", "WNINTEL", "PROPIN", "NOCONTRACT", "IMCON", "CNWDI", "NOFAX"),
)
"""Captions of one word that mean nothing else."""

CAPTIONS: Final = MappingProxyType(
    {
        **{word: word for word in CAPTION_WORDS},
        "ROG": "ROGER",
        "ONLY": "ONLY",
        "EYES ONLY": "ONLY",
        "TERREP": "TERREP",
        "TERREP EXCLUSIVE": "TERREP EXCLUSIVE",
        "DISSENT": "DISSENT",
        "NOFORN WHEN SEPARATED": "NOFORN",
        "NOT RELEASABLE TO FOREIGN NATIONALS": "NOFORN",
        "SENSITIVE": "SBU",
        "SENSITIVE BUT UNCLASSIFIED": "SBU",
        "FOR OFFICIAL USE ONLY": "FOUO",
        "ENCRYPT FOR TRANSMISSION ONLY": "EFTO",
        "NO DISSEM ABROAD": "NO DISSEM ABROAD",
        "OFFICIAL INFORMAL": "OFFICIAL INFORMAL",
        "FORMERLY RESTRICTED DATA": "FRD",
        "ROGER CHANNEL": "ROGER",
        "DISSENT CHANNEL": "DISSENT",
        "DIRECTOR GENERAL CHANNEL": "DIRGEN",
        "DIRGEN CHANNEL": "DIRGEN",
        "PEACE CORPS CHANNEL": "PEACE CORPS",
        **{f"{code} CHANNEL": code for code in ("DS", "FI", "MED", "OC", "OIG", "STR", "SY")},
    }
)
"""Words on a line of their own, or behind a level -> caption."""

_COUNTS: Final = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")


@remembered
def _packed(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _spaced(*phrases: str) -> str:
    """Give a pattern for phrases whose letters may stand apart, the longest first."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(r"[ \t\-]{0,2}".join(_packed(phrase)) for phrase in longest_first) + ")"


_PACKED_LEVELS: Final = {_packed(spelling): level for spelling, level in LEVELS.items()} | {
    "LOU": "LIMITED OFFICIAL USE"
}
_PACKED_CAPTIONS: Final = {_packed(words): caption for words, caption in CAPTIONS.items()}
_BETWEEN = r"[ \t/,;*()\-]*"
_CAPTION = _spaced(*CAPTIONS)
_RELEASE = r"REL(?:EASABLE)? ?TO(?:[ ,/&]+(?!SECTION|[A-Z]+ \d)[A-Z]{2,10}){1,20}"
_COUNT = r"0 ?\d|\d{1,2}|" + "|".join(_COUNTS)
_SECTION = (
    rf"(?:{_spaced('FINAL')} {{1,3}})?(?:{_spaced('SECTION')}|SECT?\.?) *(?:(?P<section>{_COUNT}) *)?"
    rf"(?:[0OG] ?F|O(?= ?\d)|/) *(?P<sections>{_COUNT})\b"
)
_REMARK = (
    rf"(?P<corrected>{_spaced('CORRECTED COPY')})(?: *[\-/(][^\n]{{0,60}})?|SUSPECTED DUPLICATE(?: \d+)?"
    r"|(?:TOSEC|SECTO|TODEP|DEPTO|TOHAK|HAKTO) ?\d+"
)
_REFERENCE = (
    r"(?P<post>[A-Z][A-Z.'\-]{0,24}(?: {1,2}[A-Z][A-Z.'\-]{0,24}){0,4}?) {0,2}#?(?P<serial>\d{1,8})(?:/\d{1,2})?(?!\w)"
)
_LEVEL = re.compile(rf"{_spaced(*LEVELS)}(?:(?![A-Z])|(?={_spaced(*CAPTION_WORDS, 'SECTION')}))")
_PIECE = re.compile(
    rf"{_BETWEEN}(?:(?P<captions>{_CAPTION}(?:{_BETWEEN}{_CAPTION}){{0,9}}(?![A-Z]))|(?P<release>{_RELEASE})"
    rf"|(?P<part>{_SECTION})|(?P<remark>{_REMARK})|(?P<reference>{_REFERENCE}))"
)
_POST_ALONE = re.compile(r"[ \t]+[A-Z][A-Z.\-]{1,24}(?: [A-Z][A-Z.\-]{0,24}){0,3}[ \t]*\Z")
_END = re.compile(rf"{_BETWEEN}\Z")
_ADVICE = (
    r"(?:PLEASE +)?(?:HANDLE|PROTECT|TREAT|SAFEGUARD) +ACCORDINGLY"
    r"|NOT +FOR +(?:THE +)?(?:INTERNET|PUBLIC|DISTRIBUTION|PUBLICATION|RELEASE)[A-Z. ]{0,60}"
)
_CAPTION_PIECE = re.compile(rf"{_BETWEEN}(?:(?P<caption>{_CAPTION})|(?P<release>{_RELEASE})|(?P<advice>{_ADVICE}))\.?")
_LONGEST: Final = 400
_MOST_PIECES: Final = 12
_SHORTEST_SERIAL: Final = 3
"""Digits of a serial; fewer, in the first days of a year, count where the level is surely that of a first line."""
_NO_POSTS: Final = frozenset({"PAGE", "SECTION", "SECT", "PART", "PARA", "ANNEX", "TAB"})
_STRONG_SERIAL: Final = 5
"""Digits of a serial that is sure to be one where nothing else tells a first line from prose."""


class ClassLine(NamedTuple):
    """What the first line of a telegram says; `remark` is "CORRECTED COPY" and the like."""

    level: str
    captions: tuple[str, ...] = ()
    section: int = 0
    sections: int = 0
    reference: str = ""
    remark: str = ""


@remembered
def class_line(text: str) -> ClassLine | None:
    """Read a classification line, letter-spaced or not; None when the line is none.

    >>> class_line("S E C R E T SECTION 01 OF 05 MEXICO 000083")
    ClassLine(level='SECRET', captions=(), section=1, sections=5, reference='MEXICO 000083', remark='')
    >>> class_line("UNCLAS LA PAZ 000456").reference, class_line("Secretary of State")
    ('LA PAZ 000456', None)
    >>> class_line("S E C R E T//NOFORN BOGOTA 001021").captions
    ('NOFORN',)
    >>> class_line("UNCLAS FINAL SECTION OF 05 MEXICO 000083").section
    5
    """
    bare = text.strip().replace("Ø", "0")  # a zero with a stroke, as printers of the 1960s wrote it
    found = _read(bare, 0)
    if found is None:
        return None
    line, end = found
    begun = line.sections or _SPACED.match(bare)
    if _END.match(bare, end) or (begun and not line.reference and _POST_ALONE.match(bare, end)):
        return line
    return None


def class_line_at(text: str, begin: int = 0) -> tuple[ClassLine, int] | None:
    """Read a classification line that a longer text goes on from: the line and where it ends.

    Only a line that names a telegram or a section is told from prose.

    >>> line, end = class_line_at("UNCLAS QUITO 000123 SIPDIS E.O. 12958: N/A")
    >>> line.reference, line.captions, end, class_line_at("Secret talks went on")
    ('QUITO 000123', ('SIPDIS',), 26, None)
    """
    found = _read(text, begin)
    return found if found and (found[0].reference or found[0].sections) else None


def _read(text: str, begin: int) -> tuple[ClassLine, int] | None:
    """Read a level and the pieces behind it; each stands once, captions and remarks often."""
    written = text[begin : begin + _LONGEST]
    capitals = written.upper() if written.isascii() else written
    head = _LEVEL.match(capitals)
    if head is None:
        return None
    sent = _SENT.match(head.group()) is not None
    line, end = _pieces(ClassLine(_PACKED_LEVELS[_packed(head.group())]), capitals, written, head.end(), sent=sent)
    if line.remark and not line.reference and _SERIES.fullmatch(line.remark):
        line = line._replace(reference=line.remark, remark="")
    return line, begin + end


_SPACED = re.compile(r"[A-Z] {1,2}[A-Z] ")
_SENT = re.compile(r"[A-Z] |UNCLAS\Z")
"""A level as first lines have it and prose does not: letter by letter, or cut short."""


def _pieces(line: ClassLine, capitals: str, written: str, end: int, *, sent: bool = False) -> tuple[ClassLine, int]:
    """Read the pieces of a first line from a place on: what they say, and where they end."""
    for _ in range(_MOST_PIECES):
        piece = _PIECE.match(capitals, end) if end < len(capitals) else None
        told = _told(line, piece, written[end:], sent=sent) if piece else None
        if piece is None or told is None:
            break
        line, end = told, piece.end()
    return line, end


@remembered
def reference_line(text: str) -> ClassLine | None:
    """Read a first line that has no level, captions or a section at most before the telegram's number.

    >>> reference_line("QUITO 000123").reference, reference_line("SECTION 01 OF 02 LA PAZ 000456").sections
    ('QUITO 000123', 2)
    >>> reference_line("SENSITIVE QUITO 000123").captions, reference_line("ROOM 12"), reference_line("QUITO")
    (('SBU',), None, None)
    """
    bare = text.strip()
    line, end = _pieces(ClassLine(""), bare, bare, 0) if bare.isupper() else (ClassLine(""), 0)
    return line if line.reference and _END.match(bare, end) else None


_SERIES = re.compile(r"(?:TOSEC|SECTO|TODEP|DEPTO|TOHAK|HAKTO) ?\d{1,7}")
"""What the Secretary's party sends has a series of its own and no other number ("SECRET SECTO 08012")."""


def _told(line: ClassLine, piece: re.Match[str], written: str, *, sent: bool) -> ClassLine | None:
    """Add what one piece says, as written; None when it says again what was said, or is no piece after all."""
    if piece["captions"] or piece["release"]:
        return line._replace(captions=tuple(dict.fromkeys([*line.captions, *captions(piece.group())])))
    if piece["remark"]:
        words = piece["remark"][len(piece["corrected"] or "") :]
        told = "CORRECTED COPY" + words if piece["corrected"] else words
        return line._replace(remark=" ".join(f"{line.remark} {told}".split()))
    if piece["sections"]:
        count = _count(piece["sections"])
        return None if line.sections else line._replace(section=_count(piece["section"]) or count, sections=count)
    sure = len(piece["serial"]) >= _STRONG_SERIAL or written[: len(piece.group())].isupper()
    short = len(piece["serial"]) < _SHORTEST_SERIAL and (not (sent or line.sections) or piece["post"] in _NO_POSTS)
    if line.reference or not sure or short:
        return None
    return line._replace(reference=f"{' '.join(piece['post'].split())} {piece['serial']}")


def _count(text: str | None) -> int:
    bare = "".join((text or "").split())
    return _COUNTS.index(bare) + 1 if bare in _COUNTS else int(bare or 0)


@remembered
def section(text: str) -> tuple[int, int]:
    """Read a section line that stands alone: which of how many; (0, 0) when it is none.

    >>> section("SECTION 1 OF 2"), section("FINAL SECTION OF 3"), section("SECTION 4 OF THE LAW")
    ((1, 2), (3, 3), (0, 0))
    """
    match = _SECTION_ALONE.fullmatch(text[:_LONGEST].upper())
    count = _count(match["sections"]) if match else 0
    return (_count(match["section"]) or count, count) if match else (0, 0)


_SECTION_ALONE = re.compile(rf"{_BETWEEN}{_SECTION}{_BETWEEN}")


@remembered
def level(text: str) -> tuple[str, tuple[str, ...]]:
    """Read a classification field: the level and the captions behind it; ("", ()) when it is no level.

    >>> level("UNCLASSIFIED//FOR OFFICIAL USE ONLY"), level("LIMITED OFFICIALUSE"), level("SECRETARIAT")
    (('UNCLASSIFIED', ('FOUO',)), ('LIMITED OFFICIAL USE', ()), ('', ()))
    """
    head, *rest = [part.strip() for part in re.split(r"[/,;]+", text[:_LONGEST].upper())]
    known = _PACKED_LEVELS.get(_packed(head), "")
    if not known and (match := _LEVEL.match(head)):
        rest = [head[match.end() :], *rest]
        known = _PACKED_LEVELS[_packed(match.group())] if captions(rest[0]) else ""
    if not known:
        return "", ()
    return known, captions(", ".join(rest)) or tuple(dict.fromkeys(one for part in rest for one in captions(part)))


@remembered
def captions(text: str) -> tuple[str, ...]:
    """Read caption words that stand alone on a line or behind a level; () when a word is unknown.

    >>> captions("SIPDIS"), captions("S I P D I S  NOFORN"), captions("SENSITIVE"), captions("SIPDIS FOLLOWS")
    (('SIPDIS',), ('SIPDIS', 'NOFORN'), ('SBU',), ())
    >>> captions("EXDIS, NODISSTADIS"), captions("SENSITIVE BUT UNCLASSIFIED - PLEASE HANDLE ACCORDINGLY")
    (('EXDIS', 'NODIS', 'STADIS'), ('SBU',))
    """
    found: list[str] = []
    text, end = text[:_LONGEST].upper(), 0
    while piece := _CAPTION_PIECE.match(text, end):
        end = piece.end()
        if piece["caption"]:
            found.append(_PACKED_CAPTIONS[_packed(piece["caption"])])
        elif piece["release"]:
            found.append(release(piece["release"]))
    return tuple(dict.fromkeys(found)) if _END.match(text.rstrip(), end) else ()


def release(text: str) -> str:
    """Give the release clause in its one form: "REL NATO" and "REL TO NATO" mean the same."""
    names = re.sub(r"\AREL(?:EASABLE)?(?: ?TO\b)?:?[ ,/]*", "", " ".join(text.split()))
    return f"REL TO {names}".strip()


def is_advice(text: str) -> bool:
    """Tell whether a line only goes on with the advice of a caption line.

    >>> is_advice("PROTECT ACCORDINGLY"), is_advice("NOT FOR INTERNET DISTRIBUTION."), is_advice("SIPDIS")
    (True, True, False)
    """
    return bool(_ADVICE_ALONE.fullmatch(text[:_LONGEST].upper()))


_ADVICE_ALONE = re.compile(rf"{_BETWEEN}(?:{_ADVICE}){_BETWEEN}\.?{_BETWEEN}")
