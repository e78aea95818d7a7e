"""Pages of archives as any program may have written them: the same words, each time in another dress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html.entities import codepoint2name
from random import Random
from typing import Final

PLUSD_FIELDS: Final = {
    "Date": "1978 November 23, 00:00 (Thursday)",
    "Canonical ID": "1978QUITO05313_d",
    "Original Classification": "CONFIDENTIAL",
    "Current Classification": "UNCLASSIFIED",
    "Handling Restrictions": "-- Not Assigned --",
    "Executive Order": "GS",
    "TAGS": "EC - Ecuador | ETRD - Economic Affairs--Foreign Trade",
    "From": "Ecuador Quito",
    "To": "Department of State | Peru Lima",
}
PLUSD_TITLE: Final = "TALKS ON BANANA ROUND & TRADE"
PLUSD_TEXT: Final = """\
1. TEXT OF THE FIRST PARAGRAPH, LIMA 12, <CUT> BY
CONFIDENTIAL
CONFIDENTIAL
PAGE 02

QUITO 05313 232126Z

THE PAGE LINE. R&D; GOES ON, 3 < 4 > 2.

2. SECOND.
   A. DOE'S "POINT".
DOE

CONFIDENTIAL

NNN"""
CABLEGATE_FIELDS: Final = {
    "Reference ID": "07QUITO214",
    "Created": "2007-03-14 16:20",
    "Released": "2011-01-31 21:09",
    "Classification": "CONFIDENTIAL//NOFORN",
    "Origin": "Embassy Quito",
}
CABLEGATE_HEADING: Final = """\
VZCZCXYZ0001
RR RUEHWEB
DE RUEHQT #0214/01 0731620
ZNY CCCCC ZZH
R 141620Z MAR 07
FM AMEMBASSY QUITO
TO RUEHC/SECSTATE WASHDC 1164
INFO RUEHPE/AMEMBASSY LIMA 0021"""
CABLEGATE_TEXT: Final = """\
C O N F I D E N T I A L QUITO 000214

SIPDIS

E.O. 12958: DECL: 03/14/2017
TAGS: PREL, EC
SUBJECT: THE SO-CALLED "BANANA
ROUND" IN QUITO

REF: A. QUITO 91
     B. 06 LIMA 1021

Classified By: DCM Jane Doe for reasons 1.4 (b) and (d).

1. (C) The minister & his aide <roe@example.org> met AT&T;
they spoke of 3 < 4, \u201cpeace\u201d, caf\u00e9s.

QUITO 00000214  002 OF 002

