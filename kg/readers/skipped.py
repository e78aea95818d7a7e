"""What a reader passes over as people expect it to: a document of a collection that is no cable."""

from __future__ import annotations

from typing import Final, NamedTuple

NO_TELEGRAM: Final = "no-telegram"


class Skipped(NamedTuple):
    """A document that gives no cable: its id, where its bytes stand, how many they are, what it is."""

    id: str
    path: str
    line: int
    offset: int
    bytes: int
    reason: str
    code: str = NO_TELEGRAM
