"""Asks a store within a time: no query can outlive its limit.

Facts
-----
* An engine's query cannot be stopped from within (pyoxigraph 0.5.13 has no deadline, and a sort or a join gives
  no row before it is done), so each is asked in a process that can be killed.
* The process is started as a script, never forked: the engine has threads, which a fork would lose.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any, Final, Self, cast

from kg.corpus import worker
from kg.errors import FaultError, LimitError

Row = dict[str, str]
GRACE: Final = 5
"""Seconds after which a process ends by itself when nobody is left to stop it."""


class Asker:
    """Asks a store that nobody writes; a context manager that leaves no process behind."""

    def __init__(self, store: Path, seconds: float) -> None:
        self._store = store
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            # -P: the folder of the script must not stand before the libraries
            command = [sys.executable, "-P", str(Path(worker.__file__)), str(self._store), str(self._seconds + GRACE)]
            self._process = subprocess.Popen(  # noqa: S603 - our own script
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None

    def rows(self, query: str) -> Generator[Row]:
        """Give the rows of a query: variable -> term in N-Triples form.

        Raises LimitError when the answer is not whole in time or the engine does not survive the query,
        FaultError when the store cannot be read or the query is none.
        """
        process, whole = self._started(), False
        clock = Timer(self._seconds, process.kill)
        clock.start()
        try:
            yield from _answer(process, query)
            whole = True
        except (BrokenPipeError, EOFError):
            reason = f"the query was stopped after {self._seconds:,.0f} s, or the engine for want of memory"
            raise LimitError(reason) from None
        finally:
            clock.cancel()
            if not whole:
                self._end()


def _answer(process: subprocess.Popen[str], query: str) -> Iterator[Row]:
    asking, answering = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
    asking.write(json.dumps(query) + "\n")
    asking.flush()
    while (line := answering.readline()).endswith("\n"):
        found: Any = json.loads(line)
        if isinstance(found, str):
            raise FaultError(f"the store cannot answer: {found}")
        if isinstance(found, int):
            return
        yield found
    raise EOFError  # the last line is missing or cut off: the process was killed
