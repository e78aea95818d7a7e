"""The telegrams of a corpus as pages of PlusD and as volumes of Foreign Relations, to be timed and no more.

Both tell less of a telegram than the layouts of `tests.corpus`, so there is no truth beside them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path
from typing import Final

from tests import corpus

TOGETHER: Final = 500
"""Documents of a volume."""
_VOLUME: Final = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1969-76v{n}">
<text><body><div type="compilation">
{documents}
</div></body></text></TEI>
"""
_BLOCKS: Final = 4
"""With so many paragraphs a document has the 5,400 bytes of those of 1934."""
_PAPERS: Final = ("Telegram From the Embassy in Ecuador to the Department of State", "Memorandum of Conversation")
_INDENT: Final = " " * 28
_FIRST_PARAGRAPH: Final = re.compile(r"^\W?1\. ", re.MULTILINE)


def plusd_page(number: int, text: str) -> str:
    """Dress a telegram as a page."""
    fields = {
        "Date": "1978 November 23, 00:00 (Thursday)",
        "Canonical ID": f"1978QUITO{number:05}_d",
        "Original Classification": "CONFIDENTIAL",
        "Current Classification": "UNCLASSIFIED",
        "Handling Restrictions": "-- Not Assigned --",
        "TAGS": "EC - Ecuador | ETRD - Economic Affairs--Foreign Trade",
        "From": "Ecuador Quito",
        "To": "Department of State | Secretary of State",
    }
    rows = "\n".join(
        f'<tr><td><div class="s_key">{label}:</div><div class="s_val">{value}</div></td></tr>'
        for label, value in fields.items()
    )
    return (
        f'<!DOCTYPE html>\n<html><body>\n<table id="synopsis">\n<tr><td colspan="4">TALKS</td></tr>\n{rows}\n</table>\n'
        f'<div id="tagged-text"><pre>{escape(text, quote=False)}</pre></div>\n</body></html>\n'
    )


def printed_document(number: int, text: str) -> str:
    """Print the prose of a telegram; of three documents one is no telegram, and each page has its break and note."""
    first = _FIRST_PARAGRAPH.search(text)
    blocks = [
        " ".join(block.split())
        for block in re.split(r"\n\s*\n", text[first.start() if first else 0 :], maxsplit=_BLOCKS)[:_BLOCKS]
    ]
    prose = "\n".join(
        f"{_INDENT}<p>{_wrapped(block)}{_NOTE if place % 4 == 1 else ''}</p>" for place, block in enumerate(blocks)
    )
    return (
        f'<div type="document" xml:id="d{number}" n="{number}" subtype="historical-document">\n'
        f'<head>{number}. {_PAPERS[number % 3 == 0]}<note n="1" type="source">Source: National Archives. Secret; '
        f'Priority. Repeated to Lima.</note></head>\n<opener><dateline><placeName><hi rend="italic">Quito</hi>'
        f'</placeName>, <date when="1974-05-02T09:30:00+00:00">May 2, 1974, 0930Z</date>.</dateline></opener>\n'
        f'{prose}\n<closer><signed><hi rend="smallcaps">Doe</hi></signed></closer>\n</div>'
    )


_NOTE: Final = '<note n="2">Not printed.</note> <pb n="12" xml:id="pg_12"/><hi rend="italic">Comment</hi>.'


def _wrapped(block: str) -> str:
    return f"\n{_INDENT}    ".join(textwrap.wrap(escape(block, quote=False), 72))


def write(folder: Path, count: int, seed: int) -> None:
    """Write so many telegrams as pages, a file each, and so many documents as volumes."""
    texts = (made.text for made in corpus.telegrams(count, "telegram-text", seed))
    numbered: Iterator[tuple[int, str]] = enumerate(texts, 1)
    for name in EDITIONS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    while some := list(islice(numbered, TOGETHER)):
        for number, text in some:
            (folder / "plusd-html" / f"{number}.html").write_text(plusd_page(number, text), encoding="utf-8")
        # as in the edition, each volume counts its own documents: none has ten thousand
        documents = "\n".join(printed_document(number, text) for number, (_, text) in enumerate(some, 1))
        volume = folder / "frus-tei" / f"{some[0][0]}.xml"
        volume.write_text(_VOLUME.format(n=some[0][0], documents=documents), encoding="utf-8")


EDITIONS: Final = ("plusd-html", "frus-tei")
