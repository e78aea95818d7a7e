"""The commit that kg was run from, when it runs from a checkout.

Facts
-----
* Git keeps in `.git/HEAD` the commit, or the name of a branch whose commit stands in a file of that name or, once
  packed, in `.git/packed-refs`. In a work tree beside the first one `.git` is a file that names the real folder,
  and branches stand in the folder that its `commondir` names (gitrepository-layout).
"""

from __future__ import annotations

import re
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def commit(root: Path) -> str:
    """Give the commit checked out in a folder; "" when it is no checkout."""
    folder = _folder(root)
    head = _text(folder / "HEAD").removeprefix("ref: ")
    if not head.startswith("refs/"):
        return _checked(head)
    common = folder / (_text(folder / "commondir") or ".")
    return _checked(_text(folder / head) or _text(common / head) or _packed(common, head))


def _folder(root: Path) -> Path:
    pointer = _text(root / ".git")
    return root / pointer.removeprefix("gitdir: ") if pointer else root / ".git"


def _packed(common: Path, name: str) -> str:
    lines = (line.partition(" ") for line in _text(common / "packed-refs").splitlines())
    return next((found for found, _, ref in lines if ref == name), "")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _checked(text: str) -> str:
    return text if _COMMIT.fullmatch(text) else ""
