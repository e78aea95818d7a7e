"""Mentions: cables cited inside paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.cable import Mention, Paragraph, Reference


def mentions(
    paragraphs: Sequence[Paragraph],
    references: Sequence[Reference],
    *,
    year: int,
    own: str,
    known: Callable[[str], bool],
) -> tuple[Mention, ...]:
    """Find the cables that the paragraphs cite."""
    del paragraphs, references, year, own, known
    return ()
