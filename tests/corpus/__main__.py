"""Write a corpus: COUNT FOLDER [--layout NAME] [--seed N] [--defects]."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.corpus import LAYOUTS, write, write_telegrams


def main() -> None:
    """Write plain cables, or with a layout telegrams as the world has them."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layout", choices=tuple(LAYOUTS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--defects", action="store_true", help="plant one in every 20th plain cable")
    chosen = parser.parse_args()
    if chosen.layout:
        write_telegrams(chosen.folder, chosen.count, [chosen.layout], chosen.seed)
    else:
        write(chosen.folder, chosen.count, chosen.seed, defects=chosen.defects)


if __name__ == "__main__":
    main()
