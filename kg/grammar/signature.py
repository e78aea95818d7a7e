"""The end of a telegram: who signs it, and what stands behind the name.

Facts
-----
* The last line is the surname of who signs, in capitals (759 of 1,295), else a name in mixed case; in
  unwrapped texts it stands behind the last sentence ("..later. DOE").
* Behind it: end marks (NNNN, BT, #1028, NNNNMAFVVZCZ), class words, the web address of the post, a note
  of the communication centre, the archive's own marking lines; in some releases an index line of the
  post's database ("DOE 0 03/13/2008 9871 PGOV,PREL ..").
* A marker of the text ("END SUMMARY", "UNQUOTE") is no name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.grammar.lines import Line
from kg.grammar.markings import captions
from kg.grammar.pages import CLASS_WORDS

_CLOSING = "\"'”’)]"
_ENDS = (".", "!", "?", ":", ";")
_END_MARK = re.compile(
    r"N{3,}+[A-Z]*+|NMAFVVZCZ|BT|#\d*|<< ?END OF DOCUMENT ?>>|MINIMIZE CONSIDERED\.?"
    r"|[-=_*# ]*+(?:CABLE ENDS[-=_*# ]*+)?"
    r"|[A-Z\d.>#\"]|\d{4}[A-Z]+\d+ - (?:Classification: .*|[A-Z/ ]+)|\*\*\* ?Current .*"
    r"|Current (?:Classification|Handling Restrictions) \*\*\*.*|NOTE BY OC.*"
    r"|(?:NOTE: )?NOT PASSED (?:TO )?.*|\(?(?:End|END) (?:of )?(?:cable|CABLE|message|MESSAGE) ?(?:text|TEXT)?\)?\.?",
)
_TRAILER = re.compile(
    r"NOTE:? [A-Z].{0,100}|UNQUOTE|END (?:QUOTE|TEXT|CABLE)\.?|(?:To )?[Vv]isit .*|.*https?://.*|.*www\..*"
    r"|.*(?:[Cc]lassified|SIPRNET|SIPRNet) [Ww]eb ?[Ss]ite.*"
)
_WORD = r"(?:[A-Z](?:[a-z]{0,2}[A-Z])?[A-Z'’.\-]*|(?:Mc|Mac|De|La|Le|Van)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
_NAME = re.compile(
    rf"(?:(?:(?:{_WORD}|de|van|von|der|la) +){{0,3}}{_WORD})(?:/{_WORD})?"
    r"(?:,? \(?(?:ACTING|Acting|CHARGE|CDA|A?DCM|JR\.?|Jr\.?|III?)\)?)?"
)
_CAPITALS = re.compile(r"(?:(?:d[ea]|v[ao]n|la) )?[A-Z][A-Z'’.\-]*(?: [A-Z][A-Z'’.\-]*){0,3}")
_GLUED = re.compile(r"(?<=[.!?\"”)\]])\s+(?:MINIMIZE CONSIDERED\.?\s+)?([A-Z][A-Z'’]{1,}(?:-[A-Z]+)?)$")
_ONLY_NUMBER = re.compile(r"\W{0,3}\d{1,3}\s?[.)]\s*(?:\([A-Z/]{1,8}\))?")
"""What stands before "MINIMIZE CONSIDERED. DOE" where that is the last paragraph."""
_DRESS = re.compile(
    r"(?:(?<![\s#>\"\\])\s*+[#>\"\\]++|(?<!\s)\s++(?:N{4}|BT|\d|\((?:CDA|A?DCM|ACTING)\))|(?<=[A-Z]{3})\.)$"
)
"""What terminals put behind the last word."""
_SINGLE = re.compile(r"[A-Z][A-Z'’]{2,}(?:-[A-Z]+)?")
_LAST_WORDS = re.compile(
    r"(?<=[a-z][.!?]|[.!?][\"”)])\s+((?:[A-Z][a-z]+\s)?(?:[A-Z]\. )?(?:Mc|Mac|De|La)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)$"
)
_QUOTED = re.compile(r".*\b(?:UNQUOTE|UNQTE|END QUOTE)\W+([A-Z][A-Z'’\-]+)")
"""A signature behind the one of a telegram that is quoted: "DOE UNQUOTE ROE"."""
_INDEX = re.compile(r"(?<=[.!?\"”)\]])\s+([A-Z][A-Z'’]+(?:-[A-Z]+)?)\s+\d+\s+\d\d/\d\d/\d{4}\s+\d+\s+[A-Z]{2,4},")
_NO_NAME = re.compile(
    r"(?:(?:END )?(?:OF )?(?:COMMENTS?|SUMMARY|NOTE|TEXT|QUOTE|MESSAGE|FYI|BIO|CABLE)|UNQUOTE|BEGIN|ACTION|N/A)\b.*"
    r"|(?:ACTION REQUEST(?:ED)?|BIO(?:GRAPHIC)?(?: NOTE)?|CONCLUSIONS?|INTRODUCTION|REGARDS|DRAFT"
    r"|USE|USG|US|UN|EU|NATO|THE|THIS|THESE|AN?|IT|IN|WE|HE|SHE|THEY|POST|EMBASSY|BUT|AND|AS|IF|ON|AT|FOR)",
    re.IGNORECASE,
)
_MINIMIZE = re.compile(r"MINIMIZE CONSIDERED(?: FOR [A-Z ,]+)?\.?\s+", re.IGNORECASE)


_LONGEST_TRAILER = 500
_LONGEST_TAIL = 60
"""A name and the words glued to it are shorter than this."""


class End(NamedTuple):
    """The end of a telegram: its signature, the units of text before it, and what stands behind the text.

    `line` is the signature with what stands beside it on its line: "MINIMIZE CONSIDERED.", "UNQUOTE".
    """

    signature: Line | None
    units: list[Line]
    behind: list[Line]
    line: Line | None = None


def read(units: list[Line]) -> End:
    """Take the signature and what follows it off the end."""
    if units and "\n" in units[-1].text and len(units[-1].text) < _LONGEST_TAIL:
        units = [*units[:-1], *units[-1].lines()]
    end = _last_of_the_wire(units)
    while end and is_end_mark(units[end - 1].text.strip()):
        end -= 1
    if not end:
        return End(None, units, [])
    for last in range(end - 1, max(end - 4, -1), -1):
        name = _name(units, last)
        if name:
            twice = last > 1 and units[last - 1].text.strip() == name.text
            return End(name, units[: last - twice], [*units[last - twice : last], *units[last + 1 :]], units[last])
        trailer = units[last].text.strip()
        if len(trailer) > _LONGEST_TRAILER or not _TRAILER.fullmatch(trailer):
            break
    return _glued(units[:end], units[end:])


def _last_of_the_wire(units: list[Line]) -> int:
    """Give the number of units up to the end of transmission; what an archive printed behind it is no text."""
    for place in range(len(units) - 1, max(len(units) - _FARTHEST_END, 0), -1):
        if _TRANSMISSION.fullmatch(units[place].text.strip()):
            return place + 1
    return len(units)


_TRANSMISSION = re.compile(r"N{4}|BT")
_FARTHEST_END = 40


def is_end_mark(text: str) -> bool:
    """Tell an end mark, a class word or a marking line of the archive from text."""
    return bool(_END_MARK.fullmatch(text) or CLASS_WORDS.fullmatch(text) or captions(text))


def _name(units: list[Line], last: int) -> Line | None:
    """Read a line as the name of who signs, where it stands apart from the text before it."""
    line = units[last].cut(0)
    if minimize := _MINIMIZE.match(line.text):
        line = line.cut(minimize.end())
    if dressed := _DRESS.search(line.text):
        line = line.cut(0, dressed.start())
    if quoted := _QUOTED.fullmatch(line.text):
        line = line.cut(quoted.start(1))
    text = line.text
    if not last or not _NAME.fullmatch(text) or _NO_NAME.fullmatch(text):
        return None
    before = units[last - 1].text.rstrip().rstrip(_CLOSING)
    capitals = bool(_CAPITALS.fullmatch(text))
    told = not before.isupper() or before.endswith(_ENDS) or bool(_SINGLE.fullmatch(text))
    apart = units[last].gap > 0 or (told if capitals else " " not in text and before.endswith(_ENDS))
    return line if apart and (capitals or " " not in text or units[last].gap) else None


def _glued(units: list[Line], behind: list[Line]) -> End:
    """Read a name behind the last sentence of the text."""
    line = units[-1]
    text = line.text.rstrip()
    tail = max(0, len(text) - _LONGEST_TAIL)
    match = _INDEX.search(text) or _GLUED.search(text, tail) or _LAST_WORDS.search(text, tail)
    if not match or _NO_NAME.fullmatch(match[1]):
        return End(None, units, behind)
    name = line.cut(match.start(1), match.end(1))._replace(gap=0)
    begin = match.start(1) if _ONLY_NUMBER.fullmatch(text, 0, match.start()) else match.start()
    rest = [line.cut(match.end(1))] if text[match.end(1) :].strip() else []
    return End(name, [*units[:-1], line.cut(0, begin)], [*rest, *behind], line.cut(begin))
