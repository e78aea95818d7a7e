"""Whole made-up telegrams with the truth that was written before they were read, and what the world makes of them.

A file of `tests/telegrams` holds the truth, a rule, the heading, a rule, the telegram. In the telegram each paragraph
stands on one line; a line that begins with a bar is never wrapped.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Final, NamedTuple

from tests.conftest import ROOT

FOLDER: Final = ROOT / "tests" / "telegrams"
_RULE = re.compile(r"^%%\n", re.MULTILINE)
_LEVELS: Final = {"U": "UNCLASSIFIED", "L": "LIMITED OFFICIAL USE", "C": "CONFIDENTIAL", "S": "SECRET"}
_KEPT: Final = "\0"
_SUBJECT = re.compile(r"^SUBJ(?:ECT)?:", re.MULTILINE | re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=[a-z,A-Z]{3})[ \n](?=[a-zA-Z]{3})")
_FIRST_ELECTRONIC, _FIRST_MODERN = 66, 85


class Given(NamedTuple):
    """A telegram in its parts, and what is true of it."""

    truth: dict[str, str]
    heading: str
    body: str

    @property
    def number(self) -> tuple[int, str, int]:
        """Year of two digits, station and serial."""
        match = re.fullmatch(r"(\d\d)([A-Z]+)(\d+)", self.truth["id"])
        assert match
        return int(match[1]), match[2], int(match[3])

    @property
    def old(self) -> bool:
        """Tell a telegram of the time of PAGE lines."""
        return _FIRST_ELECTRONIC <= self.number[0] < _FIRST_MODERN

    @property
    def level(self) -> str:
        return _LEVELS[self.body[0].upper()]

    def wrapped(self, columns: int) -> Given:
        """Give it with its lines wrapped anew, 0: not at all."""
        lines: list[str] = []
        for line in self.body.split("\n"):
            if line.startswith("|"):
                lines.append(_KEPT + line[1:])
            else:
                lines += textwrap.wrap(line, columns or 10_000, break_long_words=False) or [""]
        return self._replace(body="\n".join(lines))

    def paged(self, style: str, rng: Random) -> Given:
        """Put two page lines between words of the text."""
        begin, end = 0, self.body.rindex("\n")
        if subject := _SUBJECT.search(self.body):
            begin = subject.end() + 60
        kept = [(line.start(), line.end()) for line in re.finditer(rf"{_KEPT}.*", self.body)]
        places = [place.start() for place in _BETWEEN.finditer(self.body, begin, end - 30)]
        places = [place for place in places if not any(first <= place <= last for first, last in kept)]
        text = self.body
        for count, place in enumerate(sorted(rng.sample(places, min(2, len(places))), reverse=True) if style else ()):
            line = _LINES[style](self._page_line(3 - count, rng), self.old)
            text = text[:place] + line + text[place + 1 :]
        return self._replace(body=text.replace(_KEPT, ""))

    def _page_line(self, page: int, rng: Random) -> str:
        _, station, serial = self.number
        post = self.truth.get("post", station)
        if self.old:
            return f"{self.level}\n\n{self.level}\n\nPAGE {page:02}        {post}  {serial:05}  081203Z"
        return f"{post} {serial:08}  {page:03}{rng.choice(('', '.2'))} OF 003"


_LINES: Final[Mapping[str, Callable[[str, bool], str]]] = MappingProxyType(
    {
        "": lambda line, _: line,
        "apart": lambda line, _: f"\n\n{line} \n\n\n",
        "between lines": lambda line, _: f"\n{line}\n",
        "in a line": lambda line, old: f"\n{line}\n\n" if old else f" {line} ",
    }
)
STYLES: Final = tuple(_LINES)


def given(path: Path) -> Given:
    """Read a file of telegrams."""
    head, heading, body = _RULE.split(path.read_text(encoding="utf-8"))
    pairs = (line.partition(" ") for line in head.splitlines())
    return Given({label: value for label, _, value in pairs}, heading.strip("\n"), body.strip("\n"))


def _bare(one: Given) -> tuple[str, str]:
    return f"{one.truth['id']}.txt", f"{one.heading}\n\n{one.body}\n"


def _created(one: Given) -> int:
    return one.number[0] + (1900 if one.number[0] >= _FIRST_ELECTRONIC else 2000)


def _row(one: Given) -> tuple[str, str]:
    columns = ("17", f"3/5/{_created(one)} 9:30", one.truth["id"], "Embassy", one.level, "", one.heading, one.body)
    escaped = (text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'") for text in columns)
    return f"{one.truth['id']}.csv", ",".join(f'"{text}"' for text in escaped) + "\n"


def _page(one: Given) -> tuple[str, str]:
    text = re.sub(
        r"^(\s*)(?=\d{1,2}\s?[.)])", r"\1<a id='par1' href='#par1'>¶</a>", _escaped(one.body), flags=re.MULTILINE
    )
    cells = {
        "Reference ID": one.truth["id"],
        "Created": f"{_created(one)}-03-05 09:30",
        "Released": "2011-08-30 01:44",
        "Classification": one.level,
        "Origin": "Embassy",
    }
    heads = "\n".join(f"<th>{label}</th>" for label in cells)
    values = "\n".join(f"<td>\n<a href='/x.html'>{value}</a>\n</td>" for value in cells.values())
    blocks = (block.replace("\n", " &#x000A;") for block in (_escaped(one.heading), text))
    told = "\n".join(f"<code><pre>{block}</pre></code>" for block in blocks)
    table = f"<table class='cable'>\n<tr>\n{heads}\n</tr>\n<tr>\n{values}\n</tr>\n</table>"
    return f"{one.truth['id']}.html", f"<!DOCTYPE html>\n<html><body>\n{table}\n{told}\n</body></html>\n"


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _fields(one: Given) -> dict[str, str]:
    return {
        "Subject": one.truth.get("titled", one.truth["subject"]).upper(),
        "From": one.number[1].title(),
        "Original Classification": one.level,
        "Current Classification": one.level,
        "Handling Restrictions": "-- Not Assigned --",
        "Date": f"{_created(one)} March 5, 09:30 (Thursday)",
    }


def _export(one: Given) -> tuple[str, str]:
    tags = "\n\n".join(f"Long title [{code}]" for code in one.truth["tags"].split())
    to = one.truth["to"].replace("|", ", ")
    fields = {"Canonical ID": f"{one.truth['id']}\\_a", **_fields(one), "To": to, "TAGS": tags}
    head = "\n\n".join(f"**{label}:** {value}" for label, value in fields.items())
    footer = "This document is from the holdings of:\n\nThe Riverbank Archive, 1 Quay"
    return f"{one.truth['id']}_a.md", f"\n\n{head}\n\n---\n\n{one.body}\n\n\n\n---\n\n{footer}\n"


def _saved(one: Given) -> tuple[str, str]:
    _, station, serial = one.number
    copy = f"{_created(one)}{station[:6]}{serial:05}_c" if one.old else f"{one.truth['id']}_a"
    tags = " | ".join(f"{code} - Long, title" for code in one.truth["tags"].split())
    fields = {**_fields(one), "Canonical ID": copy, "TAGS": tags, "To": one.truth["to"].replace("|", " | ")}
    title = fields.pop("Subject")
    cells = (
        f'<tr><td><div class="s_key">{label}:</div><div class="s_val">{_escaped(value)}</div></td></tr>'
        for label, value in fields.items()
    )
    table = f'<table id="synopsis">\n<tr><td colspan="4">{_escaped(title)}</td></tr>\n{"".join(cells)}</table>'
    text = f'<div id="tagged-text"><a href="#">Show Headers</a>\n<pre>{_escaped(one.body)}</pre></div>'
    return f"{copy}.html", f"<html><body>{table}\n{text}</body></html>\n"


LAYOUTS: Final[dict[str, Callable[[Given], tuple[str, str]]]] = {
    "telegram-text": _bare,
    "cablegate-csv": _row,
    "cablegate-html": _page,
    "plusd-text": _export,
    "plusd-html": _saved,
}
"""Layout -> how a telegram is written in it: the name of the file, its text."""
