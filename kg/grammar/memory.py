"""What short texts mean, remembered: labels, markings and field values come again in every telegram."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

_Found = TypeVar("_Found")
_KEPT: Final = 10_000
_LONGEST: Final = 100
"""Both bound the memory: a hostile corpus has no two values alike, and long ones."""


def remembered(read: Callable[[str], _Found]) -> Callable[[str], _Found]:
    """Remember what a pure function makes of a short text.

    >>> remembered(str.upper)("mexico")
    'MEXICO'
    """
    kept = lru_cache(_KEPT)(read)

    @wraps(read)
    def known(text: str) -> _Found:
        return kept(text) if len(text) <= _LONGEST else read(text)

    return known
