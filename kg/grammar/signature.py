"""The end of a telegram: who signs it, and what stands behind the name.

Facts
-----
* The last line is the surname of who signs, in capitals (759 of 1,295), else a name in mixed case; in
  unwrapped texts it stands behind the last sentence ("..later. DOE").
* Behind it: end marks (NNNN, BT, #1028, NNNNMAFVVZCZ), class words, the web address of the post, a note
  of the communication centre, the archive's own marking lines; in some releases an index line of the
  post's database ("DOE 0 03/13/2008 9871 PGOV,PREL ..").
* A marker of the text ("END SUMMARY", "UNQUOTE") is no name. POST is one behind a sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kg.grammar.lines import Line
from kg.grammar.markings import captions
from kg.grammar.memory import remembered
from kg.grammar.pages import CLASS_WORDS
from kg.grammar.units import LONGEST_TAIL, from_the_end

_CLOSING = "\"'”’)]"
_ENDS = (".", "!", "?", ":", ";")
_END_MARK = re.compile(
    r"N{3,}+[A-Z]*+|NMAFVVZCZ|BT|#\d*|(?:(?:BT|#\d{3,5}|N{4})\s*+){2,4}|<< ?END OF DOCUMENT ?>>|MINIMIZE CONSIDERED\.?"
    r"|[-=_*# ]*+(?:CABLE ENDS[-=_*# ]*+)?"
    r"|[A-Z\d.>#\"]|[Nn]/[Aa](?: \*{3})?|\d{4}[A-Z]+\d+ - (?:Classification: .*|[A-Z/ ]+)"
    r"|(?:NMAFVVZCZ )?\*\*\* ?Current .*"
    r"|Current (?:Classification|Handling Restrictions) \*\*\*.*|NOTE BY OC.*"
    r"|(?:NOTE: )?NOT PASSED (?:TO )?.*|\(?(?:End|END) (?:of )?(?:cable|CABLE|message|MESSAGE) ?(?:text|TEXT)?\)?\.?",
)
_OFFICE = (
    r"(?i:(?:(?:U\.?S\.?|ACTING|THE) )?(?:AMBASSADOR|CHARGE(?: D['’]AFFAIRES)?(?:,? AD INTERIM)?|CONSUL(?: GENERAL)?"
    r"|DEPUTY CHIEF OF MISSION|DCM|PRINCIPAL OFFICER|MINISTER[- ]COUNSELOR))"
)
"""What who signs is, on a line below the name."""
_TRAILER = re.compile(
    r"(?:NOTE|Note):? [A-Z].{0,100}|\(?(?:D(?:RAFTED|rafted)|C(?:LEARED|leared)|A(?:PPROVED|pproved))\b.{3,200}"
    r"|UNQUOTE|END (?:QUOTE|TEXT|CABLE)\.?|(?:To )?[Vv]isit .*|.*https?://.*|.*www\..*"
    r"|.*(?:[Cc]lassified|SIPRNET|SIPRNet) [Ww]eb ?[Ss]ite.*"
    rf"|{_OFFICE}"
)
_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
_WORD = (
    rf"(?:[{_UPPER}](?:[a-z]{{0,2}}[A-Z])?[{_UPPER}'’.\-]*"
    rf"|(?:Mc|Mac|De|La|Le|Van|[DO]['’])?[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+)?)"
)
_NAME = re.compile(
    rf"(?:(?:(?:{_WORD}|de|van|von|der|la) +){{0,3}}{_WORD})(?:/{_WORD})?"
    r"(?:,? \(?(?:ACTING|Acting|CHARGE|Charge|CDA|A?DCM|JR\.?|Jr\.?|III?)\)?)?"
)
_ACTING = r"(?:,? (?:ACTING|CHARGE|CDA|A?DCM))?"
_CAPITALS = re.compile(rf"(?:(?:d[ea]|v[ao]n|la) )?[A-Z][{_UPPER}'’.\-]*(?: [A-Z][{_UPPER}'’.\-]*){{0,3}}{_ACTING}")
_PARTICLE = r"(?:VAN|VON|DER|DEN|DE|DEL|DI|DU|LA|LE|ST\.?|SAN)"
_GLUED = re.compile(
    r"(?:(?<=[.!?\"”)\]])|(?<=[*=_]{3})|(?<=-{5})|(?<=[a-z];)|(?<=[a-z] \d)|(?<=[a-z] \d\d))"
    r"\s+(?:MINIMIZE CONSIDERED\.?\s+)?"
    r"(?:(?:(?:SIGNED:?\s+)?[A-Z'’\-]{2,20}\s+)?(?:UNQUOTE|UNQTE|END QUOTE)\W+)?"
    rf"((?:{_PARTICLE}\s+){{0,3}}(?:Mc|Mac)?[A-Z][A-Z'’]{{1,}}(?:-[A-Z]+)?(?:\s+(?:JR|SR|I{{2,3}}|IV)\.?)?{_ACTING})"
    r"(?:\s\((?:ACTING|CDA|A?DCM)\))?$"
)
_PARTICLES_LAST = re.compile(rf"(?<=[.!?\"”)\]])\s+({_PARTICLE}(?:\s+{_PARTICLE}){{0,2}})\s*\Z")
_ONLY_NUMBER = re.compile(r"\W{0,3}\d{1,3}\s?[.)]\s*(?:\([A-Z/]{1,8}\))?")
"""What stands before "MINIMIZE CONSIDERED. DOE" where that is the last paragraph."""
_DRESS = re.compile(
    r"(?:(?<![\s#>\"\\;`+_*|\ufffd])\s*+[#>\"\\;`+_*|\ufffd]++|(?<!\s)\s++(?:N{4}|BT|\d|\((?:CDA|A?DCM|ACTING)\))|(?<=[A-Z]{3})\.)$"
)
"""What terminals put behind the last word."""
_SINGLE = re.compile(rf"[A-Z][{_UPPER}'’]{{2,}}(?:-[A-Z]+)?")
_LAST_WORDS = re.compile(
    r"(?<=[a-z][.!?]|[.!?][\"”)])\s+((?:[A-Z][a-z]+\s)?(?:[A-Z]\. )?(?:Mc|Mac|De|La)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)$"
)
_BEHIND_A_SITE = re.compile(r"(?:https?://|\bwww\.)\S{3,200}(?:\s/)?\s+([A-Z][A-Z'’]+(?:-[A-Z]+)?)$")
"""A name behind the address of a post's web site, where the lines were joined."""
_QUOTED = re.compile(r"(?:[A-Z'’.\- ]{2,30}\s)?(?:UNQUOTE|UNQTE|END QUOTE)\W+([A-Z][A-Z'’\-]+)")
"""A signature behind the one of a telegram that is quoted: "DOE UNQUOTE ROE"."""
_INDEX = re.compile(r"(?<=[.!?\"”)\]])\s+([A-Z][A-Z'’]+(?:-[A-Z]+)?)\s+\d+\s+\d\d/\d\d/\d{4}\s+\d+\s+[A-Z]{2,4},")
_MARK = (
    r"(?:N{3,4}|NMAFVVZCZ|BT|#\d{4}|UNQUOTE|NOTE BY OC.{0,99}"
    r"|(?:\*{3} ?)?Current (?:Classification|Handling Restrictions) ?\*{3} (?:n/a|[A-Z]+(?: [A-Z]+){0,2})(?: \*{3})?)"
)
_CLOSED = re.compile(
    rf"(?:\s+(?:UNCLASSIFIED|LIMITED OFFICIAL USE|CONFIDENTIAL|SECRET)(?://NOFORN)?(?:\s+{_MARK})*|(?:\s+{_MARK})+)$"
)
"""Class word, end marks and notes on the line of the text, where an archive has taken all line ends out."""
_LONGEST_CLOSING = 250
_NO_NAME = re.compile(
    r"(?:(?:END )?(?:OF )?(?:COMMENTS?|SUMMARY|NOTE|TEXT|QUOTE|MESSAGE|FYI|BIO|CABLE)|UNQUOTE|BEGIN|ACTION|N/A"
    r"|NMAFVVZCZ)\b.*"
    rf"|{_OFFICE}"
    r"|(?:ACTION REQUEST(?:ED)?|BIO(?:GRAPHIC)?(?: NOTE)?|CONCLUSIONS?|INTRODUCTION|REGARDS|DRAFT"
    r"|END|USE|USG|US|UN|EU|NATO|THE|THIS|THESE|AN?|IT|IN|WE|HE|SHE|THEY|(?-i:Post|post)|EMBASSY|BUT|AND|AS|IF|ON|AT|FOR)",
    re.IGNORECASE,
)
_MINIMIZE = re.compile(
    r"(?:MINIMIZE CONSIDERED(?: FOR [A-Z ,]+)?\.?|/S/|SIGNED:?|/|(?:END )?(?:LOU|UNCLAS))\s+", re.IGNORECASE
)
"""What can stand before the name on its line."""


