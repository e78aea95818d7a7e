"""The processes that work for a build: what they give comes in the order in which it was asked for.

Facts
-----
* A worker that the system kills (for want of memory, mostly) breaks the pool of Python: the build ends with an
  error, and nothing of it becomes current.
* Workers are started clean (forkserver, or spawn where there is none): a fork of a process with threads can hang.
* A worker whose build was killed would wait for ever, since its own end of the pipe keeps it open: it watches.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from kg.errors import FaultError
from kg.release.maker import Maker
from kg.release.options import Options

_Part = TypeVar("_Part")
_Answer = TypeVar("_Answer")
_AHEAD: Final = 2
"""Parts that wait for each worker: it has always one at hand, and memory stays flat."""
_MAKER: list[Maker] = []
"""The maker of this worker."""


class Each(Protocol):
    """Does something with each part (a function of `Maker`): the answers, in the order of the parts.

    Raises FaultError when a worker ends before its work.
    """

    def __call__(self, do: Callable[[Maker, _Part], _Answer], parts: Iterable[_Part]) -> Iterator[_Answer]:
        """Give the answers as they come."""


@contextmanager
def workers(options: Options, jobs: int = 1) -> Iterator[Each]:
    """Work in this process, or in several others."""
    if jobs == 1:
        yield partial(_here, Maker(options))
        return
    pool = ProcessPoolExecutor(jobs, _clean(), _begin, (options,))
    try:
        yield partial(_there, pool, jobs * _AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _here(maker: Maker, do: Callable[[Maker, _Part], _Answer], parts: Iterable[_Part]) -> Iterator[_Answer]:
    return (do(maker, part) for part in parts)


def _there(
    pool: ProcessPoolExecutor, ahead: int, do: Callable[[Maker, _Part], _Answer], parts: Iterable[_Part]
) -> Iterator[_Answer]:
    waiting: deque[Future[_Answer]] = deque()
    try:
        for part in parts:
            waiting.append(pool.submit(_done, do, part))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise FaultError("a worker was killed, for want of memory perhaps: build with fewer --jobs") from error


def _clean() -> Any:
    methods: Sequence[str] = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _begin(options: Options) -> None:
    """Make a worker ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    _MAKER[:] = [Maker(options)]


def _end_with_the_build() -> None:
    if build := multiprocessing.parent_process():
        build.join()
        os._exit(1)


def _done(do: Callable[[Maker, _Part], _Answer], part: _Part) -> _Answer:
    return do(_MAKER[0], part)
