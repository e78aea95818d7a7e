"""The same made-up telegram in each layout, and what that layout states of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from tests.corpus.lines import Form, body
from tests.corpus.telegram import Telegram
from tests.corpus.truth import Made, Truth
from tests.corpus.world import FOOTER, MONTHS, TAGS, WEEKDAYS, Post

NONE, BLANK = "-- Not Assigned --", "-- N/A or Blank --"
PILCROW = "¶"
SHORT = 6
TITLES = TAGS | {"OVIP": "Operations--Visits and Travel of Prominent Individuals and Leaders"}


def plusd_text(telegram: Telegram) -> Made:
    """Write the Markdown export: 19 fields, a rule, the body, the holder's address."""
    rng, how = Random(telegram.truth.id), telegram.habits
    sent = how.origin.sent
    suffix = "b" if how.old else "a"
    labels = tuple(sorted(party.label for party in telegram.heading.parties))
    codes = tuple(sorted(telegram.truth.tags, key=TITLES.__getitem__))
    text = body(telegram, Form(apart=True))
    fields = {
        "Canonical ID": f"{telegram.truth.id}\\_{suffix}",
        "Subject": telegram.truth.subject.upper(),
        "From": how.origin.post.label,
        "To": ", ".join(labels),
        "Original Classification": how.level.header,
        "Current Classification": "UNCLASSIFIED" if how.old else how.level.header,
        "Previous Handling Restrictions": NONE,
        "Archive Status": NONE,
        "Type": "TE",
        "Locator": "TEXT ONLINE",
        "Reference(s)": (rng.random() < 0.5 and ", ".join(telegram.truth.references)) or BLANK,
        "Executive Order (E.O.)": NONE,
        "Markings": NONE,
        "Enclosure": NONE,
        "Concepts": NONE,
        "TAGS": "\n\n".join(f"{TITLES[code]} [{code}]" for code in codes),
        "Office": BLANK,
        "Document Character Count": str(len(text)),
        "Date": f"{sent.year} {MONTHS[sent.month - 1]} {sent.day}, {sent:%H:%M} ({WEEKDAYS[sent.weekday()]})",
    }
    header = "\n\n".join(f"**{label}:** {value}" for label, value in fields.items())
    truth = replace(
        telegram.truth,
        info=(),
        addresses=(),
        excluded=(),
        dtg="",
        precedence="",
        page_lines=telegram.truth.page_lines - how.old,
        copy=f"{telegram.truth.id}_{suffix}",
        subject=telegram.truth.subject.upper(),
        sender=how.origin.post.label,
        to=labels,
        tags=codes,
        captions=_captions(telegram, how.level.header),
    )
    footer = "\n\n".join(FOOTER)
    return Made(f"{truth.copy}.md", f"\n\n\n\n{header}\n\n---\n\n{text}\n\n\n\n{footer}", truth)


def cablegate_csv(telegram: Telegram) -> Made:
    """Write one row of the table; its quotes are escaped by a backslash."""
    how, truth = telegram.habits, telegram.truth
    sent = how.origin.sent
    columns = (
        str(how.origin.serial),
        f"{sent.month}/{sent.day}/{sent.year} {sent.hour}:{sent:%M}",
        truth.id,
        _embassy(how.origin.post),
        how.level.header,
        "|".join(truth.references[::-1]) if how.origin.serial % 2 else "",
        "\n".join(telegram.heading.lines),
        body(telegram, Form(PILCROW if how.pilcrows else "")),
    )
    row = ",".join(f'"{_escaped(column)}"' for column in columns)
    return Made(f"{truth.id}.csv", row + "\n", _cablegate(telegram))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")


def cablegate_html(telegram: Telegram) -> Made:
    """Write one page: a table, then heading and body, a line end as an entity and a link at each number."""
    how, truth = telegram.habits, telegram.truth
    cells = {
        "Reference ID": truth.id,
        "Created": f"{how.origin.sent:%Y-%m-%d %H:%M}",
        "Released": "2010-12-01 21:09",
        "Classification": how.level.header,
        "Origin": _embassy(how.origin.post),
    }
    heads = "\n".join(f"<th>{label}</th>" for label in cells)
    values = "\n".join(
        f"<td>\n<a href='/x/{place}.html'>{value}</a>\n</td>" for place, value in enumerate(cells.values())
    )
    text = escape(body(telegram, Form("\0{0}\0")), quote=False)
    pieces = text.split("\0")
    pieces[1::2] = [f"<a id='par{n}' href='#par{n}'>¶</a>" for n in pieces[1::2]]
    blocks = ("\n".join(telegram.heading.lines), "".join(pieces))
    told = "\n".join(f"<code><pre>{_ends(block)}</pre></code>" for block in blocks)
    page = (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>Viewing cable {truth.id}</title></head>\n<body>\n"
        f"<table class='cable'>\n<tr>\n{heads}\n</tr>\n<tr>\n{values}\n</tr>\n</table>\n{told}\n</body></html>\n"
    )
    return Made(f"{truth.id}.html", page, _cablegate(telegram))