_LONGEST_TRAILER = 500


_SENTENCE_ENDS = re.compile(r"(?!(?:AMB|GEN|MAJ|COL|REP|SEN|GOV|HON|REV|LTG)\.)[A-Z]{3}\. ")
"""Inside a line of capitals: a sentence before the name ("DECONTROL UPON DEPARTURE. DOE")."""


class End(NamedTuple):
    """The end of a telegram: its signature, the blocks of text before it, and what stands behind the text.

    `line` is the signature with what stands beside it on its line: "MINIMIZE CONSIDERED.", "UNQUOTE".
    """

    signature: Line | None
    blocks: Sequence[Line]
    behind: Sequence[Line]
    line: Line | None = None


@dataclass(slots=True)
class _Tail:
    """The units of a text, the last one first, made as far as they are looked at."""

    waiting: Iterator[Line]
    met: list[Line] = field(default_factory=list)

    def at(self, place: int) -> Line | None:
        """Give a unit by its place before the end (0: the last one), None before the first."""
        while place >= len(self.met) and (unit := next(self.waiting, None)):
            self.met.append(unit)
        return self.met[place] if place < len(self.met) else None

    def behind(self, place: int) -> list[Line]:
        """Give the units behind one, in order."""
        return self.met[:place][::-1]


def read(blocks: Sequence[Line], *, wired: bool = True) -> End:
    """Take the signature and what follows it off the end; `wired` says that the telegram may end with its wire."""
    if wired and any("NNNN" in block.text for block in blocks[-_BLOCKS_BEHIND:]):
        blocks = [*blocks[:-_BLOCKS_BEHIND], *_parted_at_the_wire(blocks[-_BLOCKS_BEHIND:])]
    tail = _Tail(from_the_end(blocks))
    last = _last_of_the_wire(tail, blocks) if wired else 0
    while (unit := tail.at(last)) and (is_end_mark(unit.text.strip()) or _is_noted(tail, last)):
        last += 1
    if not unit:
        return End(None, blocks, [])
    place = last
    for place in range(last, last + _LINES_BEHIND_A_NAME):
        if not (unit := tail.at(place)):
            break
        if name := _name(unit, tail.at(place + 1)):
            return _parted(tail, place, name, blocks) or _signed(tail, place, name, blocks)
        trailer = unit.text.strip().replace("\n", " ")
        if len(trailer) > _LONGEST_TRAILER or not (_TRAILER.fullmatch(trailer) or is_end_mark(trailer)):
            break
    found = _glued(tail, place, blocks) if unit and place > last else None
    return found if found and found.signature else _glued(tail, last, blocks)


