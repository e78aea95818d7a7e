"""The body of a made-up telegram as lines: wrapped at a column or not, with empty lines between its entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tests.corpus.opening import Page
from tests.corpus.prose import CLOSE, Paragraph
from tests.corpus.telegram import Telegram


class Form(NamedTuple):
    """What a layout does with a body: signs before numbers, headings, gaps between the entries of the opening."""

    pilcrow: str = ""
    apart: bool = False
    """Whether this is Markdown: each line of the opening a paragraph of its own, headings with their sign."""


GROUPS = {"order": "order", "tags": "order", "subject": "order"}
"""Entry of the opening -> group whose lines follow each other without an empty line."""


@lru_cache(8)
def _columns(count: int) -> re.Pattern[str]:
    return re.compile(rf"(.{{1,{count}}})(?:$|( ))", re.MULTILINE)


def wrapped(text: str, columns: int) -> str:
    """Wrap the lines of a text; blanks at the beginning of a line stay."""
    return _columns(columns).sub(lambda line: line[1] + ("\n" if line[2] else ""), text) if columns else text


def body(telegram: Telegram, form: Form) -> str:
    """Write the telegram from its class line to its end."""
    dense = telegram.habits.dense and not form.apart
    text = "\n\n".join(_text(telegram, form))
    text = DENSE.sub("\n", text) if dense else text
    gap = "\n\n" if form.apart else " " if telegram.end_glued else "\n"
    return f"{_opening(telegram, form)}\n\n{text}{gap}{telegram.end}"


def _opening(telegram: Telegram, form: Form) -> str:
    columns = telegram.habits.columns
    written, before = "", ""
    for name, text in telegram.opening.entries:
        lines = text if name in {"class", "references"} or "\n" in text else wrapped(text, columns)
        if telegram.opening.page and name == telegram.opening.page.name:
            lines = _paged(lines, telegram.opening.page, apart=form.apart)
        if form.apart and name == "subject":
            lines = lines.replace("\n", "\n\n")
        group = GROUPS.get(name, name)
        close = group == before and not form.apart
        written += ("\n" if close else "\n\n" if written else "") + lines
        before = group
    return written


def _paged(lines: str, page: Page, *, apart: bool) -> str:
    """Put a page line between two lines of an entry, that of an unwrapped one into its middle."""
    ends = [match.span() for match in re.finditer(r"\n+", lines)]
    if not ends and "\n" in page.line:
        return lines
    blanks = [match.span() for match in re.finditer(" ", lines)]
    begin, end = ends[round(page.share * (len(ends) - 1))] if ends else blanks[len(blanks) // 2]
    gap = "\n\n" if apart else page.gap if ends else " "
    return f"{lines[:begin]}{gap}{page.line}{gap}{lines[end:]}"


def _text(telegram: Telegram, form: Form) -> Iterator[str]:
    """Give the blocks of the text."""
    columns, line, before = telegram.habits.columns, "", None
    start = telegram.habits.start
    for paragraph in telegram.paragraphs:
        if paragraph.glued and before and not before.points:
            line += f" {_line(paragraph, form, start)}"
            before = paragraph
            continue
        if before:
            yield from _blocks(line, before, columns, form)
        line, before = _line(paragraph, form, start), paragraph
        if paragraph.rule == CLOSE and not form.apart:
            line = _heading(paragraph, columns) + line
        elif paragraph.heading:
            yield MARKED.format(paragraph.heading) if form.apart else _heading(paragraph, columns)
    if before:
        yield from _blocks(line, before, columns, form)


DENSE = re.compile(r"\n\n(?=¶?\d{1,3}\.? ?[ (])")
"""The empty line before a number, which some telegrams have not."""
MARKED = "#### {0}\n\n-----"
"""A heading in Markdown, and what is left of its rule."""


def _heading(paragraph: Paragraph, columns: int) -> str:
    title = wrapped(paragraph.heading, columns)
    return paragraph.rule.format(title, "-" * max(map(len, title.split("\n"))))


def _line(paragraph: Paragraph, form: Form, start: str) -> str:
    head = start.format(paragraph.n, paragraph.mark) if paragraph.mark else f"{paragraph.n}."
    return " ".join((f"{form.pilcrow.format(paragraph.n)}{head}", *paragraph.words))


def _blocks(line: str, paragraph: Paragraph, columns: int, form: Form) -> Iterator[str]:
    yield wrapped(line.replace(" \n", "\n").replace("\n ", "\n"), columns).strip("\n")
    points = [wrapped(point, columns) for point in paragraph.points]
    if points and not form.apart and len(points) % 2:
        yield "\n".join(points)
    else:
        yield from points
