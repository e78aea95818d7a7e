"""Finds what ships beside the code: the ontology with its schemes, and the shapes.

In a checkout they stand beside `kg/`, in a wheel inside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kg.errors import FaultError

_PACKAGE = Path(__file__).resolve().parent
CHECKOUT: Final = _PACKAGE.parent
"""The folder of a checkout; of a wheel, the folder of all packages."""


def folder(name: str) -> Path:
    """Give the folder `ontology` or `shapes`; raises FaultError when the installation lacks it."""
    for root in (_PACKAGE, _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    reason = f"the folder {name}/ is missing from this installation: install kg again"
    raise FaultError(reason)


def turtle_files(name: str) -> tuple[Path, ...]:
    """Give the Turtle files of a folder, sub-folders too, in the order of their names."""
    root = folder(name)
    return tuple(sorted(root.rglob("*.ttl")))


def shapes_of_parts() -> tuple[Path, ...]:
    """Give the shapes that can be decided on a part of a corpus: all but those over the whole of it."""
    return tuple(path for path in turtle_files("shapes") if path != shapes_of_the_whole())


def shapes_of_the_whole() -> Path:
    """Give the shapes that cross cables."""
    return folder("shapes") / "corpus.ttl"