2. (U) It went on \u2013 as ever.
ROE"""

_EXTRAS: Final = (
    *('title="a > b"', "lang=en", "hidden", 'style="color: #fff; width: 10%"', "onclick=\"go('x', 1)\""),
    *('data-id="12"', "class='x y'", 'title="it\'s &quot;so&quot;"', "width = 100"),
)
_SILENT: Final = (
    *("<!-- x -->", "<!---->", "<wbr>", "<b></b>", "<span class=x></span>", "<a name='top'></a>"),
    *('<font color="red"></font>', '<a title="a > b"></a>'),
)
_COMMENTS: Final = (
    "<!-- row -->",
    "<!-- <td> a -- b > c -->",
    "<!--[if IE]><p><![endif]-->",
    "<!-- <pre>old</pre> -->",
)
_LOOKALIKES: Final = (
    '<!-- <table id="synopsis"><tr><td>OLD</td></tr></table> <div id="tagged-text">OLD</div> -->',
    "<!-- <table><tr><th>Reference ID</th></tr><tr><td>99LIMA1</td></tr></table><pre>OLD</pre> -->",
    "<script>var a = '<table id=\"synopsis\">', b = \"<div id='tagged-text'>\";</script>",
    "<style>#synopsis td > div, #tagged-text { color: red }</style>",
    '<p>See <a href="#synopsis">synopsis</a> or <a href="#tagged-text">Reference ID</a></p>',
)
_WRAPS: Final = ("b", "i", "em", "strong", "span", "font", "a", "tt", "u", "small")


class Program:
    """A program that writes pages in its own way."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.capitals = self._seldom()
        self.spares_ends = self._seldom()
        self.encodes = random.choice((0.0, 0.0, 0.05, 0.5))
        self.silent = random.choice((0.0, 0.0, 0.1))
        self.in_lines = random.choice((0, 0, 0, 1))
        self.line_end = random.choice(
            ("&#x000A;", "\n", " &#x000A;", "&#10;", "&#xA;", "&#13;&#10;", "\r\n", "<br>\n", "<br />")
        )

    def _seldom(self) -> bool:
        return self.random.random() < 0.3

    def start(self, name: str, **attributes: str) -> str:
        """Write a start tag."""
        random = self.random
        named = [
            f"{self._cased(key.rstrip('_'))}{random.choice(('=', '=', ' = '))}{self._quoted(value)}"
            for key, value in attributes.items()
        ]
        more = random.sample(_EXTRAS, random.choice((0, 0, 0, 1, 2)))
        own = {key.rstrip("_") for key in attributes}
        named += [extra for extra in more if extra.partition("=")[0].strip() not in own]
        random.shuffle(named)
        between = random.choice((" ", " ", "\n  "))
        return f"<{between.join((self._cased(name), *named))}{random.choice(('', '', ' '))}>"

    def _cased(self, name: str) -> str:
        return name.upper() if self.capitals else name

    def _quoted(self, value: str) -> str:
        quotes = ['"{}"', "'{}'", *(["{}"] if value.replace("-", "").replace("_", "").isalnum() else [])]
        return self.random.choice(quotes).format(value)

    def end(self, name: str, *, spared: bool = True) -> str:
        """Write an end tag, if at all."""
        return "" if spared and self.spares_ends else f"</{self._cased(name)}{self.random.choice(('', '', ' '))}>"

    def element(self, name: str, inner: str, *, spared: bool = False, **attributes: str) -> str:
        return f"{self.start(name, **attributes)}{inner}{self.end(name, spared=spared)}"

    def words(self, text: str) -> str:
        """Write words, some of their signs as references, with markup between that says nothing."""
        return "".join(self._line_end() if sign == "\n" else self._sign(sign) for sign in text)

    def _line_end(self) -> str:
        return self.line_end

    def _sign(self, sign: str) -> str:
        before = self.random.choice(_SILENT) if self.random.random() < self.silent else ""
        must = sign in "<&"
        return before + (self._reference(sign) if must or self.random.random() < self.encodes else sign)

    def _reference(self, sign: str) -> str:
        code = ord(sign)
        forms = [f"&#{code};", f"&#x{code:X};", f"&#x{code:04x};"]
        if code in codepoint2name:
            forms += [f"&{codepoint2name[code]};"] * 3
        return self.random.choice(forms)

    def wrapped(self, inner: str) -> str:
        """Put inline elements around words; an end can be forgotten, or stand where nothing began."""
        for name in self.random.sample(_WRAPS, self.random.choice((0, 0, 1, 2))):
            inner = self.element(name, inner)
        return inner + self.random.choice(("", "", "", "</span>", "<i>", "<b>"))

    def text(self, words: str) -> str:
        """Write the text of a telegram, in the one or the other way to keep its lines."""
        random = self.random
        if random.random() < self.in_lines:
            lines = (self.element("div", self.words(line) or "&nbsp;") for line in words.split("\n"))
            return random.choice(("", "\n")).join(lines)
        return self.wrapped(self.words(words))

    def block(self, words: str) -> str:
        """Write the text of a telegram in a block of its own."""
        if self._seldom():
            return self.element("pre", f"<![CDATA[{self.text(words)}]]>")
        return self.element("pre", self.text(words))

    def blank(self) -> str:
        return self.random.choice(("", "\n", "\n    ", " ", self.random.choice(_COMMENTS)))

    def page(self, parts: Iterable[str]) -> str:
        """Write a whole page with other things around its parts."""
        random = self.random
        inner = "\n".join(part + "".join(random.sample(_LOOKALIKES, random.choice((0, 0, 1)))) for part in ("", *parts))
        for _ in range(random.choice((0, 0, 1, 2))):
            cell = self.element("td", inner, spared=False)
            inner = (
                self.element("table", self.element("tr", cell), width="100%")
                if self._seldom()
                else self.element("div", inner)
            )
        head = random.choice(
            ("<!DOCTYPE html>\n", '<!doctype HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\n', "", '<?xml version="1.0"?>\n')
        )
        return f"{head}{self.start('html')}\n{self.start('body')}{inner}\n{self.end('body')}{self.end('html')}\n"


