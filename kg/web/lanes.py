"""Which answers are computed at once: a few short ones, and fewer long ones that the short never wait for.

Nobody knows of a query how long it takes. So each begins in the short lane; one that is still there after a second
goes over to the long lane, and ends when that is full: whoever asks much has to come back, not whoever asks little.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, Final

import anyio
from starlette.exceptions import HTTPException

from kg import aside
from kg.web.workers import Job, LostError

MOST_SHORT: Final = 4
MOST_LONG: Final = 4
"""Answers in a lane: each may fill a core; more of them make all of them slow."""
SHORT: Final = 1.0
"""Seconds after which an answer is a long one."""
PATIENCE: Final = 10.0
"""Seconds that a query waits for its turn before the client is told to come back."""
DEADLINE: Final = 30.0
"""Seconds that an answer may take: longer ones are for a copy of the store at home."""

BUSY: Final = "Too many queries are running: try again soon."
BUSY_LONG: Final = "Too many long queries are running, and this is one: try again soon, or ask for less."
TOO_SLOW: Final = "The query took longer than {:g} seconds: ask for less, or take the dumps and ask at home."
TOO_MUCH: Final = "The query took more memory than an answer may: ask for less, or take the dumps and ask at home."
STOPPING: Final = "The server is stopping: try again soon."
RETRY_AFTER: Final = {"Retry-After": "5"}

_LOG = logging.getLogger(__name__)


def _refusal(reason: str) -> HTTPException:
    return HTTPException(503, reason, headers=RETRY_AFTER)


@dataclass(frozen=True)
class Lanes:
    """The places that answers take while they are computed."""

    short: anyio.Semaphore = field(default_factory=lambda: anyio.Semaphore(MOST_SHORT))
    long: anyio.Semaphore = field(default_factory=lambda: anyio.Semaphore(MOST_LONG))
    deadline: float = DEADLINE

    async def answer(self, job: Job) -> Any:
        """Give what a job computes, or raises.

        Raises HTTPException (503) when there is no place for it, or when it takes more time or memory than it may.
        """
        with anyio.move_on_after(PATIENCE) as patience:
            await self.short.acquire()
        if patience.cancelled_caught:
            raise _refusal(BUSY)
        result = asyncio.wrap_future(aside.begun(job.done))
        try:
            await self._passed(job, result)
            return result.result()
        except LostError as error:
            _LOG.warning("a worker ended before its answer, for want of memory or by a fault of the engine")
            raise _refusal(TOO_MUCH) from error
        except asyncio.CancelledError as error:  # only a server that stops cancels
            raise _refusal(STOPPING) from error
        finally:
            if not result.done():
                job.stop()

    async def _passed(self, job: Job, result: asyncio.Future[Any]) -> None:
        """Wait for a result, in one lane and then in the other."""
        try:
            short = min(SHORT, self.deadline)
            while not result.done() and job.seconds < short:
                await asyncio.wait({result}, timeout=short - job.seconds)
        finally:
            self.short.release()
        if result.done():
            return
        try:
            self.long.acquire_nowait()
        except anyio.WouldBlock:
            raise _refusal(BUSY_LONG) from None
        try:
            done, _ = await asyncio.wait({result}, timeout=self.deadline - short)
        finally:
            self.long.release()
        if not done:
            raise _refusal(TOO_SLOW.format(self.deadline))
