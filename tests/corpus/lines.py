"""The body of a made-up telegram as lines: wrapped at a column or not, with empty lines between its entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tests.corpus.prose import Paragraph
from tests.corpus.telegram import Telegram


class Form(NamedTuple):
    """What a layout does with a body: signs before numbers, headings, gaps between the entries of the opening."""

    pilcrow: str = ""
    heading: str = "{0}\n{1}"
    apart: bool = False
    """Whether each line of the opening is a paragraph of its own."""


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
    text = "\n\n".join((_opening(telegram, form), *_text(telegram, form)))
    gap = "\n\n" if form.apart else "\n"
    return f"{text}{gap}{telegram.end}"


def _opening(telegram: Telegram, form: Form) -> str:
    columns = telegram.habits.columns
    written, before = "", ""
    for name, text in telegram.opening.entries:
        lines = text if name in {"class", "references"} else wrapped(text, columns)
        if form.apart and name == "subject":
            lines = lines.replace("\n", "\n\n")
        group = GROUPS.get(name, name)
        close = group == before and not form.apart
        written += ("\n" if close else "\n\n" if written else "") + lines
        before = group
    return written


def _text(telegram: Telegram, form: Form) -> Iterator[str]:
    """Give the blocks of the text."""
    columns, line, before = telegram.habits.columns, "", None
    for paragraph in telegram.paragraphs:
        if paragraph.glued and before and not before.points:
            line += f" {_line(paragraph, form)}"
            before = paragraph
            continue
        if before:
            yield from _blocks(line, before, columns, form)
        if paragraph.heading:
            yield form.heading.format(paragraph.heading, "-" * len(paragraph.heading))
        line, before = _line(paragraph, form), paragraph
    if before:
        yield from _blocks(line, before, columns, form)


def _line(paragraph: Paragraph, form: Form) -> str:
    start = f"{form.pilcrow.format(paragraph.n)}{paragraph.n}." + (f" ({paragraph.mark})" if paragraph.mark else "")
    return " ".join((start, *paragraph.words))


def _blocks(line: str, paragraph: Paragraph, columns: int, form: Form) -> Iterator[str]:
    yield wrapped(line.replace(" \n", "\n").replace("\n ", "\n"), columns).strip("\n")
    points = [wrapped(point, columns) for point in paragraph.points]
    if points and not form.apart and len(points) % 2:
        yield "\n".join(points)
    else:
        yield from points
