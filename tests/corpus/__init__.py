"""Made-up cables, each with its truth.

`cables` makes plain ones in the layout of the seed, of which some have a planted defect; `telegrams` makes
telegrams with the quirks of the world at their frequencies, in any layout.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from pathlib import Path

from tests.corpus.layouts import LAYOUTS
from tests.corpus.plain import cables, write
from tests.corpus.telegram import Telegram, telegram
from tests.corpus.truth import Made, Truth

__all__ = ("LAYOUTS", "Made", "Telegram", "Truth", "cables", "telegram", "telegrams", "write", "write_telegrams")


def telegrams(count: int, layout: str, seed: int = 0) -> Iterator[Made]:
    """Make telegrams in one layout, one by one."""
    write_one = LAYOUTS[layout].write
    return (write_one(telegram(seed, index)) for index in range(count))


def write_telegrams(folder: Path, count: int, layouts: Collection[str] = tuple(LAYOUTS), seed: int = 0) -> None:
    """Write telegrams in a folder for each layout: a file each, a table in one file."""
    for layout in layouts:
        (folder / layout).mkdir(parents=True, exist_ok=True)
    with (folder / TABLE / "cables.csv").open("a", encoding="utf-8") if TABLE in layouts else nullcontext() as table:
        for index in range(count):
            made = telegram(seed, index)
            for layout in layouts:
                one = LAYOUTS[layout].write(made)
                if layout == TABLE and table:
                    table.write(one.text)
                else:
                    (folder / layout / one.name).write_text(one.text, encoding="utf-8", newline="\n")


TABLE = "cablegate-csv"
