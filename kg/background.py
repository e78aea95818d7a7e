"""Work that is done aside while the caller makes more of it.

Only what lets go of the interpreter gains: zlib, hashes and the store do, Python does not.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from kg import aside


class Background:
    """Does something with bytes, piece after piece, in the order in which they are added.

    One piece is at work and the next is gathered until it has `size` bytes, so memory stays flat. Adding and
    closing raise what the work raised.
    """

    def __init__(self, do: Callable[[bytes], object], size: int) -> None:
        self._do = do
        self._size = size
        self._at_work: Future[object] | None = None
        self._gathered: list[bytes] = []
        self._length = 0

    def add(self, data: bytes) -> None:
        """Add bytes, which are never cut."""
        self._gathered.append(data)
        self._length += len(data)
        if self._length >= self._size:
            self._hand_over()

    def close(self) -> None:
        """Wait until all is done."""
        if self._gathered:
            self._hand_over()
        self._wait()

    def _hand_over(self) -> None:
        gathered, self._gathered, self._length = self._gathered, [], 0
        self._wait()
        self._at_work = aside.begun(partial(self._do, b"".join(gathered)))

    def _wait(self) -> None:
        if self._at_work:
            done, self._at_work = self._at_work, None
            done.result()