def _is_noted(tail: _Tail, place: int) -> bool:
    """Tell the rest of a note of the communication centre, or of an archive's marking line, that was wrapped."""
    for above in range(place + 1, place + _LINES_OF_A_NOTE):
        unit, first = tail.at(above - 1), tail.at(above)
        if not unit or unit.gap or not first:
            return False
        if _NOTE.match(first.text):
            return True
    return False


_LINES_OF_A_NOTE = 4
_NOTE = re.compile(r"\s*(?:NOTE(?: BY OC|:? NOT PASSED)|\*{3} ?Current )")


def _parted(tail: _Tail, place: int, name: Line, blocks: Sequence[Line]) -> End | None:
    """Read a name whose first words stand behind the last sentence, on the line above."""
    above = tail.at(place + 1)
    first = _PARTICLES_LAST.search(above.text) if above and not name.gap else None
    if not above or not first:
        return None
    begin = above.start + first.start(1)
    whole = Line(f"{first[1]}{' ' * (name.start - above.end)}{name.text}", begin)
    return End(whole, _up_to(blocks, begin), tail.behind(place), whole)


def _signed(tail: _Tail, place: int, name: Line, blocks: Sequence[Line]) -> End:
    """Take off a name on a line of its own, and the same name once more above it."""
    above = tail.at(place + 1)
    twice = bool(above and above.text.strip() == name.text and tail.at(place + 2))
    behind = [above, *tail.behind(place)] if above and twice else tail.behind(place)
    text_ends = tail.at(place + 1 + twice)
    return End(name, _up_to(blocks, text_ends.end if text_ends else 0), behind, tail.at(place))


def _up_to(blocks: Sequence[Line], end: int) -> Sequence[Line]:
    """Give the blocks before an offset, the last one perhaps a part of one."""
    count = len(blocks)
    while count and blocks[count - 1].start >= end:
        count -= 1
    last = blocks[count - 1] if count else None
    return [*blocks[: count - 1], last.cut(0, end - last.start)] if last and end < last.end else blocks[:count]


def _parted_at_the_wire(blocks: Sequence[Line]) -> Iterator[Line]:
    """Part the block inside which the transmission ends: what stands behind that line is no text."""
    for block in blocks:
        ended = _WIRE_ENDS.search(block.text) if "NNNN" in block.text else None
        pieces = (0, ended.start(), ended.end(), len(block.text)) if ended else (0, len(block.text))
        for begin, end in pairwise(pieces):
            if (piece := block.cut(begin, end)).text:
                yield piece._replace(gap=0) if begin else piece


