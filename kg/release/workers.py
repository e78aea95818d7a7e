"""The processes that work for a build: what they give comes in the order in which it was asked for.

Facts
-----
* `ProcessPoolExecutor` waits for ever when a worker is killed while work is sent to it (CPython gh-94777, mended in
  3.11.5), and when Ctrl-C meets it while it starts its processes. A pipe to each worker does neither: the end of
  one side is the end of the other's pipe.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from kg import aside, processes
from kg.errors import FaultError
from kg.release.maker import Maker
from kg.release.options import Options

_Part = TypeVar("_Part")
_Answer = TypeVar("_Answer")
_AHEAD: Final = 2
"""Parts that wait for each worker: it has always one at hand, and memory stays flat."""


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
    several = [_Worker(options) for _ in range(jobs)]
    idle = SimpleQueue[_Worker]()
    for one in several:
        idle.put(one)
    try:
        yield partial(_there, idle, jobs * _AHEAD)
    finally:
        for one in several:
            one.end()


def _here(maker: Maker, do: Callable[[Maker, _Part], _Answer], parts: Iterable[_Part]) -> Iterator[_Answer]:
    return (do(maker, part) for part in parts)


def _there(
    idle: SimpleQueue[_Worker],
    ahead: int,
    do: Callable[[Maker, _Part], _Answer],
    parts: Iterable[_Part],
) -> Iterator[_Answer]:
    waiting: deque[Future[_Answer]] = deque()
    for part in parts:
        waiting.append(aside.begun(partial(_asked, idle, do, part)))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class _Failed(NamedTuple):
    """The answer of a worker that could give none."""

    error: Exception


class _Worker:
    """A process that answers through a pipe, one question after another."""

    def __init__(self, options: Options) -> None:
        context = processes.clean()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, options), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, do: Callable[[Maker, Any], Any], part: Any) -> Any:
        """Have something done."""
        try:
            self._pipe.send((do, part))
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise FaultError("a worker was killed, for want of memory perhaps: build with fewer --jobs") from error
        if isinstance(answer, _Failed):
            raise answer.error
        return answer

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.terminate()
        self._process.join()


def _asked(idle: SimpleQueue[_Worker], do: Callable[[Maker, Any], Any], part: Any) -> Any:
    worker = idle.get()
    try:
        return worker.ask(do, part)
    finally:
        idle.put(worker)


def _serve(pipe: Connection, options: Options) -> None:
    """Answer until the build ends, or is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build
    maker = Maker(options)
    with suppress(EOFError, OSError):
        while True:
            do, part = pipe.recv()
            pipe.send(_answer(maker, do, part))


def _answer(maker: Maker, do: Callable[[Maker, Any], Any], part: Any) -> Any:
    try:
        return do(maker, part)
    except Exception as error:  # noqa: BLE001 - raised where it was asked for
        return _Failed(error)
