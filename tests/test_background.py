"""Work in the background: its order, its pieces, its failures."""

from __future__ import annotations

import threading

import pytest

from kg.background import Background


def test_does_pieces_in_their_order_and_cuts_nothing() -> None:
    done: list[bytes] = []
    background = Background(done.append, 4)
    for part in (b"one", b"two", b"three", b"4"):
        background.add(part)
    background.close()
    assert done == [b"onetwo", b"three", b"4"]


def test_nothing_added_is_nothing_done() -> None:
    done: list[bytes] = []
    Background(done.append, 4).close()
    assert done == []


def test_works_while_the_caller_goes_on() -> None:
    both = threading.Barrier(2, timeout=60)
    background = Background(lambda _: both.wait(), 1)
    background.add(b"1")
    both.wait()  # would break if adding had waited
    background.close()


def _refuse(_: bytes) -> None:
    raise OSError("no space left")


def test_a_failure_is_raised_when_more_is_added() -> None:
    background = Background(_refuse, 1)
    background.add(b"1")
    with pytest.raises(OSError, match="no space left"):
        background.add(b"2")
    background.close()


def test_a_failure_of_the_last_piece_is_raised_at_the_end() -> None:
    background = Background(_refuse, 10)
    background.add(b"1")
    with pytest.raises(OSError, match="no space left"):
        background.close()