def plusd(random: Random) -> str:
    """Write a page of PlusD."""
    one = Program(random)

    names = random.choice((("div", "div"), ("div", "div"), ("span", "p"), ("dt", "dd"), ("label", "span")))

    def value(label: str, text: str, names: tuple[str, str] = names) -> str:
        key = one.element(names[0], one.wrapped(f"{label}:"), class_=random.choice(("s_key", "key s_key")))
        return key + one.blank() + one.element(names[1], _listed(one, text), class_="s_val")

    if random.random() < 0.2:
        cells = [value(*pair, random.choice((("td", "td"), ("th", "td")))) for pair in PLUSD_FIELDS.items()]
    else:
        cells = [one.element("td", value(*pair), spared=True) for pair in PLUSD_FIELDS.items()]
    rows = [one.blank().join(cells[place : place + 2]) for place in range(0, len(cells), 2)]
    name = one.wrapped(one.words(PLUSD_TITLE))
    if random.random() < 0.2:
        name = one.element("table", one.element("tr", one.element("td", name)))
    title = one.element("td", one.blank() + name + one.blank(), colspan="4", spared=True)
    table = _rows(one, [title, *rows])
    body = one.text(PLUSD_TEXT) if random.random() < 0.2 else one.block(PLUSD_TEXT)
    switch = random.choice(
        ("", one.element("a", "Show Headers", href="#"), one.element("div", one.element("span", "Show Headers")))
    )
    return one.page(
        (
            one.element("table", table, id="synopsis", class_="wide"),
            one.element("div", f"{switch}{one.blank()}{body}{one.blank()}", id="tagged-text"),
        )
    )


def _listed(one: Program, text: str) -> str:
    values = [one.wrapped(one.words(value)) for value in text.split(" | ")]
    if len(values) < 2:
        return values[0]
    if one.random.random() < 0.2:
        return one.element("ul", "".join(one.element("li", value, spared=True) for value in values))
    return one.random.choice((" | ", " |\n", "<br>", "<br />\n")).join(values)


def _rows(one: Program, rows: list[str]) -> str:
    inner = "".join(one.blank() + one.element("tr", one.blank() + row + one.blank(), spared=True) for row in rows)
    return one.element("tbody", inner + one.blank()) if one.random.random() < 0.5 else inner + one.blank()


def cablegate(random: Random) -> str:
    """Write a page of Cablegate."""
    one = Program(random)
    head = random.choice(("th", "td"))
    fields = list(CABLEGATE_FIELDS.items())
    if head == "th":
        fields.insert(random.randrange(1, len(fields)), ("Seen", "12"))
    heads = one.blank().join(one.element(head, one.wrapped(label), spared=True) for label, _ in fields)
    cells = one.blank().join(
        one.element("td", one.blank() + one.wrapped(one.words(text)) + one.blank(), spared=True) for _, text in fields
    )
    code = random.choice((True, False))
    blocks = [one.block(text) for text in (CABLEGATE_HEADING, CABLEGATE_TEXT)]
    return one.page(
        (
            one.element("table", _rows(one, [heads, cells]), class_="cable"),
            *(one.element("code", block) if code else block for block in blocks),
        )
    )


PAGES: Final[Mapping[str, Callable[[Random], str]]] = {"plusd": plusd, "cablegate": cablegate}
