"""Made-up cables, each with its truth.

`cables` makes plain ones in the layout of the seed, of which some have a planted defect; `telegrams` makes
telegrams with the quirks of the world at their frequencies, in any layout.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def write_telegrams(folder: Path, count: int, layout: str, seed: int = 0) -> None:
    """Write the telegrams of one layout: a file each, a table in one file."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in telegrams(count, layout, seed):
        name = "cables.csv" if layout == "cablegate-csv" else made.name
        with (folder / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(made.text)