_WIRE_ENDS = re.compile(r"^[ \t]*NNNN[ \t]*$", re.MULTILINE)
_BLOCKS_BEHIND = 5


def _last_of_the_wire(tail: _Tail, blocks: Sequence[Line]) -> int:
    """Give the place of the end of transmission; what an archive printed behind it is no text."""
    if any("NNNN" in text or "BT" in text for text, _, _ in blocks[-_FARTHEST_END:]):
        for place in range(_FARTHEST_END):
            unit = tail.at(place)
            if unit and _TRANSMISSION.fullmatch(unit.text.strip()) and tail.at(place + 1):
                return place
    return 0


_LINES_BEHIND_A_NAME = 6
_TRANSMISSION = re.compile(r"N{4}|BT")


def is_wired(text: str) -> bool:
    """Tell whether the end of a transmission may stand in a text."""
    return bool(_BREAK.search(text) or _END_OF_TRANSMISSION.search(text))


_BREAK, _END_OF_TRANSMISSION = re.compile("BT"), re.compile("NNNN")
"""Found faster than by `in`, which looks for the last letter first."""
_FARTHEST_END = 40


@remembered
def is_end_mark(text: str) -> bool:
    """Tell an end mark, a class word or a marking line of the archive from text."""
    return bool(_END_MARK.fullmatch(text) or CLASS_WORDS.fullmatch(text) or captions(text))


def _name(unit: Line, above: Line | None) -> Line | None:
    """Read a line as the name of who signs, where it stands apart from the text above it."""
    line = unit.cut(0)
    if minimize := _MINIMIZE.match(line.text):
        line = line.cut(minimize.end())
    if dressed := _CLOSED.search(line.text) or _DRESS.search(line.text):
        line = line.cut(0, dressed.start())
    if quoted := _QUOTED.fullmatch(line.text):
        line = line.cut(quoted.start(1))
    text = line.text
    if above and _SMALL.fullmatch(text) and _is_small(above.text):
        return None if _NO_NAME.fullmatch(text) else line
    if not above or not _is_name(text):
        return None
    before = above.text.rstrip().rstrip(_CLOSING)
    capitals = bool(_CAPITALS.fullmatch(text))
    ended = before.endswith((*_ENDS, *_MINIMIZED))
    told = ended or (text != "POST" and (not before.isupper() or bool(_SINGLE.fullmatch(text))))
    apart = unit.gap > 0 or (told if capitals else " " not in text and ended)
    return line if apart and (capitals or " " not in text or unit.gap) else None


@remembered
def _is_name(text: str) -> bool:
    """Tell words that can be a name: those who sign sign often."""
    return bool(_NAME.fullmatch(text)) and not (_NO_NAME.fullmatch(text) or _SENTENCE_ENDS.search(text))


_MINIMIZED = ("MINIMIZE CONSIDERED", "inimize considered")
_SMALL = re.compile(r"[a-z][a-z'’]{2,}(?:-[a-z]+)?")


def _is_small(above: str) -> bool:
    """Tell the last sentence of a telegram that has lost its capitals."""
    bare = above.rstrip().rstrip(_CLOSING)
    return bare.endswith(_ENDS) and len(bare) > _SHORTEST_SMALL and bare.islower()


_SHORTEST_SMALL = 20


def _glued(tail: _Tail, last: int, blocks: Sequence[Line]) -> End:
    """Read a name behind the last sentence of the text."""
    line = tail.met[last]
    text = line.text.rstrip()
    closing = _CLOSED.search(text, max(0, len(text) - _LONGEST_CLOSING))
    ends = closing.start() if closing else len(text)
    begins = max(0, ends - LONGEST_TAIL)
    match = _INDEX.search(text) or _GLUED.search(text, begins, ends) or _LAST_WORDS.search(text, begins, ends)
    match = match or (_BEHIND_A_SITE.search(text, max(0, ends - _LONGEST_CLOSING), ends))
    if not match or _NO_NAME.fullmatch(match[1]) or is_end_mark(match[1]):
        return End(None, _up_to(blocks, line.end), tail.behind(last))
    name = line.cut(match.start(1), match.end(1))._replace(gap=0)
    apart = match.re is _BEHIND_A_SITE or _ONLY_NUMBER.fullmatch(text, 0, match.start())
    begin = match.start(1) if apart else match.start()
    rest = [line.cut(match.end(1))] if text[match.end(1) :].strip() else []
    return End(name, _up_to(blocks, line.start + begin), [*rest, *tail.behind(last)], line.cut(begin))
