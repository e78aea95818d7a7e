"""The processes that compute answers: a query that takes too long, or too much memory, ends one of them alone.

Facts
-----
* The engine has neither deadline nor limit of memory, and a query of 1.5 kB can take all that there is (pyoxigraph
  0.5.13): a process that can be killed has both.
* A worker that runs out of memory is ended by the engine.
* A worker ends when nobody holds the other end of its pipe, or when the server is gone while it computes.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, TypeVar

from kg import processes
from kg.errors import KgError
from kg.store import Store

MOST_MEMORY: Final = 2 * 1024**3
"""Bytes of address space that an answer may take beyond what a worker has at its start."""

_T = TypeVar("_T")


class LostError(Exception):
    """A worker ended before it answered."""


class Workers:
    """The workers of one store: as many as there were answers at once, kept for the next ones."""

    def __init__(self, store: Path, base: str, memory: int = MOST_MEMORY) -> None:
        """Make none yet; each may take so many bytes of memory."""
        self._made_of = (str(store), base, memory)
        self._idle: list[_Worker] = []

    def taken(self) -> _Worker:
        """Give a worker that has nothing to do."""
        with suppress(IndexError):  # another thread can be faster
            while self._idle:
                worker = self._idle.pop()
                if worker.process.is_alive():
                    return worker
        return _Worker(self._made_of)

    def give_back(self, worker: _Worker) -> None:
        """Keep a worker for the next answer."""
        self._idle.append(worker)


class Job:
    """One answer: computed by a worker, which can be stopped meanwhile."""

    def __init__(self, workers: Workers, compute: Callable[..., _T], *arguments: Any) -> None:
        self._workers = workers
        self._asked = (compute, arguments)
        self._worker: _Worker | None = None
        self._stopped = False
        self._since = 0.0

    @property
    def seconds(self) -> float:
        """How long the answer has been computed; the beginning of a worker is not counted."""
        return time.monotonic() - self._since if self._since else 0.0

    def done(self) -> Any:
        """Wait for the answer, None when it was stopped.

        Raises what the computation raised, LostError when the worker ended without an answer.
        """
        worker = self._worker = self._workers.taken()
        if self._stopped:
            worker.process.kill()
        try:
            worker.wait()
            self._since = time.monotonic()
            worker.pipe.send(self._asked)
            good, answer = worker.pipe.recv()
        except (EOFError, OSError) as error:
            worker.process.kill()
            if self._stopped:
                return None
            raise LostError from error
        self._workers.give_back(worker)
        if good:
            return answer
        raise answer

    def stop(self) -> None:
        """End the worker: nobody waits for its answer."""
        self._stopped = True
        if self._worker is not None:
            self._worker.process.kill()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, made_of: tuple[str, str, int]) -> None:
        context = processes.clean("kg.web.computing", "kg.web.workers")
        self.pipe, end = context.Pipe()
        self.process = context.Process(target=_work, args=(end, *made_of), daemon=True)
        self.process.start()
        end.close()
        self._ready = False

    def wait(self) -> None:
        """Wait until the process can be asked."""
        if not self._ready:
            self.pipe.recv()
            self._ready = True


def _work(pipe: Connection, folder: str, base: str, memory: int) -> None:
    """Answer what comes through the pipe until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the engine traces at its end says nothing to a reader of logs
    store = cache(partial(_opened, Path(folder), base, memory))
    with suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            compute, arguments = pipe.recv()
            pipe.send(_answered(compute, store, arguments))


def _answered(compute: Callable[..., _T], store: Callable[[], Store], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, compute(store(), *arguments)
    except KgError as error:
        return False, error
    except Exception as error:  # noqa: BLE001 - the boundary of a process: it is counted and told by the server
        return False, RuntimeError(f"{type(error).__name__}: {error}")


def _end_with_the_server() -> None:
    if server := multiprocessing.parent_process():
        server.join()
        os._exit(1)


def _opened(folder: Path, base: str, memory: int) -> Store:
    """Open the store, and let answers take so much memory beyond what it takes."""
    store = Store.open(folder, base)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if Path("/proc/self").exists() else 0
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return store
