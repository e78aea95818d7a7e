r"""Records of the export that stand in the body of a Cablegate page, where the site has replaced a text.

Facts
-----
* A body of 2011 can hold the record once more, in one of three forms of the export: a row with tabs between its
  columns, one column a line with empty lines between, or columns with labels ("refid: 07QUITO214").
* The copy before it ends with "..." in the middle of its opening; the later one is whole.
* Behind a row with tabs the row of the next cable can follow, behind its number: it is another record.
* The form with labels closes its heading with "---- header ends ----" and its text with "====CABLE ENDS====".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.readers.markup import Block

_LINE_END = r"(?:\n|&#(?:[xX]0*[aA]|10);)"
_GAP = rf"(?:[ \t\\]|{_LINE_END}){{1,20}}"
_MOMENT = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?"
_ID = r"\d\d[A-Z]{2,30}\d{1,7}"
_LINE = r"[^\n&\t]"
_FORMS: Final = (
    re.compile(
        rf"(?:(?<=>)|{_LINE_END})(?:\d{{1,7}}\t)?{_MOMENT}\t(?P<id>{_ID})\t[^\t]{{0,80}}\t[^\t]{{0,80}}\t"
        r"(?P<cited>[^\t]{0,2000})\t(?P<heading>[^\t]{0,100000})\t"
    ),
    re.compile(
        rf"{_LINE_END}\d{{1,7}}{_GAP}{_MOMENT}{_GAP}(?P<id>{_ID}){_GAP}(?![A-Z] )[A-Z]{_LINE}{{2,60}}{_GAP}"
        rf"(?![A-Z] )[A-Z]{_LINE}{{2,60}}{_GAP}(?:(?P<cited>{_ID}(?:[|,] ?{_ID}){{0,200}}){_GAP})?(?P<heading>)"
    ),
    re.compile(
        rf"{_LINE_END}id: ?\d{{1,7}}{_LINE_END}date: ?{_LINE}{{0,40}}{_LINE_END}refid: ?(?P<id>{_ID}){_LINE_END}"
        rf"origin: ?{_LINE}{{0,80}}{_LINE_END}classification: ?{_LINE}{{0,80}}{_LINE_END}"
        rf"destination: ?(?P<cited>{_LINE}{{0,2000}}){_LINE_END}header: ?{_LINE_END}(?P<heading>)"
    ),
)
_HEADER_ENDS = re.compile(r"-{3,60} ?header ends ?-{3,60}")
_ENDS = re.compile(rf"{_LINE_END}={{3,80}}CABLE ENDS=")
_NEXT = re.compile(rf"{_LINE_END}\d{{1,7}}\t{_MOMENT}\t(?P<id>{_ID})\t")


class Pasted(NamedTuple):
    """What a record in a body states: heading, body and references, and the stretches that are none of it."""

    body: Block
    heading: Block | None = None
    cited: Block | None = None
    skipped: tuple[Block, ...] = ()
    following: tuple[str, int] = ("", 0)
    """The id of the next cable in the body, and where its record begins."""


def found(text: str, body: Block, own: str) -> Pasted:
    """Give the last copy of a cable's own record in its body; without one the body is as it stands."""
    following = _following(text, body)
    ends = following[1] if following[0] else body.end
    within = Block(body.begin, ends, body.closed)
    skipped = (Block(ends, body.end),) if following[0] else ()
    match = _last(text, within, own)
    if match is None:
        return Pasted(within, skipped=skipped, following=following)
    closing = _ENDS.search(text, match.end(), ends)
    heading, begin = Block(*match.span("heading")), match.end()
    if rule := _HEADER_ENDS.search(text, begin, ends):
        heading, begin = Block(begin, rule.start()), rule.end()
    return Pasted(
        Block(begin, closing.start() if closing else ends, body.closed),
        heading if heading.end > heading.begin else None,
        Block(*match.span("cited")) if match["cited"] else None,
        ((Block(body.begin, match.start()),) if match.start() > body.begin else ()) + skipped,
        following,
    )


def _last(text: str, body: Block, own: str) -> re.Match[str] | None:
    if not own or text.find(own, body.begin, body.end) < 0:
        return None
    copies = (match for form in _FORMS for match in form.finditer(text, body.begin, body.end) if match["id"] == own)
    return max(copies, key=lambda match: match.start(), default=None)


def _following(text: str, body: Block) -> tuple[str, int]:
    if text.find("\t", body.begin, body.end) < 0:
        return "", 0
    match = _NEXT.search(text, body.begin, body.end)
    return (match["id"], match.start()) if match else ("", 0)