def _ends(block: str) -> str:
    return block.replace("\n", " &#x000A;")


def _cablegate(telegram: Telegram) -> Truth:
    level = telegram.habits.level
    sender = _embassy(telegram.habits.origin.post)
    return replace(telegram.truth, sender=sender, captions=_captions(telegram, level.header))


def aad_text(telegram: Telegram) -> Made:
    """Write an electronic telegram as the National Archives give it out: its text, then its attributes."""
    how, truth = telegram.habits, telegram.truth
    sent, origin = how.origin.sent, how.origin
    station = _short(origin.post)
    number = f"{sent.year}{station}{origin.serial:05}"
    places = tuple(party.place for party in telegram.heading.parties)
    attributes = {
        "Automatic Decaptioning": "X",
        "Capture Date": "01 JAN 1994",
        "Channel Indicators": "n/a",
        "Current Classification": "UNCLASSIFIED",
        "Concepts": "n/a",
        "Copy": "SINGLE",
        "Draft Date": f"{sent:%d} {MONTHS[sent.month - 1][:3].upper()} {sent.year}",
        "Decaption Date": "01 JAN 1960",
        "Document Number": number,
        "Document Source": "CORE",
        "Executive Order": "GS" if how.level.classified else "N/A",
        "From": origin.post.spaced,
        "Locator": "TEXT ON-LINE, ON MICROFILM",
        "Office": "n/a",
        "Original Classification": how.level.name,
        "Page Count": "1",
        "Subject": truth.subject.upper(),
        "TAGS": ", ".join(truth.tags),
        "To": "     ".join(places),
        "Type": "TE",
    }
    listed = "\n".join(f"{key}: {value}" for key, value in attributes.items())
    text = f"Message Text\n\n{_whole(telegram)}\n\n\n\n\n\nMessage Attributes\n\n{listed}\n"
    stated = replace(
        truth,
        id=f"{sent:%y}{station}{origin.serial}",
        copy=number,
        date=f"{sent:%Y-%m-%d}",
        subject=truth.subject.upper(),
        sender=origin.post.spaced,
        to=places,
    )
    return Made(f"{number}.txt", text, stated)


def telegram_text(telegram: Telegram) -> Made:
    """Write the bare telegram."""
    truth, text = telegram.truth, _whole(telegram) + "\n"
    if telegram.habits.origin.serial % CARRIAGE_RETURNS == 0:
        text = text.replace("\n", "\r\n")
    return Made(f"message-{truth.id.lower()}.txt", text, replace(truth, date=f"{truth.date}Z"))


CARRIAGE_RETURNS = 10
"""One text of so many has the line ends of another system."""


def _whole(telegram: Telegram) -> str:
    how = telegram.habits
    lead = f"{how.class_word}\n\n" if how.old else ""
    lines = "\n".join(telegram.heading.lines)
    return f"{lead}{lines}\n\n{body(telegram, Form(PILCROW if how.pilcrows else ''))}"


def _captions(telegram: Telegram, header: str) -> tuple[str, ...]:
    """Give the captions of the telegram and that of the archive's field."""
    stated = {"FOR OFFICIAL USE ONLY": "FOUO", "NOFORN": "NOFORN"}.get(header.rpartition("//")[2], "")
    return tuple(dict.fromkeys(filter(None, (*telegram.truth.captions, stated))))


def _embassy(post: Post) -> str:
    return f"Embassy {post.spaced.title()}"


def _short(post: Post) -> str:
    """Give the station as the archives of 1973-79 cut it."""
    first, *more = post.spaced.split()
    return post.station[: SHORT - bool(more and len(first) < SHORT)]


class Layout(NamedTuple):
    """One layout: how a telegram is written in it, and whether it keeps the heading."""

    write: Callable[[Telegram], Made]
    headed: bool = True


LAYOUTS = MappingProxyType(
    {
        "plusd-text": Layout(plusd_text, headed=False),
        "cablegate-csv": Layout(cablegate_csv),
        "cablegate-html": Layout(cablegate_html),
        "aad-text": Layout(aad_text),
        "telegram-text": Layout(telegram_text),
    }
)
